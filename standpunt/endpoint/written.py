"""An answer as the bytes of one format, and its ETag; runs no query."""

import hashlib

from graph.answer import Answer, Dataset, Table, Text, Triples, Truth
from graph.generation import Generation
from graph.guard import always_answers_alike, query_form
from graph.row_forms import write_table
from standpunt.endpoint.negotiation import EXCEL, TABLE_FORMS, TRIPLE_FORMS, Form, choose
from standpunt.endpoint.protocol import Operation
from standpunt.results import triples_text, truth_text


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


def written(answer: Answer | Text, form: Form) -> bytes:
    """The answer in that form. Raises FormatError if it cannot hold the answer."""
    match answer:
        case Text():
            return answer.body
        case Truth():
            return truth_text(answer.value, "csv" if form is EXCEL else form.name).encode()
        case Table():
            return write_table(answer, form.name).encode()
        case Triples():
            return triples_text(answer.triples, form.name, answer.warning).encode()


def row_count(answer: Answer | Text) -> int:
    """How many rows or triples an answer has; 1 for yes or no."""
    match answer:
        case Text():
            return answer.row_count
        case Truth():
            return 1
        case Table():
            return len(answer.rows)
        case Triples():
            return len(answer.triples)


def etag_of(
    generation: Generation, operation: Operation, form: Form, *, reviewed: bool
) -> str | None:
    """A weak ETag that changes with the generation, the view of it, the query and the format.

    None for a query whose answer does not hang on the store alone (NOW, RAND, UUID).
    """
    if not always_answers_alike(operation.text):
        return None
    dataset = operation.dataset or Dataset()
    parts = (
        str(generation.number),
        generation.published.isoformat(),
        "reviewed" if reviewed else "",
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
