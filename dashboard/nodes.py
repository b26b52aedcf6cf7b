"""Trees of plain nodes that parts/view.js draws in the browser; knows no data and no Streamlit.

Text stays text the whole way: the browser sets it as textContent, so nothing that a document says
can become markup. Addresses are relative to the dashboard, so nothing can load from elsewhere.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

Node = dict[str, object]
Child = Node | str | None | Iterable["Child"]


def el(tag: str, *children: Child, c: str = "", **attributes: object) -> Node:
    """One element; None among the children is left out, nested lists are flattened.

    `c` is its classes. An attribute whose value is None is left out; `aria_label` is written
    `aria-label`. What `pick`, `of`, `go`, `copy`, `cell` … do, parts/view.js says at its top.
    """
    node: Node = {"t": tag}
    if c:
        node["c"] = c
    kept = {k.rstrip("_").replace("_", "-"): v for k, v in attributes.items() if v is not None}
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
        go={"page": page, "params": dict(params)},
        **more,
    )


def address(page: str, params: Mapping[str, str]) -> str:
    """The relative address of a page: "positions?issue=return"."""
    pairs = {name: value for name, value in params.items() if value}
    return f"{page}?{urlencode(pairs)}" if pairs else page


def _flat(children: Iterable[Child]) -> list[Node | str]:
    content: list[Node | str] = []
    for child in children:
        if isinstance(child, str | dict):
            content.append(child)
        elif child is not None:
            content.extend(_flat(child))
    return content
