"""What stands in the address of a page: short, stable ids, never labels; knows no page.

Widgets that Streamlit binds itself write labels into the address, which change and get translated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.mounting import show_warning
from dashboard.nodes import shown
from dashboard.wording import LANGUAGES, read_wording
from ontology.terms import ID

LANGUAGE = "lang"
LONGEST_SHOWN = 80
MOST_OPTIONS = 500


def short_id(iri: str, kind: str) -> str:
    """The part of an IRI of ours behind its kind: "…/id/issue/return", "issue" -> "return"."""
    return iri.removeprefix(f"{ID}{kind}/")


def long_id(short: str, kind: str) -> str:
    """The IRI of a short id; the other way round of short_id()."""
    return f"{ID}{kind}/{short}"


def read(name: str) -> str:
    """A parameter of the address; "" if it is not there."""
    return st.query_params.get(name, "")


def write(values: Mapping[str, str | None]) -> None:
    """Put these parameters into the address and leave the others; an empty one goes out of it."""
    for name, value in values.items():
        if not value:
            if name in st.query_params:
                del st.query_params[name]
        elif st.query_params.get(name) != value:
            st.query_params[name] = value


@dataclass(frozen=True)
class Filter:
    """What a select box chooses: its parameter in the address, its label, labels of options by id.

    `every` is the label for all; `unknown` says, with a slot {value}, that an id is not there.
    """

    name: str
    label: str
    options: Mapping[str, str]
    every: str
    unknown: str


@dataclass(frozen=True)
class DayField:
    """A field for a day: its parameter, its label, and with a slot {value} what is no day."""

    name: str
    label: str
    wrong: str


def select(wanted_of: Filter, notes: DeltaGenerator) -> str:
    """A select box whose value is an id in the address; "" stands for all.

    An id that is not among the options is said in `notes` and left out. Of many options the first
    MOST_OPTIONS are offered, and the one that the address has.
    """
    name, options = wanted_of.name, wanted_of.options
    key, memory = f"select-{name}", f"select-{name}-before"
    wanted = read(name)
    if key not in st.session_state or wanted != st.session_state.get(memory):
        if wanted and wanted not in options:
            with notes:
                text = wanted_of.unknown.format(value=wanted[:LONGEST_SHOWN])
                show_warning(text, f"unknown-{name}")
            wanted = ""
        st.session_state[key] = wanted
    if st.session_state[key] not in options:
        st.session_state[key] = ""
    offered = _offered(options, st.session_state[key])
    labels = {"": wanted_of.every, **{key: shown(label) for key, label in offered.items()}}
    value: str = st.selectbox(
        wanted_of.label,
        list(labels),
        format_func=labels.__getitem__,
        key=key,
        help=_told_of_cut(len(options)) if len(options) > MOST_OPTIONS else None,
    )
    write({name: value})
    st.session_state[memory] = value
    return value


def _offered(options: Mapping[str, str], chosen: str) -> Mapping[str, str]:
    """The first of many options; each of them goes to the browser whenever the page is drawn."""
    if len(options) <= MOST_OPTIONS:
        return options
    offered = dict(islice(options.items(), MOST_OPTIONS))
    return {**offered, chosen: options[chosen]} if chosen else offered


def _told_of_cut(count: int) -> str:
    words = read_wording(str(st.session_state.get("language", LANGUAGES[0])))
    return words("filter.cut", n=MOST_OPTIONS, all=count)


def about_to_choose(name: str) -> str:
    """The id that the select box of this name will give, known before it is drawn."""
    wanted = read(name)
    key, memory = f"select-{name}", f"select-{name}-before"
    if key in st.session_state and wanted == st.session_state.get(memory):
        return str(st.session_state[key])
    return wanted


def day_field(wanted_of: DayField, notes: DeltaGenerator) -> date | None:
    """A field for a day that stands in the address as 2026-01-22; None if there is none.

    What is no day is said in `notes` and left out.
    """
    name = wanted_of.name
    key, memory = f"day-{name}", f"day-{name}-before"
    wanted = read(name)
    if key not in st.session_state or wanted != st.session_state.get(memory):
        st.session_state[key] = wanted[:LONGEST_SHOWN]
    text = st.text_input(wanted_of.label, key=key, placeholder="2026-01-22", max_chars=80).strip()
    found = None
    if text:
        try:
            found = date.fromisoformat(text)
        except ValueError:
            with notes:
                show_warning(wanted_of.wrong.format(value=text), f"unknown-{name}")
    written = found.isoformat() if found else ""
    write({name: written})
    st.session_state[memory] = written
    return found


def forget_page(key: str, filters: Sequence[str], pages: Sequence[str] = ("page",)) -> None:
    """A page number belongs to one selection; another selection starts at its first page."""
    now, memory = [read(name) for name in filters], f"{key}-filters"
    if st.session_state.setdefault(memory, now) != now:
        st.session_state[memory] = now
        write(dict.fromkeys(pages))


def toggle(name: str, label: str, explained: str) -> bool:
    """A switch that stands in the address as name=1."""
    key, memory = f"toggle-{name}", f"toggle-{name}-before"
    wanted = read(name)
    if key not in st.session_state or wanted != st.session_state.get(memory):
        st.session_state[key] = wanted == "1"
    value = bool(st.toggle(label, key=key, help=explained))
    write({name: "1" if value else ""})
    st.session_state[memory] = "1" if value else ""
    return value
