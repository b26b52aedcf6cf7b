"""All stances of one sentence; knows no other sentence."""

from ingest.clauses import SentenceView
from ingest.gapping import fill_gaps
from ingest.negation import opens_complement
from ingest.phrases import phrase_stances, predicate_stances
from ingest.stance import Stance
from ingest.verbs import has_particle, verb_stances


def find_stances(view: SentenceView) -> list[Stance]:
    """All stances of a sentence in text order, before they are merged."""
    found: list[Stance] = []
    for clause in view.clauses:
        found += verb_stances(view, clause)
        found += predicate_stances(view, clause)
    phrases = list(phrase_stances(view, found))
    spoken = [(p.at, p.until) for p in phrases if p.subject is not None]
    found = [
        s for s in found if s.subject is not None or not any(a <= s.at <= b for a, b in spoken)
    ]
    spoken_in = {
        s.clause
        for s in (*found, *phrases)
        if (s.subject is not None or s.carried) and not s.rule.startswith("nominal.with-as")
    }
    found += [
        p
        for p in phrases
        if p.subject is not None or p.own or p.group is None or p.clause not in spoken_in
    ]
    found = fill_gaps(view, sorted(found, key=lambda stance: stance.at))
    found = [stance for stance in found if not _is_presupposed(view, stance, found)]
    return sorted(found, key=lambda stance: (stance.clause.first, stance.at))


def _is_presupposed(view: SentenceView, stance: Stance, all_found: list[Stance]) -> bool:
    """True for what the stance of another takes for granted: "juicht toe dat X kiest voor …"."""
    if stance.subject is None or stance.rule.startswith("nominal."):
        return False
    for other in all_found:
        if other.clause != stance.clause or other.at >= stance.at or other.polarity == "content":
            continue
        opened = any(opens_complement(view, k) for k in range(other.at + 1, stance.at))
        if opened and other.subject not in (None, stance.subject):
            return True
    return False


def loose_cues(view: SentenceView) -> tuple[str, ...]:
    """Rules of verbs of stance that occur in a sentence, whoever their subject may be."""
    found: list[str] = []
    for clause in view.clauses:
        text = view.text_of(clause.first, clause.last).lower()
        for at in range(clause.first, clause.last):
            for verb in view.language.verbs_by_form.get(view.words[at], ()):
                fits = verb.needs is None or verb.needs.search(text)
                whole = not verb.particle or has_particle(view, clause, at, verb.particle)
                acts = view.finite[at] or view.words[at] in verb.participles
                if fits and whole and acts and not verb.weak:
                    found.append(f"verb.{verb.id}")
                    break
    return tuple(dict.fromkeys(found))


def added_holders(view: SentenceView, stance: Stance) -> list[int]:
    """Detached additions that belong to the stance: "heeft, net als X, gesteund"."""
    clause = stance.clause
    start = view.tokens[clause.first - 1].end if clause.first else 0
    end = view.tokens[clause.last].start if clause.last < len(view.tokens) else len(view.text)
    inner = next(
        (
            view.tokens[k].start
            for k in range(stance.at + 1, clause.last)
            if opens_complement(view, k)
        ),
        end,
    )
    return [
        number
        for number, holder in enumerate(view.holders)
        if holder.detached and start <= holder.start < min(end, inner)
    ]
