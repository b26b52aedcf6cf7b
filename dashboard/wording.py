"""The words of the interface, from words/<language>.toml; knows no page and no data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from dashboard.errors import WordMissingError

LANGUAGES = ("en", "nl")


@dataclass(frozen=True)
class Wording:
    """The words of one language, by dotted key: `words("positions.title")`."""

    language: str
    words: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """The words under a key, its {slots} filled. Raises WordMissingError."""
        try:
            text = self.words[key]
        except KeyError:
            raise WordMissingError(
                f"words/{self.language}.toml has no {key!r}; add it there and to the others"
            ) from None
        return text.format(**values) if values else text

    def count(self, key: str, number: int, **values: object) -> str:
        """The words for a number of things: those under key.one for 1, else key.many."""
        return self(f"{key}.{'one' if number == 1 else 'many'}", n=number, **values)

    def of(self, family: str, value: str) -> str:
        """The words for a controlled value ("polarity", "support"); the value itself if none."""
        return self.words.get(f"{family}.{value}", value)


@cache
def read_wording(language: str) -> Wording:
    """The words of a language of LANGUAGES; English for any other."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    entry = files("dashboard") / "words" / f"{known}.toml"
    return Wording(known, dict(_dotted(tomllib.loads(entry.read_text(encoding="utf-8")), "")))


def _dotted(table: Mapping[str, object], prefix: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            pairs += _dotted(value, f"{prefix}{key}.")
        else:
            pairs.append((f"{prefix}{key}", str(value)))
    return pairs


def day(words: Wording, iso: str) -> str:
    """A date as "22 January 2026"; "" for "", the text itself if it is no date."""
    try:
        found = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{found.day} {_month(words, found)} {found.year}"


def days(words: Wording, start: str, end: str) -> str:
    """A stretch of days as "22–23 January 2026"; one day if there is no other last day."""
    if not end or end == start:
        return day(words, start)
    try:
        first, last = date.fromisoformat(start[:10]), date.fromisoformat(end[:10])
    except ValueError:
        return f"{start}–{end}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {_month(words, last)} {last.year}"
    return f"{first.day} {_month(words, first)} – {day(words, end)}"


def _month(words: Wording, found: date) -> str:
    return words("months").split()[found.month - 1]
