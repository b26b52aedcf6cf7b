"""How the structure of a network looks: a section a figure, each with its basis; asks nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.data_nodes import table
from dashboard.nodes import Child, Node, el
from dashboard.reason_words import reason_text
from dashboard.records import Catalogue
from dashboard.thing_links import actor_link, issue_link
from dashboard.wording import Wording
from standpunt.analysis.basis import Basis
from standpunt.analysis.communities import SEEDS, Communities
from standpunt.analysis.structure import Structure

MOST_BRIDGES, MOST_PAIRS = 10, 20


@dataclass(frozen=True)
class Names:
    """What the codes of a structure stand for: codes of the catalogue, IRIs and names of issues."""

    actors: Mapping[str, str]
    issues: Mapping[str, str]
    labels: Mapping[str, str]


def structure_sections(
    words: Wording, known: Catalogue, found: Structure, names: Names
) -> list[Node]:
    """All figures, in the order in which one reads them."""
    drawn = _Sections(words, known, found, names)
    return [
        drawn.communities(),
        drawn.core(),
        drawn.bridges(),
        drawn.balance(),
        drawn.polarisation(),
        drawn.backbone(),
    ]


@dataclass(frozen=True)
class _Sections:
    words: Wording
    known: Catalogue
    found: Structure
    names: Names

    def communities(self) -> Node:
        words, parts = self.words, self.found.communities
        body: list[Child] = [el("p", words("structure.communities-how", seeds=SEEDS), c="soft")]
        if parts.found:
            body.append(el("p", communities_text(words, parts), c="num"))
            body += [
                self._group(words("structure.part", n=n), part)
                for n, part in enumerate(parts.partition, 1)
            ]
        else:
            reason = reason_text(words, parts.reason)
            body.append(el("p", el("strong", words("structure.no-communities", reason=reason))))
        if parts.resolutions:
            heads = ("resolution", "parts", "modularity", "stability")
            rows: list[list[Child]] = [
                [f"{at.resolution:g}", str(at.communities), f"{at.modularity:.3f}",
                 f"{at.stability:.2f}"]
                for at in parts.resolutions
            ]  # fmt: skip
            lines = table([words(f"structure.col-{head}") for head in heads], rows)
            body.append(el("details", el("summary", words("structure.resolutions")), lines))
        return self._section("communities", body)

    def core(self) -> Node:
        words, core = self.words, self.found.core
        if not core.core:
            return self._section("core", [el("p", words("structure.core-none"))])
        fit = self._number(core.correlation)
        said = words("structure.core-fit", misfits=core.misfits, pairs=core.pairs, fit=fit)
        around = [one.name for one in self.found.bridges if one.name not in core.core]
        return self._section(
            "core",
            [
                el("p", words("structure.core-how"), c="soft"),
                el("p", said, c="num"),
                self._group(words("structure.in-core"), core.core),
                self._group(words("structure.in-periphery"), around) if around else None,
            ],
        )

    def bridges(self) -> Node:
        words = self.words
        between = [one for one in self.found.bridges if one.betweenness > 0][:MOST_BRIDGES]
        heads = ("actor", "betweenness", "constraint")
        rows: list[list[Child]] = [
            [self._actor(one.name), f"{one.betweenness:.3f}", self._number(one.constraint)]
            for one in between
        ]
        body = (
            table([words(f"structure.col-{head}") for head in heads], rows)
            if rows
            else el("p", words("structure.bridges-none"))
        )
        return self._section("bridges", [el("p", words("structure.bridges-how"), c="soft"), body])

    def balance(self) -> Node:
        words, signed = self.words, self.found.balance
        how = el("p", words("structure.balance-how"), c="soft")
        if not signed.positive + signed.negative:
            return self._section("balance", [how, el("p", words("structure.balance-none"))])
        share = signed.balanced_share
        told = words("structure.no-figure") if share is None else f"{share:.0%}"
        key = "frustration" if signed.exact else "frustration-most"
        body: list[Child] = [
            how,
            el(
                "p",
                words("structure.signs", positive=signed.positive, negative=signed.negative),
                " ",
                words("structure.triads", triads=", ".join(map(str, signed.triads)), share=told),
                " ",
                words(f"structure.{key}", n=signed.frustration),
                c="num",
            ),
        ]
        if signed.negative and all(signed.camps):
            body += [
                self._group(words("structure.camp", n=n), camp)
                for n, camp in enumerate(signed.camps, 1)
            ]
        return self._section("balance", body)

    def polarisation(self) -> Node:
        words, found = self.words, self.found.polarisation
        said = words(
            f"structure.of-{found.of}",
            agreement=self._signed(found.agreement),
            conflict=self._signed(found.conflict),
        )
        how = el("p", words("structure.polarisation-how"), c="soft")
        return self._section("polarisation", [how, el("p", said, c="num")])

    def backbone(self) -> Node:
        words, pairs = self.words, self.found.issue_backbone
        heads = ("first", "second", "weight")
        rows: list[list[Child]] = [
            [self._issue(one), self._issue(other), f"{weight:g}"]
            for one, other, weight in pairs[:MOST_PAIRS]
        ]
        left = len(pairs) - MOST_PAIRS
        body: list[Child] = [
            el("p", words("structure.backbone-how"), c="soft"),
            table([words(f"structure.col-{head}") for head in heads], rows)
            if rows
            else el("p", words("structure.backbone-none")),
            el("p", words("proof.more", n=left), c="small soft") if left > 0 else None,
        ]
        return self._section("backbone", body)

    def _section(self, name: str, body: Sequence[Child]) -> Node:
        head = el("header", el("h2", self.words(f"structure.{name}")), c="block-head")
        basis = basis_words(self.words, self.found.basis)
        return el("section", head, body, el("p", basis, c="small soft num"), c="block")

    def _group(self, title: str, members: Iterable[str]) -> Node:
        chips = [self._actor(name, c="chip named") for name in sorted(members)]
        return el(
            "div", el("h3", title, c="small-head"), el("p", chips, c="chips"), c="named-group"
        )

    def _actor(self, name: str, c: str = "") -> Node:
        return actor_link(self.known, self.names.actors.get(name, name), c=c)

    def _issue(self, name: str) -> Child:
        iri = self.names.issues.get(name, "")
        if "#" in iri or not iri:
            return self.names.labels.get(name, name)
        return issue_link(self.known, iri)

    def _number(self, value: float | None) -> str:
        return self.words("structure.no-figure") if value is None else f"{value:.2f}"

    def _signed(self, value: float | None) -> str:
        return self.words("structure.no-figure") if value is None else f"{value:+.2f}"


def communities_text(words: Wording, parts: Communities) -> str:
    """How many communities were found, and how sure that is."""
    return words(
        "structure.found",
        n=len(parts.partition),
        modularity=f"{parts.modularity:.3f}",
        chance=f"{parts.by_chance:.3f}",
        stability=f"{parts.stability:.2f}",
    )


def basis_words(words: Wording, basis: Basis) -> str:
    """How many statements a figure rests on, and how much of their holders nobody names."""
    return words(
        "structure.basis",
        claims=words.count("honesty.statements", basis.claims),
        low=round(100 * basis.anonymous_low),
        high=round(100 * basis.anonymous_high),
    )
