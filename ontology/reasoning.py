"""Asks HermiT whether the ontology and its data contradict themselves.

Knows no document: who wants one document checked passes its quads. A run takes a few seconds, so
it is a test and a command, never part of ingest.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from time import perf_counter

from pyoxigraph import Quad

from ontology.axioms import as_triples, logical, modules, with_unique_names
from ontology.hermit import ask_hermit, find_java

__all__ = ["ConsistencyReport", "check_consistency", "find_java"]

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ConsistencyReport:
    """What the reasoner found.

    `unsatisfiable` are IRIs of classes that can have no member, sorted; it is empty if the whole is
    inconsistent, since anything follows from a contradiction. `ontology.explaining` finds the
    axioms behind one.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...]
    triples: int
    elapsed_s: float

    @property
    def is_sound(self) -> bool:
        """Whether there is no contradiction and no class without a possible member."""
        return self.consistent and not self.unsatisfiable


def check_consistency(extra: Iterable[Quad] = ()) -> ConsistencyReport:
    """Run HermiT over all modules with their individuals, and over `extra` quads if given.

    Two IRIs are taken to be two things: so a Presidency held by two states, or a claim with two
    polarities, is a contradiction.

    Raises JavaMissingError without Java, ReasonerError if HermiT fails for another reason.
    """
    started = perf_counter()
    triples = with_unique_names(logical([*modules(), *as_triples(extra)]))
    answer = ask_hermit(triples, classify=True)
    elapsed_s = perf_counter() - started
    _LOG.info("HermiT read %d triples in %.1f s", len(triples), elapsed_s)
    return ConsistencyReport(answer.consistent, answer.unsatisfiable, len(triples), elapsed_s)
