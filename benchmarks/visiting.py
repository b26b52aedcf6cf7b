"""What a visitor of the dashboard does, one thing at a time, on whatever store it shows.

Each interaction has a page, an act, and what is to be seen when it is done. The acts take what is
there (the third claim, the second state), so that they work on any store with claims.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import perf_counter

from playwright.async_api import Page, expect

READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'
Step = Callable[[Page, int], Awaitable[object]]


async def nothing(page: Page, turn: int) -> None:
    """No preparation."""


@dataclass(frozen=True)
class Interaction:
    """`prepare` is not timed; `act` begins it, `seen` returns when its answer is there."""

    name: str
    path: str
    act: Step
    seen: Step
    prepare: Step = nothing


async def settled(page: Page) -> None:
    """Return when the server has drawn the page."""
    await page.wait_for_selector(READY)


async def opened(page: Page, address: str) -> float:
    """Go to an address; ms until it has its heading and the server has drawn it."""
    started = perf_counter()
    await page.goto(address)
    await page.wait_for_selector(".view h1")
    await settled(page)
    return 1000 * (perf_counter() - started)


async def timed(page: Page, interaction: Interaction, turn: int) -> float:
    """Do it; ms from the act until its answer is there and the server has drawn the page."""
    await interaction.prepare(page, turn)
    await settled(page)
    started = perf_counter()
    await interaction.act(page, turn)
    await interaction.seen(page, turn)
    await settled(page)
    return 1000 * (perf_counter() - started)


def click(selector: str, step: int = 1) -> Step:
    """Click what the selector finds: another one each turn, as far as there are others."""

    async def act(page: Page, turn: int) -> None:
        found = page.locator(selector)
        await found.first.wait_for()
        await found.nth((turn * step) % await found.count()).click()

    return act


def choose(label: str) -> tuple[Step, Step]:
    """Open the select box with that label; choose another of its options each turn."""

    async def prepare(page: Page, turn: int) -> None:
        await page.get_by_role("combobox", name=label).click()
        await page.get_by_role("option").first.wait_for()

    async def act(page: Page, turn: int) -> None:
        options = page.get_by_role("option")
        await options.nth(1 + turn % (await options.count() - 1)).click()

    return prepare, act


def shown(selector: str) -> Step:
    """Wait until something that the selector finds can be seen."""

    async def seen(page: Page, turn: int) -> None:
        await page.locator(selector).first.wait_for()

    return seen


def at_address(pattern: str) -> Step:
    """Wait until the address of the page has the pattern."""

    async def seen(page: Page, turn: int) -> None:
        await page.wait_for_url(re.compile(pattern))

    return seen


async def _type_into_search(page: Page, turn: int) -> None:
    field = page.get_by_role("combobox", name="Search")
    await field.click()
    await field.press_sequentially(("europ", "germany", "border")[turn % 3])


async def _ask(page: Page, turn: int) -> None:
    await page.get_by_role("button", name="Run query").click()


async def _write_query(page: Page, turn: int) -> None:
    editor = page.get_by_role("textbox", name="SPARQL")
    await expect(editor).to_be_visible()
    await editor.fill(f"SELECT ?claim {{ ?claim a ?class }} LIMIT {turn + 1}")


_open_stance, _choose_stance = choose("Stance")
_open_issue, _choose_issue = choose("Issue")
_open_other, _choose_other = choose("Compare with another issue")
_open_status, _choose_status = choose("How it is held")

# On a page that is open.
INTERACTIONS = (
    Interaction(
        "read the sentence of a claim", "positions", click(".claim-head"),
        shown(".panel.on .holders"),
    ),
    Interaction(
        "positions of one stance", "positions", _choose_stance, at_address("polarity="),
        _open_stance,
    ),
    Interaction(
        "positions on one issue", "positions", _choose_issue, at_address("issue="), _open_issue
    ),
    Interaction(
        "next page of positions", "positions", click(".pager a:last-child"), at_address("page=2")
    ),
    Interaction(
        "read a cell of the matrix", "positions?view=matrix", click(".matrix .cell", 7),
        shown(".state-card.on"),
    ),
    Interaction(
        "how a state stands on an issue", "ISSUE", click("button.tile", 4), shown(".state-card.on")
    ),
    Interaction(
        "set an issue beside another", "ISSUE", _choose_other, shown(".pair-table"), _open_other
    ),
    Interaction(
        "read what is behind a pair", "coalitions?seen=possible", click(".pair-head"),
        shown(".couple .panel.on"),
    ),
    Interaction(
        "what an actor may hold", "actor?id=NLD", _choose_status, at_address("status="),
        _open_status,
    ),
    Interaction("suggestions while typing", "", _type_into_search, shown("[role=option]")),
    Interaction("run a query", "query", _ask, shown(".answer-table"), _write_query),
)  # fmt: skip

# From one page to another.
WAYS = (
    Interaction(
        "open an issue", "issue", click(".issue-lines a", 3), shown(".columns .claim-head")
    ),
    Interaction("open an actor", "actor", click(".actor-list a"), shown(".actor-head")),
    Interaction(
        "from claim to paper", "positions", click(".panel.on .act.main"), shown(".sheet mark.on"),
        click(".claim-head"),
    ),
    Interaction("to the matrix", "positions", click(".view-switch a:last-child"), shown(".matrix")),
)  # fmt: skip
