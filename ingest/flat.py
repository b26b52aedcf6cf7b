"""Text with white space folded, each character knowing where it stands in the raw text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_RUN = re.compile(r"\s+|\S+")
_HIDDEN = frozenset("\u00ad\ufeff\u200b")  # soft hyphen, byte order mark, zero-width space
Span = tuple[int, int]
"""Half-open [start, end) in code points of the raw text."""


@dataclass(frozen=True)
class FlatText:
    """Folded text and the raw offset of each of its characters (same length)."""

    text: str
    offsets: Sequence[int]

    def raw_spans(self, start: int, end: int, raw: str, marks: frozenset[int]) -> tuple[Span, ...]:
        """Raw spans of text[start:end]; several where page furniture stands between.

        `marks` holds the raw offsets of footnote marks, which may stand inside a span.
        """
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start >= end:
            return ()
        spans: list[Span] = []
        begin = last = self.offsets[start]
        for at in range(start + 1, end):
            here = self.offsets[at]
            if here - last > 1 and _is_break(raw, last + 1, here, marks):
                spans.append((begin, last + 1))
                begin = here
                while raw[begin].isspace():
                    begin += 1
            last = here
        spans.append((begin, last + 1))
        return tuple((a, _without_trailing_space(raw, a, b)) for a, b in spans)


def _without_trailing_space(raw: str, start: int, end: int) -> int:
    while end > start and raw[end - 1].isspace():
        end -= 1
    return end


def _is_break(raw: str, start: int, end: int, marks: frozenset[int]) -> bool:
    """True if something other than white space, a hyphen or a footnote mark stands between."""
    return any(
        not raw[at].isspace() and raw[at] not in "-\u00ad\u2010" and at not in marks
        for at in range(start, end)
    )


def fold(text: str) -> str:
    """The text with each run of white space as one blank, and none at the ends."""
    return " ".join(text.split())


def fold_spans(raw: str, spans: Iterable[Span]) -> str:
    """The quote of evidence: the raw texts of the spans, joined by a blank and folded."""
    return fold(" ".join(raw[start:end] for start, end in spans))


def flatten(raw: str, pieces: Iterable[Span], marks: frozenset[int]) -> FlatText:
    """Fold the given raw pieces into one text, without footnote marks.

    A hyphen at a line end is dropped before a small letter (her-/plaatsing), kept after a
    capital (EU-/wetgeving) and before the joining words of a compound (in-/en uitvoer).
    """
    letters: list[str] = []
    offsets: list[int] = []
    for start, end in pieces:
        if letters and letters[-1] in "-\u2010" and _goes_on(raw, start, letters):
            if letters[-2].islower():  # a page foot or a line end between two pieces
                letters.pop()
                offsets.pop()
        elif letters and letters[-1] != " ":
            letters.append(" ")
            offsets.append(offsets[-1])
        for match in _RUN.finditer(raw, start, end):
            at, following = match.span()
            if raw[at].isspace():
                if letters and letters[-1] in "-\u2010" and _cuts_word(raw, at, following, letters):
                    if letters[-2].islower():
                        letters.pop()
                        offsets.pop()
                elif letters and letters[-1] != " ":
                    letters.append(" ")
                    offsets.append(at)
            elif marks.isdisjoint(range(at, following)) and _HIDDEN.isdisjoint(match.group()):
                letters += match.group()
                offsets += range(at, following)
            else:
                for place in range(at, following):
                    if place not in marks and raw[place] not in _HIDDEN:
                        letters.append(raw[place])
                        offsets.append(place)
    return FlatText("".join(letters), offsets)


def _cuts_word(raw: str, at: int, following: int, letters: Sequence[str]) -> bool:
    """True if the white space raw[at:following] is a line end that cuts a word at a hyphen."""
    return "\n" in raw[at:following] and _goes_on(raw, following, letters)


def _goes_on(raw: str, following: int, letters: Sequence[str]) -> bool:
    """True if the word that a hyphen ended goes on at raw[following]."""
    if len(letters) < 2 or not letters[-2].isalnum():
        return False
    while following < len(raw) and raw[following].isspace():
        following += 1
    word = raw[following : following + 3]
    return word[:1].islower() and not word.startswith(("en ", "of ", "en\n", "of\n"))
