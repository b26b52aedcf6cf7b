"""Stances that are no verb of their own: predicates, impersonal and nominal phrases."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.clauses import FIRST_MARK, Clause, SentenceView
from ingest.language import HOLDER_SLOTS, Phrase
from ingest.mentions import Kind
from ingest.negation import is_negated, token_at
from ingest.stance import Stance
from ingest.subjects import find_subject, resolve_subject
from ingest.verbs import is_past

COUNCIL = "body:COUNCIL"
MAX_VOTE = 6  # letters behind a holder that are its vote: " voor", " tegen"
VERB_WITHIN = 3  # tokens behind a predicate in which its copula stands
NEGATED_WITHIN = 3  # tokens before a phrase in which a negation denies it


def predicate_stances(view: SentenceView, clause: Clause) -> Iterator[Stance]:
    """Stances by a copula and a predicate: "is voorstander van"."""
    copulas = view.language.copulas
    positions = [
        k
        for k in range(clause.first, clause.last)
        if view.finite[k] and (view.words[k] in copulas or _with_infinitive(view, clause, k))
    ]
    if not positions:
        return
    start, end = view.tokens[clause.first].start, view.tokens[clause.last - 1].end
    for phrase in view.candidates:
        if phrase.kind != "predicate":
            continue
        match = phrase.pattern.search(view.masked, start, end)
        if match is None:
            continue
        at = token_at(view, match.start())
        for finite in positions:
            subject, carried = resolve_subject(view, clause, finite)
            if subject is None and not carried:
                continue
            if not (finite < at or _stands_behind(view, clause, match.end(), at, finite)):
                continue
            if _complement_between(view, finite, at) or _has_own_holder(view, finite, at, subject):
                continue
            stance = _phrase_stance(view, clause, phrase, at, finite, subject, match.end(), carried)
            negation = view.language.signals["negation"]
            turned = view.language.signals["turning"].search(view.masked, start, match.start())
            negated = turned is not None or (
                negation.search(match.group()) is None and is_negated(view, clause, finite, at)
            )
            more = _second_predicate(view, clause, stance, match.end())
            if more is None:
                yield replace(stance, negated=negated)
            else:
                cut = more.clause.first
                clause_before = replace(clause, last=cut)
                target = (stance.target[0], min(stance.target[1], cut))
                yield replace(stance, negated=negated, clause=clause_before, target=target)
                yield more
            return


def _has_own_holder(view: SentenceView, finite: int, at: int, subject: int | None) -> bool:
    """True for the predicate of "Italië is voor en Malta ertegen": its copula is left out."""
    if at - 2 <= finite or view.words[at - 2] not in view.language.words["coordinators"]:
        return False
    return view.holder_at(at - 1) not in (None, subject)


def _stands_behind(view: SentenceView, clause: Clause, end: int, at: int, finite: int) -> bool:
    """True for a copula behind its predicate: "voorstander was", "positief over de tekst was"."""
    close = token_at(view, end - 1)
    if at < finite <= close + VERB_WITHIN:
        return True
    closes = close < finite and clause.last - 2 <= finite < clause.last
    between = range(close + 1, finite)
    return closes and not any(view.finite[k] or view.words[k] == "," for k in between)


def _second_predicate(
    view: SentenceView, clause: Clause, first: Stance, start: int
) -> Stance | None:
    """The stance of "… positief over X, maar kritisch over Y": one verb, two predicates."""
    end = view.tokens[clause.last - 1].end
    for opener in view.language.signals["second_predicate"].finditer(view.masked, start, end):
        for phrase in view.candidates:
            if phrase.kind != "predicate":
                continue
            match = phrase.pattern.match(view.masked, opener.end(), end)
            if match is None:
                continue
            begin = token_at(view, opener.start("word"))
            part = replace(clause, first=begin, relative=False)
            at = token_at(view, match.start())
            found = _phrase_stance(
                view, part, phrase, at, first.finite, first.subject, match.end(), first.carried
            )
            return replace(found, target=(found.target[0], clause.last))
    denied = view.language.signals["second_denied"].search(view.masked, start, end)
    if denied is None or any(view.finite[token_at(view, denied.end()) : clause.last]):
        return None
    begin = token_at(view, denied.start("word"))
    part = replace(clause, first=begin, relative=False)
    return replace(first, clause=part, at=begin, negated=True, target=(begin + 2, clause.last))


def _with_infinitive(view: SentenceView, clause: Clause, at: int) -> bool:
    """True for the modal of "zal voorstander zijn"."""
    infinitives = view.language.words["copula_infinitives"]
    return view.words[at] in view.language.words["modals"] and any(
        view.words[k] in infinitives for k in range(at + 1, clause.last)
    )


def _complement_between(view: SentenceView, first: int, last: int) -> bool:
    """True if a complement clause opens between two tokens."""
    return any(view.words[k] in ("dat",) for k in range(min(first, last) + 1, max(first, last)))


def phrase_stances(view: SentenceView, verbs: list[Stance]) -> Iterator[Stance]:
    """Stances by impersonal and nominal phrases, whole sentence; `verbs` were found before."""
    held = any(not holder.detached for holder in view.holders)
    taken = {stance.subject for stance in verbs if stance.subject is not None}
    for phrase in view.candidates:
        if phrase.kind == "predicate" or (phrase.kind == "nominal" and not held):
            continue
        for match in phrase.pattern.finditer(view.masked):
            at = token_at(view, match.start())
            clause = _clause_of(view, token_at(view, match.end() - 1))
            if phrase.telegram and (
                any(view.finite[clause.first : clause.last]) or not view.is_telegram
            ):
                continue
            subject = _matched_holder(match)
            if subject is not None and (
                subject >= len(view.holders) or view.holders[subject].detached or subject in taken
            ):
                continue
            if _opens_governed(view, subject, match) or _is_council(view, subject):
                continue
            if _is_other_kind(view, phrase, subject):
                continue
            if phrase.alone and any(verb.clause == clause for verb in verbs):
                continue
            counted = subject
            if phrase.kind == "impersonal":
                subject = _group_behind(view, match.end())
                if subject is None and find_subject_anywhere(
                    view, clause, match.start(), match.end()
                ):
                    continue
            if subject is not None:
                taken.add(subject)
            stance = _phrase_stance(view, clause, phrase, at, at, subject, match.end(), False)
            before = view.text_of(max(clause.first, at - NEGATED_WITHIN), at)
            denied = view.language.signals["denied_phrase"].search(before) is not None
            denied = denied or _denies_within(view, phrase, match.group())
            if phrase.holder and counted is not None:
                stance = replace(stance, group=view.holders[counted].first.quantifier)
            yield replace(stance, negated=denied)


def _denies_within(view: SentenceView, phrase: Phrase, matched: str) -> bool:
    """True for "er was geen kritiek": what denies stands inside a phrase that leaves words open."""
    if phrase.kind != "impersonal":
        return False
    signals = view.language.signals
    own = signals["negation"].search(phrase.pattern.pattern.replace("\\b", " "))
    return own is None and signals["denied_end"].search(matched) is not None


def _opens_governed(view: SentenceView, number: int | None, match: re.Match[str]) -> bool:
    """True if a vote opens with a holder behind a preposition: "bereidde X met de Raad voor"."""
    if number is None or match.start() < view.holders[number].start:
        return False
    if match.end() - view.holders[number].end > MAX_VOTE:
        return False
    governor = view.holders[number].governor
    return governor in view.language.prepositions and governor not in view.language.agent


def _is_council(view: SentenceView, number: int | None) -> bool:
    """True for the Council itself: "binnen de Raad bestaat brede steun" names nobody."""
    return number is not None and view.holders[number].first.codes == (COUNCIL,)


def _is_other_kind(view: SentenceView, phrase: Phrase, number: int | None) -> bool:
    """True for a body as holder of a phrase of states, or the other way round."""
    if number is None or not (phrase.states_only or phrase.bodies_only):
        return False
    return _is_body(view, number) != phrase.bodies_only


def _is_body(view: SentenceView, number: int) -> bool:
    """True for a holder that is an institution, an agency or the chair."""
    codes = [code for _, atom in view.holders[number].parts for code in atom.codes]
    return any(code.startswith("body:") for code in codes)


def _matched_holder(match: re.Match[str]) -> int | None:
    for name in HOLDER_SLOTS:
        if name in match.re.groupindex and match.group(name):
            return ord(match.group(name)) - FIRST_MARK
    return None


def _group_behind(view: SentenceView, end: int) -> int | None:
    """The holder of an impersonal phrase: "brede steun onder de lidstaten"."""
    at = token_at(view, end - 1) + 1
    if at + 1 < len(view.words) and view.words[at] in view.language.words["among"]:
        number = view.holder_at(at + 1)
        if number is not None and view.holders[number].first.kind is not Kind.NAME:
            return number
    return None


def find_subject_anywhere(view: SentenceView, clause: Clause, start: int, end: int) -> bool:
    """True if the finite verb that begins an impersonal phrase has a holder as subject."""
    at = token_at(view, start)
    while at < clause.last and not view.finite[at]:
        at += 1
    return at < clause.last and find_subject(view, clause, at) is not None


def _phrase_stance(
    view: SentenceView,
    clause: Clause,
    phrase: Phrase,
    at: int,
    finite: int,
    subject: int | None,
    end: int,
    carried: bool,
) -> Stance:
    behind = token_at(view, end - 1) + 1
    target = (behind, clause.last) if behind < clause.last - 1 else (clause.first, at)
    helper = view.words[finite]
    return Stance(
        rule=f"{phrase.kind}.{phrase.id}",
        clause=clause,
        at=at,
        verb=view.text[view.tokens[at].start : end],
        subject=subject,
        polarity=phrase.polarity,
        act=phrase.act,
        target=target,
        weak=phrase.weak,
        weak_bodies=phrase.weak_bodies,
        carried=carried,
        group=phrase.group,
        negated=False,
        future=phrase.kind == "predicate" and helper in view.language.words["future"],
        past=is_past(view, helper),
        modality=phrase.modality,
        until=behind - 1,
        appendix=phrase.kind == "predicate",
        own=phrase.own,
        holder=phrase.holder,
        finite=finite,
    )


def _clause_of(view: SentenceView, at: int) -> Clause:
    for clause in view.clauses:
        if clause.first <= at < clause.last:
            return clause
    return view.clauses[-1]
