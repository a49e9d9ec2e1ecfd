"""A hot folder: take what is complete, again and again.

A look that finds nothing new costs a listing: it opens no batch, makes no flow run and prints
nothing. What was refused before is left alone until it changes, or `digitize retry` asks for it.
"""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from digitize.archive.lock import BusyError
from digitize.archive.sources import Source, open_source_of
from digitize.database.opening import open_database
from digitize.database.queries import Database
from digitize.database.records import Seen, Watermark
from digitize.errors import DigitizeError, InputError, ServiceError
from digitize.flows import watermark
from digitize.flows.batch import run_batch
from digitize.flows.signals import term_is_ctrl_c
from digitize.intake.mapping import place_of
from digitize.metadata.documents import METADATA_VERSION
from digitize.ocr.version import READING_VERSION
from digitize.settings import Settings

_LONGEST_WAIT = 300.0  # while a service is away; the first wait is `watch_seconds`


class Watcher:
    """Looks at one source. Keeps the database open from one look to the next."""

    def __init__(self, source: str, settings: Settings) -> None:
        """Raises UsageError for a source that is none, ServiceError for one out of reach."""
        place_of("", settings.mapping)
        self._source: Source = open_source_of(source, settings)
        self._asked = source
        self._settings = settings
        self._database: Database | None = None
        self._known: set[Seen] = set()
        self._mark: Watermark | None = None
        self._mark_was_read = False
        self._left_over = True  # a run may have been killed before this one

    @property
    def name(self) -> str:
        return self._source.name

    def look(self) -> bool:
        """Run a batch when there is something to do; whether there was.

        Raises BusyError while another run is at work, and other DigitizeErrors when the batch
        could not be begun or did not get through; the next look does what is left.
        """
        fresh, mark = self._fresh()
        if not fresh and not (self._left_over and self._is_work_left()):
            self._left_over = False
            self._keep(mark)
            return False
        self._left_over = True
        code = run_batch(self._asked, self._settings, only=fresh)
        if code:
            raise _StoppedEarlyError
        self._left_over = False
        self._keep(mark)
        return True

    def close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None

    def _fresh(self) -> tuple[set[str], Watermark | None]:
        """Complete files that nothing was written down about yet, and the mark that holds once
        something is."""
        now = datetime.now(UTC)
        if not self._mark_was_read:
            self._mark = self._opened().watermark(self.name)
            self._mark_was_read = True
        since = watermark.begin(self._mark, now)
        if since is None and self._mark is not None:
            self._known = set()  # all is compared with the database, and not with what was in it
        listed = {
            Seen(self.name, file.relative, file.size, file.mtime_ns): file
            for file in self._source.list(since)
        }
        if since is not None:
            paths = {seen.relative for seen in listed.keys() - self._known}
            self._known |= self._opened().arrivals(self.name, paths).keys()
        elif not listed.keys() <= self._known:
            self._known = set(self._opened().arrivals(self.name))
        fresh = {
            file.relative
            for seen, file in listed.items()
            if seen not in self._known
            and (file.problem is not None or self._source.is_stable(file.relative))
        }
        return fresh, watermark.move(self._mark, since, self._source.newest(), now)

    def _keep(self, mark: Watermark | None) -> None:
        if mark is not None and mark != self._mark:
            self._opened().set_watermark(self.name, mark)
            self._mark = mark

    def _is_work_left(self) -> bool:
        database = self._opened()
        return bool(
            database.waiting(READING_VERSION, METADATA_VERSION) or database.unindexed(limit=1)
        )

    def _opened(self) -> Database:
        if self._database is None:
            self._database = open_database(self._settings.database_url)
        return self._database


class _StoppedEarlyError(ServiceError):
    """The batch has said why in its report."""

    def __init__(self) -> None:
        super().__init__("")


def watch(source: str, settings: Settings) -> int:
    """Look every `watch_seconds` until Ctrl-C or SIGTERM; the exit code, which is 0 then.

    A service that is away is said once, and looked for again, less and less often. Raises
    UsageError and ServiceError when watching cannot begin.
    """
    watcher = Watcher(source, settings)
    try:
        with term_is_ctrl_c():
            print(f"digitize: watching {watcher.name} (Ctrl-C ends)", flush=True)
            _look_again_and_again(watcher.look, settings.watch_seconds)
    except KeyboardInterrupt:
        return 0
    finally:
        watcher.close()
    return 0


def _look_again_and_again(look: Callable[[], bool], seconds: float) -> None:
    wait, said = seconds, ""
    while True:
        try:
            look()
            if said:
                print("digitize: watching again", file=sys.stderr, flush=True)
            wait, said = seconds, ""
        except BusyError:
            pass
        except (ServiceError, InputError) as error:
            if error.message not in ("", said):
                print(_as_shown(error), file=sys.stderr, flush=True)
                said = error.message
            wait = min(2 * wait, max(_LONGEST_WAIT, seconds))
        time.sleep(wait)


def _as_shown(error: DigitizeError) -> str:
    return f"digitize: {error.message}\n  → {error.remedy}"
