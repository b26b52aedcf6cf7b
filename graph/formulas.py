"""Text that a spreadsheet would run as a formula, made harmless, and back."""

import re

# Cells that a spreadsheet takes for a formula (OWASP, CSV injection), or that look neutralised.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NEUTRALISED = re.compile(r"'+[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


def neutralise(cell: str) -> str:
    """The cell with a leading `'` if a spreadsheet would run it; numbers stay. See restore()."""
    if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def restore(cell: str) -> str:
    """The cell that neutralise() was given."""
    return cell[1:] if _NEUTRALISED.match(cell) else cell
