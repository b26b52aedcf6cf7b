"""An answer as the bytes of one format, and its ETag; runs no query."""

import hashlib

from graph.answer import Answer, Dataset, Table, Truth
from graph.generation import Generation
from graph.guard import always_answers_alike, query_form
from graph.sheets import table_to_csv
from standpunt.endpoint.negotiation import EXCEL, TABLE_FORMS, TRIPLE_FORMS, Form, choose
from standpunt.endpoint.protocol import Operation
from standpunt.results import table_text, triples_text, truth_text

BYTE_ORDER_MARK = "\ufeff"  # Excel takes CSV for UTF-8 only with it


def form_of(operation: Operation, accept: str | None) -> Form | None:
    """The format that the operation's answer will have; None if the text is no query at all.

    Raises Problem.
    """
    match query_form(operation.text):
        case "":
            return None
        case "construct" | "describe":
            return choose(TRIPLE_FORMS, accept, operation.form)
        case _:
            return choose(TABLE_FORMS, accept, operation.form)


def written(answer: Answer, form: Form) -> bytes:
    """The answer in that form. Raises FormatError if it cannot hold the answer."""
    return _text(answer, form).encode("utf-8", "surrogatepass")


def _text(answer: Answer, form: Form) -> str:
    if isinstance(answer, Truth):
        return truth_text(answer.value, "csv" if form is EXCEL else form.name)
    if not isinstance(answer, Table):
        return triples_text(answer.triples, form.name, answer.warning)
    match form.name:
        case "csv":
            return table_to_csv(answer, spreadsheet_safe=False)
        case "excel":
            return BYTE_ORDER_MARK + table_to_csv(answer)
        case name:
            return table_text(answer, name)


def etag_of(generation: Generation, operation: Operation, form: Form) -> str | None:
    """A weak ETag that changes with the generation, the query and the format.

    None for a query whose answer does not hang on the store alone (NOW, RAND, UUID).
    """
    if not always_answers_alike(operation.text):
        return None
    dataset = operation.dataset or Dataset()
    parts = (
        str(generation.number),
        generation.published.isoformat(),
        form.name,
        operation.text,
        *dataset.default_graphs,
        "",
        *dataset.named_graphs,
    )
    digest = hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8)
    return f'W/"{generation.number}-{digest.hexdigest()}"'


def matches(etag: str | None, if_none_match: str | None) -> bool:
    """Whether a client already has what the ETag stands for (RFC 9110, 13.1.2)."""
    if etag is None or if_none_match is None:
        return False
    strong = etag.removeprefix("W/")
    return any(tag.strip().removeprefix("W/") == strong for tag in if_none_match.split(","))
