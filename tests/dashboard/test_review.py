"""The review page in a browser: decisions that are written to the store, in their order."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlparse

import pytest
import rdflib
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as WaitedTooLongError

from standpunt.reviews import published_reviews

if TYPE_CHECKING:
    from conftest import Visit

pytestmark = pytest.mark.browser
CLAIM = "baf589237542415f/claim/4033-1"
# A sentence of the report that no claim rests on.
QUOTE = "irreguliere migratie afremt"
WRITING_MS = 30_000


def wait_until_written(page: Page, what: str) -> None:
    """Until the page says that a decision has been published."""
    expect(page.locator(".told-well")).to_contain_text(what, timeout=WRITING_MS)


def decisions(store: Path) -> list[str]:
    """The decisions of all published reviews, as the store has them."""
    return [review.decision for review in published_reviews(store)]


def choose(part: Locator, name: str, word: str, option: str) -> None:
    """Type a word into a field with options and take the one that is wanted."""
    field = part.get_by_role("combobox", name=name)
    wanted = part.page.get_by_role("option", name=option).first
    for _ in range(3):  # what is typed while the page is drawn anew is lost
        field.fill("")
        field.press_sequentially(word)
        with suppress(WaitedTooLongError):
            wanted.wait_for(timeout=5_000)
            break
    expect(wanted).to_be_visible()
    field.press("Enter")
    field.press("Tab")


def open_addition(visit: Visit, quote: str) -> tuple[Page, Locator]:
    """The form for a missed claim, filled in for Germany and return with these words."""
    page = visit.open(f"/review?by=anna&show=all&claim={CLAIM}")
    page.get_by_text("Add a claim that was missed").click()
    visit.settle(page)
    part = page.locator(".st-key-addition")
    choose(part, "Named holders", "germany", "Germany (DEU)")
    expect(part.get_by_text("Germany (DEU)")).to_be_visible()
    visit.settle(page)
    choose(part, "Issues", "return", "Return")
    expect(part.get_by_text("Return", exact=True)).to_be_visible()
    visit.settle(page)
    field = part.get_by_role("textbox", name="Words of the document")
    field.fill(quote)
    field.press("Tab")
    expect(part.get_by_role("button", name="Add", exact=True)).to_be_enabled()
    return page, part


def test_the_sentence_stands_marked_among_its_neighbours(writable: Visit) -> None:
    page = writable.open(f"/review?claim={CLAIM}")
    marked = "".join(page.locator(".context mark").all_inner_texts())
    assert marked.startswith("Een deel van de lidstaten")
    expect(page.locator(".review-card h2")).to_have_text("Internal border controls")
    assert page.locator(".context .near").count() >= 1


def test_without_a_name_nothing_can_be_decided(writable: Visit) -> None:
    page = writable.open(f"/review?claim={CLAIM}")
    expect(page.get_by_text("Give your name above")).to_be_visible()
    expect(page.get_by_role("button", name="Confirm")).to_be_disabled()
    expect(page.get_by_role("button", name="Reject")).to_be_disabled()


def test_a_confirmed_claim_leaves_the_queue_and_the_next_one_comes(
    writable: Visit, writable_store: Path
) -> None:
    page = writable.open(f"/review?claim={CLAIM}&by=anna")
    expect(page.get_by_role("heading", name="78 claims")).to_be_visible()
    page.get_by_role("button", name="Confirm").click()
    wait_until_written(page, "Confirm")
    assert decisions(writable_store) == ["confirm"]
    expect(page.get_by_role("heading", name="77 claims")).to_be_visible()
    assert parse_qs(urlparse(page.url).query)["claim"] != [CLAIM]
    row = page.locator(".reviews li").first
    expect(row).to_contain_text("Confirm")
    expect(row).to_contain_text("anna")


def test_a_correction_says_only_what_changed(writable: Visit, writable_store: Path) -> None:
    page = writable.open(f"/review?claim={CLAIM}&by=anna&show=all")
    page.get_by_text("Correct what it says").click()
    writable.settle(page)
    choose(page.locator("[class*=st-key-correct]"), "Stance", "supports, if", "± supports, if")
    expect(page.get_by_text("To be corrected: stance.")).to_be_visible()
    page.get_by_role("button", name="Correct", exact=True).click()
    wait_until_written(page, "Correct")
    last = published_reviews(writable_store)[-1]
    assert (last.decision, last.author) == ("correct", "anna")
    assert last.claim.endswith(CLAIM)


def test_a_review_is_taken_back_and_stays_on_record(writable: Visit, writable_store: Path) -> None:
    page = writable.open("/review?by=bert", "phone")
    page.locator(".reviews li").first.get_by_role("button", name="Take back").click()
    wait_until_written(page, "Undo")
    assert decisions(writable_store)[-1] == "undo"
    expect(page.locator(".reviews")).to_contain_text("taken back")


def test_words_that_stand_nowhere_are_refused_with_the_reason(
    writable: Visit, writable_store: Path
) -> None:
    page, part = open_addition(writable, "these words stand nowhere")
    part.get_by_role("button", name="Add", exact=True).click()
    refusal = page.get_by_role("heading", name="Nothing was written")
    expect(refusal).to_be_visible(timeout=WRITING_MS)
    assert "add" not in decisions(writable_store)


def test_words_that_the_document_has_become_a_claim(writable: Visit, writable_store: Path) -> None:
    page, part = open_addition(writable, QUOTE)
    part.get_by_role("button", name="Add", exact=True).click()
    wait_until_written(page, "Add")
    assert decisions(writable_store)[-1] == "add"


def test_reviews_are_taken_away_in_both_forms(writable: Visit, writable_store: Path) -> None:
    page = writable.open("/review")
    table = writable.download(page, "All reviews as CSV").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["decision"] for row in rows] == decisions(writable_store) != []
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=writable.download(page, "All reviews as TriG"), format="trig")
    assert len(graph) > 10


def test_a_reviewer_overrules_what_became_of_an_announcement_and_takes_it_back(
    writable: Visit, writable_store: Path
) -> None:
    meeting = "/meetings?meeting=jha-2026-01-22&view=delivered"
    page = writable.open(f"{meeting}&overrule=nothing&outcome=weakened")
    expect(page.get_by_text("There is no announcement “nothing” at this meeting")).to_be_visible()
    page.get_by_role("link", name="Overrule", exact=True).first.click()
    expect(page.get_by_role("heading", name="What became of this?")).to_be_visible()
    expect(page.locator(".deliveries > li")).to_have_count(1)
    expect(page.locator(".badge.told")).to_contain_text("weakened")
    do = page.get_by_role("button", name="Overrule the rule")
    expect(do).to_be_disabled()
    name = page.get_by_role("textbox", name="Your name")
    name.fill("anna")
    name.press("Tab")
    expect(page.get_by_text("Give your name above")).to_be_hidden()
    expect(do).to_be_disabled()
    choose(page.locator("[data-testid=stMain]"), "Outcome", "delivered", "delivered")
    expect(do).to_be_enabled()
    do.click()
    wait_until_written(page, "Overrule")
    expect(page.locator(".badge.told")).to_contain_text("delivered")
    word = page.get_by_text("overruled by anna; by the rule: weakened")
    expect(word).to_be_visible()
    last = published_reviews(writable_store)[-1]
    assert (last.decision, last.author) == ("overrule", "anna")
    assert last.answer is not None
    assert last.answer.outcome == "delivered"
    page.get_by_role("button", name="Take back").click()
    wait_until_written(page, "Undo")
    expect(page.locator(".badge.told")).to_contain_text("weakened")
    expect(word).to_be_hidden()
    assert decisions(writable_store)[-1] == "undo"
