"""A language pack: all words of one language, read from ingest/languages/<code>/*.toml.

The engine knows no word of any language; a new language is a new folder and no Python.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from ingest.errors import LanguagePackError
from ingest.prefilter import PatternIndex, required_grams
from ontology.terms import POLARITY, SPEECH_ACT

FILES = ("pack", "holders", "verbs", "phrases", "idioms", "nouns", "signals", "facts", "proposals")
STANCE_FILES = ("verbs", "nouns", "phrases", "idioms")
FILL = "\u2060"
"""Stands for each letter of a holder but the last in masked text, which keeps its length."""
HOLDER_SLOTS = ("holder", "holder2", "holder3", "holder4")
"""Names of the groups that the {H} of a pattern become, in its order."""
HOLDER_MARK = "[\ue000-\uf8ff]"
"""Stands for a holder in masked text: U+E000 plus its number in the sentence."""
WORD_LISTS = (
    "auxiliaries",
    "have",
    "passive",
    "future",
    "modals",
    "other_finite",
    "subordinators",
    "clause_starters",
    "relatives",
    "relative_adverbs",
    "coordinators",
    "light",
    "past",
    "noun_like",
    "stems",
    "first_person",
    "authoring",
    "impersonal",
    "complement",
    "infinitive_marker",
    "addressing",
    "articles",
    "among",
    "among_group",
    "split_tails",
    "after_particle",
    "votes",
    "group_heads",
    "behind_group",
    "belonging",
    "part",
    "partaking",
    "frames",
    "denials",
    "verb_denials",
    "own_pronouns",
    "fronted",
    "grounds",
    "provisos",
    "hollow",
    "frame_openers",
    "in_papers",
    "copula_infinitives",
    "singular_in_n",
    "affirmations",
    "insertions",
    "seeming",
    "cleft_openers",
    "contrasts",
    "asides",
    "concessions",
    "concerning",
    "self_standing",
    "behalf",
    "own_subject_openers",
    "group_additions",
)
NOUN_LISTS = ("against", "favour")
"""The noun lists of nouns.toml that the engine asks for as words."""
POLARITIES = frozenset((*POLARITY, "content", "antecedent", "contrary"))


@dataclass(frozen=True)
class Quantifier:
    """Words that count a group without naming it; `bare` needs no noun behind it."""

    id: str
    value: str
    words: str
    bare: bool = False
    negative: bool = False


@dataclass(frozen=True)
class Alias:
    """Words that stand for an actor of the ontology ("de Eurocommissaris")."""

    actor: str
    words: str


@dataclass(frozen=True)
class Verb:
    """A verb with the complement that makes it a stance."""

    id: str
    forms: frozenset[str]
    participles: frozenset[str]
    particle: str
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    polarity: str
    act: str
    weak: bool
    weak_bodies: bool
    agentless: bool
    standing: bool
    appendix: bool
    others: bool
    yes: str

    @cached_property
    def joined(self) -> frozenset[str]:
        """Forms with the particle before them, as infinitives and verb-final clauses have them."""
        forms = (form for form in self.forms if self.particle and self._is_no_stem(form))
        return frozenset(self.particle + form for form in forms)

    def _is_no_stem(self, form: str) -> bool:
        """False for the bare stem, which with a particle is mostly a noun ("voorstel", "inzet")."""
        if form.endswith(("en", "de", "te")):
            return True
        third_person = form.endswith("t") and form[:-1] in self.forms
        strong_past = form + "en" in self.forms and form + "t" not in self.forms
        return third_person or (strong_past and not form.endswith("t"))


@dataclass(frozen=True)
class Phrase:
    """A predicate, impersonal or nominal phrase that carries a stance."""

    id: str
    kind: str  # predicate, impersonal, nominal
    pattern: re.Pattern[str]
    polarity: str
    act: str
    weak: bool
    weak_bodies: bool
    group: str | None
    modality: str | None
    telegram: bool
    own: bool
    holder: str
    states_only: bool
    bodies_only: bool
    alone: bool
    yes: str


@dataclass(frozen=True)
class Language:
    """One language, its patterns compiled."""

    code: str
    reporter: str
    months: Mapping[str, int]
    abbreviations: frozenset[str]
    abbreviated_words: frozenset[str]
    stopwords: frozenset[str]
    open_words: frozenset[str]
    furniture: re.Pattern[str]
    page_field: re.Pattern[str]
    note_head: re.Pattern[str]
    bullet: re.Pattern[str]
    numbered_heading: re.Pattern[str]
    heading_number: re.Pattern[str]
    finite: re.Pattern[str]
    form_prefix: re.Pattern[str]
    forms: tuple[tuple[str, re.Pattern[str]], ...]
    annotated_agenda: re.Pattern[str]
    report: re.Pattern[str]
    reporter_words: tuple[str, ...]
    aliases: tuple[Alias, ...]
    presidency: str
    determiners: str
    roles: str
    stance_nouns: str
    possessives: str
    stance_verbs: str
    group_nouns: str
    fillers: str
    bare_group: str
    pronoun: str
    other: re.Pattern[str]
    quantifiers: tuple[Quantifier, ...]
    numbers: Mapping[str, int]
    number_followers: str
    approximations: str
    margins: Mapping[str, re.Pattern[str]]
    number_range: str
    number_tail: str
    prepositions: frozenset[str]
    agent: frozenset[str]
    side: re.Pattern[str]
    side_before: re.Pattern[str]
    companion: frozenset[str]
    coordinate: re.Pattern[str]
    both: tuple[tuple[str, str], ...]
    include: re.Pattern[str]
    join: re.Pattern[str]
    exclude: re.Pattern[str]
    join_before: re.Pattern[str]
    include_before: re.Pattern[str]
    exclude_before: re.Pattern[str]
    exclude_tail: re.Pattern[str]
    exclude_opener: re.Pattern[str]
    neither: re.Pattern[str]
    list_goes_on: re.Pattern[str]
    include_tail: re.Pattern[str]
    exclude_after: re.Pattern[str]
    head_of: re.Pattern[str]
    among_others: re.Pattern[str]
    above_all: re.Pattern[str]
    verbs: tuple[Verb, ...]
    phrases: tuple[Phrase, ...]
    copulas: frozenset[str]
    words: Mapping[str, frozenset[str]]
    signals: Mapping[str, re.Pattern[str]]
    facts: Mapping[str, Any]
    proposals: Mapping[str, Any]

    @cached_property
    def phrase_index(self) -> PatternIndex["Phrase"]:
        """The phrases by what their patterns must hold."""
        return PatternIndex([(phrase.pattern, phrase) for phrase in self.phrases])

    @cached_property
    def needed_grams(self) -> Mapping[str, frozenset[str]]:
        """By verb id the runs of which the complement that it needs holds one; see prefilter."""
        found = ((verb.id, required_grams(verb.needs)) for verb in self.verbs if verb.needs)
        return {name: runs for name, runs in found if runs is not None}

    @cached_property
    def stance_participles(self) -> frozenset[str]:
        """The participles of verbs of stance."""
        return frozenset(word for verb in self.verbs for word in verb.participles)

    @cached_property
    def particles(self) -> frozenset[str]:
        """The particles that verbs are split from: "af", "toe"."""
        return frozenset(verb.particle for verb in self.verbs if verb.particle)

    @cached_property
    def finite_forms(self) -> frozenset[str]:
        """Every word that can be a finite verb."""
        lists = self.words
        base = lists["auxiliaries"] | lists["other_finite"] | self.copulas
        return base.union(*(verb.forms | verb.joined for verb in self.verbs))

    @cached_property
    def nonfinite_forms(self) -> frozenset[str]:
        """Participles and infinitives of the verbs of stance."""
        return frozenset().union(*(verb.participles for verb in self.verbs))

    @cached_property
    def verbs_by_form(self) -> Mapping[str, tuple[Verb, ...]]:
        """Verbs by each of their forms and participles, in the order of the pack."""
        found: dict[str, list[Verb]] = {}
        for verb in self.verbs:
            for form in verb.forms | verb.participles:
                found.setdefault(form, []).append(verb)
        for verb in self.verbs:  # behind the verbs that list the joined form themselves
            for form in verb.joined:
                found.setdefault(form, []).append(verb)
        return {form: tuple(verbs) for form, verbs in found.items()}

    @cached_property
    def letterhead_line(self) -> re.Pattern[str]:
        """A line of the letterhead or a signature, which is no heading."""
        facts = self.facts["letterhead"]
        names = ("date", "dossier", "number", "addressee", "signatory")
        patterns = (re.sub(r"\(\?P<\w+>", "(?:", facts[name]) for name in names)
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))

    def stays_open(self, text: str) -> bool:
        """True if the text ends in a word that must be followed by another."""
        words = text.split()
        return bool(words) and words[-1].lower() in self.open_words


@lru_cache(maxsize=8)
def load_language(code: str) -> Language:
    """The language pack of a two-letter code; raises LanguagePackError naming file and entry."""
    tables = {name: _read_table(code, name) for name in FILES}
    pack, holders, signals = tables["pack"], tables["holders"], tables["signals"]
    try:
        return _make_language(pack, holders, signals, tables)
    except KeyError as error:
        raise LanguagePackError(f"ingest/languages/{code}: entry {error} is missing") from error


@lru_cache(maxsize=8)
def load_stopwords(code: str) -> frozenset[str]:
    """The stopwords of a language pack, without the rest of it; as load_language()."""
    try:
        return frozenset(_read_table(code, "pack")["stopwords"])
    except KeyError as error:
        raise LanguagePackError(f"ingest/languages/{code}: entry {error} is missing") from error


@dataclass(frozen=True)
class Labels:
    """Words of a language for the labels that ingest writes."""

    informal: str
    months: tuple[str, ...]


@lru_cache(maxsize=8)
def load_labels(code: str) -> Labels:
    """Label words of a language; there may be such without a pack that reads it."""
    table = _read_table(code, "labels")
    return Labels(table["informal"], tuple(table["months"]))


def known_languages() -> tuple[str, ...]:
    """Codes of all packs there are."""
    root = files("ingest") / "languages"
    return tuple(sorted(entry.name for entry in root.iterdir() if (entry / "pack.toml").is_file()))


def _read_table(code: str, name: str) -> dict[str, Any]:
    path = files("ingest") / "languages" / code / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise LanguagePackError(
            f"ingest/languages/{code}/{name}.toml: no such file; known packs: "
            + ", ".join(known_languages())
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise LanguagePackError(f"ingest/languages/{code}/{name}.toml: {error}") from error


def _compile(pattern: str, place: str, flags: int = 0) -> re.Pattern[str]:
    try:
        return re.compile(pattern, flags)
    except re.error as error:
        raise LanguagePackError(f"{place}: {error} in {pattern!r}; mend the pattern") from error


def _make_language(
    pack: dict[str, Any],
    holders: dict[str, Any],
    signals: dict[str, Any],
    tables: dict[str, dict[str, Any]],
) -> Language:
    code = pack["code"]
    place = f"ingest/languages/{code}"
    links = holders["connectors"]
    nouns = tables["nouns"]["nouns"]
    open_tail, close_tail = links["exclude_around"]
    return Language(
        code=code,
        reporter=pack["reporter"],
        months={name: n for n, name in enumerate(pack["months"], 1)},
        abbreviations=frozenset(pack["abbreviations"]),
        abbreviated_words=frozenset(pack["abbreviated_words"]),
        stopwords=frozenset(pack["stopwords"]),
        open_words=frozenset(pack["open_words"]),
        furniture=_compile("|".join(pack["furniture"]), f"{place}/pack.toml furniture"),
        page_field=_compile(pack["page_field"], f"{place}/pack.toml page_field"),
        note_head=_compile(pack["note_head"], f"{place}/pack.toml note_head"),
        bullet=_compile(pack["bullet"], f"{place}/pack.toml bullet"),
        numbered_heading=_compile(pack["numbered_heading"], f"{place}/pack.toml numbered_heading"),
        heading_number=_compile(pack["heading_number"], f"{place}/pack.toml heading_number"),
        finite=_compile(pack["finite"], f"{place}/pack.toml finite"),
        form_prefix=_compile(pack["headings"]["form_prefix"], f"{place}/pack.toml form_prefix"),
        forms=tuple(
            (form["value"], _compile(form["words"], f"{place}/pack.toml forms"))
            for form in pack["headings"]["forms"]
        ),
        annotated_agenda=_compile(pack["headings"]["annotated_agenda"], f"{place}/pack.toml"),
        report=_compile(pack["headings"]["report"], f"{place}/pack.toml"),
        reporter_words=tuple(holders["reporter"]),
        aliases=tuple(Alias(entry["actor"], entry["words"]) for entry in holders["aliases"]),
        presidency=holders["presidency"],
        determiners=holders["determiners"],
        roles=holders["roles"],
        stance_nouns=holders["stance_nouns"],
        possessives=holders["possessives"],
        stance_verbs=holders["stance_verbs"],
        group_nouns=holders["group_nouns"],
        fillers=holders["fillers"],
        bare_group=holders["bare_group"],
        pronoun=holders["pronoun"],
        other=_compile(holders["other"], f"{place}/holders.toml other", re.IGNORECASE),
        quantifiers=tuple(Quantifier(**entry) for entry in holders["quantifiers"]),
        numbers=holders["numbers"],
        number_followers=holders["number_followers"],
        approximations=holders["approximations"],
        margins={
            name: _compile(rf"\b(?:{words})", f"{place}/holders.toml margins")
            for name, words in holders["margins"].items()
        },
        number_range=holders["number_range"],
        number_tail=holders["number_tail"],
        prepositions=frozenset(holders["prepositions"]),
        agent=frozenset(holders["agent"]),
        side=_compile(
            rf"(?i:{holders['side_of']}) .*(?:{holders['sides']})", f"{place}/holders.toml sides"
        ),
        side_before=_compile(
            rf"\b(?i:{holders['side_of']}) (?:\w+ )?(?:{holders['sides']}) "
            rf"(?i:{holders['side_of']})\s+$",
            f"{place}/holders.toml sides",
        ),
        companion=frozenset(holders["companion"]),
        coordinate=_compile(links["coordinate"], f"{place}/holders.toml coordinate"),
        both=tuple((first, second) for first, second in links["both"]),
        include=_compile(links["include"], f"{place}/holders.toml include"),
        join=_compile(rf"(?:{links['join']})(?:{links['such_as']})?", f"{place}/holders.toml join"),
        exclude=_compile(f"(?:{links['exclude']}|{open_tail})", f"{place}/holders.toml exclude"),
        join_before=_compile(
            f"(?:^|(?<=\\W)|(?=,))(?i:{links['join_before']})(?:{links['such_as']})?\\s+$",
            f"{place}/holders.toml join",
        ),
        include_before=_compile(
            f"(?:^|(?<=\\W))(?:{links['include_before']})\\s+$",
            f"{place}/holders.toml include_before",
        ),
        exclude_before=_compile(
            f"(?:^|(?<=\\W))(?i:{links['exclude']})\\s+$", f"{place}/holders.toml exclude"
        ),
        neither=_compile(links["neither"], f"{place}/holders.toml neither"),
        exclude_opener=_compile(
            rf"(?i:{open_tail.strip(',? ')})\s+$", f"{place}/holders.toml exclude_around"
        ),
        exclude_tail=_compile(rf"\s*\b{close_tail}\b", f"{place}/holders.toml exclude_around"),
        list_goes_on=_compile(links["list_goes_on"], f"{place}/holders.toml list_goes_on"),
        exclude_after=_compile(rf"\s*(?:{links['exclude_after']})\b", f"{place}/holders.toml"),
        include_tail=_compile(rf"\s*(?:{links['include_tail']})\b", f"{place}/holders.toml"),
        among_others=_compile(
            rf"(?<![\w.])(?:{holders['among_others']})\s+$", f"{place}/holders.toml among_others"
        ),
        above_all=_compile(
            rf"(?<![\w.])(?:{holders['above_all']})\s+$", f"{place}/holders.toml above_all"
        ),
        head_of=_compile(rf"\b(?:{holders['head_of']})\s+$", f"{place}/holders.toml head_of"),
        verbs=tuple(
            _verb(_spelled(entry, nouns), place, name)
            for name in STANCE_FILES
            for entry in tables[name].get("verb", ())
        ),
        phrases=tuple(
            _phrase(kind, _spelled(entry, nouns), place, name)
            for kind in ("predicate", "impersonal", "nominal")
            for name in STANCE_FILES
            for entry in tables[name].get(kind, ())
        ),
        copulas=frozenset(tables["phrases"]["copulas"].split()),
        words={key: frozenset(signals[key].split()) for key in WORD_LISTS}
        | {key: frozenset(nouns[key].split("|")) for key in NOUN_LISTS},
        signals={
            key: _compile(value, f"{place}/signals.toml {key}")
            for key, value in signals.items()
            if key not in WORD_LISTS
        },
        facts=tables["facts"],
        proposals=tables["proposals"],
    )


def _spelled(entry: dict[str, Any], nouns: Mapping[str, str]) -> dict[str, Any]:
    """The entry with the lists of nouns that its patterns name ("{against}") written out.

    Raises LanguagePackError if a pattern names a list that there is not.
    """
    found = dict(entry)
    for key in ("pattern", "needs", "unless"):
        for name, words in nouns.items():
            if key in found:
                found[key] = found[key].replace(f"{{{name}}}", words)
        unknown = re.search(r"\{[a-z]+\}", found.get(key, ""))
        if unknown is not None:
            raise LanguagePackError(
                f"{entry['id']}: {unknown.group()} is no list of nouns.toml; known: "
                + ", ".join(sorted(nouns))
            )
    return found


def _verb(entry: dict[str, Any], place: str, name: str) -> Verb:
    where = f"{place}/{name}.toml {entry.get('id')}"
    _check_values(entry, where)
    return Verb(
        id=entry["id"],
        forms=frozenset(entry["forms"].split()),
        participles=frozenset(entry.get("participle", "").split()),
        particle=entry.get("particle", ""),
        needs=_compile(_over_gaps(entry["needs"]), where) if "needs" in entry else None,
        unless=_compile(entry["unless"], where) if "unless" in entry else None,
        polarity=entry["polarity"],
        act=entry["act"],
        weak=bool(entry.get("weak", False)),
        weak_bodies=entry.get("weak") == "bodies",
        agentless=entry.get("agentless", False),
        standing=entry.get("standing", False),
        appendix=entry.get("appendix", False),
        others=entry.get("others", False),
        yes=entry["yes"],
    )


def _phrase(kind: str, entry: dict[str, Any], place: str, name: str) -> Phrase:
    where = f"{place}/{name}.toml {entry.get('id')}"
    _check_values(entry, where)
    pattern = entry["pattern"]
    for slot in HOLDER_SLOTS:
        pattern = pattern.replace("{H}", rf"{FILL}*(?P<{slot}>{HOLDER_MARK})", 1)
    return Phrase(
        id=entry["id"],
        kind=kind,
        pattern=_compile(_over_gaps(pattern), where, re.IGNORECASE if kind == "predicate" else 0),
        polarity=entry["polarity"],
        act=entry["act"],
        weak=bool(entry.get("weak", False)),
        weak_bodies=True,
        group=entry.get("group"),
        modality=entry.get("modality"),
        telegram=entry.get("telegram", False),
        own=entry.get("own", False),
        holder=entry.get("holder", ""),
        states_only=entry.get("states_only", False),
        bodies_only=entry.get("bodies_only", False),
        alone=entry.get("alone", False),
        yes=entry["yes"],
    )


def _over_gaps(pattern: str) -> str:
    """Let a blank of the pattern also match what a detached addition leaves in masked text."""
    return re.sub(r"\(\?<[!=][^)]*\)| ", lambda m: " +" if m.group() == " " else m.group(), pattern)


def _check_values(entry: dict[str, Any], where: str) -> None:
    if entry["polarity"] not in POLARITIES or entry["act"] not in SPEECH_ACT:
        raise LanguagePackError(
            f"{where}: polarity {entry['polarity']!r} or act {entry['act']!r} is no known value"
        )
