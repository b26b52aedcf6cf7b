"""Names of files that would shadow a package: found here, before Python finds the wrong one."""

import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = {"ontology", "ingest", "graph", "standpunt", "dashboard"}


def test_no_dashboard_file_bears_the_name_of_a_package() -> None:
    """Streamlit puts the folder of its script first on sys.path."""
    taken = OURS | set(sys.stdlib_module_names) | set(packages_distributions())
    names = {path.stem for path in (ROOT / "dashboard").iterdir() if path.suffix in ("", ".py")}
    assert names & taken == set()


def test_no_init_file_stands_under_tests() -> None:
    """`tests/graph/__init__.py` would make the tests' folder the package `graph`."""
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_every_folder_of_code_is_a_package_with_types() -> None:
    assert all((ROOT / name / "py.typed").is_file() for name in OURS)
