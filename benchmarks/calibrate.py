"""Share of strictly right claims by rule and resolution, and by the confidence they were given.

    python benchmarks/calibrate.py

Counted on all gold documents that are there; ingest/confidence.py holds the figures, rounded down.
"""

from collections import defaultdict

from evaluate import agrees, default_folders, gold_of, score


def main() -> None:
    """Print the table."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for folder in default_folders():
        for text in sorted(folder.glob("*.txt")):
            gold = gold_of(text)
            if gold is None:
                continue
            result = score(text, gold)
            judged = [(r, all(agrees(g, r))) for g, r in result.pairs if r is not None]
            judged += [(record, False) for record in result.made_up]
            for record, right in judged:
                keys = {
                    rule.split(".")[0] if rule[:6] not in ("holder", "polari") else rule
                    for rule in record["rules"]
                }
                for key in (*keys, f"confidence {record['confidence']:.2f}", "all"):
                    counts[key][0] += 1
                    counts[key][1] += right
    for key, (total, right) in sorted(counts.items()):
        print(f"{key:22} {total:4} claims  {right / total:5.2f} strictly right")


if __name__ == "__main__":
    main()
