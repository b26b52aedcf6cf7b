"""Joint letters as columns: who signed, about what, and which claims only report one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from graph.projected_rows import SIGNED
from graph.stored_claims import StoredClaims
from standpunt.analysis.coding import merging
from standpunt.analysis.columns import NOTHING, Ints


@dataclass(frozen=True)
class Letters:
    """Letters by IRI, as words of the store.

    `signed` and `signatories` list who signed which letter (its place), `issue_of` and `issues`
    what it is about; `document` is the paper that lists most names. `told` has for each letter,
    meeting, issue (by text) and number of signatories how it is told.
    """

    letters: Ints
    meeting: Ints
    document: Ints
    signed: Ints
    signatories: Ints
    issue_of: Ints
    issues: Ints
    told: Mapping[tuple[int, str, int], int]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.letters)


def find_letters(stored: StoredClaims, merged: Mapping[str, str]) -> Letters:
    """The letters that some paper lists names of, and that have a meeting and an issue."""
    letter, part, value, document = stored.rows[SIGNED][:4]
    parts = dict(zip(stored.texts(np.unique(part)), np.unique(part).tolist(), strict=True))
    said: dict[str, dict[int, list[int]]] = {}
    for name in ("meeting", "issue", "count"):
        of_part = part == parts.get(name, NOTHING - 1)
        here = said.setdefault(name, {})
        for one, its in zip(letter[of_part].tolist(), value[of_part].tolist(), strict=True):
            if its not in here.setdefault(one, []):
                here[one].append(its)
    names = (part == parts.get("signatory", NOTHING - 1)) & (document != NOTHING)
    names &= np.isin(letter, _words(said["meeting"])) & np.isin(letter, _words(said["issue"]))
    signed = np.unique(np.stack([letter[names], document[names], value[names]]), axis=1)
    known = np.unique(signed[0])
    known = known[np.argsort(_ranks(stored, known))]
    place = np.full(len(stored.words), NOTHING, np.int32)
    place[known] = np.arange(len(known), dtype=np.int32)
    pairs = np.unique(np.stack([place[signed[0]], _ranked(stored, signed[2])[0]]), axis=1)
    by_rank = _ranked(stored, signed[2])[1]
    return Letters(
        letters=known.astype(np.int32),
        meeting=_ints([said["meeting"][one][0] for one in known.tolist()]),
        document=_fullest(stored, place[signed[0]], signed[1], len(known)),
        signed=pairs[0].astype(np.int32),
        signatories=by_rank[pairs[1]].astype(np.int32),
        **_issues(stored, known, said["issue"], merging(merged)),
        told=_told(stored, known, said, merging(merged)),
    )


def find_told(
    stored: StoredClaims,
    letters: Letters,
    read: Callable[[str], str],
    rows: Ints,
    issues: Ints,
    meeting: Ints,
    count: Ints,
) -> tuple[Ints, Ints]:
    """Claims that report a letter, and the letter (a word).

    A claim does if it gives the same number, on the same issue and meeting; of several letters the
    last, of the first of its issues that has one. `rows` and `issues` list what claims are about.
    """
    pairs = {(at, number) for at, _, number in letters.told}
    if not pairs:
        return _ints([]), _ints([])
    wide = len(stored.words) + 1
    key = meeting.astype(np.int64) * wide + count
    may = np.isin(key, np.array([at * wide + number for at, number in pairs])) & (count != NOTHING)
    entries = np.flatnonzero(may[rows])
    texts = [read(text) for text in stored.texts(issues[entries])]
    found: dict[int, int] = {}
    for row, text in zip(rows[entries].tolist(), texts, strict=True):
        letter = letters.told.get((int(meeting[row]), text, int(count[row])))
        if letter is not None:
            found.setdefault(row, letter)
    return _ints(list(found)), _ints(list(found.values()))


def _issues(
    stored: StoredClaims, known: Ints, said: Mapping[int, list[int]], read: Callable[[str], str]
) -> dict[str, Ints]:
    """What letters are about, each issue once, by its text."""
    words = _words({one: said[one] for one in known.tolist()}, values=True)
    text_of = dict(zip(words.tolist(), map(read, stored.texts(words)), strict=True))
    owner, issues = [], []
    for at, one in enumerate(known.tolist()):
        by_text = {text_of[word]: word for word in said[one]}
        for text in sorted(by_text):
            owner.append(at)
            issues.append(by_text[text])
    return {"issue_of": _ints(owner), "issues": _ints(issues)}


def _told(
    stored: StoredClaims,
    known: Ints,
    said: Mapping[str, Mapping[int, list[int]]],
    read: Callable[[str], str],
) -> dict[tuple[int, str, int], int]:
    words = _words(said["issue"], values=True)
    text_of = dict(zip(words.tolist(), map(read, stored.texts(words)), strict=True))
    return {
        (meeting, text_of[issue], count): letter
        for letter in known.tolist()
        for meeting in said["meeting"][letter]
        for issue in said["issue"][letter]
        for count in said["count"].get(letter, ())
    }


def _fullest(stored: StoredClaims, letters: Ints, documents: Ints, count: int) -> Ints:
    """For each letter the document with most rows; of several the first by its text."""
    pairs, times = np.unique(np.stack([letters, documents]), axis=1, return_counts=True)
    ranks = _ranks(stored, pairs[1])
    order = np.lexsort((ranks, -times, pairs[0]))
    _, first = np.unique(pairs[0][order], return_index=True)
    found: Ints = pairs[1][order][first].astype(np.int32)
    return found if len(found) == count else np.full(count, NOTHING, np.int32)


def _ranked(stored: StoredClaims, words: Ints) -> tuple[Ints, Ints]:
    """The rank of each word by its text, and the word of each rank."""
    distinct, inverse = np.unique(words, return_inverse=True)
    order = np.argsort(_ranks(stored, distinct))
    ranks = np.empty(len(order), np.int32)
    ranks[order] = np.arange(len(order), dtype=np.int32)
    return ranks[inverse], distinct[order]


def _ranks(stored: StoredClaims, words: Ints) -> Ints:
    """Numbers in the order of the texts, equal for equal words."""
    distinct, inverse = np.unique(words, return_inverse=True)
    texts = stored.texts(distinct)
    ranks = np.empty(len(texts), np.int32)
    ranks[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts), dtype=np.int32)
    return ranks[inverse]


def _words(said: Mapping[int, list[int]], *, values: bool = False) -> Ints:
    if not values:
        return _ints(list(said))
    return _ints(sorted({word for its in said.values() for word in its}))


def _ints(values: list[int]) -> Ints:
    return np.array(values, np.int32)
