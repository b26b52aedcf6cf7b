"""The polarity of what is said: whether words reject, doubt, demand or approve."""

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
MIN_PREDICATE = 8  # letters; "voor" and "tegen" alone judge nothing inside a statement


def judge(text: str, language: Language) -> str | None:
    """Polarity of what is said: oppose, critical or support; None if it judges nothing.

    A rejection outweighs a demand ("moet eerst worden uitgevoerd, het is te vroeg voor meer"); a
    demand outweighs the evil that it names ("moeten de risico's wegnemen").
    """
    signals = language.signals
    text = text[:1].lower() + text[1:]  # "Betreurenswaardig acht …"
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
