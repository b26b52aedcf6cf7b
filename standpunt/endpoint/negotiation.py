"""Which format a client gets (RFC 9110, 12.5.1), by its Accept header or the parameter `format`."""

import re
from dataclasses import dataclass

from standpunt.endpoint.problems import Problem


@dataclass(frozen=True)
class Form:
    """A format: its name (see standpunt.results), its media type, and others that mean it too."""

    name: str
    media_type: str
    also: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The Content-Type header; the charset where text would else be read as something else."""
        text = self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if text else self.media_type


# The first of each is what a client gets that takes anything.
TABLE_FORMS = (
    Form("json", "application/sparql-results+json", ("application/json",)),
    Form("xml", "application/sparql-results+xml", ("application/xml", "text/xml")),
    Form("csv", "text/csv"),
    Form("tsv", "text/tab-separated-values"),
)
# CSV for a spreadsheet: with a mark of UTF-8, and text that would run as a formula made harmless.
EXCEL = Form("excel", "text/csv")
TRIPLE_FORMS = (
    Form("turtle", "text/turtle", ("application/x-turtle",)),
    Form("ntriples", "application/n-triples"),
    Form("nquads", "application/n-quads"),
    Form("trig", "application/trig"),
    Form("jsonld", "application/ld+json", ("application/json",)),
    Form("rdfxml", "application/rdf+xml", ("application/xml", "text/xml")),
)
_QUALITY = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)


def choose(forms: tuple[Form, ...], accept: str | None, named: str | None = None) -> Form:
    """The form that `named` names, else the one the Accept header likes best.

    Among equals the more specific range wins, then the one named first. Raises Problem (406, or 400
    for an unknown name).
    """
    if named is not None:
        known: dict[str, Form] = {form.name: form for form in forms}
        if forms is TABLE_FORMS:
            known[EXCEL.name] = EXCEL
        if named in known:
            return known[named]
        raise Problem(400, f"format={named!r} is not possible here; use one of {', '.join(known)}")
    ranges = accepted(accept)
    quality, best = max(
        ((_liking(form, ranges), form) for form in forms), key=lambda liked: liked[0]
    )
    if quality[0] > 0:
        return best
    types = ", ".join(form.media_type for form in forms)
    raise Problem(406, f"this answer cannot be given as {accept!r}; accept one of {types}")


def accepted(header: str | None) -> dict[str, tuple[float, int]]:
    """Quality and place of each range of an Accept or Accept-Encoding header, in lower case.

    What cannot be read is left out; without a header, anything goes.
    """
    found: dict[str, tuple[float, int]] = {}
    for place, part in enumerate((header or "*/*").split(",")):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        qualities = [match for piece in parameters if (match := _QUALITY.fullmatch(piece))]
        if name:
            found.setdefault(name.lower(), (float(qualities[0][1]) if qualities else 1.0, place))
    return found


def takes_gzip(header: str | None) -> bool:
    """Whether an Accept-Encoding header takes gzip."""
    ranges = accepted(header) if header else {}
    return ranges.get("gzip", ranges.get("*", (0.0, 0)))[0] > 0


def _liking(form: Form, ranges: dict[str, tuple[float, int]]) -> tuple[float, int, int]:
    """Quality, how specific the range is, and the place counted backwards."""
    group = form.media_type.partition("/")[0]
    for specific, names in (
        (2, (form.media_type,)),
        (2, form.also),
        (1, (f"{group}/*",)),
        (0, ("*/*",)),
    ):
        liked = [ranges[name] for name in names if name in ranges]
        if liked:
            quality, place = max(liked)
            return quality, specific, -place
    return 0.0, 0, 0
