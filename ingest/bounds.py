"""How many states a holder set stands for: the quantifier table of docs/architecture.md.

n is the number of members of the universe, r the number of named holders in the phrase.
"""

from dataclasses import dataclass
from math import ceil

from ingest.records import HolderSet

# TEU art. 16(4): a qualified majority is 55 % of the members.
QUALIFIED_SHARE = 0.55


@dataclass(frozen=True)
class Bounds:
    """Least and most holders; `size` is None if the holders are not counted among members."""

    least: int
    most: int
    size: int | None


def count_holders(holders: HolderSet, members: frozenset[str]) -> Bounds:
    """Bounds of a holder set among the member states of a day.

    Named holders that are no member states (the Commission, Norway) do not count among members.
    """
    inside = [code for code in holders.named if code in members]
    outside = [code for code in holders.named if code not in members]
    size = len(members)
    if holders.quantifier is None:
        if outside or not inside:
            return Bounds(len(holders.named), len(holders.named), None)
        return Bounds(len(inside), len(inside), size)
    least, most = _range(holders, len(inside), size)
    if outside and set(outside) <= {"body:COUNCIL"}:
        least = least if holders.quantifier != "unspecified" else 2
    return Bounds(max(least, len(inside)), max(most, len(inside)), size)


def _range(holders: HolderSet, named: int, size: int) -> tuple[int, int]:
    excluded = len(holders.excluded)
    match holders.quantifier:
        case "all":
            return size - excluded, size - excluded
        case "exact":
            if holders.count is None:  # "alle op X na"
                return size - excluded, size - excluded
            if holders.margin is not None:
                return _around(holders.count, holders.margin, size - excluded)
            listed = len(holders.named) >= holders.count
            return (named, named) if listed else (holders.count, holders.count)
        case "majority":
            return size // 2 + 1, size
        case "qualified-majority":
            return ceil(QUALIFIED_SHARE * size), size
        case "part":
            return 2, size - 2
        case _:
            beside = (
                named and (holders.joined or holders.others) and holders.quantifier != "consensus"
            )
            return (named + 2 if beside else max(2, named)), size - excluded


def _around(count: int, margin: str, room: int) -> tuple[int, int]:
    """What "ten minste tien", "bijna twintig" and "circa tien" leave open; never less than two."""
    match margin:
        case "least":
            return count, room
        case "more":
            return count + 1, room
        case "most":
            return min(2, count), count
        case "less":
            return min(2, count - 1), count - 1
        case _:
            return 2, room
