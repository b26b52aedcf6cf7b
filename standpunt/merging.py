"""Merges issues that turned out to be one, and takes that back: a record of each decision.

The graph id:graph/issue-merges holds the decisions, each with author, time and reason, and for
those in force one triple `sp:mergedInto`. It also says of each claim about a merged issue that it
is about the other one, so that every question finds it there. No document is touched, so no claim
is lost; `follow` does the same for documents that came later.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from graph.opening import open_writer, published_engine
from ontology.iris import ISSUE_MERGES_GRAPH, issue_iri, issue_merge_iri
from ontology.modules import reference_quads
from ontology.reference import load_reference
from ontology.terms import (
    CANDIDATE_ISSUE,
    ID,
    ISSUE_MERGE,
    META_GRAPHS,
    P_ABOUT,
    P_AUTHOR,
    P_MERGED_INTO,
    P_MERGED_ISSUE,
    P_REASON,
    P_TARGET_ISSUE,
    P_UNDOES,
    PROV_ENDED_AT_TIME,
    RDF_TYPE,
    XSD_DATE_TIME,
)
from standpunt.errors import MergeError

_ISSUES = f"{ID}issue/"


@dataclass(frozen=True)
class Decision:
    """One decision of an analyst, the n-th: a merge, or, with `undoes`, its withdrawal.

    Issues are given by the end of their IRI: "return", "candidate/fast-trains".
    """

    n: int
    merged: str
    target: str
    author: str
    time: datetime
    reason: str
    undoes: int | None


def merge(store: Path, merged: str, target: str, *, author: str, reason: str) -> Decision:
    """Let questions take one issue for another from now on, and publish that.

    Raises MergeError if one of them is unknown, if the first is merged already, or if the second
    was merged into the first.
    """
    known = _known_issues(store)
    for name in (merged, target):
        _require(name, known)
    decisions = read_decisions(store)
    target_by_issue = {found.merged: found.target for found in in_force(decisions)}
    if merged in target_by_issue:
        raise MergeError(
            f"{merged} is merged into {target_by_issue[merged]} already; take that back first: "
            f"standpunt issues unmerge {merged} {target_by_issue[merged]}"
        )
    if merged == target or merged in _ways(target, target_by_issue):
        raise MergeError(f"{target} is {merged} already; merge in one direction only")
    made = Decision(len(decisions) + 1, merged, target, author, _now(), reason, None)
    _write(store, [*decisions, made])
    return made


def unmerge(store: Path, merged: str, target: str, *, author: str, reason: str) -> Decision:
    """Take a merge back, and publish that; the decision is kept, with this one beside it.

    Raises MergeError if no such merge is in force.
    """
    decisions = read_decisions(store)
    for found in in_force(decisions):
        if (found.merged, found.target) == (merged, target):
            made = Decision(len(decisions) + 1, merged, target, author, _now(), reason, found.n)
            _write(store, [*decisions, made])
            return made
    raise MergeError(
        f"{merged} is not merged into {target}; list what is with: standpunt issues list"
    )


def follow(store: Path) -> int | None:
    """Let the merges in force hold for documents read since; the generation published, if any.

    None if nothing is merged, or nothing new is about a merged issue.
    """
    decisions = read_decisions(store)
    if not in_force(decisions):
        return None
    engine = published_engine(store)
    wanted = set(_quads(decisions, engine))
    if wanted == set(engine.quads_for_pattern(None, None, None, ISSUE_MERGES_GRAPH)):
        return None
    del engine
    return _write(store, decisions)


def read_decisions(store: Path) -> list[Decision]:
    """All decisions of the published generation, the first one first."""
    engine = published_engine(store, ISSUE_MERGES_GRAPH)
    nodes = engine.quads_for_pattern(None, RDF_TYPE, ISSUE_MERGE, ISSUE_MERGES_GRAPH)
    found = [_read(engine, quad.subject) for quad in nodes if isinstance(quad.subject, NamedNode)]
    return sorted(found, key=lambda decision: decision.n)


def in_force(decisions: Sequence[Decision]) -> list[Decision]:
    """The merges that no later decision takes back."""
    undone = {decision.undoes for decision in decisions}
    return [found for found in decisions if found.undoes is None and found.n not in undone]


def _ways(issue: str, target_by_issue: dict[str, str]) -> Iterator[str]:
    """The issues that this one went into, one after the other."""
    while issue in target_by_issue:
        issue = target_by_issue[issue]
        yield issue


def _known_issues(store: Path) -> set[str]:
    engine = published_engine(store)
    candidates = {
        quad.subject.value.removeprefix(_ISSUES)
        for quad in engine.quads_for_pattern(None, RDF_TYPE, CANDIDATE_ISSUE, None)
        if isinstance(quad.subject, NamedNode)
    }
    return candidates | set(load_reference().issues)


def _require(name: str, known: set[str]) -> None:
    if name not in known:
        close = get_close_matches(name, known, n=3)
        near = f"; did you mean {' or '.join(close)}?" if close else ""
        raise MergeError(
            f"there is no issue {name}{near} List them with: standpunt issues list, or candidates"
        )


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _write(store: Path, decisions: Sequence[Decision]) -> int:
    engine = published_engine(store)
    graphs = {
        ISSUE_MERGES_GRAPH.value: list(_quads(decisions, engine)),
        META_GRAPHS["reference"].value: reference_quads(),
    }
    with open_writer(store) as writer:
        writer.replace_graphs(graphs)
        return writer.publish()


def _quads(decisions: Sequence[Decision], engine: Store) -> Iterator[Quad]:
    target_by_issue = {found.merged: found.target for found in in_force(decisions)}
    for merged, target in target_by_issue.items():
        yield _say(issue_iri(merged), P_MERGED_INTO, issue_iri(target))
        for claim in _claims_about(engine, issue_iri(merged)):
            for further in _ways(merged, target_by_issue):
                yield _say(claim, P_ABOUT, issue_iri(further))
    for found in decisions:
        node = issue_merge_iri(found.n)
        yield _say(node, RDF_TYPE, ISSUE_MERGE)
        yield _say(node, P_MERGED_ISSUE, issue_iri(found.merged))
        yield _say(node, P_TARGET_ISSUE, issue_iri(found.target))
        yield _say(node, P_AUTHOR, Literal(found.author))
        # As the engine gives it back, or follow() would take it for something new.
        said = found.time.astimezone(UTC).isoformat().replace("+00:00", "Z")
        time = Literal(said, datatype=XSD_DATE_TIME)
        yield _say(node, PROV_ENDED_AT_TIME, time)
        if found.reason:
            yield _say(node, P_REASON, Literal(found.reason))
        if found.undoes is not None:
            yield _say(node, P_UNDOES, issue_merge_iri(found.undoes))


def _claims_about(engine: Store, issue: NamedNode) -> Iterator[NamedNode]:
    """Claims of which a document itself says that they are about the issue."""
    for quad in engine.quads_for_pattern(None, P_ABOUT, issue, None):
        merged = quad.graph_name in (ISSUE_MERGES_GRAPH, DefaultGraph())
        if not merged and isinstance(quad.subject, NamedNode):
            yield quad.subject


def _say(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
    return Quad(subject, predicate, value, ISSUE_MERGES_GRAPH)


def _read(engine: Store, node: NamedNode) -> Decision:
    said = {
        quad.predicate: quad.object.value
        for quad in engine.quads_for_pattern(node, None, None, ISSUE_MERGES_GRAPH)
        if isinstance(quad.object, NamedNode | Literal)
    }
    undoes = said.get(P_UNDOES)
    return Decision(
        _number(node.value),
        said[P_MERGED_ISSUE].removeprefix(_ISSUES),
        said[P_TARGET_ISSUE].removeprefix(_ISSUES),
        said[P_AUTHOR],
        datetime.fromisoformat(said[PROV_ENDED_AT_TIME]),
        said.get(P_REASON, ""),
        _number(undoes) if undoes else None,
    )


def _number(iri: str) -> int:
    return int(iri.rpartition("/")[2])
