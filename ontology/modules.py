"""Finds the Turtle files of the ontology and reads them as quads; knows not what they mean."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from ontology.errors import OntologyError
from ontology.iris import REFERENCE_GRAPH

DATA_NAMES = ("actors.ttl", "councils.ttl", "issues.ttl")
MODULE_NAMES = ("standpunt.ttl", *DATA_NAMES)
SHAPES_NAME = "shapes.ttl"


def _path(name: str) -> Path:
    return Path(str(files("ontology") / name))


def module_paths() -> tuple[Path, ...]:
    """The Turtle files that make up the reference graph, terms first."""
    return tuple(_path(name) for name in MODULE_NAMES)


def data_paths() -> tuple[Path, ...]:
    """The files among them that hold actors, councils and issues, without the terms."""
    return tuple(_path(name) for name in DATA_NAMES)


def shapes_path() -> Path:
    """The SHACL shapes that a document's graph must meet."""
    return _path(SHAPES_NAME)


def parse_turtle(path: Path) -> Iterator[Quad]:
    """The triples of one Turtle file, as quads of the default graph.

    Raises OntologyError if the file is missing or is no Turtle.
    """
    try:
        yield from parse(path=str(path), format=RdfFormat.TURTLE)
    except SyntaxError as error:
        raise OntologyError(
            f"{path}: no valid Turtle ({error.msg}); mend that line or restore the file"
        ) from error
    except OSError as error:
        raise OntologyError(
            f"{path}: cannot be read ({error}); install the package again"
        ) from error


def reference_quads() -> Iterator[Quad]:
    """Every quad of the reference graph, module by module."""
    for path in module_paths():
        for quad in parse_turtle(path):
            yield Quad(quad.subject, quad.predicate, quad.object, REFERENCE_GRAPH)
