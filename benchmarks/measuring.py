"""Figures of the benchmark suite: taking times, and what they were taken on."""

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from statistics import median
from time import perf_counter

PACKAGES = ("standpunt", "pyoxigraph", "oxigraph", "rdflib", "pyshacl", "streamlit")


@dataclass(frozen=True)
class Figure:
    """What one thing took, in ms, with a store of so many claims (0: whatever the store).

    `ms` is None if it was not done within the time limit. `against` has what others took for the
    same in the same run, by name; `note` what to know of it.
    """

    part: str
    what: str
    claims: int
    ms: float | None
    against: dict[str, float] = field(default_factory=dict)
    note: str = ""

    def ratio(self, name: str) -> float | None:
        """How many times as long as the other it took."""
        other = self.against.get(name)
        return self.ms / other if self.ms is not None and other else None


def took(do: Callable[[], object], turns: int = 1) -> float:
    """Median of so many turns, in ms."""
    times = []
    for _ in range(turns):
        started = perf_counter()
        do()
        times.append(1000 * (perf_counter() - started))
    return median(times)


def machine() -> dict[str, str]:
    """What the figures were taken on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
        "cores": str(os.cpu_count()),
        "memory": f"{memory:.0f} GiB",
        "load": f"{os.getloadavg()[0]:.1f} when it began",
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
    } | {name: version(name) for name in PACKAGES}
