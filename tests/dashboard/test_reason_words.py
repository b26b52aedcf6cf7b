"""Why an answer is as it is stands on the pages in every language, with nothing left out."""

from string import Formatter

import pytest

from dashboard.reason_words import reason_text
from dashboard.wording import LANGUAGES, read_wording
from standpunt.analysis.reasons import SENTENCES, Reason


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_reason_with_its_values(language: str) -> None:
    words = read_wording(language).words
    told = {k.removeprefix("reasons."): v for k, v in words.items() if k.startswith("reasons.")}
    assert {key: slots(text) for key, text in told.items()} == {
        key: slots(text) for key, text in SENTENCES.items()
    }


def test_a_reason_is_said_clause_by_clause_with_controlled_values_translated() -> None:
    reason = Reason.of("polarity-became", polarity_was="support", polarity_now="oppose").and_also(
        "maybe-in-groups", n=2
    )
    assert reason == "support became oppose; it may be in the group of 2 such claims"
    assert reason_text(read_wording("nl"), reason) == (
        "eerst “steunt”, daarna “is tegen”; hij zit misschien in de groep van zulke claims (2)"
    )


def test_a_count_that_ingest_put_on_record_is_translated_and_other_words_are_left() -> None:
    words = read_wording("nl")
    assert reason_text(words, "3 member states and NOR") == "3 lidstaten en NOR"
    assert reason_text(words, "32 317, nr. 987") == "32 317, nr. 987"
    told = Reason.of("against", said="4 member states", found="3 member states and NOR")
    assert reason_text(words, told) == "4 lidstaten, tegenover 3 lidstaten en NOR"
