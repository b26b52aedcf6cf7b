"""Joint letters as columns: who signed, about what, and which claims only report one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.claim_codes import Words
from graph.columns import each_once
from graph.projected_rows import SIGNED
from graph.stored_claims import ListedWords, StoredClaims
from standpunt.analysis.coding import merging
from standpunt.analysis.columns import NOTHING, Ints

_PARTS = ("meeting", "issue", "count", "signatory")


@dataclass(frozen=True)
class Letters:
    """Letters by IRI, as words of the store.

    `signed` and `signatories` list who signed which letter (its place), `issue_of` and `issues`
    what it is about; `document` is the paper that lists most names. `told` says how letters are
    told: columns of meetings, issues, numbers of signatories and letters.
    """

    letters: Ints
    meeting: Ints
    document: Ints
    signed: Ints
    signatories: Ints
    issue_of: Ints
    issues: Ints
    told: tuple[Ints, Ints, Ints, Ints]

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
    is_part = {name: part == parts.get(name, NOTHING - 1) for name in _PARTS}
    whole = np.ones(wide, np.bool_)
    for name in ("meeting", "issue"):
        has = np.zeros(wide, np.bool_)
        has[letter[is_part[name]]] = True
        whole &= has
    names = is_part["signatory"] & (document != NOTHING) & whole[letter]
    known = _in_order(stored, letter[names])
    place = _places(known, wide)
    said = {}
    for name in ("meeting", "issue", "count"):
        of_part = np.flatnonzero(is_part[name] & (place[letter] != NOTHING))
        at, its = place[letter[of_part]], value[of_part]
        _, first = np.unique(at * wide + its, return_index=True)
        order = first[np.lexsort((first, at[first]))]
        said[name] = at[order], its[order]
    letter, document, value = letter[names], document[names], value[names]
    people = _in_order(stored, value)
    pairs = each_once(place[letter] * wide + _places(people, wide)[value])
    return Letters(
        letters=known,
        meeting=said["meeting"][1][np.searchsorted(said["meeting"][0], np.arange(len(known)))],
        document=_fullest(stored, place[letter], document, wide),
        signed=(pairs // wide).astype(np.int32),
        signatories=people[pairs % wide],
        **_issues(stored, said["issue"], merging(merged)),
        told=_told(known, said),
    )


def find_told(
    stored: StoredClaims,
    letters: Letters,
    read: Callable[[str], str],
    about_what: ListedWords,
    meeting: Words,
    count: Words,
) -> tuple[Ints, Ints]:
    """Claims that report a letter, and the letter (a word).

    A claim does if it gives the same number, on the same issue and meeting; of several letters the
    last, of the first of its issues that has one. `about_what` lists what claims are about.
    """
    at, about, number, letter = letters.told
    flags = np.zeros((2, len(stored.words) + 1), np.bool_)
    flags[0, at], flags[1, number] = True, True
    flags[:, NOTHING] = False
    may = meeting.map(flags[0]) & count.map(flags[1])
    entries = np.flatnonzero(np.repeat(may, about_what.lengths))
    rows = about_what.rows[entries]
    issues = about_what.words.some(entries)
    place_of = _by_text(stored, np.concatenate([about, issues]), read)
    told, theirs = _numbered(
        [at, place_of[about], number], [meeting.some(rows), place_of[issues], count.some(rows)]
    )
    last = np.full(int(max(told.max(initial=-1), theirs.max(initial=-1))) + 1, NOTHING, np.int32)
    last[told] = letter
    reports = last[theirs] != NOTHING
    rows, found = rows[reports], last[theirs[reports]]
    _, first = np.unique(rows, return_index=True)
    return rows[first], found[first]


def _issues(
    stored: StoredClaims, said: tuple[Ints, Ints], read: Callable[[str], str]
) -> dict[str, Ints]:
    """What letters are about, each issue once, by its text; of words of one text the last."""
    at, words = said
    place_of = _by_text(stored, words, read)
    wide = int(place_of.max(initial=0)) + 1
    keys, own = np.unique(at * wide + place_of[words], return_inverse=True)
    issues = np.zeros(len(keys), np.int32)
    issues[own] = words
    return {"issue_of": (keys // wide).astype(np.int32), "issues": issues}


def _told(known: Ints, said: Mapping[str, tuple[Ints, Ints]]) -> tuple[Ints, Ints, Ints, Ints]:
    """Each meeting, issue and number that a letter has, together, in the order of letters."""
    at, meetings = said["meeting"]
    columns = [meetings]
    for name in ("issue", "count"):
        owner, its = said[name]
        starts, ends = (np.searchsorted(owner, at, side) for side in ("left", "right"))
        lengths = ends - starts
        row = np.repeat(np.arange(len(at)), lengths)
        inside = np.arange(len(row)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        at = at[row]
        columns = [*(column[row] for column in columns), its[starts[row] + inside]]
    return columns[0], columns[1], columns[2], known[at]


def _by_text(stored: StoredClaims, words: Ints, read: Callable[[str], str]) -> Ints:
    """By word the place of its text among those of all these words, in order."""
    distinct = np.flatnonzero(np.bincount(words, minlength=1))
    texts = [*map(read, stored.texts(distinct))]
    places = {text: place for place, text in enumerate(sorted(set(texts)))}
    place_of = np.zeros(len(stored.words) + 1, np.int64)
    place_of[distinct] = [places[text] for text in texts]
    return place_of


def _numbered(some: Sequence[Ints], others: Sequence[Ints]) -> tuple[Ints, Ints]:
    """A number for each row of columns, the same where rows are, of both."""
    size, key = len(some[0]), np.zeros(len(some[0]) + len(others[0]), np.int64)
    for column, other in zip(some, others, strict=True):
        _, its = np.unique(np.concatenate([column, other]), return_inverse=True)
        _, key = np.unique(key * (len(its) + 1) + its, return_inverse=True)
    return key[:size], key[size:]


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


def _ints(values: list[int]) -> Ints:
    return np.array(values, np.int32)
