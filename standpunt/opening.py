"""A store for notebooks and scripts: what the commands answer, as pandas frames.

`from standpunt import open_store`. Nothing here writes to a store.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, Unpack

import networkx as nx
import pandas as pd

from graph.answer import Bound, Table
from graph.opening import open_pool
from standpunt.analysis.choosing import (
    bloc_named,
    make_selection,
    named,
    nothing_found,
    select_known,
)
from standpunt.analysis.comparison import compare_meeting
from standpunt.analysis.findings import KINDS as FINDING_KINDS
from standpunt.analysis.findings import find_findings
from standpunt.analysis.incidence import Incidence, make_incidence
from standpunt.analysis.issue_networks import (
    ActorIssueNetwork,
    IssueNetwork,
    actor_issue_network,
    issue_network,
)
from standpunt.analysis.loading import MAX_BYTES, MAX_ROWS, TIMEOUT_S, load_claims
from standpunt.analysis.networks import ActorNetwork, Counting, actor_network
from standpunt.analysis.normalising import FORMULAS
from standpunt.analysis.records import ClaimBase
from standpunt.analysis.rows import (
    COMPARISON_COLUMNS,
    FINDING_COLUMNS,
    OVERLAP_COLUMNS,
    SILENCE_COLUMNS,
    comparison_rows,
    finding_row,
    overlap_rows,
    silence_rows,
)
from standpunt.analysis.selecting import Selection
from standpunt.analysis.silence import find_silence
from standpunt.analysis.statements import make_statements
from standpunt.analysis.structure import Seen, Structure, find_structure
from standpunt.analysis.tables import columns_of, edge_rows, graph_of, stance_rows
from standpunt.analysis.trajectory import STANCE_COLUMNS, follow
from standpunt.analysis.windows import sweep
from standpunt.asking import find_asked
from standpunt.errors import UsageError
from standpunt.frames import How, Which, framed, noted, python_value, text_of
from standpunt.naming import full_names
from standpunt.paths import default_store, named_store
from standpunt.statement_table import COLUMNS as STATEMENT_COLUMNS

MAX_MONTHS = 1200
Kind = Literal["actors", "actor-issue", "issues"]
Network = ActorNetwork | ActorIssueNetwork | IssueNetwork


def open_store(
    path: str | Path | None = None, *, reviewed: bool = False, language: str = "en"
) -> "OpenStore":
    """The published generation of a store, to be asked; close it, or use it in a `with`.

    A path names a folder or the address of a SPARQL engine; without one, the store that the
    commands take. `reviewed` lays reviews over; `language` is that of the labels (en or nl).
    Raises StoreError if there is no such store.
    """
    store = named_store(str(path)) if path is not None else default_store()
    return OpenStore(store.absolute(), reviewed=reviewed, language=language)


class OpenStore:
    """What the commands of analysis answer, as frames; names go short, as on the command line.

    Claims are read once, when they are first needed: open the store again to see what was
    published since. A frame without rows has its columns, and says in words why it has no row:
    `frame.attrs["note"]`. Methods raise UsageError for names that nobody knows.
    """

    def __init__(self, path: Path, *, reviewed: bool = False, language: str = "en") -> None:
        self.path, self.reviewed, self.language = path, reviewed, language
        self._pool = open_pool(path, workers=2, reviewed=reviewed)
        self._base: ClaimBase | None = None
        self._pool.generation()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the workers go."""
        self._pool.close()

    # --- questions --------------------------------------------------------------------------

    def ask(self, question: str, **values: object) -> pd.DataFrame:
        """The answer to a stored question: ask("claims", actor="NLD", issue="return").

        `standpunt queries` lists them with their parameters. Numbers are numbers, truths truths.
        """
        said = {name: text_of(value) for name, value in values.items()}
        asked = find_asked(question, full_names(said))
        return self._table(asked.text, asked.bindings)

    def query(self, sparql: str) -> pd.DataFrame:
        """The rows of a SELECT of your own. Raises UsageError for another kind of query."""
        return self._table(sparql, {})

    # --- claims -----------------------------------------------------------------------------

    def claims(self, **which: Unpack[Which]) -> pd.DataFrame:
        """The selected claims, one a row, by the columns of the stored question `claims`."""
        base, selection = self._selected(which)
        wanted = {claim.iri for claim in base.claims}
        table = self.ask("claims", language=self.language)
        return noted(table[table["claim"].isin(wanted)].reset_index(drop=True), selection)

    def statements(self, *, whole: bool = False, **which: Unpack[Which]) -> pd.DataFrame:
        """A row for each holder and issue, as Discourse Network Analyzer has them; all text."""
        base, selection = self._selected(which)
        made = make_statements(self._pool, base, whole=whole, language=self.language)
        rows = [{name: row.get(name, "") for name in STATEMENT_COLUMNS} for row in made.rows]
        return framed(rows, STATEMENT_COLUMNS, selection)

    # --- networks ---------------------------------------------------------------------------

    def network(
        self,
        kind: Kind = "actors",
        *,
        among: str | None = None,
        inferring: bool = True,
        how: How | None = None,
        **which: Unpack[Which],
    ) -> pd.DataFrame:
        """Edges with their intervals, as `standpunt network` gives them.

        `frame.attrs["formula"]` is the formula of the weights.
        """
        network, base, selection = self._network(kind, among, inferring, how, which)
        rows = (
            stance_rows(network, base)
            if isinstance(network, ActorIssueNetwork)
            else edge_rows(network, base)
        )
        frame = pd.DataFrame(rows, columns=list(columns_of(network)))
        frame.attrs["formula"] = FORMULAS[(how or {}).get("normalisation", "none")]
        note = "" if base.claims else nothing_found(selection)
        return noted(frame, selection, note or "No two of them meet in these claims.")

    def graph(
        self,
        kind: Kind = "actors",
        *,
        among: str | None = None,
        inferring: bool = True,
        how: How | None = None,
        **which: Unpack[Which],
    ) -> "nx.Graph[str]":
        """The same network for networkx: nodes are IRIs, edges bear all ends of the intervals."""
        network, base, _ = self._network(kind, among, inferring, how, which)
        return graph_of(network, base)

    def structure(
        self,
        *,
        among: str | None = "EU",
        seen: Seen = "certain",
        inferring: bool = True,
        how: How | None = None,
        **which: Unpack[Which],
    ) -> Structure:
        """Communities, core, bridges, balance and polarisation of member states.

        `among` names another bloc; None takes every actor. Raises UsageError for no claim.
        """
        base, selection = self._selected(which)
        if not base.claims:
            raise UsageError(nothing_found(selection))
        incidence = self._incidence(base, among, inferring)
        codes = {actor: base.actor(actor).code for actor in incidence.actors}
        codes |= {issue: base.issue(issue).code for issue in incidence.issues}
        return find_structure(incidence, codes, Counting(**(how or {})), seen=seen)

    def windows(
        self,
        *,
        months: int = 12,
        step: int = 1,
        among: str | None = None,
        how: How | None = None,
        **which: Unpack[Which],
    ) -> pd.DataFrame:
        """The network of actors in windows of so many months: how many edges of which kind."""
        base, selection = self._selected(which)
        incidence = self._incidence(base, among, inferring=True)
        if months < 1 or step < 1 or max(months, step) > MAX_MONTHS:
            raise UsageError(f"months and step are whole numbers from 1 to {MAX_MONTHS}")
        rows = [
            {"since": window.since, "before": window.before, "claims": window.basis.claims}
            | window.figures()
            for window in sweep(incidence, Counting(**(how or {})), width=months, step=step)
        ]
        columns = ["since", "before", "claims"]
        return noted(pd.DataFrame(rows, columns=None if rows else columns), selection)

    # --- what follows, what is missing, what was promised --------------------------------------

    def overlaps(self, **which: Unpack[Which]) -> pd.DataFrame:
        """What follows from the sizes of groups; each row is inferred and names its premises."""
        base, selection = self._selected(which)
        why = "Nothing follows from the sizes of these groups." if base.claims else ""
        return framed(overlap_rows(base.letters_once()), OVERLAP_COLUMNS, selection, why)

    def silence(self, among: str = "EU", **which: Unpack[Which]) -> pd.DataFrame:
        """A row for each member and agenda item: named, possible, excluded or not reported."""
        base, selection = self._selected(which)
        found = find_silence(base, bloc_named(base, among) or "")
        frame = framed(silence_rows(found, base), SILENCE_COLUMNS, selection)
        return frame.astype({"claims": int})

    def trajectory(self, actor: str, issue: str) -> pd.DataFrame:
        """The stances of one holder on one issue in order of time, with what changed."""
        values = {
            "actor": named("actor", actor) or "",
            "issue": named("issue", issue) or "",
            "language": self.language,
        }
        asked = find_asked("stance-over-time", values)
        table = self._ask(asked.text, asked.bindings)
        rows = [vars(stance) for stance in follow(table.records())]
        frame = pd.DataFrame(rows, columns=list(STANCE_COLUMNS))
        if not rows:
            frame.attrs["note"] = f"No claim names {actor} as a holder on {issue}."
        return frame

    def compare(self, meeting: str) -> pd.DataFrame:
        """Announced against delivered at a meeting (JHA/2026-01-22), both quotes in one row."""
        found = compare_meeting(self._pool, meeting, language=self.language)
        frame = pd.DataFrame(comparison_rows(found), columns=list(COMPARISON_COLUMNS))
        frame.attrs["note"] = found.note
        return frame

    def findings(
        self,
        *,
        kinds: Iterable[str] = FINDING_KINDS,
        window_days: int = 365,
        **which: Unpack[Which],
    ) -> pd.DataFrame:
        """What does not add up, with both quotes."""
        base, selection = self._selected(which)
        found = find_findings(
            self._pool, base, selection, kinds=tuple(kinds), window_days=window_days
        )
        why = "Nothing found that does not add up." if base.claims else ""
        return framed(map(finding_row, found), FINDING_COLUMNS, selection, why)

    # --- behind them ------------------------------------------------------------------------

    def _selected(self, which: Which) -> tuple[ClaimBase, Selection]:
        if self._base is None:
            self._base = load_claims(self._pool, self.language)
        selection = make_selection(**which)
        if selection.reviewed_only and not self.reviewed:
            raise UsageError("reviewed_only needs open_store(…, reviewed=True)")
        return select_known(self._base, selection), selection

    def _incidence(self, base: ClaimBase, among: str | None, inferring: bool) -> Incidence:
        once = base.letters_once()
        return make_incidence(once, among=bloc_named(base, among), inferring=inferring)

    def _network(
        self, kind: Kind, among: str | None, inferring: bool, how: How | None, which: Which
    ) -> tuple[Network, ClaimBase, Selection]:
        base, selection = self._selected(which)
        incidence, counting = self._incidence(base, among, inferring), Counting(**(how or {}))
        if kind == "actors":
            return actor_network(incidence, counting), base, selection
        if counting.normalisation != "none":
            raise UsageError("a normalisation goes with the network of actors")
        if kind == "actor-issue":
            return actor_issue_network(incidence, counting), base, selection
        if kind == "issues":
            return issue_network(incidence, counting), base, selection
        raise UsageError(f"there is no network {kind!r}; use actors, actor-issue or issues")

    def _table(self, text: str, bindings: Mapping[str, Bound]) -> pd.DataFrame:
        table = self._ask(text, bindings)
        rows = [[python_value(term) for term in row] for row in table.rows]
        frame = pd.DataFrame(rows, columns=list(table.columns)).convert_dtypes()
        frame.attrs["generation"] = table.generation
        return frame

    def _ask(self, text: str, bindings: Mapping[str, Bound]) -> Table:
        answer = self._pool.ask(
            text, bindings=bindings, timeout_s=TIMEOUT_S, max_rows=MAX_ROWS, max_bytes=MAX_BYTES
        )
        if not isinstance(answer, Table):
            raise UsageError("this query gives no rows; write a SELECT")
        if answer.truncated:
            raise UsageError(f"more than {MAX_ROWS} rows; narrow the query")
        return answer
