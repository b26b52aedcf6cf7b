"""Readers on other machines: the workers of a Dask cluster, each with a confined worker of its own.

Needs the extra `cluster`. The cluster's workers need the same version of this product and see the
files under the same paths. What they read comes back here, to the one writer. Dask has no password:
an address is to be one of this machine or of a private network, or of tls://.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from functools import lru_cache
from itertools import islice
from types import TracebackType
from typing import Any, Self

from standpunt.errors import ClusterError
from standpunt.isolation import Limits, LocalReaders
from standpunt.jobs import Job, Reply

BATCH = 16  # documents a task: one at a time costs the scheduler more than it saves
CONNECT_S = 10
RETRIES = 5  # of a task whose cluster worker died


class ClusterReaders:
    """Whoever reads on a cluster; the address is that of its scheduler, as tcp://10.0.0.5:8786."""

    def __init__(self, address: str, limits: Limits | None = None) -> None:
        """Connect to the scheduler. Raises ClusterError."""
        try:
            from distributed import Client
        except ImportError as error:
            raise ClusterError(
                "--cluster needs the extra `cluster`; install it with: pip install "
                "'standpunt[cluster]'"
            ) from error
        self.note = ""
        self._limits = limits or Limits()
        try:
            client: Any = Client  # which has no types
            self._client = client(address, timeout=CONNECT_S)
        except (OSError, ValueError) as error:
            raise ClusterError(
                f"--cluster {address}: no scheduler answers there ({error}); start one with "
                "`dask scheduler`, or check the address"
            ) from error
        if not self._client.scheduler_info()["workers"]:
            self._client.close()
            raise ClusterError(
                f"--cluster {address}: the scheduler has no worker; start some with "
                f"`dask worker {address}`"
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def map(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Reply]]:
        """See Readers. Raises ClusterError if the cluster gives up on a task."""
        from standpunt.isolation import in_order

        window = 2 * max(1, len(self._client.scheduler_info()["workers"]))
        for batch, replies in in_order(_batches(jobs), self._submit, window):
            yield from zip(batch, replies, strict=True)

    def close(self) -> None:
        """Leave the cluster; its workers stay for others."""
        self._client.close()

    def _submit(self, batch: Sequence[Job]) -> "_Result":
        task = self._client.submit(do_batch, batch, self._limits, pure=False, retries=RETRIES)
        return _Result(task)


class _Result(Future[list[Reply]]):
    """What a task of the cluster will give, as in_order() asks for it."""

    def __init__(self, task: Any) -> None:  # noqa: ANN401 - the library has no types
        super().__init__()
        self._task = task

    def result(self, timeout: float | None = None) -> list[Reply]:
        """Wait for the task. Raises ClusterError if it is given up."""
        from distributed import CancelledError, KilledWorker

        try:
            replies: list[Reply] = self._task.result(timeout)
        except (KilledWorker, CancelledError, OSError) as error:
            raise ClusterError(
                f"the cluster gave up on a task ({error}); look at its workers, then ingest again: "
                "what was stored is passed over"
            ) from error
        return replies


def do_batch(batch: Sequence[Job], limits: Limits) -> list[Reply]:
    """Do jobs in the confined worker of this process, which a cluster's worker runs."""
    readers = _readers(limits)
    return [readers.do(job) for job in batch]


@lru_cache(maxsize=1)
def _readers(limits: Limits) -> LocalReaders:
    return LocalReaders(1, limits)


def _batches(jobs: Iterable[Job]) -> Iterator[Sequence[Job]]:
    rest = iter(jobs)
    while batch := tuple(islice(rest, BATCH)):
        yield batch
