"""What asking costs: stored queries cold and warm, what the pages ask, exports, memory.

Each query is asked through the pool of workers, as users do, and of the bare engine in this
process, the same SPARQL on the same files. A query that the pool ends at its time limit is not
asked of the bare engine, which cannot be stopped.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from io import BytesIO
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter

from measuring import Figure, took
from pyoxigraph import QuerySolutions, RdfFormat, Store, serialize

from graph.answer import Table
from graph.errors import QueryTimeoutError
from graph.export import write_claims
from graph.generation import current_generation
from graph.guard import bind_values
from graph.pool import QueryPool
from graph.projected import let_go
from graph.questions import answer_question, bind, find_question, stored_questions
from graph.selection import Selection
from graph.stand_ins import stand_in
from ontology.terms import P_ABOUT

LIMIT_S = 4.0
TURNS = 5
PAGE_S = 20.0
SLOW_MS = 1_000.0  # what takes longer is asked once
# What is asked about one thing, by the parameter that names it.
ABOUT_ONE = {
    "claim-evidence": "document", "claim-holders": "claim", "document-text": "document",
    "document-sections": "document", "findings": "document", "item-participants": "meeting",
    "joint-letter-signatories": "meeting", "meeting-items": "meeting",
    "claims": "issue", "contested-items": "meeting",
}  # fmt: skip
# What each page asks before it shows anything, besides the catalogue.
CATALOGUE = ("documents", "meetings", "issues", "actors")
PAGES = {
    "Overview": ("contested-items", "claims"),
    "Positions of one issue": ("claims",),
    "Meetings": ("meeting-items", "item-participants", "joint-letter-signatories"),
    "Choices": ("solidarity-choices",),
    "One document": ("document-text", "document-sections", "claim-evidence"),
}


def things(pool: QueryPool) -> dict[str, str]:
    """One document, meeting, claim and issue of the store, to ask about."""
    document = answer_question(pool, "document-facts").records()[0]["document"] or ""
    meeting = answer_question(pool, "meeting-days").records()[0]["meeting"] or ""
    claim = answer_question(pool, "claim-evidence", {"document": document}).records()[0]["claim"]
    issue = _middling_issue(pool)
    return {"document": document, "meeting": meeting, "claim": claim or "", "issue": issue}


def _middling_issue(pool: QueryPool) -> str:
    """The issue with as many issues that have more claims as have fewer."""
    text = "SELECT ?issue (COUNT(?claim) AS ?n) { ?claim <%s> ?issue } GROUP BY ?issue ORDER BY ?n"
    table = pool.ask(text % P_ABOUT.value, timeout_s=60)
    assert isinstance(table, Table)
    found = [row["issue"] for row in table.records()]
    return found[len(found) // 2] or ""


def values_of(question: str, known: Mapping[str, str]) -> dict[str, str]:
    """The parameters with which a question is asked here."""
    name = ABOUT_ONE.get(question)
    return {name: known[name]} if name else {}


def stored_queries(store: Path, claims: int) -> Iterator[Figure]:
    """Each stored query: a worker started for it, a warm worker, the bare engine."""
    engine = Store.read_only(str(current_generation(store).path))
    with QueryPool(store, warm=True) as pool:
        known = things(pool)
        for question in stored_questions():
            values = values_of(question.name, known)
            yield from _stored_query(store, pool, engine, question.name, values, claims)


def _stored_query(
    store: Path, pool: QueryPool, engine: Store, name: str, values: dict[str, str], claims: int
) -> Iterator[Figure]:
    question = find_question(name)
    try:
        rows = len(answer_question(pool, question, values, timeout_s=LIMIT_S).rows)
    except QueryTimeoutError:
        yield Figure("Stored queries, warm", name, claims, None, note=f"over {LIMIT_S:.0f} s")
        return
    text = bind_values(question.text, bind(question, values))

    def pooled() -> object:
        return answer_question(pool, question, values, timeout_s=60)

    def bare() -> object:
        answer = engine.query(text)
        assert isinstance(answer, QuerySolutions)
        return [tuple(row) for row in islice(answer, rows)]

    took(bare)
    once = [(took(pooled), took(bare))]
    if once[0][0] < SLOW_MS:
        once = [(took(pooled), took(bare)) for _ in range(TURNS)]
    ms, alone = median(a for a, _ in once), median(b for _, b in once)
    yield Figure("Stored queries, warm", name, claims, ms, {"pyoxigraph": alone}, f"{rows:,} rows")
    if once[0][0] < SLOW_MS:
        yield Figure(
            "Stored queries, a worker started for each", name, claims, _cold(store, name, values)
        )


def _cold(store: Path, name: str, values: dict[str, str]) -> float:
    def ask() -> None:
        with QueryPool(store) as pool:
            answer_question(pool, name, values, timeout_s=60)

    return took(ask)


def page_data(store: Path, claims: int) -> Iterator[Figure]:
    """What each page asks before it shows anything, of a pool that has asked nothing.

    Every page asks for the catalogue, once for each generation; its figure has that in it.
    """
    part = "Data of pages, nothing kept"
    number = current_generation(store).number

    def project() -> None:
        let_go()
        if any(stand_in(store, number, name, {}) is None for name in CATALOGUE):
            raise SystemExit(f"{store} has no projection; publish it anew")

    with QueryPool(store, 2, warm=True) as pool:
        counted, late = _asked(pool, CATALOGUE, {})
        catalogue = took(project, TURNS)
        against = {} if late else {"asked of the engine": counted}
        yield Figure(part, "the catalogue", claims, catalogue, against, late)
        known = things(pool)
        for page, questions in PAGES.items():
            ms, slow = _asked(pool, questions, known)
            yield Figure(part, page, claims, None if slow else catalogue + ms, note=slow)


def _asked(
    pool: QueryPool, questions: Sequence[str], known: Mapping[str, str]
) -> tuple[float, str]:
    """How long the questions took, in ms, and which of them took too long."""
    started = perf_counter()
    for name in questions:
        try:
            answer_question(pool, name, values_of(name, known), timeout_s=PAGE_S).records()
        except QueryTimeoutError:
            return 0.0, f"{name} is over {PAGE_S:.0f} s"
    return 1000 * (perf_counter() - started), ""


def exports(store: Path, claims: int) -> Iterator[Figure]:
    """All claims of one issue in three formats, against a CONSTRUCT of as much by the engine."""
    engine = Store.read_only(str(current_generation(store).path))
    with QueryPool(store) as pool:
        selection = Selection(issue=_middling_issue(pool))
    for form in ("nquads", "trig", "csv"):
        target = BytesIO()
        with QueryPool(store, pinned=True) as pool:
            ms = took(partial(write_claims, pool, selection, form, target))
        against = {}
        if form == "nquads":
            quads = target.getvalue().count(b"\n")
            against["pyoxigraph"] = took(partial(_dump, engine, quads))
        size = f"{len(target.getvalue()) / 2**20:.1f} MiB"
        yield Figure("Export of one issue", form, claims, ms, against, size)


def _dump(engine: Store, quads: int) -> bytes:
    """As many quads as were exported, read and written by the engine."""
    return serialize(islice(engine, quads), format=RdfFormat.N_QUADS) or b""


def memory(store: Path, claims: int) -> Iterator[Figure]:
    """Most memory of a worker that has answered what the pages ask, in MiB."""
    with QueryPool(store, 1, warm=True) as pool:
        known = things(pool)
        for name in (*CATALOGUE, *(name for names in PAGES.values() for name in names)):
            try:
                answer_question(pool, name, values_of(name, known), timeout_s=20)
            except QueryTimeoutError:
                continue
        peak = max(map(_peak_mib, _children()), default=0.0)
    yield Figure("Memory, in MiB", "most of a query worker", claims, peak)


def _children() -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            said = status.read_text()
        except OSError:
            continue
        parent = re.search(r"^PPid:\s+(\d+)", said, re.M)
        if parent and int(parent[1]) == os.getpid():
            found.append(int(status.parent.name))
    return found


def _peak_mib(process: int) -> float:
    said = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"^VmHWM:\s+(\d+) kB", said, re.M)
    return int(found[1]) / 1024 if found else 0.0
