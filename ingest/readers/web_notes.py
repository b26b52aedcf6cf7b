"""Footnotes of a web page: a number that links to a place further on, and the text there."""

import re
from collections.abc import Sequence

from ingest.readers.source import Block, Run
from ingest.readers.web_page import Element, Page, PageBlock, Reference

MAX_NOTE_BLOCKS = 12  # a link to a chapter is no footnote
MAX_CLIMB = 3  # elements from the place that a link names up to the one that holds the note
_NUMBER = re.compile(r"\s*[\[(]?\s*(\d{1,3})\s*[\])]?\s*")
_BACK = re.compile(r"[\s\[(]*(?:\d{1,3}|[↩↑^⏎\ufe0e]*)[\s\]).:]*")
_HOLDERS = ("li", "div", "aside", "dd", "tr", "section")


def resolve_notes(page: Page) -> tuple[list[tuple[int, Block]], frozenset[int]]:
    """The notes by number, in order of citing, and the indices of the blocks that they fill.

    In the page, the link becomes the note's mark.
    """
    backs: dict[int, list[Reference]] = {}
    forward = []
    for reference in page.references:
        target = page.elements_by_id.get(reference.target)
        if target is not None and target.first > reference.block and _number(page, reference):
            forward.append((reference, target))
        elif target is not None:
            backs.setdefault(reference.block, []).append(reference)
    notes: list[tuple[int, Block]] = []
    used: set[int] = set()
    known: dict[str, int] = {}
    starts = {target.first for _, target in forward}
    for reference, target in forward:
        number = known.get(reference.target)
        if number is None:
            blocks = _note_blocks(page, target, reference.block, starts)
            if blocks is None or used.intersection(blocks):
                continue
            number = _free(_number(page, reference), notes)
            runs = _note_runs(page, blocks, backs)
            if not any(run.text.strip() for run in runs):
                continue
            known[reference.target] = number
            notes.append((number, runs))
            used.update(blocks)
        _mark(page.blocks[reference.block], reference, number)
    return notes, frozenset(used)


def _number(page: Page, reference: Reference) -> int:
    runs = page.blocks[reference.block].runs[reference.first_run : reference.last_run]
    match = _NUMBER.fullmatch("".join(run.text for run in runs))
    return int(match.group(1)) if match else 0


def _free(number: int, notes: Sequence[tuple[int, Block]]) -> int:
    """The number, or the next one that is free where each chapter counts from 1."""
    taken = {known for known, _ in notes}
    return number if number not in taken else max(taken) + 1


def _mark(block: PageBlock, reference: Reference, number: int) -> None:
    first, *others = range(reference.first_run, reference.last_run)
    run = block.runs[first]
    block.runs[first] = Run(str(number), run.label, run.offset, mark=number)
    for at in others:
        block.runs[at] = Run("")


def _note_blocks(page: Page, target: Element, citing: int, starts: set[int]) -> range | None:
    """The blocks of the note: those of the smallest element around the target that hold a text."""
    element: Element | None = target
    found = None
    for _ in range(MAX_CLIMB + 1):
        if element is None or element.first <= citing:
            break
        blocks = range(element.first, max(element.first, element.last) + 1)
        others = starts.intersection(blocks) - {target.first}
        if others or len(blocks) > MAX_NOTE_BLOCKS:
            break
        found = blocks
        if element.tag in _HOLDERS and _has_text(page, blocks):
            break
        element = element.parent
    return found


def _has_text(page: Page, blocks: range) -> bool:
    text = " ".join(page.blocks[at].text for at in blocks)
    return _BACK.fullmatch(text) is None


def _note_runs(page: Page, blocks: range, backs: dict[int, list[Reference]]) -> list[Run]:
    """The runs of a note without its number and the links that lead back."""
    kept = list(blocks)
    for at in kept[:3]:
        if _NUMBER.fullmatch(page.blocks[at].text):
            kept = kept[kept.index(at) + 1 :]  # what says "note", and its number alone
            break
    runs: list[Run] = []
    for at in kept:
        block = list(page.blocks[at].runs)
        for reference in backs.get(at, ()):
            inside = range(reference.first_run, reference.last_run)
            if _BACK.fullmatch("".join(block[k].text for k in inside)):
                for k in inside:
                    block[k] = Run("")
        runs += [*_without_list_number(block), Run(" ")]
    return runs


def _without_list_number(block: list[Run]) -> list[Run]:
    first = next((at for at, run in enumerate(block) if run.text), None)
    if first is not None and not block[first].label and _BACK.match(block[first].text):
        block[first] = Run("")
    return block
