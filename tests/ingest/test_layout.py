"""Headings, paragraphs, footnotes and page furniture."""

import re
import textwrap
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from ingest.language import Language
from ingest.layout import Layout, read_layout
from ingest.positions import position_records
from ingest.records import Extraction
from ingest.segments import read_sections

PDF = """1. Economie en handel

1. Werksessie I - Toezicht op de
handelsstromen in de Unie

De  Raad  besprak  het  toezicht.  Een  aantal  lidstaten  steunde  het  plan  van  de  Commissie.1
Deze  lijn

1 Kamerstuk 31 999, nr. 12.


Pagina 3 van 7

werd  door  enkele  lidstaten  ondersteund.  Daarna  sprak  de  Commissie  over  de  planning
van  het  komende  jaar,  zonder  nadere  gegevens.

2. Werklunch - Slotbespreking

De  lunch  had  een  open  karakter  en  leverde  geen  conclusies  op  over  het  onderwerp.
"""

WEB = """Onderwerp van deze brief

Op 3 maart nam de Raad een besluit.2 Alle lidstaten2 waren aanwezig.

X Noot
2

Duitsland, Frankrijk en Italië.

X Noot
2

Duitsland, Frankrijk en Italië.
"""


def layout_of(text: str, dutch: Language) -> Layout:
    return read_layout(text, dutch)


def test_a_sentence_cut_by_a_page_foot_is_one_sentence_with_two_spans(dutch: Language) -> None:
    layout = layout_of(PDF, dutch)
    _, blocks = read_sections(PDF, layout, dutch)
    text = blocks[0].flat.text
    assert "Deze lijn werd door enkele lidstaten ondersteund." in text
    start = text.index("Deze lijn")
    spans = blocks[0].flat.raw_spans(
        start, text.index("ondersteund.") + 12, PDF, layout.mark_offsets
    )
    assert len(spans) == 2
    assert PDF[slice(*spans[0])].split() == ["Deze", "lijn"]


def test_a_note_at_the_page_foot_is_read_with_its_number(dutch: Language) -> None:
    assert [(n.number, n.flat.text) for n in layout_of(PDF, dutch).footnotes] == [
        (1, "Kamerstuk 31 999, nr. 12.")
    ]


def test_parts_and_items_are_numbered_by_their_order(dutch: Language) -> None:
    sections, _ = read_sections(PDF, layout_of(PDF, dutch), dutch)
    found = [(s.number, s.title, s.form) for s in sections if s.is_item]
    assert found == [
        ("I.1", "Toezicht op de handelsstromen in de Unie", "working-session"),
        ("I.2", "Slotbespreking", "working-lunch"),
    ]


def test_a_list_of_notes_that_stands_twice_is_kept_with_both_places(dutch: Language) -> None:
    notes = layout_of(WEB, dutch).footnotes
    assert [note.number for note in notes] == [2, 2]
    assert [WEB[slice(*note.spans[0])] for note in notes] == ["Duitsland, Frankrijk en Italië."] * 2


def test_a_mark_glued_to_a_word_or_a_full_stop_is_a_mark(dutch: Language) -> None:
    layout = layout_of(WEB, dutch)
    assert [WEB[at - 4 : at + 1] for at in sorted(layout.marks)] == ["uit.2", "aten2"]


def test_windows_line_ends_keep_their_offsets(dutch: Language) -> None:
    text = PDF.replace("\n", "\r\n")
    layout = layout_of(text, dutch)
    for paragraph in layout.paragraphs:
        for start, end in paragraph.pieces:
            assert text[start:end] == text[start:end].strip()


ITEMS = {
    "Een verordening over de etikettering van verpakkingen van hout": (
        "De Raad besprak het voorstel en een groot deel van de lidstaten steunde de hoofdlijnen. "
        "Kroatië vroeg om een langere overgangstermijn voor kleine zagerijen."
    ),
    "Toezicht op de binnenvaart en haar bemanning": (
        "Tijdens de lunch sprak de Commissie over de eerste ervaringen met de nieuwe vaarbewijzen. "
        "Duitsland en Nederland wezen op het tekort aan schippers."
    ),
    "Conclusies over de bij": (
        "Slovenië lichtte het belang van bestuivers toe. Daarna nam de Raad de conclusies aan."
    ),
}


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["right below", "after a blank line"])
@pytest.mark.parametrize("width", [0, 50, 60, 80, 100])
@pytest.mark.parametrize("label", ["{0}. ", "Agendapunt {0}: ", "{0}) ", "Agendapunt {0} – "])
def test_a_heading_does_not_swallow_the_paragraph_below_it(
    dutch: Language, label: str, width: int, gap: str
) -> None:
    def wrapped(text: str) -> str:
        return "\n".join(textwrap.wrap(text, width)) if width else text

    items = [
        wrapped(label.format(number) + heading) + gap + wrapped(paragraph)
        for number, (heading, paragraph) in enumerate(ITEMS.items(), 1)
    ]
    raw = "\n\n".join(items) + "\n"
    layout = read_layout(raw, dutch)
    _, body = read_sections(raw, layout, dutch)
    assert [block.flat.text for block in body] == list(ITEMS.values())


PAPER = Path(__file__).resolve().parents[1] / "development" / "69-rbz-handel-agenda-2026.txt"
HEAD = "Datum\n12 mei 2026\nOnze referentie\nBZDOC-123456-7"


def rewrapped(text: str, width: int) -> str:
    return "\n".join(textwrap.fill(line, width) for line in text.split("\n"))


def paged(text: str, foot: str) -> str:
    """The text in lines of 90 characters, with a foot below each 18 of them."""
    lines = rewrapped(text, 90).split("\n")
    pages = ["\n".join(lines[k : k + 18]) for k in range(0, len(lines), 18)]
    return "".join(page + foot.format(number) for number, page in enumerate(pages, 1))


def noted(text: str) -> str:
    """Pages of which each holds a footnote mark and, at its foot, the note."""
    pages = paged(text, "\f").split("\f")
    for number, page in enumerate(pages, 1):
        marked = re.sub(r"(?<=[a-z]{3}\.)(?= [A-Z])", str(number), page, count=1)
        note = f"\n\n{number} Kamerstuk 21 501-02, nr. {3000 + number}." if marked != page else ""
        pages[number - 1] = f"{marked}{note}\n\nPagina {number} van 5\n\n"
    return "".join(pages)


def listed(mark: str, text: str) -> str:
    """Each sentence of a paragraph as an item of a list."""
    paragraphs = [re.split(r"(?<=\.) (?=[A-Z])", line) for line in text.split("\n")]
    return "\n".join(
        "\n".join(f"{mark} {sentence}" for sentence in sentences) if len(sentences) > 2 else line
        for line, sentences in zip(text.split("\n"), paragraphs, strict=True)
    )


LAYOUTS: dict[str, Callable[[str], str]] = {
    "lines of 70": lambda text: rewrapped(text, 70),
    "lines of 100": lambda text: rewrapped(text, 100),
    "windows line ends": lambda text: rewrapped(text, 70).replace("\n", "\r\n"),
    "double blanks": lambda text: rewrapped(text, 85).replace(" ", "  "),
    "no blank lines": lambda text: text.replace("\n\n", "\n"),
    "page foot": lambda text: paged(text, "\n\nPagina {} van 5\n\n\n"),
    "page head": lambda text: paged(text, f"\nPagina {{}} van 5\n\f{HEAD}\n"),
    "footnotes": noted,
    **{f"list {mark}": partial(listed, mark) for mark in "•–-o*·\uf0b7"},
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_claims_of_a_paper_are_those_of_its_words_in_any_layout(
    document: Callable[[str], Extraction], name: str
) -> None:
    def claims(text: str) -> Counter[tuple[object, ...]]:
        records = position_records(document(text))
        assert all(text[r["start"] : r["end"]] == r["quote"] for r in records)
        return Counter((*r["holders"], r["group"], r["polarity"], r["status"]) for r in records)

    text = PAPER.read_text(encoding="utf-8")
    expected, found = claims(text), claims(LAYOUTS[name](text))
    assert expected.total() > 30
    assert found == expected
