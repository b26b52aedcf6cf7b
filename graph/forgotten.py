"""Names of persons that the store must not hold: known by keyed hash, found in text and masked.

`forgotten.json` in the store's folder says no name, only a hash of each and its number of words. A
run of so many words with that hash is the name, however its words are cased, accented, cut at a
line end or joined ("anna-de-vries" in an IRI). Masking keeps every offset: each letter becomes one
█, in an IRI one x.
"""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode, Quad

from graph.durable import read_json, write_json
from graph.errors import ForgetError, StoreDamagedError
from ontology.iris import slug
from ontology.terms import OA_END, OA_START, P_QUOTE, P_SPAN, P_SPAN_ORDER, P_TEXT

FORGOTTEN_FILE = "forgotten.json"
MARK = "█"
IRI_MARK = "x"
LONGEST_GAP = 5

_HIDDEN = "\u00ad\u200b\ufeff"
_CUT = rf"(?:[{_HIDDEN}]+|[-\u2010]\s*\n\s*)"
_LETTERS = r"(?:[^\W_]|[\u0300-\u036f])+"
_WORD = re.compile(rf"{_LETTERS}(?:{_CUT}{_LETTERS})*")
# An end of a sentence or a line of its own between two words does not part a name: "A. de\nVries".
_GAP = re.compile(rf"[\s_.,'’\-\u2010{_HIDDEN}]+")
_CUTS = re.compile(_CUT)


@dataclass(frozen=True)
class ForgottenNames:
    """The names that a store has forgotten: the key of the hashes, and the hashes by length."""

    key: bytes = b""
    hashes: frozenset[tuple[int, str]] = frozenset()
    lengths: tuple[int, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "lengths", tuple(sorted({n for n, _ in self.hashes})))

    def __bool__(self) -> bool:
        return bool(self.hashes)

    def with_names(self, names: Iterable[str]) -> "ForgottenNames":
        """These names as well. Raises ForgetError for one that has no word."""
        key = self.key or secrets.token_bytes(16)
        added = set()
        for name in names:
            words = [word for _, _, word in _words(name)]
            if not words:
                raise ForgetError(f"{name!r} is no name; write it as the papers do")
            added.add((len(words), _hash(key, words)))
        return ForgottenNames(key, self.hashes | added)

    def mask(self, text: str, mark: str = MARK) -> str:
        """The text, as long as it was, with every letter of a forgotten name replaced."""
        spans = list(self._find(text))
        if not spans:
            return text
        letters = list(text)
        for start, end in spans:
            for at in range(start, end):
                if not letters[at].isspace() and (mark == MARK or letters[at].isalnum()):
                    letters[at] = mark
        return "".join(letters)

    def mask_iri(self, iri: str) -> str:
        """The IRI with every letter of a forgotten name replaced."""
        masked = self.mask(iri, IRI_MARK)
        if "%" in masked and self.mask(plain := unquote(masked), IRI_MARK) != plain:
            return quote(self.mask(plain, IRI_MARK), safe=":/?#[]@!$&'()*+,;=-._~")
        return masked

    def mask_quads(self, quads: Iterable[Quad]) -> Sequence[Quad]:
        """The quads without a forgotten name; quotes say what their spans of the text now say."""
        kept = tuple(quads)
        if not self:
            return kept
        masked = [self._masked(quad) for quad in kept]
        if masked == list(kept):
            return kept
        return _quotes_anew(masked)

    def _masked(self, quad: Quad) -> Quad:
        subject, value = quad.subject, quad.object
        if isinstance(subject, NamedNode):
            subject = NamedNode(self.mask_iri(subject.value))
        if isinstance(value, NamedNode):
            value = NamedNode(self.mask_iri(value.value))
        elif isinstance(value, Literal) and (text := self.mask(value.value)) != value.value:
            value = _like(value, text)
        return Quad(subject, quad.predicate, value, quad.graph_name)

    def _find(self, text: str) -> Iterator[tuple[int, int]]:
        if not self.hashes:
            return
        words = list(_words(text))
        joined = [_is_gap(text[end:start]) for (_, end, _), (start, _, _) in pairwise(words)]
        for first in range(len(words)):
            for length in self.lengths:
                last = first + length - 1
                if last >= len(words) or not all(joined[first:last]):
                    break
                run = [word for _, _, word in words[first : last + 1]]
                if (length, _hash(self.key, run)) in self.hashes:
                    yield words[first][0], words[last][1]


def read_forgotten(store: Path) -> ForgottenNames:
    """The names a store has forgotten; none for a store without the list. StoreDamagedError."""
    path = store / FORGOTTEN_FILE
    try:
        said = read_json(path)
        hashes = frozenset((int(name["words"]), str(name["hash"])) for name in said["names"])
        return ForgottenNames(bytes.fromhex(said["key"]), hashes)
    except (FileNotFoundError, NotADirectoryError):
        return ForgottenNames()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreDamagedError(
            f"{path}: the list of forgotten names cannot be read ({error}); bring it back from a "
            "backup, or remove it and forget the names again"
        ) from error


def write_forgotten(store: Path, names: ForgottenNames) -> None:
    """Keep the list, whole and synced. Raises OSError."""
    listed = [{"words": words, "hash": found} for words, found in sorted(names.hashes)]
    write_json(store / FORGOTTEN_FILE, {"format": 1, "key": names.key.hex(), "names": listed})


def _words(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and plain form of each word."""
    for match in _WORD.finditer(text):
        bare = _CUTS.sub("", match[0])
        yield *match.span(), slug(bare) or unicodedata.normalize("NFKC", bare).casefold()


def _is_gap(between: str) -> bool:
    """Whether that may stand between two words of a name."""
    return len(between) <= LONGEST_GAP and _GAP.fullmatch(between) is not None


def _hash(key: bytes, words: Iterable[str]) -> str:
    return hashlib.blake2b(" ".join(words).encode(), key=key, digest_size=16).hexdigest()


def _like(old: Literal, text: str) -> Literal:
    if old.language is not None:
        return Literal(text, language=old.language)
    return Literal(text, datatype=old.datatype)


def _quotes_anew(quads: Sequence[Quad]) -> list[Quad]:
    """The quote of each piece of evidence, read again from the text that its spans point into."""
    texts = [_text(quad.object) for quad in quads if quad.predicate == P_TEXT]
    if len(texts) != 1:
        return list(quads)
    facts: dict[tuple[object, NamedNode], str] = {
        (quad.subject, quad.predicate): _text(quad.object)
        for quad in quads
        if quad.predicate in _NUMBERS
    }
    spans: dict[object, list[tuple[int, int, int]]] = {}
    for quad in quads:
        if quad.predicate == P_SPAN:
            numbers = [facts.get((quad.object, name), "") for name in _NUMBERS]
            if all(number.isdecimal() for number in numbers):
                order, start, end = map(int, numbers)
                spans.setdefault(quad.subject, []).append((order, start, end))
    read = []
    for quad in quads:
        if quad.predicate == P_QUOTE and quad.subject in spans:
            parts = [texts[0][start:end] for _, start, end in sorted(spans[quad.subject])]
            said = Literal(" ".join(" ".join(parts).split()))
            read.append(Quad(quad.subject, P_QUOTE, said, quad.graph_name))
        else:
            read.append(quad)
    return read


def _text(term: object) -> str:
    return term.value if isinstance(term, Literal) else ""


_NUMBERS = (P_SPAN_ORDER, OA_START, OA_END)
