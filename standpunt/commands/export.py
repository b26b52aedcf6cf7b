"""Write a selection of claims with everything they rest on: holders, evidence, section, document.

Without a filter, all claims; or, with --construct, what a query of yours makes of the store; or,
with --whole, all that stands in it, raw texts too. Every file says inside what was asked of which
generation, when, and under which licence. GraphML and GEXF are for graph tools; CSV, XLSX and
Parquet have one claim a row; the other formats are RDF, and TriG and N-Quads keep the named graphs.
docs/exports.md tells what each keeps.
"""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypedDict

from standpunt.commands.options import (
    add_reviewed,
    add_store,
    day_text,
    positive_number,
    store_path,
)

if TYPE_CHECKING:
    from graph.selection import Selection

HELP = "write claims with their evidence, or what a CONSTRUCT makes, as a file"
EXAMPLE = "standpunt export --issue return --actor NLD --format trig --output return.trig"

EXPORT_TIMEOUT_S = 3600.0
FORMATS = (
    "turtle",
    "trig",
    "ntriples",
    "nquads",
    "jsonld",
    "graphml",
    "gexf",
    "csv",
    "xlsx",
    "parquet",
    "nanopub",
)
FILTERS = {
    "issue": "only claims about this issue, by slug (return) or IRI",
    "actor": "only claims that this actor holds, by code (NLD, EUROPOL) or IRI",
    "meeting": "only claims of this meeting, as JHA/2026-01-22 or IRI",
    "polarity": "only claims of this polarity: support, conditional-support, oppose, critical, "
    "neutral",
    "document": "only claims of this document, by the first 16 digits of its hash or IRI",
}
_MORE_FILTERS = ("claim", "possible", "min_confidence", "since", "before")


class _Manner(TypedDict):
    licence: str
    timeout_s: float


def add_claim_filters(parser: ArgumentParser) -> None:
    """The filters of the stored question `claims` as options; see read_selection()."""
    for name, explanation in FILTERS.items():
        parser.add_argument(f"--{name}", metavar=name.upper(), help=explanation)
    parser.add_argument(
        "--since", metavar="DAY", type=day_text, help="only from this day on: 2026-01-01"
    )
    parser.add_argument("--before", metavar="DAY", type=day_text, help="only before this day")
    parser.add_argument(
        "--possible",
        action="store_true",
        help="with --actor: also claims of an unnamed group that the actor may be in",
    )
    parser.add_argument(
        "--min-confidence",
        type=_confidence,
        metavar="C",
        help="only claims read with at least this confidence, 0 to 1",
    )
    parser.add_argument(
        "--claim",
        metavar="IRI",
        action="append",
        default=[],
        help="only this claim; may be repeated",
    )


def read_selection(arguments: Namespace) -> "Selection":
    """The selection that the options of add_claim_filters() stand for. Raises UsageError."""
    from graph.selection import Selection
    from standpunt.naming import full_name

    named = {name: value for name in FILTERS if (value := getattr(arguments, name))}
    return Selection(
        **{name: full_name(name, value) for name, value in named.items()},
        min_confidence=arguments.min_confidence,
        since=arguments.since,
        before=arguments.before,
        possible=arguments.possible,
        claims=tuple(map(_bare, arguments.claim)),
    )


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt export`."""
    add_claim_filters(parser)
    parser.add_argument(
        "--construct",
        metavar="FILE|-",
        help="instead of claims: the triples of this CONSTRUCT or DESCRIBE, from a file or stdin",
    )
    parser.add_argument(
        "--whole",
        action="store_true",
        help="instead of claims: everything in the store, as nquads or trig",
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="turtle",
        help="turtle (default), trig, ntriples, nquads, jsonld, graphml, gexf, csv, xlsx, parquet; "
        "nanopub for one claim",
    )
    parser.add_argument(
        "--licence",
        metavar="IRI",
        type=licence_iri,
        help="licence that the file names (default: CC BY 4.0)",
    )
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=positive_number,
        default=EXPORT_TIMEOUT_S,
        help="the export is ended after this time, with exit code 1, and its file is not written "
        "(default: %(default)g)",
    )
    parser.add_argument(
        "--output", metavar="FILE", type=Path, help="file to write (default: stdout)"
    )
    add_reviewed(parser)
    add_store(parser)


def run(arguments: Namespace) -> int:
    """Write the export to the file or to stdout."""
    from graph.export import FORMATS as FORMATS_BY_NAME
    from standpunt.errors import UsageError
    from standpunt.writing import ended_in_order, opened_whole

    if arguments.output is not None:
        with ended_in_order(), opened_whole(arguments.output) as target:
            _write(arguments, target)
        return 0
    if sys.stdout.isatty() and not FORMATS_BY_NAME[arguments.format].is_text:
        raise UsageError(f"{arguments.format} is not for a terminal; name a file with --output")
    with ended_in_order():
        _write(arguments, sys.stdout.buffer)
    return 0


def _write(arguments: Namespace, target: BinaryIO) -> None:
    from graph.opening import open_pool
    from standpunt.asking import read_query
    from standpunt.errors import UsageError

    is_filtered = any(map(vars(arguments).get, (*FILTERS, *_MORE_FILTERS)))
    if arguments.whole and (is_filtered or arguments.construct is not None):
        raise UsageError("--whole takes neither filters nor --construct")
    if arguments.construct is not None and is_filtered:
        raise UsageError("--construct takes no filters; write them into the query")
    asked = None if arguments.construct is None else read_query(arguments.construct)
    with open_pool(store_path(arguments), reviewed=arguments.reviewed, pinned=True) as pool:
        if arguments.whole:
            from graph.export_made import write_whole_store

            write_whole_store(pool, arguments.format, target, **_manner(arguments))
        elif asked is not None:
            from graph.export_made import write_made

            with asked.explained():
                write_made(pool, asked.text, arguments.format, target, **_manner(arguments))
        else:
            from graph.export import write_claims

            selection = read_selection(arguments)
            write_claims(pool, selection, arguments.format, target, **_manner(arguments))


def _manner(arguments: Namespace) -> "_Manner":
    from graph.provenance import DEFAULT_LICENCE

    return {
        "licence": arguments.licence or DEFAULT_LICENCE,
        "timeout_s": arguments.timeout,
    }


def _bare(iri: str) -> str:
    return iri.removeprefix("<").removesuffix(">")


def _confidence(value: str) -> str:
    try:
        wanted = float(value)
    except ValueError:
        wanted = -1.0
    if not 0 <= wanted <= 1:
        raise ArgumentTypeError(f"{value!r} is no confidence; give a number from 0 to 1, as 0.9")
    return value


def licence_iri(iri: str) -> str:
    """The IRI of a licence, for argparse."""
    from graph.errors import QuadsInvalidError
    from graph.quads import check_iri

    try:
        return check_iri(_bare(iri)).value
    except QuadsInvalidError as error:
        raise ArgumentTypeError(str(error)) from error
