"""What the addresses of things answer: RDF for programs, the page that shows the thing for readers.

/id/issue/return is https://w3id.org/standpunt/id/issue/return on this server; a thing that keeps
its IRI of the EU's authority tables is at /id?iri=…. The form is chosen by the Accept header or by
the end of the path (.ttl, .jsonld, .nt, .html). Reads only.
"""

import logging
from collections.abc import Mapping
from urllib.parse import quote, urlencode

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard.nodes import address
from dashboard.pools import page_pool, store_path
from dashboard.search import PLACES
from graph.describing import describe_thing
from graph.errors import GraphError
from graph.opening import published_number
from graph.questions import answer_question
from graph.stand_ins import stand_in
from ontology.terms import ID
from standpunt.endpoint.negotiation import Form, choose
from standpunt.endpoint.problems import Problem

_logger = logging.getLogger(__name__)
_HTML = Form("html", "text/html", ("application/xhtml+xml",))
_RDF = (
    Form("turtle", "text/turtle", ("application/x-turtle",)),
    Form("jsonld", "application/ld+json", ("application/json",)),
    Form("ntriples", "application/n-triples"),
)
_BY_ENDING = {".ttl": _RDF[0], ".jsonld": _RDF[1], ".nt": _RDF[2], ".html": _HTML}
LONGEST_IRI = 2_000
_OF_IRIS = "%/:?#[]@!$&'()*+,;=~"  # what may stand in an IRI as it is (RFC 3986, 2.2)


def page_of(iri: str, codes: Mapping[str, str]) -> str | None:
    """The address of the page that shows a thing, relative to the dashboard; None if none does.

    `codes` has the code of each actor by IRI.
    """
    found = page_parts(iri, codes)
    return address(*found) if found else None


def page_parts(iri: str, codes: Mapping[str, str]) -> tuple[str, dict[str, str]] | None:
    """The same as the page's name and the parameters of its address."""
    if iri in codes:
        return _place("actor", codes[iri])
    kind, _, short = iri.removeprefix(ID).partition("/")
    if not iri.startswith(ID) or not short:
        return None
    if kind == "document":
        document, slash, _ = short.partition("/")
        claim = "/".join(short.split("/")[:3]) if "/claim/" in short else short
        return "document", {"doc": document, "claim": claim if slash else ""}
    if kind == "meeting":
        return _place("meeting", short.partition("/item/")[0])
    return _place("issue", short) if kind == "issue" else None


def _place(kind: str, short: str) -> tuple[str, dict[str, str]]:
    page, parameter = PLACES[kind]
    return page, {parameter: short}


async def _resolve(request: Request) -> Response:
    refused = _refusal(request)
    if refused is not None:
        return refused
    path = str(request.path_params.get("path", ""))
    ending = next((end for end in _BY_ENDING if path.endswith(end)), "")
    iri = ID + path.removesuffix(ending) if path else request.query_params.get("iri", "")
    if not iri or len(iri) > LONGEST_IRI:
        return _told("name a thing: /id/issue/return, or /id?iri= and its IRI", 404)
    try:
        form = _BY_ENDING.get(ending) or choose((*_RDF, _HTML), request.headers.get("accept"))
        return await run_in_threadpool(_answer, request, iri, form)
    except Problem as problem:
        return _told(problem.detail, problem.status)
    except GraphError as error:
        _logger.warning("%s could not be described: %s", iri, error)
        return _told(str(error), 503)


def _answer(request: Request, iri: str, form: Form) -> Response:
    content = describe_thing(page_pool(), iri, "turtle" if form is _HTML else form.name)
    if content is None:
        return _told(f"nothing here is called <{iri[:200]}>", 404)
    base = str(request.base_url)
    page = page_of(iri, _codes())
    headers = {"Link": _links(base, iri, page), "Vary": "Accept"}
    if form is _HTML:
        if page is None:
            return _told("no page shows this alone; ask for text/turtle", 406, headers)
        return RedirectResponse(base + page, 303, headers)
    return Response(content, media_type=form.content_type, headers=headers)


def _links(base: str, iri: str, page: str | None) -> str:
    """The other forms of the same, and the thing itself (RFC 8288)."""
    written = quote(iri, safe=_OF_IRIS)
    found = [f'<{written}>; rel="describes"']
    if iri.startswith(ID):
        here = f"{base}id/{written.removeprefix(ID)}"
        found += [
            f'<{here}{ending}>; rel="alternate"; type="{form.media_type}"'
            for ending, form in _BY_ENDING.items()
            if form is not _HTML
        ]
    else:
        found.append(f'<{base}id?{urlencode({"iri": iri})}>; rel="self"')
    if page is not None:
        found.append(f'<{base}{page}>; rel="alternate"; type="text/html"')
    return ", ".join(found)


def _codes() -> dict[str, str]:
    """The code of each actor by IRI."""
    number = published_number(store_path()) or 0
    rows = stand_in(store_path(), number, "actors", {})
    if rows is None:
        rows = answer_question(page_pool(), "actors").records()
    return {row["actor"] or "": row["code"] or "" for row in rows}


def _refusal(request: Request) -> Response | None:
    """As the WebSocket of the pages: no other name than ours, and no page of another site."""
    allowed = st.get_option("server.allowedHosts") or []
    name = request.url.hostname or ""
    if allowed and name not in allowed and f"[{name}]" not in allowed:
        return _told("this server does not answer to that name", 403)
    is_link = request.headers.get("sec-fetch-mode") == "navigate"
    if request.headers.get("sec-fetch-site") == "cross-site" and not is_link:
        return _told("this server does not answer to pages of other sites", 403)
    return None


def _told(message: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    media = "text/plain; charset=utf-8"
    return Response(f"{message}\n", status_code=status, media_type=media, headers=headers)


id_routes = [
    Route("/id", _resolve, methods=["GET", "HEAD"]),
    Route("/id/{path:path}", _resolve, methods=["GET", "HEAD"]),
]
