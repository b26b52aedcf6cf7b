"""Announced against delivered: what an agenda foresaw of a holder beside what the report tells."""

from collections import Counter
from collections.abc import Iterable, Sequence

import streamlit as st

from dashboard.address import read, short_id
from dashboard.delivery_rows import Row, row_key
from dashboard.nodes import Child, Node, el, link
from dashboard.pools import page_pool, store_path
from dashboard.quote_nodes import pair, quote_card
from dashboard.reason_words import reason_text
from dashboard.records import GLYPHS, Catalogue, Meeting
from dashboard.wording import Wording
from graph.opening import published_number
from standpunt.analysis.announced import ComparedClaim, Delivery
from standpunt.analysis.comparison import Comparison, Forecast, compare_meeting

# Every outcome, the telling ones first.
TELLING = (
    "changed-sign", "weakened", "strengthened", "delivered", "unannounced", "not-reported"
)  # fmt: skip
GLYPH_BY_OUTCOME = {
    "delivered": "✓",
    "strengthened": "↑",
    "weakened": "↓",
    "changed-sign": "⇄",
    "not-reported": "?",
    "unannounced": "∗",
}
COLUMNS = (
    "holder", "issue", "outcome", "reason", "announced", "announced_place", "reported",
    "reported_place", "by_rule", "author",
)  # fmt: skip


def comparison_of(meeting: str, language: str) -> Comparison:
    """The comparison of a meeting, an IRI; kept for a generation. Raises GraphError."""
    return _kept_comparison(
        str(store_path()), published_number(store_path()) or 0, meeting, language
    )


@st.cache_resource(show_spinner=False, max_entries=30)
def _kept_comparison(store: str, number: int, meeting: str, language: str) -> Comparison:
    return compare_meeting(page_pool(), meeting, language=language)


def outcome_counts(comparison: Comparison) -> dict[str, int]:
    """How many announcements had each outcome, what asks to be read first; none with 0."""
    counts = Counter(delivery.outcome for delivery in comparison.deliveries)
    return {outcome: counts[outcome] for outcome in TELLING if counts[outcome]}


def outcome_badge(words: Wording, outcome: str) -> Node:
    """The outcome as sign and word."""
    return el(
        "span",
        el("span", GLYPH_BY_OUTCOME.get(outcome, "·"), c="sign", aria_hidden="true"),
        words.of("delivery", outcome),
        c=f"badge told {outcome}",
    )


def outcome_words(words: Wording, outcome: str, *, is_forecast: bool) -> str:
    """An outcome in words, of a forecast or of an announcement."""
    return words.of("forecast" if is_forecast else "delivery", outcome)


def delivery_list(
    words: Wording,
    known: Catalogue,
    deliveries: Iterable[Delivery],
    forecasts: Sequence[Forecast],
    meeting: Meeting,
) -> list[Node]:
    """Each announcement beside its report, then the forecasts about others.

    Each leads to the form by which a reviewer overrules its outcome.
    """
    shown = [
        el("li", _delivery(words, known, d), _overruling(words, d, meeting)) for d in deliveries
    ]
    nodes = [el("ul", shown, c="things deliveries")] if shown else []
    if forecasts:
        nodes += [
            el("p", words("delivery.forecasts"), c="part"),
            el("p", words("delivery.forecasts-how"), c="soft"),
            el(
                "ul",
                [
                    el("li", _forecast(words, known, f), _overruling(words, f, meeting))
                    for f in forecasts
                ],
                c="things deliveries",
            ),
        ]
    return nodes


def delivery_rows(deliveries: Iterable[Delivery]) -> list[list[str | None]]:
    """A row of COLUMNS for each delivery."""
    return [
        [
            d.holder,
            d.label,
            d.outcome,
            d.reason,
            d.announced.quote if d.announced else "",
            d.announced.place if d.announced else "",
            " | ".join(claim.quote for claim in d.reported),
            " | ".join(claim.place for claim in d.reported),
            d.overruled.by_rule if d.overruled else "",
            d.overruled.author if d.overruled else "",
        ]
        for d in deliveries
    ]


def _overruling(words: Wording, row: Row, meeting: Meeting) -> Child:
    """Who overruled the rule, if somebody did, and the way to do so."""
    key = row_key(row)
    if not key:
        return None
    word = row.overruled
    here = read("overrule") == key
    rule = ""
    if word is not None:
        is_forecast = isinstance(row, Forecast)
        rule = outcome_words(words, word.by_rule, is_forecast=is_forecast)
    parameters = {
        "meeting": short_id(meeting.iri, "meeting"), "view": "delivered", "overrule": key,
        "by": read("by"),
    }  # fmt: skip
    return el(
        "p",
        el("span", words("overrule.overruled", author=word.author, outcome=rule), c="badge odd")
        if word
        else None,
        link(
            "meetings",
            words("overrule.change" if word else "overrule.open"),
            parameters,
            c="act small",
        )
        if not here
        else None,
        c="line",
    )


def _delivery(words: Wording, known: Catalogue, delivery: Delivery) -> Child:
    before: Child = (
        _claim(words, known, delivery.announced)
        if delivery.announced
        else el("p", words("delivery.nothing-announced"), c="none")
    )
    after: Child = (
        [_claim(words, known, claim) for claim in delivery.reported]
        or [_claim(words, known, claim, may=True) for claim in delivery.may]
        or el("p", words("delivery.nothing-reported"), c="none")
    )
    return [
        el(
            "p",
            outcome_badge(words, delivery.outcome),
            el("strong", delivery.label),
            el("span", known.name(_code(known, delivery.holder))),
            c="line",
        ),
        el("p", reason_text(words, delivery.reason), c="soft small"),
        pair(el("div", before, c="half"), el("div", after, c="half")),
    ]


def _forecast(words: Wording, known: Catalogue, forecast: Forecast) -> Child:
    after: Child = [_claim(words, known, claim) for claim in forecast.reported] or el(
        "p", words("delivery.nothing-reported"), c="none"
    )
    return [
        el(
            "p",
            el("span", words.of("forecast", forecast.outcome), c="badge told"),
            el("strong", "; ".join(forecast.forecast.issues.values())),
            c="line",
        ),
        el("p", reason_text(words, forecast.reason), c="soft small"),
        pair(
            el("div", _claim(words, known, forecast.forecast), c="half"), el("div", after, c="half")
        ),
    ]


def _claim(words: Wording, known: Catalogue, claim: ComparedClaim, *, may: bool = False) -> Node:
    sign = el(
        "span",
        el("span", GLYPHS.get(claim.polarity, "?"), c="glyph", aria_hidden="true"),
        words.of("stance", claim.polarity),
        c="stance",
    )
    said = el(
        "p",
        sign,
        el("span", words.of("act", claim.act), c="soft"),
        el("span", words("delivery.may"), c="badge odd") if may else None,
        c=f"line {claim.polarity}",
    )
    return quote_card(words, known, claim.document, claim.iri, claim.quote, said)


def _code(known: Catalogue, code: str) -> str:
    return code if code in known.names else f"body:{code}"
