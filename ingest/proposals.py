"""Proposals named in a sentence or heading: their kind, authors, title and number.

Knows no other sentence: which proposal "dit voorstel" takes up is found in ingest.gathering.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.facts import named, normal_identifier
from ingest.language import FILL, Language
from ingest.mentions import ActorFinder, Holder
from ingest.proposal_rules import Head, proposal_rules

UNSPECIFIED = "unspecified"
MAX_TITLE = 14  # words
NESTED = 7  # words of a title in which the kind of a plain "voorstel" may stand
_VERB_ENDS = ("t", "den", "ten")
FIRST_MARK = 0xE000


@dataclass(frozen=True)
class Named:
    """A proposal's name at [start, end) of a text; `anaphoric` if it may take up another's.

    `bare` is a number that stands alone for what the heading names.
    """

    start: int
    end: int
    kind: str
    authors: tuple[str, ...]
    title: str
    identifier: str | None
    anaphoric: bool
    rules: tuple[str, ...]
    words: str
    bare: bool = False
    is_act: bool = False


def find_named(
    text: str,
    holders: Sequence[Holder],
    finder: ActorFinder,
    language: Language,
    *,
    heading: bool = False,
) -> list[Named]:
    """Proposals named in a text, in its order; one inside the title of another is left out."""
    reader = _Reader(text, holders, finder, language, heading=heading)
    found = list(reader.read())
    taken = [place for named_ in found for place in range(named_.start, named_.end)]
    found += reader.numbers(frozenset(taken))
    return sorted(found, key=lambda named_: named_.start)


class _Reader:
    """The state of reading one text."""

    def __init__(
        self,
        text: str,
        holders: Sequence[Holder],
        finder: ActorFinder,
        language: Language,
        *,
        heading: bool,
    ) -> None:
        self.text, self.holders, self.finder = text, holders, finder
        self.language, self.heading = language, heading
        self.rules = proposal_rules(language.code)
        self.masked = _masked(text, holders)

    def read(self) -> Iterator[Named]:
        """Names with a head, in text order."""
        matches = [(m, head) for head in self.rules.heads for m in head.pattern.finditer(self.text)]
        end = 0
        for match, head in sorted(matches, key=lambda pair: (pair[0].start(), -pair[0].end())):
            if match.start() >= end:
                found = self._named(match, head)
                if found is not None:
                    end = found.end
                    yield found

    def numbers(self, taken: frozenset[int]) -> Iterator[Named]:
        """Numbers that stand for a proposal themselves."""
        bare = self.rules.patterns["bare"].match(self.text) is not None
        for match in self.rules.patterns["identifier"].finditer(self.text):
            if match.start() not in taken:
                number = normal_identifier(match.group())
                rules = ("proposal.number",)
                start, end = match.span()
                yield Named(start, end, UNSPECIFIED, (), "", number, False, rules, number, bare)

    # --- one head -------------------------------------------------------------------------
    def _named(self, match: re.Match[str], head: Head) -> Named | None:
        start, end = match.span()
        before = self.masked[:start]
        if self.rules.patterns["not_proposed"].search(before):
            return None
        rules = [f"proposal.{head.id}"]
        authors, first, last = self._authors(match, head, rules)
        title, title_end = self._title(max(end, last), head, rules)
        if not title and head.is_act:
            title, title_end = self._act_title(match, head, rules)
        last = max(last, title_end, end)
        words = self.text[first:last].strip(" ,;:(")
        identifier = None
        if number := self.rules.frames["identifier"]["after"].match(self.masked[last:]):
            identifier, last = normal_identifier(number["identifier"]), last + number.end()
            rules.append("proposal.identifier")
        kind, is_act = self._kind(head, title, rules)
        anaphor = self._anaphor(before, self.masked[last:], title, identifier)
        found = Named(
            first,
            last,
            kind,
            authors,
            title,
            identifier,
            anaphor is not None,
            tuple([*rules, anaphor] if anaphor else rules),
            words,
            is_act=is_act,
        )
        if anaphor is not None:
            return None if head.is_nested or (head.is_act and authors) else found
        return found if self._is_named(found, head, self.masked[:first]) else None

    def _authors(
        self, match: re.Match[str], head: Head, rules: list[str]
    ) -> tuple[tuple[str, ...], int, int]:
        """Who made it, and the [start, end) of the words that say so with the head."""
        start, end = match.span()
        first, last = start, end
        authors: list[str] = [head.author] if head.author else []
        if match.groupdict().get("chair"):
            authors.append("body:PRES")
        if head.is_act:
            return (), first, last
        frames = self.rules.frames
        if adjective := frames["adjective"]["before"].search(self.text[:start]):
            codes = self._adjectives(adjective["adjective"])
            if codes:
                authors += codes
                first = adjective.start()
                rules.append("proposal.adjective")
        for name in ("submitted-before", "submitted-short", "subject", "subject-inverted"):
            found = frames[name]["before"].search(self.masked[:start])
            needs = frames[name].get("needs")
            if found and (needs is None or needs.search(self.masked[found.start() :])):
                authors += self._codes(found)
                rules.append(f"proposal.{name}")
                if name.startswith("submitted"):
                    first = found.start()
        for name in ("of", "relative", "submitted-after", "submitted-end"):
            if found := frames[name]["after"].match(self.masked[end:]):
                authors += self._codes(found)
                rules.append(f"proposal.{name}")
                if not name.startswith("submitted"):
                    last = max(last, end + found.end())
        return tuple(dict.fromkeys(authors)), first, last

    def _codes(self, match: re.Match[str]) -> list[str]:
        return named(self.holders[ord(match["actor"]) - FIRST_MARK])

    def _adjectives(self, words: str) -> list[str]:
        """Codes of "Frans-Duitse", "Deens en Zweeds"; [] unless each word is an actor's."""
        whole = self.finder.codes_by_name.get(words)
        parts = [words] if whole else [w for w in self.rules.patterns["joined"].split(words) if w]
        codes = [self.finder.codes_by_name.get(part, ()) for part in parts]
        if not all(codes) or any(code.startswith("bloc:") for found in codes for code in found):
            return []
        return [code for found in codes for code in found]

    # --- its title ------------------------------------------------------------------------
    def _title(self, start: int, head: Head, rules: list[str]) -> tuple[str, int]:
        """The complement that begins at `start`, and its end; "" and `start` if there is none."""
        found = re.match(rf" (?:{head.complements})(?= )", self.masked[start:])
        if found is None:
            return "", start
        content = start + found.end() + 1
        if any(not named(h) and h.start == content for h in self.holders):
            return "", start  # "het voorstel voor veel lidstaten": no title but an audience
        end = self._title_end(start + 1)
        if end <= content:
            return "", start
        rules.append("proposal.title")
        return self.text[start + 1 : end], end

    def _title_end(self, start: int) -> int:
        """Where a title that begins at `start` ends: punctuation, a finite verb, enough words."""
        end, before = start, ""
        for count, match in enumerate(re.finditer(r"[^\s,;:.()«»]+|[,;:.()«»]", self.text[start:])):
            word = match.group()
            small = word.lower()
            dot = word == "." and self.text[start + match.end() : start + match.end() + 1].isalpha()
            if count >= MAX_TITLE or (not word[0].isalnum() and not dot and len(word) == 1):
                break
            if count and before != "te" and small in self.rules.stops and word == small:
                break
            end, before = start + match.end(), small
        if another := self.rules.patterns["next_one"].search(self.text, start, end):
            end = another.start()
        while (cut := self.text[start:end].rstrip().rfind(" ")) > 0 and self.text[
            start + cut + 1 : end
        ].strip().lower() in self.rules.loose_ends:
            end = start + cut
        return end if " " in self.text[start:end].strip() else start

    def _act_title(self, match: re.Match[str], head: Head, rules: list[str]) -> tuple[str, int]:
        """The name of an act as a compound, or its short name right behind the kind; its end."""
        if head.alone is not None and not head.alone.fullmatch(match.group()):
            rules.append("proposal.compound")
            return match.group(), match.end()
        found = self.rules.frames["name"]["after"].match(self.text[match.end() :])
        if found is None:
            return "", match.end()
        if not (self.heading or self._is_name(match, found["title"].split()[0])):
            return "", match.end()
        rules.append("proposal.name")
        end = self._title_end(match.start())
        if another := self.rules.patterns["and"].search(self.text, match.end(), end):
            end = another.start()
        return self.text[match.end() + 1 : end], end

    def _is_name(self, match: re.Match[str], first: str) -> bool:
        """True if the word behind the kind of an act begins its name: "Richtlijn asiel"."""
        introduced = any(
            self.rules.patterns[name].search(self.text[: match.start()])
            for name in ("changing", "introduced")
        )
        if not (introduced or match.group()[0].isupper()):
            return False
        words = self.language.words
        known = self.rules.stops | self.language.prepositions | self.language.stopwords
        known |= words["subordinators"] | self.language.finite_forms
        return first.lower() not in known and not (first.islower() and first.endswith(_VERB_ENDS))

    # --- what it is ------------------------------------------------------------------------
    def _kind(self, head: Head, title: str, rules: list[str]) -> tuple[str, bool]:
        """The head's kind, or that of what a plain "voorstel" is for; and whether it is an act."""
        if head.kind != UNSPECIFIED:
            return head.kind, head.is_act
        near = " ".join(title.split()[:NESTED])
        for inner in self.rules.heads:
            wanted = inner.is_act or inner.is_nested or inner.kind in ("action-plan", "conclusions")
            if wanted and not inner.refers_only and inner.pattern.search(near):
                rules.append(f"proposal.{inner.id}")
                return inner.kind, inner.is_act or inner.is_nested
        return UNSPECIFIED, False

    def _anaphor(self, before: str, after: str, title: str, identifier: str | None) -> str | None:
        """The rule by which the head takes up what was named; None if it stands for itself."""
        if title or identifier or self.heading:
            return None
        if self.rules.frames["this"]["before"].search(before):
            return "proposal.this"
        is_alone = not self.rules.patterns["no_anaphor"].match(after)
        if is_alone and self.rules.frames["the"]["before"].search(before):
            return "proposal.the"
        return None

    def _is_named(self, found: Named, head: Head, before: str) -> bool:
        """True if the words say which proposal is meant, and that there is one."""
        definite = self.rules.patterns["definite"].search(before) is not None
        if head.is_nested or head.refers_only:
            return False
        if found.identifier is not None:
            return True
        if self.rules.patterns["asked_for"].search(before):
            return False
        if head.is_act:
            changing = self.rules.patterns["changing"].search(before) is not None
            if not found.title or self.rules.patterns["in_force"].search(self.text):
                return bool(found.title) and changing
            return definite or changing or self.heading
        tabled = any(rule in _TABLED for rule in found.rules)
        specific = found.kind != UNSPECIFIED
        if found.authors:
            return definite or tabled or self.heading or (specific and not found.is_act)
        return bool(found.title) and (definite or self.heading or self._names_act(found.title))

    def _names_act(self, title: str) -> bool:
        """True if a title holds the proper name of an act ("een Terugkeerverordening")."""
        return any(
            head.alone is not None and not head.alone.fullmatch(match.group())
            for head in self.rules.heads
            if head.is_act and (match := head.pattern.search(title))
        )


_TABLED = frozenset(
    f"proposal.{name}"
    for name in (
        "adjective",
        "submitted-before",
        "submitted-short",
        "submitted-after",
        "submitted-end",
        "relative",
        "subject",
        "subject-inverted",
    )
)


def _masked(text: str, holders: Sequence[Holder]) -> str:
    """The text with each named holder as one mark behind fill, so that offsets stay."""
    letters = list(text)
    for n, holder in enumerate(holders):
        if named(holder) and not holder.detached:
            width = holder.end - holder.start
            letters[holder.start : holder.end] = [*(FILL * (width - 1)), chr(FIRST_MARK + n)]
    return "".join(letters)
