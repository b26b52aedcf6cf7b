"""What a query gives back: plain, thread-safe records. No engine object lives in them but terms."""

from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | BlankNode | Literal | Triple
Row = tuple[Term | None, ...]
Bound = Term | tuple[Term, ...]
"""What a variable of a query is held to: a term, or any one of several."""


@dataclass(frozen=True)
class Dataset:
    """The graphs that a query is asked on instead of those it names with FROM and FROM NAMED.

    `default_graphs` are merged into the default graph, GRAPH ranges over `named_graphs`; an empty
    tuple leaves that part empty, as the SPARQL 1.1 Protocol has it.
    """

    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


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

    @property
    def warning(self) -> str | None:
        """What every written form of a truncated table must say; None for a whole one."""
        return cut_warning(len(self.rows), "rows") if self.truncated else None

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

    @property
    def warning(self) -> str | None:
        """As Table.warning."""
        return cut_warning(len(self.triples), "triples") if self.truncated else None

    def ntriples(self) -> bytes:
        """The triples as N-Triples, one a line."""
        return "".join(f"{triple} .\n" for triple in self.triples).encode()


@dataclass(frozen=True)
class Text:
    """Answer to a SELECT that was asked for as text, in UTF-8; `truncated` as in Table."""

    body: bytes
    row_count: int
    truncated: bool
    generation: int
    elapsed_s: float

    @property
    def warning(self) -> str | None:
        """As Table.warning; the body says it too."""
        return cut_warning(self.row_count, "rows") if self.truncated else None


Answer = Table | Truth | Triples


def cut_warning(count: int, unit: str) -> str:
    """What is said of an answer that was cut off after so many rows or triples."""
    return (
        f"TRUNCATED: only the first {count} {unit} are here, as a limit on {unit} or bytes was "
        "reached; narrow the query or raise the limit"
    )
