"""Where and when: the first day and the council of meetings, the date and the reporter of papers.

What the stored questions `meeting-days` and `document-facts` say of each, as columns.
"""

import json
from typing import TYPE_CHECKING

import numpy as np

from graph.columns import Bools, Ints, index_of, number_array, numbers_of, text_array
from graph.listed import NOTHING, TextCells
from graph.meetings_said import COUNCIL, IS_MEETING, STARTS
from graph.projected import Projection
from ontology.terms import SKOS_NOTATION

if TYPE_CHECKING:
    from pyarrow import Array

Placed = tuple[Ints, list[str]]
"""For each thing the place of its text, -1 for none; and the texts, which differ."""


def place_meetings(projection: Projection, meetings: "Array") -> tuple[Placed, Placed]:
    """The first day and the council (its code) of each of these meetings (IRIs, which differ).

    Of several the last one; nothing of what is no meeting, or has no first day.
    """
    from pyarrow import concat_arrays

    size = len(meetings)
    is_meeting = np.zeros(size + 1, np.bool_)
    told: dict[int, list[tuple[Ints, Ints]]] = {STARTS: [], COUNCIL: []}
    texts, before = [text_array([])], 0
    for said, lives in projection.meetings_said():
        place = np.full(len(said.names), size, np.int32)
        here = index_of(said.names, meetings)
        place[here[here != NOTHING]] = np.flatnonzero(here != NOTHING)
        rows = np.flatnonzero(lives[said.graphs])
        things, kinds, values = place[said.things[rows]], said.kinds[rows], said.values[rows]
        is_meeting[things[kinds == IS_MEETING]] = True
        for kind, its in told.items():
            chosen = kinds == kind
            its.append((things[chosen], values[chosen].astype(np.int32) + np.int32(before)))
        texts.append(said.texts)
        before += len(said.texts)
    coded = concat_arrays(texts).dictionary_encode()
    ranked, words = _ranked(coded.dictionary.to_pylist())
    rank_of = ranked[numbers_of(coded.indices)]
    days = _last(told[STARTS], rank_of, size)
    days[~is_meeting[:size]] = NOTHING
    codes, councils = _notations(projection, words, told[COUNCIL], rank_of)
    code = _last([(things, codes[rank_of[its]]) for things, its in told[COUNCIL]], None, size)
    code[days == NOTHING] = NOTHING
    return _only(days, words), (code, councils)


def place_documents(projection: Projection, documents: "Array") -> tuple[Placed, Placed]:
    """The date and the reporter (IRI) of each of these documents (IRIs, which differ)."""
    told = [projection.document_cells(name) for name in ("document", "kind", "file_name")]
    whole = np.flatnonzero(np.logical_and.reduce([each.places != NOTHING for each in told]))
    at = index_of(told[0].take(whole).array(), documents)
    date, reporter = (
        _coded(projection.document_cells(name).take(whole)) for name in ("date", "reporter")
    )
    found = [(np.append(codes, np.int32(NOTHING))[at], texts) for codes, texts in (date, reporter)]
    return found[0], found[1]


def _coded(cells: TextCells) -> Placed:
    """The cells as places in their texts, each of which is there once."""
    said: Bools = cells.places != NOTHING
    codes = np.full(len(cells), NOTHING, np.int32)
    coded = cells.texts.take(number_array(cells.places[said])).dictionary_encode()
    codes[said] = numbers_of(coded.indices)
    return codes, coded.dictionary.to_pylist()


def _ranked(texts: list[str]) -> tuple[Ints, list[str]]:
    """The place of each text among all of them in their order, and these."""
    order = sorted(range(len(texts)), key=texts.__getitem__)
    ranks = np.empty(len(order), np.int32)
    ranks[order] = np.arange(len(order), dtype=np.int32)
    return ranks, [texts[at] for at in order]


def _only(places: Ints, texts: list[str]) -> Placed:
    """The same without the texts that are nobody's."""
    used = np.unique(places[places != NOTHING]).astype(np.int32)
    place = np.full(len(texts) + 1, NOTHING, np.int32)
    place[used] = np.arange(len(used), dtype=np.int32)
    return place[places], [texts[at] for at in used.tolist()]


def _last(told: list[tuple[Ints, Ints]], rank_of: Ints | None, size: int) -> Ints:
    """By thing the last of its values; -1 for none."""
    found = np.full(size + 1, NOTHING, np.int32)
    for things, values in told:
        np.maximum.at(found, things, values if rank_of is None else rank_of[values])
    return found[:size]


def _notations(
    projection: Projection, words: list[str], told: list[tuple[Ints, Ints]], rank_of: Ints
) -> Placed:
    """The last code of each council among the words, as places in all codes in their order."""
    named = [rank_of[values] for _, values in told]
    used = np.unique(np.concatenate([np.zeros(0, np.int32), *named])).tolist()
    said = projection.said_of(text_array([words[at] for at in used]))
    start = f"{SKOS_NOTATION.value}\t"
    last = {}
    for at, lists in zip(used, said, strict=True):
        facts = {fact for each in lists for fact in json.loads(each) if fact.startswith(start)}
        codes = [fact.split("\t", 2)[2] for fact in facts]
        if codes:
            last[at] = max(codes)
    texts = sorted(set(last.values()))
    found = np.full(len(words), NOTHING, np.int32)
    for at, text in last.items():
        found[at] = texts.index(text)
    return found, texts
