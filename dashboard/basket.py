"""The basket: what a reader puts aside to take away together.

It is kept by the browser (parts/view.js, under BASKET of its local storage), so that adding costs
no drawing of the page; the address of the export page carries what is in it, as `kind:id` with
commas between.
"""

import re
from textwrap import shorten

from dashboard.address import long_id, short_id
from dashboard.answers import rows
from dashboard.nodes import Node, el
from dashboard.records import Catalogue, text_of
from dashboard.wording import Wording
from standpunt.bundling import KINDS, MOST_THINGS, Thing

PARAMETER = "basket"
PAGE = "export"
MOST_LETTERS = 120  # of the words by which a claim is called


def basket_button(words: Wording, kind: str, short: str) -> Node:
    """A button that puts a thing into the basket, and takes it out again."""
    return el(
        "button",
        words("basket.add"),
        c="act",
        basket=f"{kind}:{short}",
        done=words("basket.added"),
        aria_pressed="false",
    )


def read_basket(text: str, known: Catalogue) -> tuple[list[Thing], list[str]]:
    """The things that an address names, each once, and what in it is none; MOST_THINGS at most.

    A claim is called by its quote, other things by their labels. Raises GraphError.
    """
    things: dict[str, Thing] = {}
    unknown = []
    for part in dict.fromkeys(filter(None, text.split(","))):
        thing = _thing(part, known)
        if thing is None or len(things) == MOST_THINGS:
            unknown.append(part)
        else:
            things[thing.iri] = thing
    return list(things.values()), unknown


def basket_id(thing: Thing, known: Catalogue) -> str:
    """How the thing stands in the address: the other way round of read_basket()."""
    if thing.kind == "actor":
        return f"actor:{known.actors[thing.iri].code}"
    return f"{thing.kind}:{short_id(thing.iri, _FOLDERS.get(thing.kind, thing.kind))}"


_FOLDERS = {"claim": "document"}
_CLAIM = re.compile(r"[0-9a-f]{16}/claim/[\w-]+")


def _thing(text: str, known: Catalogue) -> Thing | None:
    kind, _, short = text.partition(":")
    if kind not in KINDS:
        return None
    if kind == "actor":
        codes = {actor.code: actor for actor in known.actors.values()}
        found = codes.get(short)
        return Thing(kind, found.iri, found.name) if found else None
    iri = long_id(short, _FOLDERS.get(kind, kind))
    if kind == "claim":
        told = rows("claim-evidence", claim=iri) if _CLAIM.fullmatch(short) else []
        quote = " … ".join(dict.fromkeys(text_of(row, "quote") for row in told))
        return Thing(kind, iri, shorten(quote, MOST_LETTERS, placeholder=" …")) if told else None
    if kind == "issue" and iri in known.issues:
        return Thing(kind, iri, known.issue_label(iri))
    if kind == "meeting" and iri in known.meetings:
        return Thing(kind, iri, known.meetings[iri].label)
    if kind == "document" and iri in known.documents:
        return Thing(kind, iri, known.documents[iri].title)
    return None
