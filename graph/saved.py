"""Queries that were kept in a store under the hash of their text, so that an address stays short.

Each is a file `queries/<name>.rq` beside the generations, which no publish touches; a backup takes
them along. A file never changes: the same text is the same name.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from graph.answer import Answer, Dataset, Text
from graph.durable import write_file
from graph.errors import SavedQueryError, StoreMissingError
from graph.forgotten import ForgottenNames, read_forgotten
from graph.guard import query_form
from graph.opening import published_number

SAVED_FOLDER = "queries"
MAX_SAVED = 1_000
MAX_SAVED_BYTES = 100_000
CHECK_TIMEOUT_S = 5.0
_NAME = re.compile(r"[0-9a-f]{16}")


class Writer(Protocol):
    """What reads a query as the engine does: a query pool."""

    def write(
        self, text: str, form: str, *, timeout_s: float, max_rows: int, dataset: Dataset | None
    ) -> Answer | Text:
        """See graph.pool.QueryPool.write()."""
        ...


@dataclass(frozen=True)
class SavedQuery:
    """A kept query: its name (16 hexadecimal digits) and its text."""

    name: str
    text: str

    @property
    def form(self) -> str:
        """What it gives: select, ask, construct or describe."""
        return query_form(self.text)


def name_of(text: str) -> str:
    """The name that a text is kept under: the beginning of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def save_query(store: Path, pool: Writer, text: str) -> SavedQuery:
    """Keep a query; the same one again changes nothing.

    It is read by the engine first, on no data, so that nothing is kept but queries that can be
    asked. Raises SavedQueryError if it is too long, names a person that the store has forgotten, or
    there is no room or right to write; StoreMissingError; QueryError if it is no query.
    """
    if published_number(store) is None:
        raise StoreMissingError(f"{store}: nothing is published here, so no query is kept here")
    saved = SavedQuery(name_of(text), text)
    path = _path(store, saved.name)
    if path.exists():
        return read_saved(store, saved.name)
    content = text.encode()
    if len(content) > MAX_SAVED_BYTES:
        raise SavedQueryError(
            f"the query has {len(content)} bytes, more than the {MAX_SAVED_BYTES} that are kept; "
            "shorten it"
        )
    pool.write(text, "csv", timeout_s=CHECK_TIMEOUT_S, max_rows=1, dataset=Dataset())
    if read_forgotten(store).mask(text) != text:
        raise SavedQueryError("the query names a person whose name this store does not hold")
    if sum(1 for _ in _files(store)) >= MAX_SAVED:
        raise SavedQueryError(
            f"{store / SAVED_FOLDER}: {MAX_SAVED} queries are kept here, which is the limit; "
            "remove files there"
        )
    try:
        path.parent.mkdir(exist_ok=True)
        write_file(path, content)
    except OSError as error:
        raise SavedQueryError(f"{path}: cannot be written ({error.strerror or error})") from error
    return saved


def read_saved(store: Path, name: str) -> SavedQuery:
    """The query of that name. Raises SavedQueryError if it is not there, or not as it was kept."""
    if not _NAME.fullmatch(name):
        raise SavedQueryError(f"{name[:40]!r} is no name of a saved query")
    try:
        text = _path(store, name).read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise SavedQueryError(f"there is no saved query {name} in this store") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SavedQueryError(f"the saved query {name} cannot be read ({error})") from error
    if name_of(text) != name:
        raise SavedQueryError(f"the saved query {name} is not as it was kept; remove its file")
    return SavedQuery(name, text)


def saved_queries(store: Path) -> Iterator[SavedQuery]:
    """All kept queries that can be read, by name."""
    for path in _files(store):
        try:
            yield read_saved(store, path.stem)
        except SavedQueryError:
            continue


def copy_saved(source: Path, target: Path) -> None:
    """Keep the other store's queries as well, but for those with a forgotten name. OSError."""
    forgotten = read_forgotten(target)
    for saved in saved_queries(source):
        path = _path(target, saved.name)
        if not path.exists() and forgotten.mask(saved.text) == saved.text:
            path.parent.mkdir(exist_ok=True)
            write_file(path, saved.text.encode())


def saved_with_names(store: Path, forgotten: ForgottenNames) -> list[str]:
    """The names of the kept queries in which a forgotten person stands."""
    return [one.name for one in saved_queries(store) if forgotten.mask(one.text) != one.text]


def remove_saved(store: Path, names: list[str]) -> None:
    """Remove these kept queries. Raises OSError."""
    for name in names:
        _path(store, name).unlink(missing_ok=True)


def _path(store: Path, name: str) -> Path:
    return store / SAVED_FOLDER / f"{name}.rq"


def _files(store: Path) -> Iterator[Path]:
    found = (store / SAVED_FOLDER).glob("*.rq")
    return iter(sorted(path for path in found if _NAME.fullmatch(path.stem)))
