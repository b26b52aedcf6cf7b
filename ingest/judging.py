"""The polarity of what is said: whether words reject, doubt, demand or approve."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.language import Language, Verb

FLIPPED = {
    "support": "oppose",
    "conditional-support": "oppose",
    "oppose": "support",
    "critical": "support",
    "neutral": "neutral",
}
COARSE = {"conditional-support": "support", "critical": "oppose"}
MIN_STATEMENT = 2  # words
_WORD = re.compile(r"[^\W\d_]+")
MIN_PREDICATE = 8  # letters; "voor" and "tegen" alone judge nothing inside a statement


def judge(text: str, language: Language) -> str | None:
    """Polarity of what is said: oppose, critical or support; None if it judges nothing.

    A rejection outweighs a demand ("moet eerst worden uitgevoerd, het is te vroeg voor meer"); a
    demand outweighs the evil that it names ("moeten de risico's wegnemen").
    """
    signals = language.signals
    text = text[:1].lower() + text[1:]  # "Betreurenswaardig acht …"
    approved = signals["content_approving"].search(text)
    rejected = signals["content_rejecting"].search(text)
    closing = _closing_stance(text, language)
    if closing is not None:
        at, polarity = closing
        if all(found is None or found.end() > at for found in (approved, rejected)):
            return polarity
    if approved:
        return "support"
    if rejected:
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
    if negative and signals["denied_evil"].search(text, 0, negative.start()):
        return "support"  # "niet per definitie schadelijk", "geen belemmering"
    demand = signals["content_demand"].search(text)
    if negative and not (demand and demand.start() < negative.start()):
        return "critical"
    if demand:
        return "support"
    turning = signals["turning"]
    praise = [
        turning.search(text, 0, found.start()) is not None
        for found in signals["content_positive"].finditer(text)
    ]
    return ("critical" if all(praise) else "support") if praise else None


def holds_negation(verb: Verb, language: Language) -> bool:
    """True if the complement that the verb needs is a negative one ("geen meerwaarde")."""
    source = verb.needs.pattern.replace("\\b", " ") if verb.needs else ""
    return language.signals["negation"].search(source) is not None


def _closing_stance(text: str, language: Language) -> tuple[int, str] | None:
    """Where the verb group that closes a statement begins, and its polarity.

    "het voorstel niet te steunen", "dat het de tekst niet zal afwijzen": what denies the verb
    stands right before its group.
    """
    words = [(found.start(), found.group().lower()) for found in _WORD.finditer(text)]
    if len(words) < MIN_STATEMENT:
        return None
    return _closed_by(words, text, language) or _closed_by_finite(words, text, language)


def _closed_by_finite(
    words: Sequence[tuple[int, str]], text: str, language: Language
) -> tuple[int, str] | None:
    """As `_closing_stance` for "dat het achter het voorstel staat", of the holder itself."""
    plain = [word for _, word in words]
    lists = language.words
    opened = next(
        (
            at
            for at, (word, after) in enumerate(pairwise(plain))
            if word in lists["complement"] and after in lists["own_pronouns"]
        ),
        None,
    )
    if opened is None:
        return None
    said = text[words[opened][0] :]
    for verb in language.verbs_by_form.get(plain[-1], ()):
        split = verb.particle != "" and plain[-1] not in verb.joined
        if verb.polarity not in FLIPPED or verb.weak or split:
            continue
        if not _has_complement(verb, text):
            continue
        denies = language.signals["negation"].search(said) is not None
        denied = denies and not holds_negation(verb, language)
        return words[opened][0], FLIPPED[verb.polarity] if denied else verb.polarity
    return None


def _closed_by(
    words: Sequence[tuple[int, str]], text: str, language: Language
) -> tuple[int, str] | None:
    lists = language.words
    group = lists["infinitive_marker"] | lists["modals"]
    closing = words[-1][1]
    first = len(words) - 1
    while first and words[first - 1][1] in group:
        first -= 1
    if first == len(words) - 1:
        return None
    before = words[first - 1][1] if first else ""
    said = text[: words[first][0]]
    opened = [at for at, (_, word) in enumerate(words[:first]) if word in lists["complement"]]
    own = said[words[opened[-1]][0] :] if opened else said
    for verb in language.verbs_by_form.get(closing, ()):
        split = verb.particle != "" and closing not in verb.joined
        if verb.polarity not in FLIPPED or verb.polarity == "neutral":
            continue
        if (split and before != verb.particle) or not _has_complement(verb, text):
            continue
        at = first - 2 if split else first - 1
        denied = at >= 0 and words[at][1] in lists["verb_denials"]
        if not denied and not holds_negation(verb, language):
            denied = language.signals["negation"].search(own) is not None
        return words[max(at, 0)][0], FLIPPED[verb.polarity] if denied else verb.polarity
    return None


def _has_complement(verb: Verb, text: str) -> bool:
    """True if a statement holds what the verb needs, and not what it must not have."""
    lower = text.lower()
    if verb.needs is not None and not verb.needs.search(lower):
        return False
    return verb.unless is None or not verb.unless.search(lower)


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
                flips = denied and not holds_negation(verb, language)
                return FLIPPED[verb.polarity] if flips else verb.polarity
    return None
