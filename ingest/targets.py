"""What a claim is about: the known issues that its target words name."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ontology.reference import Reference

MIN_SCORE = 0.55
MAX_TARGETS = 2
_WORD = re.compile(r"\w+(?:-\w+)*")
# Inflection that Dutch nouns and adjectives shed; longest first.
_ENDINGS = ("eringen", "ingen", "heden", "ende", "ering", "aties", "en", "e", "s")


def stem(word: str) -> str:
    """A word without its commonest endings; short words stay."""
    word = word.lower()
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return re.sub(r"(.)\1$", r"\1", word)


def stems(text: str, stopwords: frozenset[str]) -> frozenset[str]:
    """Stems of the content words of a text; compounds with a hyphen also by their parts."""
    found: set[str] = set()
    for match in _WORD.finditer(text.lower()):
        for word in {match.group(), *match.group().split("-")}:
            if word not in stopwords and len(word) > 2 and not word.isdigit():
                found.add(stem(word))
    return frozenset(found)


@dataclass(frozen=True)
class IssueLinker:
    """Links target words to issues by the phrases that the ontology gives them."""

    reference: Reference
    stopwords: frozenset[str]

    @cached_property
    def phrases(self) -> list[tuple[str, frozenset[str]]]:
        """(issue slug, stems) of each phrase of each issue that can be a target."""
        found = []
        for issue in self.reference.issues.values():
            for phrase in issue.phrases:
                words = stems(phrase, self.stopwords)
                if words:
                    found.append((issue.slug, words))
        return found

    @cached_property
    def weights(self) -> dict[str, float]:
        """Weight of a stem: rare among the issues' phrases counts more."""
        slugs_by_stem: dict[str, set[str]] = {}
        for slug, words in self.phrases:
            for word in words:
                slugs_by_stem.setdefault(word, set()).add(slug)
        return {word: 1 / len(slugs) ** 0.5 for word, slugs in slugs_by_stem.items()}

    @cached_property
    def phrases_by_rarest(self) -> dict[str, list[tuple[str, frozenset[str]]]]:
        """The phrases by their rarest stem: a text without it cannot hold the phrase."""
        found: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for slug, words in self.phrases:
            rarest = max(sorted(words), key=lambda word: self.weights[word])
            found.setdefault(rarest, []).append((slug, words))
        return found

    def link(self, near: str, wide: str, heading: str) -> tuple[str, ...]:
        """Slugs of the issues named, best first.

        `near` holds the target's own words, `wide` the clause around them, `heading` the titles
        above; a phrase must be borne out mostly by the near words.
        """
        own, above = stems(near, self.stopwords), stems(heading, self.stopwords)
        layers = [
            (own - above, 1.0),
            (own, 0.85),  # what the heading says already tells less apart
            (stems(wide, self.stopwords), 0.6),
            (above, 0.35),
        ]
        best: dict[str, float] = {}
        for known in set().union(*(words for words, _ in layers)):
            for slug, words in self.phrases_by_rarest.get(known, ()):
                score = self._score(words, layers)
                if score > best.get(slug, 0):
                    best[slug] = score
        ranked = sorted(best.items(), key=lambda entry: (-entry[1], entry[0]))
        ranked = [(slug, score) for slug, score in ranked if score >= MIN_SCORE]
        return tuple(slug for slug, _ in self._without_broader(ranked)[:MAX_TARGETS])

    def narrowed(self, slugs: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
        """Those of `others` that are narrower than one of `slugs`, else `slugs`."""
        narrower = tuple(s for s in others if set(self._ancestors(s)) & set(slugs))
        return narrower or slugs

    def _score(
        self, words: frozenset[str], layers: Sequence[tuple[frozenset[str], float]]
    ) -> float:
        """How well a phrase is borne out; 0 unless all its words occur, one below the heading."""
        total = got = 0.0
        for word in words:
            factor = max((factor for known, factor in layers if word in known), default=0.0)
            if factor == 0.0:
                return 0.0
            total += self.weights[word]
            got += self.weights[word] * factor
        if not words & (layers[1][0] | layers[2][0]):
            return 0.0
        return got / total * (1 + 0.15 * min(len(words), 4))

    def _without_broader(self, ranked: list[tuple[str, float]]) -> list[tuple[str, float]]:
        """Keep what is close to the best, and the narrower of an issue and its theme."""
        if not ranked:
            return []
        top = ranked[0][1]
        close = [(slug, score) for slug, score in ranked if score >= 0.92 * top]
        broader = {b for slug, _ in close for b in self._ancestors(slug)}
        return [(slug, score) for slug, score in close if slug not in broader] or close

    def _ancestors(self, slug: str) -> Iterable[str]:
        for parent in self.reference.issues[slug].broader:
            if parent in self.reference.issues:
                yield parent
                yield from self._ancestors(parent)
