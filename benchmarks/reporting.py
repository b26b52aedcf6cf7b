"""Results of the benchmark suite: parts that were measured, merged into what is there, as tables.

Each part keeps the machine and the load it was measured on, so that parts may be run one by one.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from measuring import Figure
from plot import plot
from targets import targets


@dataclass(frozen=True)
class Run:
    """A part as it was measured: on what, in how many seconds of how many, and the figures."""

    part: str
    machine: dict[str, str]
    seconds: float
    budget: float
    figures: tuple[Figure, ...]


def read_runs(file: Path) -> dict[str, Run]:
    """The parts that a file of results holds, by name; {} if it is not there or of an older form.

    Raises ValueError or TypeError for a file that something else wrote.
    """
    content = json.loads(file.read_text("utf-8")) if file.exists() else {}
    return {
        name: Run(**each | {"figures": tuple(Figure(**figure) for figure in each["figures"])})
        for name, each in content.get("parts", {}).items()
    }


def write_results(folder: Path, name: str, order: Sequence[str], runs: dict[str, Run]) -> None:
    """Write NAME.json, NAME.md and NAME.svg, the parts in that order. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = [runs[part] for part in order if part in runs]
    content = {"parts": {run.part: asdict(run) for run in listed}}
    (folder / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    (folder / f"{name}.md").write_text("\n".join(_report(name, listed)) + "\n", "utf-8")
    figures = [figure for run in listed for figure in run.figures]
    (folder / f"{name}.svg").write_text(plot(figures), "utf-8")


def _report(name: str, runs: Sequence[Run]) -> list[str]:
    figures = [figure for run in runs for figure in run.figures]
    seconds = sum(run.seconds for run in runs)
    lines = [f"# Benchmark, {name}", ""]
    lines += [
        f"Its parts took {seconds / 60:.1f} minutes together. Times in ms unless a heading says "
        "otherwise; × is how many times as long as the other took in this run, on the same data."
    ]
    lines += ["", "## Targets", "", "| Target | Figure | |", "|---|---|---|"]
    lines += [f"| {found.what} | {found.figure} | {found.said} |" for found in targets(figures)]
    spent = (seconds, sum(run.budget for run in runs))
    met = "met" if seconds < 20 * 60 else "not met"
    lines += [
        f"| The whole in under 20 minutes | {len(runs)} parts in {spent[0]:.0f} s, allowed "
        f"{spent[1]:.0f} s | {met} |"
    ]
    lines += ["", "## Where and when", "", "| Part | Took | Machine |", "|---|---|---|"]
    for run in runs:
        about = ", ".join(f"{key} {value}" for key, value in run.machine.items())
        lines.append(f"| {run.part} | {run.seconds:.0f} s of {run.budget:.0f} | {about} |")
    for part in dict.fromkeys(figure.part for figure in figures):
        lines += ["", *_table(part, [figure for figure in figures if figure.part == part])]
    return [*lines, "", f"![growth]({name}.svg)"]


def _table(part: str, figures: Sequence[Figure]) -> list[str]:
    others = list(dict.fromkeys(name for figure in figures for name in figure.against))
    unit = "MiB" if "MiB" in part else "ms"
    heads = ["", "Claims", unit, *(f"{name} ms | ×" for name in others), "Note"]
    columns = 4 + 2 * len(others)
    lines = [f"## {part}", "", f"| {' | '.join(heads)} |", "|---" * columns + "|"]
    for figure in figures:
        cells = [figure.what, f"{figure.claims:,}" if figure.claims else "", _said(figure.ms)]
        for name in others:
            ratio = figure.ratio(name)
            cells += [_said(figure.against.get(name)) if name in figure.against else ""]
            cells += [f"{ratio:.2f}" if ratio is not None else ""]
        lines.append(f"| {' | '.join([*cells, figure.note])} |")
    return lines


def _said(ms: float | None) -> str:
    return "over the limit" if ms is None else f"{ms:.3g}" if ms < 100 else f"{ms:,.0f}"
