"""The originals that this process is at work on, kept for as long as it lives.

Several processes share the work of one database. Each holds a lease on what it has at hand and
renews it; what a dead or frozen one held is taken over once its lease has run out. A process that
wakes up afterwards must do no harm: the database refuses what it still writes there, and before
each write to the store it asks whether the original is still its own (`Lease.hold`). What is left
is a write to the store that was under way while it froze. It was made from the same bytes by the
same reading and goes to the same key, so that it changes nothing.
"""

import socket
import time
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

from digitize.archive.workers import Stopped
from digitize.database.queries import Database
from digitize.database.records import Claim, LeaseLost
from digitize.errors import ServiceError
from digitize.metadata.documents import METADATA_VERSION
from digitize.ocr.version import READING_VERSION

_POLL_SECONDS = 1.0


class Lease:
    """The right to work on one original. Thread-safe."""

    def __init__(self, database: Database, claim: Claim, seconds: float, since: float) -> None:
        self.claim = claim
        self._database = database
        self._seconds = seconds
        self._renewed = since

    @property
    def sha256(self) -> str:
        return self.claim.sha256

    def hold(self) -> None:
        """Raises LeaseLost when another worker has taken the original over. Costs nothing while
        the lease runs; once it has run out the database is asked."""
        if clock() - self._renewed >= self._seconds:
            self.renew()

    def renew(self) -> None:
        since = clock()
        self._database.renew(self.claim, self._seconds)
        self._renewed = since


class Leases:
    """Gives out what waits, to the threads of this process, and renews the leases on it.

    `worker`: a name that no other process has at the same time; what an earlier one left under
    it is free again.
    """

    def __init__(self, database: Database, worker: str, seconds: float) -> None:
        self._database = database
        self._worker = worker
        self._seconds = seconds
        self._held: dict[str, Lease] = {}
        self._turn = Lock()
        self._stopped = Event()
        self._complete = Event()
        self._complete.set()
        self._changed = Event()  # a lease of this process ended
        self._closed = Event()
        self._keeper = Thread(target=self._keep, daemon=True)

    def next(self) -> Lease | None:
        """The next original; None when nothing waits any more, here or elsewhere, and no more is
        expected.

        What another process has at hand is waited for: should that one die, its work is taken
        over. Raises Stopped after `stop`.
        """
        with self._turn:
            while not self._stopped.is_set():
                self._changed.clear()
                complete = self._complete.is_set()
                since = clock()
                claim = self._database.claim(
                    self._worker, self._seconds, READING_VERSION, METADATA_VERSION
                )
                if claim is not None:
                    lease = Lease(self._database, claim, self._seconds, since)
                    self._held[lease.sha256] = lease
                    return lease
                if complete and not self._database.count_waiting(READING_VERSION, METADATA_VERSION):
                    return None
                self._changed.wait(_POLL_SECONDS)
        raise Stopped

    def of(self, sha256: str) -> Lease:
        return self._held[sha256]

    def end(self, lease: Lease) -> None:
        """The original is done, or is left to the next one."""
        del self._held[lease.sha256]
        with suppress(ServiceError):  # it runs out by itself
            self._database.give_up(lease.claim)
        self._changed.set()

    def expect(self) -> None:
        """More may come, until `no_more`."""
        self._complete.clear()

    def no_more(self) -> None:
        self._complete.set()
        self._changed.set()

    def added(self) -> None:
        """One more may wait. Raises Stopped after `stop`."""
        if self._stopped.is_set():
            raise Stopped
        self._changed.set()

    def stop(self) -> None:
        """Give out no more, until `go_on`."""
        self._stopped.set()
        self._changed.set()

    def go_on(self) -> None:
        self._stopped.clear()

    def __enter__(self) -> Self:
        self._database.give_up_all(self._worker)
        self._keeper.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closed.set()
        self._keeper.join()

    def _keep(self) -> None:
        while not self._closed.wait(self._seconds / 3):
            for lease in list(self._held.values()):
                with suppress(LeaseLost, ServiceError):  # its worker will meet the same
                    lease.renew()


def worker_name(data_folder: Path) -> str:
    """Of the one run that may be at work in a data folder: when another one starts there, what
    stands under this name is a dead one's."""
    return f"{socket.gethostname()}:{data_folder}"


def clock() -> float:
    """Goes on while the process is frozen, and while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)
