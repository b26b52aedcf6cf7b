"""Ask the published store a stored question, or any SPARQL query; read-only, with a time limit."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace

from standpunt.commands.options import (
    add_as_of,
    add_reviewed,
    add_store,
    positive_count,
    positive_number,
    store_path,
)

HELP = "ask a stored question or any SPARQL query"
EXAMPLE = "standpunt query claims --param actor=NLD --param issue=return --format csv"

DEFAULT_TIMEOUT_S = 30.0
DEFAULT_MAX_ROWS = 100_000


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt query`."""
    parser.add_argument(
        "question",
        metavar="NAME|FILE|-",
        help="a stored question (see: standpunt queries), a file with SPARQL, or - for stdin",
    )
    parser.add_argument(
        "--param",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        type=_pair,
        help="value of a parameter of the question; may be repeated. Actors, issues and meetings "
        "go by IRI or by NLD, return, JHA/2026-01-22",
    )
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        choices=(
            "table",
            "csv",
            "tsv",
            "json",
            "xml",
            "turtle",
            "ntriples",
            "nquads",
            "trig",
            "jsonld",
            "rdfxml",
        ),
        help="table (default), csv, tsv, json, xml; for triples turtle (default), ntriples, "
        "nquads, trig, jsonld, rdfxml",
    )
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=positive_number,
        default=DEFAULT_TIMEOUT_S,
        help="the query is ended after this time (default: %(default)g)",
    )
    parser.add_argument(
        "--max-rows",
        metavar="N",
        type=positive_count,
        default=DEFAULT_MAX_ROWS,
        help="rows beyond this many are cut off, which is said and gives exit code 1 "
        "(default: %(default)d)",
    )
    add_reviewed(parser)
    add_as_of(parser)
    add_store(parser)


def run(arguments: Namespace) -> int:
    """Write the answer to stdout; 1 if rows were cut off."""
    from graph.opening import open_pool
    from standpunt.asking import TEXTS, find_asked, write_answer
    from standpunt.past import store_as_of

    asked = find_asked(arguments.question, dict(arguments.param))
    with (
        store_as_of(store_path(arguments), arguments.as_of, reviewed=arguments.reviewed) as store,
        open_pool(store, reviewed=arguments.reviewed) as pool,
    ):
        put = asked.put_for_text if arguments.format in TEXTS else asked.put
        answer = put(pool, timeout_s=arguments.timeout, max_rows=arguments.max_rows)
    return write_answer(answer, arguments.format)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (equals and name):
        raise ArgumentTypeError(f"{text!r} is no KEY=VALUE")
    return name, value
