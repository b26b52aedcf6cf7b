"""Looks for damage in a store: reads every file and every quad, and changes nothing.

What is found is held against what lies outside the engine's files: the hashes in the manifests, the
digests in the ledger and in the history. Memory is bounded by the largest graph.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pyoxigraph import Store

from graph.comparing import compare, indexes_agree
from graph.errors import StoreDamagedError, StoreError, StoreLockedError, StoreUnwritableError
from graph.files import damaged_files
from graph.folder import PRIMARY_FOLDER, generation_numbers, has_published, lock_folder
from graph.forgotten import read_forgotten
from graph.generation import (
    CURRENT_LINK,
    GENERATIONS_FOLDER,
    current_number,
    generation_path,
    manifest_path,
    read_generation,
    reviewed_path,
)
from graph.history import (
    PastGeneration,
    damaged_graphs,
    damaged_lines,
    kept_graphs,
    past_generations,
)
from graph.ledger import LedgerDifference, LedgerEntry, read_ledger
from graph.pending import read_pending
from graph.projection_damage import projection_damage

NEVER_PUBLISHED = (
    "nothing is published yet: the first publish was cut short. Repeat the ingest, which publishes "
    "what is stored"
)
SAID = {
    "missing": "is lost",
    "changed": "is not as it was written",
    "unlisted": "was written by nobody the ledger knows",
}


@dataclass(frozen=True)
class DeepPart:
    """One part of the store that was looked at: its name, the rule, and each damage as a line.

    `skipped` says that it could not be looked at now; the one line then says why.
    """

    name: str
    rule: str
    lines: tuple[str, ...]
    skipped: bool = False


def deep_check(store: Path) -> Iterator[DeepPart]:
    """Look at each part of the store, the quick ones first. Never raises StoreDamagedError."""
    ledger, fault = _ledger(store)
    yield DeepPart("lists", "Ledger, manifests and lists are as they were written", fault)
    yield _check_link(store)
    yield _check_files(store)
    yield _check_published(store)
    yield _check_projection(store)
    yield _check_history(store)
    yield _check_primary(store, ledger)


def generation_damage(store: Path, number: int) -> list[str]:
    """What is wrong with the files of a generation and of its reviewed view, a line each."""
    try:
        generation = read_generation(store, number)
    except StoreDamagedError as error:
        return [str(error)]
    lines = list(damaged_files(generation.path, generation.files))
    return lines + list(damaged_files(reviewed_path(store, number), _views(store, number)))


def published_digests(store: Path, number: int) -> Mapping[str, str] | None:
    """What the graphs of a generation hold, by the history; None if it does not say."""
    found = [past for past in past_generations(store) if past.number == number]
    return found[-1].digests if found else None


def damage_of(engine_folder: Path, digests: Mapping[str, str]) -> list[str]:
    """Where an engine's files do not hold what they should, a line each."""
    try:
        engine = Store.read_only(str(engine_folder))
        lines = [_say(difference) for difference in compare(engine, digests)]
        if not lines and not indexes_agree(engine):
            lines.append(f"{engine_folder}: its indexes do not hold the same quads")
    except (OSError, RuntimeError) as error:
        return [f"{engine_folder}: the engine cannot read its files ({error})"]
    return lines


def _views(store: Path, number: int) -> Mapping[str, str]:
    """Hashes of a reviewed view's files, if that was not pruned."""
    there = reviewed_path(store, number).exists() or number == current_number(store)
    return read_generation(store, number).reviewed_files if there else {}


def _say(difference: LedgerDifference) -> str:
    where = f"<{difference.graph}>" if difference.graph else "the merge of all graphs"
    return f"{where} {SAID[difference.kind]}"


def _ledger(store: Path) -> tuple[dict[str, LedgerEntry] | None, tuple[str, ...]]:
    faults = []
    ledger = None
    try:
        ledger = read_ledger(store)
        if not ledger and any(past_generations(store)):
            faults.append(f"{store}: the ledger is gone, or empty")
    except StoreDamagedError as error:
        faults.append(str(error))
    try:
        read_forgotten(store)
    except StoreDamagedError as error:
        faults.append(str(error))
    return ledger, tuple(faults)


def _check_link(store: Path) -> DeepPart:
    rule = "The link `current` leads to the generation that was published last"
    number, lines = current_number(store), []
    noted = [past.number for past in past_generations(store)]
    on_disk = generation_numbers(store)
    if number is None:
        # Before the link come the note in the history and the manifest. An earlier version did not
        # say whether it ever published; two manifests are then more than a publish that was cut.
        if has_published(store) or len(on_disk) > 1:
            lines.append(f"{store / CURRENT_LINK} is gone, or leads nowhere")
        elif noted or on_disk:
            return DeepPart("published", rule, (NEVER_PUBLISHED,), skipped=True)
    elif not generation_path(store, number).is_dir():
        lines.append(f"{generation_path(store, number)} is gone")
    elif number not in noted and (noted or kept_graphs(store)):
        lines.append(f"the history does not have generation {number}; it ends at {noted[-1:]}")
    return DeepPart("published", rule, tuple(lines))


def _check_files(store: Path) -> DeepPart:
    folder = store / GENERATIONS_FOLDER
    names = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
    last = current_number(store) or 0
    numbers = [
        number
        for number in (int(name) for name in names if name.isdigit())
        # A later one without a manifest was left by a kill; the next writer removes it.
        if number <= last or manifest_path(store, number).exists()
    ]
    lines = [line for number in numbers for line in generation_damage(store, number)]
    lines += [
        f"{generation_path(store, number)} is gone"
        for number in generation_numbers(store)
        if number not in numbers
    ]
    rule = f"Every file of {len(numbers)} generations is as it was published"
    return DeepPart("files", rule, tuple(lines))


def _check_published(store: Path) -> DeepPart:
    rule = "Every graph of the published generation holds what was written to it"
    number = current_number(store)
    if number is None:
        return DeepPart("quads", rule, ())
    digests = published_digests(store, number)
    if digests is None:
        line = f"{manifest_path(store, number)}: the history does not say what it held"
        return DeepPart("quads", rule, (line,), skipped=not any(past_generations(store)))
    return DeepPart("quads", rule, tuple(damage_of(generation_path(store, number), digests)))


def _check_history(store: Path) -> DeepPart:
    generations = past_generations(store)
    lines = damaged_lines(store) + list(damaged_graphs(store, _wanted(generations)))
    rule = f"What {len(generations)} generations held can be shown again"
    return DeepPart("history", rule, tuple(lines))


def _check_projection(store: Path) -> DeepPart:
    rule = "What pages count from is whole, and what the published quads come to"
    number = current_number(store)
    if number is None:
        return DeepPart("projection", rule, ())
    views = (projection_damage(store, number, reviewed=which) for which in (False, True))
    return DeepPart("projection", rule, tuple(chain.from_iterable(views)))


def _wanted(generations: list[PastGeneration]) -> set[str]:
    return {name for past in generations for name in past.digests.values()}


def _check_primary(store: Path, ledger: dict[str, LedgerEntry] | None) -> DeepPart:
    rule = "The primary files hold what the ledger says, in every index"
    name = "primary"
    if ledger is None:
        return DeepPart(name, rule, ("there is no ledger to compare them with",), skipped=True)
    if not (store / PRIMARY_FOLDER).is_dir():
        lost = (f"{store / PRIMARY_FOLDER} is gone",) if ledger else ()
        return DeepPart(name, rule, lost)
    try:
        lock = lock_folder(store)
    except StoreLockedError as error:
        return DeepPart(name, rule, (str(error),), skipped=True)
    except (StoreUnwritableError, OSError):
        lock = None  # nobody can write here, so nobody does
    except StoreError as error:
        return DeepPart(name, rule, (str(error),))
    try:
        digests = {iri: entry.digest for iri, entry in ledger.items()}
        lines = damage_of(store / PRIMARY_FOLDER, digests)
        if lines and (pending := read_pending(store)):
            for iri, entry in pending.items():  # a commit that landed and was not noted any more
                if entry is None:
                    digests.pop(iri, None)
                else:
                    digests[iri] = entry.digest
            lines = damage_of(store / PRIMARY_FOLDER, digests)
    finally:
        if lock is not None:
            lock.release()
    return DeepPart(name, rule, tuple(lines))
