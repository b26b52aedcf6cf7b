"""Where SPARQL is run: the engine can end the process it is in, so there are few places."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("ontology", "ingest", "graph", "standpunt", "dashboard")
# The worker runs what people ask, and has templates read by an empty engine; the third runs queries
# of ours on quads of its own.
RUN_QUERIES = {"graph/worker.py", "graph/template.py", "graph/checking.py"}


def test_queries_are_run_in_the_worker_and_one_place_more() -> None:
    found = {
        str(source.relative_to(ROOT))
        for package in PACKAGES
        for source in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(source.read_text("utf-8"), str(source)))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "query"
    }
    assert found == RUN_QUERIES


def test_the_worker_alone_reads_templates() -> None:
    importing = {
        str(source.relative_to(ROOT))
        for package in PACKAGES
        for source in (ROOT / package).rglob("*.py")
        if "from graph.template import" in source.read_text("utf-8")
    }
    assert importing == {"graph/worker.py"}
