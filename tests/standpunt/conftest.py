"""The real command in a process of its own, and a store with the sample in it."""

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import httpx
import pytest
from pyoxigraph import Quad

from graph.ledger import read_ledger
from ingest.extraction import extract
from ingest.meetings import find_meeting
from ingest.quads import document_quads
from ingest.reading import read_document
from standpunt.gates import Gates

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
RUN_GRAPHS = "https://w3id.org/standpunt/id/graph/ingest-run/"


@dataclass(frozen=True)
class Ran:
    """What a command gave back."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Lines on stdout."""
        return self.out.splitlines()

    @property
    def complaint(self) -> str:
        """The one line on stderr."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("standpunt: ")
        return lines[0].removeprefix("standpunt: ")


Standpunt = Callable[..., Ran]


def run_standpunt(
    *arguments: object, stdin: str | None = None, home: Path | None = None, **variables: str
) -> Ran:
    """Run `python -m standpunt` with these arguments, without what the caller's shell has set."""
    environment = {k: v for k, v in os.environ.items() if k != "STANDPUNT_STORE"} | variables
    if home is not None:
        environment |= {"HOME": str(home)}
        environment.pop("XDG_DATA_HOME", None)
    done = subprocess.run(
        [sys.executable, "-m", "standpunt", *map(str, arguments)],
        input=stdin,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def standpunt() -> Standpunt:
    return run_standpunt


@pytest.fixture(scope="session")
def samples() -> tuple[Path, Path]:
    """The sample agenda, which states its meeting, and the sample report, which does not."""
    (agenda,) = SAMPLES.glob("*agenda.txt")
    (report,) = SAMPLES.glob("*verslag.txt")
    return agenda, report


@pytest.fixture(scope="module")
def quads(samples: tuple[Path, Path]) -> list[Quad]:
    """What the sample agenda says, not yet gated."""
    extraction = extract(read_document(samples[0]))
    return document_quads(extraction, find_meeting(extraction, ()))


@pytest.fixture(scope="module")
def gates() -> Gates:
    return Gates()


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory, samples: tuple[Path, Path]) -> Path:
    """A store with both samples; not to be written, see `store`."""
    store = tmp_path_factory.mktemp("sample") / "store"
    ran = run_standpunt("ingest", *samples, "--store", store)
    assert (ran.code, ran.err) == (0, "")
    return store


@pytest.fixture
def store(sample_store: Path, tmp_path: Path) -> Path:
    """A copy of the store with both samples, to be written."""
    copy = tmp_path / "store"
    shutil.copytree(sample_store, copy, symlinks=True)
    return copy


def state_of(store: Path) -> dict[str, object]:
    """What must not change when something is refused: what is stored, and what is published."""
    if not store.is_dir():
        return {"absent": not store.exists()}
    return {
        "ledger": read_ledger(store),
        "current": str((store / "current").readlink()) if (store / "current").exists() else None,
        "generations": sorted(entry.name for entry in (store / "generations").glob("*")),
    }


@pytest.fixture(scope="session")
def state() -> Callable[[Path], dict[str, object]]:
    return state_of


def digests_of(store: Path) -> dict[str, str]:
    """What each graph of a store holds, but for the records of runs, which bear a time."""
    graphs = read_ledger(store)
    return {iri: entry.digest for iri, entry in graphs.items() if not iri.startswith(RUN_GRAPHS)}


@pytest.fixture(scope="session")
def digests() -> Callable[[Path], dict[str, str]]:
    return digests_of


def load_benchmark(name: str) -> ModuleType:
    """A program of benchmarks/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where dataclasses look for it
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def benchmark() -> Callable[[str], ModuleType]:
    return load_benchmark


@pytest.fixture(scope="session")
def papers() -> Callable[[Path, int], list[Path]]:
    """Writes made-up papers into a folder; see benchmarks/papers.py."""
    write: Callable[[Path, int], list[Path]] = load_benchmark("papers").write_papers
    return write


# --- the endpoint, run by the real command -------------------------------------------------------


@dataclass(frozen=True)
class Endpoint:
    """A running `standpunt endpoint`: where it answers, its process, and where its log goes."""

    url: str
    process: subprocess.Popen[str]
    log: Path

    @property
    def base(self) -> str:
        return self.url.removesuffix("/sparql")

    @property
    def port(self) -> int:
        return int(self.base.rpartition(":")[2])

    def get(self, query: str, accept: str | None = None, **parameters: str) -> httpx.Response:
        headers = {"Accept": accept} if accept else {}
        fields = {"query": query, **parameters}
        return httpx.get(self.url, params=fields, headers=headers, timeout=60)

    def events(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]


Serve = Callable[..., AbstractContextManager[Endpoint]]


@pytest.fixture(scope="session")
def serve_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Run the command on a free port for as long as the block lasts; Ctrl-C must end it with 0.

    SIGTERM, the other signal that `end` may be, must end it with 143.
    """

    @contextmanager
    def serve(
        store: Path, *options: str, end: signal.Signals = signal.SIGINT, **variables: str
    ) -> Iterator[Endpoint]:
        log = tmp_path_factory.mktemp("endpoint") / "log"
        command = [sys.executable, "-m", "standpunt", "endpoint", "--store", str(store)]
        with log.open("w") as errors:
            process = subprocess.Popen(
                [*command, "--port", "0", *options],
                stdout=subprocess.PIPE,
                stderr=errors,
                env=os.environ | variables,
                text=True,
            )
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert line.startswith("SPARQL endpoint at http"), log.read_text("utf-8")
            yield Endpoint(line.split()[3], process, log)
            process.send_signal(end)
            assert process.wait(20) == (0 if end == signal.SIGINT else 128 + end)
        finally:
            process.kill()
            process.wait()
            process.stdout.close()

    return serve
