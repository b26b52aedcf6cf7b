"""Answer SPARQL queries over HTTP (SPARQL 1.1 Protocol), read-only: for R, Python, YASGUI, Excel.

On this machine alone, unless --host names another address; that needs a token.
"""

import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from standpunt.commands.options import (
    add_as_of,
    add_reviewed,
    add_store,
    positive_count,
    positive_number,
    store_path,
)

HELP = "answer SPARQL queries over HTTP"
EXAMPLE = "standpunt endpoint --port 8520"

TOKEN_VARIABLE = "STANDPUNT_TOKEN"  # noqa: S105 - the name of a variable


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt endpoint`."""
    add = parser.add_argument
    add(
        "--port",
        metavar="N",
        type=_port_or_any,
        default=8520,
        help="port to listen on (default: %(default)d; 0: any free one)",
    )
    add(
        "--host",
        metavar="ADDRESS",
        default="127.0.0.1",
        help="address to listen on (default: %(default)s, this machine alone)",
    )
    add(
        "--token",
        metavar="TOKEN",
        help=f"ask it of every request, as Bearer token or password (default: ${TOKEN_VARIABLE})",
    )
    add(
        "--allow-host",
        metavar="NAME",
        action="append",
        default=[],
        help="a name by which clients call this server; may be repeated",
    )
    add(
        "--cors",
        metavar="ORIGIN",
        action="append",
        default=[],
        help="a site whose pages may ask, as https://yasgui.org, or * for all; may be repeated",
    )
    add(
        "--timeout",
        metavar="SECONDS",
        type=positive_number,
        default=30.0,
        help="a query is ended after this time (default: %(default)g)",
    )
    add(
        "--max-rows",
        metavar="N",
        type=positive_count,
        default=100_000,
        help="rows beyond this many are cut off, which the answer says (default: %(default)d)",
    )
    add(
        "--workers",
        metavar="N",
        type=positive_count,
        help="queries that can run at a time (default: 12, or twice the cores)",
    )
    add(
        "--memory",
        metavar="MIB",
        type=positive_count,
        default=1024,
        help="memory that one query may have (default: %(default)d)",
    )
    add(
        "--log-queries",
        action="store_true",
        help="write the text of queries into the log, which has one line of JSON a request",
    )
    add_reviewed(parser)
    add_as_of(parser)
    add_store(parser)


def run(arguments: Namespace) -> int:
    """Serve until it is interrupted."""
    from standpunt.endpoint.running import run_endpoint
    from standpunt.endpoint.settings import Settings, default_workers

    settings = Settings(
        store=store_path(arguments),
        host=arguments.host,
        port=arguments.port,
        token=arguments.token or os.environ.get(TOKEN_VARIABLE) or None,
        hosts=frozenset(name.lower() for name in arguments.allow_host),
        origins=tuple(origin.rstrip("/") for origin in arguments.cors),
        timeout_s=arguments.timeout,
        max_rows=arguments.max_rows,
        memory_bytes=arguments.memory * 2**20,
        workers=arguments.workers or default_workers(),
        log_queries=arguments.log_queries,
        reviewed=arguments.reviewed,
        as_of=arguments.as_of,
    )
    run_endpoint(settings)
    return 0


def _port_or_any(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise ArgumentTypeError(f"{text!r} is no port; write a number from 0 to 65535")
    return int(text)
