"""Which terms the projection looks at, and in what part; see graph.projecting."""

from ontology import terms

DOCUMENT_IRIS = f"{terms.ID}document/"
DOCUMENT_GRAPHS = f"{terms.ID}graph/document/"

CLAIM_FIELDS = (
    "claim", "document", "meeting", "item", "polarity", "modality", "confidence", "min", "max",
    "universe", "quantifier", "exactCount",
)  # fmt: skip
OF_CLAIM = (
    terms.P_DOCUMENT, terms.P_MEETING, terms.P_AGENDA_ITEM, terms.P_POLARITY, terms.P_MODALITY,
    terms.P_CONFIDENCE,
)  # fmt: skip
OF_HOLDERS = (
    terms.P_MIN_HOLDERS, terms.P_MAX_HOLDERS, terms.P_UNIVERSE, terms.P_QUANTIFIER,
    terms.P_EXACT_COUNT,
)  # fmt: skip
LISTED_CLAIM = (
    terms.P_DOCUMENT,
    terms.P_POLARITY,
    terms.P_MODALITY,
    terms.P_CONFIDENCE,
    terms.P_SPEECH_ACT,
)
LISTED_HOLDERS = (terms.P_MIN_HOLDERS, terms.P_MAX_HOLDERS, terms.P_PHRASE)
"""What the stored question `claims` asks of a claim and of its holders."""
OWN = {
    terms.DOCUMENT: "document",
    terms.SECTION: "section",
    terms.POSITION_CLAIM: "claim",
    terms.FINDING: "finding",
    terms.NOTICE: "notice",
    terms.CHOICE: "choice",
    terms.PARTICIPATION: "participation",
}
OF_THINGS = {
    terms.MEETING, terms.ISSUE, terms.CANDIDATE_ISSUE, terms.STATE, terms.INSTITUTION,
    terms.AGENCY, terms.JHA_AGENCY, terms.NETWORK, terms.INTERNATIONAL_ORGANISATION, terms.BLOC,
    terms.PRESIDENCY,
}  # fmt: skip
SHARED = {terms.AGENDA_ITEM, terms.JOINT_LETTER}
ONCE = {
    terms.DCT_TITLE: "title",
    terms.P_KIND: "kind",
    terms.DCT_DATE: "date",
    terms.DCT_LANGUAGE: "language",
    terms.P_DOSSIER: "dossier",
    terms.P_NUMBER: "number",
    terms.P_REPORTER: "reporter",
    terms.P_FILE_NAME: "file_name",
    terms.P_SHA256: "sha256",
    terms.P_EXTRACTOR_VERSION: "extractor",
}
OF_CHOICE = (terms.P_DOCUMENT, terms.P_MEETING, terms.P_SECTION, terms.P_MECHANISM, terms.P_CHOOSER)
SAID_OF_OWN = {
    terms.P_DOCUMENT, terms.P_MEETING, terms.P_CONCERNS_MEETING, terms.P_ABOUT, terms.P_POLARITY,
    terms.P_HOLDER_SET, terms.P_NAMED_HOLDER, terms.P_EXCLUDED_HOLDER, terms.P_CHOOSER,
    terms.P_PARTICIPANT, terms.P_OPTION, terms.P_REVIEW_STATUS, *OF_CHOICE, *OF_CLAIM, *OF_HOLDERS,
    *LISTED_CLAIM, *LISTED_HOLDERS, terms.P_TARGET_TEXT, terms.P_EVIDENCE, terms.P_QUOTE,
    terms.P_SPAN, terms.OA_START, *ONCE,
}  # fmt: skip
SAID_OF_THINGS = {
    terms.P_START_DATE, terms.P_END_DATE, terms.P_IS_INFORMAL, terms.P_CONFIGURATION,
    terms.P_COUNTRY, terms.P_PRESIDENCY, terms.SKOS_PREF_LABEL, terms.SKOS_NOTATION,
    terms.SKOS_BROADER,
}  # fmt: skip
# What is looked at; the rest of a graph may be left away.
READ = {
    terms.RDF_TYPE, terms.P_SIGNATORY, terms.P_CLAIMED_COUNT, terms.P_DISJOINT_FROM, *SAID_OF_OWN,
    *SAID_OF_THINGS,
}  # fmt: skip
DATED = {terms.P_START_DATE, terms.P_END_DATE, terms.DCT_DATE}
FOR = {terms.POLARITY["support"], terms.POLARITY["conditional-support"]}
AGAINST = {terms.POLARITY["oppose"], terms.POLARITY["critical"]}

LETTER_IRIS = f"{terms.ID}joint-letter/"
PROPOSAL_IRIS = f"{terms.ID}proposal/"
MEETING_IRIS = f"{terms.ID}meeting/"
REVIEW_IRIS = f"{terms.ID}review/"
