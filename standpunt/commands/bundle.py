"""Write the claims of several things as one zip: TriG, CSV and a README that says what it is.

A thing is an issue, an actor, a meeting, a document or a claim, written as kind:id. A claim that
belongs to several of them is in it once. The README says from which generation and day it is, what
it rests on, and under which licence. The dashboard's basket gives the same.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from standpunt.commands.export import licence_iri
from standpunt.commands.options import add_reviewed, add_store, store_path

HELP = "write the claims of several things as one zip"
EXAMPLE = "standpunt bundle issue:return actor:NLD meeting:JHA/2026-01-22 --output return.zip"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt bundle`."""
    parser.add_argument(
        "things",
        metavar="KIND:ID",
        nargs="+",
        help="issue:return, actor:NLD, meeting:JHA/2026-01-22, document:HASH, claim:HASH/claim/N",
    )
    parser.add_argument(
        "--output", metavar="FILE", type=Path, required=True, help="the zip to write"
    )
    parser.add_argument(
        "--without-quotes",
        action="store_true",
        help="leave out the words of the papers; their places in the text stay",
    )
    parser.add_argument(
        "--licence", metavar="IRI", type=licence_iri, help="licence to name (default: CC BY 4.0)"
    )
    parser.add_argument("--language", choices=("en", "nl"), default="en", help="of the README")
    add_reviewed(parser)
    add_store(parser)


def run(arguments: Namespace) -> int:
    """Write the zip; 1, and no file, if no claim belongs to any of the things."""
    from graph.opening import open_pool
    from graph.provenance import DEFAULT_LICENCE
    from standpunt.analysis.basis import basis_of
    from standpunt.analysis.incidence import make_incidence
    from standpunt.analysis.loading import load_claims
    from standpunt.bundling import Manner, read_thing, write_bundle
    from standpunt.terminal import complain
    from standpunt.writing import ended_in_order, opened_whole

    things = list({thing.iri: thing for thing in map(read_thing, arguments.things)}.values())
    with open_pool(store_path(arguments), reviewed=arguments.reviewed, pinned=True) as pool:
        base = load_claims(pool, arguments.language)
        kept = [
            claim
            for claim in base.claims
            if claim.kind == "claim" and any(thing.takes(claim) for thing in things)
        ]
        if not kept:
            complain("no claim belongs to any of these; list claims with: standpunt query claims")
            return 1
        basis = basis_of(make_incidence(base.with_claims(kept))).words()
        manner = Manner(
            basis=f"{basis}.",
            quotes=not arguments.without_quotes,
            licence=arguments.licence or DEFAULT_LICENCE,
            language=arguments.language,
        )
        with ended_in_order(), opened_whole(arguments.output) as target:
            write_bundle(pool, things, target, manner)
    return 0
