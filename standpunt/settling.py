"""What an analyst types about a claim, as the values that a review settles; opens no store."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from difflib import get_close_matches

from graph.reviews import Holders, ReviewedClaim
from ingest.bounds import count_holders
from ingest.records import HolderSet
from ontology.iris import issue_iri
from ontology.reference import load_reference
from ontology.terms import CB, CT, ID, MODALITY, POLARITY, QUANTIFIER, SPEECH_ACT
from standpunt.errors import ReviewError

_ISSUES = f"{ID}issue/"
_OF_HOLDERS = ("holder", "exclude", "group", "phrase", "min", "max")


@dataclass(frozen=True)
class Change:
    """The fields as a person gives them; None leaves one as it is, "" empties it.

    `holder` and `exclude` are codes (NLD, EUROPOL), `issue` slugs, each by a comma; `group` is a
    quantifier (several, exact:20). `min` and `max` are worked out from the group if not given.
    """

    holder: str | None = None
    exclude: str | None = None
    group: str | None = None
    phrase: str | None = None
    min: str | None = None
    max: str | None = None
    polarity: str | None = None
    act: str | None = None
    modality: str | None = None
    issue: str | None = None
    target: str | None = None
    condition: str | None = None
    quote: str | None = None

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "Change":
        """The change of these values by field. Raises ReviewError for a field that is none."""
        known = [field.name for field in fields(cls)]
        for name in values:
            if name not in known:
                raise ReviewError(f"a claim has no field {name!r}; fields: {', '.join(known)}")
        return cls(**values)


def settle(
    change: Change, base: ReviewedClaim | None, day: date, candidates: set[str]
) -> ReviewedClaim:
    """The fields that a change settles, worked out over the claim that it lies over, if any.

    `day` is that on which members of the EU are counted; `candidates` are the issues found in
    text (`candidate/fast-trains`). Raises ReviewError for a value that is not known.
    """
    return ReviewedClaim(
        polarity=_value("polarity", change.polarity, list(POLARITY)),
        act=_value("speech act", change.act, list(SPEECH_ACT)),
        modality=_value("modality", change.modality, list(MODALITY)),
        issues=_issues(change.issue, candidates),
        target=_folded(change.target),
        condition=_folded(change.condition),
        holders=_holders(change, base.holders if base else None, day),
        quote=_folded(change.quote) or "",
    )


def actor_iris(codes: str) -> tuple[str, ...]:
    """IRIs of actors by their codes, by a comma, sorted. Raises ReviewError for an unknown one."""
    actors = load_reference().actors
    found = []
    for code in filter(None, (part.strip() for part in codes.split(","))):
        tried = (code, code.upper(), f"body:{code}", f"body:{code.upper()}")
        known = next((each for each in tried if each in actors), None)
        if known is None:
            near = get_close_matches(code.upper(), [*actors], n=3, cutoff=0.5)
            hint = f"; did you mean {' or '.join(near)}?" if near else "."
            raise ReviewError(
                f"no actor has the code {code!r}{hint} List them with: standpunt query actors"
            )
        found.append(actors[known].iri)
    return tuple(sorted(set(found)))


def actor_code(iri: str) -> str:
    """The code of an actor, as actor_iris() takes it; the IRI if it is none of ours."""
    by_iri = {actor.iri: code for code, actor in load_reference().actors.items()}
    return by_iri.get(iri, iri.removeprefix(CT).removeprefix(CB))


def issue_name(iri: str) -> str:
    """The slug of an issue, as `--issue` takes it."""
    return iri.removeprefix(_ISSUES)


def _value(what: str, value: str | None, known: list[str]) -> str | None:
    if value is None:
        return None
    if value not in known:
        raise ReviewError(f"there is no {what} {value!r}; use one of {', '.join(known)}")
    return value


def _issues(names: str | None, candidates: set[str]) -> tuple[str, ...] | None:
    if names is None:
        return None
    known = candidates | set(load_reference().issues)
    found = []
    for name in filter(None, (part.strip() for part in names.split(","))):
        if name not in known:
            near = get_close_matches(name, known, n=3)
            hint = f"; did you mean {' or '.join(near)}?" if near else "."
            raise ReviewError(
                f"there is no issue {name!r}{hint} List them with: standpunt issues list"
            )
        found.append(issue_iri(name).value)
    if not found:
        raise ReviewError("a claim is about at least one issue; name one, as --issue return")
    return tuple(sorted(set(found)))


def _holders(change: Change, base: Holders | None, day: date) -> Holders | None:
    if all(getattr(change, name) is None for name in _OF_HOLDERS):
        return None
    base = base or Holders()
    named = base.named if change.holder is None else actor_iris(change.holder)
    excluded = base.excluded if change.exclude is None else actor_iris(change.exclude)
    group = base.group if change.group is None else change.group
    quantifier, count = _group(group)
    if not named and not quantifier:
        raise ReviewError("a claim has a named holder or a group; give --holder or --group")
    if both := sorted(set(named) & set(excluded)):
        raise ReviewError(f"{actor_code(both[0])} cannot hold the claim and be excluded from it")
    written = HolderSet(
        named=tuple(map(actor_code, named)),
        quantifier=quantifier or None,
        count=count,
        excluded=tuple(map(actor_code, excluded)),
    )
    bounds = count_holders(written, load_reference().members_on("EU", day))
    least = _number("min", change.min, bounds.least)
    most = _number("max", change.max, bounds.most)
    if (
        not max(1, len(named) if bounds.size is None else 1)
        <= least
        <= most
        <= (bounds.size or most)
    ):
        size = f" of {bounds.size}" if bounds.size else ""
        raise ReviewError(f"at least {least} and at most {most}{size} holders cannot be")
    phrase = _phrase(named, group) if change.phrase is None else change.phrase
    if change.phrase is None and base.phrase:
        phrase = base.phrase
    return Holders(named, excluded, quantifier, count, least, most, bounds.size, phrase)


def _group(group: str) -> tuple[str, int | None]:
    quantifier, colon, count = group.partition(":")
    if quantifier == "exact":
        if not (colon and count.isdecimal() and int(count)):
            raise ReviewError(f"{group!r} is no group; write how many, as exact:20")
        return quantifier, int(count)
    if colon or (quantifier and quantifier not in QUANTIFIER):
        known = ", ".join(name for name in QUANTIFIER if name != "exact")
        raise ReviewError(f"there is no group {group!r}; use one of {known}, exact:N")
    return quantifier, None


def _number(name: str, text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    if not text.isdecimal():
        raise ReviewError(f"--{name} {text!r} is no whole number")
    return int(text)


def _phrase(named: tuple[str, ...], group: str) -> str:
    return ", ".join([*map(actor_code, named), *filter(None, [group])])


def _folded(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())
