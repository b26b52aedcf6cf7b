"""What a store behind an address says of itself: its generation and the ledger of its graphs.

It stands in the named graph id:graph/store, which no other graph is merged with. Reads only.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from graph.answer import Table, Truth
from graph.client import Client
from graph.errors import RemoteError, StoreDamagedError, StoreMissingError
from graph.generation import Generation
from graph.guard import bind_values
from graph.ledger import LedgerEntry
from ontology.iris import MERGE_GRAPH, STORE_NODE
from ontology.terms import DCT, OWL, P_GENERATION, VOID

DIGEST = NamedNode(f"{DCT}identifier")
EXTENT = NamedNode(f"{VOID}triples")
DOCUMENTS = NamedNode(f"{VOID}documents")
MODIFIED = NamedNode(f"{DCT}modified")
WRITER = NamedNode(f"{DCT}creator")
MERGED_IN = NamedNode(f"{DCT}source")
VERSION_INFO = NamedNode(f"{OWL}versionInfo")

READ_S = 120.0
_EVERYTHING = 2**40

Facts = dict[NamedNode, str]


@dataclass(frozen=True)
class State:
    """The published generation of a store behind an address; number 0 if there is none yet.

    `writer` is the mark that the last writer left. `merged` is False where the engine's default
    graph shows all named graphs: the merge then is a named graph, and each query says so.
    """

    number: int
    writer: str
    merged: bool
    published: datetime | None = None
    documents: int = 0
    quads: int = 0
    ontology_version: str | None = None

    def generation(self, store: Path, address: str) -> Generation:
        """As readers know it; `store` stands for it here. Raises StoreMissingError."""
        if self.number == 0 or self.published is None:
            raise missing(address)
        return Generation(
            self.number, store, self.published, self.documents, self.quads, self.ontology_version
        )


@dataclass
class DatasetCache:
    """Which graphs make the dataset, for an engine that has to be told, by generation."""

    number: int = -1
    dataset: list[tuple[str, str]] = field(default_factory=list)

    def get(self, client: Client, state: State) -> list[tuple[str, str]]:
        """default-graph-uri and named-graph-uri pairs; [] where the engine's own will do."""
        if state.merged:
            return []
        if self.number != state.number:
            names = [("named-graph-uri", iri) for iri in read_entries(client)]
            self.dataset = [("default-graph-uri", MERGE_GRAPH.value), *names]
            self.number = state.number
        return self.dataset


def missing(address: str) -> StoreMissingError:
    """What to raise where nothing is published."""
    return StoreMissingError(
        f"{address}: nothing is published here yet; ingest a document first "
        "(standpunt ingest PATH) or name another store with --store"
    )


def read_state(client: Client) -> State | None:
    """What the store says of itself; None if it is none of ours.

    Raises RemoteError, QueryError or StoreDamagedError.
    """
    facts = _facts(client, STORE_NODE).get(STORE_NODE)
    if not facts:
        return None
    try:
        published = facts.get(MODIFIED)
        return State(
            number=int(facts[P_GENERATION]),
            writer=facts[WRITER],
            merged=MERGED_IN not in facts,
            published=datetime.fromisoformat(published) if published else None,
            documents=int(facts.get(DOCUMENTS, "0")),
            quads=int(facts.get(EXTENT, "0")),
            ontology_version=facts.get(VERSION_INFO),
        )
    except (KeyError, ValueError) as error:
        raise _damaged(client, error) from error


def read_entries(client: Client) -> dict[str, LedgerEntry]:
    """The ledger: what each named graph held when it was written. Raises as read_state()."""
    try:
        return {
            node.value: LedgerEntry(
                facts[DIGEST], int(facts[EXTENT]), facts[MODIFIED], int(facts[P_GENERATION])
            )
            for node, facts in _facts(client).items()
            if node != STORE_NODE
        }
    except (KeyError, ValueError) as error:
        raise _damaged(client, error) from error


def read_lines(client: Client, graph_iri: str) -> list[str]:
    """The statements of a named graph, as graph.quads.graph_lines() gives them."""
    rows = ask_whole(client, "graph", named=NamedNode(graph_iri)).rows
    return sorted(f"{subject} {property_} {value} ." for subject, property_, value in rows)


def is_union(client: Client) -> bool:
    """Whether the engine's default graph shows what stands in named graphs alone."""
    return _ask_truth(client, "is-union")


def holds_anything(client: Client) -> bool:
    """Whether the engine holds any statement."""
    return _ask_truth(client, "holds-anything")


def ask_whole(client: Client, name: str, **values: NamedNode) -> Table:
    """The whole answer to a query of `remote_queries/`."""
    text = bind_values(_text(name), values)
    answer = client.ask(text, timeout_s=READ_S, max_rows=_EVERYTHING, max_bytes=_EVERYTHING)
    if not isinstance(answer, Table):
        raise RemoteError(f"{client.remote.query}: answered {name} with no table")
    return answer


def _ask_truth(client: Client, name: str) -> bool:
    answer = client.ask(_text(name), timeout_s=READ_S)
    if not isinstance(answer, Truth):
        raise RemoteError(f"{client.remote.query}: answered {name} with neither yes nor no")
    return answer.value


@cache
def _text(name: str) -> str:
    return (files("graph") / "remote_queries" / f"{name}.rq").read_text("utf-8")


def _facts(client: Client, *nodes: NamedNode) -> dict[NamedNode, Facts]:
    table = ask_whole(client, "state", **({"node": nodes[0]} if nodes else {}))
    found: defaultdict[NamedNode, Facts] = defaultdict(dict)
    for node, property_, value in _terms(table.rows):
        found[node][property_] = value
    return found


def _terms(rows: Iterable[tuple[object, ...]]) -> Iterator[tuple[NamedNode, NamedNode, str]]:
    for node, property_, value in rows:
        if isinstance(node, NamedNode) and isinstance(property_, NamedNode):
            yield node, property_, value.value if isinstance(value, Literal | NamedNode) else ""


def _damaged(client: Client, error: Exception) -> StoreDamagedError:
    return StoreDamagedError(
        f"{client.remote.query}: what the store says of itself cannot be read ({error!r}); "
        "empty the dataset and ingest again"
    )
