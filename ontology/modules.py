"""Finds the Turtle files of the ontology and reads them as quads; knows not what they mean.

Each file is one OWL ontology, `standpunt.ttl` the whole that imports the others. All but three go
into the reference graph of a store: `definitions.ttl` needs blank nodes, which no graph of ours
holds, and is for reasoners; `alignments.ttl` and `shapes.ttl` speak about the terms from outside.
"""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from ontology.errors import OntologyError
from ontology.iris import REFERENCE_GRAPH

WHOLE = "standpunt"
TERM_MODULES = ("terms", "values")
DATA_MODULES = ("actors", "councils", "issues")
REFERENCE_MODULES = (WHOLE, *TERM_MODULES, *DATA_MODULES)
DEFINITIONS, ALIGNMENTS, SHAPES = "definitions", "alignments", "shapes"
MODULES = (*REFERENCE_MODULES, DEFINITIONS, ALIGNMENTS, SHAPES)
"""Every module by the name that its IRI and its file bear."""

# "Parser error at line 2 between columns 1 and 4: ", as pyoxigraph begins its message.
_PLACE = re.compile(r"^Parser error at line[^:]*: ")


def module_path(name: str) -> Path:
    """The Turtle file of one module. Raises OntologyError, which lists the modules there are."""
    if name not in MODULES:
        raise OntologyError(f"there is no module {name!r}; there are: {', '.join(MODULES)}")
    return Path(str(files("ontology") / f"{name}.ttl"))


def module_paths() -> tuple[Path, ...]:
    """The Turtle files that make up the reference graph: the whole, terms, then data."""
    return tuple(module_path(name) for name in REFERENCE_MODULES)


def term_paths() -> tuple[Path, ...]:
    """The files among them that hold terms and values."""
    return tuple(module_path(name) for name in TERM_MODULES)


def data_paths() -> tuple[Path, ...]:
    """The files among them that hold actors, councils and issues, without the terms."""
    return tuple(module_path(name) for name in DATA_MODULES)


def shapes_path() -> Path:
    """The SHACL shapes that a document's graph must meet."""
    return module_path(SHAPES)


def definitions_path() -> Path:
    """The OWL definitions by which a reasoner classifies; not part of the reference graph."""
    return module_path(DEFINITIONS)


def parse_turtle(path: Path) -> Iterator[Quad]:
    """The triples of one Turtle file, as quads of the default graph.

    Raises OntologyError if the file is missing, or is no Turtle; it then names file and line.
    """
    try:
        yield from parse(path=str(path), format=RdfFormat.TURTLE)
    except SyntaxError as error:
        reason = _PLACE.sub("", str(error.msg))
        raise OntologyError(
            f"{path}:{error.lineno}: no valid Turtle ({reason}); mend that line or restore the file"
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
