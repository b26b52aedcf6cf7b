"""Columns of text and of numbers in one file that never changes, under the SHA-256 of its bytes.

The file is Arrow's IPC format with one row, whose cells are lists, so that columns of several
lengths lie in one file. Knows nothing of what they mean.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.durable import write_file

if TYPE_CHECKING:
    from pyarrow import Array, RecordBatch

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
Column = list[str | None]

_SUFFIX = ".arrow"


class SegmentDamagedError(Exception):
    """The file of a segment is not there, or is not what was written."""


def write_columns(folder: Path, texts: Mapping[str, Column], numbers: Mapping[str, Ints]) -> str:
    """Write the file, synced, unless it is there; its name. Raises OSError."""
    from pyarrow import BufferOutputStream, RecordBatch, array, int32, list_, string
    from pyarrow.ipc import IpcWriteOptions, new_file

    columns = {name: array([each], list_(string())) for name, each in texts.items()}
    columns |= {name: array([each], list_(int32())) for name, each in numbers.items()}
    batch = RecordBatch.from_pydict(columns)
    target = BufferOutputStream()
    with new_file(target, batch.schema, options=IpcWriteOptions(compression="lz4")) as writer:
        writer.write_batch(batch)
    content = target.getvalue().to_pybytes()
    name = hashlib.sha256(content).hexdigest()
    path = columns_path(folder, name)
    if not path.exists():
        folder.mkdir(exist_ok=True)
        write_file(path, content)
    return name


def read_columns(
    folder: Path, name: str, texts: Sequence[str] = (), numbers: Sequence[str] = ()
) -> tuple[dict[str, Column], dict[str, Ints]]:
    """Some columns of a file, the whole of which is held against its name.

    Raises SegmentDamagedError.
    """
    batch = _batch(folder, name, (*texts, *numbers))
    return _Texts(batch), {each: batch[each].values.to_numpy() for each in numbers}


def read_texts(folder: Path, name: str, column: str) -> "Array":
    """A column of text as Arrow has it; else as read_columns(). Raises SegmentDamagedError."""
    return _batch(folder, name, (column,))[column].values


def _batch(folder: Path, name: str, columns: Sequence[str]) -> "RecordBatch":
    from pyarrow import ArrowException, RecordBatch, py_buffer
    from pyarrow.ipc import IpcReadOptions, open_file

    path = columns_path(folder, name)
    try:
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != name:
            raise SegmentDamagedError(f"{path} is not as it was written")
        buffer = py_buffer(content)
        every = open_file(buffer).schema.names
        wanted = [every.index(each) for each in columns]
        if not wanted:
            return RecordBatch.from_pydict({})
        return open_file(buffer, options=IpcReadOptions(included_fields=wanted)).get_batch(0)
    except (OSError, ArrowException, ValueError, KeyError) as error:
        raise SegmentDamagedError(f"{path} cannot be read ({error})") from error


class _Texts(dict[str, Column]):
    """Columns of text that become Python's when they are asked for."""

    def __init__(self, batch: "RecordBatch") -> None:
        super().__init__()
        self._batch = batch

    def __missing__(self, name: str) -> Column:
        column: Column = self._batch[name].values.to_pylist()
        self[name] = column
        return column


def columns_path(folder: Path, name: str) -> Path:
    """Where the file of that name lies."""
    return folder / f"{name}{_SUFFIX}"


def columns_names(folder: Path) -> Iterator[str]:
    """Names of the files in the folder."""
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        yield path.name.removesuffix(_SUFFIX)


def chosen(column: Column, kept: Bools) -> Column:
    """The cells that are kept."""
    return column if kept.all() else [text for text, keep in zip(column, kept, strict=True) if keep]
