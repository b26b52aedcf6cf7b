"""The pictures of docs/screenshots: one of every page at both widths, small, and shown."""

import re
from pathlib import Path

from dashboard.mounting import PAGE_FILES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "screenshots"
MOST_BYTES = 6_000_000


def test_every_page_has_a_picture_at_both_widths() -> None:
    for width in ("wide", "phone"):
        there = {p.stem.partition("-")[0].partition("_")[0] for p in FOLDER.glob(f"*-{width}.png")}
        assert {name or "overview" for name in PAGE_FILES} - there == set()


def test_the_pictures_stay_small_together() -> None:
    sizes = [path.stat().st_size for path in FOLDER.glob("*.png")]
    assert sum(sizes) < MOST_BYTES


def test_the_readme_shows_some_and_names_none_that_is_missing() -> None:
    shown = re.findall(r"docs/screenshots/[\w-]+\.png", (ROOT / "README.md").read_text("utf-8"))
    assert len(shown) >= 4
    assert [path for path in shown if not (ROOT / path).is_file()] == []
