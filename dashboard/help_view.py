"""The help page: how to read what the pages show, and the terms explained."""

from collections.abc import Mapping, Sequence

from dashboard.data_nodes import table
from dashboard.frame import explained, page_words
from dashboard.mounting import show_title, show_tree
from dashboard.nodes import Child, Node, el, link
from dashboard.records import GLYPHS, POLARITIES
from dashboard.wording import Wording

# What pages write, by the page on which it is met first.
TERMS = (
    "claim", "holder", "group", "certain", "possible", "excluded", "universe", "issue",
    "candidate", "polarity", "act", "modality", "evidence", "reporter", "document", "meeting",
    "item", "presidency", "contested", "coalition", "agreement", "choice", "letter",
    "announced", "finding", "review", "confidence", "notice", "coverage", "generation",
    "subgraph",
)  # fmt: skip
# Words of a group in the order of how much they say, with the least and the most they leave open
# of n members; ../docs/glossary.md and the ontology have the same bounds.
GROUPS: Mapping[str, tuple[str, str]] = {
    "part": ("2", "n − 2"),
    "some": ("2", "n"),
    "several": ("2", "n"),
    "many": ("2", "n"),
    "large-part": ("2", "n"),
    "consensus": ("2", "n"),
    "majority": ("n/2 + 1", "n"),
    "qualified-majority": ("55 %", "n"),
    "all": ("n", "n"),
}
QUESTIONS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "who": ("positions", {}),
    "against": ("positions", {"polarity": "oppose"}),
    "state": ("choices", {}),
    "with": ("coalitions", {}),
    "camps": ("structure", {}),
    "changed": ("trajectory", {}),
    "silent": ("silence", {}),
    "promised": ("meetings", {}),
    "wrong": ("findings", {}),
    "own": ("query", {}),
}
BLANKS = ("unnamed", "undiscussed", "no-document")
KEYS = ("Tab", "Enter", "Escape", "Alt+Y", "Alt+N")


def show_help() -> None:
    """Draw the page."""
    words = page_words()
    show_title(words("help.title"))
    with explained(words):
        show_tree(
            [
                _block(words("help.questions"), _questions(words)),
                _block(words("help.stances"), _stances(words)),
                _block(words("help.holders"), _holders(words)),
                _block(words("help.groups"), *_groups(words)),
                _block(words("help.blanks"), _pairs(words, "blank", BLANKS)),
                _block(words("help.terms"), _pairs(words, "term", TERMS, named=True)),
                _block(words("help.keys"), _keys(words)),
                _block(words("help.method"), el("p", words("help.method-how"))),
            ],
            "help-view",
        )


def _block(title: str, *content: Child) -> Node:
    return el("section", el("header", el("h2", title), c="block-head"), *content, c="block help")


def _questions(words: Wording) -> Node:
    return el(
        "ul",
        [
            el("li", link(page, words(f"help.ask-{name}"), params, c="title"))
            for name, (page, params) in QUESTIONS.items()
        ],
        c="things",
    )


def _stances(words: Wording) -> Node:
    return el(
        "dl",
        [
            [
                el(
                    "dt",
                    el("span", GLYPHS[polarity], c=f"glyph {polarity}", aria_hidden="true"),
                    " ",
                    words.of("stance", polarity),
                ),
                el("dd", words(f"legend.{polarity}")),
            ]
            for polarity in POLARITIES
        ],
        c="terms",
    )


def _holders(words: Wording) -> Node:
    chips = {
        "named": el("span", words("help.chip-named"), c="chip named"),
        "groupchip": el("span", words("help.chip-group"), c="chip group"),
        "certain": el("span", "NLD", c="code certain"),
        "possible": el("span", "NLD", c="code possible"),
        "excluded": el("span", "NLD", c="code excluded"),
    }
    rows = [[el("dt", chip), el("dd", words(f"help.{name}"))] for name, chip in chips.items()]
    return el("dl", rows, c="terms")


def _groups(words: Wording) -> Sequence[Node]:
    rows = [[words.of("quantifier", name), least, most] for name, (least, most) in GROUPS.items()]
    heads = [words("help.group"), words("help.least"), words("help.most")]
    return (
        el("p", words("help.groups-how"), c="soft"),
        table(heads, rows),
        el("p", words("help.majority"), c="soft"),
    )


def _pairs(words: Wording, family: str, names: Sequence[str], *, named: bool = False) -> Node:
    """Terms and their meanings; `named` sorts them by their names in this language."""
    order = sorted(names, key=lambda n: words(f"{family}.{n}").casefold()) if named else names
    return el(
        "dl",
        [
            [
                el("dt", words(f"{family}.{name}"), id=f"{family}-{name}"),
                el("dd", words(f"{family}-means.{name}")),
            ]
            for name in order
        ],
        c="terms",
    )


def _keys(words: Wording) -> Node:
    return el(
        "dl",
        [
            [
                el("dt", el("code", key)),
                el("dd", words(f"help.key-{key.lower().replace('+', '-')}")),
            ]
            for key in KEYS
        ],
        c="terms",
    )
