"""Citations to copy or take away: of one claim, and of what a page is about; asks nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from dashboard.honesty import Basis, basis_text
from dashboard.nodes import Node, el
from dashboard.pools import generation, page_pool, store_path
from dashboard.records import Catalogue, Claim, Details, Document, text_of
from dashboard.taking import File, take_address
from dashboard.wording import Wording
from ontology.terms import ID
from standpunt import __version__
from standpunt.citation_forms import FORMS, MEDIA_TYPES, SUFFIXES, write_citations
from standpunt.citing import (
    WORDS,
    Access,
    Paper,
    Passage,
    access_on,
    access_text,
    asking,
    citation_text,
    find_passages,
    group_words,
    paper_text,
)


def access_now() -> Access:
    """Today, and the generation that is published now. Raises StoreError."""
    current = generation()
    today = datetime.now(UTC).date()
    return access_on(today, __version__, current.number, current.published.date())


def claim_citation(words: Wording, names: Catalogue, claim: Claim, details: Details) -> Node | None:
    """The citation of a picked claim: its text, a button that copies it, and files."""
    document = names.documents.get(claim.document)
    if document is None:
        return None
    passage = _passage(words, names, claim, details, paper_of(words, names, document))
    access = access_now()

    def file(form: str) -> Node:
        def make() -> bytes:
            return write_citations([passage], access, form, words.language).encode()

        return _file_link(words, form, make, (passage, access))

    files = [file(form) for form in FORMS if form != "text"]
    files.append(el("a", words("cite.rdf"), href=f"id/{claim.iri.removeprefix(ID)}.ttl", c="act"))
    return _cite(words, citation_text(passage, access, words.language), files)


@dataclass(frozen=True)
class Cited:
    """What a page is about: what to call it in a citation, its IRI, and its place in the basket."""

    title: str
    iri: str
    kind: str
    short: str


def page_citation(words: Wording, basis: Basis, title: str, iri: str) -> Node:
    """The citation of what a page is about, with what stands on it in the words of `basis`."""
    access = access_text(access_now(), words.language)
    text = f"{title.rstrip('.')}. {iri}. {basis_text(words, basis)} {access}."
    return _cite(words, text, [])


def paper_of(words: Wording, names: Catalogue, document: Document) -> Paper:
    """A document of the catalogue as citations name it."""
    meeting = names.meetings.get(document.meeting)
    government = words("document.reporter", name=names.name(document.reporter))
    number = f"nr. {document.number}" if document.number else ""
    return Paper(
        document.iri,
        document.title,
        document.kind,
        government if document.reporter else "",
        document.date[:10],
        ", ".join(part for part in (document.dossier, number) if part),
        meeting.label if meeting else "",
        document.file_name,
        document.sha256,
    )


def document_citation(words: Wording, names: Catalogue, document: Document) -> str:
    """A document as a source, in one line."""
    return paper_text(paper_of(words, names, document), words.language)


def _cite(words: Wording, text: str, files: list[Node]) -> Node:
    copy = el("button", words("cite.copy"), c="act", copytext=text, done=words("cite.copied"))
    return el(
        "details",
        el("summary", words("cite.title")),
        el("p", text, c="citation"),
        el("p", copy, files, c="acts"),
        c="how-read",
    )


def selection_citations(words: Wording, filters: Mapping[str, str]) -> list[Node]:
    """Links to the citations of the claims that the filters of `claims` take, one a form."""
    pool, access, language = page_pool(), access_now(), words.language
    wanted = {name: value for name, value in sorted(filters.items()) if value}

    def file(form: str) -> Node:
        def make() -> bytes:
            found = find_passages(asking(pool), language, **wanted)
            return write_citations(found, access, form, language).encode()

        return _file_link(words, form, make, (wanted, access, language))

    return [file(form) for form in FORMS]


def _file_link(words: Wording, form: str, make: Callable[[], bytes], made_of: object) -> Node:
    file = File(f"standpunt-citations.{SUFFIXES[form]}", MEDIA_TYPES[form], make)
    told = (made_of, str(store_path()))
    return el(
        "a", words(f"cite.{form}"), href=take_address(file, told), download=file.name, c="act"
    )


def _passage(
    words: Wording, names: Catalogue, claim: Claim, details: Details, paper: Paper
) -> Passage:
    places = [f"{text_of(row, 'start')}–{text_of(row, 'end')}" for row in details.evidence]
    pages = [text_of(row, "page") for row in details.evidence if text_of(row, "page")]
    return Passage(
        claim=claim.iri,
        holders=", ".join(map(names.name, claim.holders)),
        group=group_words(
            WORDS[words.language], claim.phrase, claim.quantifier, named=len(claim.holders),
            low=claim.minimum, high=claim.maximum, among=claim.universe or 0,
        ),
        polarity=claim.polarity,
        modality=claim.modality,
        issues="; ".join(map(names.issue_label, claim.issues)),
        target=claim.target,
        condition=claim.condition,
        quote=claim.quote,
        section=f"{claim.item_number} {claim.section}".strip(),
        places=tuple(dict.fromkeys(places)),
        pages=tuple(dict.fromkeys(pages)),
        paper=paper,
    )  # fmt: skip
