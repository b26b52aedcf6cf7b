"""The overlaps page: what follows from the sizes of groups, each line with its claims."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.address import Filter
from dashboard.claim_choice import (
    Choice,
    choose_claims,
    kept_filters,
    kept_key,
    show_analysis,
    show_no_claims,
)
from dashboard.claim_lists import page_number, pager
from dashboard.claim_nodes import Drawing
from dashboard.downloads import Table, show_table_download
from dashboard.frame import show_empty
from dashboard.honesty import Basis, basis_text, honesty_line
from dashboard.memory import kept
from dashboard.mounting import show_tree
from dashboard.nodes import Node, el, link
from dashboard.overlap_nodes import Holders, Shared, holder_entry, shared_entry
from dashboard.records import Catalogue
from dashboard.sides import basis_for, claim_base
from dashboard.wording import Wording
from standpunt.analysis.algebra import find_overlaps, infer_holders
from standpunt.analysis.incidence import make_incidence
from standpunt.analysis.records import ClaimBase
from standpunt.analysis.rows import OVERLAP_COLUMNS, overlap_rows_of
from standpunt.analysis.selecting import Selection, select

A_PAGE = 15


@dataclass(frozen=True)
class Found:
    """What follows from a selection, and what it rests on."""

    base: ClaimBase
    shared: tuple[Shared, ...]
    holders: tuple[Holders, ...]
    basis: Basis


def show_overlaps() -> None:
    """Draw the page."""
    show_analysis("overlaps", _draw)


def _draw(words: Wording, known: Catalogue) -> None:
    unknown = words("overlaps.unknown")
    kinds = {name: words(f"overlaps.kind-{name}") for name in ("shared", "holder")}
    about = {name: words(f"overlaps.about-{name}") for name in ("same", "opposite")}
    choice = choose_claims(
        words,
        known,
        [
            Filter("kind", words("overlaps.kind"), kinds, words("overlaps.every-kind"), unknown),
            Filter("about", words("overlaps.about"), about, words("overlaps.every-about"), unknown),
        ],
    )
    if not choice.base.claims:
        show_no_claims(words, "overlaps")
        return
    _show(words, known, choice, _kept(*kept_key(words, choice)))


@kept(4)
def _kept(store: str, number: int, language: str, selection: Selection) -> Found:
    base = select(claim_base(language), selection).letters_once()
    claims = {claim.iri: claim for claim in base.claims}
    shared = tuple(
        Shared(pair, claims[pair.first], claims[pair.second]) for pair in find_overlaps(base)
    )
    by_claim: dict[tuple[str, str], Holders] = {}
    for found in infer_holders(base):
        one = by_claim.setdefault((found.claim, found.step), Holders([]))
        one.found.append(found)
    return Found(base, shared, tuple(by_claim.values()), basis_for(base, make_incidence(base)))


def _show(words: Wording, known: Catalogue, choice: Choice, found: Found) -> None:
    kind, about = choice.more["kind"], choice.more["about"]
    shared = [one for one in found.shared if kind in ("", "shared") and one.is_about(about)]
    holders = [one for one in found.holders if kind in ("", "holder") and not about]
    entries: Sequence[Shared | Holders] = [*shared, *holders]
    if not entries:
        clear = link("overlaps", words("choice.clear"), {}, c="act")
        show_empty(words, "overlaps.none", el("p", clear))
        return
    pages = [entries[at : at + A_PAGE] for at in range(0, len(entries), A_PAGE)]
    number = page_number(len(pages))
    drawing = Drawing(words, known)
    nodes = [
        shared_entry(drawing, one) if isinstance(one, Shared)
        else holder_entry(drawing, found.base, one)
        for one in pages[number - 1]
    ]  # fmt: skip
    tree: list[Node] = [
        el("p", words.count("overlaps.count", len(entries)), c="small soft num"),
        el("ul", nodes, c="things"),
    ]
    if len(pages) > 1:
        kept = kept_filters("kind", "about")
        tree.append(pager(words, "overlaps", kept, number, len(pages), "row-pager"))
    show_tree([*tree, honesty_line(words, found.basis)], "overlaps-view")
    told = basis_text(words, found.basis)

    def rows_of_file() -> Table:
        inferred = [each for one in holders for each in one.found]
        rows = overlap_rows_of(found.base, [one.pair for one in shared], inferred)
        cells: list[list[str | None]] = [[*(row[c] for c in OVERLAP_COLUMNS), told] for row in rows]
        return [*OVERLAP_COLUMNS, "basis"], cells

    made_of = (kept_key(words, choice), kind, about)
    show_table_download(words, "overlaps", rows_of_file, made_of)
