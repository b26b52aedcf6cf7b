"""The process that reading workers are forked from: `python -m standpunt.nursery`.

It imports and compiles once what every worker needs, reads no document, opens no store and asks
nothing of the network; standpunt.starting tells it over a socket when to fork. A fork limits
itself before it takes a job, as a worker that is started by itself does (standpunt.worker).
"""

import argparse
import json
import os
import signal
import socket
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from standpunt.worker import collecting_rarely, work

REQUEST_BYTES = 4096  # of one message; each is one of a few numbers
PIPES = 3  # stdin, stdout and stderr of a worker


def main(arguments: list[str] | None = None) -> None:
    """Fork when asked to, until the parent has gone; then end what was forked."""
    parser = argparse.ArgumentParser(prog="python -m standpunt.nursery")
    parser.add_argument("--control", type=int, required=True)
    parser.add_argument("--checks", action="store_true")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    with socket.socket(fileno=options.control) as control:
        from standpunt.reading import warm

        warm(checks=options.checks)
        with collecting_rarely():
            _serve(control)
    os._exit(0)  # without taking apart what has been made ready


def _serve(control: socket.socket) -> None:
    running = set[int]()
    try:
        while request := _next(control):
            said = _do(*request, running, control)
            with suppress(OSError):  # the parent has gone
                control.send(json.dumps(said).encode())
    finally:
        for pid in running:
            os.kill(pid, signal.SIGKILL)  # it is there, or nobody has waited for it yet
            os.waitpid(pid, 0)


def _next(control: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """What is asked, and the pipes that came with it; None if the parent has gone."""
    try:
        request, pipes, _, _ = socket.recv_fds(control, REQUEST_BYTES, PIPES)
    except OSError:
        return None
    return (json.loads(request), pipes) if request else None


def _do(
    request: dict[str, Any], pipes: list[int], running: set[int], control: socket.socket
) -> dict[str, Any]:
    """Fork a worker with these pipes, or say how one that has ended did."""
    if "wait" in request:
        pid = int(request["wait"])
        running.discard(pid)
        return {"code": os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}
    if len([*Path("/proc/self/task").iterdir()]) != 1:  # those of libraries are seen there too
        raise RuntimeError("only a process with one thread may be forked")
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        control.close()
        _become_worker(pipes, int(request["memory_bytes"]), parent)
    for pipe in pipes:
        os.close(pipe)
    running.add(pid)
    return {"pid": pid}


def _become_worker(pipes: list[int], memory_bytes: int, parent: int) -> NoReturn:
    """Take the pipes for stdin, stdout and stderr, work, and end without coming back."""
    code = 1
    try:
        for place, pipe in enumerate(pipes):
            os.dup2(pipe, place)
            os.close(pipe)
        sys.dont_write_bytecode = True
        with os.fdopen(os.dup(0), "rb") as source:
            work(source, memory_bytes, parent)
        code = 0
    except BrokenPipeError:  # the parent has gone
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:  # noqa: BLE001 - said to whoever asks for the last words
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
