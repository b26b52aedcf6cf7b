"""Shared readers of sentences and documents."""

import sys
from collections.abc import Callable
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from ingest.claims import read_sentence
from ingest.clauses import SentenceView, view_sentence
from ingest.context import Context, Draft
from ingest.extraction import extract
from ingest.language import Language, load_language
from ingest.mentions import ActorFinder, make_finder
from ingest.reading import RawDocument, read_document
from ingest.records import Extraction
from ontology.reference import load_reference

SHARED = Path(__file__).resolve().parents[3] / "shared"
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
DAY = date(2026, 1, 22)


@pytest.fixture(scope="session")
def dutch() -> Language:
    return load_language("nl")


@pytest.fixture(scope="session")
def finder(dutch: Language) -> ActorFinder:
    reference = load_reference()
    return make_finder(
        dutch, reference, lambda bloc: tuple(sorted(reference.members_on(bloc, DAY)))
    )


@pytest.fixture(scope="session")
def view(dutch: Language, finder: ActorFinder) -> Callable[[str], SentenceView]:
    return lambda text: view_sentence(text, finder.find(text, letters=True), dutch)


@pytest.fixture
def read(dutch: Language, view: Callable[[str], SentenceView]) -> Callable[..., list[Draft]]:
    """Claims of sentences read one after the other, as in a report."""

    def read_all(*sentences: str, report: bool = True) -> list[Draft]:
        context = Context(dutch, report)
        drafts: list[Draft] = []
        for sentence in sentences:
            drafts += read_sentence(view(sentence), context, []).drafts
        return drafts

    return read_all


@pytest.fixture
def document(tmp_path: Path) -> Callable[[str], Extraction]:
    """A text as a document."""

    def read_text(text: str, name: str = "brief.txt") -> Extraction:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        return extract(read_document(path), language="nl")

    return read_text


@pytest.fixture(scope="session")
def corpus() -> Callable[[str], Extraction]:
    """A real document by its stem; skips with the reason where ../shared is absent."""
    read: dict[str, Extraction] = {}

    def get(stem: str) -> Extraction:
        path = SHARED / "corpus" / f"{stem}.txt"
        if not path.exists():
            pytest.skip(f"{path} is absent: the real documents are not part of the project")
        if stem not in read:
            read[stem] = extract(read_document(path))
        return read[stem]

    return get


@pytest.fixture(scope="session")
def sample() -> Callable[[str], Extraction]:
    read: dict[str, Extraction] = {}

    def get(stem: str) -> Extraction:
        if stem not in read:
            read[stem] = extract(read_document(SAMPLES / f"{stem}.txt"))
        return read[stem]

    return get


@pytest.fixture
def raw() -> Callable[[str], RawDocument]:
    return lambda text: RawDocument(Path("brief.txt"), text, "0" * 64)


def load(name: str) -> ModuleType:
    """A module beside this file; tests are no package, so it is loaded by its path."""
    spec = spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def letters() -> ModuleType:
    """Writers of one letter in each format."""
    return load("letters")


@pytest.fixture(scope="session")
def hostile() -> ModuleType:
    """Makers of bad files."""
    return load("hostile")
