"""Open the dashboard on this machine alone (127.0.0.1); it reports usage to nobody."""

import os
from argparse import ArgumentParser, Namespace

from standpunt.commands.options import add_store, port_number, store_path
from standpunt.paths import STORE_VARIABLE

HELP = "open the dashboard"
EXAMPLE = "standpunt serve --port 8600 --no-browser"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt serve`."""
    parser.add_argument(
        "--port",
        metavar="N",
        type=port_number,
        help="port to listen on (default: the first free one from 8501 on)",
    )
    parser.add_argument(
        "--no-browser", action="store_true", help="print the address and open no browser"
    )
    add_store(parser)


def run(arguments: Namespace) -> int:
    """Serve until it is interrupted."""
    from standpunt.serving import free_port, serve

    store = store_path(arguments)
    os.environ[STORE_VARIABLE] = str(store)  # the dashboard runs in this process
    return serve(store, free_port(arguments.port), open_browser=not arguments.no_browser)
