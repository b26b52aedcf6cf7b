"""Lets the reasoner loose on a published store and keeps what follows in a graph of its own.

The graph of inferences is made whole each time, from what is published, and can be dropped: nothing
else rests on it. The reasoner is given the documents of a few meetings at a time, each meeting
whole, as it grows slow with much at once; what follows about one meeting needs no other.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Triple

from graph.opening import open_writer, published_engine, published_generation
from graph.quads import graph_iris
from ontology.axioms import as_triples, logical, modules, with_unique_names
from ontology.deriving import derive
from ontology.errors import ReasonerError
from ontology.explaining import Contradiction, find_contradictions, shrink
from ontology.hermit import ask_hermit
from ontology.iris import (
    INFERENCE_RUN,
    INFERRED_GRAPH,
    ISSUE_MERGES_GRAPH,
    REFERENCE_GRAPH,
    document_graph,
    software_iri,
)
from ontology.modules import reference_quads
from ontology.preparing import prepare
from ontology.terms import (
    P_CONCERNS_MEETING,
    PROV_ACTIVITY,
    PROV_USED,
    PROV_WAS_ASSOCIATED_WITH,
    PROV_WAS_GENERATED_BY,
    RDF_TYPE,
)
from standpunt import __version__

QUADS_AT_ONCE = 20_000
"""About so many quads of documents are given to the reasoner in one run; a meeting is not split."""

MEETINGS_AT_ONCE = 12
"""The run grows faster than the number of meetings: 12 take 5 s, 60 take 26 s."""

EXPLANATION_LIMIT_S = 120.0
"""So long the reasoner may try to make an explanation shorter."""

_DOCUMENTS = document_graph("").value


@dataclass(frozen=True)
class Inferred:
    """What was inferred, by class or property; `generation` is None if nothing had to be written.

    `documents` were reasoned over in `runs` runs.
    """

    counts: Mapping[str, int]
    documents: int
    runs: int
    generation: int | None


def infer(store: Path) -> Inferred:
    """Reason over the published documents, and publish what follows as id:graph/inferred.

    Raises StoreMissingError and its kin, JavaMissingError, ReasonerError, or InconsistentError if
    the documents contradict the ontology; the store is then as it was.
    """
    published = _Published(store)
    derived: set[Triple] = set()
    for batch in published.batches():
        derived.update(derive(published.quads_of(batch)))
    quads = [*_quads(derived), *_provenance(published.graphs)]
    generation = _replace(store, quads)
    counts = Counter(_kind(triple) for triple in derived)
    return Inferred(
        dict(sorted(counts.items())), len(published.documents), len(published.batches()), generation
    )


def drop(store: Path) -> int | None:
    """Drop all inferences; the generation then published, None if there were none."""
    published_generation(store)
    return _replace(store, ())


def explain(store: Path) -> list[Contradiction]:
    """What contradicts what in the published documents; [] if they are consistent.

    The kinds of contradiction that terms.ttl rules out are found without the reasoner. If it finds
    none of them, the reasoner is asked, and its contradiction made as short as time allows.

    Raises JavaMissingError or ReasonerError.
    """
    published = _Published(store)
    found: list[Contradiction] = []
    for batch in published.batches():
        triples = list(as_triples(published.quads_of(batch)))
        found += find_contradictions([*modules(), *triples])
    return found or list(_explain_by_trial(published))


def _explain_by_trial(published: "_Published") -> Iterator[Contradiction]:
    for batch in published.batches():
        said = list(as_triples(published.quads_of(batch)))
        prepared = prepare(said)
        triples = list(logical([*said, *prepared.facts, *prepared.scaffold]))
        if not _is_consistent(triples):
            yield shrink(triples, _is_consistent, limit_s=EXPLANATION_LIMIT_S)


def _is_consistent(triples: Sequence[Triple]) -> bool:
    given = with_unique_names(logical([*modules(), *triples]))
    return ask_hermit(given, classify=False).consistent


class _Published:
    """The documents of the published generation, by graph, and the meetings they are about."""

    def __init__(self, store: Path) -> None:
        self._engine = published_engine(store)
        self.documents = [g for g in sorted(graph_iris(self._engine)) if g.startswith(_DOCUMENTS)]
        self.merges = list(self._quads(ISSUE_MERGES_GRAPH))
        own = [ISSUE_MERGES_GRAPH.value] if self.merges else []
        self.graphs = (REFERENCE_GRAPH.value, *own, *self.documents)

    def quads_of(self, graphs: Iterable[str]) -> list[Quad]:
        """What these documents say, and which issues were merged."""
        return [*self.merges, *(q for g in graphs for q in self._quads(NamedNode(g)))]

    def batches(self) -> list[list[str]]:
        """Graphs of documents for one run each, about QUADS_AT_ONCE; one without any document."""
        by_meeting: defaultdict[str, list[str]] = defaultdict(list)
        for graph in self.documents:
            by_meeting[self._meeting(graph)].append(graph)
        batches: list[list[str]] = [[]]
        size = meetings = 0
        for _, graphs in sorted(by_meeting.items()):
            more = sum(sum(1 for _ in self._quads(NamedNode(graph))) for graph in graphs)
            if meetings == MEETINGS_AT_ONCE or (meetings and size + more > QUADS_AT_ONCE):
                batches.append([])
                size = meetings = 0
            batches[-1] += graphs
            size += more
            meetings += 1
        return batches

    def _meeting(self, graph: str) -> str:
        found = self._engine.quads_for_pattern(None, P_CONCERNS_MEETING, None, NamedNode(graph))
        return min((str(quad.object) for quad in found), default=graph)

    def _quads(self, graph: NamedNode) -> Iterator[Quad]:
        return iter(self._engine.quads_for_pattern(None, None, None, graph))


def _quads(triples: Iterable[Triple]) -> Iterator[Quad]:
    return (Quad(t.subject, t.predicate, t.object, INFERRED_GRAPH) for t in triples)


def _provenance(graphs: Sequence[str]) -> Iterator[Quad]:
    """By what the graph was made, and from which graphs; no clock, so a rebuild is identical."""
    yield Quad(INFERRED_GRAPH, PROV_WAS_GENERATED_BY, INFERENCE_RUN, INFERRED_GRAPH)
    yield Quad(INFERENCE_RUN, RDF_TYPE, PROV_ACTIVITY, INFERRED_GRAPH)
    software = software_iri(__version__)
    yield Quad(INFERENCE_RUN, PROV_WAS_ASSOCIATED_WITH, software, INFERRED_GRAPH)
    for graph in graphs:
        yield Quad(INFERENCE_RUN, PROV_USED, NamedNode(graph), INFERRED_GRAPH)


def _replace(store: Path, quads: Iterable[Quad]) -> int | None:
    """Replace the graph; the reference graph is brought up to date, as it says what terms mean."""
    graphs = {INFERRED_GRAPH.value: quads, REFERENCE_GRAPH.value: reference_quads()}
    with open_writer(store) as writer:
        return writer.publish() if writer.replace_graphs(graphs) else None


def _kind(triple: Triple) -> str:
    named = triple.object if triple.predicate == RDF_TYPE else triple.predicate
    if not isinstance(named, NamedNode):
        raise ReasonerError(f"{triple}: no class or property; report this")
    return named.value.rpartition("#")[2]
