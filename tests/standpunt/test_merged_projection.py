"""After issues are merged, pages and analysis count from the projection what the engine counts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph.choosing import choose_claims, claim_columns
from graph.generation import current_number
from graph.pool import QueryPool
from graph.projected import open_projection
from graph.stand_ins import STOOD_IN, stand_in
from graph.store import StoreWriter
from ontology.iris import issue_iri
from ontology.terms import ID
from standpunt.analysis import loading
from standpunt.analysis.claim_rows import ClaimRows
from standpunt.analysis.incidence import make_incidence
from standpunt.analysis.loading import all_records, load_claims
from standpunt.analysis.networks import actor_network
from standpunt.analysis.records import ClaimBase
from standpunt.analysis.stances import count_stances

Run = Callable[..., Any]
EU = "https://w3id.org/standpunt/id/bloc/EU"
MERGES = (("return-to-syria", "return"), ("return", "return-to-afghanistan"))
TARGET = issue_iri("return-to-afghanistan").value


@pytest.fixture
def merged(standpunt: Run, store: Path) -> Path:
    """The samples with one issue merged into another, and that into a third."""
    for one, other in MERGES:
        assert standpunt("issues", "merge", one, other, "--store", store).code == 0
    return store


def require_equal(store: Path) -> dict[str, str | None]:
    """The projection is in use and tells what the engine tells; the catalogue's row of TARGET."""
    number = current_number(store) or 0
    assert open_projection(store, number) is not None
    with QueryPool(store) as pool:
        for question in sorted(STOOD_IN):
            rows = stand_in(store, number, question, {})
            assert rows == all_records(pool, question), question
        columns = claim_columns(store, number)
        assert columns is not None
        chosen = choose_claims(columns, {"issue": TARGET}, {})
        assert chosen is not None
        told = [row["claim"] for row in all_records(pool, "claims", {"issue": TARGET})]
        assert [columns.claims[at] for at in chosen] == told
        require_equal_analysis(pool)
    (row,) = (row for row in stand_in(store, number, "issues", {}) or () if row["issue"] == TARGET)
    assert row["claims"] == str(len(told))
    return row


def require_equal_analysis(pool: QueryPool) -> None:
    """Claims, matrix and co-support are those of the engine's rows."""
    base = load_claims(pool)
    assert isinstance(base.claims, ClaimRows)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(loading, "stored_claims", lambda _: None)
        patched.setattr(loading, "ask_projection", lambda *_: None)
        rows = load_claims(pool)
    assert not isinstance(rows.claims, ClaimRows)
    assert list(base.claims) == list(rows.claims)
    assert (base.issues, base.broader) == (rows.issues, rows.broader)
    assert cells(base) == cells(rows)
    one, other = (
        actor_network(make_incidence(each.letters_once(), among=EU)) for each in (base, rows)
    )
    assert one.actors == other.actors
    assert np.array_equal(one.agreement.low, other.agreement.low)
    assert np.array_equal(one.agreement.high, other.agreement.high)


def cells(base: ClaimBase) -> dict[tuple[str, str, int, str], int]:
    """The matrix: how many claims, by issue, actor, how it is held and polarity."""
    found = count_stances(base, EU)
    return {
        (found.issues[i], found.actors[a], h, found.polarities[p]): int(found.counts[i, a, h, p])
        for i, a, h, p in np.argwhere(found.counts).tolist()
    }


def test_merged_issues_are_counted_as_the_engine_counts_them(
    standpunt: Run, store: Path, merged: Path
) -> None:
    row = require_equal(merged)
    assert (row["claims"], row["support"], row["against"]) == (
        "13",
        "13",
        "0",
    )  # 7, 5 and 4, three of them about two
    for one, other in reversed(MERGES):
        assert standpunt("issues", "unmerge", one, other, "--store", merged).code == 0
    row = require_equal(store)
    assert (row["claims"], row["support"], row["against"]) == ("7", "7", "0")


def test_merges_are_followed_when_papers_go_and_come(
    standpunt: Run, merged: Path, samples: tuple[Path, Path]
) -> None:
    before = require_equal(merged)
    with StoreWriter(merged) as writer:
        papers = [iri for iri in writer.graph_names() if iri.startswith(f"{ID}graph/document/")]
        writer.replace_graphs(dict.fromkeys(papers[1:], ()))
        writer.publish()
    fewer = require_equal(merged)
    assert int(fewer["claims"] or 0) < int(before["claims"] or 0)
    read = standpunt("ingest", *samples, "--store", merged)
    assert (read.code, read.err) == (0, "")
    assert require_equal(merged) == before
