"""Which claims are about which proposal: what their target names, or takes up from before."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.facts import SentencePlace
from ingest.gathering import Gathered, make_key
from ingest.language import Language
from ingest.proposal_rules import proposal_rules
from ingest.proposals import UNSPECIFIED, Named
from ingest.records import Claim, Proposal, ProposalMention, SentenceReading

PAPERS = frozenset(("non-paper", "memorandum", "conclusions"))
MAX_LABEL = 14  # words


class ClaimTier:
    """Ties the claims of one document to its proposals; may add what a claim itself proposes."""

    def __init__(
        self,
        sentences: Sequence[SentencePlace],
        gathered: Gathered,
        language: Language,
        link: Callable[[str, SentencePlace], tuple[str, ...]],
    ) -> None:
        """`link` gives the issues that a proposal's name stands for in a sentence's section."""
        self.sentences, self.gathered, self.link = sentences, gathered, link
        self.patterns = proposal_rules(language.code).patterns
        self.proposals = {proposal.key: proposal for proposal in gathered.proposals}

    def tie(
        self, claims: Sequence[Claim], readings: Sequence[SentenceReading]
    ) -> tuple[list[Claim], tuple[Proposal, ...]]:
        """The claims, each with the proposals it is about, and all proposals."""
        tied = list(claims)
        for index, reading in enumerate(readings):
            for at in reading.claims:
                keys = self._keys(tied, at, index)
                if keys:
                    targets = self._targets(tied[at], index)
                    tied[at] = replace(
                        tied[at], proposals=tuple(dict.fromkeys(keys)), targets=targets
                    )
        return tied, tuple(self.proposals.values())

    def _keys(self, claims: list[Claim], at: int, index: int) -> list[str]:
        claim = claims[at]
        words = _own_words(claim)
        keys = self._named_in(words, index)
        if self.patterns["pronominal"].search(words):
            keys += self._topic(index)
        if claim.refers_to is None:
            return keys
        before, text = claims[claim.refers_to], self.sentences[index].text
        if before.act == "propose" and not before.proposals and self._takes_up(words, index):
            key = self._proposed(before, keys)
            claims[claim.refers_to] = replace(before, proposals=(key,) if key else ())
            return [key] if key else keys
        if any(_overlaps(named, words, text) for named in self.gathered.loose.get(index, ())):
            return keys  # "dit voorstel" of which nobody can say which it is
        is_taken_up = claim.target_text != words or self.patterns["taking_up"].search(words)
        if not keys and is_taken_up and len(before.proposals) == 1:
            return list(before.proposals)
        return keys

    def _named_in(self, words: str, index: int) -> list[str]:
        """Keys of the proposals named in the target's words; not of a paper that says it."""
        text = self.sentences[index].text
        return [
            key
            for named, key in self.gathered.by_sentence.get(index, ())
            if _overlaps(named, words, text)
            and not (named.kind in PAPERS and self.patterns["vehicle"].search(text[: named.start]))
        ]

    def _topic(self, index: int) -> list[str]:
        """The proposal that the sentence before begins with: what "hierover" is about."""
        if index == 0 or self.sentences[index].section != self.sentences[index - 1].section:
            return []
        text = self.sentences[index - 1].text
        before = self.gathered.by_sentence.get(index - 1, ())
        return [key for named, key in before if text[: named.start].count(" ") <= 1][:1]

    def _targets(self, claim: Claim, index: int) -> tuple[str, ...]:
        """The issues of the paper that "hierover" takes up, else those that the claim has."""
        if not self.patterns["pronominal"].search(_own_words(claim)):
            return claim.targets
        titles = [self.proposals[key].title for key in self._topic(index)]
        found = self.link(titles[0], self.sentences[index]) if titles else ()
        return found or claim.targets

    def _takes_up(self, words: str, index: int) -> bool:
        """True if the target says "dit voorstel" and the like."""
        tied = [named for named, _ in self.gathered.by_sentence.get(index, ())]
        text = self.sentences[index].text
        return any(
            named.kind == UNSPECIFIED and named.anaphoric and _overlaps(named, words, text)
            for named in (*tied, *self.gathered.loose.get(index, ()))
        )

    def _proposed(self, claim: Claim, keys: Sequence[str]) -> str | None:
        """The key of what a claim proposes, if its holders are known; None if it is another's."""
        authors, about = claim.holders.named, _own_words(claim)
        if keys:
            known = self.proposals[keys[0]]
            return keys[0] if set(known.authors) == set(authors) else None
        if not authors or not about or claim.holders.quantifier is not None:
            return None
        title = re.split(r"[,;:]", " ".join(about.split()[:MAX_LABEL]))[0]
        key = make_key(UNSPECIFIED, authors, title)
        mention = ProposalMention(
            UNSPECIFIED,
            authors,
            None,
            title,
            title,
            claim.section,
            ("proposal.proposed",),
            claim.evidence,
        )
        new = Proposal(key, UNSPECIFIED, authors, None, title, (mention,))
        self.proposals.setdefault(key, new)
        return key


def _own_words(claim: Claim) -> str:
    """The target's words without those of the claim that it takes up, which stand in brackets."""
    if claim.target_text.startswith("["):
        return ""
    return claim.target_text.split(" [")[0]


def _overlaps(named: Named, words: str, text: str) -> bool:
    start = text.find(words) if words else -1
    return start >= 0 and named.start < start + len(words) and start < named.end
