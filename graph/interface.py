"""What a store offers, wherever it is: the writer's side and the reader's. Implements nothing.

The store in a folder (graph.store, graph.pool) and the one behind an address (graph.remote_writer,
graph.remote_pool) both offer this; graph.opening gives the one that a store needs.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from graph.answer import Answer, Bound, Dataset, Row, Text
from graph.forgotten import ForgottenNames
from graph.generation import Generation
from graph.ledger import LedgerEntry
from graph.ready import ReadyGraph

TIMEOUT_S = 30.0
MAX_ROWS = 100_000
MAX_BYTES = 64 * 2**20


class Pool(Protocol):
    """Answers queries on the published generation; see graph.pool.QueryPool.

    `reviewed` says whether it answers as reviews leave the claims.
    """

    reviewed: bool

    def generation(self) -> Generation:
        """The generation that the next query is answered from."""
        ...

    def ask(
        self,
        text: str,
        *,
        timeout_s: float = TIMEOUT_S,
        max_rows: int = MAX_ROWS,
        max_bytes: int = MAX_BYTES,
        bindings: Mapping[str, Bound] | None = None,
        ticket: str | None = None,
    ) -> Answer:
        """Run one SPARQL query."""
        ...

    def write(
        self,
        text: str,
        form: str,
        *,
        timeout_s: float = TIMEOUT_S,
        max_rows: int = MAX_ROWS,
        max_bytes: int = MAX_BYTES,
        dataset: Dataset | None = None,
        base_iri: str | None = None,
        wait_s: float = TIMEOUT_S,
        ticket: str | None = None,
    ) -> Answer | Text:
        """Run one SPARQL query; the rows of a SELECT come as text in one of ROW_FORMS."""
        ...

    def stream(self, text: str, *, timeout_s: float = TIMEOUT_S) -> Iterator[bytes]:
        """The triples of a CONSTRUCT or DESCRIBE as they are found, as N-Triples."""
        ...

    def stream_quads(self, *, timeout_s: float = TIMEOUT_S) -> Iterator[bytes]:
        """All that stands in named graphs, as N-Quads."""
        ...

    def stream_rows(
        self,
        text: str,
        *,
        timeout_s: float = TIMEOUT_S,
        bindings: Mapping[str, Bound] | None = None,
    ) -> Iterator[Row]:
        """The rows of a SELECT as they are found."""
        ...

    def running(self) -> int:
        """How many queries run at this moment."""
        ...

    def cancel(self, ticket: str | None = None) -> int:
        """End the running queries of that ticket (None: all); how many there were."""
        ...

    def close(self) -> None:
        """End all running queries; nothing more is answered."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class Writer(Protocol):
    """Replaces named graphs whole and publishes; see graph.store.StoreWriter."""

    path: Path

    @property
    def forgotten(self) -> ForgottenNames:
        """The names that are masked in all that is written."""
        ...

    def replace_graph(self, graph_iri: str, quads: Iterable[Quad]) -> bool:
        """Make the named graph hold exactly these quads; False if it already did."""
        ...

    def replace_graphs(
        self, content_by_graph: Mapping[str, Iterable[Quad] | ReadyGraph]
    ) -> tuple[str, ...]:
        """Make each named graph hold exactly these quads; the IRIs of those that changed."""
        ...

    def publish(self) -> int:
        """Let readers see what was written, as a new generation; its number."""
        ...

    def next_number(self) -> int:
        """The number that publish() would give now."""
        ...

    def snapshot(self) -> AbstractContextManager[Path]:
        """A store, as long as the context lasts, in which all that is stored can be asked."""
        ...

    def graph_names(self) -> tuple[str, ...]:
        """IRIs of the named graphs that hold at least one quad, sorted."""
        ...

    def lines(self, graph_iri: str) -> list[str]:
        """The statements of a named graph, as graph.quads.graph_lines() gives them."""
        ...

    def ledger(self) -> Mapping[str, LedgerEntry]:
        """What each named graph held when it was last written, by IRI."""
        ...

    def quads(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        value: NamedNode | Literal | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """The quads that are stored with these terms, published or not; None stands for any."""
        ...

    def close(self) -> None:
        """Let go of the store; publishes nothing."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
