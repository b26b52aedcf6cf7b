"""No file of the project copies wording from the real documents, which are not ours to publish."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
RUNNING_WORDS = 9
FOLDERS_OF_OTHERS = {"node_modules", "data", "dist", "build", "__pycache__"}


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of nine words, case and everything between the words left out."""
    words = re.findall(r"\w+", text.lower())
    return zip(*(words[i:] for i in range(RUNNING_WORDS)), strict=False)


def project_files() -> Iterator[Path]:
    """Every text file of the project, hidden folders and what tools make left out."""
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part != ".ci" for part in parts[:-1])
        if path.is_file() and not hidden and not FOLDERS_OF_OTHERS & set(parts):
            yield path


def test_no_file_shares_nine_running_words_with_a_real_document() -> None:
    if not CORPUS.is_dir():
        pytest.skip(f"the real documents are not here ({CORPUS})")
    theirs = {run for path in sorted(CORPUS.glob("*.txt")) for run in runs(path.read_text("utf-8"))}
    assert theirs
    shared = [
        f"{path.relative_to(ROOT)}: {' '.join(run)}"
        for path in sorted(project_files())
        for run in runs(path.read_text("utf-8", errors="ignore"))
        if run in theirs
    ]
    assert shared == []
