"""Claims of columns are the claims that the engine's answers give, and so are their aggregates."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from aggregates import EU, claims_of
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from stores import documents, write_store

from graph.claim_codes import keep_claims
from graph.generation import PROJECTION_FOLDER
from graph.kept import has_kept
from graph.pool import QueryPool
from graph.projection import read_parts
from graph.store import StoreWriter
from graph.stored_claims import StoredClaims, open_stored_claims
from standpunt.analysis import loading
from standpunt.analysis.claim_rows import ClaimRows
from standpunt.analysis.claims import Claim
from standpunt.analysis.incidence import make_incidence
from standpunt.analysis.networks import Counting, actor_network
from standpunt.analysis.records import ClaimBase
from standpunt.analysis.selecting import ALL_MODALITIES, Selection, select
from standpunt.analysis.silence import claims_behind, find_silence
from standpunt.analysis.stances import HELD, count_stances
from standpunt.analysis.trajectory import count_holdings

Bases = tuple[ClaimBase, ClaimBase]
CLAIM = Selection(kinds=("claim",))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made store whose projection has several segments, with graphs that are replaced."""
    path = tmp_path_factory.mktemp("aggregates") / "store"
    write_store(path, 220)
    with StoreWriter(path) as writer:
        for seed, number in ((5, 2), (6, 1)):
            for made in islice(documents(220, seed), number):
                graph = NamedNode(made.graph)
                found = parse("\n".join(made.lines), format=RdfFormat.N_TRIPLES)
                writer.replace_graph(
                    made.graph, [Quad(q.subject, q.predicate, q.object, graph) for q in found]
                )
            writer.publish()
    return path


@pytest.fixture(scope="module")
def bases(store: Path) -> Iterator[Bases]:
    """The base of columns, and that of the engine's rows."""
    with pytest.MonkeyPatch.context() as patched, QueryPool(store, 2) as pool:
        columns = loading.load_claims(pool)
        patched.setattr(loading, "stored_claims", lambda _: None)
        patched.setattr(loading, "ask_projection", lambda *_: None)
        yield columns, loading.load_claims(pool)


def plain(claim: Claim) -> Claim:
    """Exclusions that follow from disjoint groups come in any order, and some twice."""
    return replace(claim, excluded=tuple(sorted(set(claim.excluded))))


def test_the_claims_are_the_same_in_the_same_order(store: Path, bases: Bases) -> None:
    columns, rows = bases
    assert len(read_parts(store, 3)) > 1
    assert isinstance(columns.claims, ClaimRows)
    assert not isinstance(rows.claims, ClaimRows)
    assert [*map(plain, columns.claims)] == [*map(plain, rows.claims)]
    assert {claim.kind for claim in rows.claims} == {"claim", "joint-letter", "choice"}
    assert set(columns.disjoint) == rows.disjoint != set()
    assert [c.iri for c in columns.letters_once().claims] == [
        c.iri for c in rows.letters_once().claims
    ]


def test_the_benchmark_reads_the_same_claims(store: Path, bases: Bases) -> None:
    assert [*claims_of(store).claims] == [*bases[0].claims]


def arrays_of(stored: StoredClaims | None) -> dict[str, list[object]]:
    """All that stored claims tell, with words as text."""
    assert stored is not None
    words = [*stored.texts(np.arange(len(stored.words))), None]

    def read(numbers: np.ndarray[tuple[int], np.dtype[np.int32]]) -> list[object]:
        return [words[at] for at in numbers.tolist()]

    found = {name: read(its.numbers) for name, its in stored.fields.items()}
    for name, its in stored.lists.items():
        found[name] = [*zip(its.rows.tolist(), read(its.words.numbers), strict=True)]
    for question, cells in stored.rows.items():
        found[question] = [*map(read, cells)]
    found["disjoint"] = [each.tolist() for each in stored.disjoint]
    return found | {"starts": stored.starts.tolist(), "iris": stored.own.iris().to_pylist()}


def test_what_is_kept_of_claims_is_what_they_come_to(store: Path, tmp_path: Path) -> None:
    copy, number = tmp_path / "store", 3
    shutil.copytree(store, copy, symlinks=True)
    folder = copy / PROJECTION_FOLDER
    read = arrays_of(open_stored_claims(copy, number))
    for part in read_parts(copy, number):
        keep_claims(folder, part.claims, 0)
        assert has_kept(folder, part.claims)
    assert arrays_of(open_stored_claims(copy, number)) == read
    assert any(read["about"]), "something is said"
    with StoreWriter(copy) as writer:
        writer.publish()
    kept = {path.name.partition("-")[0] for path in folder.glob("*.kept")}
    assert kept == {part.claims for n in (3, 4) for part in read_parts(copy, n)}


def test_a_process_that_makes_the_matrix_does_without_pandas(store: Path) -> None:
    said = (
        "import sys; from pathlib import Path; from aggregates import claims_of, matrix; "
        "found = matrix(claims_of(Path(sys.argv[1]))); "
        "print(found.counts.sum() > 0, 'pandas' in sys.modules)"
    )
    command = [sys.executable, "-c", said, str(store)]
    where = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "benchmarks")}
    found = subprocess.run(command, env=where, capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["True", "False"]


def selections(base: ClaimBase) -> list[Selection]:
    claims = [claim for claim in base.claims if claim.kind == "claim" and claim.meeting]
    one = claims[len(claims) // 2]
    assert one.day
    return [
        Selection(),
        CLAIM,
        Selection(modalities=ALL_MODALITIES),
        Selection(since=one.day),
        Selection(before=one.day),
        Selection(configurations=(one.configuration or "",)),
        Selection(meeting=one.meeting),
        Selection(document=one.document),
        Selection(reporter=one.reporter),
        Selection(issue=one.issues[0]),
        Selection(min_confidence=0.9),
        Selection(reviewed_only=True),
        Selection(since=date(1900, 1, 1), before=date(1900, 1, 2)),
    ]


def test_a_selection_of_rows_takes_what_one_of_objects_takes(bases: Bases) -> None:
    columns, rows = bases
    sizes = set()
    for selection in selections(rows):
        taken = [claim.iri for claim in select(columns, selection).claims]
        assert taken == [claim.iri for claim in select(rows, selection).claims], selection
        assert len(select(columns, selection).claims) == len(taken)
        sizes.add(len(taken))
    assert {0, len(rows.claims)} < sizes


def test_networks_of_columns_are_those_of_objects(bases: Bases) -> None:
    selected = [s for s in selections(bases[1]) if s.document is None]
    for selection in selected:
        for among in (EU, None):
            found = [
                actor_network(
                    make_incidence(select(base, selection).letters_once(), among=among), counting
                )
                for counting in (Counting(), Counting(once="document"))
                for base in bases
            ]
            for one, other in (found[:2], found[2:]):
                assert one.actors == other.actors
                for name in ("agreement", "conflict"):
                    for end in ("low", "inferred", "high"):
                        assert np.array_equal(
                            getattr(getattr(one, name), end), getattr(getattr(other, name), end)
                        ), (selection, among, name, end)


def test_the_matrix_counts_the_claims_that_objects_tell_of(bases: Bases) -> None:
    columns, rows = (select(base, CLAIM) for base in bases)
    counted: Counter[tuple[str, str, str, str]] = Counter()
    behind: dict[tuple[str, str, str], list[str]] = {}
    for claim in rows.claims:
        assert claim.day
        here = rows.members_on(EU, claim.day)
        room = claim.high > len(rows.counted(claim))
        held = (claim.named, rows.candidates(claim) if room else (), claim.excluded)
        for issue in claim.issues:
            for how, actors in zip(HELD, held, strict=True):
                for actor in here & set(actors):
                    counted[issue, actor, how, claim.polarity] += 1
                    behind.setdefault((issue, actor, how), []).append(claim.iri)
    found = count_stances(columns, EU)
    told = {
        (found.issues[i], found.actors[a], HELD[h], found.polarities[p]): int(
            found.counts[i, a, h, p]
        )
        for i, a, h, p in np.argwhere(found.counts).tolist()
    }
    assert told == dict(counted)
    assert {"certain", "possible"} <= {key[2] for key in told}
    for i, a, h in np.argwhere(found.counts.any(axis=3)).tolist():
        key = (found.issues[i], found.actors[a], HELD[h])
        assert found.iris(found.rows(i, a, h)) == sorted(behind[key])


def test_timelines_count_who_is_named_on_what(bases: Bases) -> None:
    columns, rows = bases
    counted = Counter(
        (actor, issue, claim.polarity)
        for claim in select(rows, CLAIM).claims
        for actor in claim.named
        for issue in claim.issues
    )
    found = count_holdings(columns)
    told = {
        (*pair, polarity): times
        for pair, its in zip(found.pairs, found.counts.tolist(), strict=True)
        for polarity, times in zip(found.polarities, its, strict=True)
        if times
    }
    assert told == dict(counted)


def test_silence_of_columns_is_that_of_objects(bases: Bases) -> None:
    columns, rows = (select(base, Selection()) for base in bases)
    found = find_silence(columns, EU)
    assert found == find_silence(rows, EU)
    places = Counter(
        (one.meeting, "" if one.item else one.document, one.item)
        for one in rows.claims
        if one.kind != "joint-letter"
    )
    assert {(it.meeting, it.document, it.item): it.claims for it in found.items} == places
    for item in found.items[::5]:
        its = [one for one in rows.claims if one.kind != "joint-letter"
               and (one.meeting, "" if one.item else one.document, one.item)
               == (item.meeting, item.document, item.item)]  # fmt: skip
        members = set().union(*(rows.members_on(EU, one.day) for one in its if one.day))
        assert set(item.named) == members & {actor for one in its for actor in one.named}
        assert members == {*item.named, *item.possible, *item.excluded, *item.silent}
        for actor in item.named[:2]:
            told = claims_behind(columns, item, actor)["named"]
            assert set(told) == {one.iri for one in its if actor in one.named}
    for share in found.reporters:
        own = [one for one in rows.claims
               if one.document == share.document and one.kind == "claim"]  # fmt: skip
        assert share.claims == len(own)
        assert share.reporter_only == sum(one.named == (share.reporter,) for one in own)
        assert share.nobody == sum(not one.named for one in own)
