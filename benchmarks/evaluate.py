"""Scores extraction against gold annotations, with a table per construction.

    python benchmarks/evaluate.py [--misses] [FOLDER …]

A folder holds NN.txt with NN.yaml beside it or in `gold/`. Without folders: the development set,
the sample, and ../shared/corpus where it is there. A claim is found if its span overlaps the gold
quote by half of the shorter; it is strictly right if holders, group and coarse polarity agree too.
F1 = 2 · right / (gold + reported).
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ingest.extraction import extract
from ingest.positions import position_records
from ingest.reading import read_document

ROOT = Path(__file__).resolve().parents[1]
COARSE = {"conditional-support": "support", "critical": "oppose"}
Gold = dict[str, Any]
Record = dict[str, Any]


def _says(pattern: str) -> Callable[[Gold], bool]:
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda gold: compiled.search(gold["quote"]) is not None


CONSTRUCTIONS: dict[str, Callable[[Gold], bool]] = {
    "named holders only": lambda g: bool(g["holders"]) and not g["group"],
    "several named": lambda g: len(g["holders"]) > 1,
    "group only": lambda g: not g["holders"] and bool(g["group"]),
    "group and names": lambda g: bool(g["holders"]) and bool(g["group"]),
    "exact number": lambda g: str(g["group"]).startswith("exact"),
    "majority": lambda g: g["group"] in ("majority", "qualified-majority"),
    "EU body": lambda g: any(code.startswith("body:") for code in g["holders"]),
    "oppose or critical": lambda g: g["polarity"] in ("oppose", "critical"),
    "neutral": lambda g: g["polarity"] == "neutral",
    "conditional": lambda g: g["polarity"] == "conditional-support",
    "expected or planned": lambda g: g["status"] in ("expected", "planned"),
    "refers back": lambda g: bool(g.get("anaphora")),
    "negation": _says(r"\b(?:niet|geen|noch|evenmin)\b"),
    "passive": _says(r"\b(?:werd|werden|wordt|worden)\b"),
    "vote": _says(r"\b(?:stem\w*|tegen|onthield\w*|voor)\b"),
    "inclusion": _says(r"waaronder|net als|net zoals|samen met|onder wie|inclusief|gesteund door"),
    "exclusion": _says(r"\bna\b|uitzondering|behalve|uitgezonderd"),
}


@dataclass
class Count:
    """Gold entries, how many were found, how many strictly right."""

    gold: int = 0
    found: int = 0
    strict: int = 0

    def add(self, found: bool, strict: bool) -> None:
        """Count one gold entry."""
        self.gold += 1
        self.found += found
        self.strict += strict


@dataclass(frozen=True)
class Score:
    """The outcome on one document: (gold entry, matched record or None), and spare records."""

    name: str
    pairs: tuple[tuple[Gold, Record | None], ...]
    made_up: tuple[Record, ...]


def folded(text: str) -> tuple[str, list[int]]:
    """Text with white space folded, and the raw offset of each of its characters."""
    letters, offsets = [], []
    for match in re.finditer(r"\S+|\s+", text):
        if match.group().isspace():
            letters.append(" ")
            offsets.append(match.start())
        else:
            letters += match.group()
            offsets += range(match.start(), match.end())
    return "".join(letters), offsets


def locate(quote: str, flat: str, offsets: Sequence[int]) -> tuple[int, int]:
    """Raw span of a gold quote; exits if the gold does not fit its text."""
    wanted = " ".join(quote.split())
    at = flat.find(wanted)
    if at < 0:
        sys.exit(f"gold quote is not in the text: {wanted[:70]!r}")
    return offsets[at], offsets[at + len(wanted) - 1] + 1


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Shared length over the shorter length."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return max(0, shared) / max(1, min(a[1] - a[0], b[1] - b[0]))


def agrees(gold: Gold, record: Record) -> list[bool]:
    """Whether holders, group and coarse polarity agree; `also_ok` holds other right answers."""
    also = gold.get("also_ok") or {}

    def coarse(value: str) -> str:
        return COARSE.get(value, value)

    return [
        any(
            set(v or ()) == set(record["holders"])
            for v in (gold["holders"], *also.get("holders", ()))
        ),
        any(v == record["group"] for v in (gold["group"], *also.get("group", ()))),
        any(
            coarse(v) == coarse(record["polarity"])
            for v in (gold["polarity"], *also.get("polarity", ()))
        ),
    ]


def score(text_path: Path, gold_path: Path) -> Score:
    """Match each gold entry with at most one record, best agreement first."""
    raw = read_document(text_path)
    gold = yaml.safe_load(gold_path.read_text(encoding="utf-8"))
    records = position_records(extract(raw, language="nl"))
    flat, offsets = folded(raw.text)
    entries = [entry for entry in gold["positions"] if not entry.get("optional")]
    tolerated = [locate(e["quote"], flat, offsets) for e in gold["positions"] if e.get("optional")]
    ranked = sorted(
        (
            (-sum(agrees(entry, record)), -share, i, j)
            for i, entry in enumerate(entries)
            for j, record in enumerate(records)
            if (
                share := overlap(
                    locate(entry["quote"], flat, offsets), (record["start"], record["end"])
                )
            )
            >= 0.5
        ),
    )
    matched: dict[int, int] = {}
    for _, _, i, j in ranked:
        if i not in matched and j not in matched.values():
            matched[i] = j
    spare = [
        record
        for j, record in enumerate(records)
        if j not in matched.values()
        and not any(overlap(span, (record["start"], record["end"])) >= 0.5 for span in tolerated)
    ]
    pairs = tuple(
        (entry, records[matched[i]] if i in matched else None) for i, entry in enumerate(entries)
    )
    return Score(text_path.stem, pairs, tuple(spare))


def gold_of(text: Path) -> Path | None:
    """The gold of a text: beside it, in `gold/` below or beside its folder."""
    places = (text.parent, text.parent / "gold", text.parent.parent / "gold")
    return next((p for place in places if (p := place / f"{text.stem}.yaml").exists()), None)


def default_folders() -> list[Path]:
    """The development set, the sample, and the real documents where they are there."""
    folders = [ROOT / "tests" / "development", ROOT / "samples", ROOT.parent / "shared" / "corpus"]
    return [folder for folder in folders if folder.is_dir()]


def report(scores: Iterable[Score], title: str, *, misses: bool) -> None:
    """Print one folder's table."""
    total, made_up = Count(), 0
    tables = {name: Count() for name in CONSTRUCTIONS}
    print(f"\n{title}")
    for one in scores:
        own = Count()
        for gold, record in one.pairs:
            right = record is not None and all(agrees(gold, record))
            for count in (
                total,
                own,
                *(tables[n] for n, is_it in CONSTRUCTIONS.items() if is_it(gold)),
            ):
                count.add(record is not None, right)
            if misses and not right:
                print(f"    {'wrong' if record else 'missed'} {gold['id']}: {gold['quote'][:90]}")
        made_up += len(one.made_up)
        reported = own.found + len(one.made_up)
        print(
            f"  {one.name:42} gold {own.gold:3}  found {own.found:3}  made up {len(one.made_up):2}"
            f"  strict F1 {2 * own.strict / max(1, own.gold + reported):.2f}"
        )
    for name, count in tables.items():
        if count.gold:
            print(
                f"  - {name:20} gold {count.gold:3}  found {count.found / count.gold:4.0%}"
                f"  strict {count.strict / count.gold:4.0%}"
            )
    reported = total.found + made_up
    print(
        f"  all: detection F1 {2 * total.found / max(1, total.gold + reported):.3f},"
        f" strict F1 {2 * total.strict / max(1, total.gold + reported):.3f}"
    )


def main() -> None:
    """Score the folders named, or all that are known."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--misses", action="store_true", help="list what was missed or wrong")
    arguments = parser.parse_args()
    for folder in arguments.folders or default_folders():
        pairs = [(text, gold_of(text)) for text in sorted(folder.glob("*.txt"))]
        scores = [score(text, gold) for text, gold in pairs if gold is not None]
        report(scores, str(folder), misses=arguments.misses)


if __name__ == "__main__":
    main()
