"""The statement table of Discourse Network Analyzer as text: its columns, its rows, both ways.

The event list that the program exports: a row for each coded passage, columns set apart by a
semicolon. What a claim has besides stands in columns behind, which other programs pass over.
Knows no store and no document.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.formulas import neutralise, restore
from ingest.errors import DocumentError, DocumentTooLargeError, EncodingError
from ingest.readers.limits import MAX_BYTES

THEIRS = (
    "statement ID", "time", "document ID", "document title", "author", "source", "section", "type",
    "text", "person", "organization", "concept", "agreement",
)  # fmt: skip
OURS = (
    "start", "stop", "claim", "document", "file", "meeting", "item", "reporter", "holder", "code",
    "issue", "polarity", "act", "modality", "condition", "target", "quantifier", "min", "max",
    "excluded", "confidence", "spans",
)  # fmt: skip
COLUMNS = (*THEIRS, *OURS)
_NEEDED = ("text", "organization", "concept", "agreement")
# Other spellings of headings: of earlier versions, of rDNA, of British hands.
_SPELLINGS = {
    "id": "statement ID", "statementid": "statement ID", "docid": "document ID",
    "documentid": "document ID", "title": "document title", "documenttitle": "document title",
    "organisation": "organization", "quote": "text", "date": "time", "datetime": "time",
    "end": "stop", "documentauthor": "author", "documentsource": "source",
    "documentsection": "section", "documenttype": "type",
}  # fmt: skip
_NAMES = {re.sub(r"[\s_]", "", name).lower(): name for name in COLUMNS} | _SPELLINGS
_HEAD_BYTES = 4096
_SUFFIXES = (".csv", ".tsv")


@dataclass(frozen=True)
class Row:
    """A row of a table: its line in the file, counted from 1, and its cells by COLUMNS.

    A column that the table does not have is "".
    """

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def is_statement_table(path: Path) -> bool:
    """Whether a file is called .csv or .tsv and its headings are those of a statement table."""
    if path.suffix.lower() not in _SUFFIXES:
        return False
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return False
    line = head.decode("utf-8", errors="replace").removeprefix("\ufeff").partition("\n")[0]
    return set(_NEEDED) <= set(_headings(line))


def read_rows(path: Path) -> list[Row]:
    """The rows of a statement table, empty ones left out.

    Raises DocumentError for a file that is too large, no UTF-8, or no table.
    """
    if path.stat().st_size > MAX_BYTES:
        raise DocumentTooLargeError(
            f"{path}: more than the {MAX_BYTES / 1e6:.0f} MB that a table may hold; split it"
        )
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EncodingError(f"{path}: is not UTF-8 ({error.reason}); save it as UTF-8") from error
    head = text.partition("\n")[0]
    headings = _headings(head)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(head), strict=True)
    rows = []
    try:
        next(reader)
        last = reader.line_num
        for cells in reader:
            line, last = last + 1, reader.line_num
            if not any(cells):
                continue
            if len(cells) != len(headings):
                raise DocumentError(
                    f"{path}, line {line}: has {len(cells)} cells, its heading {len(headings)}; "
                    "a quotation mark or separator in it may lack quotation marks around it"
                )
            rows.append(Row(line, dict(zip(headings, map(restore, cells), strict=True))))
    except csv.Error as error:
        raise DocumentError(
            f"{path}, line {last + 1}: is no CSV ({error}); save it anew"
        ) from error
    if not rows:
        raise DocumentError(f"{path}: the table has no row; export one with statements")
    return rows


def rows_text(rows: Iterable[Mapping[str, str]]) -> str:
    """A table of these rows; a column that a row lacks is empty.

    Text stands as it is, in quotation marks where it must, unlike in the tables of the program
    itself, which put commas for semicolons. What a spreadsheet would run starts with a `'`.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([neutralise(row.get(column, "")) for column in COLUMNS])
    return target.getvalue()


def _separator(head: str) -> str:
    return max(";,\t", key=head.count)


def _headings(head: str) -> list[str]:
    cells = next(csv.reader([head.rstrip("\r\n")], delimiter=_separator(head)), [])
    keys = [re.sub(r"[\s_]", "", cell).lower() for cell in cells]
    return [_NAMES.get(key, cell) for key, cell in zip(keys, cells, strict=True)]
