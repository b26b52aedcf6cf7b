"""The heads and frames of a language pack that name proposals, compiled."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ingest.errors import LanguagePackError
from ingest.language import FILL, HOLDER_MARK, load_language

FINITE_ENDS = ("t", "de", "te", "den", "ten")
PATTERNS = (
    "identifier",
    "bare",
    "definite",
    "in_force",
    "changing",
    "not_proposed",
    "asked_for",
    "pronominal",
    "taking_up",
    "no_anaphor",
    "joined",
    "next_one",
    "introduced",
    "and",
    "vehicle",
)


@dataclass(frozen=True)
class Head:
    """What a proposal is called; an act is one only where it is proposed or changed."""

    id: str
    kind: str
    pattern: re.Pattern[str]
    is_act: bool
    is_nested: bool
    refers_only: bool
    author: str | None
    complements: str
    alone: re.Pattern[str] | None  # the kind without a name: "verordening"


@dataclass(frozen=True)
class ProposalRules:
    """The heads and patterns of a language, compiled; frames by id."""

    heads: tuple[Head, ...]
    frames: Mapping[str, Mapping[str, re.Pattern[str]]]
    patterns: Mapping[str, re.Pattern[str]]
    plain: frozenset[str]
    loose_ends: frozenset[str]
    stops: frozenset[str]


@lru_cache(maxsize=8)
def proposal_rules(code: str) -> ProposalRules:
    """The rules of a pack; raises LanguagePackError naming the entry that is broken."""
    language = load_language(code)
    table = language.proposals
    place = f"ingest/languages/{code}/proposals.toml"
    try:
        heads = tuple(_head(entry, table, place) for entry in table["head"])
        frames = {
            entry["id"]: {
                side: _compile(entry[side], table, f"{place} {entry['id']}")
                for side in ("before", "after", "needs")
                if side in entry and "{complements}" not in entry[side]
            }
            for entry in table["frame"]
        }
        words = language.words["auxiliaries"] | language.words["other_finite"] | language.copulas
        verbs = {form for form in language.finite_forms if form.endswith(FINITE_ENDS)}
        return ProposalRules(
            heads,
            frames,
            {name: _compile(table[name], table, f"{place} {name}") for name in PATTERNS},
            frozenset(table["plain"].split()),
            frozenset(table["loose_ends"].split()),
            words | verbs | frozenset(table["title_stops"].split()),
        )
    except KeyError as error:
        raise LanguagePackError(f"{place}: entry {error} is missing") from error


def _head(entry: Mapping[str, Any], table: Mapping[str, Any], place: str) -> Head:
    return Head(
        entry["id"],
        entry["kind"],
        _compile(rf"(?<![\w-])(?:{entry['pattern']})(?![\w-])", table, f"{place} {entry['id']}"),
        entry.get("act", False),
        entry.get("nested", False),
        entry.get("refers_only", False),
        entry.get("author"),
        entry.get("complements", table["complements"]),
        _compile(entry["alone"], table, f"{place} {entry['id']}") if "alone" in entry else None,
    )


def _compile(pattern: str, table: Mapping[str, Any], place: str) -> re.Pattern[str]:
    if pattern.count("{A}") > 1:
        raise LanguagePackError(f"{place}: {{A}} may stand once in a pattern; make two frames")
    for name in ("between", "authored_e", "authored", "authoring", "identifier"):
        pattern = pattern.replace(f"{{{name}}}", table[name])
    pattern = pattern.replace("{A}", rf"{FILL}*(?P<actor>{HOLDER_MARK})", 1)
    try:
        return re.compile(pattern)
    except re.error as error:
        raise LanguagePackError(f"{place}: {error} in {pattern!r}; mend the pattern") from error
