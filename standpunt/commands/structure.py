"""Describe the network of a selection: communities, core, bridges, balance, polarisation.

Of member states, unless --among names another bloc, or all actors with --among all.
Communities are given with their stability over seeds and resolutions, or the reason why there are
none. With --months the same network is followed through windows that move by --step months. All
figures say how many claims they rest on, and how many of their holders nobody names.
"""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from standpunt.commands.network import add_counting, counting_of
from standpunt.commands.options import positive_count
from standpunt.commands.selection import (
    add_selection,
    read_selection,
    share,
)

if TYPE_CHECKING:
    from standpunt.analysis.incidence import Incidence
    from standpunt.analysis.structure import Structure

HELP = "communities, core, bridges and balance, also over time"
MAX_MONTHS = 1200
MEMBER_STATES, EVERYBODY = "EU", "all"
EXAMPLE = "standpunt structure --once meeting --months 12 --step 6"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt structure`."""
    parser.add_argument(
        "--seen",
        choices=("certain", "inferred", "possible"),
        default="certain",
        help="which agreement: by named holders (default), with inferred ones, or all possible",
    )
    parser.add_argument(
        "--alpha", type=share, default=0.05, help="of the backbone of issues (default: 0.05)"
    )
    parser.add_argument("--months", metavar="N", type=_months, help="in windows of N months")
    parser.add_argument(
        "--step", metavar="N", type=_months, default=1, help="months from window to window"
    )
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    parser.add_argument(
        "--among",
        metavar="BLOC",
        default=MEMBER_STATES,
        help="only actors that belong to it on the day (default: %(default)s, the member states); "
        f"{EVERYBODY} takes every actor",
    )
    add_counting(parser)
    add_selection(parser, among=False)


def run(arguments: Namespace) -> int:
    """Write the figures, or in words why there are none."""
    from standpunt.analysis.choosing import bloc_named, nothing_found
    from standpunt.analysis.incidence import make_incidence
    from standpunt.analysis.structure import find_structure

    base, selection = read_selection(arguments)
    base = base.letters_once()
    among = bloc_named(base, None if arguments.among == EVERYBODY else arguments.among)
    if not base.claims:
        note = nothing_found(selection)
        return _write(arguments, {"selection": selection.words(), "note": note}, [note])
    incidence = make_incidence(base, among=among, inferring=arguments.inferring)
    if arguments.months:
        rows = list(_windows(arguments, incidence))
        if arguments.format == "csv" and rows:
            return _write_table([{name: str(cell) for name, cell in row.items()} for row in rows])
        return _write(arguments, {"selection": selection.words(), "windows": rows}, _table(rows))
    codes = {actor: base.actor(actor).code for actor in incidence.actors}
    codes |= {issue: base.issue(issue).code for issue in incidence.issues}
    structure = find_structure(
        incidence, codes, counting_of(arguments), seen=arguments.seen, alpha=arguments.alpha
    )
    record = {"selection": selection.words(), **asdict(structure)}
    record["balance"] |= {
        "balanced_share": structure.balance.balanced_share,
        "line_index": structure.balance.line_index,
    }
    if arguments.format == "csv":
        return _write_csv(structure)
    lines = [selection.words(), structure.basis.words(), *_lines(structure)]
    return _write(arguments, record, lines)


def _lines(found: "Structure") -> Iterator[str]:
    yield f"{found.actors} actors, {found.edges} pairs that agree ({found.seen})"
    parts = found.communities
    if parts.found:
        yield (
            f"communities: {len(parts.partition)}, modularity {parts.modularity:.3f} "
            f"(by chance {parts.by_chance:.3f}), stability {parts.stability:.2f}"
        )
        yield from (f"  {', '.join(sorted(part))}" for part in parts.partition)
    else:
        yield f"communities: none; {parts.reason}"
    for at in parts.resolutions:
        yield (
            f"  resolution {at.resolution:g}: {at.communities} parts, modularity "
            f"{at.modularity:.3f}, stability {at.stability:.2f}"
        )
    core = found.core
    fit = "no correlation" if core.correlation is None else f"correlation {core.correlation:.2f}"
    members = ", ".join(core.core) or "none"
    yield f"core: {members} ({core.misfits} misfits in {core.pairs} pairs, {fit})"
    between = [one for one in found.bridges if one.betweenness > 0][:10]
    yield f"bridges: {'' if between else 'none; nobody stands between two others'}".rstrip()
    for one in between:
        constraint = "-" if one.constraint is None else f"{one.constraint:.2f}"
        yield f"  {one.name}: betweenness {one.betweenness:.3f}, constraint {constraint}"
    yield from _camps(found)
    yield f"backbone of issues: {'' if found.issue_backbone else 'none stands out'}".rstrip()
    for one_issue, other, weight in found.issue_backbone[:20]:
        yield f"  {one_issue} – {other}: {weight:g}"


def _camps(found: "Structure") -> Iterator[str]:
    signed = found.balance
    if not signed.positive + signed.negative:
        yield "balance: no edge has a sign"
    else:
        share = "no triads" if signed.balanced_share is None else f"{signed.balanced_share:.0%}"
        least = "" if signed.exact else "at most "
        yield (
            f"balance: {signed.positive} positive and {signed.negative} negative edges; balanced "
            f"triads {share} {signed.triads}; frustration {least}{signed.frustration}"
        )
    figures = (found.polarisation.agreement, found.polarisation.conflict)
    agreement, conflict = ("-" if one is None else f"{one:+.2f}" for one in figures)
    yield (
        f"polarisation between {found.polarisation.of}, (E - I) / (E + I): agreement {agreement}, "
        f"conflict {conflict}"
    )


def _windows(arguments: Namespace, incidence: "Incidence") -> Iterator[dict[str, object]]:
    from standpunt.analysis.windows import sweep

    for window in sweep(
        incidence, counting_of(arguments), width=arguments.months, step=arguments.step
    ):
        yield {
            "since": window.since.isoformat(),
            "before": window.before.isoformat(),
            "claims": window.basis.claims,
            "anonymous": f"{window.basis.anonymous_low:.0%}-{window.basis.anonymous_high:.0%}",
            **window.figures(),
        }


def _table(rows: list[dict[str, object]]) -> list[str]:
    from standpunt.results import table_text, text_table

    if not rows:
        return ["No claim of the selection has a day."]
    cells = [[str(value) for value in row.values()] for row in rows]
    return [table_text(text_table(list(rows[0]), cells), "table").rstrip("\n")]


def _write(arguments: Namespace, record: dict[str, object], lines: list[str]) -> int:
    if arguments.format == "json":
        sys.stdout.write(json.dumps(record, ensure_ascii=False, default=sorted) + "\n")
    else:
        sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _write_csv(structure: "Structure") -> int:
    from standpunt.analysis.rows import structure_rows

    return _write_table(list(structure_rows(structure)))


def _write_table(rows: list[dict[str, str]]) -> int:
    from standpunt.results import table_text, text_table

    cells = [list(row.values()) for row in rows]
    sys.stdout.write(table_text(text_table(list(rows[0]), cells), "csv"))
    return 0


def _months(text: str) -> int:
    count = positive_count(text)
    if count > MAX_MONTHS:
        raise ArgumentTypeError(f"{text!r} is more than {MAX_MONTHS} months")
    return count
