"""Files to take away: the shown claims as a subgraph, tables as CSV; made only when asked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from dashboard.basket import basket_button
from dashboard.citations import Cited, page_citation, selection_citations
from dashboard.honesty import Basis, basis_text
from dashboard.mounting import show_tree
from dashboard.nodes import Node, el
from dashboard.pools import page_pool, store_path
from dashboard.taking import File, take_address
from dashboard.wording import Wording
from graph.export import FORMATS, Selection, export_claims
from graph.opening import published_number
from standpunt.results import table_text, text_table

SHOWN_FORMATS = ("csv", "xlsx", "parquet", "turtle", "trig", "jsonld", "graphml", "gexf")


Table = tuple[list[str], list[list[str | None]]]
"""The columns of a table, and its rows."""


def show_claim_downloads(
    words: Wording,
    filters: Mapping[str, str],
    count: int,
    basis: Basis | None = None,
    cited: Cited | None = None,
) -> None:
    """One link a format for the claims that the filters select, evidence included.

    Each file says inside what was asked and, in the words of `basis`, what the page rests on. A
    page about one thing names it in `cited`, and gets a citation to copy and a place in the basket.
    """
    if not count:
        return
    selection = Selection(
        issue=filters.get("issue"),
        actor=filters.get("actor"),
        meeting=filters.get("meeting"),
        polarity=filters.get("polarity"),
        document=filters.get("document"),
        min_confidence=filters.get("minConfidence"),
        since=filters.get("since"),
        before=filters.get("before"),
        possible=filters.get("possible") == "true",
    )
    told = basis_text(words, basis) if basis else ""
    made_of = (selection, told, _state())
    links = [
        file_link(
            words(f"downloads.{name}"),
            File(
                f"standpunt-claims{FORMATS[name].suffix}",
                FORMATS[name].media_type,
                _maker(selection, name, told),
            ),
            made_of,
        )
        for name in SHOWN_FORMATS
    ]
    of_page = []
    if basis and cited:
        basket = el("p", basket_button(words, cited.kind, cited.short), c="acts takes")
        of_page = [page_citation(words, basis, cited.title, cited.iri), basket]
    show_tree(
        [
            el("h2", words("downloads.title"), c="rail-head"),
            el("p", words.count("downloads.claims", count), c="small soft"),
            el("p", links, c="acts takes"),
            el("p", words("cite.claims"), c="small soft"),
            el("p", selection_citations(words, filters), c="acts takes"),
            *of_page,
        ],
        "claim-downloads",
    )


def file_link(label: str, file: File, made_of: object) -> Node:
    """A link that gives a file; `made_of` tells it from others of its name, as in taking.py."""
    return el("a", label, href=take_address(file, made_of), download=file.name, c="act")


def show_csv_download(
    words: Wording, name: str, columns: Sequence[str], rows: Iterable[Sequence[str | None]]
) -> None:
    """A link that gives a table as CSV, in which no cell runs as a formula."""
    kept = [[cell or "" for cell in row] for row in rows]

    def make() -> bytes:
        return table_text(text_table(columns, kept), "csv").encode("utf-8")

    file = File(f"standpunt-{name}.csv", "text/csv", make, cells=len(columns) * len(kept))
    link = file_link(words("downloads.table"), file, (columns, kept))
    show_tree([el("p", link, c="acts takes")], f"download-{name}", width="content")


def show_table_download(
    words: Wording, name: str, make_table: Callable[[], Table], made_of: object
) -> None:
    """As show_csv_download(), for a table so long that it is made only when it is asked for.

    `made_of` tells it from others of its name, as in taking.py.
    """

    def make() -> bytes:
        columns, rows = make_table()
        kept = [[cell or "" for cell in row] for row in rows]
        return table_text(text_table(columns, kept), "csv").encode("utf-8")

    show_file_download(words("downloads.table"), make, f"{name}.csv", "text/csv", made_of)


def show_file_download(
    label: str, make: Callable[[], bytes], name: str, media: str, made_of: object
) -> None:
    """A link that gives a file named "standpunt-NAME", made when it is asked for."""
    link = file_link(label, File(f"standpunt-{name}", media, make), (made_of, _state()))
    show_tree([el("p", link, c="acts takes")], f"download-{name}", width="content")


def _state() -> tuple[str, int]:
    """Which state of which store a file is made from."""
    return str(store_path()), published_number(store_path()) or 0


def _maker(selection: Selection, name: str, told: str) -> Callable[[], bytes]:
    pool = page_pool()
    return lambda: export_claims(pool, selection, name, basis=told)
