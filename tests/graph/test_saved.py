"""Queries kept in a store: only such as can be asked, and they outlive publish, backup and loss."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from graph.copying import back_up
from graph.erasing import erase
from graph.errors import QueryRefusedError, QuerySyntaxError, SavedQueryError, StoreMissingError
from graph.pool import QueryPool
from graph.saved import (
    MAX_SAVED_BYTES,
    SAVED_FOLDER,
    name_of,
    read_saved,
    save_query,
    saved_queries,
)
from graph.store import StoreWriter
from standpunt.keeping import bring_back

TEXT = "SELECT ?s WHERE { ?s ?p 'Anna de Vries' }\n# met een opmerking: café"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store"
    graphs: dict[str, list] = {}
    with (Path(__file__).parent / "tiny.trig").open("rb") as file:
        for quad in parse(file, format=RdfFormat.TRIG):
            graphs.setdefault(quad.graph_name.value, []).append(quad)
    with StoreWriter(path) as writer:
        writer.replace_graphs(graphs)
        writer.publish()
    return path


@pytest.fixture
def saved(store: Path) -> str:
    with QueryPool(store) as pool:
        return save_query(store, pool, TEXT).name


def test_a_query_is_kept_under_the_hash_of_its_text(store: Path, saved: str) -> None:
    assert saved == name_of(TEXT)
    assert read_saved(store, saved).text == TEXT
    with QueryPool(store) as pool:
        assert save_query(store, pool, TEXT).name == saved
    assert [one.name for one in saved_queries(store)] == [saved]
    assert next(saved_queries(store)).form == "select"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("SELECT * WHERE { ?a }", QuerySyntaxError),
        ("not a query", QuerySyntaxError),
        ("", QuerySyntaxError),
        ("INSERT DATA { <urn:a> <urn:b> 1 }", QueryRefusedError),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }", QueryRefusedError),
        (f"SELECT * {{ ?a ?b '{'x' * MAX_SAVED_BYTES}' }}", SavedQueryError),
    ],
)
def test_what_cannot_be_asked_is_not_kept(store: Path, text: str, error: type[Exception]) -> None:
    with QueryPool(store) as pool, pytest.raises(error):
        save_query(store, pool, text)
    assert not (store / SAVED_FOLDER).exists()


def test_a_store_keeps_so_many(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.saved.MAX_SAVED", 2)
    with QueryPool(store) as pool:
        save_query(store, pool, "ASK {}")
        save_query(store, pool, "ASK { ?a ?b ?c }")
        with pytest.raises(SavedQueryError, match="2 queries are kept here"):
            save_query(store, pool, "ASK { ?a ?b ?d }")


def test_nothing_is_kept_where_nothing_is_published(store: Path, tmp_path: Path) -> None:
    with QueryPool(store) as pool, pytest.raises(StoreMissingError):
        save_query(tmp_path / "nowhere", pool, "ASK {}")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "0" * 16, "ABCDEF0123456789", "x" * 100])
def test_a_name_that_is_none_is_refused(store: Path, saved: str, name: str) -> None:
    with pytest.raises(SavedQueryError):
        read_saved(store, name)


def test_a_file_that_was_changed_is_refused(store: Path, saved: str) -> None:
    (store / SAVED_FOLDER / f"{saved}.rq").write_text("ASK {}", "utf-8")
    with pytest.raises(SavedQueryError, match="not as it was kept"):
        read_saved(store, saved)
    assert list(saved_queries(store)) == []


def test_it_outlives_a_publish_and_comes_along_with_a_backup(
    store: Path, saved: str, tmp_path: Path
) -> None:
    with StoreWriter(store) as writer:
        writer.publish()
    back_up(store, tmp_path / "backup")
    assert read_saved(tmp_path / "backup", saved).text == TEXT
    bring_back(tmp_path / "again", tmp_path / "backup")
    assert read_saved(tmp_path / "again", saved).text == TEXT


def test_one_with_a_forgotten_name_goes_and_does_not_come_back(
    store: Path, saved: str, tmp_path: Path
) -> None:
    back_up(store, tmp_path / "backup")
    erase(store, ["Anna de Vries"])
    assert list(saved_queries(store)) == []
    with QueryPool(store) as pool, pytest.raises(SavedQueryError, match="names a person"):
        save_query(store, pool, TEXT)
