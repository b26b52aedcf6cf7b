"""The same questions put to rdflib and to an SPARQL server that one would pick instead.

Both get the merge that our queries see, in memory; rdflib in a process of its own, with a limit.
"""

import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

import httpx
from measuring import Figure, took
from pyoxigraph import DefaultGraph, QuerySolutions, RdfFormat, Store

from graph.generation import current_generation
from graph.guard import bind_values
from graph.pool import QueryPool
from graph.questions import answer_question, bind, find_question

QUESTIONS = ("documents", "meetings", "issues", "claim-facts", "claim-issues")
RDFLIB_S = 30
_RDFLIB = """
import sys, time
from rdflib import Graph
graph = Graph()
started = time.perf_counter()
graph.parse(sys.argv[1], format="nt")
print(1000 * (time.perf_counter() - started), flush=True)
text = sys.stdin.read()
len(list(graph.query(text)))
started = time.perf_counter()
len(list(graph.query(text)))
print(1000 * (time.perf_counter() - started), flush=True)
"""


def beside_others(store: Path, claims: int) -> Iterator[Figure]:
    """Some questions, by a warm pool, by the bare engine, by Oxigraph's server, by rdflib."""
    engine = Store.read_only(str(current_generation(store).path))
    with tempfile.TemporaryDirectory() as folder, QueryPool(store, warm=True) as pool:
        triples = Path(folder) / "merge.nt"
        engine.dump(str(triples), RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
        with _server(Path(folder)) as address:
            httpx.post(
                f"{address}/store?default",
                content=triples.read_bytes(),
                headers={"content-type": "application/n-triples"},
                timeout=120,
            ).raise_for_status()
            for name in QUESTIONS:
                text = bind_values(find_question(name).text, bind(find_question(name), {}))

                def pooled(name: str = name) -> object:
                    return answer_question(pool, name, timeout_s=60)

                def bare(text: str = text) -> object:
                    answer = engine.query(text)
                    assert isinstance(answer, QuerySolutions)
                    return [tuple(row) for row in answer]

                def served(text: str = text) -> object:
                    return httpx.post(
                        f"{address}/query", data={"query": text}, timeout=60
                    ).raise_for_status()

                for ask in (pooled, bare, served):
                    ask()
                against = {"pyoxigraph": took(bare, 5), "oxigraph server": took(served, 5)}
                alone, note = _rdflib(triples, text)
                if alone is not None:
                    against["rdflib"] = alone
                ms = took(pooled, 5)
                yield Figure("Beside others", name, claims, ms, against, note)


def _rdflib(triples: Path, text: str) -> tuple[float | None, str]:
    """The second answer in ms, None if both took too long; and what loading took."""
    command = [sys.executable, "-c", _RDFLIB, str(triples)]
    try:
        ran = subprocess.run(
            command, input=text, capture_output=True, text=True, timeout=RDFLIB_S, check=False
        )
    except subprocess.TimeoutExpired:
        return None, f"rdflib: over {RDFLIB_S} s"
    said = ran.stdout.split()
    if len(said) < 2:
        return None, "rdflib: fails"
    return float(said[1]), f"rdflib loads in {float(said[0]) / 1000:.1f} s"


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    """The address of Oxigraph's server, in memory, as long as the context lasts."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    program = Path(sys.executable).with_name("oxigraph")
    with (folder / "oxigraph.log").open("wb") as log:
        server = subprocess.Popen([str(program), "serve", "--bind", address], stderr=log)
        try:
            while True:
                try:
                    httpx.get(f"http://{address}/query")
                    break
                except httpx.ConnectError:
                    if server.poll() is not None:
                        sys.exit("Oxigraph's server did not start")
                    sleep(0.05)
            yield f"http://{address}"
        finally:
            server.kill()
            server.wait()
