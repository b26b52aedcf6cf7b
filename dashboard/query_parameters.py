"""A field for each parameter of a stored question: what can be chosen is chosen by its label."""

from collections.abc import Mapping

import streamlit as st

from dashboard.address import read
from dashboard.catalogue import catalogue
from dashboard.nodes import shown
from dashboard.records import GLYPHS
from dashboard.thing_options import document_titles
from dashboard.vocabulary import short_name
from dashboard.wording import LANGUAGES, Wording
from graph.questions import Parameter, Question

_TRUTHS = {"true": "query.yes", "false": "query.no"}


def parameter_fields(words: Wording, question: Question) -> dict[str, str]:
    """Draw the fields; what is filled in, as text by name."""
    given = {p.name: _field(words, question, p) for p in question.parameters}
    return {name: value for name, value in given.items() if value}


def forget_fields(question: Question) -> None:
    """Let the fields begin anew with what the address says."""
    for parameter in question.parameters:
        st.session_state.pop(_key(question, parameter), None)


def _key(question: Question, parameter: Parameter) -> str:
    return f"parameter-{question.name}-{parameter.name}"


def _field(words: Wording, question: Question, parameter: Parameter) -> str:
    key = _key(question, parameter)
    options = _options(words, question, parameter)
    if key not in st.session_state:
        usual = words.language if parameter.name == "language" else parameter.default
        st.session_state[key] = read(parameter.name) or usual or ("" if options is None else None)
    label = f"{parameter.name} ({words.of('kinds', parameter.kind)})"
    if parameter.required:
        label = f"{label} – {words('query.required')}"
    if options is None:
        field = st.text_input(label, key=key, help=parameter.help, placeholder=parameter.help)
    else:
        field = st.selectbox(
            label,
            list(options),
            key=key,
            format_func=lambda value: options.get(value, value),
            help=parameter.help,
            placeholder=parameter.help,
            accept_new_options=True,
        )
    return str(field or "").strip()


def _options(words: Wording, question: Question, parameter: Parameter) -> Mapping[str, str] | None:
    """Labels of what can be chosen, by value; None where there is nothing but to write."""
    if parameter.name == "language":
        return {language: words.of("languages", language) for language in LANGUAGES}
    if parameter.name == "polarity":
        return {polarity: words.of("stance", polarity) for polarity in GLYPHS}
    if parameter.kind == "boolean":
        return {value: words(name) for value, name in _TRUTHS.items()}
    found = _things(words, parameter.name) if parameter.kind == "iri" else {}
    if not found:
        return None
    ordered = sorted(found.items(), key=lambda pair: pair[1].casefold())
    return {_written(question, iri): shown(label) for iri, label in ordered}


def _things(words: Wording, name: str) -> Mapping[str, str]:
    """The things of the store that a parameter of that name can be, by IRI."""
    known = catalogue(words.language)
    match name:
        case "actor":
            return {actor.iri: actor.name for actor in known.actors.values()}
        case "issue" | "mechanism":
            return {issue.iri: issue.label for issue in known.issues.values()}
        case "meeting":
            return known.meeting_labels
        case "document":
            return document_titles(known)
        case _:
            return {}


def _written(question: Question, iri: str) -> str:
    """The IRI as the question can read it: with one of its own prefixes, else in full."""
    name = short_name(iri)
    prefix = name.partition(":")[0]
    return name if prefix and f"PREFIX {prefix}: " in question.text else iri
