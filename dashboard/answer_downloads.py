"""Files of an answer: in every form it can take, and as it is shown; made only when asked for."""

from collections.abc import Callable, Mapping

import streamlit as st

from dashboard.answer_cells import Grid
from dashboard.mounting import show_tree
from dashboard.nodes import el
from dashboard.query_run import Outcome
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
    """A button a form, for all of the answer."""
    answer = outcome.answer
    if isinstance(answer, Table):
        forms, make = TABLE_FORMS, lambda form: table_file(answer, form, about)
    elif isinstance(answer, Triples):
        forms, make = TRIPLE_FORMS, lambda form: triples_file(answer, form, about)
    else:
        return
    show_tree([el("p", words("query.all-files"), c="small soft")], "answer-files-head")
    name = f"standpunt-answer-g{about.generation}-{name_of(about.query)[:8]}"
    _buttons(words, "answer", forms, make, name)


def show_shown_files(words: Wording, grid: Grid, about: About) -> None:
    """A button a form, for the table as it is shown."""
    show_tree([el("p", words("query.shown-files"), c="small soft")], "shown-files-head")
    _buttons(
        words,
        "shown",
        SHOWN_FORMS,
        lambda form: shown_file(grid.columns, grid.texts(), form, about),
        f"standpunt-shown-g{about.generation}",
    )


def _buttons(
    words: Wording,
    kind: str,
    forms: Mapping[str, FileForm],
    make: Callable[[str], bytes],
    name: str,
) -> None:
    with st.container(horizontal=True, gap="small", key=f"{kind}-downloads"):
        for form, file in forms.items():
            label = words(f"downloads.{form}")
            st.download_button(
                label if kind == "answer" else words("query.as-shown", form=label),
                _maker(make, form),
                file_name=f"{name}{file.suffix}",
                mime=file.media_type,
                key=f"{kind}-{form}",
                on_click="ignore",
            )


def _maker(make: Callable[[str], bytes], form: str) -> Callable[[], bytes]:
    def made() -> bytes:
        try:
            return make(form)
        except FormatError as error:  # a download has no other place to say so
            return f"{error}\n".encode()

    return made
