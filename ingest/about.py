"""The words that a stance is about, and whether they name a thing or take one up again."""

import re

from ingest.clauses import SentenceView
from ingest.context import Context, Draft
from ingest.judging import judge
from ingest.stance import Stance

MIN_OBJECT = 3  # words; shorter ones ("zich daarbij") name nothing
MIN_CONTENT = 4  # letters of a word that can name a thing


def own_words(view: SentenceView, target: tuple[int, int]) -> str:
    """The text of a token range; "" if it is empty."""
    start, end = target
    return view.text[view.tokens[start].start : view.tokens[end - 1].end] if start < end else ""


def front_words(view: SentenceView, stance: Stance) -> str:
    """What stands in front of the verb, if that is what is talked about; else "".

    "Met de termijn kan Nederland instemmen": the termijn, not the consent.
    """
    return own_words(view, _front(view, stance)).strip(" ,;.()")


def joined_words(front: str, words: str) -> str:
    """The front and the words behind the verb as one text."""
    if not front or front in words:
        return words
    return f"{front} … {words}" if words else front


def _front(view: SentenceView, stance: Stance) -> tuple[int, int]:
    """The tokens before the finite verb that name a topic; an empty range if none does."""
    lists = view.language.words
    begin, end = stance.clause.first, stance.finite
    while begin < end and view.words[begin] in lists["light"] | lists["coordinators"] | {","}:
        begin += 1
    if end <= begin or view.words[begin] in lists["frame_openers"] | lists["subordinators"]:
        return (0, 0)
    for k in range(begin, end):
        number = view.holder_at(k)
        if number is not None and (number == stance.subject or stance.carried):
            return (0, 0)
    content = [
        k
        for k in range(begin, end)
        if view.words[k].isalpha() and len(view.words[k]) >= MIN_CONTENT and not view.finite[k]
    ]
    return (begin, end) if content else (0, 0)


def body_text(view: SentenceView, stance: Stance) -> str:
    """What the stance says: from its verb or subject on; the clause if that judges nothing."""
    clause = stance.clause
    first = next(
        (
            k
            for k in range(clause.first, stance.at)
            if stance.subject is not None and view.holder_at(k) == stance.subject
        ),
        stance.at,
    )
    text = view.text[view.tokens[first].start : view.tokens[clause.last - 1].end]
    said = _said_in_front(view, stance)
    if said:
        return f"{said} {text}"
    return text if judge(text, view.language) is not None else clause_text(view, stance)


def _said_in_front(view: SentenceView, stance: Stance) -> str:
    """The clause of "Dat er toezicht moet komen, vinden ook Malta en Cyprus"; "" if none is."""
    at = view.clauses.index(stance.clause) if stance.clause in view.clauses else 0
    if at == 0 or stance.polarity != "content" or stance.finite != stance.clause.first:
        return ""
    before = view.clauses[at - 1]
    if view.words[before.first] not in view.language.words["complement"]:
        return ""
    return own_words(view, (before.first, before.last))


def clause_text(view: SentenceView, stance: Stance) -> str:
    """The words of the clause that the stance stands in."""
    return view.text[
        view.tokens[stance.clause.first].start : view.tokens[stance.clause.last - 1].end
    ]


def names_thing(view: SentenceView, target: str, refers_to: int | None) -> bool:
    """True if the target has words of its own besides what it refers back to."""
    if refers_to is None:
        return True
    signals = view.language.signals
    refers = signals["anaphor_first"].search(target) or signals["anaphor_word"].search(target)
    return refers is None and len(target.split()) > MIN_OBJECT


def rejected(view: SentenceView, stance: Stance, polarity: str) -> str:
    """What a rejection inside a statement is about: "… te vroeg is voor nieuwe regels"."""
    if stance.polarity != "content" or polarity not in ("oppose", "critical"):
        return ""
    match = view.language.signals["content_rejecting"].search(body_text(view, stance))
    return body_text(view, stance)[match.start() :] if match else ""


def own_object(view: SentenceView, stance: Stance, anaphoric: bool) -> str | None:
    """What is joined, if it is a thing of its own ("schaarde zich achter het plan")."""
    start, end = stance.target
    words = view.text[view.tokens[start].start : view.tokens[end - 1].end] if start < end else ""
    refers = anaphoric or view.language.signals["anaphor_first"].search(words) is not None
    refers = refers or view.language.signals["anaphor_word"].search(words) is not None
    names = any(view.holder_at(k) is not None for k in range(start, end))
    named = words.split()
    thing = len(named) == MIN_OBJECT - 1 and named[0].lower() in view.language.words["articles"]
    if refers or names or (len(named) < MIN_OBJECT and not thing) or stance.passive:
        return None
    return words


def backs_a_holder(view: SentenceView, stance: Stance) -> bool:
    """True for "daarin werd Ierland gesteund door België": who is backed spoke before."""
    if (stance.polarity, stance.act) != ("support", "support"):
        return False
    if not stance.rule.startswith("verb."):
        return False
    words = [
        k
        for k in range(stance.clause.first, stance.clause.last)
        if view.words[k] not in view.language.words["light"] and view.words[k][0].isalnum()
    ]
    objects = [
        k
        for k in range(stance.clause.first, stance.clause.last)
        if (number := view.holder_at(k)) is not None
        and number != stance.subject
        and view.holders[number].first.codes
        and (view.holders[number].governor not in view.language.prepositions)
    ]
    verbal = {k for k in words if view.finite[k] or k == stance.at}
    backed = view.language.signals["anaphor_word"]
    rest = [k for k in words if k not in verbal and view.words[k] not in view.language.prepositions]
    rest = [k for k in rest if not backed.search(view.words[k])]
    return len(objects) == 1 and not rest


def taken_up(target: str, earlier: list[Draft], context: Context) -> int | None:
    """The claim of the clause before that a demonstrative takes up: "… die controles nodig"."""
    if not earlier:
        return None
    nouns = context.language.signals["demonstrative"].findall(target)
    before = earlier[-1].target_text.lower()
    if any(re.search(rf"\b{re.escape(noun.lower())}\b", before) for noun in nouns):
        return context.count + len(earlier) - 1
    return None
