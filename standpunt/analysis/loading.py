"""Reads a claim base from a store, by stored questions only."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import TypedDict

from graph.answer import Table
from graph.errors import QueryFailedError
from graph.interface import Pool
from graph.questions import answer_question
from graph.stand_ins import ask_projection, stored_claims
from graph.stored_claims import StoredClaims
from standpunt.analysis.claim_rows import ClaimRows, DisjointPairs
from standpunt.analysis.claims import Claim
from standpunt.analysis.column_loading import make_columns
from standpunt.analysis.records import ClaimBase, Label, Membership

MAX_ROWS = 5_000_000
MAX_BYTES = 2**30
TIMEOUT_S = 300.0

Row = dict[str, str | None]
Record = Mapping[str, str | None]
Answering = Callable[[str, Mapping[str, str]], tuple[list[Row], int]]
_ATTEMPTS = 3
_AT_ONCE = 500
"""Of so many statements the words are asked for at once."""
_LONG = ("claim-facts", "claim-holdings", "claim-issues")


class _Place(TypedDict):
    document: str
    meeting: str | None
    day: date | None
    configuration: str | None
    reporter: str | None


def load_claims(pool: Pool, language: str = "en") -> ClaimBase:
    """All claims, joint letters and choices of one published generation.

    Claims that only report a joint letter are there too, see ClaimBase.letters_once(). Raises
    what graph.questions.answer_question raises, and QueryFailedError if the store is published
    anew each time while it is read.
    """
    for _ in range(_ATTEMPTS):
        reader = _Reader(partial(_answer, pool), language)
        stored = stored_claims(pool)
        if stored is not None:
            reader.generations.add(stored[1])
        base = reader.read(stored[0] if stored else None)
        if len(reader.generations) == 1:
            return base
    raise QueryFailedError("the store was published anew each time it was read; try again")


def read_claims(stored: StoredClaims, ask: Answering, language: str = "en") -> ClaimBase:
    """The claims of columns; `ask` answers stored questions, and says of which generation."""
    return _Reader(ask, language).read(stored)


def _answer(pool: Pool, name: str, values: Mapping[str, str]) -> tuple[list[Row], int]:
    """The rows of a question, from the projection if it tells, and of which generation."""
    projected = ask_projection(pool, name, values)
    if projected is not None:
        return projected
    table = _ask_all(pool, name, values)
    return table.records(), table.generation


class _Reader:
    """Asks the questions of one load, and keeps which generations answered."""

    def __init__(self, ask: Answering, language: str) -> None:
        self.generations: set[int] = set()
        self._merged: dict[str, str] = {}
        self._coming: dict[str, Future[list[dict[str, str | None]]]] = {}
        self._answer = ask
        self._language = language

    def read(self, stored: StoredClaims | None) -> ClaimBase:
        """The base; without columns the long questions are asked at once."""
        if stored is not None:
            return self._read(stored)
        with ThreadPoolExecutor(len(_LONG)) as threads:
            self._coming = {name: threads.submit(self._records, name) for name in _LONG}
            return self._read()

    def _read(self, stored: StoredClaims | None = None) -> ClaimBase:
        broader: dict[str, set[str]] = defaultdict(set)
        labels: dict[str, Label] = {}
        for row in self._ask("issue-tree", language=self._language):
            issue = row["issue"] or ""
            labels[issue] = Label(issue.rpartition("issue/")[2], row["label"] or issue)
            if row["broader"]:
                broader[issue].add(row["broader"])
            if row["merged"]:
                self._merged[issue] = row["merged"]
        claims, apart = self._of_store(stored) if stored else self._of_rows()
        return ClaimBase(
            claims,
            tuple(self._memberships()),
            apart,
            {issue: frozenset(parents) for issue, parents in broader.items()},
            _actor_labels(self._ask("actor-names", language=self._language)),
            labels,
        )

    def _of_store(self, stored: StoredClaims) -> tuple[ClaimRows, DisjointPairs]:
        """The claims as columns, none of which is made an object."""
        columns = make_columns(stored, self._merged)
        return ClaimRows(columns), DisjointPairs(columns)

    def _of_rows(self) -> tuple[tuple[Claim, ...], frozenset[tuple[str, str]]]:
        """The claims as objects, from the engine's answers."""
        self._days = {row["meeting"]: row for row in self._ask("meeting-days")}
        self._documents = {row["document"]: row for row in self._ask("document-facts")}
        letters = self._ask("letters-signed")
        told = {
            (row["meeting"], self._issue(row["issue"]), row["claimedCount"]): row["letter"]
            for row in letters
        }
        apart = frozenset(
            (row["claim"] or "", row["other"] or "") for row in self._ask("claims-disjoint")
        )
        return (*self._claims(told, apart), *self._letters(letters), *self._choices()), apart

    def _claims(
        self,
        told: Mapping[tuple[str | None, str, str | None], str | None],
        apart: Collection[tuple[str, str]],
    ) -> Iterator[Claim]:
        """The claims; who is named in a disjoint one is excluded.

        A claim reports a letter if it gives the same number, on the same issue and meeting.
        """
        issues: dict[str | None, list[str]] = defaultdict(list)
        for row in self._ask("claim-issues"):
            issue = self._issue(row["issue"])
            if issue not in issues[row["claim"]]:
                issues[row["claim"]].append(issue)
        named: dict[str | None, list[str]] = defaultdict(list)
        excluded: dict[str | None, list[str]] = defaultdict(list)
        for row in self._ask("claim-holdings"):
            (named if row["role"] == "named" else excluded)[row["claim"]].append(row["actor"] or "")
        for one, other in [*apart, *((other, one) for one, other in apart)]:
            excluded[one] += [actor for actor in named[other] if actor not in named[one]]
        reviewed = {row["claim"]: row["review"] or "" for row in self._ask("claims-reviewed")}
        for row in self._ask("claim-facts"):
            claim, count = row["claim"] or "", row["exactCount"]
            about = tuple(issues.get(claim, ()))
            holders = tuple(named.get(claim, ()))
            whole = count is not None and len(holders) >= int(count)
            yield Claim(
                iri=claim,
                statement=claim,
                kind="claim",
                polarity=row["polarity"] or "neutral",
                modality=row["modality"] or "stated",
                confidence=float(row["confidence"] or 0),
                issues=about,
                named=holders,
                excluded=tuple(excluded.get(claim, ())),
                low=int(row["min"] or 0),
                high=int(row["max"] or 0),
                bloc=row["universe"],
                open=row["quantifier"] is not None and not whole,
                item=row["item"],
                letter=next(
                    (told[key] for one in about if (key := (row["meeting"], one, count)) in told),
                    None,
                )
                if count
                else None,
                review=reviewed.get(claim, ""),
                quantifier=row["quantifier"],
                **self._place(row["document"], row["meeting"]),
            )

    def _letters(self, rows: list[dict[str, str | None]]) -> Iterator[Claim]:
        """A claim for each joint letter; the paper that lists most names counts as its own."""
        by_letter: dict[str, list[Record]] = defaultdict(list)
        for row in rows:
            by_letter[row["letter"] or ""].append(row)
        for letter, its in by_letter.items():
            lists = Counter(row["document"] for row in its)
            fullest = min(lists, key=lambda document: (-lists[document], document or ""))
            signatories = tuple(sorted({row["signatory"] or "" for row in its}))
            yield Claim(
                iri=letter,
                statement=letter,
                kind="joint-letter",
                polarity="support",
                modality="stated",
                confidence=1.0,
                issues=tuple(sorted({self._issue(row["issue"]) for row in its})),
                named=signatories,
                low=len(signatories),
                high=len(signatories),
                item=None,
                **self._place(fullest, its[0]["meeting"]),
            )

    def _choices(self) -> Iterator[Claim]:
        """A claim for each choice; equal choices of one document are one statement."""
        for row in self._ask("choices-made"):
            issue = f"{self._issue(row['mechanism'])}#{row['options']}"
            yield Claim(
                iri=row["choice"] or "",
                statement=f"{row['document']} {issue}",
                kind="choice",
                polarity="support",
                modality="stated",
                confidence=1.0,
                issues=(issue,),
                named=(row["chooser"] or "",),
                item=row["item"],
                **self._place(row["document"], row["meeting"]),
            )

    def _issue(self, issue: str | None) -> str:
        """The issue, or that which an analyst merged it into."""
        return self._merged.get(issue or "", issue or "")

    def _place(self, document: str | None, meeting: str | None) -> _Place:
        """Where and when: of the meeting the first day, else the day of the document."""
        paper, session = self._documents.get(document, {}), self._days.get(meeting, {})
        day = session.get("day") or paper.get("date")
        return {
            "document": document or "",
            "meeting": meeting,
            "day": date.fromisoformat(day) if day else None,
            "configuration": session.get("configuration"),
            "reporter": paper.get("reporter"),
        }

    def _memberships(self) -> Iterator[Membership]:
        for row in self._ask("memberships"):
            yield Membership(
                row["state"] or "",
                row["bloc"] or "",
                date.fromisoformat(row["since"] or ""),
                date.fromisoformat(row["until"]) if row["until"] else None,
            )

    def _ask(self, name: str, **values: str) -> list[dict[str, str | None]]:
        if name not in self._coming:
            return self._records(name, **values)
        return self._coming.pop(name).result()

    def _records(self, name: str, **values: str) -> list[dict[str, str | None]]:
        rows, generation = self._answer(name, values)
        self.generations.add(generation)
        return rows


def _actor_labels(rows: Collection[Record]) -> dict[str, Label]:
    """Labels by actor; a body is called by its bare code unless a state has the same (FRA)."""
    codes = {row["code"] or "" for row in rows}
    labels = {}
    for row in rows:
        code = row["code"] or ""
        bare = code.removeprefix("body:")
        labels[row["actor"] or ""] = Label(code if bare in codes else bare, row["name"] or "")
    return labels


def all_records(
    pool: Pool, name: str, values: Mapping[str, str] | None = None
) -> list[dict[str, str | None]]:
    """Every row of a stored question, however many. Raises as answer_question()."""
    return _answer(pool, name, values or {})[0]


def records_of_claims(
    pool: Pool, name: str, claims: Collection[str], values: Mapping[str, str] | None = None
) -> Iterator[Record]:
    """Rows of a stored question about these claims (its parameter `claim`), however many.

    A large store answers for all of its claims neither in time nor in few rows.
    """
    iris = sorted(claims)
    for start in range(0, len(iris), _AT_ONCE):
        asked = " ".join(iris[start : start + _AT_ONCE])
        yield from all_records(pool, name, {**(values or {}), "claim": asked})


def _ask_all(pool: Pool, name: str, values: Mapping[str, str]) -> Table:
    table = answer_question(
        pool, name, values, timeout_s=TIMEOUT_S, max_rows=MAX_ROWS, max_bytes=MAX_BYTES
    )
    if table.truncated:
        raise QueryFailedError(f"{name}: the store holds more than {MAX_ROWS} rows; split it")
    return table
