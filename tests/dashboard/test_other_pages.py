"""Overview, meetings, choices and documents in a browser, at both widths."""

from __future__ import annotations

import csv
import io
import re
import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlparse

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Visit

pytestmark = pytest.mark.browser
PAGES = (
    "/",
    "/positions?claim=bbbbbbbbbbbbbbbb/claim/89-1",
    "/meetings?meeting=agrifish-2025-03-24",
    "/choices?state=FRA",
    "/query?question=claims",
    "/document?doc=aaaaaaaaaaaaaaaa",
    "/document?doc=aaaaaaaaaaaaaaaa&unread=1",
    "/meetings?meeting=agrifish-2025-03-24&view=delivered",
    "/findings",
    "/review?by=anna",
    "/data",
    "/help",
)


# The page and each of its own parts, of which there is one at least, within the width of a phone.
# Looked at as often as it takes, as a rerun puts other elements in the place of those just found.
WITHIN_THE_WIDTH = """(views) => {
  const boxes = views.map((view) => view.getBoundingClientRect());
  return boxes.some((box) => box.width > 0)
    && document.documentElement.scrollWidth <= 390
    && document.querySelector("[data-testid=stMain]").scrollWidth <= 390
    && boxes.every((box) => box.left >= 0 && box.right <= 390);
}"""


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_never_scrolls_sideways(tiny: Visit, path: str) -> None:
    page = tiny.open(path, "phone")
    deadline = time.monotonic() + 15
    while not page.locator(".view").evaluate_all(WITHIN_THE_WIDTH):
        assert time.monotonic() < deadline, "wider than the screen, or without a part of our own"
        tiny.settle(page)


def test_the_overview_says_what_the_data_rests_on_and_leads_to_the_pages(tiny: Visit) -> None:
    page = tiny.open("/")
    expect(page.locator("h1")).to_contain_text("Who backs what in the Council of the EU")
    expect(page.get_by_text("Generation 1 · 2 documents")).to_be_visible()
    expect(page.locator(".versus .chip.group .words")).to_have_text(
        ["“Andere lidstaten”", "“Meerdere lidstaten”"]
    )
    page.locator(".door", has_text="Choices").click()
    expect(page.locator("h1")).to_have_text("What did each member state choose?")
    assert urlparse(page.url).path == "/choices"


def test_the_language_is_chosen_in_the_header_and_quotes_stay_dutch(tiny: Visit) -> None:
    page = tiny.open("/positions?issue=lower-quotas")
    page.get_by_role("radio", name="NL").click()
    expect(page.locator("h1")).to_have_text("Wie steunt wat?")
    expect(page.locator(".issue h2")).to_have_text("lagere vangstquota")
    assert parse_qs(urlparse(page.url).query) == {"issue": ["lower-quotas"], "lang": ["nl"]}
    again = tiny.open("/meetings?lang=nl")
    expect(again.locator("h1")).to_have_text("Welke vergaderingen zitten erin?")


def test_a_meeting_sets_the_agenda_against_the_report_item_by_item(tiny: Visit) -> None:
    page = tiny.open("/meetings")
    calendar = tiny.download(page, "Meetings for your calendar (iCal)").decode()
    assert "DTSTART;VALUE=DATE:20250324\r\nDTEND;VALUE=DATE:20250326\r\n" in calendar
    page.get_by_role("link", name="Agriculture and Fisheries Council").click()
    expect(page.locator(".item .number")).to_have_text(["1", "2", "3"])
    first = page.locator(".item").first
    before, after = first.locator(".side").nth(0), first.locator(".side").nth(1)
    expect(before.locator(".claim-head")).to_have_count(1)
    expect(before).to_contain_text("planned")
    expect(after.locator(".claim-head")).to_have_count(2)
    assert parse_qs(urlparse(page.url).query) == {"meeting": ["agrifish-2025-03-24"]}


def test_a_meeting_says_who_presented_and_who_signed_without_being_a_member(tiny: Visit) -> None:
    page = tiny.open("/meetings?meeting=agrifish-2025-03-24")
    room = page.locator(".item").first.locator(".room")
    expect(room).to_contain_text(re.compile(r"Presented\s*European Commission"))
    expect(page.locator(".chip.outsider")).to_contain_text("Norway")
    expect(page.locator(".chip.outsider")).to_contain_text("not an EU member state")
    expect(page.locator(".findings")).to_contain_text(
        "The text says 4 member states; found: 3 member states and NOR."
    )


def test_the_evidence_opens_in_the_meeting_too(tiny: Visit) -> None:
    page = tiny.open("/meetings?meeting=agrifish-2025-03-24")
    page.locator(".claim.critical .claim-head").click()
    expect(page.locator(".panel.on blockquote")).to_contain_text("Het kabinet rekent erop")
    expect(page.locator(".panel.on .holders")).to_be_visible()


def test_tiles_are_buttons_of_one_size_that_the_keyboard_reaches(tiny: Visit) -> None:
    page = tiny.open("/choices")
    tiles = page.locator("button.tile")
    expect(tiles).to_have_count(5)
    boxes = [box for tile in tiles.all() if (box := tile.bounding_box())]
    assert len({(round(box["width"]), round(box["height"])) for box in boxes}) == 1
    tiles.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".state-card.on h2")).to_have_text("Germany")
    expect(page.locator(".state-card.on blockquote")).to_have_text("Duitsland verplaatst boten")
    expect(tiles.first).to_have_attribute("aria-pressed", "true")
    page.wait_for_url("**/choices?state=DEU")


def test_a_state_that_is_not_named_is_hatched_and_nothing_is_concluded(tiny: Visit) -> None:
    page = tiny.open("/choices?state=NLD", "phone")
    card = page.locator(".state-card.on")
    expect(card).to_contain_text("silence is no refusal")
    expect(card.locator("blockquote")).to_have_count(0)
    hatching = page.locator(".tile.not-reported").evaluate(
        "el => getComputedStyle(el).backgroundImage"
    )
    assert "repeating-linear-gradient" in hatching


def test_an_exemption_is_marked_and_the_choice_leads_into_the_document(tiny: Visit) -> None:
    page = tiny.open("/choices?state=FRA")
    expect(page.locator(".tile.relocation-financial .flag")).to_have_text("*")
    expect(page.locator(".state-card.on")).to_contain_text("exemption possible")
    page.locator(".state-card.on").get_by_role("link", name="Read in the document").click()
    expect(page.locator("mark.on")).to_have_text(
        re.compile(r"Frankrijk verplaatst boten en betaalt, en wordt misschien vrijgesteld")
    )


def test_the_choices_can_be_taken_as_csv(tiny: Visit) -> None:
    page = tiny.open("/choices")
    text = tiny.download(page, "Download as CSV").decode("utf-8-sig")
    found = {row["code"]: row["contribution"] for row in csv.DictReader(io.StringIO(text))}
    assert found == {
        "DEU": "relocation",
        "FRA": "relocation+financial",
        "HUN": "refuses",
        "NLD": "not-reported",
        "POL": "significant-migratory-situation",
    }


def test_a_note_in_the_margin_and_its_words_in_the_text_point_at_each_other(tiny: Visit) -> None:
    page = tiny.open("/document?doc=aaaaaaaaaaaaaaaa")
    expect(page.locator(".note")).to_have_count(3)
    page.locator(".note.critical").click()
    expect(page.locator("mark.on")).to_have_text(
        "Het kabinet rekent erop dat de meeste lidstaten kritisch zijn over de visserijzone"
    )
    expect(page.locator(".note.on")).to_have_count(1)
    page.locator("mark.conditional-support").click()
    expect(page.locator(".note.conditional-support.on")).to_have_count(1)
    page.wait_for_url(lambda url: "aaaaaaaaaaaaaaaa/claim/391-1" in unquote(url))


def test_a_claim_of_a_file_with_pages_says_its_page(tiny: Visit) -> None:
    page = tiny.open("/document?doc=bbbbbbbbbbbbbbbb&claim=bbbbbbbbbbbbbbbb/claim/89-1")
    assert b"De Commissie leidde het punt in." in tiny.download(page, "The text of this paper")
    expect(page.locator(".note.on")).to_contain_text("p. 2")
    expect(page.locator(".note", has_text="p. ")).to_have_count(1)
    page.locator(".note-more.on").get_by_text("How this was read").click()
    expect(page.locator(".note-more.on .facts")).to_contain_text("page 2, characters 10–93")


def test_an_unknown_document_is_said_and_the_list_is_shown(tiny: Visit) -> None:
    page = tiny.open("/document?doc=ffff")
    expect(page.get_by_text("There is no document “ffff” in this store.")).to_be_visible()
    expect(page.locator(".things li")).to_have_count(2)


def test_a_missing_store_is_explained_with_its_cure(empty: Visit) -> None:
    page = empty.open("/positions")
    expect(page.locator("h1")).to_have_text("No documents yet")
    expect(page.get_by_text("standpunt ingest samples")).to_be_visible()


@pytest.mark.parametrize(
    "path",
    [
        "/positions?claim=bbbbbbbbbbbbbbbb/claim/89-1",
        "/meetings?meeting=agrifish-2025-03-24",
        "/choices?state=DEU",
        "/document?doc=bbbbbbbbbbbbbbbb",
        "/document?doc=bbbbbbbbbbbbbbbb&unread=1",
        "/meetings?meeting=agrifish-2025-03-24&view=delivered",
        "/findings",
        "/review?by=anna",
        "/data",
    ],
)
def test_what_a_document_says_never_becomes_markup(hostile: Visit, path: str) -> None:
    page = hostile.open(path)
    assert page.title() != "owned"
    shown = page.locator(".view")
    assert shown.locator("img, script, style, form").count() == 0
    assert page.locator('a[href^="javascript:"]').count() == 0
    assert page.locator("[data-testid=stMain]").is_visible()
