"""Why an answer is as it is: an English sentence that keeps what another language needs of it.

The dashboard has the same sentences under the same keys in each of its languages.
"""

from collections.abc import Mapping

Values = Mapping[str, str | int]

SENTENCES: Mapping[str, str] = {
    # announced against delivered
    "polarity-became": "{polarity_was} became {polarity_now}",
    "told-as": "told as {modality}, not as said at the meeting",
    "act-became": "{act_was} became {act_now}",
    "fewer-holders": "at most {high} holders, at least {low} before",
    "more-holders": "at least {low} holders, at most {high} before",
    "same-force": "the same side, with no less force",
    "not-named": "the report names no such claim of this holder",
    "maybe-in-groups": "it may be in the group of {n} such claims",
    "other-side-too": "the report also has the holder on the other side",
    "conditions-differ": "the conditions differ in words",
    "not-announced": "the agenda has no claim of this holder on it",
    "overruled": "overruled by {author}",
    "overruled-because": "overruled by {author}: {reason}",
    # forecasts
    "confirmed": "the report has that side, with at least as many",
    "possible": "the report has that side, with perhaps as many",
    "contradicted": "the report has only the other side",
    "not-reported": "the report says nothing on it",
    "not-testable": "it names nobody and gives no size, so that no report could refute it",
    "no-report": "no report of the meeting is stored",
    # findings
    "then-opposite": "{holder}: {polarity_was}, then {polarity_now}",
    "and-opposite": "{holder}: {polarity_was}, and {polarity_now}",
    "bounds-apart": "at most {high} holders, and at least {low}",
    "but-a-holder": "all but {holder}, who is among the holders",
    "too-many": "at least {first} and {second} on opposite sides, of {members} members",
    "too-many-left": "at least {first} and {second} on opposite sides, of the {members} members "
    "who are not excluded",
    "against": "{said}, against {found}",
    "told": "{holders}: {polarity}, {modality} {day}, by {reporter}",
    "told-group": "{holders}{low} to {high}: {polarity}, {modality} {day}, by {reporter}",
    # what follows from the sizes of groups
    "sizes": "{first} + {second} - {members} members",
    "no-choice": "at least {low} holders, and {named} named with {possible} possible ones are no "
    "more than that",
    "two-parts": "two disjoint groups of at least {low} and {other} make up all {members} members, "
    "and this one cannot be in the other group",
    # communities
    "nobody-sides": "no two of them side with each other",
    "one-community": "all that are joined form one community",
    "changes-with-seed": "the partition changes with the seed (stability {stability} < {least})",
    "no-more-than-chance": "modularity {modularity} is no more than shuffled weights give "
    "({chance})",
}
"""The clauses by key; a name that begins with polarity, act or modality is a controlled value."""


class Reason(str):
    """English clauses set apart by semicolons; `parts` are their keys of SENTENCES and values."""

    parts: tuple[tuple[str, Values], ...] = ()

    @classmethod
    def of(cls, key: str, **values: str | int) -> "Reason":
        """One clause. Raises KeyError for a key or a value that is missing."""
        return cls._made(((key, values),))

    def and_also(self, key: str, **values: str | int) -> "Reason":
        """The same with one more clause."""
        return self._made((*self.parts, (key, values)))

    @classmethod
    def _made(cls, parts: tuple[tuple[str, Values], ...]) -> "Reason":
        made = cls("; ".join(SENTENCES[key].format(**values) for key, values in parts))
        made.parts = parts
        return made
