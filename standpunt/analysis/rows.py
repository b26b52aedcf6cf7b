"""What is found, as rows of plain cells for tables, frames and pages; asks nothing."""

from collections.abc import Iterable, Iterator, Sequence

from standpunt.analysis.algebra import InferredHolder, Overlap, find_overlaps, infer_holders
from standpunt.analysis.announced import ComparedClaim, Overruling
from standpunt.analysis.comparison import Comparison
from standpunt.analysis.findings import Finding
from standpunt.analysis.records import ClaimBase
from standpunt.analysis.silence import Silence
from standpunt.analysis.structure import Structure
from standpunt.analysis.windows import Window

Cells = dict[str, str]
COMPARISON_COLUMNS = (
    "kind", "meeting", "outcome", "by_rule", "holder", "issue", "issue_label", "matched", "reason",
    "announced_claim", "announced_stance", "announced", "announced_place", "reported_claims",
    "reported_stance", "reported", "reported_place", "others", "may", "review", "author",
)  # fmt: skip
FINDING_COLUMNS = ("type", "issue", "said", "found", "reason", "quotes", "places", "concerns")
OVERLAP_COLUMNS = ("kind", "conclusion", "step", "premises")
WINDOW_COLUMNS = (
    "since", "before", "claims", "anonymous", "actors", "certain_agreements",
    "possible_agreements", "certain_conflicts", "possible_conflicts",
)  # fmt: skip
STRUCTURE_COLUMNS = ("figure", "of", "value")
SILENCE_COLUMNS = ("meeting", "document", "item", "claims", "actor", "status")


def comparison_rows(comparison: Comparison) -> Iterator[Cells]:
    """A row for each announcement, unannounced stance and forecast, by COMPARISON_COLUMNS.

    Several quotes and places are set apart by a bar, IRIs by a blank.
    """
    meeting = comparison.meeting
    for delivery in comparison.deliveries:
        yield {
            **_both(delivery.announced, delivery.reported, delivery.overruled),
            "kind": "announcement" if delivery.announced else "unannounced",
            "meeting": meeting, "outcome": delivery.outcome, "holder": delivery.holder,
            "issue": delivery.issue, "issue_label": delivery.label, "matched": delivery.matched,
            "reason": delivery.reason, "others": _iris(delivery.others), "may": _iris(delivery.may),
        }  # fmt: skip
    for forecast in comparison.forecasts:
        claim = forecast.forecast
        yield {
            **_both(claim, forecast.reported, forecast.overruled),
            "kind": "forecast", "meeting": meeting, "outcome": forecast.outcome,
            "holder": claim.phrase, "issue": " ".join(claim.issues),
            "issue_label": "; ".join(claim.issues.values()), "matched": "",
            "reason": forecast.reason, "others": "", "may": "",
        }  # fmt: skip


def finding_row(finding: Finding) -> Cells:
    """A finding by FINDING_COLUMNS; its quotes and places are set apart by a bar."""
    return {
        "type": finding.kind,
        "issue": finding.issue,
        "said": finding.said,
        "found": finding.found,
        "reason": finding.reason,
        "quotes": " | ".join(quoted.quote for quoted in finding.quotes),
        "places": " | ".join(quoted.place for quoted in finding.quotes),
        "concerns": " ".join(finding.concerns),
    }


def overlap_rows(base: ClaimBase) -> Iterator[Cells]:
    """What follows from the sizes of groups, by OVERLAP_COLUMNS; premises are IRIs of claims."""
    return overlap_rows_of(base, find_overlaps(base), infer_holders(base))


def overlap_rows_of(
    base: ClaimBase, shared: Iterable[Overlap], holders: Iterable[InferredHolder]
) -> Iterator[Cells]:
    """Some of the rows of overlap_rows(), by what was found already."""
    for pair in shared:
        yield {
            "kind": "inferred: shared members",
            "conclusion": f"{pair.least} to {pair.most} members are in both groups",
            "step": pair.step,
            "premises": f"{pair.first} {pair.second}",
        }
    for found in holders:
        yield {
            "kind": "inferred: holder",
            "conclusion": f"{base.actor(found.actor).code} holds {found.claim}",
            "step": found.step,
            "premises": " ".join(found.premises),
        }


def silence_rows(silence: Silence, base: ClaimBase) -> Iterator[Cells]:
    """A row for each member and agenda item, by SILENCE_COLUMNS.

    `status` is named, possible, excluded or not reported.
    """
    for item in silence.items:
        by_status = {
            "named": item.named, "possible": item.possible, "excluded": item.excluded,
            "not reported": item.silent,
        }  # fmt: skip
        for status, actors in by_status.items():
            for actor in actors:
                yield {
                    "meeting": item.meeting or "",
                    "document": item.document,
                    "item": item.item or "",
                    "claims": str(item.claims),
                    "actor": base.actor(actor).code,
                    "status": status,
                }


def structure_rows(found: Structure) -> Iterator[Cells]:
    """The figures of a network by STRUCTURE_COLUMNS, one a row; a value that there is not is ""."""
    parts, core, signed = found.communities, found.core, found.balance
    told: list[tuple[str, str, object]] = [
        ("seen", "", found.seen),
        ("claims", "", found.basis.claims),
        ("anonymous", "least", f"{found.basis.anonymous_low:.3f}"),
        ("anonymous", "most", f"{found.basis.anonymous_high:.3f}"),
        ("actors", "", found.actors),
        ("pairs", "", found.edges),
        ("communities", "", len(parts.partition)),
        ("communities", "reason for none", parts.reason),
        ("modularity", "", f"{parts.modularity:.4f}"),
        ("modularity", "by chance", f"{parts.by_chance:.4f}"),
        ("stability", "", f"{parts.stability:.4f}"),
        *(("community", str(n), " ".join(sorted(p))) for n, p in enumerate(parts.partition, 1)),
        *(("stability", f"resolution {at.resolution:g}", f"{at.stability:.4f}")
          for at in parts.resolutions),
        ("core", "", " ".join(core.core)),
        ("core", "misfits", core.misfits),
        ("core", "correlation", _figure(core.correlation)),
        *(("betweenness", one.name, f"{one.betweenness:.4f}") for one in found.bridges),
        *(("constraint", one.name, _figure(one.constraint)) for one in found.bridges),
        ("edges", "positive", signed.positive),
        ("edges", "negative", signed.negative),
        *(("triads", f"{n} negative", count) for n, count in enumerate(signed.triads)),
        ("frustration", "exact" if signed.exact else "at most", signed.frustration),
        ("polarisation", f"agreement, {found.polarisation.of}",
         _figure(found.polarisation.agreement)),
        ("polarisation", f"conflict, {found.polarisation.of}",
         _figure(found.polarisation.conflict)),
        *(("backbone", f"{one} – {other}", f"{weight:g}")
          for one, other, weight in found.issue_backbone),
    ]  # fmt: skip
    for figure, of, value in told:
        yield {"figure": figure, "of": of, "value": str(value)}


def window_rows(windows: Iterable[Window]) -> Iterator[Cells]:
    """A row for each window, by WINDOW_COLUMNS; `anonymous` is a share from least to most."""
    for window in windows:
        yield {
            "since": window.since.isoformat(),
            "before": window.before.isoformat(),
            "claims": str(window.basis.claims),
            "anonymous": f"{window.basis.anonymous_low:.0%}-{window.basis.anonymous_high:.0%}",
            **{name: str(figure) for name, figure in window.figures().items()},
        }


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def _both(
    announced: ComparedClaim | None,
    reported: Sequence[ComparedClaim],
    overruled: Overruling | None,
) -> Cells:
    return {
        "announced_claim": announced.iri if announced else "",
        "announced_stance": _stance(announced) if announced else "",
        "announced": announced.quote if announced else "",
        "announced_place": announced.place if announced else "",
        "reported_claims": _iris(reported),
        "reported_stance": "; ".join(map(_stance, reported)),
        "reported": " | ".join(claim.quote for claim in reported),
        "reported_place": " | ".join(claim.place for claim in reported),
        "by_rule": overruled.by_rule if overruled else "",
        "review": overruled.review if overruled else "",
        "author": overruled.author if overruled else "",
    }


def _stance(claim: ComparedClaim) -> str:
    return f"{claim.modality} {claim.polarity} {claim.act}"


def _iris(claims: Sequence[ComparedClaim]) -> str:
    return " ".join(claim.iri for claim in claims)
