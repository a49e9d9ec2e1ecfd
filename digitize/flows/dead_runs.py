"""Close the flow runs on Prefect's page whose process died.

Prefect itself leaves them at Running for ever. A process that lives sends a heartbeat of each of
its runs every three minutes (PREFECT_FLOWS_HEARTBEAT_FREQUENCY). A run that is closed in error,
since its machine was cut off, loses nothing: its work goes on, and the database decides.
"""

from datetime import UTC, datetime, timedelta

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.events.filters import (
    EventFilter,
    EventNameFilter,
    EventOccurredFilter,
    EventResourceFilter,
)
from prefect.states import Crashed

TAG = "digitize"  # all flow runs of ours bear it

_SILENCE = timedelta(minutes=10)  # three heartbeats did not come
_BEGUN = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]


def close_dead_runs(silence: timedelta = _SILENCE, *, dead_worker: str = "") -> int:
    """Mark as crashed what has been silent for so long, and at once what bears the name of a
    worker that is known to be dead as a tag; how many those were.

    Raises what Prefect's client raises when the server cannot be reached.
    """
    since = datetime.now(UTC) - silence
    closed = 0
    with get_client(sync_client=True) as client:
        for run in _begun(client):
            if dead_worker not in run.tags and not _is_silent(client, run, since):
                continue
            client.set_flow_run_state(
                run.id,
                Crashed(
                    message="Its process died, or lost this server. The next run takes over what "
                    "it had at hand."
                ),
            )
            closed += 1
    return closed


def _begun(client: SyncPrefectClient) -> list[FlowRun]:
    return client.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            tags=FlowRunFilterTags(all_=[TAG]),
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=_BEGUN)),
        )
    )


def _is_silent(client: SyncPrefectClient, run: FlowRun, since: datetime) -> bool:
    if run.state is None or run.state.timestamp > since:
        return False
    heartbeats = EventFilter(
        occurred=EventOccurredFilter(since=since),
        event=EventNameFilter(name=["prefect.flow-run.heartbeat"]),
        resource=EventResourceFilter(id=[f"prefect.flow-run.{run.id}"]),
    )
    return not client.read_events(heartbeats, limit=1).events
