"""Ingests one folder again and again; told when by whoever watches it."""

from dataclasses import replace
from pathlib import Path

from standpunt.isolation import Readers
from standpunt.outcomes import Batch, Outcome, Status, find_all
from standpunt.pipeline import Wanted, ingest


class Watcher:
    """Ingests a folder again and again, and says each thing once."""

    def __init__(self, folder: Path, store: Path, wanted: Wanted, readers: Readers) -> None:
        """Nothing is ingested yet."""
        self._folder = folder
        self._store = store
        self._wanted = wanted
        self._readers = readers
        self._said: set[Outcome] = set()

    def ingest(self) -> Batch:
        """Ingest what is new, and give what was not said before.

        Raises StoreError; a store that is busy or full now may be tried at the next change.
        """
        found = find_all([self._folder])
        if not found.documents and not self._store.exists():
            return Batch((), None)
        # A folder without documents is no fault here: they are to come.
        found = replace(found, refused=())
        batch = ingest(found, self._store, self._wanted, readers=self._readers)
        news = tuple(
            outcome
            for outcome in batch.outcomes
            if outcome.status is not Status.UNCHANGED and outcome not in self._said
        )
        lasting = (Status.REFUSED, Status.VANISHED)
        self._said = {outcome for outcome in batch.outcomes if outcome.status in lasting}
        return replace(batch, outcomes=news)
