"""Whether a store that was made has the shape of one that was read from papers.

    python benchmarks/shape.py MADE REAL

Compares, over documents' graphs (200 at most), how many triples of each property there are for each
claim, and how many values of it one thing has. 1 if what makes up more than a hundredth of the real
store differs by more than half.
"""

import argparse
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from graph.history import read_graph
from graph.ledger import read_ledger
from ontology.terms import ID, P_POLARITY

DOCUMENTS, SHARE, LEAST, MOST = 200, 0.01, 1 / 1.5, 1.5
_DOCUMENT_GRAPH = f"{ID}graph/document/"


@dataclass(frozen=True)
class Difference:
    """What is counted of a property, in both stores."""

    what: str
    made: float
    real: float

    def is_near(self) -> bool:
        """Whether they differ by no more than half."""
        return bool(self.real) and LEAST <= self.made / self.real <= MOST


@dataclass(frozen=True)
class Shape:
    """Triples of each property for each claim, and how many values one thing has of it."""

    triples: dict[str, float]
    values: dict[str, float]


def shape_of(store: Path) -> Shape:
    """The shape of what the documents of a store state. Raises SystemExit for no claims."""
    names = [entry for iri, entry in read_ledger(store).items() if iri.startswith(_DOCUMENT_GRAPH)]
    merged = {
        line for entry in islice(names, DOCUMENTS) for line in read_graph(store, entry.digest)
    }
    pairs = [tuple(line.split(" ", 2)[:2]) for line in merged]
    triples = Counter(predicate for _, predicate in pairs)
    subjects = Counter(predicate for _, predicate in set(pairs))
    claims = triples[str(P_POLARITY)]
    if not claims:
        raise SystemExit(f"{store}: no claims here; name another store")
    return Shape(
        {name: number / claims for name, number in triples.items()},
        {name: triples[name] / number for name, number in subjects.items()},
    )


def compare_shapes(made: Shape, real: Shape) -> list[Difference]:
    """All properties that are a hundredth or more of the real store, the most frequent first."""
    least = SHARE * sum(real.triples.values())
    found = []
    for name, number in sorted(real.triples.items(), key=lambda pair: -pair[1]):
        if number >= least:
            found.append(Difference(f"{name} a claim", made.triples.get(name, 0), number))
            values = made.values.get(name, 0)
            found.append(Difference(f"{name} values a thing", values, real.values[name]))
    return found


def main() -> int:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("made", type=Path)
    parser.add_argument("real", type=Path)
    options = parser.parse_args()
    found = compare_shapes(shape_of(options.made), shape_of(options.real))
    print("   made    real")
    for difference in found:
        mark = "" if difference.is_near() else "  differs"
        print(f"{difference.made:7.2f} {difference.real:7.2f}  {difference.what}{mark}")
    return int(not all(difference.is_near() for difference in found))


if __name__ == "__main__":
    sys.exit(main())
