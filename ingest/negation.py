"""Whether a stance itself is negated, or only what is asked for."""

from ingest.clauses import Clause, SentenceView
from ingest.judging import holds_negation
from ingest.language import Verb

FINITE_WITHIN = 5  # tokens behind "en" in which the verb of another sentence stands


def is_negated(
    view: SentenceView, clause: Clause, finite: int, at: int, *, calling: bool = False
) -> bool:
    """True if the stance itself is negated; a negation inside what is asked for does not count.

    What a call (`calling`) asks not to do is asked for: "drong erop aan de norm niet te verlagen".
    """
    last = clause.last
    if finite == clause.first + 1 and view.words[clause.first] in view.language.words["fronted"]:
        return True
    for k in range(max(finite, clause.first) + 1, clause.last):
        if k > at and (
            (opens_complement(view, k) and not _points(view, clause, k))
            or _opens_sentence(view, k)
            or (
                view.words[k] in view.language.words["subordinators"]
                and view.words[k - 1] not in view.language.prepositions
                and not _points(view, clause, k)
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
        token = token_at(view, start + match.start())
        if calling and token > at and _denies_infinitive(view, token, last):
            continue
        if token > finite or (finite > at and token > clause.first):
            return True
        if _in_subordinate(view, clause, token, min(finite, at)):
            return True
    return False


def _denies_infinitive(view: SentenceView, token: int, last: int) -> bool:
    """True for "niet" or "geen" before an infinitive with "te" of the same clause."""
    marker, known = view.language.words["infinitive_marker"], view.language.verbs_by_form
    for k in range(token + 1, last - 1):
        if view.words[k] == ",":
            return False
        if view.words[k] in marker:
            split = view.words[k - 1] if view.words[k - 1] in view.language.particles else ""
            verbs = [v for v in known.get(view.words[k + 1], ()) if split in ("", v.particle)]
            return view.words[k + 1].endswith("n") and all(verb.needs for verb in verbs)
    return False


def _in_subordinate(view: SentenceView, clause: Clause, negation: int, verb: int) -> bool:
    """True for the "niet" of "dat Polen het plan niet steunt": it stands before its verb there."""
    words = view.language.words
    opening = words["subordinators"] | words["relatives"]
    opened = [k for k in range(clause.first, negation) if view.words[k] in opening]
    return bool(opened) and not any(view.finite[k] for k in range(opened[-1] + 1, verb))


def _points(view: SentenceView, clause: Clause, at: int) -> bool:
    """True for the "die" of "deelt die vrees niet": no verb follows, it opens no clause."""
    lists = view.language.words
    if view.words[at] not in lists["relatives"] or view.words[at - 1] == ",":
        return False
    following = view.words[at + 1] if at + 1 < clause.last else ""
    if following in lists["articles"] or following in view.language.prepositions:
        return False  # "dat geen vertraging optreedt", "dat de lasten niet toenemen"
    return view.words[at] in lists["articles"] and not any(view.finite[at + 2 : clause.last])


def _opens_sentence(view: SentenceView, at: int) -> bool:
    """True for the "en" of "steunde dit en de rest had geen keus": a verb of its own follows."""
    joins = view.words[at] in view.language.words["coordinators"]
    return joins and any(view.finite[at + 2 : at + FINITE_WITHIN])


def opens_complement(view: SentenceView, at: int) -> bool:
    """True for the "dat" of "bracht in dat", not for that of "in dat verband"."""
    following = view.words[at + 1] if at + 1 < len(view.words) else ""
    return (
        view.words[at] in view.language.words["complement"]
        and following not in view.language.words["frames"]
    )


def absorbs_negation(view: SentenceView, clause: Clause, verb: Verb) -> bool:
    """True if the verb's complement holds the negation already ("ziet geen meerwaarde")."""
    if verb.needs is None:
        return False
    if not holds_negation(verb, view.language):
        return False  # "aan … nooit behoefte": the words between belong to nobody
    match = verb.needs.search(view.text_of(clause.first, clause.last).lower())
    return match is not None and bool(view.language.signals["negation"].search(match.group()))


def token_at(view: SentenceView, offset: int) -> int:
    """The number of the token that holds an offset, or the first behind it."""
    for number, token in enumerate(view.tokens):
        if token.end > offset:
            return number
    return len(view.tokens) - 1
