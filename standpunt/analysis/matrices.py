"""Networks as matrices with labels, in the forms that Discourse Network Analyzer writes."""

from collections.abc import Sequence

from graph.formulas import neutralise
from standpunt.analysis.incidence import Floats
from standpunt.analysis.issue_networks import ActorIssueNetwork, IssueNetwork
from standpunt.analysis.networks import ActorNetwork
from standpunt.analysis.records import ClaimBase
from standpunt.analysis.weights import Weights

MATRIX_FORMATS = ("matrix", "dl")
MEASURES = ("agreement", "conflict", "net")
ENDS = ("certain", "inferred", "possible")
# What a two-mode network has for them.
_OF_STANCES = {"agreement": "support", "conflict": "against", "net": "net"}


def matrix_text(
    network: ActorNetwork | IssueNetwork | ActorIssueNetwork,
    base: ClaimBase,
    fmt: str,
    *,
    measure: str = "agreement",
    end: str = "certain",
) -> str:
    """One weight of each pair: `matrix` is CSV by semicolons, `dl` the full matrix of UCINET.

    A matrix has one figure where the network has an interval: `end` says which. The end `certain`
    of net is the plain figure of a study that codes named actors only. Of a two-mode network,
    agreement is support and conflict opposition; rows are actors then, and columns issues.

    Raises ValueError for another end of net, whose two ends are no certain and possible.
    """
    two_mode = isinstance(network, ActorIssueNetwork)
    weights: Weights = getattr(network, _OF_STANCES[measure] if two_mode else measure)
    cells = _cells(weights, measure, end)
    if isinstance(network, IssueNetwork):
        rows = columns = [base.issue(issue).name for issue in network.issues]
    else:
        rows = columns = [base.actor(actor).name for actor in network.actors]
    if isinstance(network, ActorIssueNetwork):
        columns = [base.issue(issue).name for issue in network.issues]
    if fmt == "dl":
        return _dl(rows, columns, cells, two_mode=two_mode)
    return _csv(rows, columns, cells)


def _cells(weights: Weights, measure: str, end: str) -> Floats:
    if measure == "net":
        if end != "certain":
            raise ValueError("net lies between two ends of its own; take agreement and conflict")
        return weights.named
    return {"certain": weights.low, "inferred": weights.inferred, "possible": weights.high}[end]


def _csv(rows: Sequence[str], columns: Sequence[str], cells: Floats) -> str:
    lines = [";".join(map(_quoted, ("", *columns)))]
    for name, row in zip(rows, cells, strict=True):
        lines.append(";".join((_quoted(name), *map(_figure, row))))
    return "\n".join(lines) + "\n"


def _dl(rows: Sequence[str], columns: Sequence[str], cells: Floats, *, two_mode: bool) -> str:
    size = f"nr = {len(rows)}, nc = {len(columns)}" if two_mode else f"n = {len(rows)}"
    lines = [f"dl {size}, format = fullmatrix", "row labels:" if two_mode else "labels:"]
    lines += map(_plain, rows)
    if two_mode:
        lines += ["col labels:", *map(_plain, columns)]
    lines += ["data:", *(" " + " ".join(map(_figure, row)) for row in cells)]
    return "\n".join(lines) + "\n"


def _figure(value: float) -> str:
    return f"{value:.0f}" if value == round(value) else f"{value:.6f}"


def _quoted(name: str) -> str:
    doubled = neutralise(name).replace('"', '""')
    return f'"{doubled}"'


def _plain(name: str) -> str:
    """A label of DL, in which no quotation mark can stand."""
    bare = name.replace('"', "").replace("'", "")
    return f'"{" ".join(bare.split())}"'
