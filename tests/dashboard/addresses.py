"""Addresses that show each page of the dashboard with something on it, on the tiny store."""

MEETING = "agrifish-2025-03-24"
CLAIM = "bbbbbbbbbbbbbbbb/claim/89-1"
DOCUMENT = "aaaaaaaaaaaaaaaa"

# By name of the page, the first one being ""; several where a page has several states.
ADDRESSES: dict[str, tuple[str, ...]] = {
    "": ("/",),
    "positions": ("/positions", f"/positions?claim={CLAIM}", "/positions?issue=none"),
    "meetings": ("/meetings", f"/meetings?meeting={MEETING}"),
    "choices": ("/choices?state=FRA",),
    "query": ("/query?question=claims",),
    "document": ("/document", f"/document?doc={DOCUMENT}"),
    "search": ("/search?q=germany", "/search?q=nothing-like-this"),
}
EVERY_ADDRESS = [address for found in ADDRESSES.values() for address in found]
