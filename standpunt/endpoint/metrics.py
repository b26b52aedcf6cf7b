"""Figures of an endpoint for Prometheus; counts, never what was asked."""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from graph.errors import StoreError
from graph.interface import Pool
from standpunt.endpoint.settings import Settings

PATHS = frozenset({"/", "/sparql", "/sparql/", "/.well-known/void", "/health", "/metrics"})
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """Counters and gauges in a registry of their own."""

    media_type = CONTENT_TYPE_LATEST

    def __init__(self, settings: Settings, pool: Pool) -> None:
        # The time of birth of every figure is of no use to anybody.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._pool = pool
        self._registry = registry = CollectorRegistry()
        labels = ("path", "method", "status")
        self._requests = Counter(
            "standpunt_requests", "Requests answered", labels, registry=registry
        )
        self._outcomes = Counter(
            "standpunt_queries", "Requests to /sparql by outcome", ("outcome",), registry=registry
        )
        self._seconds = Histogram(
            "standpunt_request_seconds", "Seconds a request took", ("path",),
            buckets=_SECONDS, registry=registry,
        )  # fmt: skip
        self._bytes = Counter("standpunt_sent_bytes", "Bytes of bodies sent", registry=registry)
        self._gauge("running_queries", "Queries running now").set_function(pool.running)
        self._gauge("workers", "Queries that can run at a time").set(settings.workers)
        self._generation = self._gauge("generation", "Number of the published generation")
        self._quads = self._gauge("quads", "Quads in the published generation")

    def count(
        self, path: str, method: str, status: int, outcome: str, elapsed_s: float, sent: int
    ) -> None:
        """One request; `path` is one of PATHS or "other"."""
        known = method if method in _METHODS else "other"
        self._requests.labels(path, known, str(status)).inc()
        self._seconds.labels(path).observe(elapsed_s)
        self._bytes.inc(sent)
        if path.startswith("/sparql"):
            self._outcomes.labels(outcome).inc()

    def text(self) -> bytes:
        """All figures in the text format of Prometheus."""
        try:
            generation = self._pool.generation()
        except StoreError:
            number, quads = 0, 0
        else:
            number, quads = generation.number, generation.quads
        self._generation.set(number)
        self._quads.set(quads)
        return generate_latest(self._registry)

    def _gauge(self, name: str, help_text: str) -> Gauge:
        return Gauge(f"standpunt_{name}", help_text, registry=self._registry)
