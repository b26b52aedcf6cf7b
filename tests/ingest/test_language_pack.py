"""Every rule of the Dutch pack fires in its own example."""

from collections.abc import Callable

import pytest

from ingest.clauses import SentenceView
from ingest.context import Draft
from ingest.language import Phrase, Verb, load_language
from ingest.stances import find_stances

PACK = load_language("nl")


@pytest.mark.parametrize("verb", PACK.verbs, ids=lambda verb: verb.id)
def test_a_verb_fires_in_its_example(verb: Verb, view: Callable[[str], SentenceView]) -> None:
    assert f"verb.{verb.id}" in {stance.rule for stance in find_stances(view(verb.yes))}


@pytest.mark.parametrize("phrase", PACK.phrases, ids=lambda phrase: phrase.id)
def test_a_phrase_fires_in_its_example(phrase: Phrase, view: Callable[[str], SentenceView]) -> None:
    rules = {stance.rule for stance in find_stances(view(phrase.yes))}
    assert f"{phrase.kind}.{phrase.id}" in rules


def test_rule_ids_are_unique() -> None:
    ids = [f"verb.{verb.id}" for verb in PACK.verbs]
    ids += [f"{phrase.kind}.{phrase.id}" for phrase in PACK.phrases]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("verb", PACK.verbs, ids=lambda verb: verb.id)
def test_the_example_of_a_verb_gives_a_claim_of_its_polarity(
    verb: Verb, read: Callable[..., list[Draft]]
) -> None:
    drafts = read("Dit voorstel werd door Frankrijk gesteund.", verb.yes)
    polarities = {draft.polarity for draft in drafts[1:]}
    fixed = verb.polarity not in ("content", "antecedent")
    expected = "oppose" if verb.polarity == "contrary" else verb.polarity
    assert expected in polarities if fixed else polarities
