"""The child that reads documents: forked by standpunt.nursery, or `python -m standpunt.worker`.

It limits its memory, gives up the network and the right to change files, then takes jobs on stdin
and replies on stdout, as frames: length of the message, the message as JSON with the lengths of
its payloads, the payloads.
"""

import argparse
import contextlib
import gc
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from typing import BinaryIO

from graph.confine import deny_network, deny_writing, die_with, limit_file_size, limit_memory
from graph.wire import LENGTH

# What the worker says on stderr goes to a file of its parent's, and must have room.
MAX_FILE_BYTES = 2**20
COLLECTED_AFTER = 100_000  # objects that may be part of a ring

Frame = tuple[dict[str, object], tuple[bytes, ...]]


def pack_frame(message: dict[str, object], payloads: tuple[bytes, ...]) -> bytes:
    """A message and its payloads as one frame."""
    body = json.dumps({**message, "payloads": [len(payload) for payload in payloads]}).encode()
    return b"".join([LENGTH.pack(len(body)), body, *payloads])


def read_frame(read: Callable[[int], bytes]) -> Frame | None:
    """The next frame; None at the end. `read` gives so many bytes, fewer only at the end."""
    head = read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    message = json.loads(read(LENGTH.unpack(head)[0]))
    return message, tuple(read(length) for length in message.pop("payloads"))


def main(arguments: list[str] | None = None) -> None:
    """Do jobs until stdin closes or the parent is gone."""
    parser = argparse.ArgumentParser(prog="python -m standpunt.worker")
    parser.add_argument("--memory-bytes", type=int, required=True)
    parser.add_argument("--parent", type=int, required=True)
    options = parser.parse_args(arguments)
    work(sys.stdin.buffer, options.memory_bytes, options.parent)


def work(source: BinaryIO, memory_bytes: int, parent: int) -> None:
    """Give up what a worker must not have, then do the jobs of `source` until it ends.

    To be called in a process of one thread, which writes to stdout what it has to say.
    """
    limit_memory(memory_bytes)
    limit_file_size(MAX_FILE_BYTES)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # an error to the writer, not the end
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    open_to = [note for note in (deny_network(), deny_writing()) if note]
    threading.Thread(target=die_with, args=(parent,), daemon=True).start()
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing but frames may reach the parent
    _send(output, {"ready": True, "open": "; ".join(open_to)}, ())
    _serve(source, output)


def _serve(source: BinaryIO, output: BinaryIO) -> None:
    from standpunt.jobs import Job, Reply
    from standpunt.reading import do_job

    with collecting_rarely():
        while frame := read_frame(source.read):
            message, payloads = frame
            _send(output, {"taken": True}, ())
            try:
                reply: Reply = do_job(Job(message, payloads[0] if payloads else b""))
            except MemoryError:
                _send(output, {"memory": True}, ())
                sys.exit(1)
            except RecursionError:
                _send(
                    output, {"refused": f"{message['path']}: is nested too deeply to be read"}, ()
                )
                continue
            _send(output, reply.message, reply.payloads)


@contextlib.contextmanager
def collecting_rarely() -> Iterator[None]:
    """Lets Python look for rings of garbage after more new objects than a paper makes at a time.

    It finds next to none among statements, and looks through all of them each time.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _send(output: BinaryIO, message: dict[str, object], payloads: tuple[bytes, ...]) -> None:
    output.write(pack_frame(message, payloads))
    output.flush()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):  # the parent has gone
        main()
