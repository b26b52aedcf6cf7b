"""What an engine holds, against digests kept outside of it. Reads; writes nothing.

Memory is bounded by the largest graph: one graph is looked at after the other.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from graph.errors import StoreDamagedError
from graph.ledger import LedgerDifference, LedgerEntry
from graph.quads import digest, graph_iris, stored_lines

DEFAULT = DefaultGraph()
SHOWN = 3


def compare(engine: Store, digests: Mapping[str, str]) -> Iterator[LedgerDifference]:
    """Where the engine and the digests by graph differ, by graph; reads every quad.

    A default graph that is not the merge of the named ones comes first, as graph "". Raises
    OSError or RuntimeError if the engine cannot read its files.
    """
    stored = set(graph_iris(engine))
    if not _is_merge(engine):
        yield LedgerDifference("", "changed")
    for iri in sorted(stored | digests.keys()):
        if iri not in stored:
            yield LedgerDifference(iri, "missing")
        elif iri not in digests:
            yield LedgerDifference(iri, "unlisted")
        elif digest(stored_lines(engine, NamedNode(iri))) != digests[iri]:
            yield LedgerDifference(iri, "changed")


def indexes_agree(engine: Store) -> bool:
    """Whether every quad is found by each way in: by predicate, by object, by subject and object.

    The engine keeps nine copies of its quads, each in an order of its own, and a query reads the
    one that suits it. Raises as compare().
    """
    total, predicates = 0, set()
    for quad in engine:
        total += 1
        predicates.add(quad.predicate)
        subject, value = quad.subject, quad.object
        if quad not in engine.quads_for_pattern(subject, None, value, None):
            return False
        if quad not in engine.quads_for_pattern(subject, None, value, quad.graph_name):
            return False
    by_predicate = 0
    for predicate in predicates:
        by_predicate += sum(1 for _ in engine.quads_for_pattern(None, predicate, None, None))
    by_graph = sum(1 for _ in engine.quads_for_pattern(None, None, None, DEFAULT))
    for iri in graph_iris(engine):
        graph = NamedNode(iri)
        held = {quad.predicate for quad in engine.quads_for_pattern(None, None, None, graph)}
        for predicate in held:
            by_graph += sum(1 for _ in engine.quads_for_pattern(None, predicate, None, graph))
    return by_predicate == by_graph == total


def require_whole(path: Path, engine: Store, ledger: Mapping[str, LedgerEntry], last: int) -> None:
    """That no graph of the ledger is missing, and none written since generation `last` changed.

    Reads no graph but these: of the others it is enough that the engine has their names, as what
    was published is in files that have a hash. Raises StoreDamagedError: damage to the engine's log
    is silent.
    """
    stored = {name.value for name in engine.named_graphs() if isinstance(name, NamedNode)}
    lost = [
        iri
        for iri, entry in ledger.items()
        if iri not in stored
        or (
            (entry.generation is None or entry.generation > last)
            and digest(stored_lines(engine, NamedNode(iri))) != entry.digest
        )
    ]
    if lost:
        shown = ", ".join(f"<{iri}>" for iri in sorted(lost)[:SHOWN])
        raise StoreDamagedError(
            f"{path}: {len(lost)} of {len(ledger)} graphs are not as they were written ({shown}"
            f"{', …' if len(lost) > SHOWN else ''}); bring the store back with: standpunt restore"
        )


def _is_merge(engine: Store) -> bool:
    """Whether the default graph holds each statement of a named graph, and no other."""
    for quad in engine:
        if isinstance(quad.graph_name, DefaultGraph):
            held = engine.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
            if all(isinstance(found.graph_name, DefaultGraph) for found in held):
                return False
        elif Quad(quad.subject, quad.predicate, quad.object) not in engine:
            return False
    return True
