"""The page that follows one holder on one issue: each stance with its words, and what changed."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import streamlit as st

from dashboard.address import Filter, long_id, select, short_id
from dashboard.answers import rows
from dashboard.claim_choice import show_analysis
from dashboard.downloads import show_csv_download
from dashboard.frame import show_empty
from dashboard.honesty import basis_text, honesty_line, with_basis
from dashboard.listing import find_outline, mask
from dashboard.memory import kept
from dashboard.mounting import show_tree
from dashboard.nodes import el, link
from dashboard.outline import basis_of
from dashboard.pictures import make_picture, show_picture_buttons
from dashboard.pools import store_path
from dashboard.records import Actor, Catalogue
from dashboard.sides import claim_base, codes_of, told_issues
from dashboard.thing_links import actor_link, issue_link
from dashboard.trajectory_nodes import Pair, pair_list, stance_figure, stance_list
from dashboard.wording import Wording
from graph.opening import published_number
from standpunt.analysis.trajectory import STANCE_COLUMNS, Stance, count_holdings, follow

QUESTION = "stance-over-time"
MOST_PAIRS = 40


def show_trajectory() -> None:
    """Draw the page."""
    show_analysis("trajectory", _draw)


def _draw(words: Wording, known: Catalogue) -> None:
    pairs = _kept_pairs(str(store_path()), published_number(store_path()) or 0, words.language)
    code, issue = _choose(words, known, pairs)
    if code and issue:
        actor = next(each for each in known.actors.values() if each.code == code)
        _show_stances(words, known, actor, long_id(issue, "issue"))
        return
    about = long_id(issue, "issue") if issue else ""
    _show_pairs(words, known, [p for p in pairs if p.fits(code, about)])


@kept(2)
def _kept_pairs(store: str, number: int, language: str) -> list[Pair]:
    """Holder and issue with the claims that name the one on the other; forecasts are nobody's."""
    base = claim_base(language)
    found = count_holdings(base)
    actors = sorted({actor for actor, _ in found.pairs})
    codes = dict(zip(actors, codes_of(base, actors), strict=True))
    return [
        Pair(codes[actor], issue, dict(zip(found.polarities, times, strict=True)))
        for (actor, issue), times in zip(found.pairs, found.counts.tolist(), strict=True)
    ]


def _choose(words: Wording, known: Catalogue, pairs: Sequence[Pair]) -> tuple[str, str]:
    """The code of the holder and the short id of the issue; "" for what is not chosen."""
    notes = st.container()
    codes = sorted({pair.code for pair in pairs}, key=known.name)
    told = {iri for iri in told_issues(words.language) if "#" not in iri}
    issues = sorted(told | _above(told), key=known.issue_label)
    holders = {code: known.name(code) for code in codes}
    labels: Mapping[str, str] = {short_id(iri, "issue"): known.issue_label(iri) for iri in issues}
    with st.container(horizontal=True, key="filters"):
        code = select(
            Filter("actor", words("trajectory.holder"), holders,
                   words("trajectory.choose-holder"), words("trajectory.unknown-actor")), notes
        )  # fmt: skip
        issue = select(
            Filter("issue", words("positions.issue"), labels,
                   words("trajectory.choose-issue"), words("trajectory.unknown-issue")), notes
        )  # fmt: skip
    return code, issue


def _above(issues: Collection[str]) -> set[str]:
    """What issues belong under, however far up."""
    parents: dict[str, set[str]] = defaultdict(set)
    for row in rows("issue-tree"):
        if row["broader"]:
            parents[row["issue"] or ""].add(row["broader"])
    found: set[str] = set()
    waiting = list(issues)
    while waiting:
        for parent in parents[waiting.pop()] - found:
            found.add(parent)
            waiting.append(parent)
    return found


def _show_stances(words: Wording, known: Catalogue, actor: Actor, issue: str) -> None:
    found = rows(QUESTION, actor=actor.iri, issue=issue, language=words.language)
    stances = follow(found)
    if not stances:
        group = link(
            "actor", words("trajectory.in-group"), {"id": actor.code, "status": "possible"}, c="act"
        )
        show_empty(words, "trajectory.none", el("p", group))
        return
    held = find_outline(words.language, actor=actor.iri)
    places = [held.place[each.claim] for each in stances if each.claim in held.place]
    basis = basis_of(held.take(mask(places, len(held))))
    title = words("trajectory.of", actor=actor.name, issue=known.issue_label(issue))
    figure = stance_figure(words, stances)
    told = words(
        "trajectory.figure",
        actor=actor.name,
        issue=known.issue_label(issue),
        first=stances[0].day,
        last=stances[-1].day,
    )
    show_tree(
        [
            el(
                "header",
                el("h2", actor_link(known, actor.code), " · ", issue_link(known, issue)),
                el("span", words.count("trajectory.stances", len(stances)), c="soft num"),
                c="block-head",
            ),
            el("div",
               el("svg", list(figure.nodes), viewBox=f"0 0 {figure.size[0]} {figure.size[1]}",
                  width=figure.size[0], height=figure.size[1], c="fig", role="img",
                  aria_label=told),
               c="drawing", tabindex="0", role="group", aria_label=told),
            stance_list(words, known, stances),
            honesty_line(words, basis),
        ],
        "trajectory-view",
    )  # fmt: skip
    columns, table = with_basis(words, basis, STANCE_COLUMNS, map(_cells, stances))
    source = words("pictures.source", basis=basis_text(words, basis))
    picture = make_picture("trajectory", title, figure.nodes, figure.size, source)
    with st.container(horizontal=True, gap="small", key="trajectory-downloads"):
        show_csv_download(words, "trajectory", columns, table)
        show_picture_buttons(words, picture, "trajectory")


def _cells(stance: Stance) -> list[str]:
    return [str(getattr(stance, name)) for name in STANCE_COLUMNS]


def _show_pairs(words: Wording, known: Catalogue, pairs: Sequence[Pair]) -> None:
    several = [pair for pair in pairs if pair.claims > 1]
    if not several:
        show_empty(words, "trajectory.no-pairs")
        return
    several.sort(key=lambda p: (-p.stances, -p.claims, p.code, p.issue))
    show_tree(
        [
            el(
                "header",
                el("h2", words("trajectory.pairs")),
                el("span", str(len(several)), c="soft num"),
                c="block-head",
            ),
            el("p", words("trajectory.pairs-hint"), c="small soft"),
            pair_list(words, known, several[:MOST_PAIRS]),
            el("p", words("proof.more", n=len(several) - MOST_PAIRS), c="small soft")
            if len(several) > MOST_PAIRS
            else el("span"),
        ],
        "pairs-view",
    )
