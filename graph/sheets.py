"""CSV that a spreadsheet opens without running anything."""

import csv
import io
from collections.abc import Iterable, Sequence

from graph.answer import Term
from graph.formulas import neutralise
from graph.index import QuadIndex
from graph.selection import Subgraph
from ontology.terms import (
    OA_END,
    OA_START,
    P_DOCUMENT,
    P_EVIDENCE,
    P_FILE_NAME,
    P_RULE,
    P_SHA256,
    P_SPAN,
)

_EXTRA_COLUMNS = ("spans", "rules", "fileName", "sha256")


def write_claims_csv(subgraph: Subgraph) -> bytes:
    """The selected claims as spreadsheet-safe CSV in UTF-8, one a row.

    The columns of the stored question `claims`, then `spans` (start-end, by a blank), `rules`,
    `fileName` and `sha256` of the document.
    """
    index = QuadIndex(subgraph.quads)
    rows = [
        (*cells, *_evidence(index, row[0]))
        for cells, row in zip(subgraph.table.plain_rows(), subgraph.table.rows, strict=True)
    ]
    return _write((*subgraph.table.columns, *_EXTRA_COLUMNS), rows, True).encode()


def _evidence(index: QuadIndex, claim: Term | None) -> tuple[str, ...]:
    spans = sorted(
        (int(index.texts(span, OA_START)[0]), int(index.texts(span, OA_END)[0]))
        for evidence in index.objects(claim, P_EVIDENCE)
        for span in index.objects(evidence, P_SPAN)
    )
    return (
        " ".join(f"{start}-{end}" for start, end in spans),
        " ".join(index.texts(claim, P_RULE)),
        " ".join(index.texts(claim, P_DOCUMENT, P_FILE_NAME)),
        " ".join(index.texts(claim, P_DOCUMENT, P_SHA256)),
    )


def _write(
    columns: Sequence[str], rows: Iterable[Sequence[str | None]], spreadsheet_safe: bool
) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        cells = ["" if cell is None else cell for cell in row]
        writer.writerow([neutralise(cell) for cell in cells] if spreadsheet_safe else cells)
    return text.getvalue()
