"""A query without SPARQL: choose a class and columns, say what is wanted, look at what it makes."""

from collections.abc import Iterable

import streamlit as st

from dashboard.catalogue import catalogue
from dashboard.mounting import show_tree, show_warning
from dashboard.nodes import el, shown
from dashboard.query_desk import Desk
from dashboard.records import Catalogue
from dashboard.vocabulary import vocabulary
from dashboard.wording import Wording
from graph.composing import Wanted, compose_query
from ontology.forms import FormClass, FormProperty, form_classes
from ontology.terms import SP

FIRST_CLASS = f"{SP}PositionClaim"
_STATE = "State"


def show_form(words: Wording, desk: Desk) -> None:
    """Draw the form; its query is shown, and goes into the editor by a button."""
    labels = _labels(words)
    classes = {one.iri: one for one in form_classes()}
    ordered = sorted(classes, key=lambda iri: labels.get(iri, iri))
    target = st.selectbox(
        words("form-query.class"),
        ordered,
        index=ordered.index(FIRST_CLASS),
        format_func=lambda iri: shown(labels.get(iri, str(iri))),
        key="form-class",
    )
    columns = _choose_columns(words, classes[target], labels)
    wanted = [_ask(words, column, labels) for column in columns]
    try:
        text = compose_query(target, wanted)
    except ValueError as error:
        show_warning(f"{words('form-query.no-bound')} {error}", "form-bound")
        return
    show_tree([el("p", words("form-query.hint"), c="small soft")], "form-hint")
    st.code(text, language=None, wrap_lines=True)
    with st.container(horizontal=True, gap="small", key="form-buttons"):
        st.button(words("form-query.put"), key="form-put", on_click=_put, args=(desk, text, ""))
        st.button(
            words("form-query.run"),
            key="form-run",
            type="primary",
            on_click=_put,
            args=(desk, text, "run"),
        )


def _put(desk: Desk, text: str, wish: str) -> None:
    desk.question = ""
    st.session_state["query-question"] = ""
    desk.put(text)
    desk.outcome = desk.explained = desk.shared = None
    desk.wish = wish


def _labels(words: Wording) -> dict[str, str]:
    """The labels of classes, properties and values, by IRI."""
    terms = vocabulary(words.language)["terms"]
    assert isinstance(terms, list)  # noqa: S101 - as vocabulary() says
    return {term[1]: term[3] or term[0] for term in terms if term[2] != "instance"}


def _choose_columns(
    words: Wording, target: FormClass, labels: dict[str, str]
) -> list[FormProperty]:
    by_path = {column.path: column for column in target.properties}
    chosen = st.multiselect(
        words("form-query.columns"),
        list(by_path),
        format_func=lambda path: " › ".join(labels.get(step, step) for step in path),
        key=f"form-columns-{target.iri}",
        placeholder=words("form-query.choose"),
    )
    return [by_path[path] for path in chosen]


def _ask(words: Wording, column: FormProperty, labels: dict[str, str]) -> Wanted:
    """The fields for one column, by its kind; left empty they want nothing."""
    label = " › ".join(labels.get(step, step) for step in column.path)
    key = f"form-{'-'.join(column.path)}"
    match column.kind:
        case "choice" | "actor" | "state" | "issue":
            options = _options(words, column, labels)
            chosen = st.multiselect(
                f"{label}: {words('form-query.one-of')}",
                list(options),
                format_func=lambda iri: shown(options[iri]),
                key=key,
                placeholder=words("form-query.any"),
            )
            return Wanted(column.path, one_of=tuple(chosen))
        case "number" | "date":
            left, right = st.columns(2)
            example = "2026-01-22" if column.kind == "date" else "1"
            low = left.text_input(
                f"{label}: {words('form-query.from')}", key=f"{key}-low", placeholder=example
            )
            high = right.text_input(words("form-query.to"), key=f"{key}-high", placeholder=example)
            return Wanted(column.path, low=low.strip(), high=high.strip())
        case "truth":
            said = {"": words("form-query.any"), "yes": words("query.yes"), "no": words("query.no")}
            answer = st.selectbox(label, list(said), format_func=said.__getitem__, key=key)
            return Wanted(column.path, is_true={"yes": True, "no": False}.get(answer))
        case "words":
            text = st.text_input(f"{label}: {words('form-query.holds')}", key=key)
            return Wanted(column.path, words=text.strip())
        case _:
            return Wanted(column.path)


def _options(words: Wording, column: FormProperty, labels: dict[str, str]) -> dict[str, str]:
    """What can be chosen, by IRI: the closed list, or the things of the store."""
    if column.kind == "choice":
        return {iri: labels.get(iri, iri) for iri in column.choices}
    known = catalogue(words.language)
    return dict(sorted(_things(known, column.kind), key=lambda pair: pair[1].casefold()))


def _things(known: Catalogue, kind: str) -> Iterable[tuple[str, str]]:
    if kind == "issue":
        return ((issue.iri, issue.label) for issue in known.issues.values())
    return (
        (actor.iri, actor.name)
        for actor in known.actors.values()
        if kind == "actor" or actor.kind == _STATE
    )
