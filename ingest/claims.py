"""Stances of successive sentences to position claims: who exactly, and what is referred to."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.about import (
    backs_a_holder,
    body_text,
    clause_text,
    front_words,
    names_thing,
    own_object,
    own_words,
    rejected,
    taken_up,
)
from ingest.clauses import SentenceView
from ingest.confidence import confidence
from ingest.context import Context, Draft, Dropped, Reading
from ingest.holding import combine, mentioned, resolve_holders, subject_atoms
from ingest.judging import COARSE, FLIPPED, judge
from ingest.mentions import Kind, Part
from ingest.records import HolderSet
from ingest.stance import Stance
from ingest.stances import added_holders, find_stances
from ingest.subjects import find_subject

SAYING = frozenset(("predicate.opinion",))  # "… en is van mening dat …"
WILLING = "verb.willen"
PROPOSING = ("verb.voorstel", "verb.kiezen-voor")  # what the author of a proposal does in it
CHAIR_ACTS = frozenset(("call-for", "stress", "propose", "support", "criticise"))
NO_CLAIM = {
    "procedure": "procedure, presentation or a question put: no stance",
    "history": "told of an earlier meeting: no stance at this one",
    "supposed": "a condition supposes this stance; nobody is said to take it",
    "description": "what a proposal holds is described; that is no stance at the table",
    "third-country": "a third country is talked about; it does not sit at the table",
    "chair": "the chair sets the agenda; that is no stance of its own",
    "outcome": "an outcome of the Council without a vote is no position",
    "no-judgement": "what is said neither judges nor demands anything",
}
MIN_OBJECT = 3  # words; shorter ones ("zich daarbij") name nothing


def read_sentence(view: SentenceView, context: Context, marks: Sequence[int]) -> Reading:
    """Claims of one sentence in text order, and why other cues gave none; updates the context.

    `marks` are the numbers of footnotes that the sentence cites; a counted group behind such a
    mark takes its names from the note.
    """
    context.sentences_since += 1
    drafts: list[Draft] = []
    dropped: list[Dropped] = []
    for stance in _without_relayed(view, _without_grounds(view, find_stances(view))):
        draft = _draft(view, stance, context, drafts, marks)
        if isinstance(draft, Dropped):
            dropped.append(draft)
            continue
        at = _merge_with(drafts, draft, context, appended=_is_appended(view, stance))
        if at is None:
            drafts.append(draft)
        else:
            drafts[at] = _merged(drafts[at], draft)
    if not drafts:
        carried = _carried(view, context)
        drafts = [carried] if carried is not None else []
    drafts = _spread(view, drafts)
    for draft in drafts:
        context.remember(draft)
    context.topic = _topic(view, context, marks)
    context.mentioned = mentioned(view, context, marks)
    return Reading(tuple(drafts), tuple(dropped))


def _is_appended(view: SentenceView, stance: Stance) -> bool:
    """True for a predicate that goes on from the clause before without setting itself off."""
    if not (stance.carried and stance.appendix) or stance.rule in SAYING:
        return False
    if view.language.signals["own_predicate"].match(stance.verb):
        return False
    opening = view.words[stance.clause.first]
    return opening not in view.language.words["contrasts"]


def _without_grounds(view: SentenceView, stances: list[Stance]) -> list[Stance]:
    """The stances but those in a clause that says why: "omdat …" is no stance of its own."""
    grounds = view.language.words["grounds"]
    held = [stance for stance in stances if view.words[stance.clause.first] not in grounds]
    return held or stances


def _without_relayed(view: SentenceView, stances: list[Stance]) -> list[Stance]:
    """The stances but what only relays a group's: "De Commissie meldde dat drie lidstaten …"."""
    return [
        stance
        for stance in stances
        if stance.polarity != "content" or not any(_relays(view, stance, said) for said in stances)
    ]


def _relays(view: SentenceView, stance: Stance, said: Stance) -> bool:
    """True if `said` is the stance of a group in the complement of `stance`."""
    if said.subject is None or said.subject == stance.subject or said.passive:
        return False
    if view.holders[said.subject].first.kind is not Kind.GROUP:
        return False
    modal = view.words[said.finite] in view.language.words["modals"]
    for k in range(stance.at + 1, min(said.finite, stance.clause.last)):
        if view.words[k] in view.language.words["complement"]:
            follows = (view.holder_at(at) for at in range(k + 1, min(k + 3, said.finite)))
            return not modal and said.subject in follows
    return False


def _topic(view: SentenceView, context: Context, marks: Sequence[int]) -> HolderSet | None:
    """Who the sentence begins with, as what "zij" in the next one may stand for."""
    for holder in view.holders:
        if holder.detached or holder.governor in view.language.prepositions:
            continue
        if holder.first.kind is Kind.PRONOUN:
            return context.topic
        return combine([holder], view, context, marks)
    return None


def _draft(
    view: SentenceView,
    stance: Stance,
    context: Context,
    earlier: list[Draft],
    marks: Sequence[int],
) -> Draft | Dropped:
    signals = view.language.signals
    holders = resolve_holders(view, stance, context, earlier, marks)
    if holders is None:
        message = f"{stance.verb!r}: who holds this stance is not said nearby"
        return Dropped(stance.rule, "holder-unresolved", message)
    reason = _is_no_claim(view, stance, holders, context)
    if reason is not None:
        return Dropped(stance.rule, reason, NO_CLAIM[reason])
    body = body_text(view, stance)
    deniers = [atom for atom in subject_atoms(view, stance) if atom.negative]
    for atom in deniers:  # "geen lidstaat": it denies once, as the holder
        body = body.replace(view.text[atom.start : atom.end], "")
    polarity = "antecedent" if backs_a_holder(view, stance) else stance.polarity
    negated = stance.negated
    bodies = holders.group is None and all(code.startswith("body:") for code in holders.named)
    weak = stance.weak and (bodies or not stance.weak_bodies)
    refers_to = None
    anaphoric = signals["anaphor_first"].search(clause_text(view, stance)) is not None
    if polarity == "antecedent":
        joined = None if earlier else _joined_claim(view, stance, holders, context)
        previous = earlier[-1] if earlier else context.last
        previous, index = joined or (previous, context.last_index)
        thing = own_object(view, stance, anaphoric)
        if thing is not None:
            polarity = "critical" if signals["objection"].search(thing) else "support"
        else:
            polarity = previous.polarity if previous is not None else "support"
            if polarity == "neutral" and not stance.rule.startswith("nominal."):
                polarity = "support"
            worry = signals["objection"].search(own_words(view, stance.target))
            if worry is not None and COARSE.get(polarity, polarity) == "support":
                polarity = "critical"
            if previous is not None and not earlier:
                refers_to = index
    elif polarity == "contrary":
        previous = earlier[-1] if earlier else context.last
        near = previous is not None and (earlier or context.sentences_since == 1)
        opposed = previous is not None and COARSE.get(previous.polarity) == "oppose"
        opposed = opposed or (previous is not None and previous.polarity == "oppose")
        polarity = "support" if near and opposed else "oppose"
        refers_to = context.last_index if near and not earlier else None
    elif polarity == "content":
        judged = judge(body, view.language)
        if judged is None and weak and not (signals["modal"].search(body) and not bodies):
            return Dropped(stance.rule, "no-judgement", NO_CLAIM["no-judgement"])
        if judged == "critical" and stance.act == "call-for":
            judged = "support"  # "wil dat de Commissie knelpunten aanpakt": what is asked for
        polarity = judged or _taken_up_polarity(view, stance, context, earlier)
        said = judged is not None and stance.rule not in SAYING
        negated = negated and (not said or _denies_all_of_it(view, stance))
    elif weak and judge(body, view.language) is None:
        return Dropped(stance.rule, "no-judgement", NO_CLAIM["no-judgement"])
    if negated != bool(deniers):
        polarity = FLIPPED[polarity]
    condition = _condition(view, stance)
    if polarity == "support" and condition and signals["strict_conditions"].search(condition):
        polarity = "conditional-support"
    if polarity == "support" and (fronted := _condition_in_front(view, stance)):
        polarity, condition = "conditional-support", fronted
    target = own_words(view, stance.target)
    first, last = view.tokens[stance.clause.first], view.tokens[stance.clause.last - 1]
    if (anaphoric or signals["anaphor_first"].search(target)) and refers_to is None and not earlier:
        refers_to = context.last_index
        anaphoric = True
    if refers_to is None and not anaphoric:
        refers_to = taken_up(target, earlier, context)
    bare = signals["bare_objection"].match(target.strip(" ,"))
    if bare is not None and refers_to is None and not earlier and context.sentences_since == 1:
        refers_to, anaphoric, target = context.last_index, True, bare.group()
    return Draft(
        first.start,
        last.end,
        holders,
        polarity,
        stance.act if stance.modality is None else "announce",
        _status(view, stance, holders, context),
        stance.verb,
        target.strip(" ,;.()"),
        condition,
        (rules := (stance.rule, *_resolutions(view, stance, holders, negated))),
        confidence(rules),
        anaphoric,
        refers_to,
        _addressees(view, stance),
        names_thing(view, target, refers_to),
        refers_to is None
        and context.sentences_since > 1
        and signals["anaphor_word"].search(target) is not None,
        judged=rejected(view, stance, polarity),
        front=front_words(view, stance),
    )


def _denies_all_of_it(view: SentenceView, stance: Stance) -> bool:
    """True for "wil niet dat …": the denial stands right before the clause that it denies."""
    complement, denials = view.language.words["complement"], view.language.words["verb_denials"]
    behind = range(stance.at + 2, stance.clause.last)
    opened = next((k for k in behind if view.words[k] in complement), None)
    return opened is not None and view.words[opened - 1] in denials


def _joined_claim(
    view: SentenceView, stance: Stance, holders: HolderSet, context: Context
) -> tuple[Draft, int] | None:
    """The last claim of whom the stance joins by name: "Oostenrijk sloot zich aan bij Malta"."""
    for number, holder in enumerate(view.holders):
        [*codes] = holder.first.codes
        single = number != stance.subject and len(holder.parts) == 1 and len(codes) == 1
        if single and codes[0] not in holders.named and codes[0] in context.said_by:
            return context.said_by[codes[0]]
    return None


def _taken_up_polarity(
    view: SentenceView, stance: Stance, context: Context, earlier: list[Draft]
) -> str:
    """The polarity of what the sentence before said, if only that is taken up; else support."""
    last = context.last
    if last is None or earlier or context.sentences_since > 1 or last.polarity == "neutral":
        return "support"
    refers = view.language.signals["anaphor_word"].search(clause_text(view, stance))
    return last.polarity if refers is not None else "support"


def _resolutions(
    view: SentenceView, stance: Stance, holders: HolderSet, negated: bool
) -> tuple[str, ...]:
    """What had to be resolved besides the stance; each is a rule with its own reliability."""
    found = []
    if stance.carried:
        found.append("holder.carried")
    if stance.gapped:
        found.append("holder.gapped")
    if stance.subject is not None and view.holders[stance.subject].first.kind is Kind.PRONOUN:
        found.append("holder.pronoun")
    if holders.quantifier == "exact":
        found.append("holder.counted")
    if added_holders(view, stance):
        found.append("holder.addition")
    if stance.polarity in ("antecedent", "content"):
        found.append(f"polarity.{stance.polarity}")
    if negated:
        found.append("polarity.negated")
    return tuple(found)


def _addressees(view: SentenceView, stance: Stance) -> tuple[str, ...]:
    """EU bodies that a call is put to: "roept de Commissie op"."""
    if stance.act not in ("call-for", "propose"):
        return ()
    found: list[str] = []
    for at in range(stance.clause.first, stance.clause.last):
        number = view.holder_at(at)
        if number is None or number == stance.subject:
            continue
        holder = view.holders[number]
        if holder.governor not in view.language.prepositions or holder.governor in ("aan", "bij"):
            found += [c for a in holder.atoms(Part.CORE) for c in a.codes if c.startswith("body:")]
    return tuple(dict.fromkeys(found))


def _is_no_claim(
    view: SentenceView, stance: Stance, holders: HolderSet, context: Context
) -> str | None:
    """Why a stance is no claim (a key of NO_CLAIM); None if it is one."""
    signals = view.language.signals
    text = clause_text(view, stance)
    if signals["no_claim"].search(text):
        return "procedure"
    if signals["members"].search(view.text):
        return "procedure"
    if context.is_report and signals["history"].search(view.text):
        return "history"
    if _is_supposed(view, stance) or signals["open_question"].search(view.text):
        return "supposed"
    if _is_said_by_paper(view, stance, holders):
        return "description"
    if stance.others and view.language.reporter in holders.named:
        return "procedure"
    states = [code for code in holders.named if not code.startswith("body:")]
    at_table = signals["at_table"].search(holders.phrase) is not None
    absent = context.participants and not context.participants & set(holders.named)
    if states and absent and not at_table:
        return "third-country"
    if holders.named == ("body:PRES",) and holders.group is None:
        chairs = not context.is_report or stance.act not in CHAIR_ACTS
        return "chair" if chairs or signals["chairing"].search(text) else None
    if context.describes and holders.named in (("body:COM",), ()):
        return "description"
    if holders.named == ("body:COM",) and stance.rule.startswith(PROPOSING):
        return None if context.is_report else "description"
    if holders.named == ("body:COM",) and signals["by_paper"].search(view.text):
        return "description"
    if holders.named == ("body:COM",) and stance.rule == "nominal.according-to":
        return None if context.is_report else "description"
    if holders.named == ("body:COUNCIL",):
        voted = signals["vote"].search(text) and (
            signals["expected"].search(view.text) or holders.group or stance.future
        )
        return None if voted else "outcome"
    return None


def _is_said_by_paper(view: SentenceView, stance: Stance, holders: HolderSet) -> bool:
    """True for "Daarin wordt opgeroepen tot …": a paper says so, and nobody is named for it."""
    nobody = stance.subject is None and not stance.carried and not holders.named
    unsaid = stance.passive and holders.quantifier == "unspecified"
    return nobody and unsaid and view.language.signals["in_a_paper"].search(view.text) is not None


def _is_supposed(view: SentenceView, stance: Stance) -> bool:
    """True for the stance inside a condition: "mits het Parlement daarmee kan instemmen"."""
    supposed = view.language.signals["supposing"]
    if stance.subject is None:
        return view.language.signals["supposed_within"].search(stance.verb) is not None
    asks = view.finite[0] and view.words[0] not in view.language.prepositions
    if stance.clause.first == 0 and asks and view.holder_at(1) == stance.subject:
        return view.tokens[0].start == _opening(view)  # "Gaat Malta akkoord, dan …"
    start = view.tokens[stance.clause.first].start
    place = view.holders[stance.subject].start
    said = view.text[start:place].lower()
    before = supposed.search(said) or _compares_not(view, stance, said)
    return before is not None and not any(
        view.finite[k]
        for k in range(stance.clause.first, stance.clause.last)
        if start + before.end() <= view.tokens[k].start < place
    )


def _compares_not(view: SentenceView, stance: Stance, said: str) -> re.Match[str] | None:
    """The "als" of "er komt een akkoord als Malta instemt", not that of "landen als Malta"."""
    found = view.language.signals["supposing_late"].search(said)
    first = stance.clause.first
    if found is None or not found.start():
        return found
    at = view.tokens[first].start + found.start()
    clause = range(first, stance.clause.last)
    return found if any(view.finite[k] and view.tokens[k].start < at for k in clause) else None


def _opening(view: SentenceView) -> int:
    """Where the first word of the sentence stands; an addition in front is one: "Net als X, …"."""
    return next(found.start() for found in re.finditer(r"\w", view.text))


def _status(view: SentenceView, stance: Stance, holders: HolderSet, context: Context) -> str:
    signals = view.language.signals
    own = holders.named == (view.language.reporter,) and (holders.group is None or holders.joined)
    if signals["expected"].search(view.text, 0, _end_of_stance(view, stance)) and not own:
        return "expected"
    if stance.modality is not None:
        return stance.modality
    if stance.future or signals["planned"].search(clause_text(view, stance)):
        return "planned" if own else "expected"
    if stance.past or not own or (context.is_report and not stance.standing):
        return "stated"
    return "standing"


def _end_of_stance(view: SentenceView, stance: Stance) -> int:
    """Where another statement begins: "X hecht hieraan en zal naar verwachting …"."""
    for clause in view.clauses:
        joined = view.words[clause.first] in view.language.words["coordinators"]
        if joined and clause.first >= stance.clause.last:
            return view.tokens[clause.first].start
    return len(view.text)


def _condition(view: SentenceView, stance: Stance) -> str:
    start = view.tokens[stance.clause.first].start
    match = view.language.signals["conditions"].search(view.text, start)
    return view.text[match.start() :].strip(" .;") if match else ""


def _condition_in_front(view: SentenceView, stance: Stance) -> str:
    """The condition of "Indien de tekst wordt aangepast, kan Malta instemmen"; "" if none is.

    Only a stance that agrees to something, with a modal: "… , pleit Malta voor uitstel" is meant
    as it stands.
    """
    found = view.language.signals["fronted_condition"].match(view.text)
    modal = view.words[stance.finite] in view.language.words["modals"]
    if found is None or stance.act != "support" or not modal:
        return ""
    within = (k for k, token in enumerate(view.tokens) if token.end <= found.end())
    holds_verb = any(view.finite[k] for k in within)
    behind = view.tokens[stance.finite].start >= found.end()
    return found.group().strip(" ,") if holds_verb and behind else ""


def _merge_with(
    drafts: list[Draft], draft: Draft, context: Context, *, appended: bool
) -> int | None:
    """The draft that says the same of the same holders: two verbs on one target are one claim."""
    for at, other in enumerate(drafts):
        if _both_unheld(other, draft):
            return at
        if not other.holders.same_holders(draft.holders):
            continue
        if other.start == draft.start:  # one clause, one stance: the first cue leads
            return at
        if COARSE.get(other.polarity, other.polarity) == COARSE.get(
            draft.polarity, draft.polarity
        ) and (appended or _one_target(other, draft, context)):
            return at
    return None


def _both_unheld(first: Draft, second: Draft) -> bool:
    """True for two phrases of one clause that name nobody, one of them impersonal: one claim."""
    unnamed = not first.holders.named and not second.holders.named
    one_place = first.start == second.start and first.end == second.end
    impersonal = [d.rules[0].startswith("impersonal.") for d in (first, second)]
    vague = second.holders.quantifier == "unspecified" and "polarity.content" not in second.rules
    return unnamed and one_place and (all(impersonal) or (impersonal[0] and vague))


def _one_target(first: Draft, second: Draft, context: Context) -> bool:
    """True if two stances of one sentence are about one thing, as far as the issues tell.

    Where no issue is known for either, each verb with an object of its own is a claim.
    """
    if len(second.target_text.split()) < 2:
        return True
    mine, theirs = context.link(first.target_text), context.link(second.target_text)
    if mine:
        return not theirs or bool(set(mine) & set(theirs))
    return False


def _merged(first: Draft, second: Draft) -> Draft:
    willed = first.rules[0] == WILLING and second.rules[0].startswith("verb.")
    leads = willed and second.verb.endswith("en") and "polarity.content" not in second.rules
    return replace(
        first,
        polarity=second.polarity if leads else first.polarity,  # "wilde de tekst blokkeren"
        end=max(first.end, second.end),
        start=min(first.start, second.start),
        rules=(rules := tuple(dict.fromkeys((*first.rules, *second.rules)))),
        confidence=confidence(rules),
        condition=first.condition or second.condition,
        status=second.status if "predicate.intention" in second.rules else first.status,
        target_text=first.target_text or second.target_text,
    )


def _spread(view: SentenceView, drafts: list[Draft]) -> list[Draft]:
    """The evidence of a sentence's only claim is the whole sentence."""
    if len(drafts) == 1:
        return [replace(drafts[0], start=0, end=len(view.text))]
    return drafts


def _has_signal(view: SentenceView, *keys: str | None) -> bool:
    signals = view.language.signals
    return any(key is not None and signals[key].search(view.text) is not None for key in keys)


def _carried(view: SentenceView, context: Context) -> Draft | None:
    """A demand or reproach without a holder, right behind a claim of one holder, is its own."""
    last, signals = context.last, view.language.signals
    if (
        last is None
        or context.sentences_since > 1
        or last.holders.group is not None
        or len(last.holders.named) != 1
        or last.status == "expected"
    ):
        return None
    opened = view.language.words["subordinators"] | view.language.words["relatives"]
    main = next((k for k, word in enumerate(view.words) if k and word in opened), len(view.words))
    subjects = (
        find_subject(view, clause, at)
        for clause in view.clauses
        for at in range(clause.first, min(clause.last, main))
        if view.finite[at]
    )
    if any(subject is not None for subject in subjects):
        return None
    own = not context.is_report and last.holders.named == (view.language.reporter,)
    too_far = _has_signal(view, "too_far", "own_negative" if own else None)
    demands = _has_signal(view, "deontic", "own_positive" if own else None)
    if not (demands or too_far) or signals["no_claim"].search(view.text):
        return None
    if not re.match(r"[A-ZÀ-Ý]", view.text):
        return None
    return Draft(
        0,
        len(view.text),
        last.holders,
        "critical" if too_far else "support",
        "state",
        last.status if last.status != "planned" else "standing",
        "",
        view.text.strip(" ."),
        "",
        ("carried.deontic",),
        confidence(("carried.deontic",)),
        signals["anaphor_first"].search(view.text) is not None,
        context.last_index if signals["anaphor_first"].search(view.text) else None,
    )
