"""The file `name.toml` beside `name.pdf`: what the user knows of a paper that it does not say."""

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ingest.records import Extraction
from ontology.reference import load_reference
from ontology.terms import DOCUMENT_KIND
from standpunt.errors import SidecarError

_KEYS = ("meeting", "reporter", "date", "kind")
_MEETING = re.compile(r"[A-Za-z&]+/(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True)
class Sidecar:
    """What a sidecar says; None where it says nothing. `meeting` is written JHA/2026-01-22."""

    meeting: str | None = None
    reporter: str | None = None
    day: date | None = None
    kind: str | None = None


def sidecar_path(document: Path) -> Path:
    """Where the sidecar of a document would lie."""
    return document.with_suffix(".toml")


def read_sidecar(document: Path) -> Sidecar:
    """The sidecar of a document; an empty one if there is no such file.

    Raises SidecarError if the file is no TOML or holds an entry that cannot be used.
    """
    path = sidecar_path(document)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):  # a paper in a zip or mail has no neighbour
        return Sidecar()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SidecarError(
            f"{path}: cannot be read as TOML ({error}); mend or remove it"
        ) from error
    unknown = sorted(content.keys() - set(_KEYS))
    if unknown:
        raise SidecarError(f"{path}: unknown entry {unknown[0]!r}; it may hold {', '.join(_KEYS)}")
    return Sidecar(
        meeting=_meeting(path, content.get("meeting")),
        reporter=_one_of(path, "reporter", content.get("reporter"), load_reference().actors.keys()),
        day=_day(path, content.get("date")),
        kind=_one_of(path, "kind", content.get("kind"), DOCUMENT_KIND.keys()),
    )


def complete(extraction: Extraction, sidecar: Sidecar) -> Extraction:
    """The extraction with what the sidecar says about the paper; the sidecar wins."""
    head = extraction.letterhead
    said = replace(
        head,
        reporter=sidecar.reporter or head.reporter,
        day=sidecar.day or head.day,
        kind=sidecar.kind or head.kind,
    )
    return extraction if said == head else replace(extraction, letterhead=said)


def meeting_day(text: str) -> date | None:
    """The first day of a meeting written as CONFIG/DATE; None if it is not written so."""
    match = _MEETING.fullmatch(text)
    if match is None:
        return None
    try:
        return date.fromisoformat(match[1])
    except ValueError:
        return None


def _meeting(path: Path, value: object) -> str | None:
    if value is None or (isinstance(value, str) and meeting_day(value)):
        return value
    raise SidecarError(f"{path}: meeting = {value!r}; write it as JHA/2026-01-22")


def _day(path: Path, value: object) -> date | None:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    elif value is None or type(value) is date:
        return value
    raise SidecarError(f"{path}: date = {value!r}; write it as 2026-01-15")


def _one_of(path: Path, name: str, value: object, known: Collection[str]) -> str | None:
    if value is None or (isinstance(value, str) and value in known):
        return value
    few = ", ".join(sorted(known)[:6])
    raise SidecarError(f"{path}: {name} = {value!r} is not known; use one like {few}")
