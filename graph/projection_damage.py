"""What is wrong with a projection: whether its files are whole, and say what the quads come to."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from pyoxigraph import Store

from graph.claim_table import ABOUT, EXCLUDED, NAMED, all_fields, all_pairs, all_rows, all_texts
from graph.columns import check_anew
from graph.errors import StoreError
from graph.generation import generation_path, projection_path, reviewed_path
from graph.history import digests_of
from graph.projected import ClaimTables, Projection
from graph.projected_rows import CHOICES, DISJOINT, FURTHER_ISSUES, REVIEWED, SIGNED
from graph.projection import lists_nothing, project, read_claim_tables, read_segments
from graph.quads import graph_iris


def _has_graph(store: Path, number: int) -> bool:
    """Whether the past of a generation knows a graph of it; True if there is no telling."""
    try:
        return bool(digests_of(store, number))
    except StoreError:
        return True


def projection_damage(store: Path, number: int, *, reviewed: bool = False) -> Iterator[str]:
    """What is wrong with the projection of a generation, a line each; reads all that it rests on.

    A generation that an older version published has none, and nothing is wrong with that.
    `reviewed` asks about that of its reviewed view.
    """
    path = projection_path(store, number, reviewed=reviewed)
    if not path.exists() or (lists_nothing(store, number) and not _has_graph(store, number)):
        return
    check_anew()
    parts = read_segments(store, number, reviewed=reviewed)
    claims = read_claim_tables(store, number, reviewed=reviewed)
    if parts is None or claims is None:
        yield f"{path}: what it lists is not as it was written, or gone"
        return
    try:
        folder = reviewed_path(store, number) if reviewed else generation_path(store, number)
        engine = Store.read_only(str(folder))
        content = project(engine, ((iri, "") for iri in graph_iris(engine)), reviewed=reviewed)
    except (OSError, RuntimeError) as error:
        yield f"{path}: the engine has nothing to compare it with ({error})"
        return
    every = np.ones(content.segment.size, np.bool_)
    counted = Projection([(content.segment, every)])
    if Projection(parts).is_odd:
        return  # nobody reads it, and the next publish projects anew what is odd
    if not Projection(parts).agrees(counted) or not _agree(claims, [(content.claims, every)]):
        yield f"{path}: it is not what the quads come to"


def _agree(some: ClaimTables, others: ClaimTables) -> bool:
    """Whether two lists of tables hold the same claims."""
    lists = (ABOUT, NAMED, EXCLUDED)
    kinds = (CHOICES, DISJOINT, FURTHER_ISSUES, REVIEWED, SIGNED)
    return (
        sorted(map(repr, all_fields(some))) == sorted(map(repr, all_fields(others)))
        and sorted(map(repr, all_texts(some))) == sorted(map(repr, all_texts(others)))
        and all(sorted(all_pairs(some, name)) == sorted(all_pairs(others, name)) for name in lists)
        and all(
            sorted(map(repr, all_rows(some, kind) or ()))
            == sorted(map(repr, all_rows(others, kind) or ()))
            for kind in kinds
        )
    )
