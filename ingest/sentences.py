"""Folded paragraphs to sentences and tokens."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.language import FILL, HOLDER_MARK, Language

_END = re.compile(r"[.!?…][\"”’'»)]*(?=\s+[\"“‘«'(]?[A-Z0-9À-ÝĀ-Ž])|[.!?][\"”’'»)]*$")
_MARK = re.compile(r"(?:[^\w\s]|\w|\w\))\s+")
_TOKEN = re.compile(rf"{FILL}*{HOLDER_MARK}|\w+(?:[-’'/.]\w+)*|[^\w\s{FILL}]")


@dataclass(frozen=True)
class Token:
    """A word, a punctuation mark or a masked holder; offsets in the text that was split."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The token in small letters."""
        return self.text.lower()


def split_sentences(text: str, language: Language) -> Iterator[tuple[int, int]]:
    """Spans [start, end) of the sentences of a folded paragraph, in order.

    A full stop after an abbreviation, an initial or an ordinal ends no sentence. The mark of a
    list item belongs to none.
    """
    mark = _MARK.match(text) if language.bullet.match(text) else None
    start = mark.end() if mark else 0
    for match in _END.finditer(text):
        if match.group()[0] == "." and match.end() < len(text):
            before = text[start : match.start()].split()
            word = before[-1].lstrip("(\"“‘'") if before else ""
            if (
                _is_abbreviated(word, text[match.end() :], language)
                or re.fullmatch(r"[A-Z](?:\.[A-Z])*", word)
                or (word.isdigit() and len(word) <= 2 and len(before) == 1)
            ):
                continue
        yield start, match.end()
        start = match.end()
        while start < len(text) and text[start].isspace():
            start += 1
    if start < len(text):
        yield start, len(text)


def _is_abbreviated(word: str, behind: str, language: Language) -> bool:
    """True if the full stop behind a word shortens it: "lid. 2", not "van elk lid. Nederland"."""
    if word.lower() not in language.abbreviations:
        return False
    return word not in language.abbreviated_words or not behind.lstrip()[:1].isalpha()


def tokens(text: str) -> list[Token]:
    """Tokens of a text in order."""
    return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
