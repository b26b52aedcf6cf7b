"""What a claim is about: its own words, those it takes up, and the issues that they name."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.about import MIN_CONTENT, joined_words
from ingest.context import Draft
from ingest.facts import SentencePlace
from ingest.language import Language
from ingest.records import Claim
from ingest.targets import IssueLinker

MAX_CONTEXT = 30  # words of what stands around, in brackets behind the target's own
NEAR = 4  # claims back in the same section


@dataclass(frozen=True)
class Surroundings:
    """Where a claim stands: its sentence, the headings above, the sentence before, its quote."""

    sentence: SentencePlace
    heading: str
    before: str
    quote: str
    earlier: Sequence[Claim]


def find_target(
    draft: Draft, around: Surroundings, linker: IssueLinker, language: Language
) -> tuple[tuple[str, ...], str]:
    """The issues that a claim is about, best first, and the words that say so.

    Words in brackets stand elsewhere: in the claim or sentence that is taken up, or above.
    """
    words = joined_words(draft.front, draft.target_text)
    context = _context(draft, words, around, language)
    return _issues(
        draft, words, around, linker
    ), f"{words} [{context}]".strip() if context else words


def _issues(draft: Draft, words: str, around: Surroundings, linker: IssueLinker) -> tuple[str, ...]:
    heading = around.heading if draft.own_target else ""
    own = draft.target_text
    if around.sentence.in_table:
        own = f"{own} {around.before}"
    found: tuple[str, ...] = ()
    if draft.looks_back and not linker.link(own, "", ""):
        found = linker.link(around.before, "", heading)
    found = found or linker.link(draft.judged or own, "", heading)
    if found and not draft.judged:
        found = linker.narrowed(found, linker.link(own, around.quote, heading))
    if not found and draft.front:
        found = linker.link(words, "", heading)
    if not found and (antecedent := _antecedent(draft, around)) is not None:
        found = antecedent.targets
    found = found or linker.link(words, around.quote, around.heading)
    return found or linker.link(around.heading, "", "")


def _antecedent(draft: Draft, around: Surroundings) -> Claim | None:
    if draft.refers_to is None or draft.refers_to >= len(around.earlier):
        return None
    return around.earlier[draft.refers_to]


def _context(draft: Draft, words: str, around: Surroundings, language: Language) -> str:
    """What the target takes up or leaves out, if its own words do not name a thing."""
    antecedent = _antecedent(draft, around)
    if antecedent is not None:
        return _short(antecedent.target_text)
    if around.sentence.in_table or draft.looks_back:
        return _short(around.before)
    if not _is_hollow(draft, words, language):
        return ""
    section = around.sentence.section
    near = [claim for claim in around.earlier[-NEAR:] if claim.section == section]
    return _short(near[-1].target_text if near else around.heading)


def _short(text: str) -> str:
    return " ".join(text.replace("[", "").replace("]", "").split()[:MAX_CONTEXT]).strip(" .,;")


def _is_hollow(draft: Draft, words: str, language: Language) -> bool:
    """True if the words only say how one stands: "tegen", "akkoord, mits …", "voorbehoud"."""
    condition = words.find(draft.condition) if draft.condition else -1
    own = words[:condition] if condition >= 0 else words
    known = language.words["hollow"] | language.words["light"] | language.prepositions
    verbs = language.finite_forms | language.nonfinite_forms
    content = [
        word
        for word in own.lower().replace(",", " ").replace(".", " ").split()
        if word.isalpha() and len(word) >= MIN_CONTENT and word not in known and word not in verbs
    ]
    return not content
