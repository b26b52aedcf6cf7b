"""Reviews outlive every new reading of a paper: they follow their evidence, or are orphaned."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from graph.claims import Documents, place_at
from graph.generation import current_generation
from graph.pool import QueryPool
from graph.questions import answer_question
from graph.reviews import Review
from graph.store import StoreWriter
from ontology.terms import POSITION_CLAIM
from standpunt.reviews import add_all, add_claim, add_review, published_reviews
from standpunt.settling import Change

Run = Callable[..., Any]
FINLAND = "Finland steunde een plafond voor roamingtarieven op zee."
ESTONIA = "Estland steunde een plafond voor roamingtarieven op zee."
MISSED = "De zee is van iedereen."
LETTER = f"""Verslag van de Telecomraad van 5 december 2025

1. Toezicht op roamingtarieven

{FINLAND} {MISSED}

2. Diversen

{ESTONIA}
"""


@pytest.fixture
def paper(standpunt: Run, tmp_path: Path) -> Path:
    """A report with two claims, read into tmp_path / "store"."""
    path = tmp_path / "report.txt"
    read(standpunt, path, LETTER)
    return path


def read(standpunt: Run, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    ran = standpunt("ingest", path, "--store", path.with_name("store"))
    assert (ran.code, ran.err) == (0, "")


def rows(paper: Path, *, reviewed: bool = True) -> list[tuple[str | None, ...]]:
    """Holders, polarity and review status of every claim, in text order."""
    with QueryPool(paper.with_name("store"), reviewed=reviewed) as pool:
        records = answer_question(pool, "claims").records()
    return [(row["holders"], row["polarity"], row["review"]) for row in records]


def claim_of(paper: Path, holder: str) -> str:
    with QueryPool(paper.with_name("store")) as pool:
        records = answer_question(pool, "claims", {"actor": f"ct:{holder}"}).records()
    (row,) = records
    return row["claim"] or ""


def statuses(paper: Path) -> list[tuple[str | None, ...]]:
    with QueryPool(paper.with_name("store")) as pool:
        records = answer_question(pool, "reviews").records()
    return sorted((row["decision"], row["status"]) for row in records)


def review_all(paper: Path) -> None:
    store = paper.with_name("store")
    oppose = [Change(polarity="oppose")]
    add_review(store, claim_of(paper, "FIN"), "correct", author="anna", changes=oppose)
    add_review(store, claim_of(paper, "EST"), "reject", author="anna")
    missed = Change(holder="FRA", polarity="neutral", issue="return")
    add_claim(store, paper.name, MISSED, missed, author="anna")


REVIEWED = [("FIN", "oppose", "corrected"), ("FRA", "neutral", "added")]
AS_READ = [("FIN", "support", None), ("EST", "support", None)]


def test_reviews_follow_when_text_is_inserted_before(standpunt: Run, paper: Path) -> None:
    review_all(paper)
    assert rows(paper) == REVIEWED
    before = claim_of(paper, "FIN")
    longer = "Eerst werd de agenda vastgesteld, zonder verdere opmerkingen.\n\n" + FINLAND
    read(standpunt, paper, LETTER.replace(FINLAND, longer))
    assert claim_of(paper, "FIN") != before
    assert rows(paper) == REVIEWED
    assert rows(paper, reviewed=False) == AS_READ
    assert statuses(paper) == [("add", "active"), ("correct", "active"), ("reject", "active")]
    corrected = [each for each in published_reviews(paper.with_name("store")) if each.yields]
    assert before in {each.claim for each in corrected}  # the name at the time stays on record
    assert claim_of(paper, "FIN") in {each.used for each in corrected}


def test_reviews_of_a_sentence_that_was_edited_are_orphaned(standpunt: Run, paper: Path) -> None:
    review_all(paper)
    edited = LETTER.replace(ESTONIA, "Estland prees een plafond voor roamingtarieven op zee.")
    read(standpunt, paper, edited.replace(MISSED, "De zee is van niemand."))
    assert statuses(paper) == [("add", "orphaned"), ("correct", "active"), ("reject", "orphaned")]
    assert ("FIN", "oppose", "corrected") in rows(paper)
    assert "FRA" not in {row[0] for row in rows(paper)}
    listed = standpunt("review", "list", "--only-status", "orphaned", "--format", "csv",
                       "--store", paper.with_name("store"))  # fmt: skip
    assert len(listed.lines) == 3
    assert ESTONIA in listed.out


def test_an_orphan_comes_back_with_its_sentence(standpunt: Run, paper: Path) -> None:
    review_all(paper)
    read(standpunt, paper, LETTER.replace(FINLAND, "").replace(MISSED, ""))
    assert statuses(paper)[:2] == [("add", "orphaned"), ("correct", "orphaned")]
    read(standpunt, paper, LETTER + "\nEinde van het verslag.\n")
    assert rows(paper) == REVIEWED
    assert {status for _, status in statuses(paper)} == {"active"}


def test_a_review_of_one_of_two_equal_sentences_stays_with_its_own(
    standpunt: Run, paper: Path
) -> None:
    twice = LETTER.replace(ESTONIA, FINLAND)
    read(standpunt, paper, twice)
    store = paper.with_name("store")
    with QueryPool(store) as pool:
        records = answer_question(pool, "claims").records()
    assert [row["quote"] for row in records] == [FINLAND, FINLAND]
    add_review(store, records[1]["claim"] or "", "reject", author="anna")
    shift = "Er was eerst een lange toelichting. " * 4  # more than lies between the two sentences
    read(standpunt, paper, twice.replace(FINLAND, shift + FINLAND, 1))
    with QueryPool(store, reviewed=True) as pool:
        (left,) = answer_question(pool, "claims").records()
    assert left["itemNumber"] == "1"


def test_a_review_of_a_claim_that_is_read_otherwise_now_is_orphaned(
    standpunt: Run, paper: Path
) -> None:
    """The sentence stands, but nobody has rejected what it is now taken to say."""
    store = paper.with_name("store")
    add_review(store, claim_of(paper, "EST"), "reject", author="anna")
    read(standpunt, paper, LETTER.replace(ESTONIA, ESTONIA.replace("steunde", "verwierp")))
    assert statuses(paper) == [("reject", "orphaned")]
    assert [row[0] for row in rows(paper)] == ["FIN", "EST"]


def test_reviews_stay_when_their_document_is_gone(standpunt: Run, paper: Path) -> None:
    review_all(paper)
    store, documents = paper.with_name("store"), "/graph/document/"
    with StoreWriter(store) as writer:
        gone = [name for name in writer.graph_names() if documents in name]
        writer.replace_graphs(dict.fromkeys(gone, ()))
        writer.publish()
    assert rows(paper) == []
    assert len(published_reviews(store)) == 3
    read(standpunt, paper, LETTER)
    assert rows(paper) == REVIEWED


def test_reading_the_same_paper_again_writes_the_same_reviews(standpunt: Run, paper: Path) -> None:
    review_all(paper)
    store = paper.with_name("store")
    before = published_reviews(store)
    assert standpunt("ingest", paper, "--again", "--store", store).code == 0
    assert published_reviews(store) == before
    assert rows(paper) == REVIEWED


def test_a_claim_that_was_added_and_is_read_later_counts_once(standpunt: Run, paper: Path) -> None:
    """The reading learns what an analyst had to add: both say the same, so there is one claim."""
    store = paper.with_name("store")
    with QueryPool(store) as pool:
        (row,) = answer_question(pool, "claims", {"actor": "ct:EST"}).records()
    slug = (row["issues"] or "").rpartition("/issue/")[2]
    same = Change(holder="EST", polarity="support", issue=slug)
    add_claim(store, paper.name, "Estland steunde een plafond", same, author="anna")
    assert rows(paper) == [("FIN", "support", None), ("EST", "support", "confirmed")]


def test_a_corrected_issue_counts_for_what_it_was_merged_into(standpunt: Run, paper: Path) -> None:
    store = paper.with_name("store")
    change = [Change(issue="return-to-syria")]
    add_review(store, claim_of(paper, "FIN"), "correct", author="anna", changes=change)
    assert standpunt("issues", "merge", "return-to-syria", "return", "--store", store).code == 0
    with QueryPool(store, reviewed=True) as pool:
        records = answer_question(pool, "claims", {"issue": "issue:return"}).records()
    assert [row["holders"] for row in records] == ["FIN"]


def confirm_all(store: Path) -> list[Review]:
    """A confirmation of every claim of the store, split sentences and all."""
    engine = Store.read_only(str(current_generation(store).path))
    documents = Documents(engine.quads_for_pattern)
    made = []
    for iri in sorted(documents.all_of_class(POSITION_CLAIM)):
        claim = documents.claim(iri)
        assert claim is not None
        start, end = claim.spans[0][0], claim.spans[-1][1]
        place = place_at(documents.text(claim.document), claim.quote, start, end)
        paper = documents.paper(claim.document)
        made.append(Review("confirm", "anna", datetime.now(UTC), "", iri, paper, place, claim.said))
    del engine
    return add_all(store, made)


def test_every_review_of_the_sample_finds_its_own_claim_in_longer_papers(
    standpunt: Run, store: Path, samples: tuple[Path, Path], tmp_path: Path
) -> None:
    def said() -> dict[str, tuple[str | None, ...]]:
        columns = ("quote", "holders", "phrase", "polarity", "act", "issues", "itemNumber")
        with QueryPool(store) as pool:
            records = answer_question(pool, "claims").records()
        return {row["claim"] or "": tuple(row[name] for name in columns) for row in records}

    made = confirm_all(store)
    before = said()
    wanted = {review.iri: before[review.claim] for review in made}
    assert {review.used for review in made} == before.keys()
    for sample in samples:
        lines = sample.read_text("utf-8").split("\n")
        middle = lines.index("", len(lines) // 2)
        lines.insert(middle, "\nDe vergadering werd daarna kort onderbroken door een storing.\n")
        (tmp_path / sample.name).write_text("\n".join(lines), encoding="utf-8")
    ran = standpunt("ingest", *(tmp_path / sample.name for sample in samples), "--store", store)
    assert (ran.code, ran.out.count("replaced  ")) == (0, 2)
    after = said()
    assert before.keys() & after.keys() == set()  # each claim has another IRI now
    assert {each.iri: after[each.used] for each in published_reviews(store)} == wanted
