"""What the coalitions page is asked for: the filters of its address, and which pairs meet them."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from dashboard.address import Filter, long_id, select, short_id, toggle
from dashboard.records import Catalogue
from dashboard.sides import Pair, told_issues
from dashboard.thing_options import meeting_options
from dashboard.wording import Wording

FILTERS = ("issue", "meeting", "side", "seen", "min")
LEAST = ("2", "3", "5", "10", "20")


@dataclass(frozen=True)
class Wanted:
    """What the reader wants to see: `side` is with or against, `seen` certain or possible."""

    issue: str
    meeting: str
    side: str
    seen: str
    least: int
    bodies: bool

    def has(self, pair: Pair) -> bool:
        """Whether the pair weighs enough."""
        certain, possible = pair.ends(self.side)
        return (possible if self.seen == "possible" else certain) >= self.least


def choose(words: Wording, known: Catalogue) -> Wanted:
    """Draw the filters and read what they stand for."""
    told = told_issues(words.language)
    options: dict[str, Mapping[str, str]] = {
        "issue": {
            short_id(iri, "issue"): known.issue_label(iri)
            for iri in sorted(told, key=known.issue_label)
        },
        "meeting": meeting_options(known),
        "side": {"against": words("coalitions.side-against")},
        "seen": {"possible": words("coalitions.seen-possible")},
        "min": {value: words("coalitions.least", n=value) for value in LEAST},
    }
    every = {
        "issue": words("positions.every-issue"),
        "meeting": words("positions.every-meeting"),
        "side": words("coalitions.side-with"),
        "seen": words("coalitions.seen-certain"),
        "min": words("coalitions.least", n=1),
    }
    labels = {
        name: words(f"positions.{name}" if name in ("issue", "meeting") else f"coalitions.{name}")
        for name in FILTERS
    }
    notes, unknown = st.container(), words("actor.unknown")
    with st.container(horizontal=True, key="filters"):
        chosen = {
            name: select(Filter(name, labels[name], options[name], every[name], unknown), notes)
            for name in FILTERS
        }
    return Wanted(
        issue=long_id(chosen["issue"], "issue") if chosen["issue"] else "",
        meeting=long_id(chosen["meeting"], "meeting") if chosen["meeting"] else "",
        side=chosen["side"] or "with",
        seen=chosen["seen"] or "certain",
        least=int(chosen["min"] or 1),
        bodies=toggle("bodies", words("coalitions.bodies"), words("coalitions.bodies-hint")),
    )
