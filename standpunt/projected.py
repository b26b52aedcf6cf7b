"""Stored questions that a large store answers from its projection, sooner than its engine does."""

from collections.abc import Mapping

from graph.interface import Pool

PROJECTED_FROM_QUADS = 1_000_000
"""With fewer the engine has answered before numpy is imported."""

Record = Mapping[str, str | None]


def projected_rows(
    pool: Pool, question: str, values: Mapping[str, str]
) -> tuple[list[dict[str, str | None]], int] | None:
    """The rows and the generation; None for a small store, or if the projection does not tell."""
    if pool.generation().quads < PROJECTED_FROM_QUADS:
        return None
    from graph.stand_ins import ask_projection  # with numpy

    return ask_projection(pool, question, values)
