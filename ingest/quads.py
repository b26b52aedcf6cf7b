"""An extraction as quads of one named graph: IRIs from source fields, no blank node, no clock."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from ingest.bounds import count_holders
from ingest.language import load_labels
from ingest.meetings import Meeting
from ingest.raw import find_place, say_place
from ingest.records import Claim, Evidence, Extraction, Proposal, Section
from ingest.segments import item_of
from ontology import iris, terms
from ontology.reference import Configuration, Reference, load_reference

RELEASE = "0.1.0"


def _fingerprint() -> str:
    """Eight hexadecimal digits of the code and the language packs that read documents."""
    digest = sha256()
    root = Path(__file__).parent
    for path in sorted([*root.rglob("*.py"), *root.glob("languages/*/*.toml")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


VERSION = f"{RELEASE}+{_fingerprint()}"
"""Version of the extractor; a document that another version has read is read again."""

LABEL_LANGUAGES = ("nl", "en")
Object = NamedNode | Literal


def document_quads(extraction: Extraction, meeting: Meeting) -> list[Quad]:
    """All quads of a document's graph, in a fixed order; the same input gives the same quads."""
    return list(dict.fromkeys(_Writer(extraction, meeting).quads()))


class _Writer:
    """Says one document in quads."""

    def __init__(self, extraction: Extraction, meeting: Meeting) -> None:
        self.x, self.m = extraction, meeting
        self.reference: Reference = load_reference()
        self.graph = iris.document_graph(extraction.sha256)
        self.document = iris.document_iri(extraction.sha256)
        self.meeting = iris.meeting_iri(meeting.configuration, meeting.start)
        self.members = self.reference.members_on("EU", meeting.start)
        self.items = dict(meeting.items)
        self.language = extraction.letterhead.language
        self.claim_iris = self._claim_iris()
        self.proposal_iris = {
            proposal.key: iris.proposal_iri(proposal.identifier)
            if proposal.identifier
            else iris.document_proposal_iri(self.document, proposal.key)
            for proposal in extraction.proposals
        }

    def quads(self) -> Iterator[Quad]:
        """All quads in a fixed order."""
        yield from self._document()
        yield from self._meeting()
        for section in self.x.sections:
            yield from self._section(section)
        for at, claim in enumerate(self.x.claims):
            yield from self._claim(at, claim)
        yield from self._other_statements()

    # --- helpers ----------------------------------------------------------------------
    def _say(self, subject: NamedNode, predicate: NamedNode, value: Object) -> Quad:
        return Quad(subject, predicate, value, self.graph)

    def _facts(
        self, subject: NamedNode, pairs: Iterable[tuple[NamedNode, Object | None]]
    ) -> Iterator[Quad]:
        for predicate, value in pairs:
            if value is not None:
                yield self._say(subject, predicate, value)

    def _words(self, text: str) -> Literal | None:
        return Literal(text, language=self.language) if text else None

    def _actor(self, code: str) -> NamedNode:
        return NamedNode(self.reference.actors[code].iri)

    def _section_iri(self, section: Section) -> NamedNode:
        return iris.section_iri(self.document, section.number)

    def _item_iri(self, section: Section) -> NamedNode | None:
        item = item_of(section, self.x.sections)
        if item is None:
            return None
        return iris.item_iri(self.meeting, self.items.get(item.number, item.number))

    def _evidence(self, owner: NamedNode, evidence: Evidence, n: int = 1) -> Iterator[Quad]:
        node = iris.evidence_iri(owner)
        if n > 1:
            node = NamedNode(f"{node.value}/{n}")
        yield self._say(owner, terms.P_EVIDENCE, node)
        yield from self._evidence_node(node, evidence)

    def _evidence_node(self, node: NamedNode, evidence: Evidence) -> Iterator[Quad]:
        yield self._say(node, terms.RDF_TYPE, terms.EVIDENCE)
        yield from self._facts(node, [(terms.P_QUOTE, self._words(evidence.quote))])
        for order, (start, end) in enumerate(evidence.spans, 1):
            span = iris.span_iri(node, order)
            place = find_place(self.x.places, start)
            page = place.page if place else None
            where = say_place(self.x.places, start, end)
            yield self._say(node, terms.P_SPAN, span)
            yield from self._facts(
                span,
                [
                    (terms.RDF_TYPE, terms.OA_TEXT_POSITION_SELECTOR),
                    (terms.OA_START, _integer(start)),
                    (terms.OA_END, _integer(end)),
                    (terms.P_SPAN_ORDER, _integer(order)),
                    (terms.P_PAGE, _integer(page) if page is not None else None),
                    (terms.P_SOURCE_PLACE, Literal(where) if where else None),
                ],
            )

    # --- document, meeting, sections --------------------------------------------------
    def _document(self) -> Iterator[Quad]:
        head = self.x.letterhead
        run = iris.run_iri(self.document)
        yield from self._facts(
            self.document,
            [
                (terms.RDF_TYPE, terms.DOCUMENT),
                (terms.DCT_TITLE, self._words(head.title or self.x.name)),
                (terms.P_KIND, terms.DOCUMENT_KIND[head.kind]),
                (terms.DCT_LANGUAGE, Literal(head.language)),
                (terms.DCT_FORMAT, Literal(self.x.media_type)),
                (terms.DCT_DATE, _date(head.day) if head.day else None),
                (terms.P_DOSSIER, Literal(head.dossier) if head.dossier else None),
                (terms.P_NUMBER, Literal(head.number) if head.number else None),
                (terms.P_ADDRESSEE, self._words(head.addressee or "")),
                *((terms.P_SIGNATORY_NAME, Literal(name)) for name in head.signatories),
                (terms.P_REPORTER, self._actor(head.reporter)),
                (terms.P_FILE_NAME, Literal(self.x.file_name)),
                (terms.P_SHA256, Literal(self.x.sha256)),
                (terms.P_TEXT, Literal(self.x.text)),
                (terms.P_CONCERNS_MEETING, self.meeting),
                (terms.P_EXTRACTOR_VERSION, Literal(VERSION)),
                (terms.PROV_WAS_GENERATED_BY, run),
                (terms.PROV_WAS_DERIVED_FROM, NamedNode(self.x.source) if self.x.source else None),
            ],
        )
        yield self._say(run, terms.RDF_TYPE, terms.PROV_ACTIVITY)
        yield self._say(run, terms.PROV_WAS_ASSOCIATED_WITH, iris.software_iri(VERSION))

    def _meeting(self) -> Iterator[Quad]:
        meeting = self.m
        configuration = self.reference.configurations[meeting.configuration]
        presidency = self.reference.presidency_on(meeting.start)
        country = meeting.country or (
            presidency.holder if meeting.informal and presidency else None
        )
        yield from self._facts(
            self.meeting,
            [
                (terms.RDF_TYPE, terms.MEETING),
                (terms.P_CONFIGURATION, NamedNode(configuration.iri)),
                (terms.P_IS_INFORMAL, _boolean(meeting.informal)),
                (terms.P_START_DATE, _date(meeting.start)),
                (terms.P_END_DATE, _date(meeting.end)),
                (terms.P_COUNTRY, self._actor(country) if country else None),
                (terms.P_PRESIDENCY, NamedNode(presidency.iri) if presidency else None),
                *(
                    (terms.SKOS_PREF_LABEL, Literal(text, language=tag))
                    for tag, text in meeting_labels(configuration, meeting)
                ),
            ],
        )

    def _section(self, section: Section) -> Iterator[Quad]:
        node, item = self._section_iri(section), self._item_iri(section)
        yield from self._facts(
            node,
            [
                (terms.RDF_TYPE, terms.SECTION),
                (terms.P_DOCUMENT, self.document),
                (terms.P_SECTION_NUMBER, Literal(section.number)),
                (terms.P_SECTION_ORDER, _integer(section.order)),
                (terms.SKOS_PREF_LABEL, self._words(section.title)),
                (terms.P_AGENDA_ITEM, item),
                (terms.OA_START, _integer(section.start)),
                (terms.OA_END, _integer(section.end)),
            ],
        )
        if item is None or not section.is_item:
            return
        number = self.items.get(section.number, section.number)
        yield from self._facts(
            item,
            [
                (terms.RDF_TYPE, terms.AGENDA_ITEM),
                (terms.P_MEETING, self.meeting),
                (terms.P_ITEM_NUMBER, Literal(number)),
                (terms.P_ITEM_ORDER, _integer(_item_order(number))),
                (terms.P_PART, self._words(section.part or "")),
                (terms.P_FORM, terms.ITEM_FORM[section.form] if section.form else None),
                (terms.SKOS_PREF_LABEL, self._words(section.title)),
            ],
        )

    # --- claims -----------------------------------------------------------------------
    def _claim_iris(self) -> list[NamedNode]:
        """claim/<start>-<n>: n counts the claims whose evidence begins at the same offset."""
        seen: dict[int, int] = {}
        found = []
        for claim in self.x.claims:
            start = claim.evidence.start
            seen[start] = seen.get(start, 0) + 1
            found.append(iris.claim_iri(self.document, start, seen[start]))
        return found

    def _claim(self, at: int, claim: Claim) -> Iterator[Quad]:
        node = self.claim_iris[at]
        refers = self.claim_iris[claim.refers_to] if claim.refers_to is not None else None
        yield from self._facts(
            node,
            [
                (terms.RDF_TYPE, terms.POSITION_CLAIM),
                (terms.P_DOCUMENT, self.document),
                (terms.P_SECTION, self._section_iri(claim.section)),
                (terms.P_AGENDA_ITEM, self._item_iri(claim.section)),
                (terms.P_MEETING, self.meeting),
                (terms.P_REPORTER, self._actor(self.x.letterhead.reporter)),
                (terms.P_HOLDER_SET, iris.holders_iri(node)),
                (terms.P_POLARITY, terms.POLARITY[claim.polarity]),
                (terms.P_SPEECH_ACT, terms.SPEECH_ACT[claim.act]),
                (terms.P_VERB, self._words(claim.verb)),
                (terms.P_MODALITY, terms.MODALITY[claim.status]),
                *((terms.P_ABOUT, issue) for issue in self._issues(claim)),
                *((terms.P_ABOUT_PROPOSAL, self.proposal_iris[key]) for key in claim.proposals),
                (terms.P_TARGET_TEXT, self._words(claim.target_text)),
                (terms.P_CONDITION, self._words(claim.condition)),
                (terms.P_REFERS_TO, refers),
                *((terms.P_RULE, Literal(rule)) for rule in claim.rules),
                (
                    terms.P_CONFIDENCE,
                    Literal(f"{claim.confidence:.2f}", datatype=terms.XSD_DECIMAL),
                ),
            ],
        )
        yield from self._candidate(claim)
        yield from self._holders(node, claim)
        yield from self._evidence(node, claim.evidence)

    def _issues(self, claim: Claim) -> list[NamedNode]:
        if claim.targets:
            return [NamedNode(self.reference.issues[slug].iri) for slug in claim.targets]
        return [iris.candidate_issue_iri(_candidate_label(claim))]

    def _candidate(self, claim: Claim) -> Iterator[Quad]:
        if claim.targets:
            return
        label = _candidate_label(claim)
        node = iris.candidate_issue_iri(label)
        yield self._say(node, terms.RDF_TYPE, terms.CANDIDATE_ISSUE)
        yield from self._facts(node, [(terms.SKOS_PREF_LABEL, self._words(label))])

    def _holders(self, claim_node: NamedNode, claim: Claim) -> Iterator[Quad]:
        holders = claim.holders
        node = iris.holders_iri(claim_node)
        bounds = count_holders(holders, self.members)
        disjoint = (
            iris.holders_iri(self.claim_iris[claim.disjoint_from])
            if claim.disjoint_from is not None
            else None
        )
        open_ended = holders.quantifier == "exact" and not holders.counted
        known = "several" if open_ended else holders.quantifier
        quantifier = terms.QUANTIFIER[known] if known else None
        count = _integer(holders.count) if holders.counted and holders.count else None
        yield from self._facts(
            node,
            [
                (terms.RDF_TYPE, terms.HOLDER_SET),
                *((terms.P_NAMED_HOLDER, self._actor(code)) for code in holders.named),
                (terms.P_QUANTIFIER, quantifier),
                (terms.P_EXACT_COUNT, count),
                (terms.P_MIN_HOLDERS, _integer(bounds.least)),
                (terms.P_MAX_HOLDERS, _integer(bounds.most)),
                (terms.P_UNIVERSE, iris.bloc_iri("EU") if bounds.size else None),
                (terms.P_UNIVERSE_SIZE, _integer(bounds.size) if bounds.size else None),
                (terms.P_PHRASE, self._words(holders.phrase)),
                *((terms.P_EXCLUDED_HOLDER, self._actor(code)) for code in holders.excluded),
                (terms.P_DISJOINT_FROM, disjoint),
            ],
        )

    # --- the other statements ---------------------------------------------------------
    def _other_statements(self) -> Iterator[Quad]:
        for choice in self.x.choices:
            node = iris.choice_iri(self.document, choice.state)
            yield from self._facts(
                node,
                [
                    (terms.RDF_TYPE, terms.CHOICE),
                    (terms.P_CHOOSER, self._actor(choice.state)),
                    (terms.P_MECHANISM, iris.issue_iri(choice.mechanism)),
                    *((terms.P_OPTION, terms.OPTION[option]) for option in choice.options),
                    *((terms.P_OBLIGATION, terms.OBLIGATION[o]) for o in choice.obligations),
                    (terms.P_DOCUMENT, self.document),
                    (terms.P_MEETING, self.meeting),
                    (terms.P_SECTION, self._section_iri(choice.section)),
                ],
            )
            for place, evidence in enumerate(choice.evidence, 1):
                yield from self._evidence(node, evidence, place)
        yield from self._letters()
        yield from self._agreements()
        yield from self._stages()
        yield from self._papers()
        yield from self._proposals()
        yield from self._participations()
        yield from self._findings()
        yield from self._notices()

    def _letters(self) -> Iterator[Quad]:
        place = 0
        for letter in self.x.letters:
            node = iris.joint_letter_iri(self.meeting, letter.issue)
            yield from self._facts(
                node,
                [
                    (terms.RDF_TYPE, terms.JOINT_LETTER),
                    *((terms.P_SIGNATORY, self._actor(code)) for code in letter.signatories),
                    *((terms.P_ADDRESSED_TO, self._actor(code)) for code in letter.addressees),
                    (
                        terms.P_CLAIMED_COUNT,
                        _integer(letter.claimed_count) if letter.claimed_count else None,
                    ),
                    (terms.P_ABOUT, iris.issue_iri(letter.issue)),
                    (terms.P_MEETING, self.meeting),
                ],
            )
            for evidence in letter.evidence:
                place += 1
                where = iris.letter_evidence_iri(self.document, place)
                yield self._say(node, terms.P_EVIDENCE, where)
                yield from self._evidence_node(where, evidence)

    def _agreements(self) -> Iterator[Quad]:
        for n, agreement in enumerate(self.x.agreements, 1):
            node = iris.agreement_iri(self.document, n)
            yield from self._facts(
                node,
                [
                    (terms.RDF_TYPE, terms.AGREEMENT),
                    *((terms.P_PARTY, self._actor(code)) for code in agreement.parties),
                    (terms.P_AGREEMENT_KIND, terms.AGREEMENT_KIND[agreement.kind]),
                    *((terms.P_ABOUT, iris.issue_iri(slug)) for slug in agreement.targets),
                    (terms.P_TARGET_TEXT, self._words(agreement.target_text)),
                    (terms.P_AGREEMENT_DATE, _date(agreement.day) if agreement.day else None),
                    (terms.DCT_VALID, _date(agreement.applies) if agreement.applies else None),
                    *((terms.DCT_REFERENCES, iris.proposal_iri(p)) for p in agreement.proposals),
                    (terms.P_DOCUMENT, self.document),
                    (terms.P_SECTION, self._section_iri(agreement.section)),
                ],
            )
            yield from self._evidence(node, agreement.evidence)

    def _stages(self) -> Iterator[Quad]:
        for n, stage in enumerate(self.x.stages, 1):
            node = iris.stage_iri(self.document, n)
            yield from self._facts(
                node,
                [
                    (terms.RDF_TYPE, terms.FILE_STAGE),
                    (terms.P_STAGE, terms.STAGE[stage.stage]),
                    *((terms.P_ABOUT, iris.issue_iri(slug)) for slug in stage.targets),
                    (terms.P_DOCUMENT, self.document),
                    (terms.P_SECTION, self._section_iri(stage.section)),
                ],
            )
            yield from self._evidence(node, stage.evidence)

    def _papers(self) -> Iterator[Quad]:
        for n, citation in enumerate(self.x.citations, 1):
            if citation.kind == "commitment":
                node, kind = iris.commitment_iri(self.document, n), terms.COMMITMENT
            else:
                node, kind = iris.citation_iri(self.document, n), terms.CITATION
                yield self._say(self.document, terms.P_CITES, node)
            yield from self._facts(
                node,
                [
                    (terms.RDF_TYPE, kind),
                    (terms.P_IDENTIFIER, Literal(citation.identifier)),
                    (terms.P_DOSSIER, Literal(citation.dossier) if citation.dossier else None),
                    (terms.P_NUMBER, Literal(citation.number) if citation.number else None),
                    (terms.P_DOCUMENT, self.document),
                ],
            )
            for place, evidence in enumerate(citation.evidence, 1):
                yield from self._evidence(node, evidence, place)

    def _proposals(self) -> Iterator[Quad]:
        for proposal in self.x.proposals:
            node = self.proposal_iris[proposal.key]
            # A number is one label wherever it stands; what papers call it differs.
            known = proposal.title != proposal.identifier and proposal.identifier is not None
            alias = self._words(proposal.title) if known else None
            yield from self._facts(
                node,
                [
                    (terms.RDF_TYPE, terms.PROPOSAL),
                    (terms.P_IDENTIFIER, _plain(proposal.identifier)),
                    (terms.P_PROPOSAL_KIND, terms.PROPOSAL_KIND[proposal.kind]),
                    *((terms.P_PROPOSED_BY, self._actor(code)) for code in proposal.authors),
                    (terms.SKOS_PREF_LABEL, self._words(proposal.identifier or proposal.title)),
                    (terms.SKOS_ALT_LABEL, alias),
                ],
            )
            yield self._say(self.document, terms.DCT_REFERENCES, node)
            place = iris.document_proposal_iri(self.document, proposal.key)
            for n, evidence in enumerate(_evidence_of(proposal, self.x), 1):
                where = NamedNode(f"{iris.evidence_iri(place).value}/{n}")
                yield self._say(node, terms.P_EVIDENCE, where)
                yield from self._evidence_node(where, evidence)

    def _participations(self) -> Iterator[Quad]:
        for n, part in enumerate(self.x.participations, 1):
            node = iris.participation_iri(self.document, n)
            yield from self._facts(
                node,
                [
                    (terms.RDF_TYPE, terms.PARTICIPATION),
                    (terms.P_PARTICIPANT, self._actor(part.actor)),
                    (terms.P_ROLE, terms.ROLE[part.role]),
                    (terms.P_AGENDA_ITEM, self._item_iri(part.section)),
                    (terms.P_SECTION, self._section_iri(part.section)),
                    (terms.P_MEETING, self.meeting),
                    (terms.P_DOCUMENT, self.document),
                ],
            )
            yield from self._evidence(node, part.evidence)

    def _findings(self) -> Iterator[Quad]:
        citations = {
            c.identifier: iris.citation_iri(self.document, n)
            for n, c in enumerate(self.x.citations, 1)
        }
        for n, finding in enumerate(self.x.findings, 1):
            node = iris.finding_iri(self.document, n)
            letters = finding.kind == "count-against-list"
            concerns = [
                iris.joint_letter_iri(self.meeting, name) if letters else citations[name]
                for name in finding.concerns
            ]
            yield from self._facts(
                node,
                [
                    (terms.RDF_TYPE, terms.FINDING),
                    (terms.P_FINDING_TYPE, terms.FINDING_TYPE[finding.kind]),
                    *((terms.P_CONCERNS, concern) for concern in concerns),
                    (terms.P_SAID, Literal(finding.said)),
                    (terms.P_FOUND, Literal(finding.found)),
                    (terms.P_DOCUMENT, self.document),
                ],
            )
            for place, evidence in enumerate(finding.evidence, 1):
                yield from self._evidence(node, evidence, place)

    def _notices(self) -> Iterator[Quad]:
        for n, notice in enumerate(self.x.notices, 1):
            node = iris.notice_iri(self.document, n)
            yield from self._facts(
                node,
                [
                    (terms.RDF_TYPE, terms.NOTICE),
                    (terms.P_NOTICE_CODE, Literal(notice.code)),
                    (terms.P_MESSAGE, Literal(notice.message)),
                    (terms.P_DOCUMENT, self.document),
                    (terms.P_SECTION, self._section_iri(notice.section)),
                ],
            )
            yield from self._evidence(node, notice.evidence)


def meeting_labels(configuration: Configuration, meeting: Meeting) -> list[tuple[str, str]]:
    """Labels of a meeting by language: "Informal JHA Council, 22–23 January 2026"."""
    found = []
    for tag in LABEL_LANGUAGES:
        words = load_labels(tag)
        name = configuration.labels.get(tag, configuration.code)
        prefix = f"{words.informal} " if meeting.informal else ""
        found.append((tag, f"{prefix}{name}, {_days(meeting.start, meeting.end, words.months)}"))
    return found


def _days(first: date, last: date, months: Sequence[str]) -> str:
    end = f"{last.day} {months[last.month - 1]} {last.year}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    return f"{first.day} {months[first.month - 1]} – {end}"


def _candidate_label(claim: Claim) -> str:
    """The words that name what is not a known issue: the target's, else the section's title."""
    words = (claim.target_text or claim.section.title or claim.evidence.quote).split()
    return " ".join(words[:10]).strip(" ,.;:()")


def _item_order(number: str) -> int:
    """Order of an item in its meeting: II.3 comes behind I.9."""
    part, _, item = number.rpartition(".")
    roman = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
    return roman.index(part) * 100 + int(item) if part in roman else int(item)


def _evidence_of(proposal: Proposal, extraction: Extraction) -> tuple[Evidence, ...]:
    """The places that name a proposal: its mentions, else where its number is cited."""
    if proposal.mentions:
        return tuple(mention.evidence for mention in proposal.mentions)
    cited = (c for c in extraction.citations if c.identifier == proposal.key)
    return tuple(evidence for citation in cited for evidence in citation.evidence)


def _plain(text: str | None) -> Literal | None:
    return Literal(text) if text else None


def _integer(value: int) -> Literal:
    return Literal(str(value), datatype=terms.XSD_INTEGER)


def _boolean(value: bool) -> Literal:
    return Literal("true" if value else "false", datatype=terms.XSD_BOOLEAN)


def _date(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=terms.XSD_DATE)
