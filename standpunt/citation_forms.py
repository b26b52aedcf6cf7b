"""Citations in the forms that reference managers read: CSL-JSON and BibTeX; asks nothing."""

import json
import re
from collections.abc import Iterable

from ontology.terms import ID
from standpunt.citing import (
    WORDS,
    Access,
    Paper,
    Passage,
    access_text,
    citations_text,
    place_text,
    who_says,
)

FORMS = ("text", "csl", "bibtex")
SUFFIXES = {"text": "txt", "csl": "json", "bibtex": "bib"}
MEDIA_TYPES = {
    "text": "text/plain; charset=utf-8",
    "csl": "application/vnd.citationstyles.csl+json",
    "bibtex": "application/x-bibtex; charset=utf-8",
}
# What TeX takes for more than a character (The TeXbook, chapter 7).
_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    # BibTeX counts braces, those that are escaped too.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    **{character: f"\\{character}" for character in "$&#%_"},
}
_SPECIAL = re.compile(r"[\\{}$&#%_~^]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def write_citations(passages: Iterable[Passage], access: Access, form: str, language: str) -> str:
    """The citations in one of FORMS, ending in a line end; text and BibTeX are "" for none."""
    if form == "csl":
        found = [_csl(one, access, language) for one in passages]
        return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    if form == "bibtex":
        return "".join(_bibtex(one, access, language) for one in passages)
    text = citations_text(passages, access, language)
    return f"{text}\n" if text else ""


def _csl(passage: Passage, access: Access, language: str) -> dict[str, object]:
    paper = passage.paper
    found: dict[str, object] = {
        "id": _key(passage),
        "type": "document",
        "title": paper.title,
        "genre": WORDS[language].get(paper.kind, WORDS[language]["other"]),
        "author": [{"literal": paper.publisher}] if paper.publisher else None,
        "publisher": paper.publisher,
        "issued": {"date-parts": [_parts(paper.day)]} if paper.day else None,
        "number": paper.number,
        "event-title": paper.meeting,
        "section": passage.section,
        "page": ", ".join(passage.pages),
        "language": "nl",
        "URL": passage.claim,
        "accessed": {"date-parts": [_parts(access.day)]},
        "archive": access_text(access, language),
        "note": _note(passage, language),
    }
    return {name: value for name, value in found.items() if value}


def _bibtex(passage: Passage, access: Access, language: str) -> str:
    paper = passage.paper
    year, month, _ = [*paper.day.split("-"), "", "", ""][:3]
    fields = {
        "author": _braced(paper.publisher),
        "title": _braced(paper.title),
        "year": year,
        "month": month,
        "number": paper.number,
        "howpublished": _kind_and_meeting(paper, language),
        "pages": ", ".join(passage.pages),
        "note": f"{_note(passage, language)}. {access_text(access, language)}",
        "language": "dutch",
        "url": passage.claim,
        "urldate": access.day,
    }
    lines = [
        f"  {name} = {{{value if name in ('author', 'title') else _tex(value)}}},\n"
        for name, value in fields.items()
        if value
    ]
    return f"@misc{{{_key(passage)},\n{''.join(lines)}}}\n\n"


def _kind_and_meeting(paper: Paper, language: str) -> str:
    kind = WORDS[language].get(paper.kind, WORDS[language]["other"])
    return f"{kind}: {paper.meeting}" if paper.meeting else kind


def _note(passage: Passage, language: str) -> str:
    return f"{who_says(passage, language)}. “{passage.quote}” ({place_text(passage, language)})"


def _key(passage: Passage) -> str:
    """A key of letters, digits and hyphens: "standpunt-76f63c4d390dbac2-claim-89-1"."""
    return "standpunt-" + re.sub(
        r"[^0-9a-zA-Z]+", "-", passage.claim.removeprefix(f"{ID}document/")
    )


def _parts(day: str) -> list[int]:
    return [int(part) for part in day.split("-")]


def _braced(text: str) -> str:
    """In braces of its own, so that names are not taken apart and capitals stay."""
    return f"{{{_tex(text)}}}" if text else ""


def _tex(text: str) -> str:
    return _SPECIAL.sub(lambda found: _TEX[found[0]], _CONTROLS.sub(" ", text))
