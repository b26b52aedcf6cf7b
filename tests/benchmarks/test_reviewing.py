"""The reviewed view in columns is what the engine gives of it, after any reviews."""

import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from aggregates import EU
from pyoxigraph import NamedNode, Quad, QuerySolutions, Store
from reviewing import lay_over, published_reviews_of
from stores import write_store

from graph.answer import plain
from graph.erasing import erase
from graph.folder import generation_numbers
from graph.generation import GENERATIONS_FOLDER, current_number, projection_path, reviewed_path
from graph.guard import bind_values
from graph.pool import QueryPool
from graph.projection import copy_projection, read_parts
from graph.projection_damage import projection_damage
from graph.questions import bind, find_question
from graph.reviews import in_force
from graph.stand_ins import STOOD_IN, Row, stand_in
from graph.store import StoreWriter
from ontology.iris import ISSUE_MERGES_GRAPH
from ontology.terms import P_ABOUT, P_MERGED_INTO, POSITION_CLAIM, RDF_TYPE
from standpunt.analysis import loading
from standpunt.analysis.claim_rows import ClaimRows
from standpunt.analysis.claims import Claim
from standpunt.analysis.incidence import make_incidence
from standpunt.analysis.networks import actor_network
from standpunt.analysis.records import ClaimBase
from standpunt.analysis.selecting import Selection, select
from standpunt.analysis.silence import find_silence

SAMPLES = Path(__file__).parents[2] / "samples"
SEEDS = (1, 3)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made store; not to be written, see `store`."""
    path = tmp_path_factory.mktemp("reviewing") / "store"
    write_store(path, 80)
    return path


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the sample papers; not to be written."""
    path = tmp_path_factory.mktemp("samples") / "store"
    command = [sys.executable, "-m", "standpunt", "ingest", str(SAMPLES), "--store", str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return path


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "store"
    shutil.copytree(made, copy, symlinks=True)
    return copy


def counted(engine: Store, question: str, language: str = "en") -> list[Row]:
    """The rows as the engine gives them."""
    found = find_question(question)
    known = {parameter.name for parameter in found.parameters}
    values = {"language": language} if "language" in known else {}
    answer = engine.query(bind_values(found.text, bind(found, values)))
    assert isinstance(answer, QuerySolutions)
    columns = [variable.value for variable in answer.variables]
    return [dict(zip(columns, map(plain, row), strict=True)) for row in answer]


def require_equal_rows(store: Path) -> None:
    """Each question that columns answer, of the view, row for row and in the engine's order."""
    number = current_number(store) or 0
    engine = Store.read_only(str(reviewed_path(store, number)))
    for question in sorted(STOOD_IN):
        assert stand_in(store, number, question, {}, reviewed=True) == counted(engine, question)


def merge_an_issue(store: Path) -> None:
    """Let what most claims are about be another issue too, as `standpunt issues merge` does."""
    with StoreWriter(store, minimum_free_bytes=0) as writer:
        claims = {quad.subject for quad in writer.quads(None, RDF_TYPE, POSITION_CLAIM)}
        said = [quad for quad in writer.quads(predicate=P_ABOUT) if quad.subject in claims]
        times = Counter(str(quad.object) for quad in said).most_common()
        one, other = (NamedNode(times[at][0][1:-1]) for at in (0, -1))
        merges = [Quad(quad.subject, P_ABOUT, other) for quad in said if quad.object == one]
        writer.replace_graph(
            ISSUE_MERGES_GRAPH.value, [Quad(one, P_MERGED_INTO, other), *dict.fromkeys(merges)]
        )
        writer.publish()


def plain_claim(claim: Claim) -> Claim:
    """Exclusions that follow from disjoint groups come in any order, and some twice."""
    return replace(claim, excluded=tuple(sorted(set(claim.excluded))))


def damage(store: Path, *, reviewed: bool) -> list[str]:
    """What a deep check says of the projection of the published generation, or of its view."""
    return [*projection_damage(store, current_number(store) or 0, reviewed=reviewed)]


def bases(store: Path) -> tuple[ClaimBase, ClaimBase]:
    """The claims of the view: of columns, and of the engine's rows."""
    with pytest.MonkeyPatch.context() as patched, QueryPool(store, 2, reviewed=True) as pool:
        columns = loading.load_claims(pool)
        patched.setattr(loading, "stored_claims", lambda _: None)
        patched.setattr(loading, "ask_projection", lambda *_: None)
        return columns, loading.load_claims(pool)


def require_equal_claims(store: Path) -> tuple[ClaimBase, ClaimBase]:
    columns, rows = bases(store)
    assert isinstance(columns.claims, ClaimRows)
    assert not isinstance(rows.claims, ClaimRows)
    assert [*map(plain_claim, columns.claims)] == [*map(plain_claim, rows.claims)]
    assert set(columns.disjoint) == rows.disjoint
    return columns, rows


@pytest.mark.parametrize("source", ["made", "read"])
def test_after_any_reviews_columns_and_engine_say_the_same(
    source: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    shutil.copytree(request.getfixturevalue(source), store, symlinks=True)
    marks = set()
    for seed in SEEDS:
        if seed == SEEDS[-1]:
            merge_an_issue(store)
        reviews = published_reviews_of(store, 30, seed)
        assert {each.decision for each in in_force(reviews)} >= {"reject", "correct", "split"}
        lay_over(store, reviews)
        require_equal_rows(store)
        marks |= {claim.review for claim in require_equal_claims(store)[1].claims}
    assert marks == {"", "confirmed", "corrected", "added", "split"}
    assert damage(store, reviewed=True) == []


def test_what_is_counted_of_the_view_is_counted_of_its_columns(store: Path) -> None:
    before = stand_in(store, 1, "issues", {})
    lay_over(store, published_reviews_of(store, 60, 4))
    assert (
        stand_in(store, 2, "issues", {})
        == before
        != stand_in(store, 2, "issues", {}, reviewed=True)
    )
    found = bases(store)
    assert find_silence(found[0], EU) == find_silence(found[1], EU)
    for only in (False, True):
        one, other = (select(base, Selection(reviewed_only=only)) for base in found)
        assert len(one.claims) == len(other.claims) > 0
        networks = [
            actor_network(make_incidence(base.letters_once(), among=EU)) for base in (one, other)
        ]
        assert networks[0].actors == networks[1].actors
        for name, end in (("agreement", "low"), ("agreement", "high"), ("conflict", "high")):
            ends = [getattr(getattr(network, name), end) for network in networks]
            assert np.array_equal(*ends), (name, end)


def test_only_what_reviews_edit_is_projected_for_the_view_and_only_once(store: Path) -> None:
    reviews = published_reviews_of(store, 3, 5)
    number = lay_over(store, reviews)
    shared = {part.name for part in read_parts(store, number)}
    mine = [part for part in read_parts(store, number, reviewed=True) if part.name not in shared]
    assert sum(part.living for part in mine) == len({each.paper for each in reviews})
    with StoreWriter(store) as writer:
        again = writer.publish()
    assert read_parts(store, again, reviewed=True)[-1].name == mine[-1].name
    assert not reviewed_path(store, lay_over(store, [])).exists()
    number = lay_over(store, [])
    assert not projection_path(store, number, reviewed=True).exists()


def test_a_view_whose_projection_is_lost_or_damaged_is_asked_of_the_engine(store: Path) -> None:
    number = lay_over(store, published_reviews_of(store, 20, 6))
    path = projection_path(store, number, reviewed=True)
    listed = path.read_bytes()
    for content in (b"{}", listed.replace(b'"claims"', b'"claim"')):
        path.write_bytes(content)
        assert stand_in(store, number, "issues", {}, reviewed=True) is None
        assert [str(path) in line for line in damage(store, reviewed=True)] == [True]
        with QueryPool(store, reviewed=True) as pool:
            assert not isinstance(loading.load_claims(pool).claims, ClaimRows)
    shutil.copyfile(projection_path(store, number), path)  # whole, and that of something else
    assert [str(path) in line for line in damage(store, reviewed=True)] == [True]
    with StoreWriter(store) as writer:
        writer.publish()
    require_equal_rows(store)


def test_a_copy_of_the_projection_has_that_of_the_view(store: Path, tmp_path: Path) -> None:
    number = lay_over(store, published_reviews_of(store, 20, 7))
    copy = tmp_path / "copy"
    (copy / GENERATIONS_FOLDER).mkdir(parents=True)
    copy_projection(store, copy, number)
    for reviewed in (False, True):
        asked = [stand_in(place, number, "claim-facts", {}, reviewed=reviewed)
                 for place in (store, copy)]  # fmt: skip
        assert asked[0] == asked[1] is not None


def test_a_store_that_forgets_a_name_has_columns_of_the_view_again(store: Path) -> None:
    lay_over(store, published_reviews_of(store, 20, 7))
    erase(store, ["Wilhelmina Duizendschoon"])
    require_equal_rows(store)


def test_a_view_that_is_pruned_takes_its_list_along(store: Path) -> None:
    lay_over(store, published_reviews_of(store, 10, 8))
    with StoreWriter(store) as writer:
        for _ in range(3):
            writer.publish()
    kept = [n for n in generation_numbers(store) if reviewed_path(store, n).exists()]
    assert kept == [5, 4]
    assert kept == [n for n in generation_numbers(store)
                    if projection_path(store, n, reviewed=True).exists()]  # fmt: skip
