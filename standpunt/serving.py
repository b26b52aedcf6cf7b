"""Runs the dashboard in this process, on the loopback address alone; draws nothing itself."""

import os
import socket
import sys
import threading
import time
import webbrowser
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from importlib import import_module
from pathlib import Path

from graph.errors import StoreMissingError
from graph.opening import published_generation
from standpunt.errors import PortTakenError
from standpunt.terminal import complain

HOST = "127.0.0.1"
FIRST_PORT = 8501
PORTS_TRIED = 100
START_TIMEOUT_S = 60.0


def free_port(wanted: int | None = None) -> int:
    """The wanted port if nobody listens there, or the first free one from 8501 on.

    Raises PortTakenError.
    """
    if wanted is not None:
        if _is_free(wanted):
            return wanted
        raise PortTakenError(f"port {wanted} of {HOST} is taken; choose another with --port")
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        if _is_free(port):
            return port
    raise PortTakenError(
        f"ports {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED - 1} are taken; choose one with --port"
    )


def serve(store: Path, port: int, *, open_browser: bool) -> int:
    """Serve the dashboard on the store until the process is told to end; prints the address once.

    Where there is no store yet, that is said, and the page Data can begin one.

    Raises StoreInvalidError or StoreDamagedError before anything is started.
    """
    try:
        published_generation(store)
    except StoreMissingError as error:
        complain(f"{error}; or send papers from the page Data")
    address = f"http://{HOST}:{port}"
    threading.Thread(target=_announce, args=(address, store, open_browser), daemon=True).start()
    from click import Abort  # Streamlit's command is made with click, which turns Ctrl-C into this
    from streamlit.web.cli import main as streamlit

    with suppress(Abort):
        streamlit(_dashboard_arguments(port), standalone_mode=False)
    return 0


def _dashboard_arguments(port: int) -> list[str]:
    """How Streamlit is to be started. The floor above is named here, and nowhere imported."""
    arguments: list[str] = import_module("dashboard.launch").serve_arguments(port)
    return arguments


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _announce(address: str, store: Path, open_browser: bool) -> None:
    """Print the address as soon as the dashboard answers there, and show it if asked to."""
    if not _answers(int(address.rpartition(":")[2])):
        return
    sys.stdout.write(f"Standpunt is at {address} (store: {store}); Ctrl-C ends it\n")
    sys.stdout.flush()
    if open_browser and _has_screen():
        webbrowser.open(address)


def _answers(port: int) -> bool:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        connection = HTTPConnection(HOST, port, timeout=2)
        try:
            connection.request("GET", "/_stcore/health")
            if connection.getresponse().status == 200:
                return True
        except (OSError, HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    return False


def _has_screen() -> bool:
    """Whether a browser would open in a window; without one, `webbrowser` may take the terminal."""
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True
