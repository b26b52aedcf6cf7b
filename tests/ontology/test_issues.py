"""Issues are a tree under themes, with the Dutch phrases by which text refers to them."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from ontology.errors import OntologyError
from ontology.modules import data_paths
from ontology.reference import Issue, Reference, Theme, read_reference

SHARED_GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold"
ACTORS, COUNCILS, ISSUES = data_paths()


def gold_targets() -> set[str]:
    found: set[str] = set()
    for path in sorted(SHARED_GOLD.glob("*.yaml")):
        for position in yaml.safe_load(path.read_text("utf-8")).get("positions", []):
            target = position.get("target", [])
            found |= {target} if isinstance(target, str) else set(target)
    return found


def test_every_target_of_the_gold_is_an_issue(reference: Reference) -> None:
    if not SHARED_GOLD.is_dir():
        pytest.skip(f"the gold annotation is not here ({SHARED_GOLD})")
    targets = gold_targets()
    assert targets
    assert targets - set(reference.issues) == set()


def test_the_solidarity_pool_is_an_issue(reference: Reference) -> None:
    assert "solidarity-pool" in reference.issues


def test_every_issue_and_theme_is_named_and_defined_in_both_languages(
    reference: Reference,
) -> None:
    both = {"nl", "en"}
    things: list[Issue | Theme] = [*reference.issues.values(), *reference.themes.values()]
    bare = [item.slug for item in things if not set(item.labels) == set(item.definitions) == both]
    assert bare == []


def test_every_issue_leads_up_to_a_theme(reference: Reference) -> None:
    def lead_up(slug: str, seen: frozenset[str]) -> bool:
        if slug in reference.themes:
            return True
        above = reference.issues[slug].broader
        return slug not in seen and bool(above) and all(lead_up(x, seen | {slug}) for x in above)

    assert [slug for slug in reference.issues if not lead_up(slug, frozenset())] == []


def test_every_theme_has_an_issue(reference: Reference) -> None:
    used = {slug for issue in reference.issues.values() for slug in issue.broader}
    assert set(reference.themes) - used == set()


def test_no_slug_is_both_issue_and_theme(reference: Reference) -> None:
    assert set(reference.issues) & set(reference.themes) == set()


def test_every_issue_has_phrases_beside_its_label(reference: Reference) -> None:
    assert [issue.slug for issue in reference.issues.values() if len(issue.phrases) < 3] == []


def test_no_phrase_leads_to_two_issues(reference: Reference) -> None:
    owners = Counter(
        phrase
        for issue in reference.issues.values()
        for phrase in {phrase.casefold() for phrase in issue.phrases}
    )
    assert [phrase for phrase, count in owners.items() if count > 1] == []


def test_the_label_is_the_first_phrase(reference: Reference) -> None:
    assert reference.issues["internal-border-controls"].phrases[0] == "Binnengrenscontroles"


def test_an_issue_under_nothing_known_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "issues.ttl"
    text = ISSUES.read_text("utf-8")
    path.write_text(text.replace("issue/return-policy> .", "issue/nowhere> .", 1), "utf-8")
    with pytest.raises(OntologyError, match=r"issue/nowhere>, which is no issue and no theme"):
        read_reference([ACTORS, COUNCILS, path])
