"""The record of one stance in one sentence; token indices are those of its view."""

from dataclasses import dataclass

from ingest.clauses import Clause


@dataclass(frozen=True)
class Stance:
    """One stance; token indices are those of the sentence view.

    `subject` is the number of the holder, None if nobody is named (an impersonal phrase) or if
    the subject is carried from the clause before (`carried`). `polarity` may still be
    "content" or "antecedent".
    """

    rule: str
    clause: Clause
    at: int
    verb: str
    subject: int | None
    polarity: str
    act: str
    target: tuple[int, int]
    weak: bool = False
    weak_bodies: bool = False  # a judgement is needed only from an institution
    carried: bool = False
    group: str | None = None
    negated: bool = False
    future: bool = False
    past: bool = False
    standing: bool = False
    modality: str | None = None
    passive: bool = False
    until: int = 0
    appendix: bool = False
    others: bool = False  # no stance if it is the reporter's own
    own: bool = False
    gapped: bool = False  # the verb is that of the stance before
    holder: str = ""  # the code of who holds it, where the phrase itself says so
    finite: int = -1  # the token of the finite verb
    unsaid: bool = (
        False  # a passive without an agent; only the reporter's own, right behind its claim
    )
