"""Statements as Turtle, TriG, N-Triples and N-Quads, written as they come."""

import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from graph.provenance import Provenance
from graph.selection import Subgraph
from ontology.terms import ID, NP, PREFIXES, VOID

STATEMENT_FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "nanopub": RdfFormat.TRIG,
}
_OF_A_DOCUMENT = f"{ID}document/"


def write_statements(quads: Iterable[Quad], form: str, target: BinaryIO) -> None:
    """Write the quads in one of STATEMENT_FORMATS, with our prefixes where the format has any.

    Turtle and N-Triples take quads of the default graph alone. Raises what the quads and the
    target raise.
    """
    prefixes = (
        None
        if form in ("ntriples", "nquads")
        else {**PREFIXES, "void": VOID, **({"np": NP} if form == "nanopub" else {})}
    )
    whole = _SortedHead(target)
    serialize(quads, whole, format=STATEMENT_FORMATS[form], prefixes=prefixes)
    whole.finish()


def named_quads(provenance: Provenance, subgraphs: Iterable[Subgraph]) -> Iterator[Quad]:
    """The export's own graph, each document's, and the labels of the reference graph at the end."""
    yield from provenance.quads()
    labels: set[Quad] = set()
    for subgraph in subgraphs:
        yield from subgraph.quads
        labels.update(subgraph.labels)
    yield from sorted(labels, key=str)


def distinct_triples(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads without their graph, each triple once.

    What stands under a document's IRI is said by that document alone; only the rest, which grows
    with the meetings and issues and not with the claims, has to be remembered.
    """
    seen: set[Triple] = set()
    for quad in quads:
        subject = quad.subject
        if not (isinstance(subject, NamedNode) and subject.value.startswith(_OF_A_DOCUMENT)):
            if quad.triple in seen:
                continue
            seen.add(quad.triple)
        yield Quad(quad.subject, quad.predicate, quad.object)


class _SortedHead(io.BytesIO):
    """Hands bytes on, with the prefixes at the head in one order; the engine has none."""

    def __init__(self, target: BinaryIO) -> None:
        super().__init__()
        self._target = target
        self._head: bytearray | None = bytearray()

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, content: object) -> int:
        """Keep the prefixes until something else comes, then write on."""
        view = memoryview(content)  # type: ignore[arg-type]
        if self._head is None:
            self._target.write(view)
        else:
            self._head += view
            last = self._head.rfind(b"\n") + 1
            lines = bytes(self._head[:last]).splitlines(keepends=True)
            if any(not line.startswith(b"@prefix") for line in lines):
                self.finish()
        return view.nbytes

    def finish(self) -> None:
        """Write a head that nothing has followed."""
        if self._head is not None:
            lines = bytes(self._head).splitlines(keepends=True)
            places = (n for n, line in enumerate(lines) if not line.startswith(b"@prefix"))
            count = next(places, len(lines))
            self._target.write(b"".join(sorted(lines[:count]) + lines[count:]))
            self._head = None
