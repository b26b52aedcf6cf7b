"""One document from raw text to everything it says; knows no quads, store or other document."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial

from ingest.claims import read_sentence
from ingest.clauses import SentenceView, view_sentence
from ingest.context import Context, Draft, Reading
from ingest.errors import UnknownLanguageError
from ingest.facts import (
    SentencePlace,
    find_agreements,
    find_choices,
    find_citation_findings,
    find_citations,
    find_count_findings,
    find_letters,
    find_participations,
    find_stages,
    sentence_evidence,
)
from ingest.flat import FlatText, fold_spans
from ingest.gathering import Gatherer, Place
from ingest.language import Language, known_languages, load_language
from ingest.layout import Layout, Paragraph, read_layout
from ingest.letterhead import hash_body, read_letterhead
from ingest.meetings import find_mentions
from ingest.mentions import ActorFinder, make_finder
from ingest.proposals import find_named
from ingest.raw import RawDocument
from ingest.records import (
    Claim,
    Evidence,
    Extraction,
    MeetingMention,
    Notice,
    Section,
    SentenceReading,
)
from ingest.segments import item_of, read_sections
from ingest.sentences import split_sentences
from ingest.stances import loose_cues
from ingest.targeting import Surroundings, find_target
from ingest.targets import IssueLinker
from ingest.tying import ClaimTier
from ontology.reference import load_reference

LATEST = date(2026, 1, 1)  # whose memberships count for a paper without any year
MAX_SENTENCE = 3_000  # characters; what is longer is a list or a table without full stops
MIN_CODES = 3  # codes of states that make a paper telegraphic
MIN_STOPWORDS = 0.12  # share of words; Dutch prose has some 0.35, German or English under 0.08


def detect_language(text: str) -> str | None:
    """The code of the pack whose function words fill the text; None if none does."""
    words = re.findall(r"[a-zà-ÿ]+", text[:20_000].lower())
    best: tuple[float, str | None] = (MIN_STOPWORDS, None)
    for code in known_languages():
        stopwords = load_language(code).stopwords
        share = sum(word in stopwords for word in words) / max(1, len(words))
        best = max(best, (share, code), key=lambda entry: entry[0])
    return best[1]


def extract(raw: RawDocument, *, language: str | None = None, trace: bool = False) -> Extraction:
    """Everything a document says, in text order; `trace` adds loose cues to unread sentences.

    Raises UnknownLanguageError if no pack reads it.
    """
    code = language or detect_language(raw.text)
    if code is None:
        known = ", ".join(known_languages())
        raise UnknownLanguageError(
            f"{raw.path}: the language of this text has no pack; known packs: {known}"
        )
    return _Reader(raw, load_language(code), trace=trace).read()


class _Reader:
    """The state of reading one document."""

    def __init__(self, raw: RawDocument, pack: Language, *, trace: bool) -> None:
        self.raw, self.pack, self.trace = raw, pack, trace
        self.layout = read_layout(raw.text, pack, raw.marks, raw.notes)
        self.marked = sorted(self.layout.marks)
        self.sections, self.body = read_sections(raw.text, self.layout, pack)
        paragraphs = [self.layout.flat(raw.text, p).text for p in self.layout.paragraphs]
        self.letterhead = read_letterhead(paragraphs, pack)
        notes = [note.flat.text for note in self.layout.footnotes]
        self.body_sha256 = hash_body(paragraphs, notes, pack)
        self.meetings = tuple(
            find_mentions("\n".join(paragraphs), pack, load_reference(), self.letterhead.day)
        )
        self.day = self._day()
        if self.letterhead.day is not None and self.meetings and self.letterhead.day < self.day:
            # A letter before its meeting announces, whatever it calls itself.
            self.letterhead = replace(self.letterhead, kind="annotated-agenda")
        self.finder = _finder(pack.code, self.day)
        self.linker = _linker(pack.code)
        self.letters = len(set(_codes(raw.text, self.finder))) >= MIN_CODES

    def read(self) -> Extraction:
        """Everything the document says."""
        sentences = list(self._sentences())
        claims, readings = self._claims(sentences)
        texts = [("body", self.layout.flat(self.raw.text, p)) for p in self.layout.paragraphs]
        texts += [("note", note.flat) for note in self.layout.footnotes]
        citations = find_citations(texts, self.raw.text, self.pack)
        gathered = Gatherer(self.pack, single=self.letterhead.kind == "other").gather(
            self._places(sentences), citations
        )
        tier = ClaimTier(sentences, gathered, self.pack, self._issues_of)
        claims, proposals = tier.tie(claims, readings)
        choices = find_choices(sentences, self.pack)
        letters = find_letters(claims, self.layout, self.raw.text, self.pack)
        members = load_reference().members_on("EU", self.day)
        findings = (*find_count_findings(letters, members), *find_citation_findings(citations))
        agreements = tuple(
            find_agreements(sentences, self.pack, self.linker, self.letterhead.day, self._notes_of)
        )
        participations = find_participations(sentences, claims, self.pack, self.finder, proposals)
        facts = {e.start for c in choices for e in c.evidence}
        facts |= {agreement.evidence.start for agreement in agreements}
        facts |= {p.evidence.start for p in participations if p.role in ("presenter", "author")}
        return Extraction(
            name=self.raw.path.stem,
            text=self.raw.text,
            sha256=self.raw.sha256,
            letterhead=self.letterhead,
            sections=self.sections,
            meetings=self._main_meeting_first(),
            claims=tuple(claims),
            choices=choices,
            letters=letters,
            agreements=agreements,
            stages=tuple(find_stages(sentences, self.pack, self.linker)),
            citations=citations,
            participations=participations,
            findings=findings,
            notices=(*_reading_notices(self.raw, self.sections), *_notices(readings)),
            file_name=self.raw.path.name,
            media_type=self.raw.media_type,
            places=self.raw.places,
            proposals=proposals,
            body_sha256=self.body_sha256,
            sentences=tuple(
                replace(r, kind="fact") if r.kind != "claim" and r.evidence.start in facts else r
                for r in readings
            ),
        )

    def _day(self) -> date:
        """The day whose memberships count: the meeting's, the letter's, else today's."""
        if self.meetings:
            return self._main_meeting_first()[0].start
        if self.letterhead.day is not None:
            return self.letterhead.day
        years = re.findall(r"\b(?:19[5-9]\d|20[0-4]\d)\b", self.raw.text[:2000])
        return date(int(years[0]), 6, 30) if years else LATEST

    def _main_meeting_first(self) -> tuple[MeetingMention, ...]:
        """The meeting a paper is about: named in its title or most often, the first if in doubt."""
        if not self.meetings:
            return ()
        days = [(m.configuration, m.start) for m in self.meetings]
        later = self.letterhead.kind == "annotated-agenda" and self.letterhead.day is not None

        def rank(at: int) -> tuple[int, int, int]:
            mention = self.meetings[at]
            wrong_side = (
                later and self.letterhead.day is not None and mention.end < self.letterhead.day
            )
            return (int(wrong_side), -days.count(days[at]), at)

        order = sorted(range(len(days)), key=rank)
        first = days[order[0]]
        same = [m for m in self.meetings if (m.configuration, m.start) == first]
        merged = replace(
            same[0],
            informal=any(m.informal for m in same),
            country=next((m.country for m in same if m.country), None),
            end=max(m.end for m in same),
        )
        rest = [m for m in self.meetings if (m.configuration, m.start) != first]
        return (merged, *rest)

    def _sentences(self) -> Iterator[SentencePlace]:
        for block in self.body:
            in_table = block.paragraph.row is not None
            whole = [(0, len(block.flat.text))]
            spans = whole if in_table else split_sentences(block.flat.text, self.pack)
            for start, end in spans:
                text = block.flat.text[start:end]
                yield SentencePlace(
                    text,
                    block.section,
                    tuple(self.finder.find(text, letters=self.letters)),
                    sentence_evidence(block.flat, start, end, self.raw.text, self.layout),
                    block.flat.text,
                    block.flat,
                    start,
                    in_table,
                )

    def _claims(
        self, sentences: Sequence[SentencePlace]
    ) -> tuple[list[Claim], list[SentenceReading]]:
        context = Context(
            self.pack,
            self.letterhead.kind == "report",
            _note_lists(self.layout, self.finder),
            len(load_reference().members_on("EU", self.day)),
            frozenset(entry.state_code for entry in load_reference().memberships),
            lambda words: self.linker.link(words, "", ""),
        )
        claims: list[Claim] = []
        readings: list[SentenceReading] = []
        section = None
        before = ""
        for sentence in sentences:
            if sentence.section != section:
                section = sentence.section
                before = ""
                context.start_section(section.title)
            first = len(claims)
            view = view_sentence(sentence.text, sentence.holders, self.pack)
            reading = Reading((), ())
            if len(sentence.text) <= MAX_SENTENCE and not find_choices([sentence], self.pack):
                reading = read_sentence(view, context, self._marks(sentence))
            for draft in reading.drafts:
                claims.append(self._claim(draft, sentence, claims, before))
            before = before if sentence.in_table else sentence.text
            made = range(first, len(claims))
            seen = self.trace and not made and len(sentence.text) <= MAX_SENTENCE
            cues = loose_cues(view) if seen else ()
            readings.append(_sentence_reading(sentence, view, reading, made, cues))
        return claims, readings

    def _places(self, sentences: Sequence[SentencePlace]) -> list[Place]:
        """Headings and sentences in text order, with the proposals named in each."""
        places = []
        section_at = {section.start: section for section in self.sections}
        for paragraph in self.layout.paragraphs:
            if paragraph.is_heading:
                places += self._heading_place(paragraph, section_at)
        for index, sentence in enumerate(sentences):
            if len(sentence.text) > MAX_SENTENCE:
                continue
            named = find_named(sentence.text, sentence.holders, self.finder, self.pack)
            if named:
                places.append(
                    (
                        sentence.evidence.start,
                        Place(
                            sentence.text,
                            sentence.section,
                            tuple(named),
                            index,
                            tuple(self._notes_of(sentence)),
                            partial(self._evidence, sentence.flat, sentence.start),
                        ),
                    )
                )
        return [place for _, place in sorted(places, key=lambda entry: entry[0])]

    def _heading_place(
        self, paragraph: Paragraph, section_at: Mapping[int, Section]
    ) -> list[tuple[int, Place]]:
        section = section_at.get(paragraph.start)
        flat = self.layout.flat(self.raw.text, paragraph)
        holders = self.finder.find(flat.text)
        named = find_named(flat.text, holders, self.finder, self.pack, heading=True)
        if section is None or not named:
            return []
        evidence_of = partial(self._evidence, flat, 0)
        place = Place(flat.text, section, tuple(named), -1, (), evidence_of)
        return [(paragraph.start, place)]

    def _evidence(self, flat: FlatText, offset: int, start: int, end: int) -> Evidence:
        return sentence_evidence(flat, offset + start, offset + end, self.raw.text, self.layout)

    def _marks(self, sentence: SentencePlace) -> list[int]:
        """Numbers of the footnotes that a sentence cites."""
        first, last = sentence.evidence.spans[0][0], sentence.evidence.spans[-1][1]
        low, high = bisect_left(self.marked, first), bisect_right(self.marked, last + 2)
        return [self.layout.marks[at] for at in self.marked[low:high]]

    def _notes_of(self, sentence: SentencePlace) -> list[str]:
        """Texts of the footnotes that a sentence cites."""
        numbers = set(self._marks(sentence))
        return [note.flat.text for note in self.layout.footnotes if note.number in numbers]

    def _claim(
        self, draft: Draft, sentence: SentencePlace, earlier: list[Claim], before: str
    ) -> Claim:
        evidence = sentence_evidence(
            sentence.flat,
            sentence.start + draft.start,
            sentence.start + draft.end,
            self.raw.text,
            self.layout,
        )
        around = Surroundings(sentence, self._heading(sentence), before, evidence.quote, earlier)
        targets, target_text = find_target(draft, around, self.linker, self.pack)
        return Claim(
            evidence,
            draft.holders,
            draft.polarity,
            draft.act,
            draft.status,
            draft.verb,
            targets,
            target_text,
            sentence.section,
            draft.rules,
            draft.confidence,
            draft.condition,
            draft.refers_to,
            _disjoint_from(draft, earlier),
            draft.addressees,
        )

    def _heading(self, sentence: SentencePlace) -> str:
        """The title of the sentence's section and of the agenda item that it stands in."""
        title = sentence.section.title
        item = item_of(sentence.section, self.sections)
        return f"{item.title} {title}" if item is not None and item.title != title else title

    def _issues_of(self, words: str, sentence: SentencePlace) -> tuple[str, ...]:
        return self.linker.link(words, "", self._heading(sentence))


def _sentence_reading(
    sentence: SentencePlace,
    view: SentenceView,
    reading: Reading,
    claims: range,
    cues: tuple[str, ...],
) -> SentenceReading:
    procedural = view.language.signals["no_claim"].search(sentence.text) is not None
    procedural = procedural or any(d.code != "holder-unresolved" for d in reading.dropped)
    kind = "claim" if claims else "procedure" if procedural else "unread"
    return SentenceReading(
        sentence.section,
        sentence.evidence,
        kind,
        tuple(sentence.text[h.start : h.end].strip(" ,()") for h in sentence.holders),
        tuple(claims),
        tuple((d.rule, d.code, d.message) for d in reading.dropped),
        cues,
    )


def _notices(readings: Sequence[SentenceReading]) -> Iterator[Notice]:
    """Cues that were understood but for their holder, and sentences too long to read."""
    for reading in readings:
        for _, code, message in reading.dropped:
            if code == "holder-unresolved":
                yield Notice(code, message, reading.section, reading.evidence)
        if len(reading.evidence.quote) > MAX_SENTENCE:
            message = f"a sentence of {len(reading.evidence.quote)} characters was not read"
            yield Notice("sentence-too-long", message, reading.section, reading.evidence)


def _reading_notices(raw: RawDocument, sections: Sequence[Section]) -> Iterator[Notice]:
    """What the reader of the file noticed, at its place."""
    for seen in raw.notices:
        section = next((s for s in reversed(sections) if s.start <= seen.start), sections[0])
        span = (seen.start, seen.end)
        evidence = Evidence((span,), fold_spans(raw.text, (span,)))
        if evidence.quote:
            yield Notice(seen.code, seen.message, section, evidence)


def _disjoint_from(draft: Draft, earlier: list[Claim]) -> int | None:
    """The claim of the part that "een ander deel" is set against: right before, same section."""
    if not draft.holders.alternative or not earlier or earlier[-1].holders.quantifier != "part":
        return None
    return len(earlier) - 1


def _codes(text: str, finder: ActorFinder) -> list[str]:
    pattern = re.compile(
        r"(?<![\w-])(?:" + "|".join(finder.codes_by_letters) + r")(?=[,;:) /]| en )"
    )
    return pattern.findall(text)


@lru_cache(maxsize=64)
def _finder(code: str, day: date) -> ActorFinder:
    reference = load_reference()

    def members(bloc: str) -> tuple[str, ...]:
        return tuple(sorted(reference.members_on(bloc, day)))

    return make_finder(load_language(code), reference, members)


@lru_cache(maxsize=8)
def _linker(code: str) -> IssueLinker:
    return IssueLinker(load_reference(), load_language(code).stopwords)


def _note_lists(layout: Layout, finder: ActorFinder) -> dict[int, tuple[str, ...]]:
    """Footnotes that are nothing but a list of actors."""
    found: dict[int, tuple[str, ...]] = {}
    for note in layout.footnotes:
        holders = finder.find(note.flat.text)
        codes = [code for h in holders for _, atom in h.parts for code in atom.codes]
        covered = sum(h.end - h.start for h in holders)
        if len(codes) >= 2 and covered >= 0.8 * len(note.flat.text):
            found.setdefault(note.number, tuple(dict.fromkeys(codes)))
    return found
