"""Exports what a CONSTRUCT makes, or the whole store, as it comes out of the worker.

The worker hands over lines; what must stand once is sifted through files (graph.distinct), so that
memory does not grow with the export, neither here nor there.
"""

import io
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, islice
from typing import IO, BinaryIO, cast

from pyoxigraph import Quad, RdfFormat, Triple, parse

from graph.deadline import EXPORT_TIMEOUT_S, Deadline
from graph.distinct import distinct_lines
from graph.errors import ExportError
from graph.export_formats import check_format, write_network, write_rows
from graph.interface import Pool
from graph.jsonld import write_jsonld
from graph.network import triple_network
from graph.provenance import DEFAULT_LICENCE, Provenance, export_provenance
from graph.rows import TRIPLE_COLUMNS, triple_rows
from graph.selection import Selection, SubgraphReader
from graph.statements import write_statements

MOST_IN_A_NETWORK = 500_000
WHOLE_FORMATS = ("nquads", "trig")
_BATCH = 2_000
_READ_BYTES = 1 << 16


def write_made(
    pool: Pool,
    query: str,
    form: str,
    target: BinaryIO,
    *,
    licence: str = DEFAULT_LICENCE,
    exported: date | None = None,
    timeout_s: float = EXPORT_TIMEOUT_S,
) -> None:
    """Write the triples that a CONSTRUCT or DESCRIBE makes, each once, in the format of that name.

    TriG and N-Quads hold them in the default graph; CSV, XLSX and Parquet a triple a row; GraphML
    and GEXF resources and what joins them, for which all triples are held in memory.

    Raises ExportError for an unknown format or `nanopub`, for more triples than a network or a
    sheet holds and for lack of room for temporary files, and what QueryPool.stream raises; what was
    written by then is of no use. `timeout_s` limits the whole.
    """
    check_format(form)
    if form == "nanopub":
        raise ExportError("a nanopublication holds one claim; name it with --claim")
    deadline = Deadline(timeout_s)
    with deadline.explained():
        asked = f"{query}\n# asked of the reviewed view" if pool.reviewed else query
        provenance = _provenance(pool, deadline, asked, licence, exported)
        found = _lines(deadline.watched(pool.stream(query, timeout_s=deadline.left())))
        lines = deadline.watched(distinct_lines(found))
        if form in ("ntriples", "nquads"):
            _write_lines(provenance, lines, form, target)
        elif form in ("turtle", "trig"):
            about = provenance.quads()
            said = (_bare(quad.triple) for quad in about) if form == "turtle" else about
            write_statements(chain(said, _quads(lines, RdfFormat.N_TRIPLES)), form, target)
        else:
            triples = (quad.triple for quad in _quads(lines, RdfFormat.N_TRIPLES))
            _write_triples(provenance, triples, form, target)


def write_whole_store(
    pool: Pool,
    form: str,
    target: BinaryIO,
    *,
    licence: str = DEFAULT_LICENCE,
    exported: date | None = None,
    timeout_s: float = EXPORT_TIMEOUT_S,
) -> None:
    """Write all that stands in named graphs, raw texts too, as one of WHOLE_FORMATS.

    Raises ExportError for another format, and what QueryPool.stream_quads raises; what was written
    by then is of no use. `timeout_s` limits the whole.
    """
    if form not in WHOLE_FORMATS:
        raise ExportError(
            f"a whole store goes into named graphs; take {' or '.join(WHOLE_FORMATS)}, not {form}"
        )
    deadline = Deadline(timeout_s)
    with deadline.explained():
        asked = "whole store reviewed=true" if pool.reviewed else "whole store"
        provenance = _provenance(pool, deadline, asked, licence, exported)
        chunks = deadline.watched(pool.stream_quads(timeout_s=deadline.left()))
        if form == "nquads":
            _write_lines(provenance, chunks, form, target)
        else:
            quads = chain(provenance.quads(), _quads(chunks, RdfFormat.N_QUADS))
            write_statements(quads, form, target)


def _provenance(
    pool: Pool, deadline: Deadline, asked: str, licence: str, exported: date | None
) -> Provenance:
    everything = SubgraphReader(pool, Selection(), deadline)
    return export_provenance(
        asked, everything.generation, everything.extractors(), licence, exported
    )


def _write_lines(
    provenance: Provenance, lines: Iterable[bytes], form: str, target: BinaryIO
) -> None:
    about = provenance.quads()
    own = (_bare(quad.triple) for quad in about) if form == "ntriples" else about
    write_statements(own, form, target)
    for some in lines:
        target.write(some)


def _write_triples(
    provenance: Provenance, triples: Iterator[Triple], form: str, target: BinaryIO
) -> None:
    facts = provenance.facts()
    about = [quad.triple for quad in provenance.quads()]
    if form == "jsonld":
        write_jsonld(chain([about], _batches(triples)), target, embed=False)
    elif form in ("graphml", "gexf"):
        write_network(triple_network(_bounded(triples)), facts, form, target)
    else:
        rows = triple_rows(chain(about, triples) if form == "csv" else triples)
        write_rows(TRIPLE_COLUMNS, rows, facts, form, target)


def _bounded(triples: Iterator[Triple]) -> Iterator[Triple]:
    for count, triple in enumerate(triples, start=1):
        if count > MOST_IN_A_NETWORK:
            raise ExportError(
                f"this query makes more than {MOST_IN_A_NETWORK} triples, and a network of triples "
                "is held in memory; narrow the query, or take nquads, csv or parquet"
            )
        yield triple


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        yield from io.BytesIO(chunk)


def _quads(lines: Iterable[bytes], form: RdfFormat) -> Iterator[Quad]:
    return parse(cast(IO[bytes], _Read(lines)), format=form)


def _batches(triples: Iterator[Triple]) -> Iterator[list[Triple]]:
    while batch := list(islice(triples, _BATCH)):
        yield batch


def _bare(triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object)


class _Read(io.RawIOBase):
    """Lines as a file to be read."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes, b"" at the end."""
        if not self._left:
            self._left = memoryview(b"".join(self._some()))
        taken = self._left if size < 0 else self._left[:size]
        self._left = self._left[len(taken) :]
        return bytes(taken)

    def _some(self) -> Iterator[bytes]:
        wanted = _READ_BYTES
        while wanted > 0 and (line := next(self._lines, b"")):
            wanted -= len(line)
            yield line
