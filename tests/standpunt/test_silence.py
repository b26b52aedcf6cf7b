"""Where a member stands at an agenda item, and the claims that put it there; on plain records."""

from datetime import date

from standpunt.analysis.claims import Claim
from standpunt.analysis.records import ClaimBase, Membership
from standpunt.analysis.silence import claims_behind, find_silence

EU, DAY = "bloc/EU", date(2026, 1, 22)
STATES = ("country/AAA", "country/BBB", "country/CCC", "country/DDD")


def claim(iri: str, *named: str, item: str | None = "item/1", **more: object) -> Claim:
    values = {
        "statement": iri, "kind": "claim", "document": "document/1", "meeting": "meeting/1",
        "item": item, "day": DAY, "configuration": None, "reporter": STATES[0],
        "polarity": "support", "modality": "stated", "confidence": 1.0, "issues": ("issue/1",),
        "named": named, "bloc": EU, "low": 1, "high": 1,
    }  # fmt: skip
    return Claim(iri=iri, **{**values, **more})  # type: ignore[arg-type]


BASE = ClaimBase(
    (
        claim("named", STATES[0]),
        claim("group", STATES[1], open=True, low=2, high=3, excluded=(STATES[3],)),
        claim("full", STATES[1], open=True, low=1, high=1),
        claim("elsewhere", STATES[3], item="item/2"),
        claim("outside", STATES[2], item=None),
    ),
    tuple(Membership(state, EU, date(2000, 1, 1)) for state in STATES),
)


def test_each_claim_of_the_item_stands_under_what_it_says_of_the_member() -> None:
    first, second, outside = find_silence(BASE, EU).items
    assert [first.status_of(state) for state in STATES] == [
        "named", "named", "possible", "excluded",
    ]  # fmt: skip
    found = claims_behind(BASE, first, STATES[2])
    assert (found["named"], found["possible"], found["excluded"]) == ((), ("group",), ())
    assert claims_behind(BASE, first, STATES[0])["named"] == ("named",)
    assert claims_behind(BASE, first, STATES[0])["possible"] == ("group",)
    assert claims_behind(BASE, first, STATES[3])["excluded"] == ("group",)
    assert second.status_of(STATES[0]) == "not reported"
    assert not any(claims_behind(BASE, second, STATES[0]).values())
    assert claims_behind(BASE, outside, STATES[2])["named"] == ("outside",)


def test_who_was_no_member_stands_nowhere() -> None:
    assert find_silence(BASE, EU).items[0].status_of("country/ZZZ") is None
