"""A row of announced against delivered: an announcement or a forecast; draws and asks nothing."""

from dashboard.address import short_id
from standpunt.analysis.announced import Delivery
from standpunt.analysis.comparison import Comparison, Forecast

Row = Delivery | Forecast


def row_key(row: Row) -> str:
    """What the address calls a row: the claim, and the issue of an announcement; "" for neither."""
    if isinstance(row, Forecast):
        return short_id(row.forecast.iri, "document")
    if row.announced is None:
        return ""
    return f"{short_id(row.announced.iri, 'document')}~{short_id(row.issue, 'issue')}~{row.holder}"


def find_row(comparison: Comparison, key: str) -> Row | None:
    """The row of that key; None if there is none."""
    rows: list[Row] = [*comparison.deliveries, *comparison.forecasts]
    return next((row for row in rows if key and row_key(row) == key), None)
