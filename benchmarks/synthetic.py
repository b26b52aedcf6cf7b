"""Invented claims of a realistic shape, for measuring analysis: bounds, bursts, many issues.

    python benchmarks/synthetic.py --claims 100000 --store DIR    writes them as a store

20 years of meetings in eight configurations, each with an agenda and a report by one of a few
governments; 60 actors, 400 issues that rise and fall, so that most are silent most of the time.
As in real papers most holders are unnamed: a group with bounds, or the reporter with a group.
Everything is drawn from one seed. It says nothing about any real state.
"""

import argparse
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from graph.store import StoreWriter
from ontology import iris, terms
from ontology.modules import reference_quads
from ontology.reference import load_reference
from standpunt.analysis.claims import Claim
from standpunt.analysis.records import ClaimBase, Label, Membership

ACTORS, ISSUES, YEARS, FIRST_YEAR = 60, 400, 20, 2005
CONFIGURATIONS = ("JHA", "ECOFIN", "AGRIFISH", "ENV", "FAC", "GAC", "COMPET", "TTE")
CLAIMS_A_MEETING = 80
EU = iris.bloc_iri("EU").value
# How the holders of a claim are put, and how often: mostly the reporter, or a group.
SHAPES = {
    "reporter": 30, "named": 12, "several": 20, "reporter-and-others": 8, "majority": 12,
    "all": 3, "all-but-one": 1, "one-other": 3, "parts": 4, "among-them": 7,
}  # fmt: skip


@dataclass(frozen=True)
class _Paper:
    document: str
    meeting: str
    day: date
    configuration: str
    reporter: str
    issues: tuple[int, ...]
    members: tuple[str, ...]


def synthetic_base(claims: int, seed: int = 1) -> ClaimBase:
    """About so many claims over the same 20 years, in order of day."""
    maker = _Maker(seed)
    made: list[Claim] = []
    disjoint: list[tuple[str, str]] = []
    meetings = max(1, claims // CLAIMS_A_MEETING)
    for number in range(meetings):
        for paper, size in maker.papers(number, meetings, claims / meetings):
            while size > 0:
                drawn = maker.claims(paper, size)
                made += drawn
                size -= len(drawn)
                if len(drawn) == 2:
                    disjoint.append((drawn[0].iri, drawn[1].iri))
    return ClaimBase(tuple(made), maker.memberships, frozenset(disjoint), actors=maker.names)


class _Maker:
    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        reference = load_reference()
        by_code = {code: actor.iri for code, actor in reference.actors.items()}
        self.memberships = tuple(
            Membership(by_code[m.state_code], EU, m.start, m.end)
            for m in reference.memberships
            if m.bloc_code == "EU"
        )
        self.lookup = ClaimBase((), self.memberships)
        states = sorted({entry.state for entry in self.memberships})
        bodies = [a.iri for a in reference.actors.values() if a.kind in ("Institution", "Agency")]
        self.bodies = bodies[: ACTORS - len(states)]
        self.names = {a.iri: Label(a.code, a.labels["en"]) for a in reference.actors.values()}
        self.reporters = [by_code[code] for code in ("NLD", "NLD", "NLD", "DEU", "FIN", "IRL")]
        # An issue is talked about around its own month, some for years and some for a season.
        self.peaks = [
            (self.chance.randrange(YEARS * 12), self.chance.choice((2, 4, 8, 24)))
            for _ in range(ISSUES)
        ]
        self.views = {
            who: [self.chance.gauss(0, 1) for _ in range(2)] for who in (*states, *self.bodies)
        }
        self.demands = [[self.chance.gauss(0, 1) for _ in range(2)] for _ in range(ISSUES)]

    def papers(self, number: int, meetings: int, size: float) -> Iterator[tuple[_Paper, int]]:
        """An agenda and a report of one meeting, with how many claims each has."""
        day = date(FIRST_YEAR, 1, 3) + timedelta(days=int(number / meetings * YEARS * 365.2))
        configuration = CONFIGURATIONS[number % len(CONFIGURATIONS)]
        month = (day.year - FIRST_YEAR) * 12 + day.month - 1
        weights = [2.0 ** (-abs(month - peak) / width) for peak, width in self.peaks]
        burst = self.chance.lognormvariate(-0.125, 0.5)
        total = max(2, round(size * burst))
        issues = tuple(self.chance.choices(range(ISSUES), weights, k=max(2, total // 8)))
        reporter = self.chance.choice(self.reporters)
        for kind, share in ((1, total // 3), (2, total - total // 3)):
            document = iris.document_iri(f"{number:012x}{kind:04x}").value
            paper = _Paper(
                document, f"{terms.ID}meeting/synthetic-{number}", day, configuration, reporter,
                issues, tuple(sorted(self.lookup.members_on(EU, day))),
            )  # fmt: skip
            yield paper, share

    def claims(self, paper: _Paper, left: int) -> list[Claim]:
        """One claim, or two whose groups are disjoint; `left` tells the n-th place in the paper."""
        chance = self.chance
        issue = chance.choice(paper.issues)
        about = {issue, chance.choice(paper.issues)} if chance.random() < 0.15 else {issue}
        claim = Claim(
            iri=iris.claim_iri(NamedNode(paper.document), left, 1).value,
            statement=iris.claim_iri(NamedNode(paper.document), left, 1).value,
            kind="claim", document=paper.document, meeting=paper.meeting, item=None,
            day=paper.day, configuration=paper.configuration, reporter=paper.reporter,
            polarity="support",
            modality=chance.choice((*["stated"] * 3, "standing", "planned", "expected")),
            confidence=chance.choice((0.7, 0.8, 0.9, 0.9)),
            issues=tuple(f"{terms.ID}issue/synthetic-{one:03d}" for one in sorted(about)),
            named=(), bloc=EU, open=True, low=2, high=len(paper.members),
        )  # fmt: skip
        (shape,) = chance.choices(list(SHAPES), list(SHAPES.values()))
        claim = self._held(claim, shape, paper)
        claim = replace(claim, polarity=self._polarity(claim, issue))
        if shape != "parts" or left < 2:
            return [claim]
        there = iris.claim_iri(NamedNode(paper.document), left, 2).value
        against = "oppose" if claim.side > 0 else "support"
        return [claim, replace(claim, iri=there, statement=there, polarity=against)]

    def _held(self, claim: Claim, shape: str, paper: _Paper) -> Claim:
        n, members, chance = len(paper.members), paper.members, self.chance
        me = (paper.reporter,)
        match shape:
            case "reporter":
                return replace(claim, named=me, open=False, low=1, high=1)
            case "named":
                some = chance.sample([*members, *self.bodies], chance.randint(1, 4))
                return replace(
                    claim, named=tuple(some), open=False, low=len(some), high=len(some), bloc=None
                )
            case "several":
                return claim
            case "reporter-and-others":
                return replace(claim, named=me, low=3)
            case "majority":
                return replace(claim, named=chance.choice((me, (), ())), low=n // 2 + 1)
            case "all":
                return replace(claim, low=n)
            case "all-but-one":
                return replace(claim, low=n - 1, high=n - 1, excluded=(chance.choice(members),))
            case "one-other":
                return replace(claim, named=me, low=2, high=2)
            case "parts":
                return replace(claim, high=n - 2)
            case _:
                some = chance.sample(members, chance.randint(2, 5))
                return replace(claim, named=tuple(some), low=len(some))

    def _polarity(self, claim: Claim, issue: int) -> str:
        who = claim.named[0] if claim.named else self.chance.choice(list(self.views))
        view = sum(a * b for a, b in zip(self.views[who], self.demands[issue], strict=True))
        if view + self.chance.gauss(0, 0.7) > -0.5:
            return self.chance.choice(("support", "support", "support", "conditional-support"))
        return self.chance.choice(("oppose", "critical"))


def quads_of(claims: Iterable[Claim], disjoint: Iterable[tuple[str, str]] = ()) -> Iterator[Quad]:
    """The quads of claims of one document, as ingest writes them but without section and item."""
    claims = list(claims)
    document = NamedNode(claims[0].document)
    graph = NamedNode(document.value.replace("/document/", "/graph/document/"))
    meeting = NamedNode(claims[0].meeting or "")

    def say(node: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
        return Quad(node, predicate, value, graph)

    day = Literal((claims[0].day or date.min).isoformat(), datatype=terms.XSD_DATE)
    yield say(document, terms.RDF_TYPE, terms.DOCUMENT)
    yield say(document, terms.P_KIND, terms.DOCUMENT_KIND["report"])
    yield say(document, terms.P_FILE_NAME, Literal("synthetic.txt"))
    yield say(document, terms.P_REPORTER, NamedNode(claims[0].reporter or ""))
    yield say(meeting, terms.RDF_TYPE, terms.MEETING)
    yield say(meeting, terms.P_START_DATE, day)
    configuration = iris.configuration_iri(claims[0].configuration or "")
    yield say(meeting, terms.P_CONFIGURATION, configuration)
    apart = dict(disjoint)
    for claim in claims:
        node = NamedNode(claim.iri)
        holders = iris.holders_iri(node)
        yield say(node, terms.RDF_TYPE, terms.POSITION_CLAIM)
        yield say(node, terms.P_DOCUMENT, document)
        yield say(node, terms.P_MEETING, meeting)
        yield say(node, terms.P_REPORTER, NamedNode(claim.reporter or ""))
        yield say(node, terms.P_POLARITY, terms.POLARITY[claim.polarity])
        yield say(node, terms.P_MODALITY, terms.MODALITY[claim.modality])
        yield say(node, terms.P_SPEECH_ACT, terms.SPEECH_ACT["state"])
        confidence = Literal(f"{claim.confidence:.2f}", datatype=terms.XSD_DECIMAL)
        yield say(node, terms.P_CONFIDENCE, confidence)
        for issue in claim.issues:
            yield say(node, terms.P_ABOUT, NamedNode(issue))
        yield say(node, terms.P_HOLDER_SET, holders)
        yield say(holders, terms.RDF_TYPE, terms.HOLDER_SET)
        yield say(holders, terms.P_MIN_HOLDERS, Literal(claim.low))
        yield say(holders, terms.P_MAX_HOLDERS, Literal(claim.high))
        for actor in claim.named:
            yield say(holders, terms.P_NAMED_HOLDER, NamedNode(actor))
        for actor in claim.excluded:
            yield say(holders, terms.P_EXCLUDED_HOLDER, NamedNode(actor))
        if claim.bloc:
            yield say(holders, terms.P_UNIVERSE, NamedNode(claim.bloc))
        if claim.open:
            yield say(holders, terms.P_QUANTIFIER, terms.QUANTIFIER["several"])
        if claim.iri in apart:
            other = iris.holders_iri(NamedNode(apart[claim.iri]))
            yield say(holders, terms.P_DISJOINT_FROM, other)


def write_store(base: ClaimBase, path: Path) -> int:
    """A published store with these claims and the reference data; how many quads it holds."""
    apart = dict(base.disjoint)
    with StoreWriter(path) as writer:
        writer.replace_graph(iris.REFERENCE_GRAPH.value, reference_quads())
        for documents in _batches(base.claims, 100):
            writer.replace_graphs({
                document.replace("/document/", "/graph/document/"): quads_of(
                    claims, [(c.iri, apart[c.iri]) for c in claims if c.iri in apart]
                )
                for document, claims in documents
            })  # fmt: skip
        writer.publish()
        return writer.quad_count()


def _batches(claims: Iterable[Claim], size: int) -> Iterator[list[tuple[str, list[Claim]]]]:
    batch: list[tuple[str, list[Claim]]] = []
    for document, members in groupby(claims, key=lambda claim: claim.document):
        batch.append((document, list(members)))
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def main() -> None:
    """Write a store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--store", type=Path, required=True)
    options = parser.parse_args()
    base = synthetic_base(options.claims)
    print(f"{len(base.claims)} claims, {write_store(base, options.store)} quads in {options.store}")


if __name__ == "__main__":
    main()
