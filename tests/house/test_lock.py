"""requirements.lock: every version with hashes, every direct dependency, no host."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def entries() -> list[str]:
    """One string for each locked requirement, with its continuation lines."""
    return re.findall(r"^\w[^\n]*(?:\n[ ]+[^\n]*)*", LOCK, re.MULTILINE)


def normalised(requirement: str) -> str:
    match = NAME.match(requirement)
    assert match is not None, requirement
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def test_the_lock_names_no_host() -> None:
    pattern = r"\w+://|--(?:extra-)?index-url|--find-links|--trusted-host|\bfile:|@ "
    assert re.findall(pattern, LOCK) == []


def test_every_locked_requirement_has_one_version_and_a_hash() -> None:
    assert entries()
    assert [e for e in entries() if "==" not in e or "--hash=sha256:" not in e] == []


def test_every_direct_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = list(project["project"]["dependencies"])
    for extra in project["project"]["optional-dependencies"].values():
        wanted += extra
    wanted += project["build-system"]["requires"]
    locked = {normalised(entry) for entry in entries()}
    assert {normalised(requirement) for requirement in wanted} - locked == set()


def test_every_direct_dependency_is_explained() -> None:
    explained = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = list(project["project"]["dependencies"])
    for extra in project["project"]["optional-dependencies"].values():
        wanted += extra
    names = {normalised(requirement) for requirement in wanted}
    assert {name for name in names if f"`{name}`" not in explained} == set()
