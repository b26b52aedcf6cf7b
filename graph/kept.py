"""What is derived of a segment, kept beside it, so that no reader need derive it again.

    projection/abcd….arrow                 the file of a segment (graph.columns)
    projection/abcd…-1-0123cdef.kept       what is derived of it: form, and CRC-32 of these bytes

Nothing is lost with such a file: who finds none that is whole derives what it says. It is not
packed, and numbers in it are as narrow as they can be. Knows nothing of what its columns mean.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from graph.columns import number_array

if TYPE_CHECKING:
    from pyarrow import Array, ListArray, RecordBatch

FORM = 1
"""Of what is kept: a file of another one is not read, and goes at the next publish."""
_SUFFIX = ".kept"
_PIECE = 2**18
_KINDS = {"int8": np.int8, "int16": np.int16, "int32": np.int32, "int64": np.int64}
_WHOLE: dict[Path, tuple[int, ...]] = {}

Numbers = NDArray[np.signedinteger[Any]]


class Kept:
    """Columns of one file: text as Arrow has it, and numbers, which are not to be changed."""

    def __init__(self, batch: "RecordBatch") -> None:
        self._batch = batch

    def text(self, name: str) -> "Array":
        """A column of text."""
        return self._batch[name].values

    def numbers(self, name: str) -> Numbers:
        """A column of numbers."""
        values = self._batch[name].values
        kind = _KINDS[str(values.type)]
        buffer = values.buffers()[1]
        its = np.frombuffer(buffer, kind) if buffer else np.zeros(0, kind)
        return its[values.offset : values.offset + len(values)]


def keep(
    folder: Path, name: str, texts: Mapping[str, "Array"], numbers: Mapping[str, Numbers]
) -> None:
    """Write what is derived of the file of that name, unless the disk does not take it."""
    from pyarrow import BufferOutputStream, RecordBatch
    from pyarrow.ipc import new_file

    columns = {each: _one_row(its) for each, its in texts.items()}
    columns |= {each: _one_row(_array(its)) for each, its in numbers.items()}
    batch = RecordBatch.from_arrays(list(columns.values()), names=list(columns))
    target = BufferOutputStream()
    with new_file(target, batch.schema) as writer:
        writer.write_batch(batch)
    content = target.getvalue()
    path = folder / f"{name}-{FORM}-{crc32(content):08x}{_SUFFIX}"
    aside = folder / f".{path.name}.new"
    with suppress(OSError):
        try:
            aside.write_bytes(content)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)


def read_kept(folder: Path, name: str, without: tuple[str, ...] = ()) -> Kept | None:
    """What is kept of the file of that name; None if there is nothing that is whole.

    Columns whose names begin with one of `without` are left out. A file is held against its
    checksum once a process, unless it is another one.
    """
    from pyarrow import ArrowException, OSFile, system_memory_pool
    from pyarrow.ipc import IpcReadOptions, open_file

    for path in folder.glob(f"{name}-{FORM}-*{_SUFFIX}"):
        try:
            if not _is_whole(path):
                continue
            source = OSFile(str(path))
            every = enumerate(open_file(source).schema.names)
            wanted = [at for at, column in every if not column.startswith(without)]
            options = IpcReadOptions(included_fields=wanted)
            read = open_file(source, options=options, memory_pool=system_memory_pool())
            return Kept(read.get_batch(0))
        except (OSError, ArrowException, ValueError, KeyError):
            continue
    return None


def has_kept(folder: Path, name: str) -> bool:
    """Whether what is kept of the file of that name, in this form, is whole."""
    found = folder.glob(f"{name}-{FORM}-*{_SUFFIX}")
    try:
        return any(map(_is_whole, found))
    except OSError:
        return False


def _is_whole(path: Path) -> bool:
    """Whether the file is as it was written. Raises OSError."""
    found = path.stat()
    seen = found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
    if _WHOLE.get(path) == seen:
        return True
    # Piece by piece: to touch fresh memory takes longer than to read the file.
    piece, checksum = bytearray(_PIECE), 0
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(piece):
            checksum = crc32(memoryview(piece)[:count], checksum)
    if f"{checksum:08x}" != path.stem.rpartition("-")[2]:
        return False
    _WHOLE[path] = seen
    return True


def prune_kept(folder: Path, names: Collection[str]) -> None:
    """Remove what is kept of other files than these, or in another form; what cannot go stays."""
    for path in folder.glob(f"*{_SUFFIX}"):
        name, _, form = path.stem.rpartition("-")[0].rpartition("-")
        if name not in names or form != str(FORM):
            with suppress(OSError):
                path.unlink()


def check_kept_anew() -> None:
    """Hold each file against its checksum again when it is read next."""
    _WHOLE.clear()


def _one_row(values: "Array") -> "ListArray":
    from pyarrow import ListArray

    return ListArray.from_arrays(number_array(np.array([0, len(values)], np.int32)), values)


def _array(numbers: Numbers) -> "Array":
    from pyarrow import Array, int8, int16, int32, int64, py_buffer

    kinds = {"int8": int8, "int16": int16, "int32": int32, "int64": int64}
    its = np.ascontiguousarray(numbers)
    return Array.from_buffers(kinds[its.dtype.name](), len(its), [None, py_buffer(its)])
