"""Files to take away: the shown claims as a subgraph, tables as CSV; made only when asked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import streamlit as st

from dashboard.answers import page_pool
from dashboard.honesty import Basis, basis_text
from dashboard.mounting import show_tree
from dashboard.nodes import el
from dashboard.wording import Wording
from graph.export import FORMATS, Selection, export_claims
from standpunt.results import table_text, text_table

SHOWN_FORMATS = ("csv", "xlsx", "parquet", "turtle", "trig", "jsonld", "graphml", "gexf")


def show_claim_downloads(
    words: Wording, filters: Mapping[str, str], count: int, basis: Basis | None = None
) -> None:
    """One button a format for the claims that the filters select, evidence included.

    Each file says inside what was asked and, in the words of `basis`, what the page rests on.
    """
    if not count:
        return
    show_tree(
        [
            el("h2", words("downloads.title"), c="rail-head"),
            el("p", words.count("downloads.claims", count), c="small soft"),
        ],
        "downloads-head",
    )
    selection = Selection(
        issue=filters.get("issue"),
        actor=filters.get("actor"),
        meeting=filters.get("meeting"),
        polarity=filters.get("polarity"),
        document=filters.get("document"),
        min_confidence=filters.get("minConfidence"),
        possible=filters.get("possible") == "true",
    )
    told = basis_text(words, basis) if basis else ""
    with st.container(horizontal=True, gap="small", key="claim-downloads"):
        for name in SHOWN_FORMATS:
            form = FORMATS[name]
            st.download_button(
                words(f"downloads.{name}"),
                _maker(selection, name, told),
                file_name=f"standpunt-claims{form.suffix}",
                mime=form.media_type,
                key=f"download-{name}",
                on_click="ignore",
            )


def show_csv_download(
    words: Wording, name: str, columns: Sequence[str], rows: Iterable[Sequence[str | None]]
) -> None:
    """A button that gives a table as CSV, in which no cell runs as a formula."""
    table = text_table(columns, [[cell or "" for cell in row] for row in rows])
    st.download_button(
        words("downloads.table"),
        lambda: table_text(table, "csv").encode("utf-8"),
        file_name=f"standpunt-{name}.csv",
        mime="text/csv",
        key=f"download-{name}",
        on_click="ignore",
    )


def show_file_download(label: str, make: Callable[[], bytes], name: str, media: str) -> None:
    """A button that gives a file named "standpunt-NAME", made when it is asked for."""
    st.download_button(
        label,
        make,
        file_name=f"standpunt-{name}",
        mime=media,
        key=f"download-{name}",
        on_click="ignore",
    )


def _maker(selection: Selection, name: str, told: str) -> Callable[[], bytes]:
    pool = page_pool()
    return lambda: export_claims(pool, selection, name, basis=told)
