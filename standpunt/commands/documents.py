"""List the documents of the published store."""

from argparse import ArgumentParser, Namespace

from standpunt.commands.options import add_store, store_path

HELP = "list the documents in the store"
EXAMPLE = "standpunt documents --format csv"
QUESTION = "documents"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt documents`."""
    parser.add_argument(
        "--format",
        choices=("table", "csv", "tsv", "json", "xml"),
        default="table",
        help="table (default), csv, tsv, json or xml",
    )
    add_store(parser)


def run(arguments: Namespace) -> int:
    """Write the list to stdout."""
    from graph.opening import open_pool
    from standpunt.asking import answer_listed, write_answer

    with open_pool(store_path(arguments)) as pool:
        answer = answer_listed(pool, QUESTION, {}, arguments.format)
    return write_answer(answer, arguments.format)
