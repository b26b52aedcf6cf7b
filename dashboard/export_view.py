"""The export page: what is in the basket, how many claims that is, and one zip of it."""

import io
from collections.abc import Sequence
from pathlib import Path

from dashboard.address import read, toggle, write
from dashboard.basket import PAGE, PARAMETER, basket_id, read_basket
from dashboard.catalogue import catalogue
from dashboard.downloads import show_file_download
from dashboard.frame import explained, page_words, show_empty
from dashboard.honesty import basis_text, honesty_line
from dashboard.mounting import show_title, show_tree, show_warning
from dashboard.nodes import Node, el, link
from dashboard.pools import store_path
from dashboard.records import Catalogue
from dashboard.resolving import page_parts
from dashboard.sides import basis_for, claim_base
from dashboard.wording import Wording
from graph.opening import open_pool
from standpunt.analysis.claims import Claim
from standpunt.analysis.incidence import make_incidence
from standpunt.bundling import Manner, Thing, write_bundle


def show_export() -> None:
    """Draw the page."""
    words = page_words()
    show_title(words("export.title"))
    with explained(words):
        known = catalogue(words.language)
        things, unknown = read_basket(read(PARAMETER), known)
        if unknown:
            told = ", ".join(unknown)[:200]
            show_warning(words("export.unknown", value=told), "unknown-things")
        write({PARAMETER: ",".join(basket_id(thing, known) for thing in things)})
        if not things:
            door = link("positions", words("overview.all-positions"), {}, c="act")
            show_empty(words, "export.nothing", el("p", door))
            return
        _show_basket(words, known, things)


def _show_basket(words: Wording, known: Catalogue, things: Sequence[Thing]) -> None:
    base = claim_base(words.language)
    claims = [claim for claim in base.claims if claim.kind == "claim"]
    counts = [sum(thing.takes(claim) for claim in claims) for thing in things]
    kept = [claim for claim in claims if any(thing.takes(claim) for thing in things)]
    lines = [_line(words, known, things, *each) for each in zip(things, counts, strict=True)]
    show_tree(
        [
            el("p", words("export.lead"), c="soft summary"),
            el("ul", lines, c="things basket"),
            el(
                "p",
                link(PAGE, words("export.empty"), {}, unbasket="*"),
                c="line",
            ),
        ],
        "basket-view",
    )
    if not kept:
        show_empty(words, "export.no-claims")
        return
    quotes = not toggle("bare", words("export.bare"), words("export.bare-hint"))
    chosen = base.with_claims(kept)
    basis = basis_for(chosen, make_incidence(chosen))
    told = basis_text(words, basis)
    show_tree(
        [
            el("h2", words("export.preview"), c="block-title"),
            _preview(words, things, kept, quotes=quotes),
            honesty_line(words, basis),
        ],
        "basket-preview",
    )
    manner = Manner(told, quotes, language=words.language)
    made_of = (tuple(things), manner)
    store = store_path()
    show_file_download(
        words("export.take"),
        lambda: _bundle(things, manner, store),
        "basket.zip",
        "application/zip",
        made_of,
    )


def _line(
    words: Wording, known: Catalogue, things: Sequence[Thing], thing: Thing, count: int
) -> Node:
    code = known.actors[thing.iri].code if thing.kind == "actor" else ""
    page, params = page_parts(thing.iri, {thing.iri: code} if code else {}) or (PAGE, {})
    others = ",".join(basket_id(one, known) for one in things if one is not thing)
    return el(
        "li",
        link(page, thing.name, params, c="title", lang="nl" if thing.kind == "claim" else None),
        el(
            "p",
            el("span", words.of("export-kinds", thing.kind)),
            el("span", words.count("meetings.claims", count), c="num"),
            link(
                PAGE,
                words("export.remove"),
                {PARAMETER: others},
                unbasket=basket_id(thing, known),
                aria_label=words("export.remove-one", name=thing.name),
            ),
            c="line",
        ),
    )


def _preview(
    words: Wording, things: Sequence[Thing], claims: Sequence[Claim], *, quotes: bool
) -> Node:
    documents = len({claim.document for claim in claims})
    rows = [
        words.count("export.things", len(things)),
        words.count("positions.found", len(claims)),
        words.count("frame.documents", documents),
        words("export.with-quotes" if quotes else "export.without-quotes"),
        words("export.files"),
    ]
    return el("ul", [el("li", row) for row in rows], c="plain-list")


def _bundle(things: Sequence[Thing], manner: Manner, store: Path) -> bytes:
    """The zip, of one generation: a pool of its own is pinned to it."""
    target = io.BytesIO()
    with open_pool(store, pinned=True) as pool:
        write_bundle(pool, things, target, manner)
    return target.getvalue()
