"""What ingest finds in a document, as plain records; quads are made of these alone."""

from dataclasses import dataclass
from datetime import date

from ingest.flat import Span
from ingest.raw import PLAIN_TEXT, Place


@dataclass(frozen=True)
class Evidence:
    """Raw spans (half-open, code points) and the quote they fold to."""

    spans: tuple[Span, ...]
    quote: str

    @property
    def start(self) -> int:
        """Offset of the first span."""
        return self.spans[0][0]

    @property
    def longest(self) -> Span:
        """The longest span: what stands for the evidence where only one span can be said."""
        return max(self.spans, key=lambda span: span[1] - span[0])


@dataclass(frozen=True)
class HolderSet:
    """Who holds a position: named holders, or a group that is only counted, or both."""

    named: tuple[str, ...] = ()
    quantifier: str | None = None
    count: int | None = None
    excluded: tuple[str, ...] = ()
    others: bool = False  # "andere lidstaten": the group counts besides the named
    joined: bool = False  # "net als": named holders stand beside the group, not inside it
    alternative: bool = False  # "een ander deel": disjoint from the group before
    phrase: str = ""
    margin: str | None = None  # "ten minste tien": least, more, most, less or about

    @property
    def counted(self) -> bool:
        """True if the source says how many they are, and leaves nothing open."""
        return self.quantifier == "exact" and self.margin is None

    @property
    def group(self) -> str | None:
        """The quantifier as JSON output writes it ("exact:20"); None if only named holders."""
        if self.quantifier == "exact":
            return f"exact:{self.count}"
        return self.quantifier

    def same_holders(self, other: "HolderSet") -> bool:
        """True if both say the same about who holds."""
        return (
            set(self.named) == set(other.named)
            and self.group == other.group
            and self.alternative == other.alternative
        )


@dataclass(frozen=True)
class Section:
    """A part of a document under one heading; `item` is the agenda item's number, if it is one."""

    number: str
    order: int
    title: str
    start: int
    end: int
    is_item: bool
    part: str | None = None
    form: str | None = None


@dataclass(frozen=True)
class Claim:
    """One position claim; `refers_to` is the index of the claim it joins or takes up."""

    evidence: Evidence
    holders: HolderSet
    polarity: str
    act: str
    status: str
    verb: str
    targets: tuple[str, ...]
    target_text: str
    section: Section
    rules: tuple[str, ...]
    confidence: float
    condition: str = ""
    refers_to: int | None = None
    disjoint_from: int | None = None
    addressees: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()  # keys of the proposals it is about


@dataclass(frozen=True)
class Choice:
    """A state's pick among the options of a mechanism."""

    state: str
    mechanism: str
    options: tuple[str, ...]
    obligations: tuple[str, ...]
    section: Section
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class JointLetter:
    """Who signed, how many are said to have, on which issue, to whom."""

    signatories: tuple[str, ...]
    claimed_count: int | None
    addressees: tuple[str, ...]
    issue: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Agreement:
    """Who agreed on what, of which kind, when."""

    parties: tuple[str, ...]
    kind: str
    day: date | None
    targets: tuple[str, ...]
    target_text: str
    section: Section
    evidence: Evidence
    applies: date | None = None  # the day from which what was agreed applies
    proposals: tuple[str, ...] = ()  # identifiers of the proposals it settles


@dataclass(frozen=True)
class FileStage:
    """How far a file has come where no agreement was reached: trilogue, signature-planned."""

    stage: str
    targets: tuple[str, ...]
    section: Section
    evidence: Evidence


@dataclass(frozen=True)
class Citation:
    """A paper that is cited: identifier as normalised ("32317 nr. 987")."""

    identifier: str
    dossier: str | None
    number: str | None
    evidence: tuple[Evidence, ...]
    kind: str = "paper"  # paper, commitment, proposal


@dataclass(frozen=True)
class ProposalMention:
    """A place where a proposal is named, or taken up ("dit voorstel"); `title` is its own words."""

    kind: str
    authors: tuple[str, ...]
    identifier: str | None
    title: str
    words: str
    section: Section
    rules: tuple[str, ...]
    evidence: Evidence


@dataclass(frozen=True)
class Proposal:
    """A proposal that the document names; `key` is its identifier, else unique in the document."""

    key: str
    kind: str
    authors: tuple[str, ...]
    identifier: str | None
    title: str
    mentions: tuple[ProposalMention, ...]


@dataclass(frozen=True)
class Participation:
    """Somebody's role at an item: presenter, speaker, addressee, author, mentioned."""

    actor: str
    role: str
    section: Section
    evidence: Evidence


@dataclass(frozen=True)
class Finding:
    """What the document does not bear out; `concerns` names a joint letter or citations."""

    kind: str
    said: str
    found: str
    concerns: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Notice:
    """Something read but not understood: stored, counted, shown."""

    code: str
    message: str
    section: Section
    evidence: Evidence


@dataclass(frozen=True)
class SentenceReading:
    """How one sentence was read.

    `kind` is claim, fact, procedure or unread; `claims` are indices into Extraction.claims,
    `dropped` are (rule, code, message) of cues that gave no claim, `cues` rules whose words occur
    although nobody was found to hold them.
    """

    section: Section
    evidence: Evidence
    kind: str
    holders: tuple[str, ...]
    claims: tuple[int, ...]
    dropped: tuple[tuple[str, str, str], ...]
    cues: tuple[str, ...]


@dataclass(frozen=True)
class MeetingMention:
    """A meeting that the document names: configuration, first and last day."""

    configuration: str
    start: date
    end: date
    informal: bool
    country: str | None
    evidence: Evidence | None = None


@dataclass(frozen=True)
class Letterhead:
    """What stands above and below a letter."""

    kind: str
    language: str
    reporter: str
    day: date | None = None
    dossier: str | None = None
    number: str | None = None
    addressee: str | None = None
    signatories: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True)
class Extraction:
    """Everything one document says, in text order."""

    name: str
    text: str
    sha256: str
    letterhead: Letterhead
    sections: tuple[Section, ...]
    meetings: tuple[MeetingMention, ...]
    claims: tuple[Claim, ...]
    choices: tuple[Choice, ...] = ()
    letters: tuple[JointLetter, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    stages: tuple[FileStage, ...] = ()
    citations: tuple[Citation, ...] = ()
    participations: tuple[Participation, ...] = ()
    findings: tuple[Finding, ...] = ()
    notices: tuple[Notice, ...] = ()
    file_name: str = ""
    proposals: tuple[Proposal, ...] = ()
    sentences: tuple[SentenceReading, ...] = ()
    body_sha256: str = ""  # of what it says without addressee and number, see hash_body()
    media_type: str = PLAIN_TEXT
    places: tuple[Place, ...] = ()
    source: str = ""  # IRI of the document that it was coded from, if it is known
