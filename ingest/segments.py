"""Paragraphs to sections with numbers, letterhead and agenda items."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.flat import FlatText
from ingest.language import Language
from ingest.layout import Layout, Paragraph
from ingest.records import Section

ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
MAX_PART = 60  # characters of a heading that only groups items ("Binnenlandse Zaken")


@dataclass(frozen=True)
class Block:
    """A paragraph with its folded text; the section it stands in."""

    paragraph: Paragraph
    flat: FlatText
    section: Section


@dataclass(frozen=True)
class _Open:
    number: str
    title: str
    start: int
    is_item: bool
    part: str | None = None
    form: str | None = None


def read_sections(
    raw: str, layout: Layout, language: Language
) -> tuple[tuple[Section, ...], tuple[Block, ...]]:
    """Sections and body blocks in order.

    Parts are numbered I, II …, whatever numbering the paper uses; items count from 1 in each.
    """
    flats = [(p, layout.flat(raw, p)) for p in layout.paragraphs]
    flats = [(p, flat) for p, flat in flats if flat.text.strip()]
    opened, placed = _open_sections(flats, language)
    ends = [entry.start for entry in opened[1:]] + [len(raw)]
    sections = tuple(
        Section(e.number, order, e.title, e.start, end, e.is_item, e.part, e.form)
        for order, (e, end) in enumerate(zip(opened, ends, strict=True), 1)
    )
    blocks = tuple(
        Block(paragraph, flat, sections[at]) for at, paragraph, flat in placed if at >= 0
    )
    body = tuple(block for block in blocks if not block.paragraph.is_heading)
    return sections, body


def _open_sections(
    flats: Sequence[tuple[Paragraph, FlatText]], language: Language
) -> tuple[list[_Open], list[tuple[int, Paragraph, FlatText]]]:
    opened: list[_Open] = [_Open("L.0", "", 0, is_item=False)]
    placed: list[tuple[int, Paragraph, FlatText]] = []
    part_number, part_title, loose, item_count = 0, None, 0, 0
    for at, (paragraph, flat) in enumerate(flats):
        if not paragraph.is_heading:
            placed.append((len(opened) - 1, paragraph, flat))
            continue
        text = flat.text.strip()
        title = language.heading_number.sub("", text) if paragraph.label else text
        following = flats[at + 1][0] if at + 1 < len(flats) else None
        if paragraph.label and _is_part(paragraph, title, following):
            part_number, part_title, item_count = part_number + 1, title, 0
            opened.append(
                _Open(f"{ROMAN[part_number % 13]}", title, paragraph.start, is_item=False)
            )
        elif paragraph.label:
            item_count += 1
            number = f"{ROMAN[part_number % 13]}.{item_count}" if part_number else str(item_count)
            form = next((v for v, pattern in language.forms if pattern.match(title)), None)
            title = language.form_prefix.sub("", title) or title
            opened.append(_Open(number, title, paragraph.start, True, part_title, form))
        else:
            loose += 1
            label = (
                f"L.{loose}" if item_count == 0 else f"{opened[-1].number.split('/')[0]}/{loose}"
            )
            inside = opened[-1] if item_count else None
            opened.append(
                _Open(label, text, paragraph.start, is_item=False)
                if inside is None
                else replace(inside, number=label, title=text, start=paragraph.start, is_item=False)
            )
        placed.append((len(opened) - 1, paragraph, flat))
    return opened, placed


def _is_part(paragraph: Paragraph, title: str, following: Paragraph | None) -> bool:
    """A heading right above another numbered heading groups the items below it."""
    return (
        following is not None
        and following.is_heading
        and bool(following.label)
        and len(title) <= MAX_PART
        and not re.search(r"[-–:]", title)
    )


def item_of(section: Section, sections: Sequence[Section]) -> Section | None:
    """The agenda item that a section is, or stands inside; None before the agenda."""
    if section.is_item:
        return section
    number = section.number.split("/")[0]
    return next((s for s in sections if s.is_item and s.number == number), None)
