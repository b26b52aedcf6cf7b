"""What README.md shows exists, and what exists is shown."""

import re
from pathlib import Path

from standpunt.cli import build_parser, command_names

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
SHOWN = "\n".join(re.findall(r"^```[a-z]*\n(.*?)^```", README, re.MULTILINE | re.DOTALL))


def test_every_command_is_shown_with_an_example() -> None:
    shown = set(re.findall(r"^standpunt ([a-z]+)", SHOWN, re.MULTILINE))
    assert shown == set(command_names())


def test_every_example_is_a_line_that_the_command_understands() -> None:
    lines = re.findall(r"^standpunt ([^|>#\n]+)", SHOWN, re.MULTILINE)
    for line in lines:
        build_parser().parse_args(re.findall(r"'[^']*'|\S+", line))


def test_every_make_target_that_is_shown_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"^make ([a-z]+)", SHOWN, re.MULTILINE)) - targets == set()
    assert {"demo", "test"} <= set(re.findall(r"^make ([a-z]+)", SHOWN, re.MULTILINE))
