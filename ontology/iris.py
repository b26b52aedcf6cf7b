"""Mints the IRIs of things from their source fields; knows no RDF store and reads no file.

The same fields always give the same IRI, so a second ingest of a document writes identical quads.
"""

import re
import unicodedata
from datetime import date

from pyoxigraph import NamedNode

from ontology.terms import ID, META_GRAPHS, SP

REFERENCE_GRAPH = META_GRAPHS["reference"]
REVIEWS_GRAPH = META_GRAPHS["reviews"]
INFERRED_GRAPH = META_GRAPHS["inferred"]
ISSUE_MERGES_GRAPH = META_GRAPHS["issue-merges"]
ONTOLOGY = NamedNode(SP.removesuffix("#"))
DATASET = NamedNode(f"{ID}dataset")
# Where a store on another machine says what it holds, and keeps the merge of all graphs if it must.
STORE_STATE_GRAPH = NamedNode(f"{ID}graph/store")
MERGE_GRAPH = NamedNode(f"{ID}graph/merge")
STORE_NODE = NamedNode(f"{ID}store")
INFERENCE_RUN = NamedNode(f"{ID}inference/run")

_NO_SLUG = re.compile(r"[^a-z0-9]+")
# Letters that Unicode does not decompose into a base letter and a mark.
_PLAIN_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "þ": "th", "ð": "d", "ı": "i"}
)


def slug(text: str) -> str:
    """Lower-case ASCII words joined by hyphens: "Terugkeer naar Syrië" -> "terugkeer-naar-syrie".

    "" if the text holds no Latin letter and no digit.
    """
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_PLAIN_LETTERS))
    plain = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return _NO_SLUG.sub("-", plain).strip("-")


def _node(path: str) -> NamedNode:
    return NamedNode(ID + path)


def _under(parent: NamedNode, path: str) -> NamedNode:
    return NamedNode(f"{parent.value}/{path}")


def document_iri(sha256: str) -> NamedNode:
    """The document whose raw bytes have this SHA-256 (hexadecimal, at least 16 digits)."""
    return _node(f"document/{sha256[:16].lower()}")


def document_graph(sha256: str) -> NamedNode:
    """The named graph that holds everything one document says."""
    return _node(f"graph/document/{sha256[:16].lower()}")


def publication_iri(sha256: str) -> NamedNode:
    """One more issue of a document, by the SHA-256 of its own raw bytes."""
    return _node(f"publication/{sha256[:16].lower()}")


def publication_graph(sha256: str) -> NamedNode:
    """The named graph that says of which document a publication is one more issue."""
    return _node(f"graph/publication/{sha256[:16].lower()}")


def run_iri(document: NamedNode) -> NamedNode:
    """The ingest run (prov:Activity) that read this document."""
    return _under(document, "run")


def software_iri(version: str) -> NamedNode:
    """The program, in one version, that made a document's quads."""
    return _node(f"software/standpunt-{version}")


def meeting_iri(configuration: str, start: date) -> NamedNode:
    """The meeting of a configuration that starts on a day: ("JHA", …) -> …/jha-2026-01-22."""
    return _node(f"meeting/{slug(configuration)}-{start.isoformat()}")


def item_iri(meeting: NamedNode, number: str) -> NamedNode:
    """An agenda item by its number in the meeting, as "I.1"."""
    return _under(meeting, f"item/{number}")


def section_iri(document: NamedNode, number: str) -> NamedNode:
    """A section of a document; "L.1", "L.2" … before the agenda, the item's number inside it."""
    return _under(document, f"section/{number}")


def claim_iri(document: NamedNode, start: int, n: int) -> NamedNode:
    """The n-th claim (from 1) whose evidence starts at this code point of the raw text."""
    return _under(document, f"claim/{start}-{n}")


def holders_iri(claim: NamedNode) -> NamedNode:
    """The holder set of a claim."""
    return _under(claim, "holders")


def evidence_iri(owner: NamedNode) -> NamedNode:
    """The evidence of a claim, choice, citation or other thing that a document says."""
    return _under(owner, "evidence")


def letter_evidence_iri(document: NamedNode, n: int) -> NamedNode:
    """The n-th place (from 1) where a document bears out a joint letter."""
    return _under(document, f"letter/{n}/evidence")


def span_iri(evidence: NamedNode, n: int) -> NamedNode:
    """The n-th span (from 1) of a piece of evidence."""
    return _under(evidence, f"span/{n}")


def choice_iri(document: NamedNode, state_code: str) -> NamedNode:
    """A state's choice among the options of a mechanism, as one document reports it."""
    return _under(document, f"choice/{state_code}")


def agreement_iri(document: NamedNode, n: int) -> NamedNode:
    """The n-th agreement (from 1) that a document reports."""
    return _under(document, f"agreement/{n}")


def stage_iri(document: NamedNode, n: int) -> NamedNode:
    """The n-th stage of a file (from 1) that a document reports."""
    return _under(document, f"stage/{n}")


def participation_iri(document: NamedNode, n: int) -> NamedNode:
    """The n-th part (from 1) that somebody plays according to a document."""
    return _under(document, f"participation/{n}")


def citation_iri(document: NamedNode, n: int) -> NamedNode:
    """The n-th paper (from 1) that a document cites."""
    return _under(document, f"citation/{n}")


def commitment_iri(document: NamedNode, n: int) -> NamedNode:
    """The n-th commitment to parliament (from 1) that a document mentions."""
    return _under(document, f"commitment/{n}")


def finding_iri(document: NamedNode, n: int) -> NamedNode:
    """The n-th finding (from 1) about what a document says."""
    return _under(document, f"finding/{n}")


def notice_iri(document: NamedNode, n: int) -> NamedNode:
    """The n-th notice (from 1) that ingest left about a document."""
    return _under(document, f"notice/{n}")


def joint_letter_iri(meeting: NamedNode, issue_slug: str) -> NamedNode:
    """The joint letter on an issue that the papers of a meeting speak of."""
    return _node(f"joint-letter/{meeting.value.rpartition('/')[2]}/{issue_slug}")


def proposal_iri(identifier: str) -> NamedNode:
    """A proposal by its official identifier: "COM(2023) 754" -> …/proposal/com-2023-754."""
    return _node(f"proposal/{slug(identifier)}")


def document_proposal_iri(document: NamedNode, key: str) -> NamedNode:
    """A proposal without an official identifier, as one document names it; also the place of
    the evidence that the document gives for any proposal."""
    return _under(document, f"proposal/{slug(key)}")


def issue_iri(issue_slug: str) -> NamedNode:
    """A known issue by its slug."""
    return _node(f"issue/{issue_slug}")


def candidate_issue_iri(text: str) -> NamedNode:
    """An issue found in text that matches no known one; `text` is the words that name it."""
    return _node(f"issue/candidate/{slug(text)}")


def issue_merge_iri(n: int) -> NamedNode:
    """The n-th decision (from 1) of an analyst to merge two issues, or to take that back."""
    return _node(f"issue-merge/{n}")


def review_iri(digest: str) -> NamedNode:
    """The review whose content has this SHA-256 (hexadecimal, at least 16 digits)."""
    return _node(f"review/{digest[:16].lower()}")


def answer_iri(review: NamedNode) -> NamedNode:
    """The claim of a report that a review takes for the answer to an announcement, as it saw it."""
    return _under(review, "answer")


def reviewed_claim_iri(review: NamedNode, n: int) -> NamedNode:
    """The n-th claim (from 1) that a review yields; 0 is the claim as the analyst saw it."""
    return _under(review, f"claim/{n}" if n else "seen")


def ingest_run_iri(n: int) -> NamedNode:
    """The n-th run of ingest (from 1) of a store."""
    return _node(f"ingest-run/{n}")


def ingest_run_graph(n: int) -> NamedNode:
    """The named graph that says what the n-th run of ingest did."""
    return _node(f"graph/ingest-run/{n}")


def change_iri(run: NamedNode, n: int) -> NamedNode:
    """The n-th change (from 1) of a document in a run of ingest."""
    return _under(run, f"change/{n}")


def debate_iri(document: NamedNode, issue: NamedNode) -> NamedNode:
    """All that a document reports on one issue, known or candidate."""
    return _under(document, f"debate/{issue.value.removeprefix(f'{ID}issue/')}")


def configuration_iri(code: str) -> NamedNode:
    """A Council configuration by its code, as "JHA"."""
    return _node(f"configuration/{code}")


def presidency_iri(code: str) -> NamedNode:
    """A half-year of the Council's chair by its code, as "2026-1"."""
    return _node(f"presidency/{code}")


def bloc_iri(code: str) -> NamedNode:
    """A group of states by its code, as "EU", "Schengen", "Benelux"."""
    return _node(f"bloc/{code}")


def generation_iri(number: int) -> NamedNode:
    """What a store published under this number."""
    return _node(f"dataset/generation/{number}")


def export_iri(digest: str) -> NamedNode:
    """An export, by a hash of what was asked of which generation; also the graph that says so."""
    return _node(f"export/{digest[:16].lower()}")


def export_part_iri(export: NamedNode, part: str) -> NamedNode:
    """The `run` that made an export, or the `query` that it answers."""
    return _under(export, part)


def nanopub_iri(digest: str) -> NamedNode:
    """A nanopublication of one claim, by a hash of its claim and of where it was taken from."""
    return _node(f"nanopub/{digest[:32].lower()}")


def nanopub_part_iri(nanopub: NamedNode, part: str) -> NamedNode:
    """A graph of a nanopublication: Head, assertion, provenance or pubinfo."""
    return NamedNode(f"{nanopub.value}#{part}")


def ontology_version_iri(version: str) -> NamedNode:
    """One version of the ontology (owl:versionIRI)."""
    return NamedNode(f"{ONTOLOGY.value}/{version}")
