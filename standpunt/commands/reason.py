"""Infer what follows from the published documents and the definitions of the ontology.

Member states on the day of a meeting, JHA agencies, contested issues, named and uncounted
coalitions, announcements kept and dropped: kept in a graph of their own, id:graph/inferred, which
is made anew on each run and can be dropped. After an ingest, run it again. This needs Java; it says
so if there is none.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from standpunt.commands.options import add_store, store_path
from standpunt.terminal import complain, tell

HELP = "infer what follows from documents and definitions"
EXAMPLE = "standpunt reason --store data/store --explain"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt reason`."""
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument(
        "--explain",
        action="store_true",
        help="if something contradicts itself, say which axioms and facts",
    )
    choice.add_argument("--drop", action="store_true", help="drop all inferences, infer nothing")
    add_store(parser)


def run(arguments: Namespace) -> int:
    """A line for each kind of inference; 1 if there is a contradiction, or no Java."""
    from ontology.errors import InconsistentError, JavaMissingError
    from standpunt.inferring import drop

    store = store_path(arguments)
    if arguments.drop:
        generation = drop(store)
        tell("dropped    all inferences" if generation else "unchanged  there were no inferences")
        return 0
    try:
        return _infer(store)
    except JavaMissingError as error:
        complain(str(error))
        return 1
    except InconsistentError as error:
        cure = "" if arguments.explain else "; see which with: standpunt reason --explain"
        complain(f"{error}{cure}. Nothing was inferred")
        return _explain(store) if arguments.explain else 1


def _infer(store: Path) -> int:
    from standpunt.inferring import infer

    found = infer(store)
    tell(f"consistent {found.documents} documents, runs of the reasoner: {found.runs}")
    for kind, count in found.counts.items():
        tell(f"{count:>9}  {kind}")
    published = f"generation {found.generation}" if found.generation else "unchanged"
    tell(f"published  {published}")
    return 0


def _explain(store: Path) -> int:
    from standpunt.inferring import explain

    for number, contradiction in enumerate(explain(store), 1):
        least = "" if contradiction.is_minimal else " (time is over; some may not matter)"
        tell(f"contradiction {number}: these cannot all hold{least}")
        for sentence in contradiction.sentences:
            tell(f"  {sentence}")
    return 1
