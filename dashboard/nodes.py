"""Trees of plain nodes that parts/view.js draws in the browser; knows no data and no Streamlit.

Text stays text the whole way: the browser sets it as textContent, so nothing that a document says
can become markup; what turns the direction of writing is written out. Addresses are relative to the
dashboard, so nothing can load from elsewhere.
"""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

Node = dict[str, object]
Child = Node | str | None | Iterable["Child"]

# Attributes that a reader sees or hears.
_READ_ATTRIBUTES = ("title", "aria-label")
# Controls that turn the direction of writing or that nobody sees; line ends and form feeds stay.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    """The text with control and direction characters written out: \\u202e."""
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def el(tag: str, *children: Child, c: str = "", **attributes: object) -> Node:
    """One element; None among the children is left out, nested lists are flattened.

    `c` is its classes. An attribute whose value is None is left out; `aria_label` is written
    `aria-label`. What `pick`, `of`, `go`, `copy`, `cell` … do, parts/view.js says at its top.
    """
    node: Node = {"t": tag}
    if c:
        node["c"] = c
    kept = {k.rstrip("_").replace("_", "-"): v for k, v in attributes.items() if v is not None}
    kept |= {k: shown(v) for k, v in kept.items() if isinstance(v, str) and k in _READ_ATTRIBUTES}
    if kept:
        node["a"] = kept
    content = _flat(children)
    if content:
        node["k"] = content
    return node


def link(page: str, text: Child, params: Mapping[str, str], *, c: str = "", **more: object) -> Node:
    """A link to one of our pages ("" is the first one), with a copyable address."""
    return el(
        "a",
        text,
        c=c,
        href=address(page, params),
        go={"page": page, "params": {name: value for name, value in params.items() if value}},
        **more,
    )


def address(page: str, params: Mapping[str, str]) -> str:
    """The relative address of a page: "positions?issue=return"."""
    pairs = {name: value for name, value in params.items() if value}
    return f"{page}?{urlencode(pairs)}" if pairs else page


def _flat(children: Iterable[Child]) -> list[Node | str]:
    content: list[Node | str] = []
    for child in children:
        if isinstance(child, str):
            content.append(shown(child))
        elif isinstance(child, dict):
            content.append(child)
        elif child is not None:
            content.extend(_flat(child))
    return content
