"""Rows of a table of trials, and the trials themselves, as many at a time as there are cores."""

import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from subprocess import CalledProcessError

from graph.errors import GraphError

SEED = 20261122

Trial = Callable[[Path, random.Random], str]
"""Is given an empty folder and chance, and says what came of it; with a ! first if that is bad.

It runs in a process of its own, so it must be a function of a module, or a partial of one.
"""


@dataclass(frozen=True)
class Row:
    """One row of the table: what was done, how often, what came of it, whether that is right."""

    test: str
    trials: int
    found: str
    right: bool | None


def repeat(test: str, trial: Trial, root: Path, times: int, seconds: float) -> Row:
    """Try so often, or as often as the time allows."""
    outcomes: Counter[str] = Counter()
    end = time.monotonic() + seconds
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, get_context("spawn")) as processes:
        running: set[Future[str]] = set()
        for number in range(times):
            if time.monotonic() > end:
                break
            if len(running) >= cores:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                outcomes.update(future.result() for future in done)
            running.add(processes.submit(_try, trial, root / str(number), f"{SEED} {number}"))
        outcomes.update(future.result() for future in running)
    found = "; ".join(f"{count} {name.lstrip('!')}" for name, count in sorted(outcomes.items()))
    return Row(test, outcomes.total(), found, not any(name.startswith("!") for name in outcomes))


def _try(trial: Trial, place: Path, seed: str) -> str:
    place.mkdir()
    try:
        return trial(place, random.Random(seed))
    except (GraphError, OSError, RuntimeError, CalledProcessError) as error:
        return f"!failed: {' '.join(str(error).split())[:200]}"
    finally:
        shutil.rmtree(place, ignore_errors=True)
