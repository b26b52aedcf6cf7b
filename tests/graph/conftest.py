"""The small invented world of tiny.trig, stored for real, and a pool that answers on it."""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph.pool import QueryPool
from graph.questions import answer_question
from graph.store import StoreWriter

_SPEC = importlib.util.spec_from_file_location(
    "damaging", Path(__file__).parents[2] / "benchmarks" / "damaging.py"
)
assert _SPEC is not None
assert _SPEC.loader is not None
# benchmarks/ is no package; the test modules import it by this name.
sys.modules["damaging"] = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(sys.modules["damaging"])

TINY = Path(__file__).with_name("tiny.trig")
# Long IRIs of the world, and how the expected rows write them.
SHORT = {
    "https://w3id.org/standpunt/id/document/aaaaaaaaaaaaaaaa": "A",
    "https://w3id.org/standpunt/id/document/bbbbbbbbbbbbbbbb": "R",
    "https://w3id.org/standpunt/id/meeting/agrifish-2025-03-24": "M",
    "https://w3id.org/standpunt/id/joint-letter/agrifish-2025-03-24/smaller-nets": "letter",
    "https://w3id.org/standpunt/id/": "id:",
    "http://publications.europa.eu/resource/authority/country/": "ct:",
    "http://publications.europa.eu/resource/authority/corporate-body/": "cb:",
}

Rows = list[tuple[str | None, ...]]
AskStored = Callable[..., Rows]


def read_tiny() -> dict[str, list[Quad]]:
    """The quads of the world by named graph."""
    by_graph: dict[str, list[Quad]] = {}
    for quad in parse(path=str(TINY), format=RdfFormat.TRIG):
        assert isinstance(quad.graph_name, NamedNode)
        by_graph.setdefault(quad.graph_name.value, []).append(quad)
    return by_graph


@pytest.fixture(scope="session")
def tiny_quads() -> dict[str, list[Quad]]:
    return read_tiny()


@pytest.fixture(scope="session")
def tiny_store(tmp_path_factory: pytest.TempPathFactory, tiny_quads: dict[str, list[Quad]]) -> Path:
    """A published store with the world; nobody writes to it."""
    path = tmp_path_factory.mktemp("tiny") / "store"
    with StoreWriter(path) as writer:
        writer.replace_graphs(tiny_quads)
        writer.publish()
    return path


@pytest.fixture(scope="session")
def pool(tiny_store: Path) -> Iterator[QueryPool]:
    with QueryPool(tiny_store, workers=2) as shared:
        yield shared


@pytest.fixture
def ask_stored(pool: QueryPool) -> AskStored:
    """Rows of a stored question as text, with the IRIs of SHORT written short."""

    def ask(name: str, **values: str) -> Rows:
        table = answer_question(pool, name, values)
        assert not table.truncated
        return [tuple(shorten(cell) for cell in row) for row in table.plain_rows()]

    return ask


def shorten(cell: str | None) -> str | None:
    for long, short in SHORT.items():
        cell = cell.replace(long, short) if cell else cell
    return cell
