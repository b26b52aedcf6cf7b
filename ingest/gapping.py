"""Stances whose verb is left out: "Spanje steunde de eerste optie en Italië de tweede"."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.clauses import Clause, SentenceView
from ingest.mentions import Kind
from ingest.stance import Stance

KINDS = ("verb", "predicate")
NOT_GAPPED = (Kind.PRONOUN, Kind.PRESIDENCY)


def fill_gaps(view: SentenceView, stances: Sequence[Stance]) -> list[Stance]:
    """The stances, and one for each holder behind them that has a complement but no verb.

    A stance goes on for another holder if what follows it begins as the complement did ("voor
    …, Italië voor …"), or if only a negation follows ("…, Frankrijk niet").
    """
    found = list(stances)
    for at in range(len(view.words)):
        number = view.holder_at(at)
        if number is None or any(number == stance.subject for stance in found):
            continue
        gapped = _gapped(view, found, at, number)
        if gapped is not None:
            before, filled = gapped
            place = next(n for n, stance in enumerate(found) if stance.at == before.at)
            found[place] = before
            found.append(filled)
    return found


def _gapped(
    view: SentenceView, stances: Sequence[Stance], at: int, number: int
) -> tuple[Stance, Stance] | None:
    """The stance that goes on at a holder, and what it is for that holder."""
    words, lists = view.words, view.language.words
    holder = view.holders[number]
    if holder.detached or holder.first.kind in NOT_GAPPED or at == 0:
        return None
    if holder.governor in view.language.agent:
        return _gapped_passive(view, stances, at, number)
    if words[at - 1] not in lists["coordinators"] | {",", ";"}:
        return None
    earlier = [s for s in stances if s.at < at and s.rule.split(".")[0] in KINDS and not s.passive]
    if not earlier or (earlier[-1].subject is None and not earlier[-1].carried):
        return None
    before = _cut(max(earlier, key=lambda stance: stance.at), at - 1)
    end = _end(view, at)
    if end is None:
        return None
    mended = before
    start = at + 1
    while start < end and words[start] in lists["light"] - lists["denials"] - lists["affirmations"]:
        start += 1
    if end - start == 1 and words[start] in lists["denials"]:
        filled = replace(before, negated=True)
        mended = replace(before, negated=False)  # it took the negation for its own
    elif end - start == 1 and words[start] in lists["affirmations"]:
        filled = replace(before, negated=False)
    elif end - start >= 2 and words[start] in lists["provisos"]:
        filled = before
    elif end - start >= 2 and _begins_alike(view, before, start):
        filled = replace(before, target=(start, end), negated=False)
    else:
        return None
    return mended, replace(
        filled, subject=number, carried=False, clause=Clause(at, end), at=at, gapped=True
    )


def _gapped_passive(
    view: SentenceView, stances: Sequence[Stance], at: int, number: int
) -> tuple[Stance, Stance] | None:
    """The stance that a further agent does not share: "…, maar niet door Malta"."""
    lists = view.language.words
    if at < 3 or view.words[at - 2] not in lists["denials"] | lists["light"]:
        return None
    if view.words[at - 3] not in lists["coordinators"] | {","}:
        return None
    earlier = [stance for stance in stances if stance.at < at and stance.passive]
    if not earlier:
        return None
    before = _cut(max(earlier, key=lambda stance: stance.at), at - 3)
    denied = view.words[at - 2] in lists["denials"]
    before = replace(before, negated=before.negated and not denied)
    return before, replace(
        before, subject=number, clause=Clause(at - 2, at + 1), at=at, negated=denied, gapped=True
    )


def _end(view: SentenceView, at: int) -> int | None:
    """Where the words behind a holder end; None if a verb stands among them."""
    words = view.words
    for k in range(at + 1, len(words)):
        if view.finite[k]:
            return None
        listed = words[k] in view.language.words["coordinators"] | {","}
        if words[k] in (";", ".") or (listed and view.holder_at(k + 1) is not None):
            return k
    return len(words)


def _begins_alike(view: SentenceView, before: Stance, start: int) -> bool:
    """True if the complement at `start` opens with a word that opens one of the first stance."""
    openers = view.language.prepositions | view.language.words["articles"]
    first = view.words[start]
    if first not in openers:
        return False
    complement = view.words[before.target[0] : before.target[1]]
    opened = [word for word in complement if word in openers]
    if first in view.language.prepositions:
        return first in opened
    return bool(opened) and opened[0] in view.language.words["articles"]


def _cut(stance: Stance, end: int) -> Stance:
    """The stance without what belongs to the holder behind it."""
    first, last = stance.target
    return replace(
        stance,
        clause=replace(stance.clause, last=min(stance.clause.last, end)),
        target=(first, min(last, end)),
    )
