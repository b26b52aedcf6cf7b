"""Speed of networks: synthetic claims, next to the same projection by rdflib and networkx.

    python benchmarks/network.py [--claims 100000] [--plain 2000] [--store]

The plain way reads the same quads with rdflib, loops over claims and pairs of named and possible
holders, and counts edges in networkx. It takes minutes for all claims: it is measured on --plain
claims and scaled by the number of claims, which is said. Both give the same weights there, or the
script stops. Figures are wall-clock and CPU seconds of one process, and its peak of memory so far.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import TypeVar

import networkx as nx
import numpy as np
from rdflib import Graph, URIRef
from synthetic import EU, quads_of, synthetic_base, write_store

from graph.pool import QueryPool
from ontology import terms
from standpunt.analysis.incidence import make_incidence
from standpunt.analysis.loading import load_claims
from standpunt.analysis.networks import ActorNetwork, Counting, actor_network
from standpunt.analysis.records import ClaimBase
from standpunt.analysis.windows import sweep

Made = TypeVar("Made")


def measured(label: str, make: Callable[[], Made]) -> tuple[Made, float]:
    """What make() gives, with its wall-clock seconds; prints them, CPU seconds and peak memory."""
    started, busy = time.perf_counter(), time.process_time()
    made = make()
    seconds, cpu = time.perf_counter() - started, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{label:<48} {seconds:7.2f} s  {cpu:7.2f} s CPU  {peak:5.0f} MiB")
    return made, seconds


def plain_graph(base: ClaimBase) -> Graph:
    """The quads of the claims in an rdflib graph."""
    made = Graph()
    for claim in base.claims:
        for quad in quads_of([claim]):
            value = quad.object.value
            node = URIRef(value) if ":" in value and " " not in value else value
            made.add((URIRef(quad.subject.value), URIRef(quad.predicate.value), _term(node)))
    return made


def _term(value: object) -> object:
    from rdflib import Literal

    return value if isinstance(value, URIRef) else Literal(value)


def plain_network(triples: Graph, base: ClaimBase) -> "nx.Graph[str]":
    """Certain and possible agreement by claim: what one writes without thinking about speed."""
    members: dict[date, frozenset[str]] = {}
    made: nx.Graph[str] = nx.Graph()
    by_iri = {claim.iri: claim for claim in base.claims}

    def all_of(node: object, predicate: object) -> set[str]:
        return {str(found) for found in triples.objects(node, URIRef(predicate.value))}

    for claim in triples.subjects(URIRef(terms.RDF_TYPE.value), URIRef(terms.POSITION_CLAIM.value)):
        holders = triples.value(claim, URIRef(terms.P_HOLDER_SET.value))
        named = all_of(holders, terms.P_NAMED_HOLDER)
        day = by_iri[str(claim)].day or date.min
        if day not in members:
            members[day] = base.members_on(EU, day)
        may: set[str] = set()
        high = int(str(triples.value(holders, URIRef(terms.P_MAX_HOLDERS.value))))
        room = high - len(named & members[day])
        if (holders, URIRef(terms.P_QUANTIFIER.value), None) in triples and room > 0:
            may = set(members[day]) - named - all_of(holders, terms.P_EXCLUDED_HOLDER)
        for one, other in combinations(sorted(named | may), 2):
            unnamed = (one in may) + (other in may)
            if not made.has_edge(one, other):
                made.add_edge(one, other, certain=0, possible=0)
            made[one][other]["certain"] += unnamed == 0
            made[one][other]["possible"] += unnamed <= room
    return made


def same(plain: "nx.Graph[str]", network: ActorNetwork) -> bool:
    """Whether both have the same weights on every edge."""
    at = {actor: place for place, actor in enumerate(network.actors)}
    low, high = np.zeros((2, len(at), len(at)))
    for one, other, edge in plain.edges(data=True):
        low[at[one], at[other]] = low[at[other], at[one]] = edge["certain"]
        high[at[one], at[other]] = high[at[other], at[one]] = edge["possible"]
    return bool((low == network.agreement.low).all() and (high == network.agreement.high).all())


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--plain", type=int, default=2_000)
    parser.add_argument("--store", action="store_true", help="also through a store (minutes)")
    options = parser.parse_args()

    base, _ = measured("make the claims", lambda: synthetic_base(options.claims))
    print(f"{len(base.claims)} claims")
    incidence, arrays = measured("arrays", lambda: make_incidence(base))
    network, counted = measured("full actor network", lambda: actor_network(incidence))
    ours = arrays + counted
    print(f"  {len(network.actors)} actors; arrays and network: {ours:.2f} s (at most 2)")
    for once in ("document", "meeting", "month"):
        measured(
            f"  the same, once per {once}",
            lambda once=once: actor_network(incidence, Counting(once)),
        )
    for width in (1, 12):
        windows, seconds = measured(
            f"sweep, windows of {width} months",
            lambda width=width: list(sweep(incidence, width=width)),
        )
        print(f"  {len(windows)} windows in {seconds:.2f} s (at most 20)")
    growth(options.claims)
    plain(options, ours)
    if options.store:
        from_store(base)


def growth(claims: int) -> None:
    """CPU time of arrays and network for a quarter, a half and all of the claims, best of five."""
    for part in (4, 2, 1):
        base = synthetic_base(claims // part)
        times = []
        for _ in range(5):
            started = time.process_time()
            actor_network(make_incidence(base))
            times.append(time.process_time() - started)
        count = len(base.claims)
        each = min(times) / count * 1e6
        print(f"growth: {count:>7} claims {min(times):.2f} s CPU, {each:.1f} µs each")


def plain(options: argparse.Namespace, ours: float) -> None:
    """The plain way on a part of the claims, checked against ours, and scaled."""
    whole = synthetic_base(options.plain)
    part = ClaimBase(whole.claims, whole.memberships, actors=whole.actors)
    triples, _ = measured(
        f"plain: {len(part.claims)} claims into rdflib", lambda: plain_graph(part)
    )
    found, seconds = measured("plain: network", lambda: plain_network(triples, part))
    if not same(found, actor_network(make_incidence(part))):
        raise SystemExit("the plain way gives other weights: one of the two is wrong")
    scaled = seconds * options.claims / len(part.claims)
    print(
        f"plain: same weights; scaled to {options.claims} claims {scaled:.0f} s without reading, "
        f"{scaled / ours:.0f} times ours"
    )


def from_store(base: ClaimBase) -> None:
    """The same from a published store, all questions asked."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        measured("write the store", lambda: write_store(base, store))
        with QueryPool(store, workers=2) as pool:
            loaded, _ = measured("load the claims from the store", lambda: load_claims(pool))
        measured(
            "arrays and network of what was loaded",
            lambda: actor_network(make_incidence(loaded)),
        )


if __name__ == "__main__":
    main()
