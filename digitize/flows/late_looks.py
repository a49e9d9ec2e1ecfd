"""Looks at a source that no worker had time for: while all are at a long batch, one more waits
every minute. The next look sees what all of them would have seen, so that the rest are dropped.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import httpx
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import StateType
from prefect.exceptions import PrefectException

from digitize.flows.dead_runs import TAG

WATCH = "watch"  # the flow

_LATE = timedelta(minutes=2)  # a free worker takes a run within seconds
_EACH_MINUTE = 60.0


def drop_late_looks() -> int:
    """How many those were. Raises what Prefect's client raises."""
    with get_client(sync_client=True) as client:
        late = client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=[WATCH])),
            flow_run_filter=FlowRunFilter(
                tags=FlowRunFilterTags(all_=[TAG]),
                state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
                expected_start_time=FlowRunFilterExpectedStartTime(
                    before_=datetime.now(UTC) - _LATE
                ),
            ),
        )
        for run in late:
            client.delete_flow_run(run.id)
        return len(late)


@contextmanager
def dropping_late_looks() -> Iterator[None]:
    """Every minute, while the block is at work."""
    ended = Event()

    def keep_dropping() -> None:
        while not ended.wait(_EACH_MINUTE):
            # Another worker may have dropped one first, and a server that is away costs no work.
            with suppress(httpx.HTTPError, PrefectException, RuntimeError):
                drop_late_looks()

    keeper = Thread(target=keep_dropping, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()
