"""Which patterns can match a text at all, told by four letters that each match must hold.

A pack has hundreds of patterns and a sentence meets few of them; asking them all took longer than
everything else. What a pattern must hold is read from its parse tree. Knows no language.
"""

import re
from collections.abc import Iterable, Sequence
from re import _constants as opcodes  # type: ignore[attr-defined]  # no public parser of patterns
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Generic, TypeVar

T = TypeVar("T")

SIZE = 4  # letters
MAX_CHOICES = 120


def grams(text: str) -> frozenset[str]:
    """All runs of four letters of a text, in small letters."""
    low = text.lower()
    return frozenset(low[at : at + SIZE] for at in range(len(low) - SIZE + 1))


def required_grams(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """Runs of which every match holds at least one; None if the pattern promises none."""
    return _of_sequence(parser.parse(pattern.pattern, pattern.flags))


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """The most telling choice of runs among the parts that must all match."""
    best: frozenset[str] | None = None
    run = ""
    for code, value in items:
        if code is opcodes.LITERAL:
            run += chr(value).lower()
            continue
        best = _better(best, _of_run(run))
        run = ""
        best = _better(best, _of_item(code, value))
    return _better(best, _of_run(run))


def _of_item(code: Any, value: Any) -> frozenset[str] | None:  # noqa: ANN401  parse trees have no types
    if code is opcodes.SUBPATTERN:
        return _of_sequence(value[-1])
    if code in (opcodes.MAX_REPEAT, opcodes.MIN_REPEAT) and value[0] >= 1:
        return _of_sequence(value[2])
    if code is opcodes.BRANCH:
        found: set[str] = set()
        for choice in value[1]:
            runs = _of_sequence(choice)
            if runs is None:
                return None
            found |= runs
        return frozenset(found) if len(found) <= MAX_CHOICES else None
    return None


def _of_run(run: str) -> frozenset[str] | None:
    """The first run that is all letters, else the first; a literal as long as that, else None."""
    whole = [run[at : at + SIZE] for at in range(len(run) - SIZE + 1)]
    letters = [piece for piece in whole if piece.isalpha()]
    return frozenset((letters or whole)[:1]) or None


def _better(first: frozenset[str] | None, second: frozenset[str] | None) -> frozenset[str] | None:
    if first is None or second is None:
        return first or second
    # Letters tell more than a word's edge, and few choices more than many.
    return min(first, second, key=lambda runs: (not all(map(str.isalpha, runs)), len(runs)))


class PatternIndex(Generic[T]):
    """Things with a pattern each, in order, and those of them that a text can match."""

    def __init__(self, things: Sequence[tuple[re.Pattern[str], T]]) -> None:
        """An index of these."""
        self._things = [thing for _, thing in things]
        self._always: set[int] = set()
        self._by_gram: dict[str, list[int]] = {}
        for number, (pattern, _) in enumerate(things):
            needed = required_grams(pattern)
            if needed is None:
                self._always.add(number)
                continue
            for gram in needed:
                self._by_gram.setdefault(gram, []).append(number)

    def candidates(self, text: frozenset[str]) -> list[T]:
        """Those that can match a text with these runs, in their order."""
        found = set(self._always)
        for gram in self._by_gram.keys() & text:
            found.update(self._by_gram[gram])
        return [self._things[number] for number in sorted(found)]
