"""Two issues beside each other: what a state's two standings come to, and how many can agree."""

import pytest

from dashboard.issue_pairs import IssuePair, PairRow
from dashboard.standing import Standing, State

NOBODY = Standing()
EXCLUDED = Standing(excluded_claims=("c",))


def named(*polarities: str) -> Standing:
    return Standing(certain=frozenset(polarities), certain_claims=("c",))


def maybe(*polarities: str) -> Standing:
    return Standing(possible=frozenset(polarities), possible_claims=("c",))


def row(first: Standing, second: Standing, code: str = "NLD") -> PairRow:
    return PairRow(State(code, code, code[:2], code), first, second)


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        (named("support"), named("conditional-support"), "for-both"),
        (named("oppose"), named("critical"), "against-both"),
        (named("support"), named("critical"), "for-first"),
        (named("oppose"), named("support"), "for-second"),
        (named("support", "oppose"), named("support"), "mixed"),
        (named("neutral"), named("support"), "mixed"),
        (named("support"), maybe("support"), "one-named"),
        (NOBODY, named("oppose"), "one-named"),
        (maybe("support"), NOBODY, "unnamed"),
        (EXCLUDED, NOBODY, "unnamed"),
        (NOBODY, NOBODY, "blank"),
    ],
)
def test_two_standings_come_to_one_relation(
    first: Standing, second: Standing, relation: str
) -> None:
    assert row(first, second).relation == relation


def test_groups_widen_what_names_make_certain() -> None:
    pair = IssuePair(
        states=(
            row(named("support"), named("support")),
            row(named("support"), maybe("support", "oppose")),
            row(maybe("oppose"), maybe("support")),
            row(named("support"), NOBODY),
        ),
        others=(),
        blank=(),
    )
    assert pair.ends(same=True) == (1, 2)
    assert pair.ends(same=False) == (0, 2)


def test_what_is_told_by_name_leaves_no_room_for_the_groups_beside_it() -> None:
    told = Standing(
        frozenset({"support"}), frozenset({"oppose"}), certain_claims=("a",), possible_claims=("b",)
    )
    assert row(told, named("support")).may_be(same=True)
    assert not row(told, named("support")).may_be(same=False)
