"""Tables as CSV, XLSX and Parquet, written row by row; no cell runs as a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, islice
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from graph.errors import ExportError
from graph.formulas import neutralise
from graph.rows import Row, RowColumn
from graph.xmltext import clean

if TYPE_CHECKING:
    from xlsxwriter import Workbook

# What Excel and LibreOffice Calc hold, the header line taken off.
_MAX_SHEET_ROWS = 1_048_575
_MAX_CELL = 32_767
_CUT = " […]"
_BATCH = 5_000
_PREFIX = "standpunt."


def write_csv(columns: Sequence[RowColumn], rows: Iterable[Row], target: BinaryIO) -> None:
    """CSV in UTF-8 (RFC 4180, CRLF) with a header line; an absent value is an empty cell.

    A cell that a spreadsheet would run as a formula starts with `'`; graph.formulas.restore takes
    it off again.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow(["" if cell is None else neutralise(cell) for cell in row])
        if text.tell() > 1 << 16:
            target.write(text.getvalue().encode())
            text.seek(0)
            text.truncate()
    target.write(text.getvalue().encode())


def write_xlsx(
    columns: Sequence[RowColumn], rows: Iterable[Row], facts: Mapping[str, str], target: BinaryIO
) -> None:
    """A workbook with the rows on its first sheet and the facts on its second, `About`.

    Numbers are numbers; all else is text, never a formula or a link, with `'` in front as in CSV.
    What XML cannot hold becomes U+FFFD. A cell above 32,767 characters is cut, and ends in […].

    Raises ExportError for more rows than a sheet holds.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with TemporaryFile() as whole:  # a zip that goes to a pipe at once would be another one
        try:
            with Workbook(whole, options) as book:
                _fill_book(book, columns, rows, facts)
        except FileCreateError as error:
            raise ExportError(
                f"the workbook cannot be written ({error}); free space where temporary files go"
            ) from error
        whole.seek(0)
        copyfileobj(whole, target)


def write_parquet(
    columns: Sequence[RowColumn], rows: Iterable[Row], facts: Mapping[str, str], target: BinaryIO
) -> None:
    """Parquet (zstd), values as they are and typed; the facts are metadata of the file, under
    names that start with `standpunt.`."""
    from pyarrow import PythonFile, RecordBatch, field, float64, int64, schema, string
    from pyarrow.parquet import ParquetWriter

    types = {"text": string(), "integer": int64(), "decimal": float64()}
    metadata = {f"{_PREFIX}{name}": value for name, value in facts.items()}
    shape = schema([field(c.name, types[c.kind]) for c in columns], metadata=metadata)
    casts = {"text": str, "integer": int, "decimal": float}
    with ParquetWriter(PythonFile(_Sink(target), "w"), shape, compression="zstd") as writer:
        for batch in _batches(rows):
            cells = [
                [None if cell is None else casts[column.kind](cell) for cell in values]
                for column, values in zip(columns, zip(*batch, strict=True), strict=True)
            ]
            arrays = [_array(values, shape.field(place).type) for place, values in enumerate(cells)]
            writer.write_batch(RecordBatch.from_arrays(arrays, schema=shape))


def with_facts(
    columns: Sequence[RowColumn], rows: Iterable[Row], facts: Mapping[str, str]
) -> tuple[tuple[RowColumn, ...], Iterator[Row]]:
    """The table with a column for each fact, the same in every row: CSV has no other place."""
    wide = (*columns, *map(RowColumn, facts))
    values = tuple(facts.values())
    return wide, ((*row, *values) for row in rows)


def _fill_book(
    book: "Workbook", columns: Sequence[RowColumn], rows: Iterable[Row], facts: Mapping[str, str]
) -> None:
    day = datetime.fromisoformat(facts["exported"])  # the only date in the file
    book.set_properties({"title": facts["title"], "comments": facts["export"], "created": day})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet("Export")
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.name, bold)
    for line, row in enumerate(rows, start=1):
        if line > _MAX_SHEET_ROWS:
            raise ExportError(
                f"a sheet holds {_MAX_SHEET_ROWS} rows and this export has more; "
                "narrow the selection, or take csv or parquet"
            )
        for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
            if cell is not None and column.kind != "text":
                sheet.write_number(line, place, float(cell))
            elif cell is not None:
                sheet.write_string(line, place, _sheet_text(cell))
    about = book.add_worksheet("About")
    for line, (name, value) in enumerate(facts.items()):
        about.write_string(line, 0, name, bold)
        about.write_string(line, 1, _sheet_text(value))


def _sheet_text(cell: str) -> str:
    text = neutralise(clean(cell))
    return text if len(text) <= _MAX_CELL else text[: _MAX_CELL - len(_CUT)] + _CUT


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    for first in waiting:
        yield list(chain((first,), islice(waiting, _BATCH - 1)))


def _array(values: list[object], kind: object) -> object:
    from pyarrow import array

    return array(values, type=kind)


class _Sink(io.BytesIO):
    """A file that counts what was written: a pipe cannot say where it stands."""

    def __init__(self, target: BinaryIO) -> None:
        super().__init__()
        self._target = target
        self._written = 0

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, content: object) -> int:
        """Hand the bytes on."""
        view = memoryview(content)  # type: ignore[arg-type]
        self._target.write(view)
        self._written += view.nbytes
        return view.nbytes

    def tell(self) -> int:
        """How many bytes were written."""
        return self._written
