"""How stances over time look: a strip of five levels, and a list with quotes; asks nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.address import short_id
from dashboard.answer_pictures import Figure, line_of_text, px
from dashboard.claim_lists import tally_of
from dashboard.claim_nodes import stance as stance_node
from dashboard.nodes import Node, el, link
from dashboard.quote_nodes import quote_card
from dashboard.records import GLYPHS, POLARITIES, Catalogue
from dashboard.wording import Wording, day
from standpunt.analysis.trajectory import Stance

WIDE, LEVEL, LEFT, RADIUS = 860, 34, 130, 11
BESIDE = 6  # signs of one day and level that have room beside each other
SIGNS_OF_CHANGE = {"turned": "⇄", "conditions": "±", "softer": "↓", "harder": "↑"}


@dataclass(frozen=True)
class Pair:
    """A holder (code) on an issue (IRI): how many claims that name it there have each polarity."""

    code: str
    issue: str
    polarities: Mapping[str, int]

    @property
    def claims(self) -> int:
        """How many claims there are."""
        return sum(self.polarities.values())

    @property
    def stances(self) -> int:
        """How many different stances they take."""
        return sum(times > 0 for times in self.polarities.values())

    def fits(self, code: str, issue: str) -> bool:
        """Whether it is that holder and that issue; "" is any."""
        return code in ("", self.code) and issue in ("", self.issue)


def stance_figure(words: Wording, stances: Sequence[Stance]) -> Figure:
    """A sign for each stance, by day and by level from support down to opposition.

    Stances of one day and level stand beside each other. A stance without a day stands first.
    """
    levels = {polarity: 12 + at * LEVEL + LEVEL / 2 for at, polarity in enumerate(POLARITIES)}
    bottom = 12 + len(POLARITIES) * LEVEL
    days = [date.fromisoformat(s.day[:10]) if s.day else None for s in stances]
    known = [found for found in days if found]
    first, last = (min(known), max(known)) if known else (date.min, date.min)
    scale = (WIDE - LEFT - 2 * RADIUS * BESIDE) / max(1, (last - first).days)
    nodes: list[Node] = []
    for polarity, y in levels.items():
        nodes += [
            el("line", x1=px(LEFT - 10), x2=px(WIDE), y1=px(y), y2=px(y), c="fig-line"),
            line_of_text(LEFT - 18, y + 5, words.of("stance", polarity), anchor="end"),
        ]
    beside: dict[tuple[date | None, str], int] = {}
    crowds = Counter((found, s.polarity) for s, found in zip(stances, days, strict=True))
    places: list[tuple[float, float]] = []
    for stance, found in zip(stances, days, strict=True):
        at = beside[found, stance.polarity] = beside.get((found, stance.polarity), -1) + 1
        apart = 2 * RADIUS * min(1.0, BESIDE / crowds[found, stance.polarity])
        x = LEFT + RADIUS + ((found - first).days * scale if found else 0) + at * apart
        places.append((x, levels[stance.polarity]))
    nodes.append(el("path", d=_step(places), c="fig-axis fig-none"))
    for stance, (x, y) in zip(stances, places, strict=True):
        told = f"{day(words, stance.day)}: {words.of('stance', stance.polarity)}"
        nodes.append(
            el(
                "g",
                el("title", told),
                el("circle", cx=px(x), cy=px(y), r=str(RADIUS), c=f"fig-{stance.polarity}"),
                el("text", GLYPHS[stance.polarity], x=px(x), y=px(y + 5), font_size="14",
                   text_anchor="middle", c=f"fig-strong fig-on-{stance.polarity}"),
            )
        )  # fmt: skip
    if known:
        nodes.append(line_of_text(LEFT, bottom + 18, day(words, first.isoformat()), c="fig-soft"))
        if last != first:
            ending = day(words, last.isoformat())
            x = LEFT + (last - first).days * scale
            nodes.append(line_of_text(x, bottom + 18, ending, c="fig-soft"))
    return Figure(nodes, (WIDE, round(bottom + 28)), "")


def _step(places: Sequence[tuple[float, float]]) -> str:
    """A line that goes on level until the next stance."""
    (x, y), *rest = places
    parts = [f"M {px(x)} {px(y)}"]
    for further, level in rest:
        parts.append(f"L {px(further)} {px(y)} L {px(further)} {px(level)}")
        y = level
    return " ".join(parts)


def stance_list(words: Wording, known: Catalogue, stances: Sequence[Stance]) -> Node:
    """Each stance with its day, what changed, and its words."""
    return el("ol", [_stance(words, known, each) for each in stances], c="timeline")


def _stance(words: Wording, known: Catalogue, each: Stance) -> Node:
    changed = each.change in SIGNS_OF_CHANGE
    sign = el("span", f"{SIGNS_OF_CHANGE.get(each.change, '')} ", c="sign", aria_hidden="true")
    modality = words.of("modality", each.modality)
    return el(
        "li",
        el(
            "p",
            el("span", day(words, each.day) or words.of("reason-values", "undated"), c="when num"),
            el("span", sign if changed else None, words.of("change", each.change),
               c="badge split" if changed else "badge"),
            el("span", modality, c="badge odd" if each.modality == "expected" else "badge")
            if each.modality != "stated"
            else None,
            c="line",
        ),
        quote_card(
            words,
            known,
            each.document,
            each.claim,
            each.quote,
            el(
                "p",
                stance_node(words, each.polarity),
                el("span", words.of("act", each.act), c="soft"),
                el("span", each.issue),
                c=f"line {each.polarity}",
            ),
        ),
    )  # fmt: skip


def pair_list(words: Wording, known: Catalogue, pairs: Sequence[Pair]) -> Node:
    """Holders on issues as links to their stances, with the signs of these."""
    return el("ul", [_pair(words, known, pair) for pair in pairs], c="issue-lines")


def _pair(words: Wording, known: Catalogue, pair: Pair) -> Node:
    name = words("trajectory.of", actor=known.name(pair.code), issue=known.issue_label(pair.issue))
    return el(
        "li",
        link("trajectory", name, {"actor": pair.code, "issue": short_id(pair.issue, "issue")}),
        tally_of(words, [pair.polarities.get(value, 0) for value in POLARITIES]),
    )
