"""What a query gives back: plain, thread-safe records. No engine object lives in them but terms."""

from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | BlankNode | Literal | Triple


def plain(term: Term | None) -> str | None:
    """The text of a term without its syntax: an IRI, a literal's value; None stays None."""
    if term is None:
        return None
    return str(term) if isinstance(term, Triple) else term.value


@dataclass(frozen=True)
class Table:
    """Answer to a SELECT: rows in the order of the query, None where a variable is unbound.

    `truncated` is True if a cap on rows or bytes cut rows off; what is here is then the beginning.
    `generation` is the number of the published generation that answered.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    truncated: bool
    generation: int
    elapsed_s: float

    def plain_rows(self) -> list[tuple[str | None, ...]]:
        """The rows as text: IRIs and literal values, without datatype or language."""
        return [tuple(plain(term) for term in row) for row in self.rows]

    def records(self) -> list[dict[str, str | None]]:
        """The rows as text, by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.plain_rows()]


@dataclass(frozen=True)
class Truth:
    """Answer to an ASK."""

    value: bool
    generation: int
    elapsed_s: float


@dataclass(frozen=True)
class Triples:
    """Answer to a CONSTRUCT or DESCRIBE: distinct triples; `truncated` as in Table."""

    triples: tuple[Triple, ...]
    truncated: bool
    generation: int
    elapsed_s: float

    def ntriples(self) -> bytes:
        """The triples as N-Triples, one a line."""
        return "".join(f"{triple} .\n" for triple in self.triples).encode()


Answer = Table | Truth | Triples
