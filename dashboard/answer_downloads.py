"""Files of an answer: in every form it can take, and as it is shown; made only when asked for."""

from collections.abc import Callable, Mapping

import streamlit as st

from dashboard.answer_cells import Grid
from dashboard.downloads import file_link
from dashboard.mounting import show_tree
from dashboard.nodes import Node, el
from dashboard.query_run import Outcome
from dashboard.taking import File
from dashboard.wording import Wording
from graph.answer import Table, Triples
from graph.saved import name_of
from standpunt.answer_files import (
    SHOWN_FORMS,
    TABLE_FORMS,
    TRIPLE_FORMS,
    About,
    FileForm,
    shown_file,
    table_file,
    triples_file,
)
from standpunt.errors import FormatError

_CELLS = 10_000  # an answer is no longer than its limits; so much of the shelf each form takes


def about_of(outcome: Outcome, basis: str) -> About:
    """What each file says of itself; `basis` is the line that stands under the answer."""
    limits = outcome.limits
    bound = "".join(f"\n# ?{name} = {term}" for name, term in sorted(outcome.bound.items()))
    return About(
        query=outcome.text.strip() + bound,
        generation=getattr(outcome.answer, "generation", 0),
        asked=outcome.asked.isoformat(timespec="seconds"),
        limits=(
            f"stops at {limits.rows} rows, {limits.megabytes} MiB, {limits.seconds} s; "
            f"ran {outcome.elapsed_s:.2f} s"
        ),
        basis=basis,
        warning=getattr(outcome.answer, "warning", None) or "",
    )


def show_files(words: Wording, outcome: Outcome, about: About) -> None:
    """A link a form, for all of the answer."""
    answer = outcome.answer
    if isinstance(answer, Table):
        forms, make = TABLE_FORMS, lambda form: table_file(answer, form, about)
    elif isinstance(answer, Triples):
        forms, make = TRIPLE_FORMS, lambda form: triples_file(answer, form, about)
    else:
        return
    name = f"standpunt-answer-g{about.generation}-{name_of(about.query)[:8]}"
    links = _links(words, forms, make, name, about)
    _show(words("query.all-files"), links, "answer-downloads")


def show_shown_files(words: Wording, grid: Grid, about: About) -> None:
    """A link a form, for the table as it is shown."""

    def make(form: str) -> bytes:
        return shown_file(grid.columns, grid.texts(), form, about)

    name = f"standpunt-shown-g{about.generation}"
    seen = [st.session_state.get(key) for key in ("answer-filter", "answer-sorting")]
    made_of = (about, words.language, grid.columns, seen)
    links = _links(words, SHOWN_FORMS, make, name, made_of, shown=True)
    _show(words("query.shown-files"), links, "shown-downloads")


def _show(title: str, links: list[Node], key: str) -> None:
    show_tree([el("p", title, c="small soft"), el("p", links, c="acts takes")], key)


def _links(
    words: Wording,
    forms: Mapping[str, FileForm],
    make: Callable[[str], bytes],
    name: str,
    made_of: object,
    *,
    shown: bool = False,
) -> list[Node]:
    links = []
    for form, file in forms.items():
        label = words(f"downloads.{form}")
        if shown:
            label = words("query.as-shown", form=label)
        taken = File(f"{name}{file.suffix}", file.media_type, _maker(make, form), _CELLS)
        links.append(file_link(label, taken, made_of))
    return links


def _maker(make: Callable[[str], bytes], form: str) -> Callable[[], bytes]:
    def made() -> bytes:
        try:
            return make(form)
        except FormatError as error:  # a download has no other place to say so
            return f"{error}\n".encode()

    return made
