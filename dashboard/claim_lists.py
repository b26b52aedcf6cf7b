"""Lists of claims by issue, in pages, as several pages of the dashboard show them; asks nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dashboard.address import read
from dashboard.claim_nodes import Drawing, claim_entry
from dashboard.nodes import Node, el, link
from dashboard.outline import Ints, Outline
from dashboard.records import AGAINST, GLYPHS, IN_FAVOUR, POLARITIES, Catalogue, Claim
from dashboard.thing_links import issue_link
from dashboard.wording import Wording

CLAIMS_A_PAGE = 40
COLUMN_A_PAGE = 15


@dataclass(frozen=True)
class StanceColumn:
    """One of the columns of for, with a condition, and against: all of its places of an outline.

    The `named` have a holder by name, the `groups` none.
    """

    name: str
    named: Ints
    groups: Ints

    @property
    def size(self) -> int:
        """How many claims there are."""
        return len(self.named) + len(self.groups)

    def part(self, number: int) -> tuple[Ints, Ints]:
        """Of the named and of the groups those on the page of that number."""
        start, end = (number - 1) * COLUMN_A_PAGE, number * COLUMN_A_PAGE
        cut = len(self.named)
        return self.named[start:end], self.groups[max(0, start - cut) : max(0, end - cut)]


def stance_columns_of(outline: Outline) -> list[StanceColumn]:
    """The claims under "support", "conditional-support", "oppose" and "neutral"; all are there.

    The critical stand with those who oppose, after them. In each the named come before groups.
    """
    order = np.lexsort(
        (-outline.minimum, ~outline.all_named, outline.polarity == POLARITIES.index("critical"))
    )
    found = []
    for name in ("support", "conditional-support", "oppose", "neutral"):
        polarities = _AGAINST if name == "oppose" else [POLARITIES.index(name)]
        its = order[np.isin(outline.polarity[order], polarities)].astype(np.int32)
        by_name = outline.holders[its] > 0
        found.append(StanceColumn(name, its[by_name], its[~by_name]))
    return found


def pages_of_columns(columns: Sequence[StanceColumn]) -> int:
    """On how many pages the columns stand."""
    return max(1, *(-(-column.size // COLUMN_A_PAGE) for column in columns))


def page_in_columns(columns: Sequence[StanceColumn], place: int | None) -> int:
    """The number of the page on which the claim at that place stands; 1 if none does."""
    if place is not None:
        for column in columns:
            at = np.flatnonzero(np.concatenate([column.named, column.groups]) == place)
            if len(at):
                return int(at[0]) // COLUMN_A_PAGE + 1
    return 1


def is_contested(claims: Sequence[Claim]) -> bool:
    """Whether some of the claims are for a thing and some against it."""
    polarities = {claim.polarity for claim in claims}
    return bool(polarities & IN_FAVOUR) and bool(polarities & AGAINST)


@dataclass(frozen=True)
class IssuePart:
    """An issue on a page: `lanes` are places of an outline, one, or for and against if contested.

    `counts` are those of POLARITIES for the whole issue; it stands on `parts` pages, this is the
    one of that `number`.
    """

    issue: str
    lanes: tuple[Ints, ...]
    counts: tuple[int, ...]
    number: int = 1
    parts: int = 1

    @property
    def places(self) -> list[int]:
        """All places that are shown."""
        return [int(at) for lane in self.lanes for at in lane]


def issue_pages(known: Catalogue, outline: Outline, wanted: str = "") -> list[list[IssuePart]]:
    """Each claim once, in pages of about CLAIMS_A_PAGE: under its first issue, or the wanted one.

    What is contested comes first, then what has more claims; an issue with more than fit on a page
    has pages of its own, on each of which both sides stand. `wanted` is an IRI.
    """
    if not len(outline):
        return []
    under = outline.first_issues(wanted)
    order = np.lexsort((-outline.minimum, outline.polarity, under))
    cuts = np.flatnonzero(np.diff(under[order])) + 1
    groups = {
        outline.words[under[group[0]]] if under[group[0]] >= 0 else "": group
        for group in np.split(order.astype(np.int32), cuts)
    }
    counts = {
        issue: tuple(np.bincount(outline.polarity[group], minlength=len(POLARITIES)).tolist())
        for issue, group in groups.items()
    }
    ordered = sorted(
        groups,
        key=lambda iri: (not is_split(counts[iri]), -len(groups[iri]), known.issue_label(iri)),
    )
    pages: list[list[IssuePart]] = [[]]
    filled = 0
    for issue in ordered:
        group = groups[issue]
        against = np.isin(outline.polarity[group], _AGAINST)
        lanes = (group[~against], group[against]) if is_split(counts[issue]) else (group,)
        if pages[-1] and filled + len(group) > CLAIMS_A_PAGE:
            pages.append([])
            filled = 0
        parts = _parts(lanes)
        for number, part in enumerate(parts, start=1):
            if number > 1:
                pages.append([])
            pages[-1].append(IssuePart(issue, part, counts[issue], number, len(parts)))
        filled += len(group)
    return pages


def _parts(lanes: tuple[Ints, ...]) -> list[tuple[Ints, ...]]:
    """The lanes as they are, or in parts of a page each."""
    if sum(map(len, lanes)) <= CLAIMS_A_PAGE:
        return [lanes]
    step = CLAIMS_A_PAGE // len(lanes)
    return [
        tuple(lane[at : at + step] for lane in lanes) for at in range(0, max(map(len, lanes)), step)
    ]


_AGAINST = [POLARITIES.index(polarity) for polarity in sorted(AGAINST)]


def is_split(counts: Sequence[int]) -> bool:
    """Whether some claims are for a thing and some against it, from how many there are of each."""
    told = {polarity for polarity, count in zip(POLARITIES, counts, strict=True) if count}
    return bool(told & IN_FAVOUR) and bool(told & AGAINST)


def page_of(pages: Sequence[Sequence[IssuePart]], place: int | None) -> int:
    """The number of the page on which the claim at that place of the outline stands; 1 if none."""
    if place is not None:
        for number, parts in enumerate(pages, start=1):
            if any(place in lane for part in parts for lane in part.lanes):
                return number
    return 1


def page_number(count: int, otherwise: int = 1, name: str = "page") -> int:
    """The page that this parameter of the address names, of so many; another if it names none."""
    wanted = read(name)
    if wanted.isdecimal() and 1 <= int(wanted) <= count:
        return int(wanted)
    return otherwise


def pager(
    words: Wording,
    page: str,
    kept: Mapping[str, str],
    number: int,
    count: int,
    family: str = "pager",
    name: str = "page",
) -> Node:
    """Links to the pages of issues before and after; `kept` are the other parameters.

    `family` has the words: pager for issues, row-pager for rows of a table, claim-pager for claims,
    paper-pager for papers, finding-pager for findings, meeting-pager for meetings. `name` is the
    parameter of the page.
    """
    kept = {name: value for name, value in kept.items() if value}
    return el(
        "nav",
        link(page, words(f"{family}.back"), {**kept, name: str(number - 1)}, c="act")
        if number > 1
        else None,
        el("span", words(f"{family}.place", n=number, count=count), c="soft num"),
        link(page, words(f"{family}.on"), {**kept, name: str(number + 1)}, c="act")
        if number < count
        else None,
        c="pager",
        aria_label=words(f"{family}.label"),
    )


def tally(words: Wording, polarities: Sequence[str]) -> Node:
    """How many claims take which stance, from the polarity of each."""
    return tally_of(words, [polarities.count(value) for value in POLARITIES])


def tally_of(words: Wording, counts: Sequence[int]) -> Node:
    """How many claims take each of POLARITIES."""
    return el(
        "span",
        [
            el(
                "span",
                el("span", GLYPHS[value], c="glyph", aria_hidden="true"),
                el("span", str(count), c="num"),
                el("span", words.of("stance", value), c="hidden-words"),
                c=value,
            )
            for value, count in zip(POLARITIES, counts, strict=True)
            if count
        ],
        c="tally",
    )


def issue_section(drawing: Drawing, part: IssuePart, lanes: Sequence[Sequence[Claim]]) -> Node:
    """The claims of a part on an issue under its name; what is contested stands side by side."""
    words, issue = drawing.words, part.issue
    drawing = replace(drawing, under=issue)
    found = drawing.names.issues.get(issue)
    head = el(
        "header",
        el("h2", issue_link(drawing.names, issue) if issue else words("positions.no-issue")),
        el("span", words("positions.contested"), c="badge split")
        if is_split(part.counts)
        else None,
        el("span", words("positions.candidate"), c="badge odd") if _is_candidate(found) else None,
        tally_of(words, part.counts),
        el("span", words("positions.part", n=part.number, count=part.parts), c="small soft num")
        if part.parts > 1
        else None,
        c="issue-head",
    )
    if len(lanes) == 1:
        return el("section", head, _lane(drawing, lanes[0]), c="issue")
    return el(
        "section",
        head,
        el("div", [_lane(drawing, lane) for lane in lanes], c="lanes two"),
        c="issue",
    )


def issue_sections(
    drawing: Drawing, outline: Outline, parts: Sequence[IssuePart], claims: Mapping[str, Claim]
) -> list[Node]:
    """The issues of a page; `claims` are those shown, by IRI."""
    return [
        issue_section(
            drawing,
            part,
            [[claims[iri] for at in lane if (iri := outline.iris[at]) in claims]
             for lane in part.lanes],
        )
        for part in parts
    ]  # fmt: skip


def _is_candidate(issue: object) -> bool:
    return bool(getattr(issue, "is_candidate", False))


def _lane(drawing: Drawing, claims: Sequence[Claim]) -> Node:
    return el(
        "div",
        el("ul", [claim_entry(drawing, claim, with_issue=False) for claim in claims]),
        c="lane",
    )
