"""Who holds a stance: a subject phrase and its additions as one holder set."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.clauses import Clause, SentenceView
from ingest.context import Context, Draft
from ingest.mentions import Atom, Holder, Kind, Part
from ingest.records import HolderSet
from ingest.stance import Stance
from ingest.stances import added_holders
from ingest.subjects import find_subject, is_free

# Signals of how many of a bare group hold something, and the quantifier that each stands for.
SPREADS = (("mostly", "majority"), ("as_one", "consensus"))


def resolve_holders(
    view: SentenceView,
    stance: Stance,
    context: Context,
    earlier: list[Draft],
    marks: Sequence[int],
) -> HolderSet | None:
    """Who holds a stance; None if nobody that is known nearby does."""
    if stance.carried:
        if not earlier:
            return _subject_before(view, stance, context, marks)
        silent = _silent_subject(view, stance, earlier)
        if silent is not None:
            return combine([silent], view, context, marks)
        subjects = (d.holders for d in reversed(earlier) if not d.rules[0].startswith("nominal."))
        return next(subjects, earlier[-1].holders)
    phrases = [] if stance.subject is None else [view.holders[stance.subject]]
    if stance.unsaid and not _reporter_speaks(view, stance, context, earlier):
        return None
    if not phrases and (stance.own or stance.unsaid):
        return HolderSet((view.language.reporter,), phrase=_phrase_of(view, stance))
    if not phrases and stance.holder:
        return HolderSet((stance.holder,), stance.group, phrase=_phrase_of(view, stance))
    if not phrases and stance.group is not None:
        reserves = view.language.signals["own_reserve"].match(view.text) is not None
        if reserves and not earlier and _reporter_speaks(view, stance, context, earlier):
            return HolderSet((view.language.reporter,), phrase=_phrase_of(view, stance))
        among = _reporter_inside(view, stance)
        return HolderSet(quantifier=stance.group, named=among, phrase=_phrase_of(view, stance))
    counted = phrases[0].first.quantifier is not None if phrases else False
    phrases += [
        view.holders[n]
        for n in added_holders(view, stance)
        if counted or view.holders[n].parts[0][0] is not Part.INCLUDED
    ]
    if phrases and phrases[0].first.codes == ("body:COUNCIL",):
        phrases += _majority_of_council(view, stance)
    if phrases and phrases[0].first.kind is Kind.PRONOUN:
        return _meant(view, phrases[0], stance, context, earlier)
    if not phrases:
        return None
    result = combine(phrases, view, context, marks)
    if result.quantifier == "exact" and not result.named:
        result = replace(result, named=_in_brackets(view, phrases[0], result.count or 0))
    unanimous = view.language.signals["unanimous"].search(view.text) is not None
    if unanimous and result.quantifier == "unspecified" and not result.named:
        result = replace(result, quantifier="all")
    if result.named == ("body:COUNCIL",) and result.quantifier is None and unanimous:
        result = replace(result, quantifier="all")
    broad = view.language.signals["broad"].search(stance.verb) is not None
    if broad and result.quantifier == "unspecified" and not result.named:
        result = replace(result, quantifier="consensus")
    result = _spread(result, view)
    if stance.group is not None and result.quantifier in (None, "unspecified") and not result.named:
        result = replace(result, quantifier=stance.group)
    if (
        view.language.signals["alternative_part"].search(result.phrase)
        and result.quantifier == "part"
    ):
        result = replace(result, alternative=True)
    return result


def _reporter_speaks(
    view: SentenceView, stance: Stance, context: Context, earlier: list[Draft]
) -> bool:
    """True right behind a claim of the reporting government alone, in a paper that looks ahead."""
    last = earlier[-1] if earlier else context.last
    if last is None or context.is_report or (not earlier and context.sentences_since > 1):
        return False
    before = range(stance.clause.first, stance.at)
    others = any(view.holder_at(k) is not None for k in before)
    own = last.holders.named == (view.language.reporter,) and last.holders.group is None
    return own and not others


def _subject_before(
    view: SentenceView, stance: Stance, context: Context, marks: Sequence[int]
) -> HolderSet | None:
    """The subject of the clause before, which takes no stance itself: "… verwacht en riep op"."""
    before = [clause for clause in view.clauses if clause.last <= stance.clause.first]
    for clause in reversed(before):
        for finite in range(clause.first, clause.last):
            if view.finite[finite]:
                number = find_subject(view, clause, finite)
                if number is None:
                    continue
                holder = view.holders[number]
                if holder.first.kind is Kind.PRONOUN:
                    return _meant(view, holder, stance, context, [])
                return combine([holder], view, context, marks)
        opening = _opening_holder(view, clause)
        if opening is not None:
            return combine([opening], view, context, marks)
    return None


def _silent_subject(view: SentenceView, stance: Stance, earlier: list[Draft]) -> Holder | None:
    """The holder of the clause before, if that took no stance: "…; X haakte in en steunt"."""
    at = view.clauses.index(stance.clause) if stance.clause in view.clauses else 0
    if at == 0 or view.clauses[at - 1].relative:
        return None
    before = view.clauses[at - 1]
    start, end = view.tokens[before.first].start, view.tokens[before.last - 1].end
    if any(draft.start < end and draft.end > start for draft in earlier):
        return None
    return _opening_holder(view, before)


def _opening_holder(view: SentenceView, clause: Clause) -> Holder | None:
    """The holder that opens a clause before a verb that nobody listed: "X schetste de stand …"."""
    number = view.holder_at(clause.first)
    if number is None or clause.first + 1 >= clause.last or not is_free(view, number):
        return None
    following = view.words[clause.first + 1]
    verbal = following.isalpha() and following not in view.language.prepositions
    holder = view.holders[number]
    return holder if verbal and holder.first.kind is not Kind.PRONOUN else None


def _in_brackets(view: SentenceView, group: Holder, count: int) -> tuple[str, ...]:
    """The names of a counted group that stand behind its verb: "vier stemden tegen (Polen, …)"."""
    for holder in view.holders:
        between = view.text[group.end : holder.start]
        codes = tuple(code for _, atom in holder.parts for code in atom.codes)
        if holder.start > group.end and re.search(r"^[^(;.,]{0,120}\($", between):
            return codes if len(codes) == count else ()
    return ()


def mentioned(view: SentenceView, context: Context, marks: Sequence[int]) -> tuple[HolderSet, ...]:
    """The holder phrases of a sentence, in text order; what a pronoun in the next may mean."""
    return tuple(
        combine([holder], view, context, marks)
        for holder in view.holders
        if holder.first.kind is not Kind.PRONOUN
    )


def _meant(
    view: SentenceView, pronoun: Holder, stance: Stance, context: Context, earlier: list[Draft]
) -> HolderSet | None:
    """Whom a pronoun means: a holder nearby that agrees with it in number; None if none does."""
    signals = view.language.signals
    phrase = view.text[pronoun.start : pronoun.end]
    count = signals["counted_pronoun"].search(phrase)
    number = view.language.numbers.get(count.group("number").lower()) if count else None
    if signals["last_named"].search(phrase):
        here = [combine([h], view, context, ()) for h in view.holders if h.end <= pronoun.start]
        names = [holders for holders in (*context.mentioned, *here) if holders.named]
        last = names[-1] if names else None
        return replace(last, named=last.named[-1:], phrase=phrase) if last is not None else None
    near = [
        combine([holder], view, context, ())
        for holder in reversed(view.holders)
        if holder.end <= pronoun.start and holder.first.kind is not Kind.PRONOUN
    ]
    near += [draft.holders for draft in reversed(earlier)]
    if not earlier and context.topic is not None:
        near.append(context.topic)
    if context.last is not None and context.last.holders.joined and context.sentences_since == 1:
        near.append(context.last.holders)
    near += reversed(context.mentioned)
    if context.last is not None and context.sentences_since <= 2:
        near.append(context.last.holders)
    plural = signals["plural_pronoun"].search(phrase) is not None or (
        signals["either_pronoun"].search(phrase) is not None
        and view.words[_verb_behind(view, pronoun, stance)].endswith("n")
    )
    for holders in near:
        several = len(holders.named) > 1 or holders.group is not None
        if several == plural and (number is None or len(holders.named) == number):
            return replace(holders, phrase=phrase)
    return None


def _verb_behind(view: SentenceView, pronoun: Holder, stance: Stance) -> int:
    """The finite verb that is nearest to the pronoun."""
    place = next(k for k in range(len(view.words)) if view.tokens[k].end >= pronoun.end)
    verbs = [k for k in range(len(view.words)) if view.finite[k]]
    return min(verbs, key=lambda k: abs(k - place), default=stance.at)


def subject_atoms(view: SentenceView, stance: Stance) -> list[Atom]:
    """The atoms of the stance's subject; [] if it has none."""
    return [] if stance.subject is None else [a for _, a in view.holders[stance.subject].parts]


def _majority_of_council(view: SentenceView, stance: Stance) -> list[Holder]:
    """The majority with which the Council is to vote: "zal … met een meerderheid aanvaarden"."""
    found = []
    for at in range(stance.clause.first, stance.clause.last):
        number = view.holder_at(at)
        if number is not None and view.holders[number].governor in view.language.companion:
            found.append(view.holders[number])
    return [holder for holder in found if holder.first.kind is Kind.GROUP]


def _reporter_inside(view: SentenceView, stance: Stance) -> tuple[str, ...]:
    """Named holders that stand as an addition beside an impersonal phrase."""
    named: list[str] = []
    for number in added_holders(view, stance):
        for atom in view.holders[number].atoms(Part.INCLUDED, Part.JOINED):
            named += [code for code in atom.codes if code not in named]
    return tuple(named)


def _phrase_of(view: SentenceView, stance: Stance) -> str:
    """The words that stand for an unnamed group: "brede consensus", "werd er gewezen"."""
    broad = view.language.signals["broad"].search(stance.verb)
    return stance.verb[broad.start() :] if broad else stance.verb


def combine(
    phrases: Sequence[Holder],
    view: SentenceView,
    context: Context,
    marks: Sequence[int],
) -> HolderSet:
    """One holder set of a subject phrase and its additions.

    "Nederland, net als een meerderheid" names NLD beside a group; "een meerderheid, waaronder
    Nederland" names NLD inside it. A bloc spelled by its name gives its members.
    """
    named: list[str] = []
    excluded: list[str] = []
    left_out = 0
    groups: list[Atom] = []
    joined = False
    inside: set[str] = set()  # names of "elf andere lidstaten, waaronder Malta": of the eleven
    for phrase in phrases:
        for part, atom in phrase.parts:
            if part is Part.INCLUDED and groups:
                inside |= set(atom.codes)
            if part is Part.EXCLUDED:
                excluded += atom.codes
                left_out += atom.count or 0
            elif atom.quantifier is not None:
                groups.append(atom)
                joined = joined or part is Part.JOINED or bool(named and part is Part.CORE)
            else:
                joined = joined or (part is Part.JOINED and bool(groups))
                named += [code for code in atom.codes if code not in named]
    group = _leading(groups)
    count = group.count if group else None
    quantifier = group.quantifier if group else None
    if quantifier == "exact" and group is not None and count is not None:
        lists = context.lists
        listed = next((lists[m] for m in marks if len(lists.get(m, ())) >= count), ())
        if group.other:
            count += sum(code not in inside for code in named)
        named += [code for code in listed if code not in named]
    whole = quantifier == "all" or (
        quantifier == "unspecified" and _is_whole(groups, phrases, view)
    )
    if whole and (excluded or left_out):
        quantifier, count = "exact", context.members - len(excluded) - left_out
    text = " ".join(view.text[p.start : p.end].strip(" ,()") for p in phrases)
    return HolderSet(
        tuple(code for code in named if code not in excluded),
        quantifier,
        count,
        tuple(excluded),
        any(atom.other for atom in groups),
        joined,
        False,
        text,
        group.margin if group and quantifier == "exact" else None,
    )


def _spread(holders: HolderSet, view: SentenceView) -> HolderSet:
    """How many of a bare group the sentence says: "in meerderheid", "eensgezind"."""
    if holders.quantifier != "unspecified" or holders.named:
        return holders
    for signal, quantifier in SPREADS:
        if view.language.signals[signal].search(view.text) is not None:
            return replace(holders, quantifier=quantifier)
    return holders


def _is_whole(groups: list[Atom], phrases: Sequence[Holder], view: SentenceView) -> bool:
    """True for "de lidstaten" in "op Malta na steunen de lidstaten …": all of them are meant."""
    whole = view.language.signals["whole_group"]
    return len(groups) == 1 and any(
        whole.search(view.text[phrase.start : phrase.end].strip(" ,()")) for phrase in phrases
    )


def _leading(groups: list[Atom]) -> Atom | None:
    """The group that counts: a quantified one before a bare plural."""
    for atom in groups:
        if atom.kind is Kind.GROUP:
            return atom
    return groups[0] if groups else None
