"""Lines for the person at the terminal: results to stdout, complaints to stderr."""

import re
import sys

# Controls that move the cursor or turn the direction of writing; names and quotes may hold them.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """The text with control and direction characters written out, safe to print on a terminal."""
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def tell(line: str) -> None:
    """One line of results to stdout."""
    sys.stdout.write(_one_line(line) + "\n")


def complain(message: str) -> None:
    """One line to stderr, whatever the message holds."""
    sys.stderr.write(f"standpunt: {_one_line(message)}\n")


def _one_line(text: str) -> str:
    return visible(re.sub(r"\s*[\n\r]\s*", " ", text.rstrip()))
