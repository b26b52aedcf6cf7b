"""Every term that data uses is defined, and every term that is defined is used somewhere."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from graph.generation import current_generation
from ontology.deriving import DERIVED_CLASSES
from ontology.iris import ISSUE_MERGES_GRAPH
from ontology.lint import known_names, names_in
from ontology.modules import (
    DEFINITIONS,
    SHAPES,
    module_path,
    parse_turtle,
    reference_quads,
    term_paths,
)
from ontology.preparing import prepare
from ontology.terms import P_MEMBER_STATE_AT, RDFS_SUB_CLASS_OF, SKOS_IN_SCHEME, SP
from standpunt import merging
from standpunt.linting import query_paths

if TYPE_CHECKING:
    from conftest import Run


def names(quads: Iterable[Quad]) -> set[str]:
    return {
        term.value.removeprefix(SP)
        for quad in quads
        for term in (quad.predicate, quad.object)
        if isinstance(term, NamedNode) and term.value.startswith(SP)
    }


@pytest.fixture(scope="session")
def of_data(sample_store: Path) -> set[str]:
    """Terms in the documents of the sample, in the closed lists and in the data modules."""
    engine = Store.read_only(str(current_generation(sample_store).path))
    documents = (
        quad
        for graph in engine.named_graphs()
        if isinstance(graph, NamedNode) and "graph/document" in graph.value
        for quad in engine.quads_for_pattern(None, None, None, graph)
    )
    of_terms = {quad.triple for quad in parse_turtle(module_path("terms"))}
    data = (quad for quad in reference_quads() if quad.triple not in of_terms)
    return names(documents) | names(data)


def test_every_term_in_data_is_defined(of_data: set[str]) -> None:
    assert of_data - known_names() == set()


@pytest.fixture(scope="session")
def of_decisions(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Terms that a merge of issues and its withdrawal write."""
    store = tmp_path_factory.mktemp("merged") / "store"
    shutil.copytree(sample_store, store, symlinks=True)
    for decide in (merging.merge, merging.unmerge, merging.merge):
        decide(store, "return", "return-to-syria", author="an analyst", reason="a test")
    engine = Store.read_only(str(current_generation(store).path))
    return names(engine.quads_for_pattern(None, None, None, ISSUE_MERGES_GRAPH))


@pytest.fixture(scope="session")
def of_inferences(sample_store: Path) -> set[str]:
    """Terms that reasoning over the sample writes, as far as that is known without Java."""
    engine = Store.read_only(str(current_generation(sample_store).path))
    prepared = prepare(quad.triple for quad in engine.quads_for_pattern(None, None, None, None))
    facts = names(Quad(t.subject, t.predicate, t.object) for t in prepared.facts)
    return facts | {term.value.removeprefix(SP) for term in (*DERIVED_CLASSES, P_MEMBER_STATE_AT)}


def test_every_defined_term_is_used_in_data_a_query_or_a_shape(
    of_data: set[str],
    of_decisions: set[str],
    of_inferences: set[str],
    standpunt: Run,
    sample_store: Path,
) -> None:
    """The definitions by which a reasoner classifies count as well, and a class above another."""
    ties = standpunt("network", "--format", "turtle", "--store", sample_store).out
    of_exports = names(parse(ties, format=RdfFormat.TURTLE))
    used = of_data | of_decisions | of_inferences | of_exports
    for path in (*query_paths(), module_path(SHAPES), module_path(DEFINITIONS)):
        used |= {name for _, name in names_in(path.read_text("utf-8"))}
    above = (RDFS_SUB_CLASS_OF, SKOS_IN_SCHEME)
    quads = [quad for path in term_paths() for quad in parse_turtle(path)]
    used |= names(quad for quad in quads if quad.predicate in above)
    assert known_names() - used == set()
