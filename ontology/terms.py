"""The IRIs of all classes, properties and values; the one place in Python that writes them.

A class stands under its plain name (`POSITION_CLAIM` is sp:PositionClaim); a property of ours bears
`P_` (`P_HOLDER_SET` is sp:holderSet), because a class and a property often share a word; a term of
another vocabulary bears that vocabulary's prefix (`SKOS_PREF_LABEL`). The values of a scheme stand
in a dict by the string that JSON output uses (`POLARITY["support"]`). What each term means is said
in terms.ttl and values.ttl; a test holds the two together.
"""

from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode

# --- namespaces ---
SP: Final = "https://w3id.org/standpunt/ontology#"
ID: Final = "https://w3id.org/standpunt/id/"
CB: Final = "http://publications.europa.eu/resource/authority/corporate-body/"
CT: Final = "http://publications.europa.eu/resource/authority/country/"
OA: Final = "http://www.w3.org/ns/oa#"
PROV: Final = "http://www.w3.org/ns/prov#"
DCT: Final = "http://purl.org/dc/terms/"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
ORG: Final = "http://www.w3.org/ns/org#"
SCHEMA: Final = "http://schema.org/"
VOID: Final = "http://rdfs.org/ns/void#"
NP: Final = "http://www.nanopub.org/nschema#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"

PREFIXES: Final = MappingProxyType(
    {
        "sp": SP,
        "id": ID,
        "cb": CB,
        "ct": CT,
        "oa": OA,
        "prov": PROV,
        "dct": DCT,
        "skos": SKOS,
        "foaf": FOAF,
        "org": ORG,
        "schema": SCHEMA,
        "xsd": XSD,
        "rdf": RDF,
        "rdfs": RDFS,
        "owl": OWL,
    }
)
"""Prefix -> namespace, as every Turtle file and query of ours writes them."""


def _sp(name: str) -> NamedNode:
    return NamedNode(SP + name)


def _values(prefix: str, *names: str) -> MappingProxyType[str, NamedNode]:
    return MappingProxyType({name: _sp(f"{prefix}-{name}") for name in names})


META_GRAPHS: Final = MappingProxyType(
    {
        name: NamedNode(f"{ID}graph/{name}")
        for name in ("reference", "reviews", "inferred", "issue-merges")
    }
)
"""The named graphs that belong to no document."""

# --- terms of other vocabularies ---
RDF_TYPE: Final = NamedNode(RDF + "type")
RDF_FIRST: Final = NamedNode(RDF + "first")
RDF_REST: Final = NamedNode(RDF + "rest")
RDF_NIL: Final = NamedNode(RDF + "nil")
RDFS_LABEL: Final = NamedNode(RDFS + "label")
RDFS_RANGE: Final = NamedNode(RDFS + "range")
RDFS_COMMENT: Final = NamedNode(RDFS + "comment")
RDFS_SUB_CLASS_OF: Final = NamedNode(RDFS + "subClassOf")
OWL_ANNOTATION_PROPERTY: Final = NamedNode(OWL + "AnnotationProperty")
OWL_CLASS: Final = NamedNode(OWL + "Class")
OWL_DATATYPE_PROPERTY: Final = NamedNode(OWL + "DatatypeProperty")
OWL_EQUIVALENT_CLASS: Final = NamedNode(OWL + "equivalentClass")
OWL_FUNCTIONAL_PROPERTY: Final = NamedNode(OWL + "FunctionalProperty")
OWL_HAS_VALUE: Final = NamedNode(OWL + "hasValue")
OWL_INTERSECTION_OF: Final = NamedNode(OWL + "intersectionOf")
OWL_OBJECT_PROPERTY: Final = NamedNode(OWL + "ObjectProperty")
OWL_ON_PROPERTY: Final = NamedNode(OWL + "onProperty")
OWL_ONTOLOGY: Final = NamedNode(OWL + "Ontology")
OWL_RESTRICTION: Final = NamedNode(OWL + "Restriction")
OWL_SOME_VALUES_FROM: Final = NamedNode(OWL + "someValuesFrom")
OWL_IMPORTS: Final = NamedNode(OWL + "imports")
OWL_NOTHING: Final = NamedNode(OWL + "Nothing")
SKOS_CONCEPT: Final = NamedNode(SKOS + "Concept")
SKOS_CONCEPT_SCHEME: Final = NamedNode(SKOS + "ConceptScheme")
SKOS_PREF_LABEL: Final = NamedNode(SKOS + "prefLabel")
SKOS_ALT_LABEL: Final = NamedNode(SKOS + "altLabel")
SKOS_HIDDEN_LABEL: Final = NamedNode(SKOS + "hiddenLabel")
SKOS_NOTATION: Final = NamedNode(SKOS + "notation")
SKOS_DEFINITION: Final = NamedNode(SKOS + "definition")
SKOS_BROADER: Final = NamedNode(SKOS + "broader")
SKOS_NARROWER: Final = NamedNode(SKOS + "narrower")
SKOS_RELATED: Final = NamedNode(SKOS + "related")
SKOS_IN_SCHEME: Final = NamedNode(SKOS + "inScheme")
DCT_TITLE: Final = NamedNode(DCT + "title")
DCT_LANGUAGE: Final = NamedNode(DCT + "language")
DCT_DATE: Final = NamedNode(DCT + "date")
DCT_FORMAT: Final = NamedNode(DCT + "format")
DCT_REFERENCES: Final = NamedNode(DCT + "references")
DCT_VALID: Final = NamedNode(DCT + "valid")
DCT_SOURCE: Final = NamedNode(DCT + "source")
DCT_PUBLISHER: Final = NamedNode(DCT + "publisher")
DCT_CONFORMS_TO: Final = NamedNode(DCT + "conformsTo")
DCT_CREATED: Final = NamedNode(DCT + "created")
DCT_CREATOR: Final = NamedNode(DCT + "creator")
DCT_DESCRIPTION: Final = NamedNode(DCT + "description")
DCT_HAS_VERSION: Final = NamedNode(DCT + "hasVersion")
DCT_LICENSE: Final = NamedNode(DCT + "license")
DCT_MODIFIED: Final = NamedNode(DCT + "modified")
OA_START: Final = NamedNode(OA + "start")
OA_END: Final = NamedNode(OA + "end")
OA_TEXT_POSITION_SELECTOR: Final = NamedNode(OA + "TextPositionSelector")
ORG_MEMBERSHIP: Final = NamedNode(ORG + "Membership")
PROV_ACTIVITY: Final = NamedNode(PROV + "Activity")
PROV_WAS_GENERATED_BY: Final = NamedNode(PROV + "wasGeneratedBy")
PROV_WAS_ASSOCIATED_WITH: Final = NamedNode(PROV + "wasAssociatedWith")
PROV_USED: Final = NamedNode(PROV + "used")
PROV_ENTITY: Final = NamedNode(PROV + "Entity")
PROV_SOFTWARE_AGENT: Final = NamedNode(PROV + "SoftwareAgent")
PROV_VALUE: Final = NamedNode(PROV + "value")
PROV_WAS_DERIVED_FROM: Final = NamedNode(PROV + "wasDerivedFrom")
PROV_WAS_ATTRIBUTED_TO: Final = NamedNode(PROV + "wasAttributedTo")
PROV_STARTED_AT_TIME: Final = NamedNode(PROV + "startedAtTime")
PROV_ENDED_AT_TIME: Final = NamedNode(PROV + "endedAtTime")
VOID_DATASET: Final = NamedNode(VOID + "Dataset")
NP_NANOPUBLICATION: Final = NamedNode(NP + "Nanopublication")
NP_HAS_ASSERTION: Final = NamedNode(NP + "hasAssertion")
NP_HAS_PROVENANCE: Final = NamedNode(NP + "hasProvenance")
NP_HAS_PUBLICATION_INFO: Final = NamedNode(NP + "hasPublicationInfo")
CC_BY_LICENCE: Final = NamedNode("http://creativecommons.org/licenses/by/4.0/")
XSD_STRING: Final = NamedNode(XSD + "string")
XSD_INTEGER: Final = NamedNode(XSD + "integer")
XSD_DECIMAL: Final = NamedNode(XSD + "decimal")
XSD_BOOLEAN: Final = NamedNode(XSD + "boolean")
XSD_DATE: Final = NamedNode(XSD + "date")
XSD_DATE_TIME: Final = NamedNode(XSD + "dateTime")

# --- classes ---
ACTOR: Final = _sp("Actor")
STATE: Final = _sp("State")
INSTITUTION: Final = _sp("Institution")
AGENCY: Final = _sp("Agency")
JHA_AGENCY: Final = _sp("JHAAgency")
NETWORK: Final = _sp("Network")
INTERNATIONAL_ORGANISATION: Final = _sp("InternationalOrganisation")
BLOC: Final = _sp("Bloc")
PRESIDENCY: Final = _sp("Presidency")
PERSON: Final = _sp("Person")
COUNCIL_CONFIGURATION: Final = _sp("CouncilConfiguration")
DOCUMENT: Final = _sp("Document")
SECTION: Final = _sp("Section")
MEETING: Final = _sp("Meeting")
AGENDA_ITEM: Final = _sp("AgendaItem")
EVIDENCED: Final = _sp("Evidenced")
STATEMENT: Final = _sp("Statement")
POSITION_CLAIM: Final = _sp("PositionClaim")
HOLDER_SET: Final = _sp("HolderSet")
JOINT_LETTER: Final = _sp("JointLetter")
CHOICE: Final = _sp("Choice")
AGREEMENT: Final = _sp("Agreement")
FILE_STAGE: Final = _sp("FileStage")
PARTICIPATION: Final = _sp("Participation")
CITATION: Final = _sp("Citation")
COMMITMENT: Final = _sp("Commitment")
FINDING: Final = _sp("Finding")
NOTICE: Final = _sp("Notice")
EVIDENCE: Final = _sp("Evidence")
PROPOSAL: Final = _sp("Proposal")
ISSUE: Final = _sp("Issue")
THEME: Final = _sp("Theme")
CANDIDATE_ISSUE: Final = _sp("CandidateIssue")
REVIEW: Final = _sp("Review")
ISSUE_MERGE: Final = _sp("IssueMerge")
PUBLICATION: Final = _sp("Publication")
TIE: Final = _sp("Tie")
INGEST_RUN: Final = _sp("IngestRun")
DOCUMENT_CHANGE: Final = _sp("DocumentChange")
CHANGE_KIND_CLASS: Final = _sp("ChangeKind")
MEMBER_STATE: Final = _sp("MemberState")
EU_MEMBERSHIP: Final = _sp("EUMembership")
SUPPORTING_CLAIM: Final = _sp("SupportingClaim")
OPPOSING_CLAIM: Final = _sp("OpposingClaim")
DEBATE: Final = _sp("Debate")
CONTESTED_DEBATE: Final = _sp("ContestedDebate")
CONTESTED_ISSUE: Final = _sp("ContestedIssue")
NAMED_COALITION: Final = _sp("NamedCoalition")
VAGUE_QUANTIFIER: Final = _sp("VagueQuantifier")
UNCOUNTED_COALITION: Final = _sp("UncountedCoalition")
ONLY_NAMED: Final = _sp("OnlyNamed")
UNANSWERED: Final = _sp("Unanswered")
REPORTED_MEETING: Final = _sp("ReportedMeeting")
ANNOUNCEMENT: Final = _sp("Announcement")
REPORTED_CLAIM: Final = _sp("ReportedClaim")
KEPT_ANNOUNCEMENT: Final = _sp("KeptAnnouncement")
DROPPED_ANNOUNCEMENT: Final = _sp("DroppedAnnouncement")
CONTROLLED_VALUE: Final = _sp("ControlledValue")
POLARITY_CLASS: Final = _sp("Polarity")
SPEECH_ACT_CLASS: Final = _sp("SpeechAct")
MODALITY_CLASS: Final = _sp("Modality")
QUANTIFIER_CLASS: Final = _sp("Quantifier")
DOCUMENT_KIND_CLASS: Final = _sp("DocumentKind")
ITEM_FORM_CLASS: Final = _sp("ItemForm")
OPTION_CLASS: Final = _sp("Option")
OBLIGATION_CLASS: Final = _sp("Obligation")
ROLE_CLASS: Final = _sp("Role")
AGREEMENT_KIND_CLASS: Final = _sp("AgreementKind")
STAGE_CLASS: Final = _sp("Stage")
FINDING_TYPE_CLASS: Final = _sp("FindingType")
PROPOSAL_KIND_CLASS: Final = _sp("ProposalKind")
REVIEWED_CLAIM: Final = _sp("ReviewedClaim")
REVIEW_DECISION_CLASS: Final = _sp("ReviewDecision")
REVIEW_STATUS_CLASS: Final = _sp("ReviewStatus")

# --- properties of actors ---
P_CODE: Final = _sp("code")
P_ADJECTIVE: Final = _sp("adjective")
P_INHABITANT: Final = _sp("inhabitant")
P_MEMBER: Final = _sp("member")
P_OF: Final = _sp("of")
P_FROM: Final = _sp("from")
P_UNTIL: Final = _sp("until")
P_HELD_BY: Final = _sp("heldBy")
P_MEMBERSHIP: Final = _sp("membership")
P_IN_FORCE_AT: Final = _sp("inForceAt")
P_MEMBER_STATE_AT: Final = _sp("memberStateAt")
P_IN_NETWORK: Final = _sp("inNetwork")

# --- properties of documents, sections, meetings, agenda items ---
P_KIND: Final = _sp("kind")
P_DOSSIER: Final = _sp("dossier")
P_NUMBER: Final = _sp("number")
P_ADDRESSEE: Final = _sp("addressee")
P_SIGNATORY_NAME: Final = _sp("signatoryName")
P_FILE_NAME: Final = _sp("fileName")
P_SHA256: Final = _sp("sha256")
P_TEXT: Final = _sp("text")
P_CONCERNS_MEETING: Final = _sp("concernsMeeting")
P_EXTRACTOR_VERSION: Final = _sp("extractorVersion")
P_CITES: Final = _sp("cites")
P_CONFIGURATION: Final = _sp("configuration")
P_IS_INFORMAL: Final = _sp("isInformal")
P_START_DATE: Final = _sp("startDate")
P_END_DATE: Final = _sp("endDate")
P_COUNTRY: Final = _sp("country")
P_PRESIDENCY: Final = _sp("presidency")
P_MEETING: Final = _sp("meeting")
P_ITEM_NUMBER: Final = _sp("itemNumber")
P_ITEM_ORDER: Final = _sp("itemOrder")
P_PART: Final = _sp("part")
P_FORM: Final = _sp("form")
P_DOCUMENT: Final = _sp("document")
P_SECTION_NUMBER: Final = _sp("sectionNumber")
P_SECTION_ORDER: Final = _sp("sectionOrder")
P_AGENDA_ITEM: Final = _sp("agendaItem")

# --- properties of claims, holder sets, evidence ---
P_SECTION: Final = _sp("section")
P_REPORTER: Final = _sp("reporter")
P_HOLDER_SET: Final = _sp("holderSet")
P_POLARITY: Final = _sp("polarity")
P_SPEECH_ACT: Final = _sp("speechAct")
P_VERB: Final = _sp("verb")
P_MODALITY: Final = _sp("modality")
P_ABOUT: Final = _sp("about")
P_ABOUT_PROPOSAL: Final = _sp("aboutProposal")
P_TARGET_TEXT: Final = _sp("targetText")
P_CONDITION: Final = _sp("condition")
P_REFERS_TO: Final = _sp("refersTo")
P_EVIDENCE: Final = _sp("evidence")
P_RULE: Final = _sp("rule")
P_CONFIDENCE: Final = _sp("confidence")
P_NAMED_HOLDER: Final = _sp("namedHolder")
P_EXCLUDED_HOLDER: Final = _sp("excludedHolder")
P_QUANTIFIER: Final = _sp("quantifier")
P_EXACT_COUNT: Final = _sp("exactCount")
P_TIE_OF: Final = _sp("tieOf")
P_AGREEMENT_CERTAIN: Final = _sp("agreementCertain")
P_AGREEMENT_POSSIBLE: Final = _sp("agreementPossible")
P_CONFLICT_CERTAIN: Final = _sp("conflictCertain")
P_CONFLICT_POSSIBLE: Final = _sp("conflictPossible")
P_MIN_HOLDERS: Final = _sp("minHolders")
P_MAX_HOLDERS: Final = _sp("maxHolders")
P_UNIVERSE: Final = _sp("universe")
P_UNIVERSE_SIZE: Final = _sp("universeSize")
P_PHRASE: Final = _sp("phrase")
P_DISJOINT_FROM: Final = _sp("disjointFrom")
P_QUOTE: Final = _sp("quote")
P_SPAN: Final = _sp("span")
P_SPAN_ORDER: Final = _sp("spanOrder")
P_PAGE: Final = _sp("page")
P_SOURCE_PLACE: Final = _sp("sourcePlace")

# --- properties of the other statements ---
P_SIGNATORY: Final = _sp("signatory")
P_ADDRESSED_TO: Final = _sp("addressedTo")
P_CLAIMED_COUNT: Final = _sp("claimedCount")
P_CHOOSER: Final = _sp("chooser")
P_MECHANISM: Final = _sp("mechanism")
P_OPTION: Final = _sp("option")
P_OBLIGATION: Final = _sp("obligation")
P_PARTY: Final = _sp("party")
P_AGREEMENT_KIND: Final = _sp("agreementKind")
P_STAGE: Final = _sp("stage")
P_AGREEMENT_DATE: Final = _sp("agreementDate")
P_IDENTIFIER: Final = _sp("identifier")
P_PROPOSED_BY: Final = _sp("proposedBy")
P_PROPOSAL_KIND: Final = _sp("proposalKind")
P_PARTICIPANT: Final = _sp("participant")
P_ROLE: Final = _sp("role")
P_FINDING_TYPE: Final = _sp("findingType")
P_CONCERNS: Final = _sp("concerns")
P_SAID: Final = _sp("said")
P_FOUND: Final = _sp("found")
P_NOTICE_CODE: Final = _sp("noticeCode")
P_MESSAGE: Final = _sp("message")

# --- properties that the reasoning step and analysts write ---
P_DEBATES: Final = _sp("debates")
P_INCLUDES_CLAIM: Final = _sp("includesClaim")
P_ANSWERED_BY: Final = _sp("answeredBy")
P_MERGED_INTO: Final = _sp("mergedInto")
P_MERGED_ISSUE: Final = _sp("mergedIssue")
P_TARGET_ISSUE: Final = _sp("targetIssue")
P_UNDOES: Final = _sp("undoes")
P_AUTHOR: Final = _sp("author")
P_REASON: Final = _sp("reason")
P_PUBLICATION_OF: Final = _sp("publicationOf")
P_RUN_NUMBER: Final = _sp("runNumber")
P_GENERATION: Final = _sp("generation")
P_IS_COMPLETE: Final = _sp("isComplete")
P_CHANGE: Final = _sp("change")
P_CHANGE_KIND: Final = _sp("changeKind")
P_CHANGED_DOCUMENT: Final = _sp("changedDocument")
P_SOURCE_FILE: Final = _sp("sourceFile")
P_CLAIMS_GAINED: Final = _sp("claimsGained")
P_CLAIMS_LOST: Final = _sp("claimsLost")

# --- properties of reviews ---
P_DECISION: Final = _sp("decision")
P_DECIDED_ON: Final = _sp("decidedOn")
P_TAKES_BACK: Final = _sp("takesBack")
P_SEES: Final = _sp("sees")
P_YIELDS: Final = _sp("yields")
P_OUTCOME: Final = _sp("outcome")
P_ON_ISSUE: Final = _sp("onIssue")
P_DECIDED_WITH: Final = _sp("decidedWith")
P_ANSWERED_WITH: Final = _sp("answeredWith")
P_SEES_ANSWER: Final = _sp("seesAnswer")
P_REVIEWED_DOCUMENT: Final = _sp("reviewedDocument")
P_REVIEWED_QUOTE: Final = _sp("reviewedQuote")
P_REVIEWED_START: Final = _sp("reviewedStart")
P_REVIEWED_END: Final = _sp("reviewedEnd")
P_OCCURRENCE: Final = _sp("occurrence")
P_PAPER_FILE_NAME: Final = _sp("paperFileName")
P_PAPER_KIND: Final = _sp("paperKind")
P_PAPER_REPORTER: Final = _sp("paperReporter")
P_PAPER_MEETING: Final = _sp("paperMeeting")
P_PAPER_DOSSIER: Final = _sp("paperDossier")
P_PAPER_NUMBER: Final = _sp("paperNumber")
P_CHANGED_FIELD: Final = _sp("changedField")
P_REVIEWED_POLARITY: Final = _sp("reviewedPolarity")
P_REVIEWED_SPEECH_ACT: Final = _sp("reviewedSpeechAct")
P_REVIEWED_MODALITY: Final = _sp("reviewedModality")
P_REVIEWED_ISSUE: Final = _sp("reviewedIssue")
P_REVIEWED_TARGET_TEXT: Final = _sp("reviewedTargetText")
P_REVIEWED_CONDITION: Final = _sp("reviewedCondition")
P_REVIEWED_HOLDER: Final = _sp("reviewedHolder")
P_REVIEWED_EXCLUSION: Final = _sp("reviewedExclusion")
P_REVIEWED_QUANTIFIER: Final = _sp("reviewedQuantifier")
P_REVIEWED_COUNT: Final = _sp("reviewedCount")
P_REVIEWED_MINIMUM: Final = _sp("reviewedMinimum")
P_REVIEWED_MAXIMUM: Final = _sp("reviewedMaximum")
P_REVIEWED_UNIVERSE_SIZE: Final = _sp("reviewedUniverseSize")
P_REVIEWED_PHRASE: Final = _sp("reviewedPhrase")
P_REVIEW_STATUS: Final = _sp("reviewStatus")

# --- values, by the string of JSON output ---
POLARITY: Final = _values(
    "polarity", "support", "conditional-support", "oppose", "critical", "neutral"
)
SPEECH_ACT: Final = _values(
    "act",
    "support",
    "propose",
    "call-for",
    "stress",
    "welcome",
    "state",
    "announce",
    "criticise",
    "offer",
)
MODALITY: Final = _values("modality", "stated", "standing", "planned", "expected")
QUANTIFIER: Final = _values(
    "quantifier",
    "all",
    "consensus",
    "majority",
    "qualified-majority",
    "large-part",
    "many",
    "several",
    "some",
    "part",
    "unspecified",
    "exact",
)
DOCUMENT_KIND: Final = _values("kind", "annotated-agenda", "report", "letter", "other")
ITEM_FORM: Final = _values("form", "working-session", "working-lunch", "plenary-item")
OPTION: Final = _values("option", "relocation", "financial", "alternative", "refuses")
OBLIGATION: Final = _values("obligation", "exemption-possible", "significant-migratory-situation")
ROLE: Final = _values("role", "presenter", "speaker", "addressee", "author", "mentioned")
AGREEMENT_KIND: Final = _values(
    "agreement", "provisional", "political", "adopted", "general-approach"
)
STAGE: Final = _values("stage", "trilogue", "signature-planned")
FINDING_TYPE: Final = _values("finding", "count-against-list", "citation-against-citation")
PROPOSAL_KIND: Final = _values(
    "proposal",
    "regulation",
    "directive",
    "decision",
    "recommendation",
    "action-plan",
    "non-paper",
    "memorandum",
    "compromise",
    "conclusions",
    "unspecified",
)
REVIEW_DECISION: Final = _values(
    "decision", "confirm", "reject", "correct", "add", "split", "overrule", "undo"
)
REVIEW_STATUS: Final = _values("review", "confirmed", "corrected", "added", "split")
CHANGE_KIND: Final = _values("change", "read", "replaced", "removed", "refused")

SCHEMES: Final = MappingProxyType(
    {
        "polarity": _sp("Polarities"),
        "speech-act": _sp("SpeechActs"),
        "modality": _sp("Modalities"),
        "quantifier": _sp("Quantifiers"),
        "document-kind": _sp("DocumentKinds"),
        "item-form": _sp("ItemForms"),
        "option": _sp("Options"),
        "obligation": _sp("Obligations"),
        "role": _sp("Roles"),
        "agreement-kind": _sp("AgreementKinds"),
        "stage": _sp("Stages"),
        "finding-type": _sp("FindingTypes"),
        "proposal-kind": _sp("ProposalKinds"),
        "review-decision": _sp("ReviewDecisions"),
        "review-status": _sp("ReviewStatuses"),
        "change-kind": _sp("ChangeKinds"),
        "issue": NamedNode(f"{ID}scheme/issues"),
    }
)
"""The concept scheme of each kind of value, and that of the issues."""
