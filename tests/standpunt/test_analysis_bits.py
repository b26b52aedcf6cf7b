"""Flags as bits, of any width, and what is gathered by them."""

from collections import defaultdict
from datetime import date

import numpy as np
import pytest

from standpunt.analysis.bits import any_of, bits_of, columns_of, flags_of
from standpunt.analysis.cells import alike_issues, issue_cells
from standpunt.analysis.claims import Claim
from standpunt.analysis.incidence import make_incidence
from standpunt.analysis.mixing import first_of_codes, first_of_each
from standpunt.analysis.records import ClaimBase
from standpunt.analysis.tallies import Whole, gram


@pytest.mark.parametrize("width", [0, 1, 63, 64, 65, 130])
def test_flags_come_back_from_bits(width: int) -> None:
    flags = np.random.default_rng(width).random((50, width)) < 0.3
    bits = bits_of(flags)
    assert bits.shape == (-(-width // 64), 50)
    assert np.array_equal(flags_of(bits, width), flags)
    starts = np.array([0, 1, 7, 8, 49])
    assert np.array_equal(
        flags_of(any_of(bits, starts), width), np.logical_or.reduceat(flags, starts, axis=0)
    )


def test_nothing_is_gathered_of_nothing() -> None:
    nothing = bits_of(np.zeros((0, 3), np.bool_))
    assert flags_of(any_of(nothing, np.zeros(0, np.int64)), 3).shape == (0, 3)
    assert columns_of(np.zeros((0, 3), np.bool_)).shape == (3, 0)


def test_pairs_are_counted_as_often_as_their_rows() -> None:
    random = np.random.default_rng(1)
    for rows in (10, 3000):
        one, other = random.random((2, rows, 40)) < 0.3
        times = random.integers(0, 9, rows)
        as_numbers = [flags.astype(np.int64) for flags in (one, other)]
        weighed = as_numbers[0] * times[:, None]
        assert np.array_equal(gram(one), as_numbers[0].T @ as_numbers[0])
        assert np.array_equal(gram(one, other), as_numbers[0].T @ as_numbers[1])
        assert np.array_equal(gram(one, times=times), weighed.T @ as_numbers[0])
        assert np.array_equal(gram(one, other, times=times), weighed.T @ as_numbers[1])
        assert np.array_equal(Whole(times).singles(one), weighed.sum(axis=0))
        assert np.array_equal(Whole(None).singles(one), as_numbers[0].sum(axis=0))


@pytest.mark.parametrize("factor", [1, 10**7], ids=["dense", "sparse"])
def test_codes_are_found_by_their_first_place(factor: int) -> None:
    codes = np.random.default_rng(2).integers(0, 30, 200) * factor
    for some, every in zip(first_of_codes(codes), first_of_each(codes), strict=True):
        assert np.array_equal(some, every)
    assert [len(each) for each in first_of_codes(codes[:0])] == [0, 0]


def test_more_actors_than_bits_of_a_number_hold_cells() -> None:
    random = np.random.default_rng(3)
    actors = [f"actor/{number:03}" for number in range(130)]
    claims = [
        Claim(
            iri=f"claim/{number:03}",
            statement=f"claim/{number:03}",
            kind="claim",
            document=f"d{number % 7}",
            meeting=None,
            item=None,
            day=date(2024, 1, 1),
            configuration=None,
            reporter=None,
            polarity=("support", "critical")[number % 2],
            modality="stated",
            confidence=1.0,
            issues=(f"i{number % 3}",),
            named=tuple(random.choice(actors, 4, replace=False).tolist()),
        )
        for number in range(200)
    ]
    incidence = make_incidence(ClaimBase(tuple(claims)))
    said: dict[tuple[str, str, int], set[str]] = defaultdict(set)
    for claim in claims:
        said[claim.document, claim.issues[0], claim.side].update(claim.named)
    cells = issue_cells(incidence, incidence.document)
    found = sorted(sorted(np.array(incidence.actors)[row]) for row in cells.up.named)
    assert found == sorted(sorted(its) for (_, _, side), its in said.items() if side > 0)
    alike = alike_issues(incidence, incidence.document, both_sides=True)
    assert np.array_equal(gram(alike.down.may, times=alike.times), gram(cells.down.may))
