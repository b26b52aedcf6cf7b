"""How a query is put together, drawn as a tree of steps; asks nothing."""

from dashboard.mounting import show_tree
from dashboard.nodes import Node, el
from dashboard.query_desk import Desk
from dashboard.vocabulary import vocabulary
from dashboard.wording import Wording
from graph.errors import GraphError
from graph.explaining import Step


def show_explained(words: Wording, desk: Desk) -> None:
    """Draw the tree, or why there is none, if it was asked for the text that is there."""
    if desk.explained is None or desk.explained_text != desk.text:
        return
    if isinstance(desk.explained, GraphError):
        body: Node = el("p", str(desk.explained), c="soft")
    else:
        body = el("ul", _step(words, desk.explained, _uses(words)), c="steps")
    show_tree(
        [
            el(
                "section",
                el("h2", words("query.explained")),
                el("p", words("query.explained-hint"), c="small soft"),
                body,
                c="explained",
            )
        ],
        "query-explained",
    )


def _uses(words: Wording) -> dict[str, int]:
    """How often each property is used, by its name with a prefix."""
    terms = vocabulary(words.language)["terms"]
    assert isinstance(terms, list)  # noqa: S101 - as vocabulary() says
    return {str(term[0]): int(term[5]) for term in terms if term[2] == "property" and term[5]}


def _step(words: Wording, step: Step, uses: dict[str, int]) -> Node:
    said = words.of("operators", step.operator)
    if step.operator == "triple":
        property_ = [*step.detail.split(" "), "", ""][1]
        count = uses.get(property_)
        return el(
            "li",
            el("code", step.detail),
            el("span", words("query.triples-with", n=f"{count:,}"), c="small soft")
            if count
            else None,
        )
    return el(
        "li",
        el("span", said, c="operator"),
        el("code", step.detail) if step.detail else None,
        el("ul", [_step(words, part, uses) for part in step.parts]) if step.parts else None,
    )
