"""List the runs of ingest: who, when, with which version, and what each changed.

A run that changed nothing, or took nothing, published nothing and is not in the list.
"""

from argparse import ArgumentParser, Namespace

from standpunt.commands.options import add_store, positive_count, store_path

HELP = "list the runs of ingest, or what one changed"
EXAMPLE = "standpunt runs --run 2"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt runs`."""
    parser.add_argument(
        "--run",
        metavar="N",
        dest="number",  # `run` is what carries the command out
        type=positive_count,
        help="what became of each document in run N",
    )
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
    from graph.questions import answer_question
    from standpunt.asking import write_answer

    with open_pool(store_path(arguments)) as pool:
        if arguments.number is None:
            answer = answer_question(pool, "runs")
        else:
            answer = answer_question(pool, "run-changes", {"run": str(arguments.number)})
    return write_answer(answer, arguments.format)
