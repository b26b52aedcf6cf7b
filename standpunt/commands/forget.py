"""Take the name of a person out of the store, for good.

Every letter of the name becomes a mark (█) in texts, quotes, labels and names of files, so that all
offsets stay true; the store's files are made anew, all generations but the new one are removed, and
the history is rewritten. Files put aside by a restore are removed. Give every form the papers use:
  standpunt forget "Anna de Vries" "A. de Vries"
The store remembers a hash of each name and masks it in whatever comes in later. The papers
themselves, and backups made before, are yours to remove.
"""

from argparse import ArgumentParser, Namespace

from standpunt.commands.options import add_store, store_path
from standpunt.terminal import tell

HELP = "take the name of a person out of the store"
EXAMPLE = 'standpunt forget "Anna de Vries" "A. de Vries" --dry-run'


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt forget`."""
    parser.add_argument("names", metavar="NAME", nargs="+", help="the name, in each of its forms")
    parser.add_argument(
        "--dry-run", action="store_true", help="say where the name stands, and change nothing"
    )
    add_store(parser)


def run(arguments: Namespace) -> int:
    """What was masked to stdout; the name is not repeated."""
    from standpunt.keeping import forget

    erased = forget(store_path(arguments), arguments.names, rehearse=arguments.dry_run)
    verb = "would mask" if arguments.dry_run else "masked"
    for iri in erased.graphs:
        tell(f"{verb}  <{iri}>")
    tell(
        f"{verb}  {len(erased.graphs)} graphs as they are, {erased.states} states of graphs that "
        "were ever published or stored"
    )
    if erased.generation is not None:
        tell(f"published  generation {erased.generation}; all others are removed")
        tell("not touched: the papers themselves, and backups made before")
    return 0
