"""Why an answer is as it is, in the language of the page; knows no page and asks nothing.

What was found in a paper is on record in English, as a count of member states and names.
"""

import re

from dashboard.wording import Wording
from standpunt.analysis.reasons import Reason

FAMILIES = {"polarity": "stance", "act": "act", "modality": "modality"}
_COUNT = re.compile(r"(\d+) member states(?: and (.+))?")


def reason_text(words: Wording, reason: str) -> str:
    """The reason in words; what is not of standpunt.analysis.reasons as it is."""
    if not isinstance(reason, Reason) or not reason.parts:
        return _counted(words, reason)
    return "; ".join(
        words(f"reasons.{key}", **{name: _value(words, name, v) for name, v in values.items()})
        for key, values in reason.parts
    )


def _value(words: Wording, name: str, value: str | int) -> str:
    family = FAMILIES.get(name.partition("_")[0])
    if family:
        return words.of(family, str(value))
    return _counted(words, words.of("reason-values", str(value)))


def _counted(words: Wording, text: str) -> str:
    """The number of member states, and who else is on a list, as ingest says it of a paper."""
    found = _COUNT.fullmatch(text)
    if found is None:
        return text
    states = words("reason-values.states", n=found[1])
    return words("reason-values.states-and", states=states, others=found[2]) if found[2] else states
