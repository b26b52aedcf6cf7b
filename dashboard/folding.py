"""Folds long lists of claims away on a narrow window, and says how many; asks nothing.

Every issue keeps its head with its tally, and each side of a contested one its first claims. The
address holds whether all are shown. A wide window shows everything.
"""

from collections.abc import Iterator, Mapping

from dashboard.nodes import Node, el, link
from dashboard.wording import Wording

ALL = "all"
MOST_CLAIMS = 10
MOST_IN_A_LIST = 4


def fold(tree: list[Node], words: Wording, page: str, params: Mapping[str, str]) -> list[Node]:
    """The tree with what is too much for a phone marked, and a link that shows it.

    `params` are those of the address. A tree with no more than MOST_CLAIMS claims stays as it is.
    """
    lists = [node for one in tree for node in _lists_of_claims(one)]
    every = sum(len(_children(one)) for one in lists)
    if every <= MOST_CLAIMS:
        return tree
    if params.get(ALL):
        label = words("fold.again", n=every)
        again = link(page, label, {**params, ALL: ""}, c="act")
        return [*tree, el("p", again, c="fold-line")]
    shown = 0
    for one in lists:
        left = MOST_IN_A_LIST if shown < MOST_CLAIMS else 0
        for claim in _children(one)[left:]:
            claim["c"] = f"{claim['c']} beyond"
        shown += min(left, len(_children(one)))
    if shown == every:
        return tree
    label = words("fold.all", n=every)
    more = link(page, label, {**params, ALL: "1"}, c="act main")
    said = el("span", words("fold.said", n=every - shown, all=every), c="small soft")
    return [*tree, el("p", said, more, c="fold-line")]


def _lists_of_claims(node: Node) -> Iterator[Node]:
    if node["t"] == "ul" and any(_is_claim(child) for child in _children(node)):
        yield node
        return
    for child in _children(node):
        yield from _lists_of_claims(child)


def _is_claim(node: Node) -> bool:
    return node["t"] == "li" and str(node.get("c", "")).startswith("claim ")


def _children(node: Node) -> list[Node]:
    found = node.get("k")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
