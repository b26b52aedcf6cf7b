"""What an analyst has on the desk in this session: text, run, history; draws nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import streamlit as st

from dashboard.query_run import Outcome, Run
from graph.errors import GraphError
from graph.explaining import Step

_KEY = "query-desk"
_LONGEST_HISTORY = 50


@dataclass(frozen=True)
class Past:
    """A run of this session: `count` as in Outcome, `failure` the name of the error or ""."""

    text: str
    question: str
    asked: datetime
    elapsed_s: float
    count: int | None
    is_cut: bool
    failure: str


@dataclass
class Desk:
    """The state of the query page. A new `revision` puts `text` into the editor.

    `wish` is what the reader asked for and the page has still to do: "run", "explain", "share".
    `written` are the last addresses that the page gave itself.
    `question` is the name of the stored question that the text came from, "" for none.
    """

    text: str = ""
    revision: int = 0
    question: str = ""
    wish: str = ""
    last_act: int = 0
    last_message: int = 0
    run: Run | None = None
    outcome: Outcome | None = None
    explained: Step | GraphError | None = None
    explained_text: str = ""
    shared: str | GraphError | None = None
    written: list[dict[str, str]] = field(default_factory=list)
    history: list[Past] = field(default_factory=list)

    def put(self, text: str) -> None:
        """Put a text into the editor in place of what is there."""
        self.text = text
        self.revision += 1

    def take(self, value: object) -> None:
        """Take over what is typed in the editor, unless the page has since put something else.

        The last message of each kind comes again with every rerun: only a newer one counts.
        """
        if not isinstance(value, Mapping) or int(value.get("time", 0)) <= self.last_message:
            return
        self.last_message = int(value["time"])
        if value.get("revision") == self.revision:
            self.text = str(value.get("text", ""))

    def remember(self, outcome: Outcome) -> None:
        """Keep the outcome, and a line of history."""
        self.outcome = outcome
        failure = type(outcome.error).__name__ if outcome.error else ""
        past = Past(
            outcome.text,
            self.question,
            outcome.asked,
            outcome.elapsed_s,
            outcome.count,
            outcome.is_cut,
            failure,
        )
        self.history = [past, *self.history][:_LONGEST_HISTORY]


def session_desk() -> Desk:
    """The desk of this session."""
    found = st.session_state.get(_KEY)
    if not isinstance(found, Desk):
        found = st.session_state[_KEY] = Desk()
    return found
