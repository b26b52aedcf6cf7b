"""Stances that are verbs, with the complement, particle and helper that they need."""

from collections.abc import Iterator
from dataclasses import replace

from ingest.clauses import Clause, SentenceView
from ingest.language import Verb
from ingest.negation import absorbs_negation, is_negated
from ingest.stance import Stance
from ingest.subjects import agent_of, agrees, author_of, is_asked, is_free, resolve_subject

OWN_JUDGEMENTS = frozenset(("support", "welcome", "criticise"))
CALLS = frozenset(("call-for", "propose"))


def verb_stances(view: SentenceView, clause: Clause) -> Iterator[Stance]:
    """Stances by verbs of one clause, in text order."""
    text = view.text_of(_opening(view, clause), clause.last).lower()
    for at in range(clause.first, clause.last):
        found = [
            stance
            for verb in view.language.verbs_by_form.get(view.words[at], ())
            if (stance := _verb_stance(view, clause, text, at, verb)) is not None
        ]
        # A rule that knows its polarity goes before one that must judge what is said.
        fixed = [stance for stance in found if stance.polarity != "content"]
        yield from (fixed or found)[:1]


def _opening(view: SentenceView, clause: Clause) -> int:
    """Where the words begin that a clause needs: with what it belongs to, if that stands before.

    "een voorstel, dat …"; "Het standpunt van X dat …, werd gedeeld door Y".
    """
    if clause.relative:
        return max(0, clause.first - 2)
    before = view.words[clause.first - 1] if clause.first else ""
    if before == "," and view.words[clause.first] in view.language.words["passive"]:
        return view.clauses[view.clauses.index(clause) - 1].first
    return clause.first


def _verb_stance(
    view: SentenceView, clause: Clause, text: str, at: int, verb: Verb
) -> Stance | None:
    word, lists = view.words[at], view.language.words
    if verb.needs is not None:
        runs = view.language.needed_grams.get(verb.id)
        if runs is not None and runs.isdisjoint(view.grams):
            return None
        if not verb.needs.search(text):
            return None
    if verb.unless is not None and verb.unless.search(text):
        return None
    if word in verb.participles and not (
        word in verb.forms and _is_no_participle(view, clause, at)
    ):
        return _participle_stance(view, clause, at, verb)
    if word in lists["have"] and _is_helper_of_infinitive(view, clause, at):
        return None
    marked = at > clause.first and view.words[at - 1] in lists["infinitive_marker"]
    modal = _first_modal(view, clause, at)
    if word in lists["noun_like"] and _is_noun(view, clause, at):
        modal = None  # "over de overige voorstellen een standpunt bepalen"
    if modal is not None and modal > at and view.finite[at] and view.holder_at(at - 1) is not None:
        modal = None  # "X willen verder gaan": the verb beside the holder is the finite one
    joined = word in verb.joined
    if verb.particle and not joined and modal is not None and word.endswith("n"):
        modal = None  # "zal tegen het plan stemmen" is not "instemmen"
        if not has_particle(view, clause, at, verb.particle):
            return None
    if modal is not None and word.endswith("n") and modal != at:
        while not view.finite[modal] and modal > clause.first:  # "is voornemens in te stemmen"
            modal -= 1
        return _make(view, clause, at, verb, modal)
    shared = _shared_modal(view, clause, at)
    if shared is not None and (joined or _has_all(view, clause, at, verb)):
        helper = view.words[shared]
        future, past = helper in lists["future"], is_past(view, helper)
        found = _new(view, clause, at, verb, at, None)
        return replace(found, carried=True, future=future, past=past)
    if marked or not view.finite[at]:
        return None
    if verb.particle and not joined and not has_particle(view, clause, at, verb.particle):
        return None
    return _make(view, clause, at, verb, at)


def _is_helper_of_infinitive(view: SentenceView, clause: Clause, at: int) -> bool:
    """True for the first of "hebben laten weten behoefte te hebben": the complement is not its."""
    lists = view.language.words
    return any(
        view.words[k] in lists["have"] and view.words[k - 1] in lists["infinitive_marker"]
        for k in range(at + 2, clause.last)
    )


def _is_no_participle(view: SentenceView, clause: Clause, at: int) -> bool:
    """True for a form that is a participle too, where a modal is nearer than a helper."""
    lists = view.language.words
    helper = _helper(view, clause, at, lists["have"] | lists["passive"])
    if helper is None:
        return view.finite[at]
    modal = _helper(view, clause, at, lists["modals"])
    return modal is not None and helper < modal < at


def _has_all(view: SentenceView, clause: Clause, at: int, verb: Verb) -> bool:
    return not verb.particle or has_particle(view, clause, at, verb.particle)


def _shared_modal(view: SentenceView, clause: Clause, at: int) -> int | None:
    """The modal of "zal pleiten voor X" for the infinitive of "en aandacht vragen voor Y"."""
    number = view.clauses.index(clause) if clause in view.clauses else 0
    opens = view.words[clause.first] in view.language.words["coordinators"]
    if number == 0 or not opens or not view.is_bare_infinitive(at):
        return None
    if view.modal_before(clause.first, clause.last) is not None:
        return None
    before = view.clauses[number - 1]
    modal = view.modal_before(before.first, before.last)
    if modal is None or not any(map(view.is_bare_infinitive, range(modal + 1, before.last))):
        return None
    opening = at == clause.first + 1  # "… en achten Malta en Cyprus": a verb with its subject
    between = (view.holder_at(k) for k in range(clause.first, at + 2 if opening else at))
    others = any(
        number is not None and is_free(view, number) and agrees(view, number, at, behind=True)
        for number in between
    )
    return None if others else modal


def _is_noun(view: SentenceView, clause: Clause, at: int) -> bool:
    """True if an article or an adjective stands before the word ("de overige voorstellen")."""
    before = view.words[at - 1] if at > clause.first else ""
    adjective = before.endswith("e") and not before.endswith("ie")
    return before in view.language.words["articles"] or adjective


def _participle_stance(view: SentenceView, clause: Clause, at: int, verb: Verb) -> Stance | None:
    lists = view.language.words
    have = _helper(view, clause, at, lists["have"])
    if have is not None:
        return _make(view, clause, at, verb, have)
    passive = _helper(view, clause, at, lists["passive"])
    if passive is None:
        passive = _seeming_passive(view, clause, at)
    if passive is None and _shares_helper(view, clause):
        return replace(_new(view, clause, at, verb, at, None), carried=True, past=True)
    if passive is None:
        agent = agent_of(view, clause, at) if _shares_passive(view, clause) else None
        if agent is None:
            return None
        return replace(_new(view, clause, at, verb, at, agent), passive=True, past=True)
    agent = agent_of(view, clause, passive)
    if agent is not None:
        return replace(_new(view, clause, at, verb, passive, agent), passive=True)
    writer = author_of(view, clause, passive)
    if writer is not None:
        return replace(_new(view, clause, at, verb, passive, writer), passive=True)
    following = view.words[at + 1] if at + 1 < clause.last else ""
    impersonal = any(word in lists["impersonal"] for word in view.words[clause.first : clause.last])
    opens = (
        following in lists["complement"]
        or following in view.language.prepositions
        or at == clause.first  # "Gewezen werd ook op het belang"
        or view.language.signals["stressed"].search(view.text_of(clause.first, at)) is not None
    )
    if verb.agentless and (impersonal or opens) and not is_asked(view, clause, passive):
        first, last = min(at, passive), max(at, passive)
        return replace(
            _new(view, clause, at, verb, passive, None),
            group="unspecified",
            passive=True,
            verb=view.text[view.tokens[first].start : view.tokens[last].end],
        )
    if _is_own_judgement(view, clause, at, passive, verb):
        found = _new(view, clause, at, verb, passive, None)
        return replace(found, group="unspecified", passive=True, unsaid=True)
    return None


def _is_own_judgement(
    view: SentenceView, clause: Clause, at: int, passive: int, verb: Verb
) -> bool:
    """True for "wordt toegejuicht", "kan worden ingestemd": a judgement, and nobody makes it."""
    helper, words = view.words[passive], view.words[clause.first : clause.last]
    if helper in view.language.copulas or is_past(view, helper) or verb.weak or verb.needs:
        return False
    if verb.act not in OWN_JUDGEMENTS or verb.polarity in ("content", "antecedent"):
        return False
    modal = _first_modal(view, clause, at)
    allowed = modal is None or view.language.signals["modal"].match(view.words[modal])
    clear = view.language.agent.isdisjoint(words) and not any(
        view.finite[k] for k in range(clause.first, clause.last) if k not in (passive, modal, at)
    )
    return bool(allowed) and clear and not is_asked(view, clause, passive)


def _shares_helper(view: SentenceView, clause: Clause) -> bool:
    """True for "… en het belang van Y benadrukt" behind "heb gepleit voor X"."""
    at = view.clauses.index(clause)
    if at == 0:
        return False
    if view.words[clause.first] not in view.language.words["coordinators"]:
        return False
    before = view.clauses[at - 1]
    have = view.language.words["have"]
    return any(view.words[k] in have for k in range(before.first, before.last))


def _seeming_passive(view: SentenceView, clause: Clause, at: int) -> int | None:
    """The finite verb of "bleek te worden gesteund": a passive that is no demand."""
    lists = view.language.words
    marked = any(
        view.words[k] in lists["passive"] and view.words[k - 1] in lists["infinitive_marker"]
        for k in range(max(clause.first + 1, at - 2), min(at + 3, clause.last))
    )
    if not marked:
        return None
    return next((k for k in range(clause.first, at) if view.words[k] in lists["seeming"]), None)


def _shares_passive(view: SentenceView, clause: Clause) -> bool:
    """True for "… maar door Y bekritiseerd" behind "werd door X verwelkomd"."""
    at = view.clauses.index(clause)
    if at == 0 or any(view.finite[clause.first : clause.last]):
        return False
    before, lists = view.clauses[at - 1], view.language.words
    return any(view.words[k] in lists["passive"] for k in range(before.first, before.last))


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


def _first_modal(view: SentenceView, clause: Clause, at: int) -> int | None:
    """The finite one of the modals of an infinitive: "zal" in "zal zich blijven inzetten"."""
    lists = view.language.words
    modal = _helper(view, clause, at, lists["modals"])
    while modal is not None and modal < at:
        earlier = _helper(view, clause, modal, lists["modals"])
        if earlier is None or earlier > modal:
            return modal
        between = view.words[earlier + 1 : modal]
        if any(word in lists["subordinators"] or word == "," for word in between):
            return modal
        modal = earlier
    return modal


def has_particle(view: SentenceView, clause: Clause, at: int, particle: str) -> bool:
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
        negated=not absorbs_negation(view, clause, verb)
        and is_negated(view, clause, finite, at, calling=verb.act in CALLS),
        future=helper in lists["future"]
        and (finite < at or (finite > at and view.words[at] not in lists["modals"])),
        past=is_past(view, helper) or (finite != at and helper in lists["have"]),
        standing=verb.standing,
        appendix=verb.appendix,
        others=verb.others,
        finite=finite,
    )


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
