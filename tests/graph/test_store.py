"""The writer: whole graphs in one transaction, a ledger, generations, and clear errors."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from graph.comparing import compare
from graph.errors import (
    QuadsInvalidError,
    StoreDamagedError,
    StoreError,
    StoreInvalidError,
    StoreLockedError,
    StoreMissingError,
    StoreUnwritableError,
    StoreWriteError,
)
from graph.generation import current_generation
from graph.ledger import LedgerDifference, read_ledger
from graph.pool import ask_once
from graph.store import StoreWriter

P = NamedNode("https://example.org/p")
ENDS = ("", ".json", ".projection.json", ".void.ttl")
G1 = "https://w3id.org/standpunt/id/graph/document/1111111111111111"
G2 = "https://w3id.org/standpunt/id/graph/document/2222222222222222"


def quads(*values: str) -> list[Quad]:
    return [Quad(NamedNode(f"https://example.org/{v}"), P, Literal(v)) for v in values]


def values(store: Path) -> list[str]:
    table = ask_once(store, "SELECT ?o { ?s <https://example.org/p> ?o } ORDER BY ?o")
    return [row[0] for row in table.plain_rows()]  # type: ignore[union-attr, misc]


# --- replacing --------------------------------------------------------------------------------


def test_replacing_a_graph_leaves_the_others_alone(tmp_path: Path) -> None:
    with StoreWriter(tmp_path / "s") as writer:
        writer.replace_graphs({G1: quads("a", "b"), G2: quads("c")})
        writer.replace_graph(G1, quads("d"))
        assert writer.graph_names() == (G1, G2)
        assert (writer.quad_count(G1), writer.quad_count(G2), writer.quad_count()) == (1, 1, 2)


def test_replacing_tells_which_graphs_changed(tmp_path: Path) -> None:
    with StoreWriter(tmp_path / "s") as writer:
        assert writer.replace_graphs({G1: quads("a"), G2: quads("c")}) == (G1, G2)
        assert writer.replace_graphs({G1: quads("a"), G2: quads("x")}) == (G2,)
        assert writer.replace_graph(G1, quads("a")) is False


def test_no_quads_drop_the_graph(tmp_path: Path) -> None:
    with StoreWriter(tmp_path / "s") as writer:
        writer.replace_graphs({G1: quads("a"), G2: quads("b")})
        assert writer.replace_graph(G1, []) is True
        assert writer.graph_names() == (G2,)
        assert list(read_ledger(tmp_path / "s")) == [G2]


def test_a_triple_that_two_documents_state_is_seen_once_and_stays_while_one_does(
    tmp_path: Path,
) -> None:
    store = tmp_path / "s"
    with StoreWriter(store) as writer:
        writer.replace_graphs({G1: quads("shared", "one"), G2: quads("shared", "two")})
        writer.publish()
        assert values(store) == ["one", "shared", "two"]
        writer.replace_graph(G1, quads("new"))
        writer.publish()
        assert values(store) == ["new", "shared", "two"]
        writer.replace_graph(G2, [])
        writer.publish()
        assert values(store) == ["new"]
        assert writer.compare_ledger() == ()


def test_ingesting_the_same_again_gives_the_same_quads(
    tmp_path: Path, tiny_quads: dict[str, list[Quad]]
) -> None:
    with StoreWriter(tmp_path / "s") as writer:
        writer.replace_graphs(tiny_quads)
        writer.publish()
    first = current_generation(tmp_path / "s")
    with StoreWriter(tmp_path / "s") as writer:
        assert writer.replace_graphs(tiny_quads) == ()
        writer.publish()
    second = current_generation(tmp_path / "s")
    assert (first.quads, first.documents) == (second.quads, second.documents) == (884, 2)
    assert set(Store.read_only(str(first.path))) == set(Store.read_only(str(second.path)))


def test_hostile_literals_are_stored_as_they_are(tmp_path: Path) -> None:
    hostile = [
        'x" } ; DROP ALL ; INSERT DATA { <a:e> <a:e> "1',
        "\\",
        "'\"\n\r\t\x01\x0b \u202e",
        "}",
    ]
    with StoreWriter(tmp_path / "s") as writer:
        subject = NamedNode("https://example.org/s")
        writer.replace_graph(G1, [Quad(subject, P, Literal(text)) for text in hostile])
        writer.publish()
    assert values(tmp_path / "s") == sorted(hostile)


@pytest.mark.parametrize(
    "quad",
    [
        Quad(BlankNode(), P, Literal("x")),
        Quad(NamedNode("https://example.org/s"), P, BlankNode()),
        Quad(NamedNode("https://example.org/s"), P, Triple(P, P, P)),
        Quad(NamedNode("javascript:alert(1)"), P, Literal("x")),
        Quad(NamedNode("file:///etc/passwd"), P, Literal("x")),
        Quad(NamedNode("https://example.org/\u202ex"), P, Literal("x")),
        Quad(NamedNode("https://example.org/e\u0301"), P, Literal("x")),
        Quad(NamedNode("https://example.org/s"), P, Literal("x"), NamedNode(G2)),
    ],
)
def test_a_quad_against_the_rules_is_refused_and_nothing_is_written(
    tmp_path: Path, quad: Quad
) -> None:
    with StoreWriter(tmp_path / "s") as writer:
        writer.replace_graph(G1, quads("a"))
        with pytest.raises(QuadsInvalidError):
            writer.replace_graphs({G1: [*quads("b"), quad], G2: quads("c")})
        assert (writer.graph_names(), writer.quad_count(G1)) == ((G1,), 1)


def test_quads_that_fail_half_way_leave_the_store_as_it_was(tmp_path: Path) -> None:
    def broken() -> object:
        yield from quads("b")
        raise ZeroDivisionError

    with StoreWriter(tmp_path / "s") as writer:
        writer.replace_graph(G1, quads("a"))
        with pytest.raises(ZeroDivisionError):
            writer.replace_graph(G1, broken())  # type: ignore[arg-type]
        assert writer.quad_count() == 1


# --- publishing ---------------------------------------------------------------------------------


def test_readers_see_what_was_published_and_not_what_was_written_since(tmp_path: Path) -> None:
    store = tmp_path / "s"
    with StoreWriter(store) as writer:
        writer.replace_graph(G1, quads("a"))
        assert writer.publish() == 1
        writer.replace_graph(G1, quads("b"))
        assert values(store) == ["a"]
        assert writer.publish() == 2
        assert values(store) == ["b"]


def test_a_generation_says_what_it_holds(tiny_store: Path) -> None:
    generation = current_generation(tiny_store)
    assert (generation.number, generation.documents, generation.quads) == (1, 2, 884)
    assert generation.ontology_version == "0.0-tiny"
    assert generation.path == tiny_store / "generations" / "000001"
    assert abs((datetime.now(UTC) - generation.published).total_seconds()) < 600


def test_the_last_five_generations_are_kept(tmp_path: Path) -> None:
    with StoreWriter(tmp_path / "s") as writer:
        for n in range(7):
            writer.replace_graph(G1, quads(str(n)))
            assert writer.publish() == n + 1
    kept = sorted(entry.name for entry in (tmp_path / "s" / "generations").iterdir())
    assert kept == [f"{n:06d}{end}" for n in range(3, 8) for end in ENDS]
    assert (tmp_path / "s" / "current").readlink() == Path("generations/000007")


def test_what_a_killed_publish_left_is_removed_and_its_number_not_used_again(
    tmp_path: Path,
) -> None:
    store = tmp_path / "s"
    with StoreWriter(store) as writer:
        writer.replace_graph(G1, quads("a"))
        writer.publish()
    (store / "generations" / "000002.partial").mkdir()
    (store / "generations" / "000003").mkdir()
    (store / "generations" / ".000002.json.new").touch()
    (store / "generations" / "000003.void.ttl").touch()
    (store / "primary" / "bulk-17.sst").touch()
    with StoreWriter(store) as writer:
        assert {entry.name for entry in (store / "generations").iterdir()} == {
            f"000001{end}" for end in ENDS
        }
        assert not (store / "primary" / "bulk-17.sst").exists()
        assert writer.publish() == 2


# --- ledger -----------------------------------------------------------------------------------


def test_the_ledger_says_when_a_graph_was_written_and_in_which_generation(tmp_path: Path) -> None:
    store = tmp_path / "s"
    with StoreWriter(store) as writer:
        writer.replace_graph(G1, quads("a", "b"))
        assert read_ledger(store)[G1].generation is None
        writer.publish()
        writer.replace_graph(G2, quads("c"))
        writer.publish()
    ledger = read_ledger(store)
    assert [(ledger[g].quads, ledger[g].generation) for g in (G1, G2)] == [(2, 1), (1, 2)]
    assert datetime.fromisoformat(ledger[G1].written).tzinfo is not None


def test_loss_and_damage_behind_the_writers_back_are_found(tmp_path: Path) -> None:
    store = tmp_path / "s"
    with StoreWriter(store) as writer:
        writer.replace_graphs({G1: quads("a"), G2: quads("b")})
        assert writer.compare_ledger() == ()
    engine = Store(str(store / "primary"))
    engine.remove_graph(NamedNode(G1))
    engine.add(Quad(P, P, P, NamedNode(G2)))
    engine.flush()
    del engine
    digests = {iri: entry.digest for iri, entry in read_ledger(store).items()}
    assert list(compare(Store.read_only(str(store / "primary")), digests)) == [
        LedgerDifference("", "changed"),
        LedgerDifference(G1, "missing"),
        LedgerDifference(G2, "changed"),
    ]
    with pytest.raises(StoreDamagedError, match=r"2 of 2 graphs .* standpunt restore"):
        StoreWriter(store)


def test_a_ledger_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    store = tmp_path / "s"
    StoreWriter(store).close()
    (store / "ledger.json").write_text("{")
    with pytest.raises(StoreDamagedError, match=r"ledger\.json"):
        StoreWriter(store)


# --- who may write, and where ---------------------------------------------------------------------

HOLD = """
import sys
from pathlib import Path
from graph.store import StoreWriter
with StoreWriter(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_is_told_who_writes_and_since_when(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "s")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(StoreLockedError) as caught:
            StoreWriter(tmp_path / "s")
        assert caught.value.pid == holder.pid
        assert caught.value.since is not None
        assert caught.value.host == socket.gethostname()
        assert str(holder.pid) in str(caught.value)
        assert str(tmp_path) in str(caught.value)
        holder.kill()
    with StoreWriter(tmp_path / "s") as writer:  # a dead holder holds nothing
        assert writer.graph_names() == ()


def test_a_second_writer_in_one_process_is_refused(tmp_path: Path) -> None:
    with StoreWriter(tmp_path / "s"), pytest.raises(StoreLockedError) as caught:
        StoreWriter(tmp_path / "s")
    assert caught.value.pid == os.getpid()


def test_a_closed_writer_says_so(tmp_path: Path) -> None:
    writer = StoreWriter(tmp_path / "s")
    writer.close()
    writer.close()
    with pytest.raises(StoreError, match="closed"):
        writer.publish()


def test_a_directory_with_other_files_is_no_store_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(StoreInvalidError, match="other files"):
        StoreWriter(tmp_path)
    with pytest.raises(StoreInvalidError, match="no store"):
        current_generation(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_is_no_store(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.touch()
    for path in (file, file / "below"):
        with pytest.raises(StoreInvalidError):
            StoreWriter(path)
    with pytest.raises(StoreInvalidError, match="this is a file"):
        current_generation(file)


@pytest.mark.parametrize("path", ["/sys/standpunt-store", "/tmp/\0store", "/tmp/" + "x" * 4000])
def test_a_place_that_cannot_be_written_is_named(path: str) -> None:
    with pytest.raises(StoreUnwritableError, match="--store"):
        StoreWriter(Path(path))


# Root may write anywhere: as root, become nobody once everything is imported.
WRITE_UNPRIVILEGED = """
import os, sys
from pathlib import Path
from graph.errors import StoreUnwritableError
from graph.store import StoreWriter
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    StoreWriter(Path(sys.argv[1]))
except StoreUnwritableError:
    print("unwritable")
"""


@pytest.mark.parametrize("below", ["", "new"])
def test_a_directory_without_the_right_to_write_is_unwritable(below: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "s"
        StoreWriter(folder).close()
        if below:
            (folder / "standpunt-store.json").unlink()
        for path in (Path(name), folder, *folder.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        done = subprocess.run(
            [sys.executable, "-c", WRITE_UNPRIVILEGED, str(folder / below)],
            capture_output=True,
            text=True,
            check=False,
        )
        for path in (Path(name), folder, *folder.rglob("*")):
            path.chmod(0o755)
    assert done.stdout == "unwritable\n", done.stderr


def test_nothing_published_is_not_a_damaged_store(tmp_path: Path) -> None:
    for path in (tmp_path / "absent", tmp_path):
        with pytest.raises(StoreMissingError, match="ingest"):
            current_generation(path)
    StoreWriter(tmp_path / "s").close()
    with pytest.raises(StoreMissingError):
        current_generation(tmp_path / "s")


def test_damaged_files_of_the_engine_are_named(tmp_path: Path) -> None:
    StoreWriter(tmp_path / "s").close()
    (tmp_path / "s" / "primary" / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreDamagedError, match="primary"):
        StoreWriter(tmp_path / "s")


def test_a_damaged_manifest_is_named(tmp_path: Path) -> None:
    with StoreWriter(tmp_path / "s") as writer:
        writer.publish()
    (tmp_path / "s" / "generations" / "000001.json").write_text(json.dumps({"number": 1}))
    with pytest.raises(StoreDamagedError, match=r"000001\.json"):
        current_generation(tmp_path / "s")


# --- disk -----------------------------------------------------------------------------------------


def test_too_little_free_space_stops_before_anything_is_written(tmp_path: Path) -> None:
    with StoreWriter(tmp_path / "s") as writer:
        writer.replace_graph(G1, quads("a"))
    with pytest.raises(StoreWriteError, match="MiB free"):
        StoreWriter(tmp_path / "s", minimum_free_bytes=2**62)
    with StoreWriter(tmp_path / "s") as writer:
        assert writer.quad_count() == 1


# A limit on the size of files stands for a full disk: both fail a write in the middle.
WRITE_ON_A_FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from pyoxigraph import Literal, NamedNode, Quad
from graph.errors import StoreWriteError
from graph.store import StoreWriter
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
p = NamedNode("https://example.org/p")
with StoreWriter(Path(sys.argv[1])) as writer:
    writer.replace_graph(sys.argv[2], [Quad(p, p, Literal("first"))])
    writer.publish()
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    big = [Quad(p, p, Literal(f"{n}" * 1000)) for n in range(2000)]
    for step in (lambda: writer.replace_graph(sys.argv[2], big), writer.publish):
        try:
            step()
        except StoreWriteError as error:
            print(error)
"""


def test_a_write_that_fails_leaves_the_store_answering_as_before(tmp_path: Path) -> None:
    store = tmp_path / "s"
    done = subprocess.run(
        [sys.executable, "-c", WRITE_ON_A_FULL_DISK, str(store), G1],
        capture_output=True,
        text=True,
        check=True,
    )
    (said,) = done.stdout.splitlines()  # the publish after it opened the engine anew
    assert "last published generation still answers" in said
    assert values(store) == ["first"]
    with StoreWriter(store) as writer:
        assert writer.quad_count() == 1
        assert writer.replace_graph(G1, quads("again")) is True
        assert writer.publish() == 3


# --- kill -9 ------------------------------------------------------------------------------------

WRITE_FOR_EVER = """
import sys
from pathlib import Path
from pyoxigraph import Literal, NamedNode, Quad
from graph.store import StoreWriter
p = NamedNode("https://example.org/p")
with StoreWriter(Path(sys.argv[1])) as writer:
    for turn in range(10_000):
        for graph in sys.argv[2:]:
            writer.replace_graph(graph, [Quad(p, p, Literal(f"{turn}-{n}")) for n in range(500)])
        print(writer.publish(), flush=True)
"""


def test_a_writer_killed_at_any_moment_leaves_whole_graphs_and_an_answering_generation(
    tmp_path: Path,
) -> None:
    store = tmp_path / "s"
    for attempt in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", WRITE_FOR_EVER, str(store), G1, G2], stdout=subprocess.PIPE
        ) as writer_process:
            assert writer_process.stdout is not None
            acknowledged = int(writer_process.stdout.readline())
            try:
                writer_process.wait(0.03 * attempt)
            except subprocess.TimeoutExpired:
                writer_process.kill()
        assert current_generation(store).number >= acknowledged
        table = ask_once(
            store,
            "SELECT ?g ?turn (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } "
            'BIND(STRBEFORE(?o, "-") AS ?turn) } GROUP BY ?g ?turn ORDER BY ?g',
        )
        assert [row[::2] for row in table.plain_rows()] == [(G1, "500"), (G2, "500")]  # type: ignore[union-attr]
        with StoreWriter(store) as writer:
            assert [writer.quad_count(graph) for graph in (G1, G2)] == [500, 500]
            assert writer.compare_ledger() == ()
