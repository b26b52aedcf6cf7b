"""The floors of the house: who may import whom. Reads the source; imports nothing of ours."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAY_IMPORT = {
    "ontology": set(),
    "ingest": {"ontology"},
    "graph": {"ontology"},
    "standpunt": {"ontology", "ingest", "graph"},
    "dashboard": {"ontology", "graph", "standpunt"},
}


def imported_names(source: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import of a file, those inside functions too."""
    for node in ast.walk(ast.parse(source.read_text("utf-8"), str(source))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source}:{node.lineno}: relative import"
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_from_the_floors_below(package: str) -> None:
    wrong = [
        f"{source.relative_to(ROOT)}:{line} imports {name}"
        for source in sorted((ROOT / package).rglob("*.py"))
        for line, name in imported_names(source)
        if (top := name.partition(".")[0]) in MAY_IMPORT
        and top != package
        and top not in MAY_IMPORT[package]
    ]
    assert wrong == []


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_no_import_binds_the_name_of_a_package(package: str) -> None:
    """`graph` and `ingest` are the most natural names for a variable: `from graph.x import y`."""
    wrong = [
        f"{source.relative_to(ROOT)}:{node.lineno} import {alias.name}"
        for source in sorted((ROOT / package).rglob("*.py"))
        for node in ast.walk(ast.parse(source.read_text("utf-8"), str(source)))
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name.partition(".")[0] in MAY_IMPORT
    ]
    assert wrong == []
