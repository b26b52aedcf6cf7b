"""A store's description: written with each generation, and true."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from graph.description import DATASET, SD, VOID, read_description
from graph.errors import StoreDamagedError, StoreMissingError
from graph.generation import current_generation, description_path
from graph.store import StoreWriter
from ontology.terms import POSITION_CLAIM


def described(store: Path) -> Store:
    engine = Store()
    engine.bulk_extend(parse(read_description(store), format=RdfFormat.TURTLE))
    return engine


def value(engine: Store, subject: NamedNode, iri: str) -> str:
    (quad,) = engine.quads_for_pattern(subject, NamedNode(iri), None, None)
    assert isinstance(quad.object, Literal | NamedNode)
    return quad.object.value


def test_the_number_of_triples_is_that_of_the_default_graph(
    tiny_store: Path, tiny_quads: dict[str, list[Quad]]
) -> None:
    merged = {quad.triple for quads in tiny_quads.values() for quad in quads}
    assert value(described(tiny_store), DATASET, f"{VOID}triples") == str(len(merged))


def test_every_named_graph_is_listed_with_its_size(
    tiny_store: Path, tiny_quads: dict[str, list[Quad]]
) -> None:
    engine = described(tiny_store)
    listed = {}
    for quad in engine.quads_for_pattern(DATASET, NamedNode(f"{SD}namedGraph"), None, None):
        assert isinstance(quad.object, NamedNode)
        inside = NamedNode(value(engine, quad.object, f"{SD}graph"))
        listed[value(engine, quad.object, f"{SD}name")] = int(
            value(engine, inside, f"{VOID}triples")
        )
    assert listed == {iri: len(set(quads)) for iri, quads in tiny_quads.items()}


def test_classes_and_properties_are_counted(tiny_store: Path) -> None:
    engine = described(tiny_store)
    (partition,) = engine.quads_for_pattern(None, NamedNode(f"{VOID}class"), POSITION_CLAIM, None)
    assert isinstance(partition.subject, NamedNode)
    assert value(engine, partition.subject, f"{VOID}entities") == "8"
    partitions = list(
        engine.quads_for_pattern(DATASET, NamedNode(f"{VOID}propertyPartition"), None, None)
    )
    assert value(engine, DATASET, f"{VOID}properties") == str(len(partitions))


def test_a_graph_that_changed_since_is_counted_as_published(tmp_path: Path) -> None:
    graph = "https://w3id.org/standpunt/id/graph/{}"
    node = NamedNode("https://example.org/x")

    def quads(count: int) -> list[Quad]:
        return [Quad(node, node, Literal(number)) for number in range(count)]

    with StoreWriter(tmp_path / "s") as writer:
        for number in range(3):
            writer.replace_graph(graph.format(number), quads(number + 1))
        writer.publish()
        before = read_description(tmp_path / "s")
        writer.replace_graphs({graph.format(0): quads(9), graph.format(1): ()})
        writer.replace_graph(graph.format(3), quads(4))
        assert read_description(tmp_path / "s") == before
        engine = Store()
        engine.bulk_extend(parse(before, format=RdfFormat.TURTLE))
        counts = engine.quads_for_pattern(None, NamedNode(f"{VOID}triples"), None, None)
        said = [(quad.subject, int(quad.object.value)) for quad in counts]  # type: ignore[union-attr]
        assert sorted(n for node, n in said if str(node).endswith("/graph>")) == [1, 2, 3]
        assert "sd:namedGraph" not in description_path(tmp_path / "s", 1).read_text("utf-8")


def test_the_service_says_its_language(tiny_store: Path) -> None:
    assert "sd:SPARQL11Query" in read_description(tiny_store).decode()


def test_every_generation_has_its_own_and_pruning_takes_it_along(tmp_path: Path) -> None:
    graph = "https://w3id.org/standpunt/id/graph/x"
    with StoreWriter(tmp_path / "s") as writer:
        for number in range(7):
            node = NamedNode(f"https://example.org/{number}")
            writer.replace_graph(graph, [Quad(node, node, node)])
            writer.publish()
    kept = sorted(path.name for path in (tmp_path / "s" / "generations").glob("*.void.ttl"))
    assert kept == [f"{number:06d}.void.ttl" for number in range(3, 8)]
    assert current_generation(tmp_path / "s").number == 7


def test_a_store_without_its_description_says_the_cure(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError):
        read_description(tmp_path / "none")
    with StoreWriter(tmp_path / "s") as writer:
        writer.publish()
    description_path(tmp_path / "s", 1).unlink()
    with pytest.raises(StoreDamagedError, match="publish again"):
        read_description(tmp_path / "s")
