"""Nothing is lost, and nothing is half: damage is found, and a damaged store is brought back."""

import json
import random
import shutil
from pathlib import Path

import pytest
from damaging import GRAPH, clone, damage_file, make_store, write_graphs
from pyoxigraph import Store

from graph.copying import back_up, require_backup
from graph.deep import deep_check
from graph.errors import BackupError, RestoreError, StoreDamagedError
from graph.generation import current_generation, current_number
from graph.ledger import read_ledger
from graph.lock import WriterLock
from graph.pool import ask_once
from graph.restoring import damage, restore
from graph.store import StoreWriter

pytestmark = pytest.mark.long

COUNT = "SELECT (COUNT(*) AS ?n) { ?s <https://example.org/name> ?o }"
FLIPS = 50


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with three generations, and two graphs stored since; not to be written."""
    return make_store(tmp_path_factory.mktemp("whole") / "store")


@pytest.fixture
def store(whole: Path, tmp_path: Path) -> Path:
    return clone(whole, tmp_path / "store")


def digests(store: Path) -> dict[str, str]:
    return {iri: entry.digest for iri, entry in read_ledger(store).items()}


def count(store: Path) -> int:
    ((number,),) = ask_once(store, COUNT).plain_rows()  # type: ignore[union-attr]
    return int(str(number))


def answers_truly(store: Path) -> bool:
    """Whether the store, opened as users and writers do, has all that was acknowledged."""
    with StoreWriter(store) as writer:
        return count(store) == 270 and writer.compare_ledger() == ()


def test_nothing_is_found_in_a_store_that_was_published_empty(tmp_path: Path) -> None:
    with StoreWriter(tmp_path / "s") as writer:
        writer.publish()
        write_graphs(writer, range(1))
    assert damage(tmp_path / "s") == []


def test_nothing_is_found_in_a_whole_store_and_nothing_is_changed(store: Path) -> None:
    def stamps() -> dict[Path, int]:
        return {
            file: file.stat().st_mtime_ns
            for file in store.rglob("*")
            if file.is_file() and file.name != "writer.lock"
        }

    before = stamps()
    assert damage(store) == []
    assert stamps() == before


def test_fifty_flipped_bytes_are_found_or_do_no_harm(whole: Path, tmp_path: Path) -> None:
    draw = random.Random(6)
    found = 0
    for trial in range(FLIPS):
        store = clone(whole, tmp_path / str(trial))
        files = [
            file for file in sorted(store.rglob("*")) if file.is_file() and file.stat().st_size
        ]
        damage_file(draw.choice(files), draw, "flip")
        if damage(store):
            found += 1
            restored = restore(store)
            assert not restored.lost
        assert answers_truly(store)
        shutil.rmtree(store)
    assert found > FLIPS // 2


@pytest.mark.parametrize("how", ["truncate", "zero", "remove"])
@pytest.mark.parametrize("pattern", ["MANIFEST-*", "*.sst", "*.log", "CURRENT"])
@pytest.mark.parametrize("folder", ["primary", "generations/000003"])
def test_a_damaged_file_of_the_engine_is_found_or_refused_and_restored(
    store: Path, folder: str, pattern: str, how: str
) -> None:
    draw = random.Random(f"{folder}{pattern}{how}")
    files = [file for file in sorted((store / folder).glob(pattern)) if file.stat().st_size]
    if files:
        damage_file(draw.choice(files), draw, how)
    if damage(store):
        assert restore(store).lost == {}
    assert answers_truly(store)
    assert damage(store) == []


@pytest.mark.parametrize(
    "path",
    [
        "ledger.json",
        "ledger.jsonl",
        "generations/000003.json",
        "history/generations.jsonl",
        "current",
        "primary",
    ],
)
def test_a_file_of_ours_that_is_gone_is_found_and_restored(store: Path, path: str) -> None:
    victim = store / path
    shutil.rmtree(victim) if victim.is_dir() and not victim.is_symlink() else victim.unlink()
    assert damage(store)
    restored = restore(store)
    assert restored.lost == {}
    assert bool(restored.notes) == path.startswith("ledger.json")
    assert count(store) == 270
    assert damage(store) == []


def test_an_older_state_that_opens_without_an_error_is_found(store: Path, whole: Path) -> None:
    """What damage to the log of the engine comes to: the last commits are not there."""
    shutil.rmtree(store / "primary")
    shutil.copytree(whole / "generations" / "000003", store / "primary")
    with pytest.raises(StoreDamagedError, match=r"2 of 11 graphs .* standpunt restore"):
        StoreWriter(store)
    (part,) = damage(store)
    assert (part.name, len(part.lines)) == ("primary", 2)
    restored = restore(store)
    assert restored.recovered == (GRAPH.format(10), GRAPH.format(9))[::-1]
    with StoreWriter(store) as writer:
        assert writer.quad_count() == 11 * 30


def test_what_is_nowhere_whole_is_named_and_the_rest_comes_back(store: Path) -> None:
    victim = read_ledger(store)[GRAPH.format(9)]
    (kept,) = (store / "history").rglob(f"{victim.digest}*")
    kept.write_bytes(b"damaged")
    shutil.rmtree(store / "primary")
    restored = restore(store)
    assert restored.lost == {GRAPH.format(9): victim.written}
    assert restored.recovered == (GRAPH.format(10),)
    assert (restored.aside / "history" / kept.name).read_bytes() == b"damaged"
    assert damage(store) == []


def test_nothing_left_to_restore_from_is_said(store: Path) -> None:
    for name in ("history", "generations", "primary"):
        shutil.rmtree(store / name)
    with pytest.raises(RestoreError, match="backup"):
        restore(store)


def test_a_restored_store_keeps_the_damaged_files_aside(store: Path) -> None:
    manifest = next((store / "primary").glob("MANIFEST-*"))
    manifest.write_bytes(b"")
    aside = restore(store).aside
    assert aside == store / "aside" / "001"
    assert (aside / "primary" / manifest.name).read_bytes() == b""
    assert (aside / "ledger.json").exists()


def test_the_deep_check_says_who_writes_instead_of_looking_at_half_a_write(store: Path) -> None:
    lock = WriterLock(store)
    (skipped,) = [part for part in deep_check(store) if part.skipped]
    lock.release()
    assert skipped.name == "primary"
    assert "is writing this store" in skipped.lines[0]


# --- backups --------------------------------------------------------------------------------------


def test_a_backup_is_a_store_with_what_was_published(store: Path, tmp_path: Path) -> None:
    generation = back_up(store, tmp_path / "backup")
    assert generation.number == 3
    assert count(tmp_path / "backup") == 270
    assert damage(tmp_path / "backup") == []
    with StoreWriter(tmp_path / "backup") as writer:
        write_graphs(writer, range(20, 21))
        assert writer.publish() == 4
    assert damage(store) == []


def test_a_store_that_is_gone_comes_back_from_a_backup(store: Path, tmp_path: Path) -> None:
    back_up(store, tmp_path / "backup")
    before = digests(tmp_path / "backup")
    shutil.rmtree(store)
    require_backup(tmp_path / "backup")
    restored = restore(store, tmp_path / "backup")
    assert (restored.base, restored.generation, restored.lost) == (3, 4, {})
    assert damage(store) == []
    assert digests(store) == before
    assert count(store) == 270


def test_a_damaged_store_is_completed_from_a_backup(store: Path, tmp_path: Path) -> None:
    back_up(store, tmp_path / "backup")
    for name in ("history", "generations"):
        shutil.rmtree(store / name)
    shutil.rmtree(store / "primary")
    restored = restore(store, tmp_path / "backup")
    assert sorted(restored.lost) == [GRAPH.format(10), GRAPH.format(9)][::-1]
    assert count(store) == 270


def test_a_damaged_backup_or_a_folder_that_is_there_is_refused(store: Path, tmp_path: Path) -> None:
    back_up(store, tmp_path / "backup")
    with pytest.raises(BackupError, match="is there already"):
        back_up(store, tmp_path / "backup")
    table = next((tmp_path / "backup" / "generations" / "000003").glob("*.sst"))
    damage_file(table, random.Random(1), "flip")
    with pytest.raises(BackupError, match="is damaged"):
        require_backup(tmp_path / "backup")
    with pytest.raises(BackupError, match="no backup"):
        require_backup(tmp_path)


def test_a_copy_that_is_damaged_is_no_backup(store: Path, tmp_path: Path) -> None:
    table = next((store / "generations" / "000003").glob("*.sst"))
    damage_file(table, random.Random(1), "flip")
    with pytest.raises(BackupError, match="standpunt check --deep"):
        back_up(store, tmp_path / "backup")
    assert [entry.name for entry in tmp_path.iterdir()] == ["store"]


# --- the ledger -----------------------------------------------------------------------------------


def test_a_list_that_was_altered_is_not_believed(store: Path) -> None:
    path = store / "ledger.json"
    said = json.loads(path.read_text("utf-8"))
    said["graphs"].pop(GRAPH.format(1))
    path.write_text(json.dumps(said), "utf-8")
    with pytest.raises(StoreDamagedError, match="not what was written"):
        read_ledger(store)


def test_a_primary_that_was_removed_is_no_new_store(store: Path) -> None:
    shutil.rmtree(store / "primary")
    with pytest.raises(StoreDamagedError, match="11 of 11 graphs"):
        StoreWriter(store)
    assert current_generation(store).number == 3
    assert count(store) == 270


@pytest.mark.parametrize("landed", [True, False])
def test_a_commit_that_was_not_noted_any_more_is_no_loss(
    store: Path, landed: bool, tmp_path: Path
) -> None:
    """Killed between the commit and the ledger, or before the commit."""
    before = tmp_path / "before"
    before.mkdir()
    for file in store.glob("ledger.*"):
        shutil.copy(file, before, follow_symlinks=False)
    copy = clone(store, tmp_path / "copy")
    with StoreWriter(copy) as writer:
        write_graphs(writer, range(3), "w")
    after = read_ledger(copy)
    pending = {iri: vars(after[iri]) for iri in map(GRAPH.format, range(3))}
    where = copy if landed else store
    for file in where.glob("ledger.*"):
        file.unlink()
    for file in before.iterdir():
        shutil.copy(file, where, follow_symlinks=False)
    (where / "pending.json").write_text(json.dumps({"graphs": pending}))
    assert damage(where) == []
    with StoreWriter(where) as writer:
        assert writer.compare_ledger() == ()
    assert (digests(where) == {i: e.digest for i, e in after.items()}) is landed
    assert not (where / "pending.json").exists()


def test_a_graph_that_an_index_lost_is_found(store: Path) -> None:
    """The files of a generation cannot lose a quad unseen; those of the primary store are read."""
    engine = Store(str(store / "primary"))
    quad = next(iter(engine))
    engine.remove(quad)
    engine.flush()
    del engine
    assert damage(store)


def test_current_number_is_above_all_after_a_restore(store: Path) -> None:
    shutil.rmtree(store / "primary")
    assert restore(store).generation == 4
    assert current_number(store) == 4
