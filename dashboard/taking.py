"""Files to take away, each at an HTTP address of its own for as long as this server runs.

Streamlit forgets a file when its page is drawn anew, so that a click in that moment gives nothing.
Here a file is known by what it is made of: drawing the page again offers it under the same address,
and it is made only when somebody asks. An address holds a digest that nobody outside can work out.
"""

import hashlib
import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ontology.errors import StandpuntError

_logger = logging.getLogger(__name__)
_SALT = secrets.token_bytes(16)
MOST_FILES = 20_000
MOST_CELLS = 3_000_000  # of tables that wait in memory to be written
ALWAYS_KEPT = 200


@dataclass(frozen=True)
class File:
    """What can be taken: `make` gives its bytes; `cells` says how much it holds in memory."""

    name: str
    media: str
    make: Callable[[], bytes]
    cells: int = 1


class Shelf:
    """The files that are offered, the one offered longest ago first. Safe between threads."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, File] = OrderedDict()
        self._cells = 0
        self._lock = Lock()

    def offer(self, file: File, made_of: object) -> str:
        """Keep the file; the part of its address that stands for it.

        `made_of` tells it from all other files by its repr(). The files offered longest ago are
        forgotten when there are too many, or their tables are too large together.
        """
        told = repr((file.name, made_of)).encode("utf-8", "surrogatepass")
        token = hashlib.blake2b(told, digest_size=16, key=_SALT).hexdigest()
        with self._lock:
            before = self._files.pop(token, None)
            self._cells += file.cells - (before.cells if before else 0)
            self._files[token] = file
            while self._is_too_full():
                self._cells -= self._files.popitem(last=False)[1].cells
        return token

    def find(self, token: str, name: str) -> File | None:
        """The file offered under this token and name; None if there is none."""
        with self._lock:
            file = self._files.get(token)
        return file if file is not None and file.name == name else None

    def _is_too_full(self) -> bool:
        count = len(self._files)
        return count > MOST_FILES or (self._cells > MOST_CELLS and count > ALWAYS_KEPT)


SHELF = Shelf()


def take_address(file: File, made_of: object) -> str:
    """The address of a file, relative to the dashboard: "take/9f…/standpunt-claims.csv"."""
    return f"take/{SHELF.offer(file, made_of)}/{file.name}"


async def _send(request: Request) -> Response:
    file = SHELF.find(str(request.path_params["token"]), str(request.path_params["name"]))
    if file is None:
        return _told("this file is kept no longer: open the page again and take it there", 404)
    try:
        content = await run_in_threadpool(file.make)
    except StandpuntError as error:
        _logger.warning("a file could not be made: %s", error)
        return _told(str(error), 503)
    headers = {
        "Content-Disposition": f'attachment; filename="{file.name}"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=file.media, headers=headers)


def _told(message: str, status: int) -> Response:
    return Response(f"{message}\n", status_code=status, media_type="text/plain; charset=utf-8")


take_routes = [Route("/take/{token}/{name}", _send, methods=["GET"])]
