"""What asking costs: stored queries cold and warm, what the pages ask, exports.

Each query is asked through the pool of workers, as users do, and of the bare engine in this
process, the same SPARQL on the same files. A query that the pool ends at its time limit is not
asked of the bare engine, which cannot be stopped.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from io import BytesIO
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter

from measuring import Figure, took
from pyoxigraph import QuerySolutions, RdfFormat, Store, serialize

from graph.answer import Table
from graph.errors import QueryMemoryError, QueryTimeoutError
from graph.export import write_claims
from graph.generation import current_generation
from graph.guard import bind_values
from graph.listed import Row
from graph.pool import QueryPool
from graph.projected import let_go
from graph.questions import Question, answer_question, bind, find_question, stored_questions
from graph.selection import Selection
from graph.stand_ins import stand_in, stand_in_columns
from ontology.terms import P_ABOUT

LIMIT_S = 4.0
TURNS = 5
PAGE_S = 20.0
SLOW_MS = 1_000.0  # what takes longer is asked once
# What a question is asked about here, by the first of these parameters that it has.
NARROWED_BY = ("claim", "document", "meeting", "issue", "actor", "state")
# What pages and analysis ask about everything, and what they ask about something else.
ABOUT = {
    "documents": (), "meetings": (), "issues": (), "actors": (), "documents-with-choices": (),
    "claims": ("issue",), "claim-evidence": ("document",), "proposal-backing": ("meeting",),
    "positions-about-agency": ("meeting",), "said-of-state": ("document",),
    "stance-over-time": ("actor", "issue"),
}  # fmt: skip
# What pages ask before they show anything, besides the catalogue and what columns tell; and about
# what. The claims of a list are chosen from columns, and asked for by their IRIs.
CATALOGUE = ("documents", "meetings", "issues", "actors")
PAGES: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "Overview": (("contested-items", ("meeting",)), ("claims", ("listed",))),
    "Positions": (("claims", ("listed",)),),
    "One actor": (
        ("claims", ("listed",)), ("actor-words", ("actor",)), ("item-participants", ("document",)),
        ("memberships", ()), ("presidencies", ("actor",)), ("state-choices", ("state",)),
    ),
    "One issue": (("claims", ("listed",)), ("issue-words", ()), ("issue-tree", ())),
    "One claim": (("claim-holders", ("claim",)), ("claim-evidence", ("claim",))),
    "Meetings": (
        ("meeting-items", ("meeting",)), ("item-participants", ("meeting",)),
        ("joint-letter-signatories", ("meeting",)),
    ),
    "Trajectory": (("stance-over-time", ("actor", "issue")), ("issue-tree", ())),
    "Choices": (("solidarity-choices", ("document",)),),
    "One document": (
        ("document-text", ("document",)), ("document-sections", ("document",)),
        ("claim-evidence", ("document",)), ("findings", ("document",)),
    ),
    "Data": (("runs", ()),),
    "Reviews": (("reviews", ()),),
}  # fmt: skip
LISTED = 40  # claims on a page
SHOWN = 30  # rows of the catalogue that are looked at
_FOR = {"listed": "claim"}
_NLD = "http://publications.europa.eu/resource/authority/country/NLD"


@cache
def things(store: Path) -> Mapping[str, str]:
    """One document, meeting, claim, issue and actor of the store, by parameter, to ask about.

    `listed` are so many claims as a page lists, apart by a blank.

    Kept as long as the program runs; replacing documents leaves them as they are.
    """
    with QueryPool(store) as pool:
        # A report of a meeting: what is asked about it has an answer.
        report = answer_question(pool, "documents-with-choices").records()[0]
        document, meeting = report["document"] or "", report["meeting"] or ""
        about = {"document": document}
        claims = [row["claim"] or "" for row in answer_question(pool, "claims", about).records()]
        known = {"document": document, "meeting": meeting, "claim": claims[0]}
        known["listed"] = " ".join(list(dict.fromkeys(claims))[:LISTED])
        return known | {"issue": _middling_issue(pool), "actor": _NLD, "state": _NLD}


def _middling_issue(pool: QueryPool) -> str:
    """The issue with as many issues that have more claims as have fewer."""
    text = "SELECT ?issue (COUNT(?claim) AS ?n) { ?claim <%s> ?issue } GROUP BY ?issue ORDER BY ?n"
    table = pool.ask(text % P_ABOUT.value, timeout_s=60)
    assert isinstance(table, Table)
    found = [row["issue"] for row in table.records()]
    return found[len(found) // 2] or ""


def about_one(question: Question) -> tuple[str, ...]:
    """The parameters with which a question is asked here."""
    if question.name in ABOUT:
        return ABOUT[question.name]
    names = {parameter.name for parameter in question.parameters}
    return next(((name,) for name in NARROWED_BY if name in names), ())


def stored_queries(store: Path, claims: int) -> Iterator[Figure]:
    """Each stored query about one thing, if it can be: a worker started for it, a warm worker, the
    bare engine."""
    yield from _asked_of(store, claims, {q.name: about_one(q) for q in stored_questions()}, "")


def asked_for_all(store: Path, claims: int) -> Iterator[Figure]:
    """Each stored query that the others ask about one thing, for everything."""
    narrowed = {q.name: () for q in stored_questions() if about_one(q) and _is_free(q)}
    yield from _asked_of(store, claims, narrowed, ", for everything")


def _is_free(question: Question) -> bool:
    """Whether it may be asked without any value."""
    return not any(p.required and not p.default for p in question.parameters)


def _asked_of(
    store: Path, claims: int, names: Mapping[str, tuple[str, ...]], how: str
) -> Iterator[Figure]:
    engine = Store.read_only(str(current_generation(store).path))
    known = things(store)
    with QueryPool(store, warm=True) as pool:
        for name, about in names.items():
            values = {parameter: known[parameter] for parameter in about}
            yield from _stored_query(store, pool, engine, name, values, claims, how)


def _stored_query(
    store: Path,
    pool: QueryPool,
    engine: Store,
    name: str,
    values: Mapping[str, str],
    claims: int,
    how: str,
) -> Iterator[Figure]:
    question, part = find_question(name), f"Stored queries, warm{how}"
    try:
        rows = len(answer_question(pool, question, values, timeout_s=LIMIT_S).rows)
    except QueryTimeoutError:
        yield Figure(part, name, claims, None, note=f"over {LIMIT_S:.0f} s")
        return
    except QueryMemoryError:
        yield Figure(part, name, claims, None, note="wants more memory than a query may have")
        return
    text = bind_values(question.text, bind(question, values))

    def pooled() -> object:
        return answer_question(pool, question, values, timeout_s=60)

    def bare() -> object:
        answer = engine.query(text)
        assert isinstance(answer, QuerySolutions)
        return [tuple(row) for row in islice(answer, rows)]

    once = [(took(pooled), took(bare))]
    if once[0][0] < SLOW_MS:
        once = [(took(pooled), took(bare)) for _ in range(TURNS)]
    ms, alone = median(a for a, _ in once), median(b for _, b in once)
    note = f"{rows:,} rows" + "".join(f", one {parameter}" for parameter in values)
    yield Figure(part, name, claims, ms, {"pyoxigraph": alone}, note)
    if once[0][0] < SLOW_MS and not how:
        yield Figure(
            "Stored queries, a worker started for each", name, claims, _cold(store, name, values)
        )


def _cold(store: Path, name: str, values: Mapping[str, str]) -> float:
    def ask() -> None:
        with QueryPool(store) as pool:
            answer_question(pool, name, values, timeout_s=60)

    return took(ask)


def kept_catalogue(store: Path, number: int) -> list[Sequence[Row]]:
    """What pages keep of the catalogue for a generation: columns of what is many, else rows.

    Exits without a projection.
    """
    found = [
        stand_in_columns(store, number, name, {}) or stand_in(store, number, name, {})
        for name in CATALOGUE
    ]
    if any(each is None for each in found):
        raise SystemExit(f"{store} has no projection; publish it anew")
    return [each for each in found if each is not None]


def page_data(store: Path, claims: int) -> Iterator[Figure]:
    """What each page asks before it shows anything, of a pool that has asked nothing.

    Every page asks for the catalogue, once for each generation; the figures have that in them.
    """
    part = "Data of pages, nothing kept"
    number = current_generation(store).number

    def project() -> None:
        let_go()
        for found in kept_catalogue(store, number):
            found[:SHOWN]

    known = things(store)
    catalogue = took(project, TURNS)
    yield Figure(part, "the catalogue", claims, catalogue)
    with QueryPool(store, 2, warm=True) as pool:
        for page, asked in PAGES.items():
            ms, slow = ask_for_page(pool, asked, known)
            yield Figure(part, page, claims, None if slow else catalogue + ms, note=slow)
        counted, late = ask_for_page(pool, [(name, ()) for name in CATALOGUE], known)
        against = {} if late else {"asked of the engine": counted}
        yield Figure(part, "the catalogue, beside the engine", claims, catalogue, against, late)


def ask_for_page(
    pool: QueryPool, asked: Iterable[tuple[str, tuple[str, ...]]], known: Mapping[str, str]
) -> tuple[float, str]:
    """How long the questions took, in ms, and which of them took too long."""
    started = perf_counter()
    for name, about in asked:
        values = {_FOR.get(parameter, parameter): known[parameter] for parameter in about}
        try:
            answer_question(pool, name, values, timeout_s=PAGE_S).records()
        except QueryTimeoutError:
            return 0.0, f"{name} is over {PAGE_S:.0f} s"
    return 1000 * (perf_counter() - started), ""


def exports(store: Path, claims: int) -> Iterator[Figure]:
    """All claims of one issue in three formats, against a CONSTRUCT of as much by the engine."""
    engine = Store.read_only(str(current_generation(store).path))
    selection = Selection(issue=things(store)["issue"])
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
