"""One document from raw text to everything it says. Knows no quads, no store and no other document."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from ingest.claims import Context, Draft, read_sentence
from ingest.clauses import view_sentence
from ingest.errors import UnknownLanguageError
from ingest.flat import FlatText, fold_spans
from ingest.language import Language, known_languages, load_language
from ingest.layout import Layout, read_layout
from ingest.mentions import ActorFinder, make_finder
from ingest.reading import RawDocument
from ingest.records import Claim, Evidence, Extraction, Letterhead
from ingest.segments import Block, read_sections
from ingest.sentences import split_sentences
from ingest.targets import IssueLinker
from ontology.reference import load_reference

MIN_STOPWORDS = 0.12  # share of words; Dutch prose has some 0.35, German or English under 0.08


def detect_language(text: str) -> str | None:
    """The code of the pack whose function words fill the text; None if none does."""
    words = re.findall(r"[a-zà-ÿ]+", text[:20_000].lower())
    best: tuple[float, str | None] = (MIN_STOPWORDS, None)
    for code in known_languages():
        stopwords = load_language(code).stopwords
        share = sum(word in stopwords for word in words) / max(1, len(words))
        best = max(best, (share, code), key=lambda entry: entry[0])
    return best[1]


def extract(raw: RawDocument, *, language: str | None = None) -> Extraction:
    """Everything a document says, in text order.

    Raises UnknownLanguageError if no pack reads it.
    """
    code = language or detect_language(raw.text)
    if code is None:
        known = ", ".join(known_languages())
        raise UnknownLanguageError(
            f"{raw.path}: the language of this text has no pack; known packs: {known}"
        )
    pack = load_language(code)
    layout = read_layout(raw.text, pack)
    sections, body, head = read_sections(raw.text, layout, pack)
    is_report = not pack.annotated_agenda.search(raw.text[:4000])
    finder = _finder(code, date(2026, 1, 22))
    letters = len(set(_codes(raw.text, finder))) >= 3
    context = Context(pack, is_report, _note_lists(layout, finder))
    linker = _linker(code)
    claims: list[Claim] = []
    section = None
    for block in body:
        if block.section != section:
            section = block.section
            context.start_section()
        for start, end in split_sentences(block.flat.text, pack):
            text = block.flat.text[start:end]
            view = view_sentence(text, finder.find(text, letters=letters), pack)
            marks = _marks_in(layout, block.flat, start, end)
            for draft in read_sentence(view, context, marks):
                claims.append(_claim(draft, block, start, raw.text, layout, linker, claims))
    return Extraction(
        raw.path.stem,
        raw.text,
        raw.sha256,
        Letterhead("report" if is_report else "annotated-agenda", code, pack.reporter),
        sections,
        (),
        tuple(claims),
    )


def _codes(text: str, finder: ActorFinder) -> list[str]:
    pattern = re.compile(
        r"(?<![\w-])(?:" + "|".join(finder.codes_by_letters) + r")(?=[,;:) /]| en )"
    )
    return pattern.findall(text)


@lru_cache(maxsize=64)
def _finder(code: str, day: date) -> ActorFinder:
    reference = load_reference()

    def members(bloc: str) -> tuple[str, ...]:
        return tuple(sorted(reference.members_on(bloc, day)))

    return make_finder(load_language(code), reference, members)


@lru_cache(maxsize=8)
def _linker(code: str) -> IssueLinker:
    return IssueLinker(load_reference(), load_language(code).stopwords)


def _note_lists(layout: Layout, finder: ActorFinder) -> dict[int, tuple[str, ...]]:
    """Footnotes that are nothing but a list of actors."""
    found: dict[int, tuple[str, ...]] = {}
    for note in layout.footnotes:
        holders = finder.find(note.flat.text)
        codes = [code for h in holders for _, atom in h.parts for code in atom.codes]
        covered = sum(h.end - h.start for h in holders)
        if len(codes) >= 2 and covered >= 0.8 * len(note.flat.text):
            found.setdefault(note.number, tuple(dict.fromkeys(codes)))
    return found


def _marks_in(layout: Layout, flat: FlatText, start: int, end: int) -> list[int]:
    first, last = flat.offsets[start], flat.offsets[end - 1]
    return [number for at, number in sorted(layout.marks.items()) if first <= at <= last + 3]


def _claim(
    draft: Draft,
    block: Block,
    offset: int,
    raw: str,
    layout: Layout,
    linker: IssueLinker,
    earlier: list[Claim],
) -> Claim:
    spans = block.flat.raw_spans(offset + draft.start, offset + draft.end, raw, layout.mark_offsets)
    evidence = Evidence(spans, fold_spans(raw, spans))
    targets: tuple[str, ...] = ()
    if draft.refers_to is not None and draft.refers_to < len(earlier):
        targets = earlier[draft.refers_to].targets
    if not targets:
        targets = linker.link(draft.target_text, evidence.quote, block.section.title)
    return Claim(
        evidence,
        draft.holders,
        draft.polarity,
        draft.act,
        draft.status,
        draft.verb,
        targets,
        draft.target_text,
        block.section,
        draft.rules,
        draft.confidence,
        draft.condition,
        draft.refers_to,
    )
