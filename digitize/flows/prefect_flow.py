"""The batch as a Prefect flow: one flow run a batch, one task run an original.

Names and artifacts tell originals by id, not by path: Prefect's records must not spread the
name of a file that is sealed a moment later.
"""

import logging
import os
import sys
import time
from collections.abc import Callable
from typing import Any, TypeVar, cast
from uuid import UUID

# Before Prefect is imported: it phones home unless told not to, and its own lines would tear the
# progress bar. What a site sets itself stays.
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
os.environ.setdefault("PREFECT_LOGGING_INTERNAL_LEVEL", "CRITICAL")
# A server that is gone must not hold up the work: five retries take a minute.
os.environ.setdefault("PREFECT_CLIENT_MAX_RETRIES", "1")

from prefect import flow, tags, task
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.events.clients import NullEventsClient, PrefectEventsClient
from prefect.events.worker import EventsWorker
from prefect.states import Completed, Failed

from digitize.archive.journal import describe
from digitize.archive.report import Report
from digitize.errors import DigitizeError, ServiceError
from digitize.flows.batch_page import failures, place_rows
from digitize.flows.dead_runs import TAG, close_dead_runs

ReadOriginal = Callable[[str], str]
OnProgress = Callable[[int, int], None]
Work = Callable[[ReadOriginal, OnProgress], Report]

_RETRY_SECONDS = [5.0, 30.0]  # a service that restarts is back after so long
_PROGRESS_SECONDS = 2.0

T = TypeVar("T")

_log = logging.getLogger(__name__)


def run_in_flow(
    batch: int, source: str, work: Work, read: ReadOriginal, *, worker: str, web: str
) -> Report:
    """Do `work` as a flow run, once those that died are closed: all earlier ones of `worker`, of
    which there is one at a time, and what has been silent for long. `web`: where people open the
    web archive. Trouble with Prefect, at any moment, ends Prefect's part alone: what `work` had
    not done is done without it."""
    reports: list[Report] = []
    prefect = _Prefect()
    # Ten attempts at each event would keep the process from ending once the server is gone.
    EventsWorker.set_client_override(PrefectEventsClient, reconnection_attempts=1)

    prefect.attempt(lambda: close_dead_runs(dead_worker=worker))

    @task(
        name="read-original",
        task_run_name="original {original}",
        retries=len(_RETRY_SECONDS),
        retry_delay_seconds=_RETRY_SECONDS,
        retry_condition_fn=_worth_a_retry,
        cache_policy=NO_CACHE,
    )
    def read_original(original: str, sha256: str) -> str:
        return read(sha256)

    @flow(
        name="digitize",
        flow_run_name=f"batch {batch}: {source}".replace("{", "(").replace("}", ")"),
        validate_parameters=False,
    )
    def batch_flow(source: str) -> State[Any]:
        progress = _Progress(prefect, batch, web)
        report = work(lambda sha256: read_original(sha256[:12], sha256), progress.show)
        reports.append(report)
        progress.show_report(report)
        return _state_of(report)

    try:
        with tags(TAG, f"batch-{batch}", worker):
            batch_flow(source, return_state=True)
    except DigitizeError:
        raise
    except Exception as error:  # noqa: BLE001 - the boundary to Prefect: it must cost no work
        prefect.lose(error)
    return reports[0] if reports else work(read, lambda done, total: None)


class _Prefect:
    """Calls to Prefect that must cost no work: the first one that fails is the last."""

    def __init__(self) -> None:
        self._lost = False

    def attempt(self, call: Callable[[], T]) -> T | None:
        if self._lost:
            return None
        try:
            return call()
        except Exception as error:  # noqa: BLE001 - the boundary to Prefect
            self.lose(error)
            return None

    def lose(self, error: Exception) -> None:
        if not self._lost:
            self._lost = True
            EventsWorker.set_client_override(NullEventsClient)
            _log.warning("Prefect is lost: %s", describe(error))
            print("Prefect is out of reach; the batch goes on without it.", file=sys.stderr)


class _Progress:
    """The artifacts of a flow run."""

    def __init__(self, prefect: _Prefect, batch: int, web: str) -> None:
        self._prefect = prefect
        self._batch = batch
        self._web = web
        self._read = 0
        self._begun = self._shown = time.monotonic()
        self._artifact = prefect.attempt(
            lambda: cast(  # a coroutine only where an event loop runs
                UUID,
                create_progress_artifact(
                    0.0, key=f"digitize-batch-{batch}-progress", description="Originals read"
                ),
            )
        )

    def show(self, done: int, total: int) -> None:
        self._read = done
        if done < total and time.monotonic() - self._shown < _PROGRESS_SECONDS:
            return
        self._shown = time.monotonic()
        if self._artifact is not None:
            artifact, share = self._artifact, 100.0 * done / max(total, 1)
            description = f"{done} of {total} originals read"
            self._prefect.attempt(lambda: update_progress_artifact(artifact, share, description))

    def show_report(self, report: Report) -> None:
        rows = place_rows(report, read=self._read, seconds=time.monotonic() - self._begun)
        key = f"digitize-batch-{self._batch}"
        self._prefect.attempt(
            lambda: create_table_artifact(
                rows, key=f"{key}-report", description=f"Batch {self._batch}"
            )
        )
        if found := failures(report, self._web):
            self._prefect.attempt(
                lambda: create_markdown_artifact(
                    found, key=f"{key}-failures", description="What needs a person"
                )
            )


def _state_of(report: Report) -> State[Any]:
    message = ", ".join(f"{number} {place}" for place, number in report.counts.items() if number)
    if report.stopped:
        return Failed(message=f"{report.stopped} ({message})")
    return Completed(message=message)


def _worth_a_retry(_task: Any, _run: TaskRun, state: State[Any]) -> bool:
    """A service that could not be reached may be back; nothing else gets better by itself."""
    return isinstance(state.result(raise_on_failure=False), ServiceError)
