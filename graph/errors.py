"""The errors of the graph floor; each docstring says when it comes and what to do then."""

from collections.abc import Sequence
from pathlib import Path

from ontology.errors import StandpuntError


class GraphError(StandpuntError):
    """Root of every error of the graph package."""


# --- the store ---------------------------------------------------------------------------------


class StoreError(GraphError):
    """Root of what can be wrong with a store's directory; show the message, change nothing."""


class StoreMissingError(StoreError):
    """The directory holds no published generation; ingest a document first, or name another."""


class StoreInvalidError(StoreError):
    """The directory exists and is not one of our stores; name an empty or a new directory."""


class StoreLockedError(StoreError):
    """Another process is writing this store; wait for it, or end the process the message names.

    `pid`, `host` and `since` (ISO 8601, UTC) are None if the holder had not yet written them.
    """

    def __init__(
        self, path: Path, pid: int | None, since: str | None, host: str | None = None
    ) -> None:
        self.path = path
        self.pid = pid
        self.since = since
        self.host = host
        holder = f"process {pid} on {host} (since {since})" if pid else "another process"
        super().__init__(
            f"{path}: {holder} is writing this store; wait until it ends, then try again"
        )


class StoreUnwritableError(StoreError):
    """The directory cannot be made or written; give the rights, or name another with --store."""


class StoreWriteError(StoreError):
    """A write or a publish failed (disk full, I/O error); nothing is half-written.

    The last generation still answers. Close the writer, cure the cause, open it again and repeat.
    """


class StoreDamagedError(StoreError):
    """Files of the store are not what was written; `standpunt restore` brings it back."""


class RestoreError(StoreError):
    """Nothing is left of the store to restore it from; name a backup, or ingest again."""


class BackupError(StoreError):
    """A backup cannot be made, or what was named is none; the message says why."""


class ForgetError(StoreError):
    """A name cannot be erased as it stands; the message says why and what to write."""


class GenerationMissingError(StoreError):
    """No such generation was ever published here; the message says which is the first."""


class QuadsInvalidError(GraphError):
    """A quad handed to the store breaks the rules of the house; mend what made it."""


# --- queries -----------------------------------------------------------------------------------


class QueryError(GraphError):
    """Root of what can be wrong with one query; the pool itself goes on answering."""


class QuerySyntaxError(QueryError):
    """The text is no SPARQL 1.1 query; `line` and `column`, from 1, say where reading stopped.

    `message` is readable; `detail` is the engine's own wording.
    """

    def __init__(self, line: int, column: int, message: str, detail: str = "") -> None:
        self.line = line
        self.column = column
        self.message = message
        self.detail = detail
        super().__init__(f"line {line}, column {column}: {message}")


class QueryRefusedError(QueryError):
    """The query asks for what is never done here (SERVICE, LOAD, an update, a text too long)."""


class ServiceRefusedError(QueryRefusedError):
    """The query asks for another server (SERVICE); ask that server itself."""


class QueryTooLongError(QueryRefusedError):
    """The query's text is longer than any that is read; shorten it."""


class QueryBindingError(QueryError):
    """A binding is no RDF term, or names a variable the query does not have; mend the call."""


class QueryTimeoutError(QueryError):
    """The time limit passed and the query was killed; narrow it, or raise the limit."""

    def __init__(self, message: str, timeout_s: float) -> None:
        self.timeout_s = timeout_s
        super().__init__(message)


class QueryBusyError(QueryTimeoutError):
    """All workers were busy for as long as the query could wait; try again."""


class QueryMemoryError(QueryError):
    """The query wanted more memory than a worker may have; narrow it or add a LIMIT."""


class QueryCrashError(QueryError):
    """The engine died on this query (most often: nested too deeply); write it more simply."""


class QueryFailedError(QueryError):
    """The query is well-formed but the engine could not evaluate it; the message says why."""


class QueryCancelledError(QueryError):
    """Somebody called cancel() while the query ran."""


class ExplainError(QueryError):
    """No tree can be made of a query: another parser cannot read it, or not in time."""


class SavedQueryError(GraphError):
    """A query cannot be kept, or is not kept here; the message says why."""


class WorkerError(GraphError):
    """A query worker cannot be started, twice; the message has what it said last."""


# --- stored questions, checks, export ------------------------------------------------------------


class QuestionHeaderError(GraphError):
    """The header of a stored query is malformed; mend the .rq file at the line named."""

    def __init__(self, file: str, line: int, message: str) -> None:
        self.file = file
        self.line = line
        super().__init__(f"{file}, line {line}: {message}")


class QuestionMissingError(GraphError):
    """There is no stored question of that name; the message lists near names."""

    def __init__(self, name: str, near: Sequence[str]) -> None:
        self.name = name
        self.near = tuple(near)
        hint = f"did you mean {', '.join(near)}?" if near else "list them with: standpunt queries"
        super().__init__(f"there is no stored question {name!r}; {hint}")


class ParameterError(GraphError):
    """A parameter's value cannot be read as its kind, is missing, or is unknown to the question."""


class ExportError(GraphError):
    """An export cannot be made as asked; the message says which choice is at fault."""


# --- a store on another machine ----------------------------------------------------------------


class RemoteError(StoreError):
    """The engine behind an address cannot be reached or used; the message says what to look at."""


class RemoteTimeoutError(RemoteError):
    """The engine did not answer in time; look whether it is busy, and repeat."""


class RemoteConflictError(RemoteError):
    """Another writer published meanwhile; nothing of this was stored. Repeat the command."""


class NotOfferedError(StoreError):
    """A store on another machine does not offer this; docs/remote.md lists what it does."""
