"""What the form of the query page offers is what the shapes say."""

from ontology.forms import form_classes
from ontology.terms import SP

CLASSES = {one.iri.removeprefix(SP): one for one in form_classes()}


def kinds(name: str) -> dict[str, str]:
    """Kind by path, the names of the path by a slash."""
    return {
        "/".join(step.removeprefix(SP) for step in column.path): column.kind
        for column in CLASSES[name].properties
    }


def test_the_classes_of_the_shapes_are_offered() -> None:
    assert {"PositionClaim", "Meeting", "Document", "Choice", "HolderSet"} <= set(CLASSES)


def test_a_claim_can_be_asked_for_by_stance_issue_and_named_holder() -> None:
    found = kinds("PositionClaim")
    assert found["polarity"] == "choice"
    assert found["about"] == "issue"
    assert found["confidence"] == "number"
    assert found["holderSet"] == "thing"
    assert found["holderSet/namedHolder"] == "actor"


def test_a_choice_offers_the_values_of_the_closed_list() -> None:
    (polarity,) = [c for c in CLASSES["PositionClaim"].properties if c.path == (f"{SP}polarity",)]
    assert f"{SP}polarity-oppose" in polarity.choices
    assert len(polarity.choices) == 5


def test_a_meeting_is_bounded_by_its_days() -> None:
    assert kinds("Meeting")["startDate"] == "date"


def test_no_property_stands_twice() -> None:
    for found in CLASSES.values():
        paths = [column.path for column in found.properties]
        assert len(paths) == len(set(paths)), found.iri
