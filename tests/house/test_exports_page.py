"""docs/exports.md lists every format, and its examples are lines that the command understands."""

import re
from pathlib import Path

from graph.export import FORMATS
from standpunt.cli import build_parser
from standpunt.commands import export

PAGE = (Path(__file__).parents[2] / "docs" / "exports.md").read_text("utf-8")


def test_the_table_of_formats_is_that_of_the_code() -> None:
    listed = re.findall(r"^\| `(\w+)` \| [^|]+ \| [^|]+ \| [^|]+ \|$", PAGE, re.MULTILINE)
    assert listed == list(FORMATS) == list(export.FORMATS)


def test_each_example_is_a_line_that_the_command_understands() -> None:
    lines = re.findall(r"^standpunt (export .+)$", PAGE, re.MULTILINE)
    assert len(lines) == 5
    for line in lines:
        assert build_parser().parse_args(line.split()).run is export.run
