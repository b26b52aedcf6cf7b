"""Stances of successive sentences to position claims: who exactly, and what is referred to."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.clauses import SentenceView
from ingest.confidence import confidence
from ingest.language import Language
from ingest.mentions import Atom, Holder, Kind, Part
from ingest.records import HolderSet
from ingest.stances import Stance, added_holders, find_stances, find_subject

FLIPPED = {
    "support": "oppose",
    "conditional-support": "oppose",
    "oppose": "support",
    "critical": "support",
    "neutral": "neutral",
}
CHAIR_ACTS = frozenset(("call-for", "stress", "propose", "support", "criticise"))
NO_CLAIM = {
    "procedure": "procedure, presentation or a question put: no stance",
    "third-country": "a third country is talked about; it does not sit at the table",
    "chair": "the chair sets the agenda; that is no stance of its own",
    "outcome": "an outcome of the Council without a vote is no position",
    "no-judgement": "what is said neither judges nor demands anything",
}
MIN_OBJECT = 3  # words; shorter ones ("zich daarbij") name nothing
MIN_PREDICATE = 8  # letters; "voor" and "tegen" alone judge nothing inside a statement
COARSE = {"conditional-support": "support", "critical": "oppose"}


@dataclass(frozen=True)
class Draft:
    """A claim before its target is linked; offsets are those of the sentence."""

    start: int
    end: int
    holders: HolderSet
    polarity: str
    act: str
    status: str
    verb: str
    target_text: str
    condition: str
    rules: tuple[str, ...]
    confidence: float
    anaphoric: bool
    refers_to: int | None = None
    addressees: tuple[str, ...] = ()
    own_target: bool = True  # the target names a thing, it does not only refer back
    judged: str = ""  # the words that a rejection is about, where they are told apart


@dataclass(frozen=True)
class Dropped:
    """A cue that gave no claim: the rule that fired and why nothing was made of it."""

    rule: str
    code: str
    message: str


@dataclass(frozen=True)
class Reading:
    """What a sentence gave: claims in text order, and cues that were read but dropped."""

    drafts: tuple[Draft, ...]
    dropped: tuple[Dropped, ...]


@dataclass
class Context:
    """What the sentences before have left behind; claims are counted over the whole document."""

    language: Language
    is_report: bool
    lists: dict[int, tuple[str, ...]] = field(default_factory=dict)
    members: int = 27
    participants: frozenset[str] = frozenset()
    link: Callable[[str], tuple[str, ...]] = lambda _: ()
    last: Draft | None = None
    last_index: int | None = None
    before_last: Draft | None = None
    count: int = 0
    sentences_since: int = 99
    group_before: HolderSet | None = None
    topic: HolderSet | None = None

    def start_section(self) -> None:
        """Forget holders and targets: nothing is carried over a heading."""
        self.last = self.last_index = self.before_last = self.group_before = None
        self.topic = None
        self.sentences_since = 99

    def remember(self, draft: Draft) -> None:
        """Take in a claim; its index is `last_index` afterwards."""
        self.before_last, self.last, self.last_index = self.last, draft, self.count
        self.count += 1
        self.sentences_since = 0


def read_sentence(view: SentenceView, context: Context, marks: Sequence[int]) -> Reading:
    """Claims of one sentence in text order, and why other cues gave none; updates the context.

    `marks` are the numbers of footnotes that the sentence cites; a counted group behind such a
    mark takes its names from the note.
    """
    context.sentences_since += 1
    drafts: list[Draft] = []
    dropped: list[Dropped] = []
    for stance in find_stances(view):
        draft = _draft(view, stance, context, drafts, marks)
        if isinstance(draft, Dropped):
            dropped.append(draft)
            continue
        at = _merge_with(drafts, draft, context, appended=stance.carried and stance.appendix)
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
    return Reading(tuple(drafts), tuple(dropped))


def _topic(view: SentenceView, context: Context, marks: Sequence[int]) -> HolderSet | None:
    """Who the sentence begins with, as what "zij" in the next one may stand for."""
    for holder in view.holders:
        if holder.detached or holder.governor in view.language.prepositions:
            continue
        if holder.first.kind is Kind.PRONOUN:
            return context.topic
        return combine([holder], view, context, marks)
    return None


# --- one stance ----------------------------------------------------------------------
def _draft(
    view: SentenceView,
    stance: Stance,
    context: Context,
    earlier: list[Draft],
    marks: Sequence[int],
) -> Draft | Dropped:
    signals = view.language.signals
    holders = _holders(view, stance, context, earlier, marks)
    if holders is None:
        message = f"{stance.verb!r}: who holds this stance is not said nearby"
        return Dropped(stance.rule, "holder-unresolved", message)
    reason = _is_no_claim(view, stance, holders, context)
    if reason is not None:
        return Dropped(stance.rule, reason, NO_CLAIM[reason])
    body = _body_text(view, stance)
    polarity = stance.polarity
    negated = stance.negated
    bodies = holders.group is None and all(code.startswith("body:") for code in holders.named)
    weak = stance.weak and (bodies or not stance.weak_bodies)
    refers_to = None
    anaphoric = signals["anaphor_first"].search(_clause_text(view, stance)) is not None
    if polarity == "antecedent":
        previous = earlier[-1] if earlier else context.last
        own_object = _own_object(view, stance, anaphoric)
        if own_object is not None:
            polarity = "critical" if signals["objection"].search(own_object) else "support"
        else:
            polarity = previous.polarity if previous is not None else "support"
            polarity = "support" if polarity == "neutral" else polarity
            if previous is not None and not earlier:
                refers_to = context.last_index
    elif polarity == "content":
        judged = judge(body, view.language)
        if judged is None and weak:
            return Dropped(stance.rule, "no-judgement", NO_CLAIM["no-judgement"])
        polarity = judged or "support"
        negated = negated and judged is None
    elif weak and judge(body, view.language) is None:
        return Dropped(stance.rule, "no-judgement", NO_CLAIM["no-judgement"])
    negative = any(atom.negative for atom in _subject_atoms(view, stance))
    if negated != negative:
        polarity = FLIPPED[polarity]
    condition = _condition(view, stance)
    if polarity == "support" and condition and signals["strict_conditions"].search(condition):
        polarity = "conditional-support"
    target = (
        view.text[view.tokens[stance.target[0]].start : view.tokens[stance.target[1] - 1].end]
        if stance.target[0] < stance.target[1]
        else ""
    )
    first, last = view.tokens[stance.clause.first], view.tokens[stance.clause.last - 1]
    if (anaphoric or signals["anaphor_first"].search(target)) and refers_to is None and not earlier:
        refers_to = context.last_index
        anaphoric = True
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
        _names_thing(view, target, refers_to),
        _rejected(view, stance, polarity),
    )


def _resolutions(
    view: SentenceView, stance: Stance, holders: HolderSet, negated: bool
) -> tuple[str, ...]:
    """What had to be resolved besides the stance; each is a rule with its own reliability."""
    found = []
    if stance.carried:
        found.append("holder.carried")
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


def _names_thing(view: SentenceView, target: str, refers_to: int | None) -> bool:
    """True if the target has words of its own besides what it refers back to."""
    if refers_to is None:
        return True
    signals = view.language.signals
    refers = signals["anaphor_first"].search(target) or signals["anaphor_word"].search(target)
    return refers is None and len(target.split()) > MIN_OBJECT


def _rejected(view: SentenceView, stance: Stance, polarity: str) -> str:
    """What a rejection inside a statement is about: "… te vroeg is voor nieuwe regels"."""
    if stance.polarity != "content" or polarity not in ("oppose", "critical"):
        return ""
    match = view.language.signals["content_rejecting"].search(_body_text(view, stance))
    return _body_text(view, stance)[match.start() :] if match else ""


def _own_object(view: SentenceView, stance: Stance, anaphoric: bool) -> str | None:
    """What is joined, if it is a thing of its own ("schaarde zich achter het plan")."""
    start, end = stance.target
    words = view.text[view.tokens[start].start : view.tokens[end - 1].end] if start < end else ""
    refers = anaphoric or view.language.signals["anaphor_first"].search(words) is not None
    refers = refers or view.language.signals["anaphor_word"].search(words) is not None
    names = any(view.holder_at(k) is not None for k in range(start, end))
    if refers or names or len(words.split()) < MIN_OBJECT or stance.passive:
        return None
    return words


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


def _body_text(view: SentenceView, stance: Stance) -> str:
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
    return text if judge(text, view.language) is not None else _clause_text(view, stance)


def _clause_text(view: SentenceView, stance: Stance) -> str:
    return view.text[
        view.tokens[stance.clause.first].start : view.tokens[stance.clause.last - 1].end
    ]


def judge(text: str, language: Language) -> str | None:
    """Polarity of what is said: oppose, critical or support; None if it judges nothing.

    A rejection outweighs a demand ("moet eerst worden uitgevoerd, het is te vroeg voor meer"); a
    demand outweighs the evil that it names ("moeten de risico's wegnemen").
    """
    signals = language.signals
    if signals["content_approving"].search(text):
        return "support"
    if signals["content_rejecting"].search(text):
        return "oppose"
    inner = _inner_stance(text, language)
    if inner is not None:
        return inner
    for phrase in language.phrases:
        if phrase.kind == "predicate" and phrase.polarity in ("support", "oppose", "critical"):
            match = phrase.pattern.search(text)
            if match and len(match.group()) >= MIN_PREDICATE:
                return phrase.polarity
    negative = signals["content_negative"].search(text)
    demand = signals["content_demand"].search(text)
    if negative and not (demand and demand.start() < negative.start()):
        return "critical"
    if demand or signals["content_positive"].search(text):
        return "support"
    return None


def _inner_stance(text: str, language: Language) -> str | None:
    """Polarity of an infinitive of stance in a statement: "gaf aan het plan te betwijfelen"."""
    words = text.lower().split()
    denied = language.signals["negation"].search(text) is not None
    for word in words[words.index("dat") + 1 :] if "dat" in words else ():
        for verb in language.verbs_by_form.get(word.strip(".,;"), ()):
            fits = verb.needs is None or verb.needs.search(text.lower())
            if verb.polarity in ("oppose", "critical") and not verb.particle and fits:
                return FLIPPED[verb.polarity] if denied else verb.polarity
    markers = language.words["infinitive_marker"] | language.words["modals"]
    for before, word in pairwise(words):
        if before not in markers:
            continue
        for verb in language.verbs_by_form.get(word.strip(".,;"), ()):
            fixed = verb.polarity in FLIPPED
            if fixed and (verb.needs is None or verb.needs.search(text.lower())):
                return FLIPPED[verb.polarity] if denied else verb.polarity
    return None


def _is_no_claim(
    view: SentenceView, stance: Stance, holders: HolderSet, context: Context
) -> str | None:
    """Why a stance is no claim (a key of NO_CLAIM); None if it is one."""
    signals = view.language.signals
    text = _clause_text(view, stance)
    if signals["no_claim"].search(text):
        return "procedure"
    states = [code for code in holders.named if not code.startswith("body:")]
    if states and context.participants and not context.participants & set(holders.named):
        return "third-country"
    if holders.named == ("body:PRES",) and holders.group is None:
        chairs = not context.is_report or stance.act not in CHAIR_ACTS
        return "chair" if chairs or signals["chairing"].search(text) else None
    if holders.named == ("body:COUNCIL",):
        voted = signals["vote"].search(text) and (
            signals["expected"].search(view.text) or holders.group or stance.future
        )
        return None if voted else "outcome"
    return None


def _status(view: SentenceView, stance: Stance, holders: HolderSet, context: Context) -> str:
    signals = view.language.signals
    own = holders.named == (view.language.reporter,) and (holders.group is None or holders.joined)
    if signals["expected"].search(view.text) and not own:
        return "expected"
    if stance.modality is not None:
        return stance.modality
    if stance.future or signals["planned"].search(_clause_text(view, stance)):
        return "planned" if own else "expected"
    if stance.past or not own or (context.is_report and not stance.standing):
        return "stated"
    return "standing"


def _condition(view: SentenceView, stance: Stance) -> str:
    start = view.tokens[stance.clause.first].start
    match = view.language.signals["conditions"].search(view.text, start)
    return view.text[match.start() :].strip(" .;") if match else ""


# --- who -----------------------------------------------------------------------------
def _subject_atoms(view: SentenceView, stance: Stance) -> list[Atom]:
    return [] if stance.subject is None else [a for _, a in view.holders[stance.subject].parts]


def _holders(
    view: SentenceView,
    stance: Stance,
    context: Context,
    earlier: list[Draft],
    marks: Sequence[int],
) -> HolderSet | None:
    if stance.carried:
        return earlier[-1].holders if earlier else None
    phrases = [] if stance.subject is None else [view.holders[stance.subject]]
    if not phrases and stance.own:
        return HolderSet((view.language.reporter,), phrase=_phrase_of(view, stance))
    if not phrases and stance.group is not None:
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
        phrase = view.text[phrases[0].start : phrases[0].end]
        previous = earlier[-1] if earlier else context.last
        if not earlier and context.topic is not None:
            return replace(context.topic, phrase=phrase)
        if previous is None or context.sentences_since > 2:
            return None
        return replace(previous.holders, phrase=phrase)
    if not phrases:
        return None
    result = combine(phrases, view, context, marks)
    broad = view.language.signals["broad"].search(stance.verb) is not None
    if broad and result.quantifier == "unspecified" and not result.named:
        result = replace(result, quantifier="consensus")
    if stance.group is not None and result.quantifier in (None, "unspecified") and not result.named:
        result = replace(result, quantifier=stance.group)
    if (
        view.language.signals["alternative_part"].search(result.phrase)
        and result.quantifier == "part"
    ):
        result = replace(result, alternative=True)
    return result


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
    groups: list[Atom] = []
    joined = False
    for phrase in phrases:
        for part, atom in phrase.parts:
            if part is Part.EXCLUDED:
                excluded += atom.codes
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
            count += len(named)
        named += [code for code in listed if code not in named]
    if quantifier == "all" and excluded:
        quantifier, count = "exact", context.members - len(excluded)
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
    )


def _leading(groups: list[Atom]) -> Atom | None:
    """The group that counts: a quantified one before a bare plural."""
    for atom in groups:
        if atom.kind is Kind.GROUP:
            return atom
    return groups[0] if groups else None


# --- several stances of one sentence -------------------------------------------------
def _merge_with(
    drafts: list[Draft], draft: Draft, context: Context, *, appended: bool
) -> int | None:
    """The draft that says the same of the same holders: two verbs on one target are one claim."""
    for at, other in enumerate(drafts):
        if not other.holders.same_holders(draft.holders):
            continue
        if other.start == draft.start:  # one clause, one stance: the first cue leads
            return at
        if COARSE.get(other.polarity, other.polarity) == COARSE.get(
            draft.polarity, draft.polarity
        ) and (appended or _one_target(other, draft, context)):
            return at
    return None


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
    return replace(
        first,
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


def _carried(view: SentenceView, context: Context) -> Draft | None:
    """A demand without a holder, right behind a claim of one named holder, is that holder's."""
    last, signals = context.last, view.language.signals
    if (
        last is None
        or context.sentences_since > 1
        or last.holders.group is not None
        or len(last.holders.named) != 1
        or last.status == "expected"
    ):
        return None
    subjects = (
        find_subject(view, clause, at)
        for clause in view.clauses
        for at in range(clause.first, clause.last)
        if view.finite[at]
    )
    if any(subject is not None for subject in subjects):
        return None
    if not signals["deontic"].search(view.text) or signals["no_claim"].search(view.text):
        return None
    if not re.match(r"[A-ZÀ-Ý]", view.text):
        return None
    return Draft(
        0,
        len(view.text),
        last.holders,
        "support",
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
