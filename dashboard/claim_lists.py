"""Lists of claims by issue, in pages, as several pages of the dashboard show them; asks nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.address import read, short_id
from dashboard.claim_nodes import Drawing, claim_entry
from dashboard.nodes import Node, el, link
from dashboard.records import AGAINST, GLYPHS, IN_FAVOUR, POLARITIES, Catalogue, Claim
from dashboard.thing_links import issue_link
from dashboard.wording import Wording

CLAIMS_A_PAGE = 40


def by_issue(claims: Sequence[Claim], wanted: str = "") -> dict[str, list[Claim]]:
    """Each claim once, under its first issue, or under the wanted one (a short id) if it has it."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        here = next((iri for iri in claim.issues if short_id(iri, "issue") == wanted), None)
        groups.setdefault(here or (claim.issues[0] if claim.issues else ""), []).append(claim)
    return groups


def is_contested(claims: Sequence[Claim]) -> bool:
    """Whether some of the claims are for a thing and some against it."""
    polarities = {claim.polarity for claim in claims}
    return bool(polarities & IN_FAVOUR) and bool(polarities & AGAINST)


def claims_by_stance(claims: Sequence[Claim]) -> dict[str, list[Claim]]:
    """The claims under "support", "conditional-support", "oppose" and "neutral"; all are there.

    The critical stand with those who oppose, after them. In each the named come before groups.
    """
    columns: dict[str, list[Claim]] = {
        name: [] for name in ("support", "conditional-support", "oppose", "neutral")
    }
    for claim in sorted(
        claims,
        key=lambda c: (c.polarity == "critical", not c.is_all_named, not c.holders, -c.minimum),
    ):
        name = "oppose" if claim.polarity in AGAINST else claim.polarity
        columns.setdefault(name, []).append(claim)
    return columns


def issue_pages(known: Catalogue, groups: Mapping[str, list[Claim]]) -> list[list[str]]:
    """Issues in pages of about CLAIMS_A_PAGE claims: contested first, then by number of claims."""
    ordered = sorted(
        groups,
        key=lambda iri: (not is_contested(groups[iri]), -len(groups[iri]), known.issue_label(iri)),
    )
    pages: list[list[str]] = [[]]
    filled = 0
    for issue in ordered:
        if pages[-1] and filled + len(groups[issue]) > CLAIMS_A_PAGE:
            pages.append([])
            filled = 0
        pages[-1].append(issue)
        filled += len(groups[issue])
    return pages


def page_number(pages: Sequence[Sequence[str]], picked: Claim | None) -> int:
    """The page of the address; the page of the picked claim if the address names none."""
    wanted = read("page")
    if wanted.isdecimal() and 1 <= int(wanted) <= len(pages):
        return int(wanted)
    if picked is not None:
        for number, issues in enumerate(pages, start=1):
            if set(issues) & set(picked.issues):
                return number
    return 1


def pager(
    words: Wording,
    page: str,
    kept: Mapping[str, str],
    number: int,
    count: int,
    family: str = "pager",
) -> Node:
    """Links to the pages of issues before and after; `kept` are the other parameters.

    `family` has the words: pager for issues, row-pager for rows of a table.
    """
    kept = {name: value for name, value in kept.items() if value}
    return el(
        "nav",
        link(page, words(f"{family}.back"), {**kept, "page": str(number - 1)}, c="act")
        if number > 1
        else None,
        el("span", words(f"{family}.place", n=number, count=count), c="soft num"),
        link(page, words(f"{family}.on"), {**kept, "page": str(number + 1)}, c="act")
        if number < count
        else None,
        c="pager",
        aria_label=words(f"{family}.label"),
    )


def tally(words: Wording, polarities: Sequence[str]) -> Node:
    """How many claims take which stance, from the polarity of each."""
    counts = [(value, polarities.count(value)) for value in POLARITIES]
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
            for value, count in counts
            if count
        ],
        c="tally",
    )


def issue_section(drawing: Drawing, issue: str, claims: Sequence[Claim]) -> Node:
    """The claims on one issue under its name; what is contested stands side by side."""
    words = drawing.words
    drawing = replace(drawing, under=issue)
    found = drawing.names.issues.get(issue)
    contested = is_contested(claims)
    head = el(
        "header",
        el("h2", issue_link(drawing.names, issue) if issue else words("positions.no-issue")),
        el("span", words("positions.contested"), c="badge split") if contested else None,
        el("span", words("positions.candidate"), c="badge odd") if _is_candidate(found) else None,
        tally(words, [claim.polarity for claim in claims]),
        c="issue-head",
    )
    order = {value: place for place, value in enumerate(POLARITIES)}
    ranked = sorted(claims, key=lambda claim: (order.get(claim.polarity, 9), -claim.minimum))
    if not contested:
        return el("section", head, _lane(drawing, ranked), c="issue")
    against = [claim for claim in ranked if claim.polarity in AGAINST]
    others = [claim for claim in ranked if claim.polarity not in AGAINST]
    return el(
        "section",
        head,
        el("div", _lane(drawing, others), _lane(drawing, against), c="lanes two"),
        c="issue",
    )


def _is_candidate(issue: object) -> bool:
    return bool(getattr(issue, "is_candidate", False))


def _lane(drawing: Drawing, claims: Sequence[Claim]) -> Node:
    return el(
        "div",
        el("ul", [claim_entry(drawing, claim, with_issue=False) for claim in claims]),
        c="lane",
    )
