"""Lets HermiT classify what documents say, and gives what follows as triples; knows no store.

The definitions are in definitions.ttl; what OWL cannot work out is prepared by
`ontology.preparing`. Nothing is inferred from a contradiction: then InconsistentError is raised.
"""

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Quad, Triple

from ontology.axioms import as_triples, logical, modules, with_unique_names
from ontology.errors import InconsistentError
from ontology.hermit import TIMEOUT_S, ask_hermit
from ontology.preparing import MEMBERS_OF, prepare
from ontology.terms import (
    CONTESTED_DEBATE,
    CONTESTED_ISSUE,
    DROPPED_ANNOUNCEMENT,
    ID,
    JHA_AGENCY,
    KEPT_ANNOUNCEMENT,
    NAMED_COALITION,
    P_MEMBER_STATE_AT,
    RDF_TYPE,
    UNCOUNTED_COALITION,
)

DERIVED_CLASSES = (
    JHA_AGENCY,
    NAMED_COALITION,
    UNCOUNTED_COALITION,
    CONTESTED_DEBATE,
    CONTESTED_ISSUE,
    KEPT_ANNOUNCEMENT,
    DROPPED_ANNOUNCEMENT,
)
"""The classes whose members are written down; the others only help to define these."""


def derive(quads: Iterable[Quad], *, timeout_s: float = TIMEOUT_S) -> list[Triple]:
    """What follows from the reference data and the graphs of some documents, sorted.

    All documents of one meeting must be among them, or its announcements seem dropped. Gives the
    members of DERIVED_CLASSES, the meetings at which a state was a member of the EU, which claim
    answers which, and the debates that are contested, with their claims.

    Raises InconsistentError if they contradict each other, JavaMissingError, ReasonerError.
    """
    said = list(as_triples(quads))
    prepared = prepare(said)
    everything = [*modules(), *said, *prepared.facts, *prepared.scaffold]
    answer = ask_hermit(with_unique_names(logical(everything)), classify=True, timeout_s=timeout_s)
    if not answer.consistent:
        raise InconsistentError("the documents and the ontology contradict each other")
    found = set(_classified(answer.classes))
    contested = {triple.subject for triple in found if triple.object == CONTESTED_DEBATE}
    kept = {
        triple
        for triple in prepared.facts
        if "/debate/" not in str(triple.subject) or triple.subject in contested
    }
    return sorted(found | kept, key=str)


def _classified(classes: Mapping[str, frozenset[str]]) -> Iterator[Triple]:
    for individual, names in classes.items():
        node = NamedNode(individual)
        for kind in DERIVED_CLASSES:
            if kind.value in names:
                yield Triple(node, RDF_TYPE, kind)
        for name in names:
            if name.startswith(MEMBERS_OF):
                meeting = NamedNode(f"{ID}{name.removeprefix(MEMBERS_OF)}")
                yield Triple(node, P_MEMBER_STATE_AT, meeting)
