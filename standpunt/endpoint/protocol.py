"""Reads a query operation of the SPARQL 1.1 Protocol off a request; runs nothing."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode
from starlette.requests import ClientDisconnect, Request

from graph.answer import Dataset
from standpunt.endpoint.problems import Problem
from standpunt.endpoint.settings import Settings

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
MAX_FIELDS = 1000
_CLOSE = {"Connection": "close"}

Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Operation:
    """A query as a client asks it: its text, the graphs it is asked on, the format it names."""

    text: str
    dataset: Dataset | None
    form: str | None


async def read_operation(request: Request, settings: Settings) -> Operation | None:
    """The query of a GET, HEAD or POST request; None for a GET or HEAD without any.

    Raises Problem.
    """
    fields = _read_fields(request.scope["query_string"], "the address")
    if request.method != "POST":
        _refuse_update(fields)
        return _operation(fields) if "query" in fields else None
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    match media.strip().lower():
        case "application/x-www-form-urlencoded":
            body = await _read_body(request, settings)
            return _operation(_joined(fields, _read_fields(body, "the body")))
        case "application/sparql-query":
            _refuse_charset(parameters)
            if "query" in fields:
                raise Problem(400, "the query stands in the address and in the body; send one")
            text = _decoded(await _read_body(request, settings), "the body")
            return _operation(_joined(fields, {"query": [text]}))
        case "application/sparql-update":
            raise _read_only()
        case other:
            raise Problem(
                415, f"Content-Type {other!r} is not possible here; send {FORM} or {QUERY}"
            )


def _operation(fields: Fields) -> Operation:
    _refuse_update(fields)
    queries = fields.get("query", ())
    if len(queries) != 1:
        raise Problem(400, f"a request holds one query, not {len(queries)}")
    forms = [form for form in fields.get("format", ()) if form]
    dataset = Dataset(_iris(fields, "default-graph-uri"), _iris(fields, "named-graph-uri"))
    given = dataset.default_graphs or dataset.named_graphs
    return Operation(queries[0], dataset if given else None, forms[0] if forms else None)


def _iris(fields: Fields, name: str) -> tuple[str, ...]:
    iris = tuple(dict.fromkeys(fields.get(name, ())))
    for iri in iris:
        try:
            NamedNode(iri)
        except ValueError as error:
            raise Problem(400, f"{name}={iri!r} is no absolute IRI") from error
    return iris


def _refuse_update(fields: Fields) -> None:
    if "update" in fields:
        raise _read_only()


def _read_only() -> Problem:
    return Problem(403, "this endpoint is read-only; updates are made with standpunt ingest")


def _joined(one: Fields, other: Fields) -> Fields:
    return {name: [*one.get(name, ()), *other.get(name, ())] for name in {*one, *other}}


def _read_fields(encoded: bytes, where: str) -> Fields:
    found: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(
            encoded.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MAX_FIELDS,
        )
    except ValueError as error:  # UnicodeDecodeError is one
        raise Problem(400, f"{where} is no URL-encoded UTF-8 text ({error})") from error
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _refuse_charset(parameters: str) -> None:
    for parameter in parameters.lower().split(";"):
        name, _, value = parameter.strip().partition("=")
        if name == "charset" and value.strip('"') not in ("utf-8", "utf8", "us-ascii"):
            raise Problem(415, f"the query is in {value}; send it in UTF-8")


def _decoded(body: bytes, where: str) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, f"{where} is no UTF-8 text ({error.reason})") from error


async def _read_body(request: Request, settings: Settings) -> bytes:
    too_long = Problem(
        413, f"the body is longer than {settings.max_body_bytes} bytes", headers=_CLOSE
    )
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > settings.max_body_bytes:
        raise too_long
    body = bytearray()
    try:
        async with asyncio.timeout(settings.body_timeout_s):
            async for chunk in request.stream():
                body += chunk
                if len(body) > settings.max_body_bytes:
                    raise too_long
    except TimeoutError as error:
        raise Problem(408, "the body did not come in time", headers=_CLOSE) from error
    except ClientDisconnect as error:
        raise Problem(400, "the client has gone", "gone") from error
    return bytes(body)
