"""A person's name is taken out of every byte of a store, and does not come back."""

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from graph.erasing import ERASING_FILE
from graph.forgotten import ForgottenNames, read_forgotten
from graph.generation import current_generation
from graph.restoring import damage
from standpunt.reviews import published_reviews

pytestmark = pytest.mark.long

NAME = "Anna Müller-de Vries"
FORMS = (NAME, "anna muller-de vries", "Anna Müller-de\nVries", "anna-muller-de-vries")
LETTER = """\
Aan de Voorzitter van de Tweede Kamer

Den Haag, 15 januari 2026

Hierbij gaat de geannoteerde agenda voor de JBZ-Raad van 22 januari 2026 in Brussel.

1. Terugkeer

België en Duitsland steunen het voorstel van Anna Müller-de Vries over terugkeer. Polen verzet
zich, anders dan Anna Müller-de
Vries, tegen het plan van Anna Müller-de Vries. Nederland onderschrijft het belang van Frontex.

De minister van Justitie,

Anna Müller-de Vries
"""

Standpunt = Callable[..., Any]


@pytest.fixture
def named(standpunt: Standpunt, tmp_path: Path) -> Path:
    """A store in which the name stands: in a paper, its file's name, reviews, runs and history."""
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "brief anna-muller-de-vries.txt").write_text(LETTER, "utf-8")
    store = tmp_path / "store"
    for text in (LETTER, LETTER.replace("Polen", "Zweden")):
        (papers / "brief anna-muller-de-vries.txt").write_text(text, "utf-8")
        ran = standpunt("ingest", papers, "--store", store, "--by", NAME)
        assert ran.code == 0, ran.err
    claims = standpunt("query", "claims", "--format", "csv", "--store", store)
    claim = next(cell for line in claims.lines for cell in line.split(",") if "/claim/" in cell)
    for decision in ("confirm", "reject"):
        ran = standpunt(
            "review", decision, claim, "--by", NAME, "--reason", f"zegt {NAME}", "--store", store
        )
        assert ran.code == 0, ran.err
    review = published_reviews(store)[0].iri.rpartition("/")[2]
    assert standpunt("review", "undo", review, "--by", NAME, "--store", store).code == 0
    return store


def hits(store: Path) -> list[str]:
    """Where a form of the name stands in the bytes of a store's folder, packed ones unpacked."""
    found = []
    for file in store.rglob("*"):
        if file.is_symlink() or not file.is_file():
            continue
        content = file.read_bytes()
        texts = [
            content,
            gzip.decompress(content) if file.suffix == ".gz" else b"",
            bytes(str(file), "utf-8"),
        ]
        found += [f"{file} {form}" for form in FORMS for text in texts if form.encode() in text]
        found += [
            f"{file} {form} escaped"
            for form in FORMS
            for text in texts
            if form.encode("unicode_escape") in text or form.encode().replace(b"\n", b"\\n") in text
        ]
    for folder in [
        store / "primary",
        *store.glob("generations/??????"),
        *store.glob("generations/*.reviewed"),
    ]:
        engine = Store.read_only(str(folder))
        found += [f"{quad}" for quad in engine for form in FORMS if form in str(quad)]
    return found


def test_no_byte_of_the_store_holds_the_name_any_more(
    named: Path, standpunt: Standpunt, tmp_path: Path
) -> None:
    assert {form for hit in hits(named) for form in FORMS if form in hit} >= {FORMS[0], FORMS[3]}
    before = len(published_reviews(named))
    ran = standpunt("forget", NAME, "--store", named)
    assert (ran.code, ran.err) == (0, "")
    assert NAME not in ran.out
    assert hits(named) == []
    assert damage(named) == []
    assert not (named / ERASING_FILE).exists()
    reviews = published_reviews(named)
    assert len(reviews) == before == 3
    assert {each.iri for each in reviews} >= {each.undoes for each in reviews if each.undoes}
    check = standpunt("check", "--deep", "--store", named)
    assert check.code == 0, check.out

    papers = tmp_path / "papers"
    again = standpunt("ingest", papers, "--again", "--by", NAME, "--store", named)
    assert again.code == 0, again.err
    shutil.copy(papers / "brief anna-muller-de-vries.txt", papers / "andere.txt")
    (papers / "andere.txt").write_text(LETTER.replace("Duitsland", "Italië"), "utf-8")
    assert standpunt("ingest", papers, "--store", named).code == 0
    assert hits(named) == []
    assert standpunt("check", "--deep", "--store", named).code == 0


def test_a_rehearsal_says_where_the_name_stands_and_changes_nothing(
    named: Path, standpunt: Standpunt
) -> None:
    number = current_generation(named).number
    ran = standpunt("forget", NAME, "--dry-run", "--store", named)
    assert ran.code == 0
    assert "would mask" in ran.out
    assert current_generation(named).number == number
    assert hits(named)
    assert not read_forgotten(named)


def test_an_erasure_that_was_cut_short_is_noticed_and_can_be_repeated(
    named: Path, standpunt: Standpunt
) -> None:
    (named / ERASING_FILE).write_text("{}")
    ran = standpunt("check", "--deep", "--store", named)
    assert ran.code == 1
    assert "repeat it" in ran.out
    assert standpunt("forget", NAME, "--store", named).code == 0
    assert hits(named) == []


@pytest.mark.parametrize("name", ["Nederland", "Frontex", "…"])
def test_what_is_no_person_is_not_forgotten(store: Path, standpunt: Standpunt, name: str) -> None:
    ran = standpunt("forget", name, "--store", store)
    assert ran.code == 2
    assert damage(store) == []


def test_a_name_is_found_however_it_is_written_and_masked_at_its_length() -> None:
    names = ForgottenNames().with_names([NAME, "José Ó Brien"])
    for text in (*FORMS, "ANNA  MÜLLER - DE VRIES", "Anna Mu\u0308ller-de Vries", "Jose O'Brien"):
        masked = names.mask(f"Zo zei {text} het.")
        assert len(masked) == len(text) + 12
        assert not set(masked[7:-5]) & set("aAnNuUvVjJ")
        assert (masked[:7], masked[-5:]) == ("Zo zei ", " het.")
    iri = "https://w3id.org/standpunt/id/issue/candidate/het-plan-van-anna-muller-de-vries-over"
    assert names.mask_iri(iri).endswith("het-plan-van-xxxx-xxxxxx-xx-xxxxx-over")
    assert names.mask("Anna Müller, Jan de Vries") == "Anna Müller, Jan de Vries"
    assert NAME not in str(names)
