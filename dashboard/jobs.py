"""Work that writes the store and takes seconds: done in a thread, watched by the page.

A page is drawn anew at each click, which ends what runs in it; a write must not end halfway.
"""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import streamlit as st

from dashboard.mounting import show_tree
from dashboard.nodes import el
from dashboard.wording import Wording
from ontology.errors import StandpuntError

_logger = logging.getLogger(__name__)
WATCHED_EVERY_S = 0.5


class Job:
    """One piece of work of one session. `done` of `total` steps; both 0 if nobody counts them.

    Once `is_over`, `result` is what the work gave, or `error` what stopped it, in words.
    """

    def __init__(self, title: str, work: Callable[["Job"], object], total: int = 0) -> None:
        self.title = title
        self.total = total
        self.done = 0
        self.result: object = None
        self.error = ""
        self._work = work
        self._thread = Thread(target=self._run, daemon=False, name="standpunt-job")

    @property
    def is_over(self) -> bool:
        """Whether it has ended, well or not."""
        return not self._thread.is_alive()

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def _run(self) -> None:
        try:
            self.result = self._work(self)
        except (StandpuntError, OSError) as error:
            _logger.info("not written: %s", error)
            self.error = str(error)
        except Exception as error:
            _logger.exception("a job failed")
            self.error = f"{type(error).__name__}: {error}"
            raise


def begin(key: str, job: Job) -> None:
    """Start a job and keep it under this key of the session; the page is drawn anew."""
    st.session_state[f"job-{key}"] = job
    job.start()
    st.rerun()


def job_of(key: str) -> Job | None:
    """The job of this session that was begun last under the key, over or not."""
    job = st.session_state.get(f"job-{key}")
    return job if isinstance(job, Job) else None


def watch(words: Wording, job: Job) -> None:
    """Show how far a running job is, until it ends; then the page is drawn anew."""
    _watch(words, job)


@st.fragment(run_every=WATCHED_EVERY_S)
def _watch(words: Wording, job: Job) -> None:
    if job.is_over:
        st.rerun()
    share = job.done / job.total if job.total else 0.0
    step = words("jobs.step", n=job.done, all=job.total) if job.total else words("jobs.wait")
    if job.total:
        st.progress(min(share, 1.0))
    show_tree(
        [
            el(
                "p",
                el("span", c="spinner", aria_hidden="true"),
                el("strong", job.title),
                el("span", step, c="soft num"),
                c="working",
                role="status",
            )
        ],
        "job-view",
    )


def why_not_written(words: Wording, store: Path) -> str:
    """Why the store cannot be changed from here, in words; "" if it can.

    That somebody else is writing shows only when one tries.
    """
    if not store.exists():
        parent = next(each for each in store.parents if each.exists())
        return "" if os.access(parent, os.W_OK) else words("jobs.read-only", store=str(store))
    if not (store / "primary").is_dir():
        return words("jobs.elsewhere")
    if not os.access(store, os.W_OK) or not os.access(store / "primary", os.W_OK):
        return words("jobs.read-only", store=str(store))
    return ""


def show_refusal(words: Wording, reason: str) -> None:
    """Say that nothing was written, and why."""
    show_tree(
        [
            el(
                "section",
                el("h2", words("jobs.refused")),
                el("p", reason),
                c="failure",
                role="alert",
            )
        ],
        "refusal-view",
    )
