"""List the stored questions by theme, with their parameters.

A number says which of the 25 competency questions it answers (docs/questions.md). With --saved:
the queries that were saved in this store, from the query page, to share them by an address.
"""

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from standpunt.commands.options import add_store, store_path

if TYPE_CHECKING:
    from graph.header import Question

_SHOWN_CHARACTERS = 100
HELP = "list the stored questions"
EXAMPLE = "standpunt queries --format csv"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt queries`."""
    parser.add_argument(
        "--saved", action="store_true", help="list the queries that were saved in the store"
    )
    add_store(parser)
    parser.add_argument(
        "--format",
        choices=("table", "csv", "tsv", "json", "xml"),
        default="table",
        help="table (default), csv, tsv, json or xml",
    )


def run(arguments: Namespace) -> int:
    """Write the list to stdout."""
    if arguments.saved:
        return _list_saved(arguments)
    from graph.questions import stored_questions
    from standpunt.results import table_text, text_table

    rows = [
        (
            question.theme,
            str(question.competency or ""),
            question.name,
            question.title,
            _parameters(question),
        )
        for question in stored_questions()
    ]
    table = text_table(("theme", "number", "name", "question", "parameters"), rows)
    sys.stdout.write(table_text(table, arguments.format))
    return 0


def _parameters(question: "Question") -> str:
    """Names by a comma; one that may be left out bears a question mark."""
    return ", ".join(p.name + ("" if p.required else "?") for p in question.parameters)


def _list_saved(arguments: Namespace) -> int:
    from graph.generation import current_generation
    from graph.saved import saved_queries
    from standpunt.results import table_text, text_table

    store = store_path(arguments)
    current_generation(store)
    rows = [
        (saved.name, saved.form, f"query?saved={saved.name}", _shown(saved.text, arguments.format))
        for saved in saved_queries(store)
    ]
    table = text_table(("name", "form", "address", "query"), rows)
    sys.stdout.write(table_text(table, arguments.format))
    return 0


def _shown(text: str, form: str) -> str:
    """The whole text for programs; for the eye one line of it."""
    if form != "table":
        return text
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_CHARACTERS else f"{line[: _SHOWN_CHARACTERS - 1]}…"
