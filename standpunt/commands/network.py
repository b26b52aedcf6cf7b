"""Give the network of a selection: who sides with whom, actors by issues, or issues by issues.

Each weight is an interval. certain: by holders that the papers name. possible: by the bounds of
groups that nobody names, too. inferred, between them: what follows by elimination alone.
net is agreement minus conflict. What counts, and the formulas, are in docs/analysis.md.
"""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from standpunt.commands.options import add_output, positive_count, store_path, write_output
from standpunt.commands.selection import (
    add_selection,
    read_selection,
)

if TYPE_CHECKING:
    from standpunt.analysis.basis import Basis
    from standpunt.analysis.incidence import Incidence
    from standpunt.analysis.issue_networks import ActorIssueNetwork, IssueNetwork
    from standpunt.analysis.networks import ActorNetwork, Counting
    from standpunt.analysis.records import ClaimBase
    from standpunt.analysis.tables import Row

    Network = ActorNetwork | ActorIssueNetwork | IssueNetwork

HELP = "who sides with whom, in weights with bounds"
# What --claims may write. Until then an IRI takes 0.3 KB as JSON, 0.5 as CSV, 1 in a table.
MOST_IRIS = 1_500_000
EXAMPLE = "standpunt network --among EU --since 2026-01-01 --format graphml --output eu.graphml"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt network`."""
    parser.add_argument(
        "kind",
        metavar="KIND",
        nargs="?",
        default="actors",
        choices=("actors", "actor-issue", "issues"),
        help="actors (default), actor-issue or issues",
    )
    add_counting(parser)
    parser.add_argument(
        "--claims",
        action="store_true",
        help="actors: with the claims behind each agreement; of a selection, if they are millions",
    )
    parser.add_argument(
        "--format",
        choices=("table", "csv", "json", "graphml", "gexf", "turtle", "matrix", "dl"),
        default="table",
        help="table (default), csv, json, graphml, gexf or (actors) turtle; with one weight a "
        "pair, as Discourse Network Analyzer writes them: matrix (CSV), dl (UCINET)",
    )
    parser.add_argument(
        "--measure",
        choices=("agreement", "conflict", "net"),
        default="agreement",
        help="which weight a matrix has (default: agreement; for actor-issue that is support)",
    )
    parser.add_argument(
        "--end",
        choices=("certain", "inferred", "possible"),
        default="certain",
        help="which end of its interval (default: certain)",
    )
    add_output(parser)
    add_selection(parser)


def add_counting(parser: ArgumentParser) -> None:
    """--once … --no-inferred: how stances are counted."""
    how = parser.add_argument_group("how stances count")
    how.add_argument(
        "--once",
        choices=("claim", "document", "meeting", "month"),
        default="claim",
        help="a stance on an issue counts once in it, and two actors side who hold it there "
        "(default: claim, the very same statement)",
    )
    how.add_argument(
        "--across",
        action="store_true",
        help="side anywhere in the selection; multiply counts, as Discourse Network Analyzer does",
    )
    how.add_argument(
        "--normalise",
        choices=("none", "average-activity", "jaccard", "cosine"),
        default="none",
        help="divide the weights of actors (default: none)",
    )
    how.add_argument(
        "--min-activity",
        metavar="N",
        type=positive_count,
        default=0,
        help="leave out actors named less often",
    )
    how.add_argument("--isolates", action="store_true", help="keep actors without any edge")
    how.add_argument(
        "--no-inferred",
        dest="inferring",
        action="store_false",
        help="infer nothing by elimination",
    )


def counting_of(arguments: Namespace) -> "Counting":
    """The values of add_counting()."""
    from standpunt.analysis.networks import Counting

    return Counting(
        once=arguments.once,
        across=arguments.across,
        normalisation=arguments.normalise,
        min_activity=arguments.min_activity,
        isolates=arguments.isolates,
    )


def run(arguments: Namespace) -> int:
    """Write the network, or in words why there is none; 1 if a graph file would be empty."""
    from standpunt.analysis.basis import basis_of
    from standpunt.analysis.choosing import bloc_named, nothing_found
    from standpunt.analysis.incidence import make_incidence
    from standpunt.analysis.matrices import MATRIX_FORMATS
    from standpunt.analysis.tables import GRAPH_FORMATS, columns_of, graph_of, write_graph
    from standpunt.terminal import complain

    base, selection = read_selection(arguments)
    base = base.letters_once()
    among = bloc_named(base, arguments.among)
    incidence = make_incidence(base, among=among, inferring=arguments.inferring)
    network, rows = _network(arguments, base, incidence)
    note = "" if rows else _why_none(base, network)
    if note and arguments.min_activity:
        note += f" Only actors named at least {arguments.min_activity} times were looked at."
    if not base.claims:
        note = nothing_found(selection)
    if note and arguments.format in (*GRAPH_FORMATS, *MATRIX_FORMATS, "turtle"):
        complain(f"{note} No {arguments.format} was written.")
        return 1
    if arguments.format in MATRIX_FORMATS:
        write_output(arguments, _matrix(arguments, network, base).encode())
        return 0
    if arguments.format in GRAPH_FORMATS:
        write_output(arguments, write_graph(graph_of(network, base), arguments.format))
        return 0
    if arguments.format == "turtle":
        asked = f"{selection.words()}; {_formula(arguments)}"
        write_output(arguments, _turtle(arguments, network, base, asked, basis_of(incidence)))
        return 0
    head = (selection.words(), basis_of(incidence), note)
    text = _json(arguments, rows, *head)
    if arguments.format != "json":
        text = _table(arguments, rows, columns_of(network), *head)
    write_output(arguments, text.encode())
    return 0


def _turtle(
    arguments: Namespace, network: "Network", base: "ClaimBase", asked: str, basis: "Basis"
) -> bytes:
    from graph.opening import published_generation
    from standpunt.analysis.networks import ActorNetwork
    from standpunt.analysis.tables import graph_of
    from standpunt.analysis.ties import ties_turtle
    from standpunt.errors import UsageError

    if not isinstance(network, ActorNetwork):
        raise UsageError("turtle is for the network of actors; take graphml or csv for this one")
    generation = published_generation(store_path(arguments))
    graph = graph_of(network, base)
    return ties_turtle(graph, generation, asked, basis.words(), language=arguments.language)


def _matrix(arguments: Namespace, network: "Network", base: "ClaimBase") -> str:
    from standpunt.analysis.matrices import matrix_text
    from standpunt.errors import UsageError

    how = {"measure": arguments.measure, "end": arguments.end}
    try:
        return matrix_text(network, base, arguments.format, **how)
    except ValueError as error:
        raise UsageError(f"--end {arguments.end}: {error}") from error


def _formula(arguments: Namespace) -> str:
    from standpunt.analysis.normalising import FORMULAS

    across = ", across the selection" if arguments.across else ""
    return f"w = {FORMULAS[arguments.normalise]}; once per {arguments.once}{across}"


def _json(
    arguments: Namespace, rows: list["Row"], selection: str, basis: "Basis", note: str
) -> str:
    answer = {
        "selection": selection,
        "basis": basis.words(),
        "claims": basis.claims,
        "anonymous": [basis.anonymous_low, basis.anonymous_high],
        "formula": _formula(arguments),
        "note": note,
        "edges": rows,
    }
    return json.dumps(answer, ensure_ascii=False) + "\n"


def _table(
    arguments: Namespace,
    rows: list["Row"],
    columns: Sequence[str],
    selection: str,
    basis: "Basis",
    note: str,
) -> str:
    """The rows as CSV, or as a table under what they rest on."""
    from standpunt.results import table_text, text_table

    columns = list(rows[0]) if rows else columns
    cells = [[_cell(row[name]) for name in columns] for row in rows]
    text = table_text(text_table(columns, cells), arguments.format)
    if arguments.format == "table":
        body = f"{note}\n" if note else text
        return f"{selection}\n{basis.words()}\n{_formula(arguments)}\n{body}"
    return text


def _network(
    arguments: Namespace, base: "ClaimBase", incidence: "Incidence"
) -> tuple["Network", list["Row"]]:
    from standpunt.analysis.evidence import Behind
    from standpunt.analysis.issue_networks import actor_issue_network, issue_network
    from standpunt.analysis.networks import actor_network
    from standpunt.analysis.tables import edge_rows, stance_rows
    from standpunt.errors import UsageError

    counting = counting_of(arguments)
    if arguments.kind != "actors" and (arguments.claims or arguments.normalise != "none"):
        raise UsageError("--claims and --normalise go with the network of actors")
    if arguments.kind == "actor-issue":
        two_mode = actor_issue_network(incidence, counting)
        return two_mode, stance_rows(two_mode, base)
    if arguments.kind == "issues":
        issues = issue_network(incidence, counting)
        return issues, edge_rows(issues, base)
    network = actor_network(incidence, counting)
    rows = edge_rows(network, base)
    if arguments.claims:
        iris = {base.actor(actor).code: actor for actor in network.actors}
        pairs = [_pair(row, iris) for row in rows]
        behind = Behind(base, incidence, counting.once, counting.across)
        grounds = behind.each(pairs, MOST_IRIS)
        if grounds is None:
            raise UsageError(
                f"--claims would write more than {MOST_IRIS:,} IRIs of claims behind {len(rows):,} "
                "edges; select fewer claims (--meeting, --issue, or --since with --before), ask "
                "about fewer actors (--among), or leave out --claims"
            )
        rows = [
            {
                **row,
                "certain_claims": " ".join(certain.iris()),
                "possible_claims": " ".join(possible.iris()),
            }
            for row, (certain, possible) in zip(rows, grounds, strict=True)
        ]
    return network, rows


def _pair(row: "Row", iris: dict[str, str]) -> tuple[str, str]:
    return iris[str(row["first"])], iris[str(row["second"])]


def _why_none(base: "ClaimBase", network: "Network") -> str:
    """Why a selection with claims gives no edge."""
    from standpunt.analysis.issue_networks import IssueNetwork

    if isinstance(network, IssueNetwork):
        return "No edge: no actor is or may be on a side of two issues in one place."
    named = {actor for claim in base.claims for actor in claim.named}
    grouped = any(claim.open for claim in base.claims)
    if len(named) == 1 and not grouped:
        (only,) = named
        return f"No edge: {base.actor(only).code} is the only actor that these claims name."
    return "No edge: no two actors meet on an issue in these claims."


def _cell(value: str | float) -> str:
    from standpunt.analysis.tables import number

    return value if isinstance(value, str) else number(value)
