"""Who occurs in a sentence: named actors, the reporter, groups that are only counted.

Names come from the ontology, the words around them from the language pack. A holder is one
phrase: "een meerderheid van de lidstaten, waaronder Nederland" is one holder, not two.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

from ingest.language import Language
from ontology.reference import Actor, Reference

MIN_LIST = 2  # names; after so many joined by commas a further one needs no "en"
MAX_PLACE = 60  # characters between a group and the brackets with its names
MAX_BLOC = 12  # members; larger blocs (EU, Schengen) are arenas, not holders


class Kind(Enum):
    """What an atom is."""

    NAME = "name"
    REPORTER = "reporter"
    PRESIDENCY = "presidency"
    GROUP = "group"
    BARE = "bare"
    PRONOUN = "pronoun"


class Part(Enum):
    """How an atom belongs to its holder phrase."""

    CORE = "core"
    INCLUDED = "included"
    JOINED = "joined"
    EXCLUDED = "excluded"


@dataclass(frozen=True)
class Atom:
    """One actor or group; offsets are those of the sentence's folded text."""

    start: int
    end: int
    kind: Kind
    codes: tuple[str, ...] = ()
    quantifier: str | None = None
    count: int | None = None
    other: bool = False
    negative: bool = False
    bloc: str | None = None
    attributive: bool = False  # "het Franse pleidooi": it qualifies a noun of stance
    margin: str | None = None  # "ten minste tien": a key of the pack's margins


@dataclass(frozen=True)
class Holder:
    """A holder phrase [start, end) and its atoms by part; `governor` is the word before it."""

    start: int
    end: int
    parts: tuple[tuple[Part, Atom], ...]
    governor: str = ""
    detached: bool = False

    def atoms(self, *parts: Part) -> list[Atom]:
        """Atoms of the given parts in text order."""
        return [atom for part, atom in self.parts if part in parts]

    @property
    def first(self) -> Atom:
        """The first atom; every holder has one."""
        return self.parts[0][1]


@dataclass(frozen=True)
class ActorFinder:
    """Finds holders in folded text; made once a language and reference."""

    pattern: re.Pattern[str]
    codes_by_name: dict[str, tuple[str, ...]]
    codes_by_letters: dict[str, str]
    alias_by_group: dict[str, str]
    quantifier_by_group: dict[str, tuple[str, bool]]
    language: Language
    nouns: re.Pattern[str]
    members_of: Callable[[str], tuple[str, ...]] = field(compare=False)

    def find(self, text: str, *, letters: bool = False) -> list[Holder]:
        """Holder phrases in text order; codes of states only if `letters`."""
        atoms = [
            atom
            for match in self.pattern.finditer(text)
            if (atom := self._atom(match, text, letters)) is not None
        ]
        return _phrases(text, atoms, self.language)

    def _atom(self, match: re.Match[str], text: str, letters: bool) -> Atom | None:
        kind = match.lastgroup or ""
        start, end = match.span()
        if kind == "letters":
            return (
                Atom(start, end, Kind.NAME, (self.codes_by_letters[match.group("letters")],))
                if letters
                else None
            )
        if kind in self.alias_by_group:
            return Atom(start, end, Kind.NAME, (self.alias_by_group[kind],))
        if kind == "reporter":
            return Atom(start, end, Kind.REPORTER, (self.language.reporter,))
        if kind == "presidency":
            return Atom(start, end, Kind.PRESIDENCY, ("body:PRES",))
        if kind == "pronoun":
            return Atom(start, end, Kind.PRONOUN)
        if kind == "bare":
            other = self.language.other.search(match.group().lower()) is not None
            return Atom(start, end, Kind.BARE, (), "unspecified", None, other)
        if kind == "exact":
            word = match.group("number")
            count = int(word) if word.isdigit() else self.language.numbers[word.lower()]
            other = self.language.other.search(match.group()) is not None
            front = match.group()[: match.end("number") - start]
            found = (name for name, words in self.language.margins.items() if words.search(front))
            margin = "least" if match.group("upper") else next(found, None)
            return Atom(start, end, Kind.GROUP, (), "exact", count, other, margin=margin)
        if kind in self.quantifier_by_group:
            if not self._counts_states(match.group(), text[end:]):
                return None
            value, negative = self.quantifier_by_group[kind]
            other = self.language.other.search(match.group()) is not None
            return Atom(start, end, Kind.GROUP, (), value, None, other, negative)
        if kind == "attribute":
            name = " ".join(match.group("attributed").split())
            return Atom(start, end, Kind.NAME, self.codes_by_name[name], attributive=True)
        name = match.group("adjective") if kind == "people" else match.group("noun")
        if letters and name in self.codes_by_letters:  # "FRA": the state, not the agency
            return Atom(start, end, Kind.NAME, (self.codes_by_letters[name],))
        codes = self.codes_by_name[" ".join(name.split())]
        bloc = None
        if codes[0].startswith("bloc:"):
            bloc, codes = codes[0], self.members_of(codes[0][5:])
        return Atom(start, end, Kind.NAME, codes, bloc=bloc)

    def _counts_states(self, words: str, behind: str) -> bool:
        """False for a bare quantifier before another noun ("een groot aantal vakbonden")."""
        lists = self.language.words
        if self.nouns.search(words) or words.split()[-1].lower() in lists["self_standing"]:
            return True
        following = re.match(r"\s*([\w-]+|.)", behind)
        if following is None:
            return True
        word = following.group(1).lower()
        return not word[0].isalnum() or (
            word in self.language.finite_forms
            or word in lists["light"]
            or word in lists["votes"]
            or word in lists["articles"]
            or word in lists["subordinators"]
            or word in self.language.prepositions
            or word in self.language.particles
            or word in self.language.nonfinite_forms
            or word in lists["against"] | lists["favour"] | lists["behind_group"]
        )


def make_finder(
    language: Language, reference: Reference, members_of: Callable[[str], tuple[str, ...]]
) -> ActorFinder:
    """Compile the patterns of a language and the names of the reference data.

    `members_of` gives the members of a bloc ("Benelux") on the day that matters.
    """
    telegraphed = {entry.state_code for entry in reference.memberships if entry.bloc_code == "EU"}
    nouns: dict[str, tuple[str, ...]] = {}
    adjectives: dict[str, tuple[str, ...]] = {}
    letters: dict[str, str] = {}
    for actor in reference.actors.values():
        code = actor_code(actor)
        if code == "body:PRES" or (
            actor.kind == "Bloc" and not 0 < len(members_of(code[5:])) <= MAX_BLOC
        ):
            continue
        for name in actor.names.get(language.code, ()):
            nouns[name] = (code,)
            nouns[name[:1].upper() + name[1:]] = (code,)
        for adjective in actor.adjectives.get(language.code, ()):
            adjectives[adjective] = (code,)
        if actor.two_letter and actor.code in telegraphed:
            letters[actor.two_letter] = letters[code] = code
    aliases = {f"alias{n}": alias for n, alias in enumerate(language.aliases)}
    quantifiers = {f"quantifier{n}": q for n, q in enumerate(language.quantifiers)}
    pieces = [
        *(f"(?P<{key}>{alias.words})" for key, alias in aliases.items()),
        f"(?P<pronoun>{language.pronoun})",
        *(
            f"(?P<{key}>{_capitalised(q.words)}(?:"
            f"(?: (?:{language.fillers})){{0,5}} {language.group_nouns}"
            + (
                "|(?! (?:van|aan|uit) | in (?:de|het|een|onze|[A-Z]))(?=[ ,.;:)]|$)"
                if q.bare
                else ""
            )
            + "))"
            for key, q in quantifiers.items()
        ),
        f"(?P<exact>(?:(?:{language.approximations}) )?(?:[Nn]og )?(?:[Dd]e |[Aa]lle )?"
        f"(?P<number>\\d{{1,2}}|{_any_case(language.numbers)})"
        f"(?P<upper> ?(?:{language.number_range}) ?(?:\\d{{1,2}}|{_any_case(language.numbers)}))?"
        f"(?: van de (?:\\d{{1,2}}|{_any_case(language.numbers)}))?"
        f"(?:(?: (?:{language.fillers})){{0,3}} {language.group_nouns}"
        f"|{language.number_tail}|(?=,? (?:{language.number_followers}))))",
        f"(?P<reporter>{'|'.join(language.reporter_words)})",
        f"(?P<people>(?:(?:{language.determiners}|{language.possessives}) )?"
        f"(?P<adjective>{_alternatives(adjectives)})"
        f"(?: (?:{language.roles})|(?=[,.;)]| en (?:[Dd]e )?[A-Z])"
        f"|(?= (?:{language.stance_nouns}) (?:{language.stance_verbs})\\b)))",
        f"(?P<presidency>{language.presidency})",
        f"(?P<attribute>(?P<attributed>{_alternatives(adjectives)})"
        f"(?= (?:{language.stance_nouns})))",
        f"(?P<bare>{language.bare_group})",
        f"(?P<name>(?:(?:{language.determiners}) )?(?P<noun>{_alternatives(nouns)})"
        r"(?: \([A-Z][\w-]{1,9}\))?)",
        f"(?P<letters>{_alternatives(letters)})",
    ]
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(pieces)})(?![\w-])")
    return ActorFinder(
        pattern,
        {**adjectives, **nouns},
        letters,
        {key: alias.actor for key, alias in aliases.items()},
        {key: (q.value, q.negative) for key, q in quantifiers.items()},
        language,
        re.compile(rf"(?:{language.group_nouns})$"),
        members_of,
    )


def actor_code(actor: Actor) -> str:
    """The code by which mentions name an actor; blocs bear "bloc:" before the end of their IRI."""
    if actor.kind == "Bloc":
        return "bloc:" + actor.iri.rpartition("/")[2]
    return actor.code


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) or r"(?!)"


def _any_case(words: Iterable[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(f"[{w[0].upper()}{w[0]}]{re.escape(w[1:])}" for w in ordered)


def _capitalised(words: str) -> str:
    """The pattern in any case: a sentence, or a heading in capitals, may begin with it."""
    return f"(?i:{words})"


def _phrases(text: str, atoms: list[Atom], language: Language) -> list[Holder]:
    """Join atoms that the words between them make one phrase."""
    phrases: list[Holder] = []
    part = Part.CORE
    for atom in atoms:
        last = phrases[-1] if phrases else None
        link = None
        if last is not None:
            link = _link(text, part, atom, last, language)
        if last is not None and link is not None:
            part = link
            if language.neither.fullmatch(text[last.end : atom.start].strip()):
                last = _neither(text, last, language)
                atom = replace(atom, negative=True)
            phrases[-1] = replace(last, end=atom.end, parts=(*last.parts, (part, atom)))
            if part is Part.EXCLUDED and (after := language.exclude_tail.match(text, atom.end)):
                phrases[-1] = replace(phrases[-1], end=after.end())
            continue
        if last is not None and _in_brackets_behind(text, last, atom, language):
            part = Part.INCLUDED
            phrases[-1] = replace(last, end=atom.end, parts=(*last.parts, (part, atom)))
            continue
        part, start, detached = Part.CORE, atom.start, False
        for connector, role in (
            (language.join_before, Part.JOINED),
            (language.include_before, Part.INCLUDED),
            (language.exclude_before, Part.EXCLUDED),
        ):
            if before := connector.search(text, 0, atom.start):
                part, start, detached = role, before.start(), True
                break
        if not detached and (above := _above_all(text, atom, phrases, language)):
            part, start, detached = Part.INCLUDED, above, True
        if not detached and (head := language.head_of.search(text, 0, start)):
            start = head.start()
        opened = None
        if not detached and atom.kind is Kind.NAME:
            opened = language.among_others.search(text, 0, start)
            especially = opened or language.above_all.search(text, 0, start)
            start = especially.start() if especially else start
        governor = _governor(text, start, language)
        if detached:
            governor = _governor(text, atom.start, language)
        first = not text[:start].strip() or text[:start].split()[0] == text[:start].strip()
        counted = atom.count is not None or first
        if not detached and governor in language.companion and atom.other and counted:
            part, start, detached = Part.JOINED, text.rfind(" ", 0, start - 1) + 1, True
        if last is not None and not detached and _acts_with(text, start, last, language):
            part, start, detached = Part.JOINED, text.rfind(" ", 0, start - 1) + 1, True
        parts: tuple[tuple[Part, Atom], ...] = ((part, atom),)
        if opened is not None:  # "onder meer Spanje": others as well
            others = Atom(opened.start(), opened.end(), Kind.BARE, (), "unspecified")
            parts = (*parts, (part, others))
        phrases.append(Holder(start, atom.end, parts, governor, detached))
    phrases = [_with_both(text, phrase, language) for phrase in phrases]
    return [_closed(text, phrase, language, alone=not at) for at, phrase in enumerate(phrases)]


def _with_both(text: str, phrase: Holder, language: Language) -> Holder:
    """The phrase with the "zowel" of "zowel Polen als Malta" taken in."""
    before = text[: phrase.start].rstrip()
    if len(phrase.parts) > 1 and not phrase.detached:
        for first, second in language.both:
            opens = before.lower().endswith(first) and not before[: -len(first)][-1:].isalnum()
            if opens and f" {second} " in text[phrase.start : phrase.end]:
                return replace(phrase, start=len(before) - len(first))
    return phrase


def _above_all(text: str, atom: Atom, phrases: list[Holder], language: Language) -> int | None:
    """Where ", met name Spanje." begins behind a group, if these names close the sentence."""
    opened = language.above_all.search(text, 0, atom.start)
    if opened is None or not text[: opened.start()].endswith(", "):
        return None
    grouped = any(phrase.first.kind is Kind.GROUP and not phrase.detached for phrase in phrases)
    behind = text[atom.start :].rstrip(" .")
    closes = len(behind) <= MAX_PLACE and not re.search(r"[.;:(]", behind)
    verbs = any(word.strip(",") in language.finite_forms for word in behind.split())
    named = atom.kind in (Kind.NAME, Kind.REPORTER)
    return opened.start() - 2 if grouped and closes and named and not verbs else None


def _acts_with(text: str, start: int, last: Holder, language: Language) -> bool:
    """True for the names of "Nederland is met Spanje en Italië voorstander van …"."""
    if last.detached or last.governor in language.prepositions:
        return False
    between = text[last.end : start].split()
    helpers = language.words["have"] | language.copulas
    return len(between) == 2 and between[0] in helpers and between[1] in language.companion


def _in_brackets_behind(text: str, last: Holder, atom: Atom, language: Language) -> bool:
    """True for the first name of "De lidstaten aan de oostgrens (Polen, …)": it is one of them."""
    between = text[last.end : atom.start]
    if last.detached or last.parts[-1][1].kind is not Kind.BARE or atom.kind is not Kind.NAME:
        return False
    if len(between) > MAX_PLACE or not re.fullmatch(r" [^,;:.()]+ \(", between):
        return False
    return not any(word in language.finite_forms for word in between.split())


def _neither(text: str, phrase: Holder, language: Language) -> Holder:
    """The names before "noch", all denied; a first "noch" belongs to the phrase."""
    front = re.search(rf"\b(?i:{language.neither.pattern})\s+$", text[: phrase.start])
    parts = tuple((part, replace(atom, negative=True)) for part, atom in phrase.parts)
    start = front.start() if front else phrase.start
    return replace(phrase, start=start, parts=parts)


def _speaks_by_another(text: str, phrase: Holder, language: Language) -> bool:
    """True for X in "Namens X is steun uitgesproken": the passive's own agent, no addition."""
    if not phrase.detached:
        return False
    front = text[phrase.start : phrase.first.start].split()
    behind = text[phrase.end :].split(maxsplit=1)
    opens = len(front) == 1 and front[0].lower() in language.words["behalf"]
    return opens and bool(behind) and behind[0] in language.words["passive"]


def _closed(text: str, phrase: Holder, language: Language, *, alone: bool) -> Holder:
    """Take in the comma or bracket that closes an addition, so that the verb stands next to it.

    `alone`: no holder stands before this one, so that a list behind a colon adds to none.
    An agent that no comma closes ("…, gesteund door Italië.") is no addition but says it itself.
    """
    if not phrase.detached and (tail := language.exclude_tail.match(text, phrase.end)):
        front = language.exclude_opener.search(text, 0, phrase.start)
        if front:  # "Op Zweden en Finland na"
            parts = tuple((Part.EXCLUDED, atom) for _, atom in phrase.parts)
            return Holder(front.start(), tail.end(), parts, phrase.governor, True)
    if language.side.fullmatch(f"{phrase.governor} {text[phrase.start : phrase.end]}"):
        return replace(phrase, governor=min(language.agent))
    if not phrase.detached and language.side_before.search(text, 0, phrase.start):
        return replace(phrase, governor=min(language.agent))
    if _speaks_by_another(text, phrase, language):
        parts = tuple((Part.CORE, atom) for _, atom in phrase.parts)
        agent = min(language.agent)
        return Holder(phrase.first.start, phrase.end, parts, agent, detached=False)
    added = phrase.atoms(Part.INCLUDED, Part.JOINED, Part.EXCLUDED)
    end = phrase.end
    for pattern in (language.include_tail, language.exclude_after):
        if added and (tail := pattern.match(text, end)):
            end = tail.end()
    dash = re.match(r"\s*[–—]", text[end:]) if added else None
    if dash and re.search(r"[–—]", text[phrase.start : added[0].start]):
        return replace(phrase, end=end + dash.end())
    if added and text[end : end + 1] in (",", ")"):
        opener = text[phrase.start : added[0].start]
        if phrase.detached or "," in opener or "(" in opener:
            return replace(phrase, end=end + 1)
    if phrase.detached and text[phrase.start] == "(":  # no list of names alone
        parts = tuple((Part.CORE, atom) for _, atom in phrase.parts)
        return replace(phrase, start=phrase.first.start, parts=parts, detached=False)
    if phrase.detached and phrase.start and phrase.governor in language.agent:
        parts = tuple((Part.CORE, atom) for _, atom in phrase.parts)
        return replace(phrase, start=phrase.first.start, parts=parts, detached=False)
    listed = not alone and len(phrase.parts) >= 2 and text[: phrase.start].rstrip().endswith(":")
    if listed and not text[end:].strip(" .") and all(a.codes for a in phrase.atoms(Part.CORE)):
        parts = tuple((Part.INCLUDED, atom) for _, atom in phrase.parts)
        return replace(phrase, parts=parts, detached=True)
    return phrase


def _link(text: str, part: Part, atom: Atom, last: Holder, language: Language) -> Part | None:
    between = text[last.end : atom.start].strip()
    if language.include.fullmatch(between):
        return Part.INCLUDED
    if language.join.fullmatch(between):
        return Part.JOINED
    if language.exclude.fullmatch(between):
        return Part.EXCLUDED
    if atom.kind is Kind.PRONOUN:
        return None
    if between == ",":
        return _comma_link(text, part, atom, last, language)
    if language.coordinate.fullmatch(between):
        return part
    before = text[: last.start].rstrip().lower()
    if any(between == second and before.endswith(first) for first, second in language.both):
        return part
    if between == "" and atom.kind is Kind.BARE and last.parts[-1][1].kind is Kind.GROUP:
        return part
    return None


def _comma_link(text: str, part: Part, atom: Atom, last: Holder, language: Language) -> Part | None:
    """A bare comma lists if the list goes on; "Eén lidstaat, Spanje, …" names the one."""
    before = last.parts[-1][1]
    if language.include_tail.match(text, atom.end):
        return Part.INCLUDED
    if _excluded_after(text, atom, language):
        return Part.EXCLUDED
    if before.count == 1 and atom.kind is Kind.NAME:
        return Part.INCLUDED
    if atom.kind is Kind.PRESIDENCY and before.kind is Kind.NAME:
        return None
    listed = [a for linked, a in last.parts if linked is part and a.codes]
    closed = len(listed) >= MIN_LIST and "," not in text[listed[-2].end : listed[-1].start]
    closed = closed and listed[-1].start > listed[-2].end and len(listed) > MIN_LIST
    if part is Part.INCLUDED and _is_body(atom) and not _is_body(before):
        return None  # "met tien lidstaten, waaronder Malta, de Commissie verzocht"
    if (
        len(listed) >= MIN_LIST and atom.codes and not closed
    ):  # "Tsjechië, Kroatië, Oostenrijk, Polen zijn"
        return part
    codes = (before.end - before.start, atom.end - atom.start) == (2, 2)
    codes = codes or text[atom.end : atom.end + 1] == ":"  # "Frankrijk, Spanje: voor"
    return part if codes or language.list_goes_on.match(text, atom.end) else None


def _is_body(atom: Atom) -> bool:
    return any(code.startswith("body:") for code in atom.codes)


def _excluded_after(text: str, atom: Atom, language: Language) -> bool:
    """True for the names of "de meeste lidstaten, Spanje en Portugal uitgezonderd"."""
    rest = re.match(r"(?:,? (?:en )?(?:[Dd]e |[Hh]et )?[A-Z][\w-]+)*", text[atom.end :])
    return rest is not None and bool(language.exclude_after.match(text, atom.end + rest.end()))


def _governor(text: str, start: int, language: Language) -> str:
    words = text[:start].split()
    if not words or words[-1][-1] in ",;:":
        return ""  # "stemde tegen, Polen …": nothing governs over a comma
    firsts = {first for first, _ in language.both}
    while len(words) > 1 and words[-1].lower() in firsts:  # "door zowel Polen als Hongarije"
        words = words[:-1]
    before = [word.lower().strip("(") for word in words[-3:]]
    described = len(before) == 3 and before[2].endswith("e")
    if described and before[1] in language.words["articles"] and before[0] in language.prepositions:
        return before[0]  # "tijdens de informele Raad"
    return before[-1]
