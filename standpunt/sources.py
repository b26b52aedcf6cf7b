"""Which files the store was filled from: what each held, and which documents came of it.

Kept in `sources.json` in the store's folder, outside the graph: paths are a matter of this machine.
It lets a run pass over what has not changed without reading it, and notice what is gone.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.durable import read_json, write_json
from graph.forgotten import read_forgotten
from standpunt.errors import SourcesError
from standpunt.sidecar import sidecar_path

SOURCES_FILE = "sources.json"


@dataclass(frozen=True)
class SourceDocument:
    """A document that came of a file; `meeting` is written JHA/2026-01-22.

    `body` is the hash of what it says without its letterhead. `issue_of` is the graph of the
    document of which it is one more publication, "" if it is a document itself. `member` is its
    path inside a bundle, "" for a file that is one document.
    """

    graph: str
    meeting: str
    claims: int
    notices: int
    body: str = ""
    issue_of: str = ""
    member: str = ""


@dataclass(frozen=True)
class Source:
    """A file as it was read: hash of its bytes, hash of what the user said, by which extractor."""

    sha256: str
    said: str
    version: str
    documents: tuple[SourceDocument, ...]


class Sources:
    """The files of a store, by absolute path."""

    def __init__(self, store: Path) -> None:
        """Read what the store says; empty for one that says nothing yet. Raises SourcesError."""
        self._file = store / SOURCES_FILE
        self._forgotten = read_forgotten(store)
        try:
            content = read_json(self._file)["files"]
            self._by_path = {path: _source(entry) for path, entry in content.items()}
        except (FileNotFoundError, NotADirectoryError):
            self._by_path = {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise SourcesError(
                f"{self._file}: cannot be read ({error}); move it aside and ingest again"
            ) from error

    def get(self, path: Path) -> Source | None:
        """The file as it was last read; None if it never was."""
        return self._by_path.get(_key(path))

    def put(self, path: Path, source: Source) -> None:
        """Note how a file was read just now."""
        self._by_path[_key(path)] = source

    def drop(self, path: Path) -> None:
        """Forget a file."""
        self._by_path.pop(_key(path), None)

    def graphs_of(self, paths: Iterable[Path]) -> set[str]:
        """IRIs of the graphs that came of these files."""
        sources = (self.get(path) for path in paths)
        return {d.graph for source in sources if source is not None for d in source.documents}

    def files_of(self, graph: str) -> list[Path]:
        """The files that a graph came of, sorted."""
        return [
            Path(path)
            for path, source in sorted(self._by_path.items())
            if any(document.graph == graph for document in source.documents)
        ]

    def drop_graphs(self, graphs: Iterable[str]) -> None:
        """Forget the files that these graphs came of."""
        for graph in graphs:
            for path in self.files_of(graph):
                self.drop(path)

    def graphs_but_of(self, paths: Iterable[Path]) -> set[str]:
        """IRIs of the graphs that came of other files than these."""
        left_out = {_key(path) for path in paths}
        return {
            document.graph
            for path, source in self._by_path.items()
            if path not in left_out
            for document in source.documents
        }

    def graph_by_body(self) -> dict[str, str]:
        """The graph of the document that has this text but for its letterhead."""
        return {
            document.body: document.graph
            for source in self._by_path.values()
            for document in source.documents
            if document.body and not document.issue_of
        }

    def vanished(self, folders: Iterable[Path]) -> list[Path]:
        """Files in and below the folders that were read once and are there no more, sorted."""
        roots = [folder.resolve() for folder in folders]
        return [
            path
            for path in map(Path, sorted(self._by_path))
            if any(path.is_relative_to(root) for root in roots) and not path.exists()
        ]

    def save(self) -> None:
        """Write it to the disk, whole and synced, but for paths that hold a forgotten name.

        Raises OSError.
        """
        files = {
            path: asdict(source)
            for path, source in self._by_path.items()
            if self._forgotten.mask(path) == path
        }
        write_json(self._file, {"format": 1, "files": files})


def hash_file(path: Path) -> str | None:
    """SHA-256 of a file's bytes, in hex; None for what cannot be read, which reading explains."""
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def hash_said(path: Path, meeting: str | None) -> str:
    """Hash of what the user says of a file, by option and sidecar; "" if nothing."""
    try:
        sidecar = sidecar_path(path).read_bytes()
    except OSError:
        sidecar = b""
    if not sidecar and meeting is None:
        return ""
    return hashlib.sha256(sidecar + b"\0" + (meeting or "").encode()).hexdigest()


def _key(path: Path) -> str:
    return str(path.resolve())


def _source(entry: Mapping[str, object]) -> Source:
    documents = entry["documents"]
    if not isinstance(documents, list):
        raise TypeError("documents")
    return Source(
        str(entry["sha256"]),
        str(entry["said"]),
        str(entry["version"]),
        tuple(SourceDocument(**document) for document in documents),
    )
