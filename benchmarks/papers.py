"""Made-up papers by the thousand, for measurements and tests: letters about made-up meetings.

    python benchmarks/papers.py FOLDER COUNT

Every fifth is a report that bears no date and finds its meeting by its agenda items.
"""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from ingest.language import load_labels

FIRST_DAY = date(2012, 1, 10)
STATES = ("België", "Duitsland", "Estland", "Finland", "Ierland", "Italië", "Polen", "Zweden")
SYLLABLES = ("bor", "dak", "fen", "gul", "kim", "lon", "mer", "nip", "pas", "rud", "sol", "tev")

AGENDA = """\
Aan de Voorzitter van de Tweede Kamer

Den Haag, {letter}

Hierbij gaat de geannoteerde agenda voor de JBZ-Raad van {meeting} in Brussel.

1. {first}

{one} en {two} steunen het voorstel van de Commissie over terugkeer. Meerdere lidstaten \
vroegen aandacht voor de kosten, en {three} sprak zich uit tegen een verplichting. Nederland \
onderschrijft het belang van een grotere rol voor Frontex.

2. {second}

Een meerderheid van de lidstaten pleitte voor nauwere samenwerking met Europol. {two} benadrukte \
het belang van toereikende middelen. Het kabinet is voorstander van snelle besluitvorming.

Stuk {number}.
"""
REPORT = """\
Verslag

1. {first}

De Raad sprak hierover. {one} en {two} steunden het voorstel van de Commissie over terugkeer. \
Een aantal lidstaten, waaronder Nederland, riep op tot een grotere rol voor Frontex.

2. {second}

{three} verzette zich tegen verdere verplichtingen. Verschillende lidstaten benadrukten het belang \
van nauwere samenwerking met Europol.

Stuk {number}.
"""


def write_papers(folder: Path, count: int) -> list[Path]:
    """So many papers, numbered from 0, in a folder that is there; the same ones every time."""
    papers = []
    for number in range(count):
        path = folder / f"{number:05}.txt"
        path.write_text(paper_text(number), "utf-8")
        papers.append(path)
    return papers


def paper_text(number: int) -> str:
    """The text of one paper; that of a report is about the meeting of the paper before."""
    is_report = number % 5 == 4
    about = number - 1 if is_report else number
    day = FIRST_DAY + timedelta(days=3 * about)
    states = [STATES[(number + step) % len(STATES)] for step in (0, 1, 3)]
    template = REPORT if is_report else AGENDA
    return template.format(
        letter=_written(day - timedelta(days=7)),
        meeting=_written(day),
        first=_title(2 * about),
        second=_title(2 * about + 1),
        one=states[0],
        two=states[1],
        three=states[2],
        number=number,
    )


def _title(number: int) -> str:
    """Three words that no other title has."""
    return " ".join(word.capitalize() for word in _words(number))


def _words(number: int) -> Iterator[str]:
    base = len(SYLLABLES)
    for start in range(3):
        value, word = number * 3 + start, ""
        for _ in range(4):
            value, rest = divmod(value, base)
            word += SYLLABLES[rest]
        yield word


def _written(day: date) -> str:
    return f"{day.day} {load_labels('nl').months[day.month - 1]} {day.year}"


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    write_papers(target, int(sys.argv[2]))
