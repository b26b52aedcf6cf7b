"""Stances in one sentence: which verb or phrase, whose, which polarity; knows no other sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.clauses import FIRST_MARK, Clause, SentenceView
from ingest.language import Phrase, Verb
from ingest.mentions import Kind

NEGATED_WITHIN = 3  # tokens before a phrase in which a negation denies it
MAX_LABEL = 2  # light words between a label and the verb behind it


@dataclass(frozen=True)
class Stance:
    """One stance; token indices are those of the sentence view.

    `subject` is the number of the holder, None if nobody is named (an impersonal phrase) or if
    the subject is carried from the clause before (`carried`). `polarity` may still be
    "content" or "antecedent".
    """

    rule: str
    clause: Clause
    at: int
    verb: str
    subject: int | None
    polarity: str
    act: str
    target: tuple[int, int]
    weak: bool = False
    weak_bodies: bool = False  # a judgement is needed only from an institution
    carried: bool = False
    group: str | None = None
    negated: bool = False
    future: bool = False
    past: bool = False
    standing: bool = False
    modality: str | None = None
    passive: bool = False
    until: int = 0
    appendix: bool = False
    own: bool = False


def find_stances(view: SentenceView) -> list[Stance]:
    """All stances of a sentence in text order, before they are merged."""
    found: list[Stance] = []
    for clause in view.clauses:
        found += _verb_stances(view, clause)
        found += _predicate_stances(view, clause)
    phrases = list(_phrase_stances(view, found))
    spoken = [(p.at, p.until) for p in phrases if p.subject is not None]
    found = [
        s for s in found if s.subject is not None or not any(a <= s.at <= b for a, b in spoken)
    ]
    spoken_in = {s.clause for s in (*found, *phrases) if s.subject is not None or s.carried}
    found += [
        p
        for p in phrases
        if p.subject is not None or p.own or p.group is None or p.clause not in spoken_in
    ]
    return sorted(found, key=lambda stance: (stance.clause.first, stance.at))


def loose_cues(view: SentenceView) -> tuple[str, ...]:
    """Rules of verbs of stance that occur in a sentence, whoever their subject may be."""
    found: list[str] = []
    for clause in view.clauses:
        text = view.text_of(clause.first, clause.last).lower()
        for at in range(clause.first, clause.last):
            for verb in view.language.verbs_by_form.get(view.words[at], ()):
                fits = verb.needs is None or verb.needs.search(text)
                whole = not verb.particle or _has_particle(view, clause, at, verb.particle)
                acts = view.finite[at] or view.words[at] in verb.participles
                if fits and whole and acts and not verb.weak:
                    found.append(f"verb.{verb.id}")
                    break
    return tuple(dict.fromkeys(found))


# --- verbs ---------------------------------------------------------------------------
def _verb_stances(view: SentenceView, clause: Clause) -> Iterator[Stance]:
    text = view.text_of(clause.first, clause.last).lower()
    for at in range(clause.first, clause.last):
        for verb in view.language.verbs_by_form.get(view.words[at], ()):
            stance = _verb_stance(view, clause, text, at, verb)
            if stance is not None:
                yield stance
                break


def _verb_stance(
    view: SentenceView, clause: Clause, text: str, at: int, verb: Verb
) -> Stance | None:
    word, lists = view.words[at], view.language.words
    if verb.needs is not None and not verb.needs.search(text):
        return None
    if verb.unless is not None and verb.unless.search(text):
        return None
    if word in verb.participles and not (
        word in verb.forms
        and view.finite[at]
        and not _helper(view, clause, at, lists["have"] | lists["passive"])
    ):
        return _participle_stance(view, clause, at, verb)
    marked = at > clause.first and view.words[at - 1] in lists["infinitive_marker"]
    modal = _helper(view, clause, at, lists["modals"])
    if word in lists["noun_like"] and _is_noun(view, clause, at):
        modal = None  # "over de overige voorstellen een standpunt bepalen"
    joined = word in verb.joined
    if verb.particle and not joined and modal is not None and word.endswith("n"):
        modal = None  # "zal tegen het plan stemmen" is not "instemmen"
        if not _has_particle(view, clause, at, verb.particle):
            return None
    if modal is not None and word.endswith("n") and modal != at:
        while not view.finite[modal] and modal > clause.first:  # "is voornemens in te stemmen"
            modal -= 1
        return _make(view, clause, at, verb, modal)
    if marked or not view.finite[at]:
        return None
    if verb.particle and not joined and not _has_particle(view, clause, at, verb.particle):
        return None
    return _make(view, clause, at, verb, at)


def _is_noun(view: SentenceView, clause: Clause, at: int) -> bool:
    """True if an article or an adjective stands before the word ("de overige voorstellen")."""
    before = view.words[at - 1] if at > clause.first else ""
    return before in view.language.words["articles"] or before.endswith("e")


def _participle_stance(view: SentenceView, clause: Clause, at: int, verb: Verb) -> Stance | None:
    lists = view.language.words
    have = _helper(view, clause, at, lists["have"])
    if have is not None:
        return _make(view, clause, at, verb, have)
    passive = _helper(view, clause, at, lists["passive"])
    if passive is None:
        return None
    agent = _agent(view, clause, passive)
    if agent is not None:
        return replace(_new(view, clause, at, verb, passive, agent), passive=True)
    following = view.words[at + 1] if at + 1 < clause.last else ""
    impersonal = any(word in lists["impersonal"] for word in view.words[clause.first : clause.last])
    opens = (
        following in lists["complement"]
        or following in view.language.prepositions
        or at == clause.first  # "Gewezen werd ook op het belang"
    )
    if verb.agentless and (impersonal or opens) and not _has_subject(view, clause, passive):
        first, last = min(at, passive), max(at, passive)
        return replace(
            _new(view, clause, at, verb, passive, None),
            group="unspecified",
            passive=True,
            verb=view.text[view.tokens[first].start : view.tokens[last].end],
        )
    return None


def _helper(view: SentenceView, clause: Clause, at: int, helpers: frozenset[str]) -> int | None:
    """The auxiliary of a participle or infinitive: the nearest before it, or right behind it."""
    marker = view.language.words["infinitive_marker"]
    for k in range(at - 1, clause.first - 1, -1):
        if view.words[k] in helpers and not (k and view.words[k - 1] in marker):
            return k
    for k in (at + 1, at + 2):
        if k < clause.last and view.words[k] in helpers:
            return k
    return None


def _has_particle(view: SentenceView, clause: Clause, at: int, particle: str) -> bool:
    """True if the verb's particle closes the verb group: no noun phrase may follow it."""
    language = view.language
    marker = language.words["infinitive_marker"]
    for k in range(at + 1, clause.last):
        if view.words[k] != particle:
            continue
        if k + 1 == clause.last or any(word in marker for word in view.words[k + 1 : clause.last]):
            return True
        after = view.words[k + 1]
        if not after[0].isalnum() and view.holder_at(k + 1) is None:
            return True
        if (
            after in language.prepositions
            or after in language.words["complement"]
            or after in language.words["coordinators"]
            or after in language.words["subordinators"]
            or after in language.words["after_particle"]
        ):
            return True
    return False


def _make(view: SentenceView, clause: Clause, at: int, verb: Verb, finite: int) -> Stance | None:
    subject, carried = resolve_subject(view, clause, finite)
    if subject is None and not carried:
        return None
    return replace(_new(view, clause, at, verb, finite, subject), carried=carried)


def resolve_subject(view: SentenceView, clause: Clause, finite: int) -> tuple[int | None, bool]:
    """The subject of a finite verb; (None, True) if the clause before has it."""
    subject = find_subject(view, clause, finite)
    if subject is None:
        subject = _head_before_relative(view, clause, finite)
    if subject is None:
        subject = _one_of_the_states(view, clause, finite)
    if subject is None and clause.relative and not view.is_object_relative(clause, finite):
        subject = _relative_subject(view, clause)
    if subject is None:
        subject = label_subject(view, clause, finite)
    return subject, subject is None and _continues_subject(view, clause, finite)


def _one_of_the_states(view: SentenceView, clause: Clause, finite: int) -> int | None:
    """The holder of "Estland is de enige lidstaat die de tekst bekritiseert"."""
    lists = view.language.words
    for k in range(finite - 1, max(clause.first, 2), -1):
        if view.words[k] in lists["subordinators"]:
            if view.words[k - 1] not in lists["group_heads"]:
                return None
            number = view.holder_at(clause.first)
            following = view.words[clause.first + 1] if clause.first + 1 < k else ""
            belongs = following in view.language.copulas or following in lists["belonging"]
            return number if number is not None and belongs else None
    return None


def _head_before_relative(view: SentenceView, clause: Clause, finite: int) -> int | None:
    """The subject that a relative clause cuts off: "Noorwegen, dat waarnemer is, sprak …"."""
    at = view.clauses.index(clause)
    if finite != clause.first or at == 0 or not view.clauses[at - 1].relative:
        return None
    before = view.clauses[at - 1].first - 2
    number = view.holder_at(before)
    return number if number is not None and _is_subject(view, number) else None


def label_subject(view: SentenceView, clause: Clause, finite: int) -> int | None:
    """The holder of a label: "Nederland: dringt aan op een slanke organisatie"."""
    if finite - clause.first > MAX_LABEL or clause.first < 2 or view.words[clause.first - 1] != ":":
        return None
    return view.holder_at(0) if clause.first == 2 else None


def _relative_subject(view: SentenceView, clause: Clause) -> int | None:
    """The holder that a relative clause is about: "Finland en Estland, die zich onthielden"."""
    return view.holder_at(clause.first - 2)


def _new(
    view: SentenceView, clause: Clause, at: int, verb: Verb, finite: int, subject: int | None
) -> Stance:
    lists = view.language.words
    helper = view.words[finite]
    return Stance(
        rule=f"verb.{verb.id}",
        clause=clause,
        at=at,
        verb=_verb_text(view, at, verb),
        subject=subject,
        polarity=verb.polarity,
        act=verb.act,
        target=_target(view, clause, at, finite, subject),
        weak=verb.weak,
        weak_bodies=verb.weak_bodies,
        negated=not _absorbs_negation(view, clause, verb) and _is_negated(view, clause, finite, at),
        future=helper in lists["future"],
        past=is_past(view, helper) or (finite != at and helper in lists["have"]),
        standing=verb.standing,
        appendix=verb.appendix,
    )


def _absorbs_negation(view: SentenceView, clause: Clause, verb: Verb) -> bool:
    """True if the verb's complement holds the negation already ("ziet geen meerwaarde")."""
    if verb.needs is None:
        return False
    match = verb.needs.search(view.text_of(clause.first, clause.last).lower())
    return match is not None and bool(view.language.signals["negation"].search(match.group()))


def _verb_text(view: SentenceView, at: int, verb: Verb) -> str:
    word = view.tokens[at].text
    return f"{word} {verb.particle}" if verb.particle and word.lower() in verb.forms else word


def is_past(view: SentenceView, word: str) -> bool:
    """True if a finite form is past tense."""
    if word in view.language.words["past"]:
        return True
    forms = view.language.finite_forms
    return (word.endswith(("de", "te")) and word in forms) or (
        word.endswith(("den", "ten")) and word[:-1] in forms
    )


# --- subjects ------------------------------------------------------------------------
def find_subject(view: SentenceView, clause: Clause, finite: int) -> int | None:
    """The holder that is subject of the finite verb, by Dutch word order; None if none is."""
    language = view.language
    light = language.words["light"]
    # Inversion: the subject stands right behind the verb.
    k = finite + 1
    while k < clause.last and view.words[k] in light:
        k += 1
    right = view.holder_at(k) if k < clause.last else None
    if (
        right is not None
        and _is_subject(view, right)
        and not _fronted_subject(view, clause, finite, right)
    ):
        left = _left_subject(view, clause, finite)
        return left if left is not None else right
    left = _left_subject(view, clause, finite)
    if left is not None:
        return left
    # Verb-final clause: the first free holder behind the subordinator.
    begin = clause.first
    for k in range(finite - 1, clause.first - 1, -1):
        if view.words[k] in language.words["subordinators"]:
            if _is_object_of_group(view, k + 1):
                return None
            begin = k
            break
    found = _first_free(view, begin, finite)
    if found is None and begin != clause.first:  # "een ander deel die controles nodig noemde"
        found = _first_free(view, clause.first, begin)
        if found is not None and any(view.finite[clause.first : finite]):
            found = None
    if found is not None:
        return found
    # Inversion with adverbials between verb and subject.
    for k in range(finite + 1, min(clause.last, finite + 7)):
        number = view.holder_at(k)
        if number is not None:
            if _is_subject(view, number) and not _fronted_subject(view, clause, finite, number):
                return number
            return None
        if view.words[k] in language.words["complement"] or view.finite[k]:
            return None
    return None


def _first_free(view: SentenceView, begin: int, end: int) -> int | None:
    """The first holder in tokens [begin, end) that no preposition governs and no verb follows."""
    for k in range(begin, end):
        number = view.holder_at(k)
        if number is not None and _is_subject(view, number):
            if view.holders[number].governor in view.language.words["coordinators"]:
                continue  # "de EU en de lidstaten" after a preposition
            opens = view.words[begin] in view.language.words["subordinators"]
            if any(view.finite[k + 1 : end]) and not opens:
                continue
            return number
    return None


def _left_subject(view: SentenceView, clause: Clause, finite: int) -> int | None:
    light = view.language.words["light"]
    k = finite - 1
    while k >= clause.first and (view.words[k] in light or view.words[k] == ","):
        k -= 1
    number = view.holder_at(k) if k >= clause.first else None
    if number is None or not _is_subject(view, number) or _is_object_of_group(view, k):
        return None
    return number


def _is_object_of_group(view: SentenceView, at: int) -> bool:
    """True for the Commission in "één van de landen die de Commissie oproepen": the states call."""
    return (
        at >= 2
        and view.words[at - 1] in view.language.words["subordinators"]
        and view.words[at - 2] in view.language.words["group_heads"]
    )


def _is_subject(view: SentenceView, number: int) -> bool:
    holder = view.holders[number]
    return holder.governor not in view.language.prepositions and not holder.detached


def _fronted_subject(view: SentenceView, clause: Clause, finite: int, number: int) -> bool:
    """True if the clause opens with a noun phrase, so that a bare plural is its object."""
    holder = view.holders[number]
    if holder.first.kind is not Kind.BARE or finite <= clause.first:
        return False
    return view.words[clause.first] in view.language.words["articles"]


def _has_subject(view: SentenceView, clause: Clause, passive: int) -> bool:
    """True if a holder is the subject of a passive: then it is asked, not asking."""
    return find_subject(view, clause, passive) is not None


def _agent(view: SentenceView, clause: Clause, passive: int) -> int | None:
    """The holder behind "door"; one behind the passive verb before one that stands earlier."""
    found = [
        (k < passive, number)
        for k in range(clause.first, clause.last)
        if (number := view.holder_at(k)) is not None
        and view.holders[number].governor in view.language.agent
    ]
    return min(found)[1] if found else None


def _continues_subject(view: SentenceView, clause: Clause, finite: int) -> bool:
    """True if the clause has no subject of its own: "… en onderschrijft het standpunt"."""
    if clause.first == 0:
        return False
    k = clause.first
    light = view.language.words["light"]
    while k < finite and (
        view.words[k] in view.language.words["coordinators"]
        or view.words[k] in light
        or view.words[k] == ","
    ):
        k += 1
    return k == finite


# --- predicates, impersonal and nominal phrases --------------------------------------
def _predicate_stances(view: SentenceView, clause: Clause) -> Iterator[Stance]:
    copulas = view.language.copulas
    positions = [
        k for k in range(clause.first, clause.last) if view.words[k] in copulas and view.finite[k]
    ]
    if not positions:
        return
    start, end = view.tokens[clause.first].start, view.tokens[clause.last - 1].end
    for phrase in view.language.phrases:
        if phrase.kind != "predicate":
            continue
        match = phrase.pattern.search(view.masked, start, end)
        if match is None:
            continue
        at = _token_at(view, match.start())
        for finite in positions:
            subject, carried = resolve_subject(view, clause, finite)
            if subject is None and not carried:
                continue
            if not (finite < at or at < finite <= _token_at(view, match.end() - 1) + 3):
                continue
            if _complement_between(view, finite, at):
                continue
            stance = _phrase_stance(view, clause, phrase, at, finite, subject, match.end(), carried)
            negation = view.language.signals["negation"]
            negated = negation.search(match.group()) is None and _is_negated(
                view, clause, finite, at
            )
            yield replace(stance, negated=negated)
            return


def _complement_between(view: SentenceView, first: int, last: int) -> bool:
    """True if a complement clause opens between two tokens."""
    return any(view.words[k] in ("dat",) for k in range(min(first, last) + 1, max(first, last)))


def _phrase_stances(view: SentenceView, verbs: list[Stance]) -> Iterator[Stance]:
    held = any(not holder.detached for holder in view.holders)
    taken = {stance.subject for stance in verbs if stance.subject is not None}
    for phrase in view.language.phrases:
        if phrase.kind == "predicate" or (phrase.kind == "nominal" and not held):
            continue
        for match in phrase.pattern.finditer(view.masked):
            at = _token_at(view, match.start())
            clause = _clause_of(view, _token_at(view, match.end() - 1))
            if phrase.telegram and (
                any(view.finite[clause.first : clause.last]) or not view.is_telegram
            ):
                continue
            subject = _matched_holder(match)
            if subject is not None and (
                subject >= len(view.holders) or view.holders[subject].detached or subject in taken
            ):
                continue
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
            yield replace(stance, negated=denied)


def _matched_holder(match: re.Match[str]) -> int | None:
    for name in ("holder", "holder2"):
        if name in match.re.groupindex and match.group(name):
            return ord(match.group(name)) - FIRST_MARK
    return None


def _group_behind(view: SentenceView, end: int) -> int | None:
    """The holder of an impersonal phrase: "brede steun onder de lidstaten"."""
    at = _token_at(view, end - 1) + 1
    if at + 1 < len(view.words) and view.words[at] in view.language.words["among"]:
        number = view.holder_at(at + 1)
        if number is not None and view.holders[number].first.kind is not Kind.NAME:
            return number
    return None


def find_subject_anywhere(view: SentenceView, clause: Clause, start: int, end: int) -> bool:
    """True if the finite verb that begins an impersonal phrase has a holder as subject."""
    at = _token_at(view, start)
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
    behind = _token_at(view, end - 1) + 1
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
        future=helper in view.language.words["future"],
        past=is_past(view, helper),
        modality=phrase.modality,
        until=behind - 1,
        appendix=phrase.kind == "predicate",
        own=phrase.own,
    )


def _token_at(view: SentenceView, offset: int) -> int:
    for number, token in enumerate(view.tokens):
        if token.end > offset:
            return number
    return len(view.tokens) - 1


def _clause_of(view: SentenceView, at: int) -> Clause:
    for clause in view.clauses:
        if clause.first <= at < clause.last:
            return clause
    return view.clauses[-1]


# --- targets and negation ------------------------------------------------------------
def _target(
    view: SentenceView, clause: Clause, at: int, finite: int, subject: int | None
) -> tuple[int, int]:
    """Token range of the words that the stance is about; the longer side of the verb group."""
    begin = max(finite, at if at < clause.last - 2 else finite) + 1
    place = next(
        (
            k
            for k in range(clause.first, clause.last)
            if view.holder_at(k) == subject and subject is not None
        ),
        None,
    )
    if place is not None and begin <= place < begin + 4:
        begin = place + 1
    if finite < at and begin > at:  # heeft … gesteund: what stands between, if anything does
        between = (finite + 1, at)
        if place is not None and finite < place < at:
            between = (place + 1, at)
        if between[1] - between[0] >= clause.last - begin:
            return between
    if clause.last - begin >= 2:
        return begin, clause.last
    return clause.first, min(finite, at)


def _is_negated(view: SentenceView, clause: Clause, finite: int, at: int) -> bool:
    """True if the stance itself is negated; a negation inside what is asked for does not count."""
    last = clause.last
    for k in range(max(finite, clause.first) + 1, clause.last):
        if k > at and (
            _opens_complement(view, k)
            or (
                view.words[k] in view.language.words["subordinators"]
                and view.words[k - 1] not in view.language.prepositions
            )
        ):
            last = k
            break
    start = view.tokens[clause.first].start
    text = view.masked[start : view.tokens[last - 1].end]
    signals = view.language.signals
    text = signals["no_negation"].sub(lambda m: " " * len(m.group()), text)
    text = signals["object_negation"].sub(lambda m: " " * len(m.group()), text)
    for match in signals["negation"].finditer(text):
        token = _token_at(view, start + match.start())
        if token > finite or (finite > at and token > clause.first):
            return True
    return False


def _opens_complement(view: SentenceView, at: int) -> bool:
    """True for the "dat" of "bracht in dat", not for that of "in dat verband"."""
    following = view.words[at + 1] if at + 1 < len(view.words) else ""
    return (
        view.words[at] in view.language.words["complement"]
        and following not in view.language.words["frames"]
    )


def added_holders(view: SentenceView, stance: Stance) -> list[int]:
    """Detached additions that belong to the stance: "heeft, net als X, gesteund"."""
    clause = stance.clause
    start = view.tokens[clause.first - 1].end if clause.first else 0
    end = view.tokens[clause.last].start if clause.last < len(view.tokens) else len(view.text)
    inner = next(
        (
            view.tokens[k].start
            for k in range(stance.at + 1, clause.last)
            if _opens_complement(view, k)
        ),
        end,
    )
    return [
        number
        for number, holder in enumerate(view.holders)
        if holder.detached and start <= holder.start < min(end, inner)
    ]
