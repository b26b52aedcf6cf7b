"""docs/questions.md lists the 25 competency questions as they are stored."""

import re
from pathlib import Path

from graph.questions import stored_questions
from standpunt.cli import build_parser

PAGE = (Path(__file__).parents[2] / "docs" / "questions.md").read_text("utf-8")
ROWS = re.findall(r"^\| (\d+) \| .* \| (.*) \| (.*) \|$", PAGE, re.MULTILINE)


def test_each_number_has_its_queries_and_their_parameters() -> None:
    for number, queries, parameters in ROWS:
        questions = [q for q in stored_questions() if q.competency == int(number)]
        assert set(re.findall(r"`([\w-]+)`", queries)) == {q.name for q in questions}
        assert set(re.findall(r"`(\w+)`", parameters)) == {
            parameter.name for question in questions for parameter in question.parameters
        }
    assert [int(number) for number, *_ in ROWS] == list(range(1, 26))


def test_each_example_is_a_line_that_the_command_understands() -> None:
    lines = re.findall(r"^standpunt (query .+)$", PAGE, re.MULTILINE)
    assert len(lines) == 25
    names = {question.name for question in stored_questions()}
    for line in lines:
        arguments = build_parser().parse_args(line.split())
        assert arguments.question in names
