"""Checks the modules of the ontology, and the queries and files that use its terms."""

from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from ontology.axioms import modules
from ontology.errors import OntologyError
from ontology.exporting import module_triples
from ontology.lint import lint_file
from ontology.modules import ALIGNMENTS, MODULES, module_path
from ontology.profile import DATE_RULE, find_header_violations, find_violations
from ontology.reference import load_reference

QUERY_FOLDERS = ("queries", "checks", "exports")


def lint_all(extra: Sequence[Path] = ()) -> list[str]:
    """What is wrong in the modules, the stored queries and these files, a line each.

    The one known departure from OWL 2 DL is left out: our dates are xsd:date, which the EU and the
    W3C use; `standpunt ontology export --dl` and the reasoner write them as OWL 2 wants them.
    """
    paths = [*(module_path(name) for name in MODULES), *query_paths(), *extra]
    found = [line for path in paths for line in lint_file(path)]
    if found:
        return found
    return [*_headers(), *_profile(), *_reference()]


def query_paths() -> list[Path]:
    """Every query of the package, by folder and name."""
    folder = Path(str(files("graph")))
    return [path for name in QUERY_FOLDERS for path in sorted((folder / name).glob("*.rq"))]


def _headers() -> Iterator[str]:
    for name in MODULES:
        for line in find_header_violations(list(module_triples(name))):
            yield f"{module_path(name)}: {line}"


def _profile() -> Iterator[str]:
    for line in find_violations([*modules(), *module_triples(ALIGNMENTS)]):
        if line != DATE_RULE:
            yield f"not OWL 2 DL: {line}"


def _reference() -> Iterator[str]:
    try:
        load_reference()
    except OntologyError as error:
        yield str(error)
