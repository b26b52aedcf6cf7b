"""All findings of a store: what ingest found in a paper, and what claims contradict; with quotes.

Asks stored questions only. A finding hides no other: each is given, whatever its type.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.interface import Pool
from standpunt.analysis.claims import Claim
from standpunt.analysis.contradictions import (
    WINDOW_DAYS,
    Contradiction,
    find_disagreements,
    find_impossible,
    find_opposites,
)
from standpunt.analysis.loading import all_records
from standpunt.analysis.reasons import Reason
from standpunt.analysis.records import ClaimBase
from standpunt.analysis.selecting import Selection

KINDS = (
    "count-against-list",
    "citation-against-citation",
    "stance-against-stance",
    "report-against-report",
    "quantifier-against-quantifier",
)
_OF_PAPERS = KINDS[:2]
_AT_ONCE = 500
"""Of so many statements the evidence is asked for at once."""

Record = Mapping[str, str | None]


@dataclass(frozen=True)
class Quoted:
    """One side of a finding: the words, and where they stand: [start, end) in code points.

    `claim` is the claim they prove, or the finding itself.
    """

    claim: str
    quote: str
    document: str
    file_name: str
    section: str
    start: int
    end: int

    @property
    def place(self) -> str:
        """Where it stands, for a reader."""
        parts = (self.file_name, self.section, f"{self.start}-{self.end}")
        return ", ".join(filter(None, parts))


@dataclass(frozen=True)
class Finding:
    """What does not add up: the type, both sides in words, and the quotes of each.

    `issue` is a label, "" where there is none; `concerns` are IRIs. A list that stands twice
    gives more than two quotes.
    """

    kind: str
    said: str
    found: str
    reason: Reason
    issue: str
    concerns: tuple[str, ...]
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Unquoted:
    """A finding of which no evidence was read, and of claims no words made yet.

    `proved` are the statements that it quotes, each as its document and its IRI.
    """

    kind: str
    proved: tuple[tuple[str, str], ...]
    told: Finding | Contradiction

    @property
    def documents(self) -> set[str]:
        """IRIs of the documents that it quotes."""
        return {document for document, _ in self.proved}


def find_findings(
    pool: Pool,
    base: ClaimBase,
    selection: Selection | None = None,
    *,
    kinds: Sequence[str] = KINDS,
    window_days: int = WINDOW_DAYS,
) -> list[Finding]:
    """The findings of these types among the claims of `base`, by type and then by place.

    What ingest found in papers (count, citation) is taken by meeting, document and day of
    `selection`; it is about no issue and bears no modality.
    """
    found = find_unquoted(pool, base, selection, kinds=kinds, window_days=window_days)
    return quote_findings(pool, base, found)


def find_unquoted(
    pool: Pool,
    base: ClaimBase,
    selection: Selection | None = None,
    *,
    kinds: Sequence[str] = KINDS,
    window_days: int = WINDOW_DAYS,
) -> list[Unquoted]:
    """As find_findings(), without evidence: for who counts all of them and quotes some."""
    papers = {row["document"] or "": row for row in all_records(pool, "documents")}
    found: list[Unquoted] = []
    wanted = [kind for kind in _OF_PAPERS if kind in kinds]
    if wanted and not (selection and (selection.issue or selection.reviewed_only)):
        found += _of_papers(pool, papers, selection or Selection(), wanted)
    once = base.letters_once()
    document_kinds = {iri: paper["kind"] or "" for iri, paper in papers.items()}
    pairs: list[Contradiction] = []
    if "stance-against-stance" in kinds:
        pairs += find_opposites(once, window_days=window_days)
    if "report-against-report" in kinds:
        pairs += find_disagreements(once, document_kinds)
    if "quantifier-against-quantifier" in kinds:
        pairs += find_impossible(once)
    for pair in pairs:
        proved = tuple((claim.document, claim.iri) for claim in (pair.first, pair.second))
        found.append(Unquoted(pair.kind, proved, pair))
    return found


def quote_findings(pool: Pool, base: ClaimBase, found: Sequence[Unquoted]) -> list[Finding]:
    """These findings with their words and quotes, in their order; `base` is that of all of them."""
    quotes = _quotes(pool, {proved for each in found for proved in each.proved})
    return [
        _of_claims(base, each.told, quotes)
        if isinstance(each.told, Contradiction)
        else replace(
            each.told, quotes=tuple(q for _, iri in each.proved for q in quotes.get(iri, ()))
        )
        for each in found
    ]


def _of_papers(
    pool: Pool, papers: Mapping[str, Record], selection: Selection, kinds: Sequence[str]
) -> list[Unquoted]:
    days = {row["meeting"]: row for row in all_records(pool, "meeting-days")}

    def fits(document: str) -> bool:
        paper = papers.get(document, {})
        meeting = days.get(paper.get("meeting"), {})
        day = meeting.get("day") or paper.get("date") or ""
        return _fits(selection, document, paper, meeting, day)

    found: list[tuple[tuple[str, ...], Unquoted]] = []
    for row in _findings_in(pool, papers, [iri for iri in papers if fits(iri)]):
        if row["type"] not in kinds or not fits(row["document"] or ""):
            continue
        told = Finding(
            row["type"] or "", row["said"] or "", row["found"] or "",
            Reason.of("against", said=row["said"] or "", found=row["found"] or ""), "",
            tuple((row["concerns"] or "").split()), (),
        )  # fmt: skip
        proved = ((row["document"] or "", row["finding"] or ""),)
        found.append((told.concerns, Unquoted(told.kind, proved, told)))
    found.sort(key=lambda one: (KINDS.index(one[1].kind), one[0]))
    return [unquoted for _, unquoted in found]


def _findings_in(pool: Pool, papers: Collection[str], wanted: Collection[str]) -> Iterator[Record]:
    """What ingest found in the wanted papers, at least; in the order of the stored question."""
    if 2 * len(wanted) > len(papers):
        yield from all_records(pool, "findings")
        return
    iris = sorted(wanted)
    for start in range(0, len(iris), _AT_ONCE):
        asked = " ".join(iris[start : start + _AT_ONCE])
        yield from all_records(pool, "findings", {"document": asked})


def _fits(selection: Selection, document: str, paper: Record, meeting: Record, day: str) -> bool:
    reporter = selection.reporter.rpartition("/")[2] if selection.reporter else None
    return (
        selection.document in (None, document)
        and selection.meeting in (None, paper.get("meeting"))
        and reporter in (None, paper.get("reporter"))
        and (selection.since is None or day >= selection.since.isoformat())
        and (selection.before is None or (bool(day) and day < selection.before.isoformat()))
        and (
            not selection.configurations or meeting.get("configuration") in selection.configurations
        )
    )


def _of_claims(
    base: ClaimBase, pair: Contradiction, quotes: Mapping[str, Sequence[Quoted]]
) -> Finding:
    return Finding(
        pair.kind,
        _words(base, pair.first),
        _words(base, pair.second),
        pair.reason,
        base.issue(pair.issue).name,
        tuple(filter(None, (pair.first.iri, pair.second.iri, pair.holder))),
        (*quotes.get(pair.first.iri, ()), *quotes.get(pair.second.iri, ())),
    )


def _words(base: ClaimBase, claim: Claim) -> Reason:
    """Who holds what, when and by whom it is told: "14 to 27: support, 2026-01-22, by NLD"."""
    named = " ".join(base.actor(actor).code for actor in claim.named)
    is_range = claim.open and claim.low < claim.high
    size = str(claim.high) if claim.open and not is_range else ""
    holders = ", ".join(part for part in (named, size) if part)
    told: dict[str, str | int] = {
        "polarity": claim.polarity,
        "modality": claim.modality,
        "day": str(claim.day or "undated"),
        "reporter": base.actor(claim.reporter).code if claim.reporter else "nobody known",
    }
    if is_range:
        before = f"{holders}, " if holders else ""
        return Reason.of("told-group", holders=before, low=claim.low, high=claim.high, **told)
    return Reason.of("told", holders=holders, **told)


def _quotes(pool: Pool, wanted: Collection[tuple[str, str]]) -> dict[str, list[Quoted]]:
    """The quotes of statements, each given as its document and its IRI, by IRI."""
    quotes: dict[str, list[Quoted]] = {}
    iris = sorted({iri for _, iri in wanted})
    for start in range(0, len(iris), _AT_ONCE):
        asked = iris[start : start + _AT_ONCE]
        rows: dict[str, list[Record]] = defaultdict(list)
        for row in all_records(pool, "claim-evidence", {"claim": " ".join(asked)}):
            if (row["document"], row["claim"]) in wanted:
                rows[row["claim"] or ""].append(row)
        quotes |= {iri: _gathered(iri, rows[iri]) for iri in asked}
    return quotes


def _gathered(iri: str, rows: Iterable[Record]) -> list[Quoted]:
    """One entry for each piece of evidence, its spans taken together, in text order."""
    pieces: list[list[Record]] = []
    for row in sorted(rows, key=lambda row: (row["document"] or "", int(row["start"] or 0))):
        more = int(row["spanOrder"] or 1) > 1
        if more and pieces and pieces[-1][0]["quote"] == row["quote"]:
            pieces[-1].append(row)
        else:
            pieces.append([row])
    return [
        Quoted(
            iri, piece[0]["quote"] or "", piece[0]["document"] or "", piece[0]["fileName"] or "",
            piece[0]["sectionTitle"] or "", int(piece[0]["start"] or 0),
            max(int(row["end"] or 0) for row in piece),
        )
        for piece in pieces
    ]  # fmt: skip
