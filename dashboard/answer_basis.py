"""What an answer rests on, in words: under it, in its pictures and its files."""

from dashboard.answers import generation, rows
from dashboard.honesty import Basis, basis_text
from dashboard.query_run import Outcome
from dashboard.records import number_of
from dashboard.wording import Wording
from graph.errors import QueryError


def answer_basis(words: Wording, outcome: Outcome) -> str:
    """The basis: all claims of the store that was asked, and what a limit cut off.

    Which claims an analyst's own query counts cannot be told from its answer. Raises StoreError if
    there is no published generation.
    """
    told = tuple(_told(words, outcome))
    try:
        (row,) = rows("store-basis")
    except QueryError:  # too large a store to count in time
        return "; ".join((words("answer-basis.uncounted"), *told)) + "."
    named, low, high = (number_of(row, name) for name in ("named", "anonymousMin", "anonymousMax"))
    basis = Basis(
        documents=number_of(row, "documents"),
        claims=number_of(row, "claims"),
        anonymous_low=low / (low + named) if low + named else 0.0,
        anonymous_high=high / (high + named) if high + named else 0.0,
        majorities=number_of(row, "majorities"),
        caps=told,
    )
    return f"{words('answer-basis.whole')} {basis_text(words, basis)}"


def _told(words: Wording, outcome: Outcome) -> list[str]:
    """What is to be said of the run itself."""
    asked = outcome.asked.astimezone()
    told = [words("answer-basis.asked", at=f"{asked:%Y-%m-%d %H:%M}")]
    number = getattr(outcome.answer, "generation", 0)
    if number != generation().number:
        told.append(words("answer-basis.other", n=number))
    if outcome.count is not None:
        told.append(words.count("query.gave", outcome.count))
    if outcome.is_cut:
        told.append(words("answer-basis.cut"))
    return told
