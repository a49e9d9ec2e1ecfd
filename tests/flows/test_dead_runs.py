"""Flow runs whose process died, on a real server."""

import json
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.services.prefect import Prefect

pytestmark = pytest.mark.services

SILENCE = timedelta(seconds=3)


def begin_run(server: Prefect, *, tags: list[str]) -> str:
    """A flow run that stands at Running, without a process; its id."""
    flow = server.ask("flows/", {"name": f"t{uuid4().hex[:8]}"})["id"]
    state = {"type": "RUNNING", "name": "Running"}
    run: str = server.ask("flow_runs/", {"flow_id": flow, "tags": tags, "state": state})["id"]
    return run


def send_heartbeat(server: Prefect, run: str) -> None:
    resource = {"prefect.resource.id": f"prefect.flow-run.{run}"}
    event = {
        "id": str(uuid4()),
        "occurred": datetime.now(UTC).isoformat(),
        "event": "prefect.flow-run.heartbeat",
        "resource": resource,
    }
    request = urllib.request.Request(
        f"{server.url}/events",
        data=json.dumps([event]).encode(),
        headers={"Content-Type": "application/json"},
    )
    urllib.request.urlopen(request, timeout=30).close()
    asked = {"filter": {"resource": {"id": [*resource.values()]}}}
    end = time.monotonic() + 30
    while not server.ask("events/filter", asked)["events"]:
        assert time.monotonic() < end
        time.sleep(0.1)


def test_only_what_is_ours_and_silent_is_closed(prefect_server: Prefect) -> None:
    # Not before now: Prefect is slow to import.
    from prefect.settings import PREFECT_API_URL, temporary_settings

    from digitize.flows.dead_runs import close_dead_runs

    dead, living = (begin_run(prefect_server, tags=["digitize"]) for _ in range(2))
    foreign = begin_run(prefect_server, tags=[])
    time.sleep(SILENCE.total_seconds())
    young = begin_run(prefect_server, tags=["digitize"])
    send_heartbeat(prefect_server, living)
    with temporary_settings({PREFECT_API_URL: prefect_server.url}):
        closed = close_dead_runs(SILENCE)
        assert close_dead_runs(SILENCE) == 0
    states = {
        run: prefect_server.get(f"flow_runs/{run}")["state_type"]
        for run in (dead, living, foreign, young)
    }
    assert (closed, states) == (
        1,
        {dead: "CRASHED", living: "RUNNING", foreign: "RUNNING", young: "RUNNING"},
    )
