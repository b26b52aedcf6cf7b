"""Joint letters as columns: who signed, about what, and which claims only report one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.columns import each_once
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
    wide = np.int64(len(stored.words) + 1)
    kinds = np.flatnonzero(np.bincount(part, minlength=1)) if len(part) else part
    parts = dict(zip(stored.texts(kinds), kinds.tolist(), strict=True))
    said: dict[str, dict[int, list[int]]] = {}
    for name in ("meeting", "issue", "count"):
        of_part = np.flatnonzero(part == parts.get(name, NOTHING - 1))
        here = said.setdefault(name, {})
        _, first = np.unique(letter[of_part] * wide + value[of_part], return_index=True)
        of_part = of_part[np.sort(first)]
        for one, its in zip(letter[of_part].tolist(), value[of_part].tolist(), strict=True):
            here.setdefault(one, []).append(its)
    whole = np.zeros(wide, np.bool_)
    whole[[one for one in said["meeting"] if one in said["issue"]]] = True
    names = (part == parts.get("signatory", NOTHING - 1)) & (document != NOTHING) & whole[letter]
    letter, document, value = letter[names], document[names], value[names]
    known = _in_order(stored, letter)
    place = _places(known, wide)
    people = _in_order(stored, value)
    pairs = each_once(place[letter] * wide + _places(people, wide)[value])
    return Letters(
        letters=known,
        meeting=_ints([said["meeting"][one][0] for one in known.tolist()]),
        document=_fullest(stored, place[letter], document, wide),
        signed=(pairs // wide).astype(np.int32),
        signatories=people[pairs % wide],
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
    words = _words({one: said[one] for one in known.tolist()})
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
    words = _words(said["issue"])
    text_of = dict(zip(words.tolist(), map(read, stored.texts(words)), strict=True))
    return {
        (meeting, text_of[issue], count): letter
        for letter in known.tolist()
        for meeting in said["meeting"][letter]
        for issue in said["issue"][letter]
        for count in said["count"].get(letter, ())
    }


def _fullest(stored: StoredClaims, letters: Ints, documents: Ints, wide: np.int64) -> Ints:
    """For each letter the document that lists most names; of several the first by its text."""
    papers = _in_order(stored, documents)
    pairs, times = np.unique(letters * wide + _places(papers, wide)[documents], return_counts=True)
    order = np.lexsort((-times, pairs // wide))
    _, first = np.unique(pairs[order] // wide, return_index=True)
    found: Ints = papers[pairs[order][first] % wide]
    return found


def _in_order(stored: StoredClaims, words: Ints) -> Ints:
    """The words that there are, in the order of their texts."""
    there = np.flatnonzero(np.bincount(words, minlength=1)) if len(words) else words
    texts = stored.texts(there)
    return _ints(there[sorted(range(len(texts)), key=texts.__getitem__)].tolist())


def _places(words: Ints, wide: np.int64) -> NDArray[np.int64]:
    """The place of each of these words, by word."""
    places = np.full(wide, NOTHING, np.int64)
    places[words] = np.arange(len(words))
    return places


def _words(said: Mapping[int, list[int]]) -> Ints:
    return _ints(sorted({word for its in said.values() for word in its}))


def _ints(values: list[int]) -> Ints:
    return np.array(values, np.int32)
