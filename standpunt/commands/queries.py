"""List the stored questions by theme, with their parameters.

A number says which of the 25 competency questions it answers (docs/questions.md).
"""

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.header import Question

HELP = "list the stored questions"
EXAMPLE = "standpunt queries --format csv"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt queries`."""
    parser.add_argument(
        "--format",
        choices=("table", "csv", "tsv", "json", "xml"),
        default="table",
        help="table (default), csv, tsv, json or xml",
    )


def run(arguments: Namespace) -> int:
    """Write the list to stdout."""
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
