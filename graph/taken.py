"""How many requests a query worker has taken: a number in a file without a name that both have.

Telling it wakes nobody up. A worker gone wrong can make the number wrong, and no more than that.
"""

import contextlib
import os
import struct
import tempfile

_NUMBER = struct.Struct("=Q")


class Taken:
    """The number as the pool has it; `descriptor` is for the worker, see tell_taken()."""

    def __init__(self) -> None:
        """None were taken yet. Raises OSError."""
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - lives with the worker
        self.descriptor = self._file.fileno()
        os.pwrite(self.descriptor, _NUMBER.pack(0), 0)

    def count(self) -> int:
        """Requests, from the start of the worker."""
        told = os.pread(self.descriptor, _NUMBER.size, 0)
        return int(_NUMBER.unpack(told)[0]) if len(told) == _NUMBER.size else 0

    def close(self) -> None:
        """Let go of it; a second call does nothing."""
        self._file.close()


def tell_taken(descriptor: int, number: int) -> None:
    """Say in the worker how many it has taken. Where that fails, one more may be asked again."""
    with contextlib.suppress(OSError):
        os.pwrite(descriptor, _NUMBER.pack(number), 0)
