"""Pictures of every page of the dashboard on the samples: screenshots.py FOLDER [NAME...].

Look at them: some faults no check can see. tests/dashboard/test_screenshots.py holds that none is
missing and that they stay small.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conftest import READY, SAMPLES, WIDTHS, find_chromium, ingest_papers, serve_store
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

REPORT = "baf589237542415f"
CLAIM = f"{REPORT}/claim/4033-1"
ANNOUNCED = "76f63c4d390dbac2/claim/13577-1~cultural-goods-cooperation~NLD"
MEETING = "jha-2026-01-22"
# By name of the picture; the part before "_" is the name of the page.
PATHS = {
    "overview": "/",
    "positions": "/positions",
    "positions_matrix": "/positions?view=matrix",
    "issue": "/issue?id=return-to-afghanistan",
    "issue_compared": "/issue?id=return-to-afghanistan&compare=return-to-syria",
    "actor": "/actor?id=NLD",
    "actor_agency": "/actor?id=body:EUROPOL",
    "coalitions": "/coalitions",
    "silence": f"/silence?meeting={MEETING}",
    "overlaps": f"/overlaps?meeting={MEETING}",
    "trajectory": "/trajectory?actor=NLD&issue=return-to-afghanistan",
    "structure": "/structure",
    "windows": "/windows",
    "choices": "/choices?state=FRA",
    "meetings": f"/meetings?meeting={MEETING}",
    "meetings_delivered": f"/meetings?meeting={MEETING}&view=delivered",
    "meetings_overrule": f"/meetings?meeting={MEETING}&view=delivered&overrule={ANNOUNCED}&by=anna",
    "document": f"/document?doc={REPORT}&claim={CLAIM}",
    "document_unread": f"/document?doc={REPORT}&unread=1",
    "export": f"/export?basket=issue:return,actor:BEL,meeting:{MEETING},claim:{CLAIM}",
    "findings": "/findings",
    "query": "/query?question=position-bounds",
    "review": f"/review?by=anna&claim={CLAIM}",
    "data": "/data",
    "help": "/help",
    "search": "/search?q=return",
}
DARK = ("overview", "issue", "document")
HIGHEST = {"wide": 950, "phone": 844}


def settle(page: Page) -> None:
    """Wait until the page has been drawn and stands still."""
    page.wait_for_selector(READY, timeout=60_000)
    page.wait_for_timeout(1_200)
    page.wait_for_selector(READY, timeout=60_000)
    page.evaluate("() => document.fonts.ready.then(() => null)")


def take(page: Page, address: str, file: Path, width: str) -> None:
    """The top of one page as a picture, or where its picked claim stands."""
    wide, high = WIDTHS[width]
    page.set_viewport_size({"width": wide, "height": high})
    page.goto(address)
    settle(page)
    measure = "() => document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight"
    height = min(HIGHEST[width], max(int(page.evaluate(measure)), 500) + 40)
    page.set_viewport_size({"width": wide, "height": height})
    page.wait_for_timeout(500)
    page.screenshot(path=str(file))
    with Image.open(file) as picture:  # 256 colours are a third of the bytes
        picture.convert("RGB").quantize(256).save(file, optimize=True)
    sys.stdout.write(f"{file.name}  {file.stat().st_size // 1024} kB\n")


@contextmanager
def sample_address() -> Iterator[str]:
    """The address of a server on the samples, for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="standpunt-") as folder:
        server = serve_store(ingest_papers(SAMPLES, Path(folder) / "store"))
        try:
            yield next(server)
        finally:
            server.close()


def take_all(browser: Browser, address: str, folder: Path, only: set[str]) -> None:
    """Every picture, wide, on a phone, and some in the dark."""
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            page = browser.new_page()
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            for name, path in PATHS.items():
                wanted = scheme == "light" or (name in DARK and width == "wide")
                if wanted and (not only or name in only):
                    ending = "" if scheme == "light" else "-dark"
                    take(page, address + path, folder / f"{name}-{width}{ending}.png", width)
            page.close()


def main() -> None:
    """Take all pictures, or those named."""
    folder, *names = sys.argv[1:]
    Path(folder).mkdir(parents=True, exist_ok=True)
    with sample_address() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        take_all(browser, address, Path(folder), set(names))
        browser.close()


if __name__ == "__main__":
    main()
