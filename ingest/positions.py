"""Claims as JSON records, one a line: the exchange format of `standpunt positions`."""

from collections.abc import Mapping
from typing import Any

from ingest.raw import find_place, say_place
from ingest.records import Claim, Extraction, Proposal


def position_records(extraction: Extraction) -> list[dict[str, Any]]:
    """One record a claim, in text order; `quote` is text[start:end], unfolded.

    `page` and `place` say where it stands in a file whose format knows pages or places.
    """
    proposals = {proposal.key: proposal for proposal in extraction.proposals}
    return [_record(claim, extraction, proposals) for claim in extraction.claims]


def _record(
    claim: Claim, extraction: Extraction, proposals: Mapping[str, Proposal]
) -> dict[str, Any]:
    start, end = claim.evidence.longest
    place = find_place(extraction.places, claim.evidence.start)
    where = {"place": say_place(extraction.places, start, end)} if place else {}
    page = {"page": place.page} if place and place.page is not None else {}
    return {
        "quote": extraction.text[start:end],
        "start": start,
        "end": end,
        "spans": [list(span) for span in claim.evidence.spans],
        "holders": list(claim.holders.named),
        "group": claim.holders.group,
        "margin": claim.holders.margin,
        "excluded": list(claim.holders.excluded),
        "polarity": claim.polarity,
        "act": claim.act,
        "status": claim.status,
        "targets": list(claim.targets),
        "target_text": claim.target_text,
        "proposals": [_proposal(proposals[key]) for key in claim.proposals],
        "condition": claim.condition,
        "item": claim.section.number,
        "phrase": claim.holders.phrase,
        "verb": claim.verb,
        "rules": list(claim.rules),
        "confidence": claim.confidence,
        **page,
        **where,
    }


def _proposal(proposal: Proposal) -> dict[str, Any]:
    return {
        "key": proposal.key,
        "identifier": proposal.identifier,
        "kind": proposal.kind,
        "authors": list(proposal.authors),
        "title": proposal.title,
    }
