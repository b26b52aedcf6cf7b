"""Runs the endpoint's application with uvicorn on a socket of ours; ends cleanly on Ctrl-C."""

import asyncio
import signal
import socket
import sys
from contextlib import suppress
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from graph.interface import Pool
from graph.opening import open_pool, store_name
from standpunt.endpoint.app import Endpoint
from standpunt.endpoint.journal import log_to_stderr
from standpunt.endpoint.settings import Settings
from standpunt.errors import PortTakenError
from standpunt.past import store_as_of

MAX_HEADER_BYTES = 256 * 1024  # a query by GET stands in the first line
KEEP_ALIVE_S = 15
ENDING_S = 3


def run_endpoint(settings: Settings) -> None:
    """Serve the store until the process is told to end; prints the address once it listens.

    A state of the past lies in a folder that is removed again at the end.

    Raises StoreError, UsageError or PortTakenError before that.
    """
    signal.signal(signal.SIGTERM, _end)
    with (
        store_as_of(
            settings.store, settings.as_of, reviewed=settings.reviewed, lasting=True
        ) as store,
        open_pool(
            store,
            settings.workers,
            memory_bytes=settings.memory_bytes,
            reviewed=settings.reviewed,
            warm=True,
        ) as pool,
        _bound_socket(settings) as listening,
    ):
        log_to_stderr()
        config = uvicorn.Config(
            Endpoint(settings, pool).application(),
            loop="asyncio",
            http=_protocol(settings),
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,  # it would hold the query
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=KEEP_ALIVE_S,
            timeout_graceful_shutdown=ENDING_S,
            h11_max_incomplete_event_size=MAX_HEADER_BYTES,
            backlog=512,
        )
        with suppress(KeyboardInterrupt):  # uvicorn raises it again after it has ended
            _Server(config, settings, pool).run([listening])


def _end(number: int, _frame: FrameType | None) -> None:
    """Leave every context; uvicorn sends the signal again after it has ended."""
    raise SystemExit(128 + number)


class _Server(uvicorn.Server):
    """Says where it listens, and ends the running queries as soon as it is told to end."""

    def __init__(self, config: uvicorn.Config, settings: Settings, pool: Pool) -> None:
        super().__init__(config)
        self._settings = settings
        self._pool = pool

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            address = f"http://{f'[{host}]' if ':' in host else host}:{port}/sparql"
            store = store_name(self._settings.store)
            state = f" as of {self._settings.as_of}" if self._settings.as_of else ""
            sys.stdout.write(
                f"SPARQL endpoint at {address} (store: {store}{state}); Ctrl-C ends it\n"
            )
            sys.stdout.flush()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self._pool.cancel()


class _PatientProtocol(H11Protocol):
    """HTTP that waits so long for a header, and for a client to read, and no longer.

    uvicorn itself bounds neither. When there are too many connections, the one that has been silent
    longest makes room, so that silent ones cannot keep others out.
    """

    header_timeout_s: float
    send_timeout_s: float
    max_connections: int

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        silent = [c for c in self.connections if isinstance(c, _PatientProtocol) and c.is_silent()]
        if len(self.connections) >= self.max_connections and silent:
            min(silent, key=lambda connection: connection.silent_since).transport.abort()
        super().connection_made(transport)
        self.silent_since = self.loop.time()
        self._header_timer: asyncio.TimerHandle | None = None
        self._send_timer: asyncio.TimerHandle | None = None
        self._wait_for_header()

    def is_silent(self) -> bool:
        """Whether no request of this connection is being answered."""
        return self.cycle is None or self.cycle.response_complete

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self.is_silent():
            self.silent_since = self.loop.time()
            self._header_timer = _stopped(self._header_timer)
        elif self._header_timer is None:
            self._wait_for_header()

    def connection_lost(self, exc: Exception | None) -> None:
        self._header_timer = _stopped(self._header_timer)
        self._send_timer = _stopped(self._send_timer)
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._send_timer is None:
            self._send_timer = self.loop.call_later(self.send_timeout_s, self.transport.abort)

    def resume_writing(self) -> None:
        self._send_timer = _stopped(self._send_timer)
        super().resume_writing()

    def _wait_for_header(self) -> None:
        self._header_timer = self.loop.call_later(self.header_timeout_s, self._give_up)

    def _give_up(self) -> None:
        self._header_timer = None
        if self.is_silent():
            self.transport.abort()


def _protocol(settings: Settings) -> type[_PatientProtocol]:
    limits: dict[str, Any] = {
        "header_timeout_s": settings.header_timeout_s,
        "send_timeout_s": settings.send_timeout_s,
        "max_connections": settings.max_connections,
    }
    return type("_LimitedProtocol", (_PatientProtocol,), limits)


def _stopped(timer: asyncio.TimerHandle | None) -> asyncio.TimerHandle | None:
    """What to keep of a timer that is stopped: nothing."""
    if timer is not None:
        timer.cancel()
    return None


def _bound_socket(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listening = socket.create_server((settings.host, settings.port), family=family, backlog=512)
        # Connections take it over. Without it the body waits some 40 ms for the head's receipt;
        # asyncio sets it for sockets alone that were made with the number of the protocol.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening
    except OSError as error:
        raise PortTakenError(
            f"cannot listen on {settings.host}, port {settings.port} ({error.strerror or error}); "
            "choose another with --host and --port"
        ) from error
