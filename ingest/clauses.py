"""A sentence as masked text, tokens and clauses: what the grammar works on.

Holders are masked by one character each, padded to their length, so that a holder is one token
and every offset of the masked text is an offset of the sentence.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.language import FILL, Language, Phrase
from ingest.mentions import Holder
from ingest.prefilter import grams
from ingest.sentences import Token, tokens

FIRST_MARK = 0xE000
MIN_NOUN = 4  # letters; a shorter word before "dat" is a particle
MAX_TELEGRAM = 14  # tokens of a verbless sentence in telegram style


@dataclass(frozen=True)
class Clause:
    """Tokens [first, last) of a sentence that have one finite verb group."""

    first: int
    last: int
    relative: bool = False


def _unaccented(found: re.Match[str]) -> str:
    """The word without its accents; as long as before, for one whose letters are single signs."""
    bare = "".join(unicodedata.normalize("NFD", letter)[0] for letter in found.group())
    return bare if len(bare) == len(found.group()) else found.group()


@dataclass(frozen=True)
class SentenceView:
    """A sentence ready for the grammar."""

    text: str
    holders: tuple[Holder, ...]
    language: Language

    @cached_property
    def masked(self) -> str:
        """The sentence with holders masked; detached additions are blanked out."""
        letters = list(self.language.signals["accented"].sub(_unaccented, self.text))
        for number, holder in enumerate(self.holders):
            width = holder.end - holder.start
            letters[holder.start : holder.end] = [" " if holder.detached else FILL] * width
            if not holder.detached:
                letters[holder.end - 1] = chr(FIRST_MARK + number)
        return "".join(letters)

    @cached_property
    def grams(self) -> frozenset[str]:
        """The runs of letters of the masked text, by which patterns are told that cannot match."""
        return grams(self.masked)

    @cached_property
    def candidates(self) -> list[Phrase]:
        """The phrases that can match this sentence, in the pack's order."""
        return self.language.phrase_index.candidates(self.grams)

    @cached_property
    def tokens(self) -> list[Token]:
        """Words, punctuation and holders."""
        return tokens(self.masked)

    @cached_property
    def words(self) -> list[str]:
        """The tokens in small letters; a holder is its mark.

        A split infinitive ("in te stemmen") has its whole verb ("instemmen") as last word.
        """
        found = [token.text.lstrip(FILL).lower() for token in self.tokens]
        marker, verbs = self.language.words["infinitive_marker"], self.language.verbs_by_form
        for at in range(1, len(found) - 1):
            if found[at] in marker and found[at - 1] + found[at + 1] in verbs:
                found[at + 1] = found[at - 1] + found[at + 1]
        return found

    def holder_at(self, at: int) -> int | None:
        """The number of the holder that token `at` stands for."""
        if not 0 <= at < len(self.words):
            return None
        mark = ord(self.words[at][0])
        return mark - FIRST_MARK if FIRST_MARK <= mark < FIRST_MARK + len(self.holders) else None

    @cached_property
    def finite(self) -> list[bool]:
        """For each token whether it can be a finite verb."""
        language = self.language
        known = language.finite_forms
        noun_like, stems = language.words["noun_like"], language.words["stems"]
        marker = language.words["infinitive_marker"]
        found: list[bool] = []
        for at, word in enumerate(self.words):
            is_finite = word in known and not (at and self.words[at - 1] in marker)
            if is_finite and word in noun_like:
                beside = [self.holder_at(k) for k in (at - 1, at + 1)]
                is_finite = any(
                    number is not None and (word not in stems or self._is_first_person(number))
                    for number in beside
                ) or (
                    word not in stems
                    and (self._closes_subordinate(at, found) or self._behind_relative(at, found))
                )
            found.append(is_finite)
        return found

    def _closes_subordinate(self, at: int, finite: list[bool]) -> bool:
        """True for the verb of "lidstaten die aandacht hiervoor vragen,": none stands before it."""
        lists = self.language.words
        if at + 1 < len(self.words) and self.words[at + 1][0].isalnum():
            return False
        before = self.words[at - 1] if at else ""
        governed = before in lists["articles"] or before in self.language.prepositions
        if governed or (before.endswith("e") and not before.endswith("ie")):
            return False
        opening = lists["relatives"] | lists["subordinators"]
        opened = max((k for k in range(at) if self.words[k] in opening), default=None)
        return opened is not None and opened + 1 < at and not any(finite[opened:at])

    def _behind_relative(self, at: int, finite: list[bool]) -> bool:
        """True for "vragen" in "Malta en Cyprus, die veel boten zien, vragen om steun"."""
        if not at or self.words[at - 1] != ",":
            return False
        relatives = self.language.words["relatives"]
        opened = next((k for k in range(at) if self.words[k] in relatives), 0)
        headed = opened >= 1 and self._ends_in_comma(opened - 1)
        headed = headed or (opened >= 2 and self.holder_at(opened - 2) is not None)
        return headed and not any(finite[:opened])

    def _is_first_person(self, number: int) -> bool:
        """True for the holder "ik", with which alone a verb has no ending."""
        holder = self.holders[number]
        said = self.text[holder.start : holder.end].lower()
        return said in self.language.words["first_person"]

    @cached_property
    def is_telegram(self) -> bool:
        """True for telegram style: country codes, a label first, or a holder first and no verb."""
        codes = any(self.text[h.start : h.end][:2].isupper() for h in self.holders)
        begins = bool(self.holders) and self.holders[0].start == 0
        short = len(self.words) < MAX_TELEGRAM and not any(self.finite)
        return codes or ":" in self.text or (begins and short)

    @cached_property
    def clauses(self) -> list[Clause]:
        """The clauses of the sentence in order; complement clauses stay with their verb."""
        bounds: list[tuple[int, bool]] = [(0, False)]
        for at in range(1, len(self.words)):
            kind = self._boundary(at, bounds[-1][1])
            if kind is None and self._ends_subordinate(bounds[-1][0], at):
                kind = False
            if kind is not None and at > bounds[-1][0]:
                bounds.append((at, kind))
        ends = [at for at, _ in bounds[1:]] + [len(self.words)]
        return [
            Clause(first, end, relative)
            for (first, relative), end in zip(bounds, ends, strict=True)
        ]

    def is_object_relative(self, clause: Clause, finite: int) -> bool:
        """True if a holder in the relative clause is its subject ("dat door X werd gesteund")."""
        return any(
            self.holder_at(k) is not None
            and self.holders[self.holder_at(k) or 0].governor not in self.language.prepositions
            for k in range(clause.first, finite)
        )

    def _boundary(self, at: int, in_relative: bool) -> bool | None:
        """None if no clause begins at the token, else whether it is a relative clause."""
        words, lists = self.words, self.language.words
        word, before = words[at], words[at - 1]
        if before in (";", ":"):
            return False
        after_comma = before == "," or self._ends_in_comma(at - 1)
        if word in lists["coordinators"] and self._shares_passive(at):
            return False
        if word in lists["clause_starters"]:
            has_verb = any(self.finite[at + 1 :])
            if has_verb or word not in lists["coordinators"]:
                return False if has_verb and (after_comma or word not in ("al", "want")) else None
        if after_comma and word in lists["relatives"]:
            return True
        if after_comma and word in lists["relative_adverbs"] and self.holder_at(at - 2) is not None:
            return True
        if after_comma and word in lists["asides"] and self._aside(at):
            return False
        taken_up = after_comma and word in lists["asides"]
        if (word in lists["relatives"] or taken_up) and self._agent_follows(at):
            return True
        if word in lists["coordinators"] and self._starts_clause(at + 1):
            return False
        if after_comma and self._splices(at):
            return False
        if word in lists["coordinators"] and (self._shares_helper(at) or self._shares_modal(at)):
            return False
        if after_comma and self._takes_up(at):
            return False
        if after_comma and self.finite[at] and at >= 2 and (in_relative or self._verbal(at - 2)):
            return False
        return None

    def _ends_in_comma(self, at: int) -> bool:
        """True for a holder that took the comma behind it: "een groep, bestaande uit X, die"."""
        number = self.holder_at(at)
        return number is not None and self.text[self.holders[number].end - 1] == ","

    def _ends_subordinate(self, first: int, at: int) -> bool:
        """True for the verb behind a clause in front: "Omdat …, heeft Nederland …"."""
        if self.words[at - 1] != "," or not self.finite[at]:
            return False
        opened = self.words[first] in self.language.words["subordinators"]
        return opened and any(self.finite[first : at - 1])

    def _aside(self, at: int) -> bool:
        """True for ", wat ik ondersteun", ", waar Malta bij aansloot", ", zij het dat X vindt"."""
        lists, words = self.language.words, self.words
        if words[at] in lists["concessions"]:
            return any(word in lists["complement"] for word in words[at + 1 : at + 3])
        behind = words[at + 2] if at + 2 < len(words) else ""
        named = self.holder_at(at + 1) is not None and behind not in lists["concerning"]
        return named and any(self.finite[at + 2 :]) and any(self.finite[:at])

    def _agent_follows(self, at: int) -> bool:
        """True for "een voorstel dat door X werd gesteund", not for "gaf aan dat door X …"."""
        if at + 2 >= len(self.words):
            return False
        if self.words[at + 1] in self.language.words["passive"]:  # "die wordt gevolgd door X"
            return any(
                self.words[k] in self.language.agent and self.holder_at(k + 1) is not None
                for k in range(at + 2, min(at + 6, len(self.words) - 1))
            )
        if self.words[at + 1] not in self.language.agent:
            return False
        before = self.words[at - 1]
        if before == ",":
            return self.holder_at(at + 2) is not None
        named = at >= 2 and self.words[at - 2] in self.language.words["articles"] | {"een"}
        noun = before.isalpha() and (named or not self._verbal(at - 1))
        noun = noun and len(before) >= MIN_NOUN
        return noun and self.holder_at(at + 2) is not None

    def _shares_helper(self, at: int) -> bool:
        """True for "en" in "heb gepleit voor X en het belang van Y benadrukt"."""
        lists = self.language.words
        begin = max((k for k in range(at) if self.words[k] in lists["have"]), default=None)
        if begin is None or any(
            self.finite[k] and self.words[k - 1] not in lists["articles"]
            for k in range(at, len(self.words))
        ):
            return False
        participles = self.language.stance_participles
        before = any(self.words[k] in participles for k in range(begin, at))
        return before and any(word in participles for word in self.words[at + 1 :])

    def _shares_modal(self, at: int) -> bool:
        """True for "en" in "zal pleiten voor X en aandacht vragen voor Y"."""
        begin = self.modal_before(0, at)
        if begin is None:
            return False
        lists = self.language.words
        opened = lists["complement"] | lists["subordinators"]
        if any(self.words[k] in opened or self.words[k] in ".;:" for k in range(begin, at)):
            return False
        before = any(self.is_bare_infinitive(k) for k in range(begin + 1, at))
        behind = next(
            (k for k in range(at + 1, len(self.words)) if self.is_bare_infinitive(k)), None
        )
        return (
            before
            and behind is not None
            and not any(self.words[k] in opened | lists["modals"] for k in range(at, behind))
            and not any(self.finite[k] for k in range(at, behind))
        )

    def modal_before(self, first: int, last: int) -> int | None:
        """The last finite modal in tokens [first, last): "zal"."""
        modals = self.language.words["modals"]
        places = (k for k in range(first, last) if self.finite[k] and self.words[k] in modals)
        return max(places, default=None)

    def is_bare_infinitive(self, at: int) -> bool:
        """True for an infinitive of a verb of stance without "te", as it stands behind a modal."""
        word, before = self.words[at], self.words[at - 1] if at else ""
        known = word.endswith("n") and word in self.language.verbs_by_form
        lists = self.language.words
        noun = word in lists["noun_like"] and before in lists["articles"]
        return known and not noun and before not in lists["infinitive_marker"]

    def _shares_passive(self, at: int) -> bool:
        """True for "maar" in "werd door X verwelkomd, maar door Y fel bekritiseerd"."""
        agent = self.language.agent
        if at + 2 >= len(self.words) or self.words[at + 1] not in agent:
            return False
        if self.holder_at(at + 2) is None or any(self.finite[at:]):
            return False
        participles = self.language.stance_participles
        passive = any(word in self.language.words["passive"] for word in self.words[:at])
        return passive and any(word in participles for word in self.words[at + 3 :])

    def _takes_up(self, at: int) -> bool:
        """True for "een wens die Nederland steunt": what was said is taken up by a noun."""
        words, lists = self.words, self.language.words
        if words[at] not in lists["articles"]:
            return False
        for k in (at + 2, at + 3):
            if k + 2 < len(words) and words[k] in lists["relatives"]:
                named = k + 2 if words[k + 1] in lists["light"] else k + 1
                return self.holder_at(named) is not None and any(self.finite[named + 1 :])
        return False

    def _splices(self, at: int) -> bool:
        """True if a holder with a verb or a vote of its own follows ("…, twaalf tegen")."""
        number = self.holder_at(at)
        if number is None or at + 1 >= len(self.words) or not any(self.finite[:at]):
            return False
        follow = self.words[at + 1]
        return self.finite[at + 1] or follow in self.language.words["votes"]

    def _starts_clause(self, at: int) -> bool:
        """True if tokens from `at` read verb + holder or holder + verb (after light words)."""
        light = self.language.words["light"]
        while at < len(self.words) and self.words[at] in light:
            at += 1
        if at >= len(self.words) - 1:
            return False
        if self.finite[at]:
            return True
        if self.holder_at(at) is None:
            return False
        if self.words[at + 1] in self.language.words["votes"]:
            return True
        follow = at + 1
        while follow < len(self.words) - 1 and self.words[follow] in light:
            follow += 1
        return self.finite[follow]

    def _verbal(self, at: int) -> bool:
        return self.finite[at] or self.words[at] in self.language.nonfinite_forms

    def text_of(self, first: int, last: int) -> str:
        """The masked text of tokens [first, last)."""
        if first >= last:
            return ""
        return self.masked[self.tokens[first].start : self.tokens[last - 1].end]


def view_sentence(text: str, holders: Sequence[Holder], language: Language) -> SentenceView:
    """Prepare a sentence; `holders` come from mentions.ActorFinder on the same text."""
    return SentenceView(text, tuple(holders), language)
