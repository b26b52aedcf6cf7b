"""docs/threat-model.md names tests; each of them is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
TESTS = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "tests").rglob("test_*.py"))}


def named() -> list[str]:
    """Every test, or file of tests, that the page names."""
    return sorted(set(re.findall(r"`((?:tests/\w+/)?test_\w+(?:\.py)?(?:::\w+)?)`", PAGE)))


@pytest.mark.parametrize("name", named())
def test_a_test_that_the_threat_model_names_exists(name: str) -> None:
    path, _, function = name.rpartition("::")
    if not path:
        path, function = (function, "") if function.endswith(".py") else ("", function)
    if "/" in path:
        assert (ROOT / path).is_file()
    texts = [TESTS[path.rpartition("/")[2]]] if path else list(TESTS.values())
    assert not function or any(f"def {function}(" in text for text in texts)


def test_every_row_has_a_test_or_says_that_it_has_none() -> None:
    rows = re.findall(r"^\| (?!Threat|---)(.+) \|$", PAGE, re.MULTILINE)
    assert len(rows) > 40
    for row in rows:
        assert "test_" in row or "make reliability" in row or "no test" in row, row
