"""Which claims two states of a paper have in common, and what became of the others.

Works on statements as the history keeps them; knows no store.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher

from pyoxigraph import NamedNode, RdfFormat, parse

from graph.index import QuadIndex
from ontology.terms import (
    P_ABOUT,
    P_CONDITION,
    P_EVIDENCE,
    P_EXCLUDED_HOLDER,
    P_FILE_NAME,
    P_HOLDER_SET,
    P_MAX_HOLDERS,
    P_MIN_HOLDERS,
    P_MODALITY,
    P_NAMED_HOLDER,
    P_POLARITY,
    P_QUANTIFIER,
    P_QUOTE,
    P_SPEECH_ACT,
    POSITION_CLAIM,
    RDF_TYPE,
)

SAME_QUOTE = 0.8  # share of characters in common from which a sentence is one that was edited
_IS_CLAIM = f"{RDF_TYPE} {POSITION_CLAIM} ."
_HAS_NAME = f" {P_FILE_NAME} "


@dataclass(frozen=True)
class ClaimFacts:
    """What a claim says, in short words; two claims that say the same are equal."""

    quote: str
    holders: str
    polarity: str
    speech_act: str
    modality: str
    about: str
    condition: str


@dataclass(frozen=True)
class ClaimChange:
    """A claim that was gained (no `before`), lost (no `after`) or changed (both)."""

    before: ClaimFacts | None
    after: ClaimFacts | None

    @property
    def kind(self) -> str:
        """gained, lost or changed."""
        if self.before is None:
            return "gained"
        return "lost" if self.after is None else "changed"

    def differences(self) -> list[str]:
        """What changed: "polarity: support -> oppose"; [] for a claim gained or lost."""
        if self.before is None or self.after is None:
            return []
        old, new = asdict(self.before), asdict(self.after)
        return [f"{name}: {old[name]} -> {new[name]}" for name in old if old[name] != new[name]]


def count_claims(lines: Iterable[str]) -> int:
    """Number of claims among a document's statements."""
    return sum(line.endswith(_IS_CLAIM) for line in lines)


def file_name(lines: Iterable[str]) -> str:
    """The name of the file that a document was read from; "" if it does not say."""
    line = next((line for line in lines if _HAS_NAME in line), None)
    if line is None:
        return ""
    (triple,) = parse(line, format=RdfFormat.N_TRIPLES)
    return str(getattr(triple.object, "value", ""))


def compare_claims(before: Sequence[str], after: Sequence[str]) -> list[ClaimChange]:
    """What became of the claims of a paper, in the order of their quotes; [] if nothing did.

    A claim with the quote of one that was lost, or nearly so, and other facts, is that claim
    changed.
    """
    old, new = read_claims(before), read_claims(after)
    for facts in set(old) & set(new):
        for _ in range(min(old.count(facts), new.count(facts))):
            old.remove(facts)
            new.remove(facts)
    changes = []
    for facts in new:
        near = _nearest(facts, old)
        if near is not None:
            old.remove(near)
        changes.append(ClaimChange(near, facts))
    changes += [ClaimChange(facts, None) for facts in old]
    return sorted(changes, key=lambda c: ((c.after or c.before or _NOTHING).quote, c.kind))


def read_claims(lines: Sequence[str]) -> list[ClaimFacts]:
    """The claims among a document's statements, sorted."""
    quads = list(parse("\n".join(lines), format=RdfFormat.N_TRIPLES)) if lines else []
    index = QuadIndex(quads)
    claims = {
        quad.subject
        for quad in quads
        if quad.predicate == RDF_TYPE and quad.object == POSITION_CLAIM
    }
    return sorted((_facts(index, claim) for claim in claims), key=lambda f: tuple(_values(f)))


def _nearest(facts: ClaimFacts, lost: Sequence[ClaimFacts]) -> ClaimFacts | None:
    """The lost claim whose quote is most like this one's; None if none is like it."""
    best: tuple[float, ClaimFacts | None] = (SAME_QUOTE, None)
    for other in lost:
        matcher = SequenceMatcher(None, facts.quote, other.quote, autojunk=False)
        if matcher.real_quick_ratio() > best[0] and matcher.quick_ratio() > best[0]:
            best = max(best, (matcher.ratio(), other), key=lambda found: found[0])
    return best[1]


def _facts(index: QuadIndex, claim: object) -> ClaimFacts:
    def said(*path: NamedNode) -> str:
        return ", ".join(sorted(map(_short, index.texts(claim, *path))))

    least, most = said(P_HOLDER_SET, P_MIN_HOLDERS), said(P_HOLDER_SET, P_MAX_HOLDERS)
    excluded = said(P_HOLDER_SET, P_EXCLUDED_HOLDER)
    holders = [
        said(P_HOLDER_SET, P_NAMED_HOLDER),
        said(P_HOLDER_SET, P_QUANTIFIER),
        f"{least} to {most}" if least != most else least,
        f"not {excluded}" if excluded else "",
    ]
    return ClaimFacts(
        quote=" ".join(index.texts(claim, P_EVIDENCE, P_QUOTE)),
        holders="; ".join(part for part in holders if part),
        polarity=said(P_POLARITY),
        speech_act=said(P_SPEECH_ACT),
        modality=said(P_MODALITY),
        about=said(P_ABOUT),
        condition=" ".join(index.texts(claim, P_CONDITION)),
    )


def _short(text: str) -> str:
    """The end of an IRI; other text as it is."""
    if not text.startswith("http"):
        return text
    return text.rpartition("#")[2].rpartition("/")[2]


def _values(facts: ClaimFacts) -> Iterable[str]:
    record: Mapping[str, str] = asdict(facts)
    return record.values()


_NOTHING = ClaimFacts("", "", "", "", "", "", "")
