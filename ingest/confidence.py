"""How far a claim can be trusted, by the rules and resolutions that made it.

The figures are shares of strictly right claims (holders, group and coarse polarity) among those
that a rule had a part in, counted on all gold documents by benchmarks/calibrate.py and rounded
down; docs/extraction.md has the table. A claim gets the least of its rules' figures.
"""

from collections.abc import Iterable

DEFAULT = 0.85
BY_RULE = {
    "verb": 0.9,
    "predicate": 0.95,
    "impersonal": 0.85,
    "nominal": 0.9,
    "carried": 0.8,
    "holder.carried": 0.9,
    "holder.gapped": 0.85,
    "holder.pronoun": 0.6,
    "holder.counted": 0.9,
    "holder.addition": 0.9,
    "polarity.antecedent": 0.85,
    "polarity.content": 0.85,
    "polarity.negated": 0.85,
}


def confidence(rules: Iterable[str]) -> float:
    """Between 0 and 1: the least figure of the rules, by their whole id or their kind."""
    return min(BY_RULE.get(rule, BY_RULE.get(rule.split(".")[0], DEFAULT)) for rule in rules)
