"""The flows that an admin starts or schedules on Prefect's page; workers run them.

A flow run here calls what the command of that name calls. Its state tells the outcome in one
sentence, without the name or text of any file.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from digitize.archive.indexing import rebuild
from digitize.archive.journal import JOURNAL, describe, keep_journal
from digitize.archive.lock import BusyError, locked
from digitize.archive.parts import open_parts
from digitize.errors import DigitizeError
from digitize.flows.batch import run_batch, run_retry
from digitize.flows.dead_runs import close_dead_runs
from digitize.flows.late_looks import WATCH, dropping_late_looks
from digitize.flows.upkeep import run_verify
from digitize.flows.watching import Watcher
from digitize.settings import Settings

_PATIENCE = 3600.0  # seconds that a run waits for another one to end
_LOOK_AGAIN = 5.0


@flow(name=WATCH, flow_run_name="watch {source}", validate_parameters=False)
def watch(source: str) -> State[Any]:
    """Take what is new in a folder or bucket. Ends at once when nothing is."""

    def look(settings: Settings) -> str:
        watcher = Watcher(source, settings)
        try:
            return "New files were taken." if watcher.look() else "Nothing new."
        except BusyError:
            return "Another run is at work; the next look takes what is left."
        finally:
            watcher.close()

    return _outcome(look)


@flow(name="run", flow_run_name="run {source}", validate_parameters=False)
def run(source: str) -> State[Any]:
    """One batch from a folder or bucket: refused files are tried again too."""
    return _outcome(lambda settings: _ended(run_batch(source, settings)))


@flow(name="retry", flow_run_name="retry", validate_parameters=False)
def retry(ids: list[str] | None = None) -> State[Any]:
    """Try again what is in quarantine: the files with these ids, or all of them."""
    return _outcome(lambda settings: _ended(run_retry(tuple(ids or ()), settings)))


@flow(name="reindex", flow_run_name="reindex", validate_parameters=False)
def reindex() -> State[Any]:
    """Build the index anew; the old one answers until then."""

    def build(settings: Settings) -> str:
        with open_parts(settings) as parts:
            return f"{rebuild(parts)} documents indexed."

    return _outcome(build)


@flow(name="verify", flow_run_name="verify", validate_parameters=False)
def verify(mend: bool = False) -> State[Any]:
    """Check every original's SHA-256, every row's files, and the index."""

    def check(settings: Settings) -> str:
        if run_verify(settings, mending=mend):
            raise DigitizeError(
                "The archive has flaws", remedy="Run digitize verify: it lists them."
            )
        return "The archive is whole."

    return _outcome(check)


@flow(name="prune", flow_run_name="prune", validate_parameters=False)
def prune() -> State[Any]:
    """Close the flow runs whose process died, and remove files that they left unfinished here."""

    def clear_away(settings: Settings) -> str:
        closed = f"{close_dead_runs()} dead runs closed."
        try:
            with locked(settings.data_folder), open_parts(settings) as parts:
                parts.store.discard_unfinished()
        except BusyError:
            return f"{closed} Another run is at work here: its files were left alone."
        return closed

    return _outcome(clear_away)


def _ended(code: int) -> str:
    if code:
        raise DigitizeError(
            "The batch was stopped early; its own flow run says why",
            remedy="Mend that, then run it again: nothing is lost.",
        )
    return "The batch is done; its own flow run has the figures."


def _outcome(work: Callable[[Settings], str]) -> State[Any]:
    """What came of `work`. The boundary to Prefect: it keeps the words of every error that
    reaches it, and those of an unforeseen one may hold text of a document."""
    settings = Settings()
    keep_journal(settings.data_folder, as_json=settings.log_json)
    try:
        with dropping_late_looks():
            return Completed(message=_when_free(lambda: work(settings)))
    except DigitizeError as error:
        return Failed(message=f"{error.message}. {error.remedy}")
    except Exception as error:
        logging.getLogger(__name__).error("unforeseen", exc_info=error)
        return Failed(message=f"An unforeseen fault: {describe(error)}. See {JOURNAL}.")


def _when_free(work: Callable[[], str]) -> str:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return work()
        except BusyError:
            if time.monotonic() > end:
                raise
            time.sleep(_LOOK_AGAIN)
