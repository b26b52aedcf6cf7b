"""What the store says of one actor: names, memberships, roles, letters, and where it stands.

Asks stored questions and hands over records; draws nothing.
"""

from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass

from dashboard.answers import ask_ahead, rows
from dashboard.catalogue import find_claims
from dashboard.records import Actor, Catalogue, Claim, Row, text_of

STATUSES = ("certain", "possible", "excluded")
BODIES = ("Agency", "Network", "InternationalOrganisation")


@dataclass(frozen=True)
class Membership:
    """An actor in a bloc, both as codes; `until` is the first day after it, "" if it goes on."""

    state: str
    bloc: str
    since: str
    until: str


def find_words(actor: Actor) -> dict[str, list[str]]:
    """What the actor is called by language, the preferred name first; case aside, each once."""
    names: dict[str, dict[str, str]] = {}
    for row in rows("actor-words", actor=actor.iri):
        name = text_of(row, "name")
        names.setdefault(text_of(row, "language"), {}).setdefault(name.casefold(), name)
    return {language: list(its.values()) for language, its in names.items()}


def find_memberships(known: Catalogue, actor: Actor) -> list[Membership]:
    """The memberships of a state, or the members of a bloc, the oldest first."""
    column = "bloc" if actor.kind == "Bloc" else "state"
    found = [row for row in rows("memberships") if text_of(row, column) == actor.iri]
    ours = [
        Membership(
            _code(known, text_of(row, "state")),
            _code(known, text_of(row, "bloc")),
            text_of(row, "since"),
            text_of(row, "until"),
        )
        for row in found
    ]
    return sorted(ours, key=lambda one: (one.since, one.state, one.bloc))


def find_presidencies(actor: Actor, language: str) -> Sequence[Row]:
    """Rows of `presidencies`: those that a state held, or the Presidency itself."""
    if actor.kind == "State":
        return rows("presidencies", actor=actor.iri, language=language)
    found = rows("presidencies", language=language) if actor.kind == "Presidency" else []
    return [row for row in found if text_of(row, "presidency") == actor.iri]


def find_claims_by_status(actor: Actor, language: str) -> dict[str, list[Claim]]:
    """The claims in which the actor is certainly, possibly or not a holder.

    A group that its named holders fill has no room for anybody else and is left out.
    """
    status_of = {
        text_of(row, "claim"): text_of(row, "status")
        for row in rows("claim-holders", state=actor.iri, language=language)
    }
    claims = find_claims(language, actor=actor.iri, possible="true")
    shut_out = {iri for iri, status in status_of.items() if status == "excluded"}
    for document in sorted({iri.partition("/claim/")[0] for iri in shut_out}):
        claims += [c for c in find_claims(language, document=document) if c.iri in shut_out]
    found: dict[str, list[Claim]] = {status: [] for status in STATUSES}
    for claim in {claim.iri: claim for claim in claims}.values():
        status = status_of.get(claim.iri, "certain")
        if status != "possible" or claim.maximum > len(claim.holders):
            found[status].append(claim)
    return found


def find_claims_about(actor: Actor, language: str) -> list[Claim]:
    """Claims whose words or issue name the actor; a body as such, a state as the subject."""
    if actor.kind in BODIES:
        asked = rows("positions-about-agency", actor=actor.iri, language=language)
    elif actor.kind == "State":
        asked = [
            {**row, "claim": row.get("statement")}
            for row in rows("said-of-state", actor=actor.iri, language=language)
            if text_of(row, "kind") == "subject"
        ]
    else:
        return []
    wanted = {text_of(row, "claim"): text_of(row, "document") for row in asked}
    claims: list[Claim] = []
    for document in dict.fromkeys(wanted.values()):
        claims += [c for c in find_claims(language, document=document) if c.iri in wanted]
    return claims


def ask_choices_ahead(actor: Actor) -> None:
    """Begin to ask for what find_choices() gives."""
    if actor.kind == "State":
        ask_ahead("state-choices", state=actor.iri)


def find_choices(actor: Actor) -> Sequence[Row]:
    """Rows of `state-choices`, the latest first; none but of a state."""
    return rows("state-choices", state=actor.iri)[::-1] if actor.kind == "State" else []


def count_statuses(found: Mapping[str, Sized]) -> dict[str, int]:
    """How many claims stand under each status."""
    return {status: len(found[status]) if status in found else 0 for status in STATUSES}


def _code(known: Catalogue, iri: str) -> str:
    actor = known.actors.get(iri)
    return actor.code if actor else iri.rpartition("/")[2]
