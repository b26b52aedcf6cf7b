"""Facts that are no stance: choices, letters, agreements, papers cited, roles, findings."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from ingest.dates import find_dates
from ingest.flat import FlatText, fold_spans
from ingest.language import Language
from ingest.layout import Footnote, Layout
from ingest.mentions import ActorFinder, Holder, Kind, Part
from ingest.records import (
    Agreement,
    Choice,
    Citation,
    Claim,
    Evidence,
    FileStage,
    Finding,
    JointLetter,
    Participation,
    Proposal,
    Section,
)
from ingest.targets import IssueLinker

AUDIENCE = "body:COUNCIL"  # it is presented to
TABLED_BEFORE = "proposal.relative"  # the rule of "het non-paper dat X eerder uitbracht"
MIN_LETTER = 3  # signatories that make a letter a joint one


@dataclass(frozen=True)
class SentencePlace:
    """A sentence with its section, holders and evidence."""

    text: str
    section: Section
    holders: tuple[Holder, ...]
    evidence: Evidence
    paragraph: str
    flat: FlatText
    start: int
    in_table: bool = False


def sentence_evidence(flat: FlatText, start: int, end: int, raw: str, layout: Layout) -> Evidence:
    """Evidence of flat.text[start:end]."""
    spans = flat.raw_spans(start, end, raw, layout.mark_offsets)
    return Evidence(spans, fold_spans(raw, spans))


def named(holder: Holder) -> list[str]:
    """Codes of the actors a holder phrase names, exclusions left out."""
    atoms = holder.atoms(Part.CORE, Part.INCLUDED, Part.JOINED)
    return [code for atom in atoms for code in atom.codes]


# --- choices -------------------------------------------------------------------------
@lru_cache(maxsize=4)
def _is_about(pattern: str, paragraph: str) -> bool:
    """Whether a paragraph has such words; asked for each of its sentences."""
    return re.search(pattern, paragraph) is not None


def find_choices(sentences: Sequence[SentencePlace], language: Language) -> tuple[Choice, ...]:
    """A record a state: its options and obligations, with every sentence that says so."""
    facts = language.facts["choices"]
    found: dict[str, Choice] = {}
    for sentence in sentences:
        if not _is_about(facts["context"], sentence.paragraph):
            continue
        for states, options, obligations in _choice_clauses(sentence, facts):
            for state in states:
                old = found.get(state) or Choice(
                    state, facts["mechanism"], (), (), sentence.section, ()
                )
                found[state] = replace(
                    old,
                    options=_added(old.options, options),
                    obligations=_added(old.obligations, obligations),
                    evidence=_added(old.evidence, (sentence.evidence,)),
                )
    return tuple(found[state] for state in sorted(found))


def _added(old: tuple[Any, ...], new: Sequence[Any]) -> tuple[Any, ...]:
    return (*old, *(entry for entry in new if entry not in old))


def _choice_clauses(
    sentence: SentencePlace, facts: dict[str, Any]
) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """(states, options, obligations) of each clause that pairs a list of states with a pick."""
    holders = [h for h in sentence.holders if named(h) and all(len(c) == 3 for c in named(h))]
    for at, holder in enumerate(holders):
        end = holders[at + 1].start if at + 1 < len(holders) else len(sentence.text)
        begin = holders[at - 1].end if at else 0
        behind = sentence.text[holder.end : end]
        around = sentence.text[begin : holder.start] + " " + behind
        states = named(holder)
        if _refuses(behind, facts):
            yield states, ["refuses"], []
            continue
        obligations = [
            entry["obligation"]
            for entry in facts["obligations"]
            if re.search(entry["pattern"], around if len(holders) == 1 else behind)
        ]
        if obligations:
            yield states, [], obligations
            continue
        text = behind if _options(behind, facts) else around
        if re.search(facts["choosing"], sentence.text) and (options := _options(text, facts)):
            yield states, options, []


def _refuses(text: str, facts: dict[str, Any]) -> bool:
    return bool(re.search(facts["refusing"], text)) and not re.search(facts["not_refusing"], text)


def _options(text: str, facts: dict[str, Any]) -> list[str]:
    return [e["option"] for e in facts["options"] if re.search(e["pattern"], text)]


# --- joint letters and findings about them -------------------------------------------
def find_letters(
    claims: Sequence[Claim], layout: Layout, raw: str, language: Language
) -> tuple[JointLetter, ...]:
    """Claims of a counted list of states that speak together by a letter or call."""
    context = re.compile(language.facts["letters"]["context"])
    letters = []
    for claim in claims:
        holders = claim.holders
        if (
            holders.quantifier != "exact"
            or (holders.count or 0) < MIN_LETTER
            or claim.act != "call-for"
            or not claim.targets
            or not context.search(claim.evidence.quote)
        ):
            continue
        evidence = [claim.evidence, *_list_evidence(claim, layout, raw)]
        letters.append(
            JointLetter(
                holders.named,
                holders.count,
                ("body:COM",) if "body:COM" in claim.addressees else (),
                claim.targets[0],
                tuple(evidence),
            )
        )
    return tuple(letters)


def _list_evidence(claim: Claim, layout: Layout, raw: str) -> Iterator[Evidence]:
    """The footnotes that hold the list; each place where the list stands."""
    first, last = claim.evidence.spans[0][0], claim.evidence.spans[-1][1]
    numbers = {number for at, number in layout.marks.items() if first <= at <= last + 2}
    for note in layout.footnotes:
        if note.number in numbers and note.flat.text.count(",") >= MIN_LETTER:
            yield note_evidence(note, raw)


def note_evidence(note: Footnote, raw: str) -> Evidence:
    """Evidence of a whole footnote."""
    return Evidence(note.spans, fold_spans(raw, note.spans))


def find_count_findings(
    letters: Sequence[JointLetter], members: frozenset[str]
) -> Iterator[Finding]:
    """A count of member states that the list does not bear out (T1)."""
    for letter in letters:
        states = [code for code in letter.signatories if code in members]
        outside = [code for code in letter.signatories if code not in members]
        listed = len(letter.signatories) >= (letter.claimed_count or 0)
        if listed and len(states) != letter.claimed_count:
            found = f"{len(states)} member states"
            if outside:
                found += " and " + ", ".join(outside)
            yield Finding(
                "count-against-list",
                f"{letter.claimed_count} member states",
                found,
                (letter.issue,),
                letter.evidence,
            )


# --- agreements ----------------------------------------------------------------------
def find_agreements(
    sentences: Sequence[SentencePlace],
    language: Language,
    linker: IssueLinker,
    near: date | None,
    notes_of: Callable[[SentencePlace], Sequence[str]],
) -> Iterator[Agreement]:
    """Who agreed on what: at least one EU institution is a party and the deal is done."""
    facts = language.facts["agreements"]
    for sentence in sentences:
        reached = re.search(facts["reached"], sentence.text)
        if not reached or not re.search(facts["verbs"], sentence.text):
            continue
        parties = [
            code
            for holder in sentence.holders
            for code in named(holder)
            if code in ("body:COUNCIL", "body:EP", "body:COM", "body:PRES")
        ]
        if not parties or language.signals["expected"].search(sentence.text):
            continue
        about = re.search(facts["about"], sentence.text[reached.end() :])
        target = sentence.text[reached.end() + about.end() :] if about else ""
        kind = next(e["kind"] for e in facts["kinds"] if re.search(e["pattern"], sentence.text))
        day = next((d.first for d in find_dates(sentence.text, language, near)), None)
        targets = linker.link(target, sentence.text, sentence.section.title)
        if not targets and not target:
            continue
        notes = " ".join(notes_of(sentence))
        proposals = re.finditer(language.facts["papers"]["proposal"], f"{sentence.text} {notes}")
        yield Agreement(
            tuple(dict.fromkeys(parties)),
            kind,
            day,
            targets,
            target.strip(" .,;"),
            sentence.section,
            sentence.evidence,
            _applies_from(sentence, facts["applies"], language, near),
            tuple(dict.fromkeys(_identify(match)[0] for match in proposals)),
        )


def find_stages(
    sentences: Sequence[SentencePlace], language: Language, linker: IssueLinker
) -> Iterator[FileStage]:
    """Stages of files that an issue names; one a stage, issue and document."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for sentence in sentences:
        for kind in language.facts["stages"]["kinds"]:
            match = re.search(kind["pattern"], sentence.text)
            if match is None:
                continue
            named_file = match.groupdict().get("file") or sentence.text
            targets = linker.link(named_file, "", sentence.section.title)
            if targets and (kind["stage"], targets) not in seen:
                seen.add((kind["stage"], targets))
                yield FileStage(kind["stage"], targets, sentence.section, sentence.evidence)


def _applies_from(
    sentence: SentencePlace, pattern: str, language: Language, near: date | None
) -> date | None:
    """The day from which the deal applies, said in its sentence or later in its paragraph."""
    for match in re.finditer(pattern, sentence.paragraph[sentence.start :]):
        around = sentence.paragraph[sentence.start :][max(0, match.start() - 90) : match.end() + 60]
        day = next((found.first for found in find_dates(around, language, near)), None)
        if day is not None:
            return day
    return None


# --- papers --------------------------------------------------------------------------
def find_citations(
    texts: Sequence[tuple[str, FlatText]], raw: str, language: Language
) -> tuple[Citation, ...]:
    """Papers, commitments and proposals cited in paragraphs and footnotes, a record a paper."""
    facts = language.facts["papers"]
    found: dict[str, Citation] = {}
    for kind, pattern in (
        ("commitment", facts["commitment"]),
        ("proposal", facts["proposal"]),
        ("paper", facts["fiche"]),
        ("paper", facts["dossier"]),
    ):
        for _, flat in texts:
            for match in re.finditer(pattern, flat.text):
                identifier, dossier, number = _identify(match)
                spans = flat.raw_spans(match.start(), match.end(), raw, frozenset())
                evidence = Evidence(spans, fold_spans(raw, spans))
                old = found.get(identifier)
                found[identifier] = Citation(
                    identifier,
                    dossier,
                    number,
                    (*(old.evidence if old else ()), evidence),
                    kind,
                )
    return tuple(found.values())


def _identify(match: re.Match[str]) -> tuple[str, str | None, str | None]:
    groups = match.groupdict()
    if groups.get("dossier"):
        dossier = re.sub(r"\s", "", groups["dossier"])
        return f"{dossier} nr. {groups['number']}", dossier, groups["number"]
    text = next(value for value in groups.values() if value)
    spaced = re.sub(r"\s*\(", "(", " ".join(text.split()))
    return (normal_identifier(spaced) if ")" in spaced else spaced), None, None


def normal_identifier(text: str) -> str:
    """A number as it is stored: "COM (2008)  820" -> "COM(2008) 820"."""
    compact = re.sub(r"\s+", "", text)
    return re.sub(r"\)(?=\d)", ") ", compact)


def find_citation_findings(citations: Sequence[Citation]) -> Iterator[Finding]:
    """One paper number under two dossiers: one of them is wrong (T5)."""
    by_number: dict[str, list[Citation]] = {}
    for citation in citations:
        if citation.number is not None and len(citation.number) >= 2:
            by_number.setdefault(citation.number, []).append(citation)
    for number, cited in by_number.items():
        dossiers = list(dict.fromkeys(c.dossier for c in cited))
        if len(dossiers) > 1 and any(len(d or "") != 5 for d in dossiers):
            yield Finding(
                "citation-against-citation",
                f"nr. {number} under dossier {dossiers[0]}",
                f"nr. {number} under dossier " + ", ".join(str(d) for d in dossiers[1:]),
                tuple(c.identifier for c in cited),
                tuple(c.evidence[0] for c in cited),
            )


# --- who took part -------------------------------------------------------------------
def find_participations(
    sentences: Sequence[SentencePlace],
    claims: Sequence[Claim],
    language: Language,
    finder: ActorFinder,
    proposals: Sequence[Proposal] = (),
) -> tuple[Participation, ...]:
    """One role an actor and section: presenter, author, speaker, addressee, else only mentioned.

    Who tabled a paper before ("het non-paper dat X uitbracht") is its author, no presenter here.
    """
    facts = language.facts["roles"]
    found: dict[tuple[str, str], Participation] = {}

    def add(actor: str, role: str, section: Section, evidence: Evidence) -> None:
        found.setdefault((section.number, actor), Participation(actor, role, section, evidence))

    for proposal in proposals:
        for mention in proposal.mentions:
            if TABLED_BEFORE in mention.rules:
                for code in mention.authors:
                    add(code, "author", mention.section, mention.evidence)
    for sentence in sentences:
        if re.search(facts["presenting"], sentence.text):
            for code in _presenters(sentence, facts["presenting"], language):
                add(code, "presenter", sentence.section, sentence.evidence)
    for sentence in sentences:
        for code in _authors(sentence, facts, finder, language):
            add(code, "author", sentence.section, sentence.evidence)
    for claim in claims:
        if claim.status in ("stated", "standing") and claim.holders.quantifier != "exact":
            for code in claim.holders.named:
                add(code, "speaker", claim.section, claim.evidence)
    for claim in claims:
        for code in claim.addressees:
            add(code, "addressee", claim.section, claim.evidence)
    for sentence in sentences:
        for holder in sentence.holders:
            for atom in holder.atoms(Part.CORE, Part.INCLUDED, Part.JOINED):
                if atom.kind is Kind.NAME and atom.bloc is None:
                    for code in atom.codes:
                        add(code, "mentioned", sentence.section, sentence.evidence)
    return tuple(found.values())


def _presenters(sentence: SentencePlace, pattern: str, language: Language) -> Iterator[str]:
    match = re.search(pattern, sentence.text)
    if match is None:
        return
    for holder in sentence.holders:
        behind = holder.start >= match.end() and holder.governor in ("van", "door", "en", "één")
        before = holder.end <= match.start() and holder.governor not in language.prepositions
        if behind or (before and not sentence.text[holder.end : match.start()].count(",")):
            for atom in holder.atoms(Part.CORE):
                if atom.kind in (Kind.NAME, Kind.PRESIDENCY):
                    yield from (code for code in atom.codes if code != AUDIENCE)


def _authors(
    sentence: SentencePlace, facts: dict[str, Any], finder: ActorFinder, language: Language
) -> Iterator[str]:
    for match in re.finditer(rf"\b(?P<adjective>[A-Z][\w-]+)\s+{facts['authored']}", sentence.text):
        codes = finder.codes_by_name.get(match.group("adjective"), ())
        yield from (code for code in codes if len(code) == 3)
    if re.search(facts["authored"], sentence.text):
        for holder in sentence.holders:
            behind = sentence.text[holder.end : holder.end + 30]
            if holder.governor in language.agent and re.match(
                rf"\s*{facts['authored_by']}", behind
            ):
                yield from named(holder)
