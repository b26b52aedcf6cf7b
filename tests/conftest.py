"""Starts Apache Jena, from libapache-jena-java of Debian, for the tests that need an engine."""

import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

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


def missing() -> str:
    """What is not installed; "" if Jena can be started."""
    if not (JARS / "jena-arq.jar").exists():
        return "Apache Jena is missing (Debian: apt-get install libapache-jena-java)"
    if shutil.which("java") is None or shutil.which("javac") is None:
        return "a JDK is missing (Debian: apt-get install default-jdk-headless)"
    return ""


@contextmanager
def serve_jena(folder: Path, *options: str) -> Iterator[str]:
    """The address of a fresh dataset, served as long as the context lasts; else the test skips."""
    if why := missing():
        pytest.skip(why)
    messages = folder / "messages"
    with zipfile.ZipFile(JARS / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith(MOVED) and name.endswith(".properties"):
                target = messages / name.removeprefix(MOVED)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(jar.read(name))
    classes = ":".join([str(messages), *(str(JARS / f"{name}.jar") for name in NAMES)])
    log = (folder / "jena.log").open("wb")
    server = subprocess.Popen(
        [
            "java",
            "-Xmx512m",
            "-Dsun.net.httpserver.nodelay=true",
            "-cp",
            classes,
            str(SERVER),
            *options,
        ],
        stdout=subprocess.PIPE,
        stderr=log,
    )
    try:
        assert server.stdout is not None
        port = server.stdout.readline().decode().strip()
        assert port.isdecimal(), (folder / "jena.log").read_text("utf-8")
        yield f"http://127.0.0.1:{port}/ds"
    finally:
        server.kill()
        server.wait()
        log.close()


@pytest.fixture(scope="session")
def jena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Gives the address of Jena with these options, started once; its dataset is emptied."""
    with ExitStack() as servers:
        addresses: dict[tuple[str, ...], str] = {}

        def address_of(*options: str) -> str:
            if options not in addresses:
                folder = tmp_path_factory.mktemp("jena")
                addresses[options] = servers.enter_context(serve_jena(folder, *options))
            elif not options or options[0] == "union":
                httpx.post(f"{addresses[options]}/update", content="DROP ALL").raise_for_status()
            return addresses[options]

        yield address_of
