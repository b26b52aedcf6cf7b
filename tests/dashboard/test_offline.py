"""No page asks anything of another machine, wide or on a phone; and the recorder would see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.dashboard.addresses import EVERY_ADDRESS

if TYPE_CHECKING:
    from conftest import Visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", EVERY_ADDRESS)
def test_no_request_leaves_this_machine(tiny: Visit, path: str) -> None:
    asked: list[str] = []
    tiny.context.on("request", lambda request: asked.append(request.url))
    page = tiny.open(path)
    page.mouse.wheel(0, 2_000)
    tiny.settle(page)
    assert len(asked) > 5
    assert tiny.outside == []


def test_a_request_that_leaves_would_be_seen(tiny: Visit) -> None:
    page = tiny.open("/")
    page.goto("about:blank")  # has no policy that would stop it first
    page.evaluate("() => fetch('https://example.org/x').catch(() => null)")
    assert tiny.outside == ["https://example.org/x"]
    tiny.outside.clear()
