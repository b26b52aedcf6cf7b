"""How well the development papers are read, so that a rule that spoils others is seen at once."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOOR = 0.91  # strict F1 of all development papers together; issue 4 asks 0.85


@pytest.fixture(scope="module")
def evaluate() -> ModuleType:
    """The evaluation command, which is no part of the package."""
    path = ROOT / "benchmarks" / "evaluate.py"
    spec = importlib.util.spec_from_file_location("evaluate", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["evaluate"] = module
    spec.loader.exec_module(module)
    return module


def test_the_development_papers_are_read_as_well_as_before(evaluate: ModuleType) -> None:
    gold = strict = reported = 0
    for text in sorted((ROOT / "tests" / "development").glob("*.txt")):
        expected = evaluate.gold_of(text)
        assert expected is not None, text
        result = evaluate.score(text, expected)
        found = [(g, record) for g, record in result.pairs if record is not None]
        required = [g for g, _ in result.pairs if not g.get("optional")]
        gold += len(required)
        strict += sum(all(evaluate.agrees(g, r)) for g, r in found if not g.get("optional"))
        reported += sum(not g.get("optional") for g, _ in found) + len(result.made_up)
    assert gold > 1900
    assert 2 * strict / (gold + reported) >= FLOOR
