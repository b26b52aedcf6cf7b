"""What an export says of itself: what was asked of which generation, when, under which licence."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from pyoxigraph import Literal, NamedNode, Quad

from graph.generation import Generation
from ontology.iris import (
    DATASET,
    ONTOLOGY,
    export_iri,
    export_part_iri,
    generation_iri,
    ontology_version_iri,
    software_iri,
)
from ontology.terms import (
    CC_BY_LICENCE,
    DCT_CONFORMS_TO,
    DCT_CREATED,
    DCT_DESCRIPTION,
    DCT_HAS_VERSION,
    DCT_LICENSE,
    DCT_MODIFIED,
    DCT_TITLE,
    OWL,
    PROV_ACTIVITY,
    PROV_ENTITY,
    PROV_SOFTWARE_AGENT,
    PROV_USED,
    PROV_VALUE,
    PROV_WAS_ATTRIBUTED_TO,
    PROV_WAS_DERIVED_FROM,
    PROV_WAS_GENERATED_BY,
    RDF_TYPE,
    VOID_DATASET,
    XSD_DATE,
    XSD_DATE_TIME,
)

_VERSION_INFO = NamedNode(f"{OWL}versionInfo")
_TITLE = "Standpunt: export of position claims with their evidence"
DEFAULT_LICENCE = CC_BY_LICENCE.value


@dataclass(frozen=True)
class Provenance:
    """Where an export comes from.

    `query` is the selection or the SPARQL text, `generation` the state of the store that answered,
    `exported` the day of the export, `licence` an IRI, `extractors` the versions that read the
    documents. `basis` says in words what the selection rests on, "" if nobody said so. The same
    fields give the same bytes of an export.
    """

    query: str
    generation: Generation
    exported: date
    licence: str
    extractors: tuple[str, ...]
    basis: str = ""

    @property
    def iri(self) -> NamedNode:
        """The export; in formats with named graphs also the graph of quads()."""
        asked = "\n".join((self.query, self.generation.published.isoformat(), self.licence))
        named = f"{asked}\n{self.generation.number}\n{self.exported}"
        if self.basis:
            named += f"\n{self.basis}"
        return export_iri(hashlib.sha256(named.encode()).hexdigest())

    def facts(self) -> dict[str, str]:
        """The same by name, as tables and networks hold it."""
        return {
            "export": self.iri.value,
            "title": _TITLE,
            "query": self.query,
            "generation": str(self.generation.number),
            "published": _stamp(self.generation),
            "exported": self.exported.isoformat(),
            "ontology": ONTOLOGY.value,
            "ontologyVersion": self.generation.ontology_version or "",
            "extractor": " ".join(self.extractors),
            "licence": self.licence,
            **({"basis": self.basis} if self.basis else {}),
        }

    def quads(self) -> Iterator[Quad]:
        """The same as PROV and Dublin Core, in a graph named as the export; no blank node."""
        export, state = self.iri, generation_iri(self.generation.number)
        run, query = export_part_iri(export, "run"), export_part_iri(export, "query")
        version = self.generation.ontology_version
        said: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
            (export, RDF_TYPE, VOID_DATASET),
            (export, RDF_TYPE, PROV_ENTITY),
            (export, DCT_TITLE, Literal(_TITLE, language="en")),
            (export, DCT_CREATED, Literal(self.exported.isoformat(), datatype=XSD_DATE)),
            (export, DCT_LICENSE, NamedNode(self.licence)),
            (export, PROV_WAS_DERIVED_FROM, state),
            (export, PROV_WAS_GENERATED_BY, run),
            (state, RDF_TYPE, PROV_ENTITY),
            (state, PROV_WAS_DERIVED_FROM, DATASET),
            (state, DCT_HAS_VERSION, Literal(str(self.generation.number))),
            (state, DCT_MODIFIED, _time(self.generation)),
            (run, RDF_TYPE, PROV_ACTIVITY),
            (run, PROV_USED, state),
            (run, PROV_USED, query),
            (query, RDF_TYPE, PROV_ENTITY),
            (query, DCT_DESCRIPTION, Literal("What was asked of the store", language="en")),
            (query, PROV_VALUE, Literal(self.query)),
        ]
        if self.basis:
            said.append((export, DCT_DESCRIPTION, Literal(self.basis)))
        if version:
            said += [
                (export, DCT_CONFORMS_TO, ontology_version_iri(version)),
                (ontology_version_iri(version), _VERSION_INFO, Literal(version)),
            ]
        for extractor in self.extractors:
            software = software_iri(extractor)
            said += [
                (state, PROV_WAS_ATTRIBUTED_TO, software),
                (software, RDF_TYPE, PROV_SOFTWARE_AGENT),
                (software, DCT_HAS_VERSION, Literal(extractor)),
            ]
        for subject, predicate, object_ in said:
            yield Quad(subject, predicate, object_, export)


def export_provenance(
    query: str,
    generation: Generation,
    extractors: tuple[str, ...],
    licence: str,
    exported: date | None = None,
    basis: str = "",
) -> Provenance:
    """What an export made now says of itself; today, in UTC, without `exported`."""
    day = exported or datetime.now(UTC).date()
    return Provenance(query, generation, day, licence, extractors, basis)


def _time(generation: Generation) -> Literal:
    return Literal(_stamp(generation), datatype=XSD_DATE_TIME)


def _stamp(generation: Generation) -> str:
    """As the store's engine writes a time of UTC."""
    return f"{generation.published.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
