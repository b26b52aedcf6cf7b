"""The endpoint as an ASGI application: which path answers what."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pyoxigraph import NamedNode, RdfFormat, Triple, parse
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from graph.description import SD_ENDPOINT, SERVICE
from graph.errors import StoreError
from graph.generation import Generation
from graph.interface import Pool
from graph.opening import pool_description, published_description
from ontology.errors import StandpuntError
from standpunt.endpoint.answering import Answering, Written
from standpunt.endpoint.gatekeeping import Gatekeeper
from standpunt.endpoint.journal import Journal, note
from standpunt.endpoint.metrics import Metrics
from standpunt.endpoint.negotiation import TABLE_FORMS, TRIPLE_FORMS, Form, choose
from standpunt.endpoint.problems import Problem, problem_of, problem_response
from standpunt.endpoint.protocol import Operation, read_operation
from standpunt.endpoint.sending import ChunkedResponse
from standpunt.endpoint.settings import Settings
from standpunt.endpoint.written import etag_of, form_of, matches
from standpunt.results import triples_text

METHODS = ["GET", "HEAD", "POST"]
_READABLE_BY_PAGES = ("ETag", "Retry-After", "Standpunt-Generation", "Standpunt-Truncated")
_VARY = "Accept, Accept-Encoding"


class Endpoint:
    """The handlers of the paths, on one pool."""

    def __init__(self, settings: Settings, pool: Pool) -> None:
        self._settings = settings
        self._pool = pool
        self._answering = Answering(settings, pool)
        self._metrics = Metrics(settings, pool)

    def application(self) -> Starlette:
        """The ASGI application; it closes the pool when it is shut down."""
        middleware = [Middleware(Journal, metrics=self._metrics)]
        if self._settings.origins:
            middleware.append(
                Middleware(
                    CORSMiddleware,
                    allow_origins=self._settings.origins,
                    allow_methods=METHODS,
                    allow_headers=["Authorization", "If-None-Match"],
                    expose_headers=_READABLE_BY_PAGES,
                )
            )
        middleware.append(Middleware(Gatekeeper, settings=self._settings))
        return Starlette(
            routes=[
                Route("/sparql", self.sparql, methods=METHODS),
                Route("/sparql/", self.sparql, methods=METHODS),
                Route("/.well-known/void", self.void, methods=["GET", "HEAD"]),
                Route("/health", self.health, methods=["GET", "HEAD"]),
                Route("/metrics", self.metrics, methods=["GET", "HEAD"]),
                Route("/", self.void, methods=["GET", "HEAD"]),
            ],
            middleware=middleware,
            exception_handlers={StandpuntError: _refuse, HTTPException: _refuse_path},
            lifespan=self._lifespan,
        )

    async def sparql(self, request: Request) -> Response:
        """A query operation; without a query, the service description."""
        operation = await read_operation(request, self._settings)
        if operation is None:
            return await self._described(request)
        if self._settings.log_queries:
            note(request.scope, query=operation.text)
        form = form_of(operation, request.headers.get("accept"))
        if form is None:
            form = TABLE_FORMS[0]  # the engine says what is wrong with the text
        else:
            etag = etag_of(await self._generation(), operation, form, reviewed=self._pool.reviewed)
            if matches(etag, request.headers.get("if-none-match")):
                note(request.scope, outcome="unchanged")
                return Response(status_code=304, headers={"ETag": etag or "", "Vary": _VARY})
        found = await self._answering.answer(operation, form, request)
        note(request.scope, rows=found.rows, format=form.name, generation=found.generation)
        return self._response(found, await self._generation(), operation, form, request)

    async def void(self, request: Request) -> Response:
        """What the store holds, as VoID."""
        return await self._described(request)

    async def health(self, _request: Request) -> Response:
        """200 while queries can be answered: the published generation can be read."""
        try:
            generation = await self._generation()
        except StoreError as error:
            return JSONResponse({"status": "unavailable", "detail": str(error)}, 503)
        return JSONResponse(
            {
                "status": "ok",
                "generation": generation.number,
                "published": generation.published.isoformat(),
                "quads": generation.quads,
            }
        )

    async def metrics(self, _request: Request) -> Response:
        """Figures for Prometheus."""
        text = await run_in_threadpool(self._metrics.text)
        return Response(text, headers={"Content-Type": self._metrics.media_type})

    # --- inside --------------------------------------------------------------------------------

    async def _generation(self) -> Generation:
        """The published generation: of a folder at once, of an engine when it has answered."""
        return await run_in_threadpool(self._pool.generation)

    def _response(
        self,
        found: Written,
        generation: Generation,
        operation: Operation,
        form: Form,
        request: Request,
    ) -> Response:
        headers = {
            "Content-Type": form.content_type,
            "Vary": _VARY,
            "Standpunt-Generation": str(found.generation),
        }
        if found.gzipped:
            headers["Content-Encoding"] = "gzip"
        if found.warning:
            # Not 200: no program shall take the beginning for the whole.
            note(request.scope, outcome="truncated")
            headers |= {"Standpunt-Truncated": found.warning, "Cache-Control": "no-store"}
            return ChunkedResponse(found.body, 206, headers)
        etag = etag_of(generation, operation, form, reviewed=self._pool.reviewed)
        if etag is None or generation.number != found.generation:
            headers["Cache-Control"] = "no-store"
        else:
            headers |= {"ETag": etag, "Cache-Control": "no-cache"}
        return ChunkedResponse(found.body, 200, headers)

    async def _described(self, request: Request) -> Response:
        form = choose(TRIPLE_FORMS, request.headers.get("accept"))
        address = str(request.url.replace(query="", path="/sparql"))
        if request.url.path.startswith("/sparql"):
            address = str(request.url.replace(query=""))
        generation = await self._generation()
        view = "-reviewed" if self._pool.reviewed else ""
        time = f"{generation.published.timestamp():.0f}"
        etag = f'W/"{generation.number}-{time}-{form.name}{view}"'
        if matches(etag, request.headers.get("if-none-match")):
            return Response(status_code=304, headers={"ETag": etag, "Vary": "Accept"})
        text = await run_in_threadpool(self._description, address, form)
        headers = {"Content-Type": form.content_type, "ETag": etag, "Vary": "Accept"}
        return ChunkedResponse(text.encode(), 200, headers | {"Cache-Control": "no-cache"})

    def _description(self, address: str, form: Form) -> str:
        if self._pool.reviewed or self._settings.as_of is not None:
            turtle = pool_description(self._pool)
        else:
            turtle = published_description(self._settings.store)
        triples = [quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)]
        triples.append(Triple(SERVICE, SD_ENDPOINT, NamedNode(address)))
        return triples_text(triples, form.name)

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        yield
        self._answering.close()
        self._pool.close()


async def _refuse(request: Request, error: Exception) -> Response:
    """A request that gets no result, for a reason that it can do something about."""
    if not isinstance(error, StandpuntError):
        raise error
    problem = error if isinstance(error, Problem) else problem_of(error)
    note(request.scope, outcome=problem.outcome)
    return problem_response(problem, request)


async def _refuse_path(request: Request, error: Exception) -> Response:
    """No such path, or a method that it does not have."""
    if not isinstance(error, HTTPException):
        raise error
    detail = {
        404: "there is nothing here; the endpoint is at /sparql",
        405: f"{request.method} is not possible here; use GET, HEAD or POST",
    }.get(error.status_code, error.detail)
    problem = Problem(error.status_code, detail, headers=dict(error.headers or {}))
    note(request.scope, outcome=problem.outcome)
    return problem_response(problem, request)
