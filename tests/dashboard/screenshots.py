"""Pictures of every page, wide and on a phone: screenshots.py ADDRESS FOLDER [NAME…].

Run it beside `standpunt serve`; look at the pictures, some faults no check can see.
"""

import sys
from pathlib import Path

from conftest import READY, WIDTHS, find_chromium
from playwright.sync_api import Page, sync_playwright

PATHS = {
    "overview": "/",
    "positions": "/positions",
    "matrix": "/positions?view=matrix",
    "issues": "/issue",
    "actors": "/actor",
    "agency": "/actor?id=body:EUROPOL",
    "coalitions": "/coalitions",
    "possible": "/coalitions?seen=possible",
    "meetings": "/meetings",
    "choices": "/choices",
    "query": "/query?question=position-bounds",
    "documents": "/document",
    "nothing": "/positions?actor=HUN&polarity=oppose",
    "unknown": "/positions?issue=no-such-issue",
    "error": "/query?query=SELECT%20*%20WHERE%20%7B%20%3Fa%20%7D",
    "dutch": "/positions?lang=nl",
}


def settle(page: Page) -> None:
    """Wait until the page has been drawn."""
    page.wait_for_selector(READY, timeout=20_000)
    page.wait_for_timeout(900)


def take(page: Page, folder: Path, name: str, width: str) -> None:
    """The whole page as one picture: the window is made as high as what it holds."""
    settle(page)
    height = page.evaluate(
        "() => document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight"
    )
    page.set_viewport_size(
        {"width": WIDTHS[width][0], "height": min(6000, max(int(height), 500) + 60)}
    )
    page.wait_for_timeout(300)
    page.screenshot(path=str(folder / f"{name}-{width}.png"))
    page.set_viewport_size({"width": WIDTHS[width][0], "height": WIDTHS[width][1]})


def visit(page: Page, address: str, folder: Path, width: str, only: set[str]) -> None:
    """Every page, then what opens on a click."""
    for name, path in PATHS.items():
        if not only or name in only:
            page.goto(address + path)
            if name == "error":
                settle(page)
                page.get_by_role("button", name="Run query").click()
            take(page, folder, name, width)
    clicks = {
        "claim": ("/positions", ".claim-head"),
        "issue": ("/issue", ".issue-lines a"),
        "actor": ("/actor", ".actor-list a"),
        "pair": ("/coalitions", ".pair-head"),
        "cell": ("/positions?view=matrix", ".cell.support"),
        "meeting": ("/meetings", ".things a.title"),
        "state": ("/choices", ".tile.relocation"),
        "reader": ("/document", ".things a.title"),
    }
    for name, (path, target) in clicks.items():
        if not only or name in only:
            page.goto(address + path)
            settle(page)
            page.locator(target).first.click()
            settle(page)
            if name == "reader":
                page.locator(".note").first.click()
            take(page, folder, name, width)


def main() -> None:
    """Take all pictures, or those named."""
    address, folder, *names = sys.argv[1:]
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for width, (wide, high) in WIDTHS.items():
            page = browser.new_page(viewport={"width": wide, "height": high})
            page.on(
                "console", lambda m: m.type == "error" and sys.stderr.write(f"{m.text[:300]}\n")
            )
            visit(page, address.rstrip("/"), target, width, set(names))
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
