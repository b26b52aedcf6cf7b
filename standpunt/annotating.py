"""The evidence of a document as Web Annotations (W3C Web Annotation Data Model) in JSON-LD.

Each piece of evidence is one annotation: its body is the claim, or other statement, that it
proves, and who says what; its target is the place in the text of the document, by position and by
quote, so that it can be found again in another copy of that text.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from graph.provenance import DEFAULT_LICENCE
from ontology.terms import ID
from standpunt.citing import Access, Ask, Passage, Row, find_passages, who_says

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
AROUND = 32  # characters before and after a quote, enough to tell two places apart
_GENERATOR = f"{ID}software/standpunt-"


@dataclass(frozen=True)
class _Place:
    start: int
    end: int


def document_annotations(ask: Ask, document: str, language: str, access: Access) -> str | None:
    """All annotations of a document as one AnnotationPage; None if nothing is proved by it.

    Positions are code points of the raw text that the store holds, half-open. A statement with
    several spans has a target for each. Raises what `ask` raises.
    """
    text = next((row["text"] or "" for row in ask("document-text", document=document)), "")
    passages = {one.claim: one for one in find_passages(ask, language, document=document)}
    places: dict[str, list[_Place]] = {}
    for row in ask("claim-evidence", document=document):
        here = places.setdefault(row["claim"] or "", [])
        place = _Place(_number(row, "start"), _number(row, "end"))
        if place not in here:
            here.append(place)
    if not text or not places:
        return None
    items = [
        _annotation(statement, passages.get(statement), document, here, text, language)
        for statement, here in sorted(places.items(), key=lambda each: (each[1][0].start, each[0]))
    ]
    page = {
        "@context": CONTEXT,
        "id": f"{document}/annotations",
        "type": "AnnotationPage",
        "generator": {
            "id": f"{_GENERATOR}{access.version}",
            "type": "Software",
            "name": f"Standpunt {access.version}",
        },
        "generated": f"{access.day}T00:00:00Z",
        "rights": DEFAULT_LICENCE,
        "startIndex": 0,
        "items": items,
    }
    return json.dumps(page, ensure_ascii=False, indent=1) + "\n"


def _annotation(
    statement: str,
    passage: Passage | None,
    document: str,
    places: list[_Place],
    text: str,
    language: str,
) -> Mapping[str, object]:
    bodies: list[object] = [
        {"type": "SpecificResource", "source": statement, "purpose": "identifying"}
    ]
    if passage is not None:
        bodies.append(
            {
                "type": "TextualBody",
                "value": who_says(passage, language),
                "format": "text/plain",
                "language": language,
                "purpose": "describing",
            }
        )
    return {
        "id": f"{statement}/annotation",
        "type": "Annotation",
        "motivation": "describing",
        "body": bodies,
        "target": [_target(document, place, text) for place in places],
    }


def _target(document: str, place: _Place, text: str) -> Mapping[str, object]:
    return {
        "source": document,
        "selector": [
            {"type": "TextPositionSelector", "start": place.start, "end": place.end},
            {
                "type": "TextQuoteSelector",
                "exact": text[place.start : place.end],
                "prefix": text[max(0, place.start - AROUND) : place.start],
                "suffix": text[place.end : place.end + AROUND],
            },
        ],
    }


def _number(row: Row, column: str) -> int:
    return int(row[column] or 0)
