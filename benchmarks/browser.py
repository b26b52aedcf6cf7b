"""The dashboard in a real Chromium: opening, interactions, memory a session, ten sessions at once.

    make bench-dashboard                 the sample papers
    make bench-dashboard SIZE=10k        and a made store of 10,000 claims (data/bench/)
    python benchmarks/browser.py --store data/bench/10000 --minutes 5

Browser and server share the machine. What is not done within the limit counts as the limit. The
server is a new one for each store, so that the first opening finds nothing kept.
"""

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from shutil import which
from statistics import median, quantiles
from time import perf_counter
from urllib.request import urlopen

from bench import ROOT, find_store, read_size, say
from measuring import machine
from playwright.async_api import Browser, BrowserContext, Page, async_playwright
from playwright.async_api import Error as BrowserError
from visiting import INTERACTIONS, READY, WAYS, Interaction, opened, timed
from writing import ingest_samples

from dashboard.launch import serve_arguments
from graph.opening import open_pool, published_generation
from graph.questions import answer_question

SESSIONS = (1, 5, 10)
AT_ONCE = 10
TURNS = 3
PAUSE_S = 1.0
START_S = 60
BARE = """import streamlit as st
pressed = st.session_state.setdefault("pressed", 0) + st.button("more")
st.session_state["pressed"] = pressed
st.write(f"pressed {pressed} times")
"""
ISSUE = "ISSUE"  # stands in the paths for the address of the issue that most claims are on


@dataclass
class Visit:
    """What was measured on one store; times in ms, memory in MiB.

    `bare` is what a click takes on a page of Streamlit with nothing but a button, in the same run;
    `first` the first opening after the server's start with an empty browser, `again` later ones
    with an empty browser; `done` the interactions by name; `late` those that hit the limit.
    """

    store: str
    claims: int
    bare: list[float] = field(default_factory=list)
    first: float = 0.0
    again: list[float] = field(default_factory=list)
    done: dict[str, list[float]] = field(default_factory=dict)
    ways: dict[str, list[float]] = field(default_factory=dict)
    late: list[str] = field(default_factory=list)
    memory: dict[int, float] = field(default_factory=dict)
    at_once: list[float] = field(default_factory=list)


def p95(times: Sequence[float]) -> float:
    """The 95th percentile; of few values the largest."""
    return quantiles(times, n=20)[-1] if len(times) >= 20 else max(times, default=0.0)


def tree_memory(pid: int) -> float:
    """MiB that a process and its descendants have in memory, shared pages counted once each (PSS).

    Falls back on RSS where the system gives no PSS; 0 if the process is gone.
    """
    total, found = 0.0, [pid]
    for one in found:
        folder = Path(f"/proc/{one}")
        try:
            for task in (folder / "task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
            name = "smaps_rollup" if os.access(folder / "smaps_rollup", os.R_OK) else "status"
            key = "Pss:" if name == "smaps_rollup" else "VmRSS:"
            lines = (folder / name).read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith(key)) / 1024
        except OSError:
            continue
    return total


@asynccontextmanager
async def serving(store: Path, script: Path | None = None) -> AsyncIterator[tuple[str, int]]:
    """The dashboard, or another script, on the store: its address and the id of its process."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    arguments = serve_arguments(port)
    if script is not None:
        arguments[1] = str(script)
    command = [sys.executable, "-m", "streamlit", *arguments]
    server = subprocess.Popen(
        command,
        env={**os.environ, "STANDPUNT_STORE": str(store)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(START_S * 10):
            if server.poll() is not None:
                raise SystemExit(f"the dashboard on {store} ended with {server.returncode}")
            try:
                urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2).close()
                break
            except OSError:
                await asyncio.sleep(0.1)
        yield f"http://127.0.0.1:{port}/", server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


class Measuring:
    """Visits one store with a browser; stops beginning new things when the time is up."""

    def __init__(self, browser: Browser, visit: Visit, limit_s: float, until: float) -> None:
        self._browser, self._visit, self._until = browser, visit, until
        self._limit_ms = 1000 * limit_s
        self._issue = ""

    async def measure(self, address: str, pid: int, issue: str) -> None:
        """Everything, into the visit."""
        self._issue = issue
        visit = self._visit
        visit.first = await self._opening(address)
        for _ in range(TURNS):
            if visit.first < self._limit_ms:
                visit.again.append(await self._opening(address))
        context = await self._context()
        for found, interactions in ((visit.done, INTERACTIONS), (visit.ways, WAYS)):
            for interaction in interactions:
                page = await context.new_page()
                found[interaction.name] = await self._turns(page, address, interaction)
                await page.close()
        await context.close()
        await self._sessions(address, pid)

    async def _context(self) -> BrowserContext:
        context = await self._browser.new_context()
        context.set_default_timeout(self._limit_ms)
        return context

    async def _opening(self, address: str) -> float:
        context = await self._context()
        try:
            return await opened(await context.new_page(), address)
        except BrowserError:
            self._visit.late.append("open")
            return self._limit_ms
        finally:
            await context.close()

    async def _turns(self, page: Page, address: str, interaction: Interaction) -> list[float]:
        times: list[float] = []
        for turn in range(TURNS):
            if perf_counter() > self._until:
                break
            try:
                await opened(page, address + interaction.path.replace(ISSUE, self._issue))
                times.append(await timed(page, interaction, turn))
            except BrowserError:
                self._visit.late.append(interaction.name)
                times.append(self._limit_ms)
                break
        return times

    async def _sessions(self, address: str, pid: int) -> None:
        """Open sessions one by one and read the memory; then let all of them work at once."""
        contexts, pages = [], list[Page]()
        before = tree_memory(pid)
        while len(pages) < AT_ONCE and perf_counter() < self._until:
            contexts.append(await self._context())
            page = await contexts[-1].new_page()
            try:
                await opened(page, f"{address}positions")
                await timed(page, INTERACTIONS[0], 0)
            except BrowserError:
                break
            pages.append(page)
            if len(pages) in SESSIONS:
                self._visit.memory[len(pages)] = tree_memory(pid) - before
        if len(pages) == AT_ONCE:
            found = await asyncio.gather(*(self._work(page, n) for n, page in enumerate(pages)))
            self._visit.at_once = [ms for times in found for ms in times]
        for context in contexts:
            await context.close()

    async def _work(self, page: Page, number: int) -> list[float]:
        """One of the sessions: reads claims, with pauses to think."""
        times: list[float] = []
        for turn in range(1, 1 + 2 * TURNS):
            await asyncio.sleep(PAUSE_S * (1 + number / AT_ONCE) / 2)
            try:
                times.append(await timed(page, INTERACTIONS[0], turn + number))
            except BrowserError:
                times.append(self._limit_ms)
        return times


async def bare_clicks(browser: Browser, folder: Path) -> list[float]:
    """ms from a click to the new number on a page with nothing but a button and a number."""
    script = folder / "bare.py"
    script.write_text(BARE, "utf-8")
    times = []
    async with serving(folder, script) as (address, _):
        page = await browser.new_page()
        await page.goto(address)
        for turn in range(1, 2 + 3 * TURNS):
            button = page.get_by_role("button", name="more")
            await button.wait_for()
            await page.wait_for_selector(READY)
            started = perf_counter()
            await button.click()
            await page.get_by_text(f"pressed {turn} times").wait_for()
            await page.wait_for_selector(READY)
            times.append(1000 * (perf_counter() - started))
        await page.close()
    return times[1:]


async def visit_store(store: Path, name: str, limit_s: float, minutes: float) -> Visit:
    """All figures of one store. Raises GraphError if there is nothing to read."""
    claims, issue = _known(store)
    visit = Visit(name, claims)
    until = perf_counter() + 60 * minutes
    async with async_playwright() as playwright:
        chromium = os.environ.get("STANDPUNT_CHROMIUM") or which("chromium") or which("chrome")
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with tempfile.TemporaryDirectory(prefix="standpunt-") as folder:
            visit.bare = await bare_clicks(browser, Path(folder))
        async with serving(store) as (address, pid):  # the first opening follows the start at once
            measuring = Measuring(browser, visit, limit_s, until)
            await measuring.measure(address, pid, f"issue?id={issue}")
        await browser.close()
    return visit


def _known(store: Path) -> tuple[int, str]:
    """How many claims the store has, and the issue of most claims as an id."""
    published_generation(store)
    pool = open_pool(store, 1)
    try:
        documents = answer_question(pool, "documents", {}, timeout_s=120).records()
        issues = answer_question(pool, "issues", {}, timeout_s=120).records()
    finally:
        pool.close()
    most = max(issues, key=lambda row: int(row["claims"] or 0))
    claims = sum(int(row["claims"] or 0) for row in documents)
    return claims, str(most["issue"]).partition("/id/issue/")[2]


def table(visits: Sequence[Visit]) -> list[str]:
    """The figures as Markdown, a column a store."""

    def all_of(found: dict[str, list[float]]) -> list[float]:
        return [ms for times in found.values() for ms in times]

    heads = [f"{visit.store}, {visit.claims:,} claims" for visit in visits]
    lines = [f"| ms | {' | '.join(heads)} |", "|---" * (len(visits) + 1) + "|"]
    rows = {
        "first opening after the start": [_n(v.first) for v in visits],
        "opening, empty browser": [_n(median(v.again)) if v.again else "" for v in visits],
    }
    rows["for comparison: a click on a bare page"] = [_pair(v.bare) for v in visits]
    for part in ("done", "ways"):
        names = dict.fromkeys(name for v in visits for name in getattr(v, part))
        for name in names:
            rows[name] = [_pair(getattr(v, part).get(name, [])) for v in visits]
    rows["**interactions on a page: median, p95**"] = [
        f"**{_spread(all_of(v.done))}**" for v in visits
    ]
    rows["from page to page: median, p95"] = [_spread(all_of(v.ways)) for v in visits]
    rows[f"{AT_ONCE} sessions at once: median, p95"] = [_spread(v.at_once) for v in visits]
    for count in SESSIONS:
        rows[f"memory of {count} open session{'s' * (count > 1)}, MiB"] = [
            f"{v.memory[count]:.1f}" if count in v.memory else "" for v in visits
        ]
    rows["over the limit"] = ["; ".join(dict.fromkeys(v.late)) or "none" for v in visits]
    return [*lines, *(f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items())]


def _n(ms: float) -> str:
    return f"{ms:,.0f}"


def _spread(times: Sequence[float]) -> str:
    return f"{_n(median(times))}, {_n(p95(times))}" if times else "not reached"


def _pair(times: Sequence[float]) -> str:
    return f"{_n(median(times))} (max {_n(max(times))})" if times else "not reached"


def main() -> None:
    """Measure, and write browser.json and browser.md."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--store", type=Path, action="append", default=[], help="a store as it is")
    parser.add_argument("--size", type=read_size, help="a made store of so many claims")
    parser.add_argument("--stores", type=Path, default=ROOT / "data" / "bench")
    parser.add_argument("--no-sample", action="store_true", help="leave the sample papers out")
    parser.add_argument("--limit", type=float, default=30, help="seconds for one thing")
    parser.add_argument("--minutes", type=float, default=6, help="for one store")
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "results")
    options = parser.parse_args()
    about, visits = machine(), list[Visit]()
    with tempfile.TemporaryDirectory(prefix="standpunt-") as folder:
        sample = Path(folder) / "sample"
        samples = [] if options.no_sample else [(sample, "the sample")]
        if samples:
            ingest_samples(sample)
        made = [find_store(options.stores, options.size)] if options.size else []
        for store, name in [
            *samples,
            *((s, s.name) for s in (*options.store, *made)),
        ]:
            visits.append(asyncio.run(visit_store(store, name, options.limit, options.minutes)))
            say("\n".join(table(visits[-1:])))
    options.output.mkdir(parents=True, exist_ok=True)
    content = {"machine": about, "visits": [asdict(visit) for visit in visits]}
    (options.output / "browser.json").write_text(json.dumps(content, indent=1), "utf-8")
    heading = ["# The dashboard in a browser", "", ", ".join(f"{k} {v}" for k, v in about.items())]
    text = "\n".join([*heading, "", *table(visits)])
    (options.output / "browser.md").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
