"""Write a selection of claims with everything they rest on: holders, evidence, section, document.

Without a filter, all claims. GraphML is for graph tools, CSV has one claim a line; the other
formats are RDF, and TriG and N-Quads keep the named graphs.
"""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from standpunt.commands.options import add_reviewed, add_store, store_path

HELP = "write claims with their evidence as a subgraph"
EXAMPLE = "standpunt export --issue return --actor NLD --format trig --output return.trig"

FILTERS = {
    "issue": "only claims about this issue, by slug (return) or IRI",
    "actor": "only claims that this actor holds, by code (NLD, EUROPOL) or IRI",
    "meeting": "only claims of this meeting, as JHA/2026-01-22 or IRI",
    "polarity": "only claims of this polarity: support, conditional-support, oppose, critical, "
    "neutral",
    "document": "only claims of this document, by the first 16 digits of its hash or IRI",
}


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt export`."""
    for name, explanation in FILTERS.items():
        parser.add_argument(f"--{name}", metavar=name.upper(), help=explanation)
    parser.add_argument(
        "--possible",
        action="store_true",
        help="with --actor: also claims of an unnamed group that the actor may be in",
    )
    parser.add_argument(
        "--claim",
        metavar="IRI",
        action="append",
        default=[],
        help="only this claim; may be repeated",
    )
    parser.add_argument(
        "--format",
        choices=("turtle", "trig", "nquads", "jsonld", "graphml", "csv"),
        default="turtle",
        help="turtle (default), trig, nquads, jsonld, graphml or csv",
    )
    parser.add_argument(
        "--output", metavar="FILE", type=Path, help="file to write (default: stdout)"
    )
    add_reviewed(parser)
    add_store(parser)


def run(arguments: Namespace) -> int:
    """Write the subgraph to the file or to stdout."""
    from graph.export import Selection, export_claims
    from graph.opening import open_pool
    from standpunt.naming import full_name
    from standpunt.writing import write_whole

    chosen = {
        name: full_name(name, value) for name in FILTERS if (value := getattr(arguments, name))
    }
    selection = Selection(
        **chosen, possible=arguments.possible, claims=tuple(map(_bare, arguments.claim))
    )
    with open_pool(store_path(arguments), reviewed=arguments.reviewed) as pool:
        content = export_claims(pool, selection, arguments.format)
    if arguments.output is None:
        sys.stdout.buffer.write(content)
    else:
        write_whole(arguments.output, content)
    return 0


def _bare(iri: str) -> str:
    return iri.removeprefix("<").removesuffix(">")
