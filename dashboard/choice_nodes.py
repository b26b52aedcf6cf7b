"""How choices look: tiles of one size, their legend, a card a state, and a table; asks nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from dashboard.address import short_id
from dashboard.claim_nodes import document_id, document_name
from dashboard.nodes import Node, el, link
from dashboard.records import Catalogue
from dashboard.tile_figure import LegendLine, Tile, tile_figure, tile_places
from dashboard.wording import Wording, day
from ontology.iris import choice_iri

# A glyph for each answer, so that colour never tells alone.
GLYPHS = {
    "relocation": "→",
    "financial": "€",
    "alternative": "◆",
    "refuses": "×",
    "significant-migratory-situation": "▲",
    "not-reported": "?",
}
EXEMPTION = "*"
KNOWN_LOOKS = (
    "relocation",
    "relocation-financial",
    "financial",
    "financial-alternative",
    "alternative",
    "significant-migratory-situation",
    "refuses",
    "not-reported",
)


@dataclass(frozen=True)
class Choice:
    """What one state chose; `parts` are notations, ("not-reported",) if the document is silent."""

    code: str
    short: str
    name: str
    parts: tuple[str, ...]
    is_exempt: bool
    quotes: tuple[str, ...]
    document: str

    @property
    def look(self) -> str:
        """The class that gives the tile its colour."""
        joined = "-".join(self.parts)
        return joined if joined in KNOWN_LOOKS else "other-choice"


def _signs(choice: Choice) -> str:
    return "".join(GLYPHS.get(part, "?") for part in choice.parts)


def _swatch(choice: Choice, more: str = "") -> Node:
    signs = el("span", _signs(choice), c="signs")
    return el("span", signs, c=f"swatch {more} {choice.look}", aria_hidden="true")


def _answer(words: Wording, choice: Choice) -> str:
    return " + ".join(words.of("options", part) for part in choice.parts)


def tiles(words: Wording, choices: Sequence[Choice]) -> list[Node]:
    """The map: a button of one size for each state, at its place."""
    places = tile_places()
    last = max(row for _, row in places.values())
    spare = iter(range(1, len(choices) + 1))
    nodes = []
    for choice in choices:
        column, row = places.get(choice.code) or (next(spare), last + 1)
        told = _answer(words, choice)
        exempt = f", {words('choices.exempt')}" if choice.is_exempt else ""
        nodes.append(
            el(
                "button",
                el("span", choice.short, c="code-big"),
                el("span", _signs(choice), c="signs", aria_hidden="true"),
                el("span", EXEMPTION, c="flag", aria_hidden="true") if choice.is_exempt else None,
                c=f"tile {choice.look}",
                cell=[column, row],
                pick=choice.code,
                reveal="evidence",
                title=f"{choice.name}: {told}{exempt}",
                aria_label=f"{choice.name}: {told}{exempt}",
            )
        )
    return nodes


def legend(words: Wording, choices: Sequence[Choice]) -> Node:
    """What each look means, and how many states have it."""
    looks: dict[str, list[Choice]] = {}
    for choice in choices:
        looks.setdefault(choice.look, []).append(choice)
    order = {look: place for place, look in enumerate((*KNOWN_LOOKS, "other-choice"))}
    lines = [
        el(
            "li",
            _swatch(found[0]),
            el("span", _answer(words, found[0]), " ", el("span", str(len(found)), c="soft num")),
        )
        for look, found in sorted(looks.items(), key=lambda pair: order[pair[0]])
    ]
    exempt = sum(choice.is_exempt for choice in choices)
    if exempt:
        lines.append(
            el(
                "li",
                el("span", EXEMPTION, c="swatch other-choice", aria_hidden="true"),
                el("span", words("choices.exempt"), " ", el("span", str(exempt), c="soft num")),
            )
        )
    return el("ul", lines, c="legend")


def card(words: Wording, known: Catalogue, choice: Choice) -> Node:
    """The panel of one state: its answer and the sentences that report it."""
    told = choice.parts != ("not-reported",)
    document = known.documents.get(choice.document)
    source = document_name(words, known, document) if document else ""
    if document and document.date:
        source = f"{source} · {day(words, document.date)}"
    evidence = el(
        "div",
        [el("blockquote", quote, c="quoted", lang="nl") for quote in choice.quotes],
        el("p", source, c="source"),
        el(
            "div",
            link(
                "document",
                words("claim.read"),
                {
                    "doc": document_id(choice.document),
                    "claim": short_id(
                        choice_iri(NamedNode(choice.document), choice.code).value, "document"
                    ),
                },
                c="act main",
            ),
            link("actor", words("choices.positions"), {"id": choice.code}, c="act"),
            c="acts",
        ),
        c="evidence",
    )
    return el(
        "section",
        el("h2", choice.name),
        el(
            "p",
            _swatch(choice),
            el("span", _answer(words, choice), c="answer"),
            el("span", words("choices.exempt"), c="badge odd") if choice.is_exempt else None,
            c="answer-line",
        ),
        evidence if told else el("p", words("choices.silent"), c="soft"),
        c="panel state-card",
        of=choice.code,
        part="evidence",
    )


def table(words: Wording, choices: Sequence[Choice]) -> Node:
    """The same as a table, by name; a name picks its state."""
    head = el(
        "thead",
        el(
            "tr",
            el("th", words("choices.state"), scope="col"),
            el("th", words("choices.answer"), scope="col"),
            el("th", words("choices.exemption"), scope="col", c="wide-only"),
        ),
    )
    body = [
        el(
            "tr",
            el("th", el("button", choice.name, pick=choice.code, reveal="evidence"), scope="row"),
            el(
                "td",
                el(
                    "span",
                    _swatch(choice, "small-swatch"),
                    el("span", _answer(words, choice)),
                    c="told",
                ),
            ),
            el("td", words("choices.possible") if choice.is_exempt else "–", c="wide-only"),
            of=choice.code,
        )
        for choice in sorted(choices, key=lambda choice: choice.name)
    ]
    return el(
        "table",
        el("caption", words("choices.table"), c="hidden-words"),
        head,
        el("tbody", body),
        c="list-table",
    )


def map_figure(words: Wording, choices: Sequence[Choice]) -> tuple[list[Node], tuple[int, int]]:
    """The same map with its legend as SVG nodes, and their width and height."""
    samples: dict[str, Choice] = {}
    for choice in choices:
        samples.setdefault(choice.look, choice)
    order = {look: place for place, look in enumerate((*KNOWN_LOOKS, "other-choice"))}
    legend = []
    for look, choice in sorted(samples.items(), key=lambda pair: order[pair[0]]):
        count = sum(one.look == look for one in choices)
        legend.append(LegendLine(_tile(words, choice), f"{_answer(words, choice)} ({count})"))
    exempt = sum(choice.is_exempt for choice in choices)
    if exempt:
        sample = Tile("", "", EXEMPTION, ("fig-pick-other",), "")
        legend.append(LegendLine(sample, f"{words('choices.exempt')} ({exempt})"))
    return tile_figure([_tile(words, choice) for choice in choices], legend)


def _tile(words: Wording, choice: Choice) -> Tile:
    silent = choice.parts == ("not-reported",)
    looks = tuple(
        f"fig-pick-{part}" if part in GLYPHS and not silent else "fig-pick-other"
        for part in choice.parts[:2]
    )
    return Tile(
        choice.code,
        choice.short,
        _signs(choice),
        looks,
        f"{choice.name}: {_answer(words, choice)}",
        is_hatched=silent,
        flag=EXEMPTION if choice.is_exempt else "",
    )
