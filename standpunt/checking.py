"""Looks for what should not be in a published store, rule by rule; mends nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from importlib.metadata import packages_distributions
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store

from graph.checking import run_checks
from graph.deep import deep_check
from graph.erasing import is_erasing
from graph.errors import ParameterError, QueryError
from graph.generation import Generation
from graph.interface import Pool
from graph.opening import (
    open_pool,
    published_engine,
    published_generation,
    require_folder,
    stored_ledger,
)
from graph.quads import digest, stored_lines
from graph.questions import answer_question, stored_questions
from ontology.errors import JavaMissingError
from ontology.iris import document_graph
from standpunt.gates import Gates

_OURS = ("ontology", "ingest", "graph", "standpunt", "dashboard")


class Verdict(Enum):
    """How a check ended."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Check:
    """One check: its name, the rule in words, and what breaks it, a line each.

    A skipped check has one line, which says what is missing.
    """

    name: str
    rule: str
    verdict: Verdict
    lines: tuple[str, ...] = ()


def run_all(store: Path, *, deep: bool = False) -> Iterator[Check]:
    """Run every check on the published generation, the quick ones first.

    `deep` looks for damage before that, in all of the store, and ends there if there is any.

    Raises StoreMissingError, StoreInvalidError or StoreDamagedError if there is nothing to check.
    """
    if deep:
        damaged = False
        for check in _check_deep(store):
            damaged = damaged or check.verdict is Verdict.FAILED
            yield check
        if damaged:
            return
    generation = published_generation(store)
    engine = published_engine(store)
    yield _check_ledger(store, generation, engine)
    with open_pool(store) as pool:
        yield _check_rules(pool)
        yield _check_questions(pool)
    yield from _check_documents(engine)
    yield _check_owners()
    yield _check_reasoning()


def _check_deep(store: Path) -> Iterator[Check]:
    """Look for damage; a store in which nothing was ever written is not there."""
    require_folder(store, "a check of files", "leave --deep away")
    if not store.is_dir():
        published_generation(store)
    if is_erasing(store):
        line = "standpunt forget was cut short; repeat it with the same names"
        yield Check("erasure", "No erasure was left half-done", Verdict.FAILED, (line,))
    for part in deep_check(store):
        if part.skipped:
            yield Check(part.name, part.rule, Verdict.SKIPPED, part.lines)
        else:
            yield _verdict(part.name, part.rule, part.lines)


def _check_ledger(store: Path, generation: Generation, engine: Store) -> Check:
    """Damage to the engine's log is silent; the ledger lies outside it."""
    stored = {name.value for name in engine.named_graphs() if isinstance(name, NamedNode)}
    differences = []
    for iri, entry in sorted(stored_ledger(store).items()):
        if entry.generation is None or entry.generation > generation.number:
            continue
        if digest(stored_lines(engine, NamedNode(iri))) != entry.digest:
            kind = "is not as it was written" if iri in stored else "is lost"
            differences.append(f"<{iri}> {kind}; ingest that document again with --again")
    return _verdict("ledger", "Every graph holds what was written to it", tuple(differences))


def _check_rules(pool: Pool) -> Check:
    """The queries that must return no row, all in one."""
    results = run_checks(pool)
    empty = sum(result.passed for result in results)
    rule = f"{empty} of {len(results)} queries that must return no row return none"
    lines = tuple(
        f"{result.name}: {' '.join(cell or '-' for cell in row)} ({result.title})"
        for result in results
        for row in result.rows
    )
    return _verdict("rules", rule, lines)


def _check_questions(pool: Pool) -> Check:
    """Each stored question that answers a competency question, asked once with its defaults."""
    asked: set[int] = set()
    failed: set[int] = set()
    with_rows: set[int] = set()
    lines = []
    for question in stored_questions():
        if question.competency is None:
            continue
        asked.add(question.competency)
        try:
            if answer_question(pool, question).rows:
                with_rows.add(question.competency)
        except (QueryError, ParameterError) as error:
            failed.add(question.competency)
            lines.append(f"{question.competency}, {question.name}: {error}")
    rule = (
        f"{len(asked - failed)} of {len(asked)} competency questions can be asked, "
        f"{len(with_rows - failed)} have rows"
    )
    return _verdict("questions", rule, tuple(lines))


def _check_documents(engine: Store) -> Iterator[Check]:
    gates = Gates()
    dishonest: list[str] = []
    misshapen: list[str] = []
    count = 0
    for quads in _documents(engine):
        count += 1
        dishonest += map(str, gates.evidence_violations(quads))
        misshapen += map(str, gates.pyshacl_violations(quads))
    rule = "The spans of every piece of evidence fold to its quote"
    yield _verdict("evidence", rule, tuple(dishonest))
    rule = f"All {count} documents conform to the SHACL shapes"
    yield _verdict("shapes", rule, tuple(misshapen))


def _documents(engine: Store) -> Iterator[list[Quad]]:
    """The quads of each document's graph, by IRI of the graph."""
    prefix = document_graph("").value
    names = {name.value for name in engine.named_graphs() if isinstance(name, NamedNode)}
    for iri in sorted(name for name in names if name.startswith(prefix)):
        quads = list(engine.quads_for_pattern(None, None, None, NamedNode(iri)))
        if quads:  # the engine remembers the names of emptied graphs
            yield quads


def _check_owners() -> Check:
    """The names of our packages are common words; another distribution may bear them too."""
    owners = packages_distributions()
    lines = tuple(
        f"{name} belongs to {', '.join(sorted(set(owners[name])))}; "
        "install standpunt in an environment of its own"
        for name in _OURS
        if len(set(owners.get(name, ()))) > 1
    )
    return _verdict("packages", "No other distribution has packages of our names", lines)


def _check_reasoning() -> Check:
    from ontology.reasoning import check_consistency

    name, rule = "reasoning", "HermiT finds ontology and reference data consistent"
    try:
        report = check_consistency()
    except JavaMissingError as error:
        return Check(name, rule, Verdict.SKIPPED, (str(error),))
    if not report.consistent:
        return _verdict(name, rule, ("HermiT finds a contradiction",))
    return _verdict(
        name, rule, tuple(f"<{iri}> can have no member" for iri in report.unsatisfiable)
    )


def _verdict(name: str, rule: str, lines: tuple[str, ...]) -> Check:
    return Check(name, rule, Verdict.FAILED if lines else Verdict.PASSED, lines)
