"""Bad input: one line that names the file and the cure, the exit code, and the store as it was.

The real command runs in a process of its own; every input is made here.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

DUTCH = (
    "De vergadering begon met een toelichting van de voorzitter op het werk van de afgelopen "
    "maanden. Daarna was er koffie in de hal van het gebouw en werd er over het weer gesproken. "
) * 5
GERMAN = (
    "Die Minister haben sich am Montag getroffen und über die Lage gesprochen. Danach wurde eine "
    "Erklärung angenommen, die von allen unterstützt wird und noch veröffentlicht werden soll. "
) * 5

Run = Callable[..., Any]
State = Callable[[Path], dict[str, object]]
Refused = Callable[[Path], str]


@pytest.fixture
def refused(standpunt: Run, state: State, store: Path, tmp_path: Path) -> Refused:
    """Ingest a path into the store; gives the complaint, having seen that nothing changed."""

    def ingest(path: Path) -> str:
        before = state(store)
        ran = standpunt("ingest", path, "--store", store)
        assert ran.code == 1
        assert state(store) == before
        assert ran.out == ""
        assert str(path.with_suffix("")) in ran.complaint
        return str(ran.complaint)

    return ingest


def test_a_missing_file(refused: Refused, tmp_path: Path) -> None:
    assert "check the path" in refused(tmp_path / "absent.txt")


def test_a_folder_without_documents(refused: Refused, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "notes.md").write_text(DUTCH, "utf-8")
    assert "name another folder" in refused(folder)


def test_a_binary_file(refused: Refused, tmp_path: Path) -> None:
    path = tmp_path / "picture.txt"
    path.write_bytes(bytes(range(256)) * 50)
    assert "convert it to UTF-8 text" in refused(path)


def test_an_empty_file(refused: Refused, tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(b" \n\r\n\t")
    assert "holds no text" in refused(path)


def test_a_file_in_another_encoding(refused: Refused, tmp_path: Path) -> None:
    path = tmp_path / "mixed.txt"
    path.write_bytes((DUTCH + "België en Roemenië").encode() + b"\xeb\n")
    assert "save the file as UTF-8" in refused(path)


def test_a_file_of_200_megabytes(refused: Refused, tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    assert "200 MB" in refused(path)


def test_a_document_in_another_language(refused: Refused, tmp_path: Path) -> None:
    path = tmp_path / "deutsch.txt"
    path.write_text(GERMAN, "utf-8")
    assert "known packs: nl" in refused(path)


def test_a_document_about_no_meeting(refused: Refused, tmp_path: Path) -> None:
    path = tmp_path / "koffie.txt"
    path.write_text(DUTCH, "utf-8")
    assert "--meeting" in refused(path)


def test_a_sidecar_that_says_nonsense(refused: Refused, tmp_path: Path) -> None:
    path = tmp_path / "koffie.txt"
    path.write_text(DUTCH, "utf-8")
    path.with_suffix(".toml").write_text('meeting = "soon"\n', "utf-8")
    assert "write it as JHA/2026-01-22" in refused(path)


def test_a_refused_document_does_not_stop_the_others(
    standpunt: Run, samples: tuple[Path, Path], tmp_path: Path
) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    ran = standpunt("ingest", empty, samples[0], "--store", tmp_path / "store")
    assert ran.code == 1
    assert str(empty) in ran.complaint
    assert [line.split()[0] for line in ran.lines] == ["read", "published"]


def test_a_batch_of_which_nothing_can_be_taken_makes_no_store(
    standpunt: Run, tmp_path: Path
) -> None:
    ran = standpunt("ingest", tmp_path / "absent.txt", "--store", tmp_path / "store")
    assert ran.code == 1
    assert not (tmp_path / "store").exists()


@pytest.fixture
def writer(store: Path) -> Iterator[int]:
    """Another process that is writing the store; its process id."""
    code = (
        "import sys; from pathlib import Path; from graph.store import StoreWriter\n"
        "writer = StoreWriter(Path(sys.argv[1])); print('writing', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(store)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        yield process.pid
        process.kill()


def test_a_store_that_another_process_is_writing(
    standpunt: Run,
    state: State,
    store: Path,
    writer: int,
    samples: tuple[Path, Path],
    tmp_path: Path,
) -> None:
    before = state(store)
    longer = tmp_path / "agenda.txt"
    longer.write_text(samples[0].read_text("utf-8") + "\nEinde.\n", "utf-8")
    ran = standpunt("ingest", longer, "--store", store)
    assert ran.code == 2
    assert str(store) in ran.complaint
    assert f"process {writer} " in ran.complaint
    assert "wait until it ends" in ran.complaint
    assert state(store) == before


def test_a_store_that_is_a_file(standpunt: Run, samples: tuple[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / "store"
    path.write_text("mine", "utf-8")
    ran = standpunt("ingest", samples[0], "--store", path)
    assert ran.code == 2
    assert f"{path}: this is no" in ran.complaint
    assert path.read_text("utf-8") == "mine"


def test_a_store_in_a_place_that_cannot_be_written(
    standpunt: Run, samples: tuple[Path, Path]
) -> None:
    if not Path("/sys/kernel").is_dir():
        pytest.skip("needs a folder that not even root may write: /sys of Linux")
    ran = standpunt("ingest", samples[0], "--store", "/sys/standpunt")
    assert ran.code == 2
    assert "/sys/standpunt" in ran.complaint
    assert "--store" in ran.complaint


def test_a_folder_of_other_files_is_no_store(
    standpunt: Run, samples: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    ran = standpunt("ingest", samples[0], "--store", tmp_path)
    assert ran.code == 2
    assert f"{tmp_path}: this directory holds other files" in ran.complaint
    assert [entry.name for entry in tmp_path.iterdir()] == ["letter.txt"]


def test_a_question_to_a_store_that_is_not_there(standpunt: Run, tmp_path: Path) -> None:
    ran = standpunt("query", "documents", "--store", tmp_path / "store")
    assert ran.code == 2
    assert "ingest a document first" in ran.complaint
    assert not (tmp_path / "store").exists()


def test_a_sparql_syntax_error(standpunt: Run, state: State, store: Path, tmp_path: Path) -> None:
    before = state(store)
    path = tmp_path / "wrong.rq"
    path.write_text("SELECT ?a\nWHERE { ?a ?b }\n", "utf-8")
    ran = standpunt("query", path, "--store", store)
    assert ran.code == 2
    assert ran.complaint.startswith(f"{path}: line 2, column ")
    assert state(store) == before


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "PREFIX a: <urn:a> DELETE WHERE { ?a ?b ?c }",
        "CLEAR ALL",
        "LOAD <http://127.0.0.1:9/>",
    ],
)
def test_an_update_sent_as_a_query(standpunt: Run, state: State, store: Path, text: str) -> None:
    before = state(store)
    ran = standpunt("query", "-", "--store", store, stdin=text)
    assert ran.code == 1
    assert ran.complaint.startswith("stdin: ")
    assert "read-only" in ran.complaint
    assert state(store) == before


def test_a_query_to_another_server(standpunt: Run, store: Path) -> None:
    text = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }"
    ran = standpunt("query", "-", "--store", store, stdin=text)
    assert ran.code == 1
    assert "SERVICE is not allowed" in ran.complaint


def test_a_query_that_never_ends(standpunt: Run, store: Path) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    ran = standpunt("query", "-", "--store", store, "--timeout", "1", stdin=text)
    assert ran.code == 1
    assert "1 s" in ran.complaint


def test_rows_that_are_cut_off_are_never_silent(standpunt: Run, store: Path) -> None:
    text = "SELECT ?a { ?a ?b ?c }"
    ran = standpunt("query", "-", "--store", store, "--max-rows", 3, "--format", "csv", stdin=text)
    assert ran.code == 1
    assert len(ran.lines) == 5
    assert "TRUNCATED: only the first 3 rows" in ran.lines[-1]
    assert "cut off after 3 rows" in ran.complaint


def test_a_question_that_does_not_exist_gets_near_names(standpunt: Run, store: Path) -> None:
    ran = standpunt("query", "solidarity-choice", "--store", store)
    assert ran.code == 2
    assert "solidarity-choices" in ran.complaint


def test_a_query_file_that_does_not_exist(standpunt: Run, store: Path) -> None:
    ran = standpunt("query", "queries/absent.rq", "--store", store)
    assert ran.code == 2
    assert "queries/absent.rq: no such file" in ran.complaint


def test_a_parameter_that_the_question_does_not_take(standpunt: Run, store: Path) -> None:
    ran = standpunt("query", "documents", "--param", "colour=red", "--store", store)
    assert ran.code == 2
    assert "no parameter 'colour'" in ran.complaint


@pytest.mark.parametrize("value", ["JHA", "JHA/2026-13-01", "JHA 2026-01-22", "2026-01-22"])
def test_a_meeting_that_is_none(
    standpunt: Run, samples: tuple[Path, Path], tmp_path: Path, value: str
) -> None:
    ran = standpunt("ingest", samples[1], "--meeting", value, "--store", tmp_path / "store")
    assert ran.code == 2
    assert "write CONFIG/DATE, as JHA/2026-01-22" in ran.complaint


def test_a_name_with_control_characters_stays_one_line(standpunt: Run, tmp_path: Path) -> None:
    ran = standpunt("ingest", tmp_path / "a\nb\x1b[31m.txt", "--store", tmp_path / "store")
    assert ran.code == 1
    assert "\x1b" not in ran.err
    assert len(ran.err.splitlines()) == 1
