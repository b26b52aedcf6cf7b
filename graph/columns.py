"""Columns of text and of numbers in one file that never changes, under the SHA-256 of its bytes.

The file is Arrow's IPC format with one row, whose cells are lists, so that columns of several
lengths lie in one file. Knows nothing of what they mean.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from graph.durable import write_file

if TYPE_CHECKING:
    from pyarrow import Array, ChunkedArray, ListArray, RecordBatch

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
Column = list[str | None]

_SUFFIX = ".arrow"
_WHOLE: dict[Path, tuple[int, ...]] = {}
"""Files that this process found to be as they were written, and how they were seen then."""


class SegmentDamagedError(Exception):
    """The file of a segment is not there, or is not what was written."""


def write_columns(folder: Path, texts: Mapping[str, Column], numbers: Mapping[str, Ints]) -> str:
    """Write the file, synced, unless it is there; its name. Raises OSError."""
    from pyarrow import BufferOutputStream, RecordBatch
    from pyarrow.ipc import IpcWriteOptions, new_file

    columns = {name: _one_row(text_array(each)) for name, each in texts.items()}
    columns |= {name: _one_row(number_array(each)) for name, each in numbers.items()}
    batch = RecordBatch.from_arrays(list(columns.values()), names=list(columns))
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


# pyarrow.array() and Array.to_numpy() import pandas, which takes longer than a small publish.


def _one_row(values: "Array") -> "ListArray":
    from pyarrow import ListArray

    return ListArray.from_arrays(number_array(np.array([0, len(values)], np.int32)), values)


def number_array(numbers: NDArray[np.integer[Any]]) -> "Array":
    """Numbers as Arrow has them, of 32 bits."""
    from pyarrow import Array, int32, py_buffer

    kept = np.ascontiguousarray(numbers, np.int32)
    return Array.from_buffers(int32(), len(kept), [None, py_buffer(kept)])


def text_array(texts: Sequence[str | None]) -> "Array":
    """Texts as Arrow has them. Raises OSError if they are too many."""
    from pyarrow import Array, py_buffer, string

    encoded = [b"" if text is None else text.encode() for text in texts]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    if ends[-1] > np.iinfo(np.int32).max:
        raise OSError(f"{ends[-1]} bytes of text are more than a column holds")
    is_said = np.array([text is not None for text in texts], np.bool_)
    valid = np.packbits(is_said, bitorder="little")
    buffers = [py_buffer(valid), py_buffer(ends.astype(np.int32)), py_buffer(b"".join(encoded))]
    return Array.from_buffers(string(), len(texts), buffers)


def read_columns(
    folder: Path, name: str, texts: Sequence[str] = (), numbers: Sequence[str] = ()
) -> tuple[dict[str, Column], dict[str, Ints]]:
    """Some columns of a file, the whole of which is held against its name once a process.

    It is again when its size, its times or its place on the disk change.
    Raises SegmentDamagedError.
    """
    batch = _batch(folder, name, (*texts, *numbers))
    columns = {each: batch[each].values for each in texts}
    return _Texts(columns), {each: numbers_of(batch[each].values) for each in numbers}


def read_arrays(
    folder: Path, name: str, texts: Sequence[str], numbers: Sequence[str] = ()
) -> tuple[dict[str, "Array"], dict[str, Ints]]:
    """As read_columns(), with the text as Arrow has it. Raises SegmentDamagedError."""
    batch = _batch(folder, name, (*texts, *numbers))
    return (
        {each: batch[each].values for each in texts},
        {each: numbers_of(batch[each].values) for each in numbers},
    )


def array_of(columns: Mapping[str, Column], name: str) -> "Array":
    """A column of read_columns(), or of any like it, as Arrow has it."""
    return columns.array(name) if isinstance(columns, _Texts) else text_array(columns[name])


def index_of(column: "Array | ChunkedArray", texts: "Array | Sequence[str]") -> Ints:
    """The place in a column, whose texts differ, of each text, which differ too; -1 for none."""
    from pyarrow.compute import index_in

    wanted = text_array(texts) if isinstance(texts, Sequence) else texts
    places = index_in(column, value_set=wanted)
    chunks = getattr(places, "chunks", (places,))
    which = np.concatenate([np.zeros(0, np.int32), *map(_places_of, chunks)])
    found = np.full(len(texts), -1, np.int32)
    here = np.flatnonzero(which != -1)
    found[which[here]] = here
    return found


def place_of(column: "Array | ChunkedArray", text: str) -> int:
    """The first place of a text in a column; -1 if it is not there."""
    from pyarrow.compute import index

    # A text of Python's would be made one of Arrow's by a function that imports pandas.
    found: int = index(column, text_array((text,))[0]).as_py()
    return found


def _places_of(values: "Array") -> Ints:
    """The numbers of an Arrow array, -1 for null; its own way to that imports pandas."""
    return np.where(is_said(values), numbers_of(values), np.int32(-1))


def is_said(values: "Array") -> Bools:
    """Which cells of an Arrow array are not null."""
    said = values.buffers()[0]
    if said is None:
        return np.ones(len(values), np.bool_)
    bits = np.unpackbits(np.frombuffer(said, np.uint8), bitorder="little")
    return bits[values.offset : values.offset + len(values)].astype(np.bool_)


def _batch(folder: Path, name: str, columns: Sequence[str]) -> "RecordBatch":
    from pyarrow import ArrowException, OSFile, RecordBatch, py_buffer, system_memory_pool
    from pyarrow.ipc import IpcReadOptions, open_file

    path = columns_path(folder, name)
    try:
        found = path.stat()
        seen = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        if _WHOLE.get(path) == seen:
            source = OSFile(str(path))
        else:
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest() != name:
                raise SegmentDamagedError(f"{path} is not as it was written")
            _WHOLE[path] = seen
            source = py_buffer(content)
        every = open_file(source).schema.names
        wanted = [every.index(each) for each in columns]
        if not wanted:
            return RecordBatch.from_arrays([], names=[])
        options = IpcReadOptions(included_fields=wanted)
        # Arrow's own pool keeps what is let go, a hundred MiB after a large file.
        return open_file(source, options=options, memory_pool=system_memory_pool()).get_batch(0)
    except (OSError, ArrowException, ValueError, KeyError) as error:
        raise SegmentDamagedError(f"{path} cannot be read ({error})") from error


def check_anew() -> None:
    """Hold each file against its name again when it is read next."""
    _WHOLE.clear()


def numbers_of(values: "Array") -> Ints:
    """The numbers of an Arrow array of 32 bits, none of which is null; not a copy."""
    buffer = values.buffers()[1]
    numbers = np.frombuffer(buffer, np.int32) if buffer else np.zeros(0, np.int32)
    return numbers[values.offset : values.offset + len(values)]


class _Texts(dict[str, Column]):
    """Columns of text that become Python's when they are asked for, and are let go in Arrow."""

    def __init__(self, columns: dict[str, "Array"]) -> None:
        super().__init__()
        self._columns = columns

    def __missing__(self, name: str) -> Column:
        its = self._columns.get(name)
        if its is None and name not in self:
            raise KeyError(name)
        column = self.setdefault(name, its.to_pylist() if its is not None else [])
        self._columns = {each: its for each, its in self._columns.items() if each != name}
        return column

    def array(self, name: str) -> "Array":
        """The column in Arrow, where it stays."""
        its = self._columns.get(name)
        return text_array(self[name]) if its is None else its


def narrowed(numbers: Ints) -> Any:  # noqa: ANN401 - whole numbers of any kind
    """The same numbers in as few bits as hold them."""
    ends = (numbers.min(), numbers.max()) if len(numbers) else (0, 0)
    for kind in (np.int8, np.int16):
        if np.iinfo(kind).min <= ends[0] and ends[1] <= np.iinfo(kind).max:
            return numbers.astype(kind)
    return numbers


def each_once(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """The different ones of these numbers, ascending; np.unique() takes ten times as long."""
    ordered = np.sort(keys)
    found: NDArray[np.int64] = ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(keys)]]
    return found


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
