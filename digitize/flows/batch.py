"""One batch: take the files and read what waits, bring the index up, report.

With PREFECT_API_URL set, the same steps run inside a Prefect flow. Prefect shows the work; the
database decides what it is: when Prefect is lost, what is left is done without it.
"""

import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from types import FrameType

from digitize.archive.accepting import Inbox
from digitize.archive.alone import file_alone
from digitize.archive.filing import file_original
from digitize.archive.indexing import catch_up, check_whole
from digitize.archive.leases import Leases, worker_name
from digitize.archive.lock import locked
from digitize.archive.parts import PATIENCE, Parts, open_parts
from digitize.archive.report import File, Report, format_report, make_report
from digitize.archive.sources import open_source_of
from digitize.archive.workers import Stopped, Workers
from digitize.database.quarantine import select_entries
from digitize.database.records import LeaseLost
from digitize.errors import DigitizeError, InputError, Reason, ServiceError
from digitize.flows.progress import Bar
from digitize.index.protocol import AwayError, BusyError
from digitize.intake.mapping import place_of
from digitize.metadata.documents import METADATA_VERSION
from digitize.ocr.version import READING_VERSION
from digitize.settings import Settings

INDEX_SECONDS = 60.0  # in a long batch, what was read can be found after so long
INDEX_PATIENCE = 90.0  # so long its end waits for an index server; Elasticsearch starts slowly

ReadOriginal = Callable[[str], str]  # SHA-256 in, the state that was reached out
OnProgress = Callable[[int, int], None]  # originals done, originals in all


def run_batch(
    source: Path | str, settings: Settings, *, only: Collection[str] | None = None
) -> int:
    """Take a folder of scans, or a bucket (`s3://bucket/prefix`), into the archive; the exit
    code: 0 when every file reached a stated place, 5 when a service or the disk stopped the
    work before that. `only`: relative paths; no other file is taken or reported.

    Raises UsageError for a source that is neither, ServiceError when the archive cannot be
    opened or another run is at work in it.
    """
    place_of("", settings.mapping)
    opened = open_source_of(str(source), settings)
    with _at_work(settings) as tools:
        inbox = Inbox(tools.parts, opened, only=only)

        def files() -> list[File]:
            arrivals = tools.parts.database.arrivals(inbox.source, only)
            return [(seen.relative, arrivals.get(seen)) for seen in inbox.seen]

        return _run(tools, inbox.source, [inbox], files)


def run_retry(ids: Sequence[str], settings: Settings) -> int:
    """Try again what `ids` name in quarantine, all of it when there are none; and whatever else
    waits. Exit codes and errors as with `run_batch`; UsageError for an unknown id."""
    with _at_work(settings) as tools:
        database = tools.parts.database
        entries = select_entries(database.quarantined(), ids)
        again = entries if ids else [*entries, *database.left()]
        refused: dict[str, set[str]] = {}
        for entry in entries:
            if entry.sha256 is None:
                refused.setdefault(entry.source, set()).add(entry.relative)
        database.release(entries)
        inboxes = [
            Inbox(tools.parts, open_source_of(source, settings), only=only)
            for source, only in refused.items()
            if source.startswith("s3://") or Path(source).is_dir()
        ]

        def files() -> list[File]:
            newest = {
                (seen.source, seen.relative): arrival
                for source in {entry.source for entry in again}
                for seen, arrival in database.arrivals(source).items()
            }
            # A refused file that is no longer in its inbox is nowhere, and no one's concern.
            places = [(entry.source, entry.relative) for entry in again]
            return [("/".join(place), newest[place]) for place in places if place in newest]

        return _run(tools, "quarantine", inboxes, files)


@dataclass(frozen=True, slots=True)
class _Tools:
    parts: Parts
    leases: Leases
    documents: Workers
    pages: Workers
    bar: Bar

    def stop(self) -> None:
        self.leases.stop()
        self.documents.stop()
        self.pages.stop()


@contextmanager
def _at_work(settings: Settings) -> Iterator[_Tools]:
    try:
        with (
            locked(settings.data_folder),
            open_parts(settings, patience=PATIENCE) as parts,
            Leases(
                parts.database, worker_name(settings.data_folder), settings.lease_seconds
            ) as leases,
            Workers(settings.workers) as pages,
            Workers(settings.workers + 1) as documents,  # one takes or files while pages are read
            Bar() as bar,
        ):
            parts.store.discard_unfinished()
            tools = _Tools(parts, leases, documents, pages, bar)
            with _stopped_by_interrupt(tools):
                yield tools
    except InputError as error:
        if error.reason is not Reason.DISK_FULL:
            raise
        # The disk is so full that not even the batch could be written down.
        raise ServiceError(error.message, remedy=error.remedy) from None


@contextmanager
def _stopped_by_interrupt(tools: _Tools) -> Iterator[None]:
    """The first Ctrl-C lets pages at hand end and leaves the rest for the next run; a second one
    ends the process where it stands, which costs no more than a kill does."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        if tools.pages.stopped():
            os._exit(130)
        tools.stop()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    except KeyboardInterrupt:
        print("Stopped. Run the same command again to go on.", file=sys.stderr)
        raise
    finally:
        signal.signal(signal.SIGINT, before)


def _run(
    tools: _Tools, source: str, inboxes: Sequence[Inbox], files: Callable[[], list[File]]
) -> int:
    batch = tools.parts.database.start_batch(source)

    def read(sha256: str) -> str:
        lease = tools.leases.of(sha256)
        try:
            original = tools.parts.database.begin_attempt(lease.claim)
            if original.attempts >= tools.parts.settings.max_attempts:
                return file_alone(tools.parts, tools.pages, lease).value
            return file_original(tools.parts, tools.pages, original, lease).value
        except LeaseLost:
            return "taken over"

    def on_file() -> None:
        tools.bar.taken()
        tools.leases.added()

    def take() -> None:
        for inbox in inboxes:
            inbox.take(batch, on_file)

    def work(read: ReadOriginal, on_progress: OnProgress) -> Report:
        stopped = ""
        try:
            _take_and_read(tools, take, read, on_progress)
            _bring_index_up(tools)
        except DigitizeError as error:
            if not _ends_the_run(error):
                raise
            stopped = f"{error.message}\n  → {error.remedy}"
        return make_report(source, files(), stopped=stopped)

    if os.environ.get("PREFECT_API_URL"):
        from digitize.flows.prefect_flow import run_in_flow

        settings = tools.parts.settings
        worker = worker_name(settings.data_folder)
        report = run_in_flow(batch, source, work, read, worker=worker, web=settings.web_url)
    else:
        report = work(read, lambda done, total: None)
    tools.bar.close()
    print(format_report(report))
    tools.parts.database.finish_batch(batch, report.to_dict())
    return ServiceError.exit_code if report.stopped else 0


def _take_and_read(
    tools: _Tools, take: Callable[[], None], read: ReadOriginal, on_progress: OnProgress
) -> None:
    """One thread takes the files, and reads when it is done; the others read what was taken."""
    progress = _Progress(tools, on_progress)
    first = Lock()

    def work_in_turn() -> None:
        try:
            if first.acquire(blocking=False):
                take()
                tools.leases.no_more()
            while (lease := tools.leases.next()) is not None:
                try:
                    read(lease.sha256)
                finally:
                    tools.leases.end(lease)
                progress.done()
        except Exception as error:
            if isinstance(error, DigitizeError):
                tools.stop()
            tools.leases.stop()
            raise

    tools.leases.go_on()  # a fault of Prefect ends the reading; it then begins again without it
    tools.leases.expect()
    progress.show()
    tools.documents.together(work_in_turn, progress.show)
    progress.show()


class _Progress:
    """Of all that waits, whoever reads it; and the index brought up now and then."""

    def __init__(self, tools: _Tools, on_progress: OnProgress) -> None:
        self._tools = tools
        self._on_progress = on_progress
        self._total = 0
        self._done = 0  # by this process
        self._turn = Lock()
        self._indexed = time.monotonic()

    def done(self) -> None:
        """One original more is done."""
        with self._turn:
            self._done += 1

    def show(self) -> None:
        # Reading goes on; the end of the batch will say it.
        with suppress(ServiceError, InputError):
            left = self._tools.parts.database.count_waiting(READING_VERSION, METADATA_VERSION)
            self._total = max(self._total, self._done + left)
            self._tools.bar.reading(self._total - left, self._total)
            if self._total:
                self._on_progress(self._total - left, self._total)
            if time.monotonic() - self._indexed > INDEX_SECONDS:
                self._indexed = time.monotonic()
                catch_up(self._tools.parts)


def _bring_index_up(tools: _Tools) -> None:
    """What the index did not confirm is put again: its server may go away at any moment."""
    away_since: float | None = None
    while True:
        try:
            catch_up(tools.parts)
            check_whole(tools.parts)
            return
        except BusyError:  # another run has the embedded index, and brings it up
            if tools.pages.stopped(timeout=1):
                raise Stopped from None
        except AwayError:
            if away_since is None:
                away_since = time.monotonic()
                logging.getLogger("digitize.waiting").warning(
                    "the index does not answer; waiting for it"
                )
            if time.monotonic() - away_since > INDEX_PATIENCE or tools.pages.stopped(timeout=1):
                raise


def _ends_the_run(error: DigitizeError) -> bool:
    """A service that is lost or a full disk would stop every further file as well."""
    return isinstance(error, ServiceError) or (
        isinstance(error, InputError) and error.reason is Reason.DISK_FULL
    )
