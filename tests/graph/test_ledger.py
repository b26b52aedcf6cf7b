"""The ledger's two files: what is read is what was acknowledged, however a write was cut off."""

import random
import shutil
from pathlib import Path

import pytest

from graph.errors import StoreDamagedError
from graph.ledger import (
    JOURNAL_FILE,
    LAST_LINK,
    LEDGER_FILE,
    LedgerEntry,
    LedgerFiles,
    read_ledger_totals,
    write_ledger,
)
from graph.totals import Totals

Entries = dict[str, LedgerEntry]


def entry(text: str) -> LedgerEntry:
    return LedgerEntry(f"{text:0>64}", 3, "2026-11-22T10:00:00+00:00", None)


def graphs(count: int, text: str = "a") -> Entries:
    return {f"https://example.org/{number:04}": entry(text) for number in range(count)}


def totals(number: int) -> Totals:
    return Totals({"https://example.org/C": number}, {"https://example.org/p": number})


def _ends(content: bytes) -> set[int]:
    """The places at, before and behind each end of a line, but for the end of all."""
    breaks = [place for place, byte in enumerate(content) if byte == ord("\n")]
    around = {place + step for place in breaks for step in (-1, 0, 1)}
    return around - {len(content)}


@pytest.fixture
def states(tmp_path: Path) -> list[Entries]:
    """The ledger of tmp_path after each of four commits: the first whole, the rest lines."""
    files, now, found = LedgerFiles(tmp_path), graphs(40), []
    for number in range(4):
        now = {**now, f"https://example.org/new/{number}": entry("b")}
        now.pop(f"https://example.org/{number:04}")
        files.write(now, totals(number))
        found.append(now)
    assert (tmp_path / JOURNAL_FILE).read_bytes().count(b"\n") == 3
    return found


def test_every_write_is_read_as_it_was_meant(tmp_path: Path) -> None:
    draw, files, now = random.Random(20261122), LedgerFiles(tmp_path), graphs(0)
    lines = set()
    for number in range(60):
        now = dict(now)
        touched = {f"https://example.org/{draw.randrange(60):04}"}  # which stays as it is
        for _ in range(draw.randrange(4)):
            iri = f"https://example.org/{draw.randrange(50):04}"
            now[iri] = entry(str(draw.randrange(3)))
            touched.add(iri)
        for iri in draw.sample(sorted(now), min(len(now), draw.randrange(2))):
            del now[iri]
            touched.add(iri)
        told = touched if number % 3 else None
        files.write(now, totals(number) if number % 7 else None, told)
        assert read_ledger_totals(tmp_path) == (now, totals(number) if number % 7 else None)
        if draw.random() < 0.2:
            files = LedgerFiles(tmp_path)  # the next writer
        journal = tmp_path / JOURNAL_FILE
        lines.add(journal.read_bytes().count(b"\n") if journal.exists() else 0)
        if journal.exists():
            assert 2 * journal.stat().st_size <= (tmp_path / LEDGER_FILE).stat().st_size
    assert 0 in lines
    assert max(lines) > 3


def test_a_line_costs_what_changed_and_not_what_there_is(tmp_path: Path) -> None:
    sizes = []
    for count in (100, 2_000):
        folder = tmp_path / str(count)
        folder.mkdir()
        files, now = LedgerFiles(folder), graphs(count)
        files.write(now, totals(1))
        files.write(now | graphs(1, "b"), totals(1))
        sizes.append((folder / JOURNAL_FILE).stat().st_size)
    assert sizes[0] == sizes[1]


def test_a_line_that_was_cut_off_is_of_no_commit(tmp_path: Path, states: list[Entries]) -> None:
    """Anywhere in it; the link is older then, as it is moved when the line is there."""
    journal = tmp_path / JOURNAL_FILE
    content = journal.read_bytes()
    start = content.rindex(b"\n", 0, -1) + 1
    (tmp_path / LAST_LINK).unlink()
    for end in {*range(start, len(content), 11), len(content) - 2, len(content) - 1}:
        journal.write_bytes(content[:end])
        assert read_ledger_totals(tmp_path) == (states[2], totals(2)), end
    files = LedgerFiles(tmp_path)  # goes on behind half a line
    files.write(states[3], totals(3))
    assert read_ledger_totals(tmp_path) == (states[3], totals(3))
    assert not journal.exists()


def test_lines_that_were_acknowledged_and_are_gone_are_missed(
    tmp_path: Path, states: list[Entries]
) -> None:
    journal = tmp_path / JOURNAL_FILE
    content = journal.read_bytes()
    for end in {*range(0, len(content), 23), *_ends(content)}:
        journal.write_bytes(content[:end])
        with pytest.raises(StoreDamagedError, match="not there"):
            read_ledger_totals(tmp_path)
    journal.unlink()
    with pytest.raises(StoreDamagedError, match="standpunt restore"):
        LedgerFiles(tmp_path)
    assert states


def test_every_changed_byte_of_the_lines_is_found(tmp_path: Path, states: list[Entries]) -> None:
    journal = tmp_path / JOURNAL_FILE
    content = journal.read_bytes()
    draw = random.Random(7)
    for place in {*range(0, len(content), 17), *_ends(content)}:
        changed = bytearray(content)
        changed[place] ^= 1 << draw.randrange(8)
        journal.write_bytes(changed)
        with pytest.raises(StoreDamagedError, match="ledger"):
            read_ledger_totals(tmp_path)
    journal.write_bytes(content)
    assert read_ledger_totals(tmp_path) == (states[3], totals(3))


def test_lines_out_of_order_or_of_another_ledger_are_refused(
    tmp_path: Path, states: list[Entries]
) -> None:
    journal = tmp_path / JOURNAL_FILE
    first, second, third = journal.read_bytes().splitlines(keepends=True)
    for lines in (second + third, first + third, second + first + third):
        journal.write_bytes(lines)
        with pytest.raises(StoreDamagedError, match=r"ledger\.jsonl"):
            read_ledger_totals(tmp_path)
    journal.write_bytes(first + second + third)
    (tmp_path / LEDGER_FILE).unlink()
    with pytest.raises(StoreDamagedError, match="gone"):
        read_ledger_totals(tmp_path)
    assert states


def test_a_whole_ledger_counts_though_its_lines_are_still_there(
    tmp_path: Path, states: list[Entries]
) -> None:
    """Cut off after the ledger took its place and before the lines went, with or without a tail."""
    journal = tmp_path / JOURNAL_FILE
    content = journal.read_bytes()
    for tail in (b"", b'{"check": "'):
        journal.write_bytes(content + tail)
        write_ledger(tmp_path, states[0], totals(0))
        assert not journal.exists()
        journal.write_bytes(content + tail)
        assert read_ledger_totals(tmp_path) == (states[0], totals(0))
        files = LedgerFiles(tmp_path)
        files.write(states[1], totals(1))
        assert read_ledger_totals(tmp_path) == (states[1], totals(1))
        shutil.copy(tmp_path / LEDGER_FILE, tmp_path / "kept")
        write_ledger(tmp_path, {}, None)  # as if the lines began anew for the next turn
        shutil.copy(tmp_path / "kept", tmp_path / LEDGER_FILE)


def test_a_link_that_lags_behind_is_true_as_well(tmp_path: Path, states: list[Entries]) -> None:
    link = tmp_path / LAST_LINK
    link.unlink()
    checks = [line[11:75].decode() for line in (tmp_path / JOURNAL_FILE).read_bytes().splitlines()]
    for check in checks:
        link.symlink_to(check)
        assert read_ledger_totals(tmp_path) == (states[3], totals(3))
        link.unlink()
