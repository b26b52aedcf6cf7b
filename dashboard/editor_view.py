"""Mounts the SPARQL editor and hands back what the reader did; knows no page around it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files

import streamlit as st
from streamlit.components.v2 import component

from dashboard.assets import EDITOR, asset_address
from dashboard.query_desk import Desk
from dashboard.taking import File, take_address
from dashboard.vocabulary import vocabulary
from dashboard.wording import Wording
from graph.errors import QuerySyntaxError
from graph.variables import unbound_variables

KEY = "sparql-editor"
VOCABULARY = "vocabulary.json"
Diagnostic = dict[str, object]


def _part(name: str) -> str:
    return (files("dashboard") / "parts" / name).read_text(encoding="utf-8")


_editor = component("standpunt_editor", css=_part("editor.css"), js=_part("editor_loader.js"))


def show_editor(words: Wording, desk: Desk, *, busy: bool) -> str:
    """Draw the editor with the desk's text; the name of the button that was pressed, or ""."""
    before = st.session_state.get(KEY) or {}
    for name in ("text", "act"):  # so that the marks are those of the text that is there now
        desk.take(before.get(name))
    result = _editor(
        key=KEY,
        data=_data(words, desk, busy=busy),
        on_text_change=_ignore,
        on_act_change=_ignore,
    )
    act = result.get("act")
    if isinstance(act, Mapping) and int(act.get("time", 0)) > desk.last_act:
        desk.last_act = int(act.get("time", 0))
        desk.take(act)
        return str(act.get("name", ""))
    return ""


def diagnostics(words: Wording, desk: Desk) -> list[Diagnostic]:
    """What is marked in the text: the error of its last run, and variables that nothing binds."""
    found: list[Diagnostic] = []
    outcome = desk.outcome
    if outcome and outcome.text == desk.text and isinstance(outcome.error, QuerySyntaxError):
        error = outcome.error
        message = words("query.at", line=error.line, column=error.column, message=error.message)
        found.append(_mark("error", error.line, error.column, 0, message))
    for one in unbound_variables(desk.text):
        message = words(f"query.unbound.{one.use}", name=one.name)
        found.append(_mark("warning", one.line, one.column, len(one.name) + 1, message))
    return found


def _mark(severity: str, line: int, column: int, length: int, message: str) -> Diagnostic:
    return {
        "severity": severity,
        "line": line,
        "column": column,
        "length": length,
        "message": message,
    }


def _data(words: Wording, desk: Desk, *, busy: bool) -> dict[str, object]:
    known = json.dumps(vocabulary(words.language), ensure_ascii=False).encode()
    key = hashlib.sha256(known).hexdigest()[:16]
    return {
        "asset": asset_address(EDITOR),
        "text": desk.text,
        "revision": desk.revision,
        "checked": desk.text,
        "diagnostics": diagnostics(words, desk),
        "vocabulary": take_address(File(VOCABULARY, "application/json", lambda: known), key),
        "vocabularyKey": key,
        "busy": busy,
        "words": {
            "label": words("query.editor"),
            "keys": words("query.keys"),
            "placeholder": words("query.placeholder"),
            "uses": words("query.uses"),
        },
        "buttons": [
            {"name": "run", "label": words("query.run"), "title": "Ctrl+Enter", "main": True},
            {"name": "explain", "label": words("query.explain")},
            {"name": "share", "label": words("query.share")},
        ],
    }


def warned(found: Sequence[Diagnostic]) -> list[str]:
    """The messages of the warnings, with their line, for those who do not see the marks."""
    return [f"{one['message']}" for one in found if one["severity"] == "warning"]


def _ignore() -> None:
    """Streamlit wants a callback for each value that a component may send."""
