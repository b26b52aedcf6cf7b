"""Addresses that show each page of the dashboard with something on it, on the tiny store."""

MEETING = "agrifish-2025-03-24"
ANNOUNCED = "aaaaaaaaaaaaaaaa/claim/88-1~lower-quotas~NLD"
CLAIM = "bbbbbbbbbbbbbbbb/claim/89-1"
DOCUMENT = "aaaaaaaaaaaaaaaa"

# By name of the page, the first one being ""; several where a page has several states.
ADDRESSES: dict[str, tuple[str, ...]] = {
    "": ("/",),
    "positions": (
        "/positions",
        f"/positions?claim={CLAIM}",
        "/positions?issue=none",
        "/positions?view=matrix&cell=lower-quotas~HUN",
    ),
    "meetings": (
        "/meetings",
        f"/meetings?meeting={MEETING}",
        f"/meetings?meeting={MEETING}&view=delivered",
        f"/meetings?meeting={MEETING}&view=delivered&overrule={ANNOUNCED}&by=anna",
    ),
    "choices": ("/choices?state=FRA",),
    "actor": ("/actor", f"/actor?id=HUN&claim={CLAIM}", "/actor?id=nobody"),
    "coalitions": (
        "/coalitions",
        "/coalitions?seen=possible&focus=HUN",
        "/coalitions?meeting=none",
    ),
    "issue": (
        "/issue",
        "/issue?id=lower-quotas&state=HUN",
        "/issue?id=lower-quotas&compare=fish-label&cell=HUN~2",
        "/issue?id=none",
    ),
    "silence": ("/silence?cell=meeting/agrifish-2025-03-24/item/1~DEU",),
    "overlaps": ("/overlaps",),
    "trajectory": ("/trajectory", "/trajectory?actor=NLD&issue=lower-quotas"),
    "structure": ("/structure",),
    "windows": ("/windows?months=3",),
    "query": ("/query?question=claims",),
    "document": ("/document", f"/document?doc={DOCUMENT}", f"/document?doc={DOCUMENT}&unread=1"),
    "review": ("/review", f"/review?claim={CLAIM}&by=anna"),
    "data": ("/data",),
    "help": ("/help", "/help?lang=nl"),
    "export": ("/export", f"/export?basket=issue:lower-quotas,actor:DEU,claim:{CLAIM}"),
    "findings": ("/findings",),
    "search": ("/search?q=germany", "/search?q=nothing-like-this"),
}
EVERY_ADDRESS = [address for found in ADDRESSES.values() for address in found]
