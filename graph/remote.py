"""A store behind an address: where its engine takes queries and updates, and as whom.

On this machine such a store is a folder too, with a file that names the address and with the notes
of what was read here (sources.json, runs.json). No statement and no token is ever kept in it.
"""

import hashlib
import ipaddress
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from graph.durable import write_json
from graph.errors import RemoteError, StoreDamagedError

REMOTE_FILE = "standpunt-remote.json"
TOKEN_VARIABLE = "STANDPUNT_STORE_TOKEN"  # noqa: S105 - the name of a variable
USER_VARIABLE = "STANDPUNT_STORE_USER"
UPDATE_VARIABLE = "STANDPUNT_STORE_UPDATE"

# What engines append to the address of a dataset for queries, and what then stands for updates.
_QUERY_ENDS = ("query", "sparql")


@dataclass(frozen=True)
class Remote:
    """The addresses of an engine; `user` is "" where a token alone, or nothing, is wanted."""

    query: str
    update: str
    user: str = ""

    def token(self) -> str:
        """The secret, from the environment; "" if there is none. Raises RemoteError.

        It never goes over plain http to another machine.
        """
        token = os.environ.get(TOKEN_VARIABLE, "")
        if token:
            for address in (self.query, self.update):
                if not address.startswith("https:") and not _is_here(address):
                    raise RemoteError(
                        f"{address}: ${TOKEN_VARIABLE} would go over the network in clear; "
                        "use an https address"
                    )
        return token


def find_remote(address: str, user: str = "", update: str = "") -> Remote:
    """The engine at this address: of its dataset, or of its query endpoint.

    `…/query` and `…/sparql` are query endpoints, with `…/update` beside them; below
    `/repositories/NAME` updates go to `/statements`; to any other address /query and /update are
    added. `update` names the address of updates where that does not fit. Raises RemoteError.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RemoteError(f"{address}: no http or https address; write https://host/dataset")
    if parts.username or parts.password:
        raise RemoteError(
            f"{parts.scheme}://{parts.hostname}: no user or password in an address, where others "
            f"can read it; use --user and ${TOKEN_VARIABLE}"
        )
    if parts.query or parts.fragment:
        raise RemoteError(f"{address}: leave out what follows ? or #")
    path = parts.path.rstrip("/")
    base, _, end = path.rpartition("/")
    if end in _QUERY_ENDS:
        query, beside = path, f"{base}/update"
    elif base.endswith("/repositories"):
        query, beside = path, f"{path}/statements"
    else:
        query, beside = f"{path}/query", f"{path}/update"
    return Remote(_with_path(address, query), update or _with_path(address, beside), user)


def remote_folder(parent: Path, remote: Remote) -> Path:
    """The folder below `parent` that stands for this store, made if need be. Raises RemoteError."""
    name = hashlib.sha256(remote.query.encode()).hexdigest()[:16]
    folder = parent / f"{urlsplit(remote.query).hostname}-{name}"
    if read_remote(folder) != remote:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_json(folder / REMOTE_FILE, {"format": 1, **asdict(remote)})
        except OSError as error:
            raise RemoteError(
                f"{folder}: cannot be written ({error.strerror}), where notes on {remote.query} "
                "are kept; give the rights"
            ) from error
    return folder


def read_remote(store: Path) -> Remote | None:
    """The engine that a folder stands for; None for a folder that is a store itself.

    Raises StoreDamagedError.
    """
    path = store / REMOTE_FILE
    try:
        said = json.loads(path.read_text("utf-8"))
        return Remote(str(said["query"]), str(said["update"]), str(said["user"]))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreDamagedError(
            f"{path}: cannot be read ({error}); delete it and name the store by its address again"
        ) from error


def _with_path(address: str, path: str) -> str:
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def _is_here(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
