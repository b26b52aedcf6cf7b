"""Cite claims: who said what, in which words of which paper, and the state of the store.

A paragraph for each claim that the filters take, to paste as it is; or CSL-JSON (Zotero, pandoc)
or BibTeX for a reference manager.
"""

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from standpunt.commands.export import add_claim_filters, read_selection
from standpunt.commands.options import add_output, add_reviewed, add_store, store_path, write_output

if TYPE_CHECKING:
    from graph.selection import Selection
    from standpunt.citing import Ask, Passage

HELP = "cite claims: who said what, in which words, where"
EXAMPLE = "standpunt cite --issue return --actor NLD --format bibtex --output return.bib"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt cite`."""
    add_claim_filters(parser)
    parser.add_argument(
        "--format",
        choices=("text", "csl", "bibtex"),
        default="text",
        help="text (default), csl (CSL-JSON) or bibtex",
    )
    parser.add_argument("--language", choices=("en", "nl"), default="en", help="of names and words")
    add_output(parser)
    add_reviewed(parser)
    add_store(parser)


def run(arguments: Namespace) -> int:
    """Write the citations; 1, and no file, if no claim meets the filters."""
    from datetime import UTC, datetime

    from graph.opening import open_pool
    from standpunt import __version__
    from standpunt.citation_forms import write_citations
    from standpunt.citing import access_on, asking
    from standpunt.terminal import complain

    with open_pool(store_path(arguments), reviewed=arguments.reviewed, pinned=True) as pool:
        generation = pool.generation()
        passages = _find(asking(pool), arguments.language, read_selection(arguments))
    if not passages:
        complain("no claim meets these filters; list claims with: standpunt query claims")
        return 1
    today = datetime.now(UTC).date()
    access = access_on(today, __version__, generation.number, generation.published.date())
    text = write_citations(passages, access, arguments.format, arguments.language)
    if arguments.output is None:
        sys.stdout.write(text)
    else:
        write_output(arguments, text.encode())
    return 0


def _find(ask: "Ask", language: str, selection: "Selection") -> "list[Passage]":
    """The claims of the selection. Raises UsageError if one that it names is not among them."""
    from standpunt.citing import find_passages
    from standpunt.errors import UsageError

    filters = selection.filters()
    if not selection.claims:
        return find_passages(ask, language, **filters)
    homes = sorted(
        {claim.partition("/claim/")[0] for claim in selection.claims if "/claim/" in claim}
    )
    found = {
        passage.claim: passage
        for home in homes
        if filters.get("document") in (None, home)
        for passage in find_passages(ask, language, **{**filters, "document": home})
    }
    for claim in selection.claims:
        if claim not in found:
            raise UsageError(
                f"{claim} is no claim of this selection; list claims with: standpunt query claims"
            )
    return [found[claim] for claim in dict.fromkeys(selection.claims)]
