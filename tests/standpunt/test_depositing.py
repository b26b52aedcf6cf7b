"""How many documents are stored at once: more as a run goes on, and never many that took long."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph.ready import pack_quads
from ontology.iris import document_graph
from standpunt.depositing import Deposit, Statements


def statements(number: int) -> Statements:
    """Those of a document that says one thing."""
    graph = document_graph(f"{number:064x}")
    ready = pack_quads(graph, [Quad(graph, NamedNode("urn:p"), Literal(str(number)), graph)])
    return Statements(graph.value, ready.digest, ready.packed)


def sizes_of_commits(store: Path, documents: int) -> list[int]:
    """How many documents each commit stored, those that were left at the end last."""
    deposit = Deposit(store, "")
    try:
        dones = [deposit.add(statements(number), lambda: None) for number in range(documents)]
        return [len(each) for each in (*dones, deposit.commit()) if each]
    finally:
        deposit.close()


def test_commits_grow_with_the_run_up_to_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("standpunt.depositing.PATIENCE_S", float("inf"))
    monkeypatch.setattr("standpunt.depositing.MOST_DOCUMENTS", 16)
    assert sizes_of_commits(tmp_path / "store", 72) == [8, 8, 8, 12, 16, 16, 4]


def test_documents_that_took_long_do_not_wait_for_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("standpunt.depositing.PATIENCE_S", 0.0)
    assert sizes_of_commits(tmp_path / "store", 36) == [8, 8, 8, 8, 4]


def test_large_documents_do_not_wait_for_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("standpunt.depositing.BATCH_BYTES", 1)
    assert sizes_of_commits(tmp_path / "store", 2) == [1, 1]
