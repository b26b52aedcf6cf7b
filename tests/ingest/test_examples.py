"""Each rule and quantifier of the Dutch pack has a gloss and fires where it must and only there."""

import tomllib
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from ingest.clauses import SentenceView
from ingest.language import load_language
from ingest.mentions import ActorFinder
from ingest.stances import find_stances

PACK = load_language("nl")
ROOT = files("ingest") / "languages" / "nl"
EXAMPLES: list[dict[str, Any]] = [
    tomllib.loads((ROOT / name).read_text(encoding="utf-8"))
    for name in ("examples.toml", "examples-idioms.toml", "examples-nouns.toml")
]
RULES: dict[str, Any] = {key: entry for table in EXAMPLES for key, entry in table["rules"].items()}
QUANTIFIERS: dict[str, Any] = EXAMPLES[0]["quantifiers"]
VALUES = {quantifier.id: quantifier.value for quantifier in PACK.quantifiers}
SENTENCES = [
    sentence
    for table in (RULES, QUANTIFIERS)
    for entry in table.values()
    for sentence in (*entry["yes"], *entry["no"])
]
ENOUGH = 400  # examples; issue 4, item 3


def fired(view: SentenceView) -> set[str]:
    return {stance.rule for stance in find_stances(view)}


def counted(finder: ActorFinder, text: str) -> set[str | None]:
    holders = finder.find(text, letters=True)
    return {atom.quantifier for holder in holders for _, atom in holder.parts}


def test_every_rule_has_an_entry_and_every_entry_a_rule() -> None:
    rules = {f"verb.{verb.id}" for verb in PACK.verbs}
    rules |= {f"{phrase.kind}.{phrase.id}" for phrase in PACK.phrases}
    assert set(RULES) == rules


def test_every_quantifier_has_an_entry_and_every_entry_a_quantifier() -> None:
    assert set(QUANTIFIERS) == set(VALUES)


@pytest.mark.parametrize("table", [RULES, QUANTIFIERS], ids=["rules", "quantifiers"])
def test_an_entry_has_a_gloss_and_an_example_of_both_kinds(table: dict[str, Any]) -> None:
    keys = {"gloss", "yes", "no"}
    assert [name for name, entry in table.items() if set(entry) != keys] == []
    assert [name for name, entry in table.items() if not all(entry.values())] == []
    assert [name for name, entry in table.items() if "\n" in entry["gloss"]] == []


def test_there_are_enough_examples_and_none_twice() -> None:
    own = [verb.yes for verb in PACK.verbs] + [phrase.yes for phrase in PACK.phrases]
    assert len(SENTENCES) >= ENOUGH
    assert [sentence for sentence in set(SENTENCES) if SENTENCES.count(sentence) > 1] == []
    assert sorted(set(SENTENCES) & set(own)) == []


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_fires_in_its_examples(rule: str, view: Callable[[str], SentenceView]) -> None:
    assert [text for text in RULES[rule]["yes"] if rule not in fired(view(text))] == []


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_silent_in_its_counterexamples(
    rule: str, view: Callable[[str], SentenceView]
) -> None:
    assert [text for text in RULES[rule]["no"] if rule in fired(view(text))] == []


@pytest.mark.parametrize("name", QUANTIFIERS)
def test_a_quantifier_counts_in_its_examples(name: str, finder: ActorFinder) -> None:
    wrong = [t for t in QUANTIFIERS[name]["yes"] if VALUES[name] not in counted(finder, t)]
    assert wrong == []


@pytest.mark.parametrize("name", QUANTIFIERS)
def test_a_quantifier_does_not_count_in_its_counterexamples(name: str, finder: ActorFinder) -> None:
    wrong = [t for t in QUANTIFIERS[name]["no"] if VALUES[name] in counted(finder, t)]
    assert wrong == []
