"""What a store says of itself: VoID for what it holds, SPARQL 1.1 Service Description for how it
answers. Written beside each generation when it is published; knows no document and no claim."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from graph.answer import Table
from graph.errors import QuestionHeaderError, StoreDamagedError
from graph.generation import current_generation, description_path
from graph.header import read_folder
from graph.history import digests_of, read_graph
from graph.interface import Pool
from graph.ledger import read_ledger
from graph.totals import Totals
from ontology.iris import DATASET
from ontology.terms import (
    CC_BY_LICENCE,
    DCT,
    ID,
    PREFIXES,
    RDF_TYPE,
    VOID,
    XSD_DATE_TIME,
    XSD_INTEGER,
)

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"

SERVICE = NamedNode(f"{ID}service")
SD_ENDPOINT = NamedNode(f"{SD}endpoint")
_DEFAULT_GRAPH = NamedNode(f"{ID}dataset/default-graph")

COUNTS = ("classes-used", "properties-used", "graphs-used")
"""The queries of `exports/` that count what a store holds: an IRI and a number a row."""

_RIGHTS = "The licence is for the claims; quotes and texts remain their authors'."
_COUNT_S = 600.0
_MAX_COUNTS = 2_000_000

# The vocabularies that quads of ours use, by prefix.
_VOCABULARIES = ("sp", "skos", "dct", "oa", "prov", "org", "rdf")
_RESULT_FORMATS = (
    "SPARQL_Results_CSV", "SPARQL_Results_TSV", "SPARQL_Results_JSON", "SPARQL_Results_XML",
    "Turtle", "N-Triples", "N-Quads", "TriG", "RDF_XML", "JSON-LD",
)  # fmt: skip


def description_turtle(
    totals: Totals, quads_by_graph: Mapping[str, int], number: int, published: datetime
) -> bytes:
    """The description of what was published as this generation, as Turtle; every node has an IRI.

    `quads_by_graph` counts the quads of each named graph, `totals` those of their merge.
    """
    head = description_head(totals, number, published)
    return head + "".join(_graphs(quads_by_graph)).encode()


def description_head(totals: Totals, number: int, published: datetime) -> bytes:
    """The description but for the list of named graphs, which is as long as there are documents."""
    found = [*_dataset(totals, number, published), *_default_graph(), *_service()]
    triples = sorted(found, key=lambda triple: str(triple.subject))
    prefixes = {**PREFIXES, "void": VOID, "sd": SD, "formats": FORMATS}
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes) or b""


def counted(pool: Pool, name: str) -> dict[str, int]:
    """The counts by IRI that a query of COUNTS gives of what a pool answers on.

    Raises what QueryPool.ask raises.
    """
    (query,) = (question for question in read_folder("exports") if question.name == name)
    answer = pool.ask(query.text, timeout_s=_COUNT_S, max_rows=_MAX_COUNTS)
    if not isinstance(answer, Table):
        raise QuestionHeaderError(f"exports/{name}.rq", 1, "this must be a SELECT")
    return {iri: int(number or 0) for iri, number in answer.plain_rows() if iri is not None}


def read_description(store: Path) -> bytes:
    """The description of the published generation, as Turtle.

    Its head lies beside the generation; the named graphs are listed now, from the history. Raises
    what current_generation() raises, and StoreDamagedError if one of these cannot be read.
    """
    generation = current_generation(store)
    path = description_path(store, generation.number)
    try:
        head = path.read_bytes()
    except OSError as error:
        raise StoreDamagedError(
            f"{path}: the description of generation {generation.number} cannot be read ({error}); "
            "publish again by ingesting any document"
        ) from error
    if b" sd:namedGraph <" in head:  # an earlier version wrote the list as well
        return head
    return head + "".join(_graphs(_quads_by_graph(store, generation.number))).encode()


def _quads_by_graph(store: Path, number: int) -> dict[str, int]:
    """How many quads each graph held: by the ledger, or, where it changed since, by the history."""
    ledger = read_ledger(store)
    counts = {}
    for iri, name in digests_of(store, number).items():
        entry = ledger.get(iri)
        is_same = entry is not None and entry.digest == name
        counts[iri] = entry.quads if entry and is_same else len(read_graph(store, name))
    return counts


def _dataset(totals: Totals, number: int, published: datetime) -> Iterator[Triple]:
    classes, properties = totals.classes, totals.properties
    yield from _typed(DATASET, f"{VOID}Dataset", f"{SD}Dataset")
    yield _say(DATASET, f"{DCT}title", Literal("Standpunt", language="en"))
    yield _say(DATASET, f"{DCT}hasVersion", Literal(str(number)))
    stamp = Literal(published.isoformat(), datatype=XSD_DATE_TIME)
    yield _say(DATASET, f"{DCT}modified", stamp)
    yield _say(DATASET, f"{DCT}license", CC_BY_LICENCE)
    yield _say(DATASET, f"{DCT}rights", Literal(_RIGHTS, language="en"))
    yield _say(DATASET, f"{VOID}uriSpace", Literal(ID))
    yield _say(DATASET, f"{VOID}triples", _integer(totals.triples))
    yield _say(DATASET, f"{VOID}classes", _integer(len(classes)))
    yield _say(DATASET, f"{VOID}properties", _integer(len(properties)))
    for prefix in _VOCABULARIES:
        yield _say(DATASET, f"{VOID}vocabulary", NamedNode(PREFIXES[prefix]))
    yield from _partitions(classes, "class", f"{VOID}classPartition", f"{VOID}entities")
    yield from _partitions(properties, "property", f"{VOID}propertyPartition", f"{VOID}triples")


def _partitions(
    counts: Mapping[str, int], kind: str, partition: str, unit: str
) -> Iterator[Triple]:
    for order, (iri, count) in enumerate(sorted(counts.items()), start=1):
        node = NamedNode(f"{DATASET.value}/{kind}/{order}")
        yield _say(DATASET, partition, node)
        yield _say(node, f"{VOID}{kind}", NamedNode(iri))
        yield _say(node, unit, _integer(count))


def _default_graph() -> Iterator[Triple]:
    yield _say(DATASET, f"{SD}defaultGraph", _DEFAULT_GRAPH)
    yield from _typed(_DEFAULT_GRAPH, f"{SD}Graph")
    note = Literal("The merge of all named graphs, each triple once.", language="en")
    yield _say(_DEFAULT_GRAPH, f"{DCT}description", note)


def _graphs(quads_by_graph: Mapping[str, int]) -> Iterator[str]:
    """The named graphs as text: there are as many as documents."""
    for order, (iri, count) in enumerate(sorted(quads_by_graph.items()), start=1):
        named = f"{DATASET.value}/named-graph/{order}"
        yield (
            f"<{DATASET.value}> sd:namedGraph <{named}> .\n"
            f"<{named}> a sd:NamedGraph ; sd:name {NamedNode(iri)} ; sd:graph <{named}/graph> .\n"
            f"<{named}/graph> a sd:Graph , void:Dataset ; void:triples {count} .\n"
        )


def _service() -> Iterator[Triple]:
    yield from _typed(SERVICE, f"{SD}Service")
    yield _say(SERVICE, f"{SD}defaultDataset", DATASET)
    yield _say(SERVICE, f"{SD}supportedLanguage", NamedNode(f"{SD}SPARQL11Query"))
    for name in _RESULT_FORMATS:
        yield _say(SERVICE, f"{SD}resultFormat", NamedNode(FORMATS + name))


def _typed(node: NamedNode, *classes: str) -> Iterator[Triple]:
    for name in classes:
        yield Triple(node, RDF_TYPE, NamedNode(name))


def _say(node: NamedNode, property_iri: str, value: NamedNode | Literal) -> Triple:
    return Triple(node, NamedNode(property_iri), value)


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=XSD_INTEGER)
