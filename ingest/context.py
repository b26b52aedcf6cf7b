"""What one sentence leaves for the next: drafts of claims, what was dropped, the context."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.language import Language
from ingest.records import HolderSet


@dataclass(frozen=True)
class Draft:
    """A claim before its target is linked; offsets are those of the sentence."""

    start: int
    end: int
    holders: HolderSet
    polarity: str
    act: str
    status: str
    verb: str
    target_text: str
    condition: str
    rules: tuple[str, ...]
    confidence: float
    anaphoric: bool
    refers_to: int | None = None
    addressees: tuple[str, ...] = ()
    own_target: bool = True  # the target names a thing, it does not only refer back
    looks_back: bool = False  # the target takes up a sentence before that made no claim
    front: str = ""  # the words of the target that stand in front of the verb
    judged: str = ""  # the words that a rejection is about, where they are told apart


@dataclass(frozen=True)
class Dropped:
    """A cue that gave no claim: the rule that fired and why nothing was made of it."""

    rule: str
    code: str
    message: str


@dataclass(frozen=True)
class Reading:
    """What a sentence gave: claims in text order, and cues that were read but dropped."""

    drafts: tuple[Draft, ...]
    dropped: tuple[Dropped, ...]


@dataclass
class Context:
    """What the sentences before have left behind; claims are counted over the whole document."""

    language: Language
    is_report: bool
    lists: dict[int, tuple[str, ...]] = field(default_factory=dict)
    members: int = 27
    participants: frozenset[str] = frozenset()
    link: Callable[[str], tuple[str, ...]] = lambda _: ()
    last: Draft | None = None
    last_index: int | None = None
    before_last: Draft | None = None
    count: int = 0
    sentences_since: int = 99
    group_before: HolderSet | None = None
    topic: HolderSet | None = None
    mentioned: tuple[HolderSet, ...] = ()  # holder phrases of the sentence before, in its order
    describes: bool = False  # the section says what a proposal holds: "Essentie voorstel"
    said_by: dict[str, tuple[Draft, int]] = field(default_factory=dict)  # last claim of each named

    def start_section(self, title: str = "") -> None:
        """Forget holders and targets: nothing is carried over a heading."""
        self.describes = self.language.signals["describing_heading"].search(title) is not None
        self.last = self.last_index = self.before_last = self.group_before = None
        self.topic = None
        self.mentioned = ()
        self.said_by = {}
        self.sentences_since = 99

    def remember(self, draft: Draft) -> None:
        """Take in a claim; its index is `last_index` afterwards."""
        self.before_last, self.last, self.last_index = self.last, draft, self.count
        self.said_by |= dict.fromkeys(draft.holders.named, (draft, self.count))
        self.count += 1
        self.sentences_since = 0
