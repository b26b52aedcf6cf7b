"""A real server on a real store, and a real headless Chromium that may not leave this machine."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect
from pyoxigraph import Literal, Quad, RdfFormat, parse

from dashboard.launch import serve_arguments
from graph.generation import GENERATIONS_FOLDER, PROJECTION_LIST
from graph.store import StoreWriter

SAMPLES = Path(__file__).parents[2] / "samples"
MADE_STORES = Path(__file__).parents[2] / "benchmarks" / "stores.py"
TINY = Path(__file__).parents[1] / "graph" / "tiny.trig"
WIDTHS = {"wide": (1440, 1000), "phone": (390, 844)}
READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'
LOOPBACK = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:", "about:")
START_TIMEOUT_S = 30
expect.set_options(timeout=15_000)  # milliseconds; other tests may keep the machine busy
# What a document may not do on a page, in the places that a document reaches.
PAYLOAD = (
    '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>'
    "![pixel](https://example.org/pixel.png) [link](javascript:alert(1)) "
    "<style>*{display:none}</style>"
)


def find_chromium() -> str:
    """The browser to drive: $STANDPUNT_CHROMIUM, else the one of the system."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("STANDPUNT_CHROMIUM") or next(filter(None, map(shutil.which, names)), "")
    if not found:
        pytest.fail(
            "no Chromium found, which these tests drive: apt-get install chromium, "
            "or set STANDPUNT_CHROMIUM to the path of one",
            pytrace=False,
        )
    return found


@dataclass
class Visit:
    """Opens pages of one server and keeps what the browser asked for and complained about."""

    address: str
    context: BrowserContext
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    def open(self, path: str, width: str = "wide", scheme: str = "light") -> Page:
        """A new window at this address of the dashboard, once it is drawn."""
        page = self.context.new_page()
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        self.pages.append(page)
        wide, high = WIDTHS[width]
        page.set_viewport_size({"width": wide, "height": high})
        page.set_default_timeout(15_000)
        page.on("request", lambda request: self._check(request.url))
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("websocket", lambda ws: self._check(ws.url))
        page.goto(self.address + path)
        self.settle(page)
        return page

    def settle(self, page: Page) -> None:
        """Wait until the server has drawn the page and the browser has shown it."""
        page.wait_for_selector(READY, timeout=20_000)
        page.wait_for_function("() => globalThis.standpuntView?.parts !== undefined")
        page.wait_for_timeout(120)
        page.wait_for_selector(READY, timeout=20_000)

    def look(self, page: Page, width: str, scheme: str) -> None:
        """Give an open page another width and scheme of colours, as a reader can."""
        wide, high = WIDTHS[width]
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.set_viewport_size({"width": wide, "height": high})
        expect(page.locator(".stApp")).to_have_css("color-scheme", scheme)
        self.settle(page)

    def download(self, page: Page, label: str) -> bytes:
        """What the link or button with this label gives, read back from the disk."""
        found = page.get_by_role("link", name=label, exact=True)
        with page.expect_download() as waiting:
            found.or_(page.get_by_role("button", name=label, exact=True)).click()
        return Path(waiting.value.path()).read_bytes()

    def _check(self, url: str) -> None:
        if not url.startswith(LOOPBACK):
            self.outside.append(url)

    def _listen(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.complaints.append(message.text)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Whatever is asked of another host is seen by Visit, and finds no host."""
    offline = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    return {"executable_path": find_chromium(), "args": ["--no-sandbox", offline]}


@pytest.fixture(scope="session")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """One browser profile for all tests, so that Streamlit's own files are fetched once."""
    context = browser.new_context(accept_downloads=True)
    yield context
    context.close()


def _quads() -> list[Quad]:
    with TINY.open("rb") as file:
        return list(parse(file, format=RdfFormat.TRIG))


def _write_store(path: Path, quads: list[Quad]) -> Path:
    by_graph: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        by_graph[quad.graph_name.value].append(quad)
    with StoreWriter(path) as writer:
        writer.replace_graphs(dict(by_graph))
        writer.publish()
    return path


def _with_payload(quad: Quad) -> Quad:
    """The quad, its words from a document replaced by what a hostile document could hold."""
    reached = ("quote", "phrase", "targetText", "title", "prefLabel", "condition", "text")
    value = quad.object
    if quad.predicate.value.endswith(reached) and isinstance(value, Literal):
        bare = f"{PAYLOAD} {value.value}"
        words = Literal(bare, language=value.language) if value.language else Literal(bare)
        return Quad(quad.subject, quad.predicate, words, quad.graph_name)
    return quad


@pytest.fixture(scope="session")
def tiny_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents on one meeting; the EU has five members there."""
    return _write_store(tmp_path_factory.mktemp("tiny") / "store", _quads())


@pytest.fixture(scope="session")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    quads = [_with_payload(quad) for quad in _quads()]
    return _write_store(tmp_path_factory.mktemp("hostile") / "store", quads)


def serve_store(store: Path) -> Iterator[str]:
    """The address of a server on that store; it ends with the iteration."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", *serve_arguments(port)]
    environment = {**os.environ, "STANDPUNT_STORE": str(store)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    pytest.fail(f"the dashboard does not answer at {url}", pytrace=False)


@pytest.fixture(scope="session")
def tiny_server(tiny_store: Path) -> Iterator[str]:
    yield from serve_store(tiny_store)


@pytest.fixture(scope="session")
def hostile_server(hostile_store: Path) -> Iterator[str]:
    yield from serve_store(hostile_store)


@pytest.fixture(scope="session")
def empty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose store does not exist."""
    yield from serve_store(tmp_path_factory.mktemp("empty") / "nothing-here")


@pytest.fixture(scope="module")
def writable_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample papers in a store of one module's own, which its tests change in their order."""
    return ingest_papers(SAMPLES, tmp_path_factory.mktemp("writable") / "store")


@pytest.fixture(scope="module")
def beginning_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a store may be begun; there is none yet."""
    return tmp_path_factory.mktemp("beginning") / "store"


@pytest.fixture(scope="module")
def beginning_server(beginning_store: Path) -> Iterator[str]:
    yield from serve_store(beginning_store)


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample papers as the real command reads them; nobody writes to it."""
    return ingest_papers(SAMPLES, tmp_path_factory.mktemp("sample") / "store")


@pytest.fixture(scope="session")
def bare_store(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample papers in a store whose generation has no projection."""
    copy = tmp_path_factory.mktemp("bare") / "store"
    shutil.copytree(sample_store, copy, symlinks=True)
    for path in (copy / GENERATIONS_FOLDER).glob(f"*{PROJECTION_LIST}"):
        path.unlink()
    return copy


def ingest_papers(papers: Path, store: Path) -> Path:
    """The store after the real command has read the papers into it."""
    command = [sys.executable, "-m", "standpunt", "ingest", str(papers), "--store", str(store)]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    return store


@pytest.fixture(scope="session")
def sample_server(sample_store: Path) -> Iterator[str]:
    yield from serve_store(sample_store)


@pytest.fixture
def sample(make_visit: Callable[[str], Visit], sample_server: str) -> Visit:
    return make_visit(sample_server)


@pytest.fixture(scope="module")
def made_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A store of 600 made claims, whose holders contradict themselves more than thirty times."""
    store = tmp_path_factory.mktemp("made") / "store"
    command = [sys.executable, str(MADE_STORES), "--claims", "600", "--store", str(store)]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    yield from serve_store(store)


@pytest.fixture
def made(make_visit: Callable[[str], Visit], made_server: str) -> Visit:
    return make_visit(made_server)


@pytest.fixture(scope="module")
def writable_server(writable_store: Path) -> Iterator[str]:
    yield from serve_store(writable_store)


@pytest.fixture
def make_visit(profile: BrowserContext) -> Iterator[Callable[[str], Visit]]:
    """Makes visits; afterwards, any request that left this machine fails the test."""
    visits: list[Visit] = []

    def make(address: str) -> Visit:
        visits.append(Visit(address, profile))
        return visits[-1]

    yield make
    for visit in visits:
        for page in visit.pages:
            page.close()
    assert [url for visit in visits for url in visit.outside] == []
    assert [text for visit in visits for text in visit.complaints] == []


@pytest.fixture
def tiny(make_visit: Callable[[str], Visit], tiny_server: str) -> Visit:
    return make_visit(tiny_server)


@pytest.fixture
def hostile(make_visit: Callable[[str], Visit], hostile_server: str) -> Visit:
    return make_visit(hostile_server)


@pytest.fixture
def writable(make_visit: Callable[[str], Visit], writable_server: str) -> Visit:
    return make_visit(writable_server)


@pytest.fixture
def beginning(make_visit: Callable[[str], Visit], beginning_server: str) -> Visit:
    return make_visit(beginning_server)


@pytest.fixture
def empty(make_visit: Callable[[str], Visit], empty_server: str) -> Visit:
    return make_visit(empty_server)


@pytest.fixture(scope="session")
def hostile_paper_server(hostile_paper_store: Path) -> Iterator[str]:
    """A server on a paper with payloads that the real command has read."""
    yield from serve_store(hostile_paper_store)


@pytest.fixture
def paper(make_visit: Callable[[str], Visit], hostile_paper_server: str) -> Visit:
    return make_visit(hostile_paper_server)
