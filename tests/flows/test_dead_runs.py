"""Flow runs whose process died, on a real server."""

import json
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from digitize.archive.leases import worker_name
from tests.archive.scans import fill, scanned
from tests.flows.running import run, start, wait_for
from tests.services.prefect import Prefect

pytestmark = pytest.mark.services


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


def state_of(server: Prefect, run: str) -> str:
    return str(server.get(f"flow_runs/{run}")["state_type"])


def test_only_what_is_ours_and_silent_is_closed(prefect_server: Prefect) -> None:
    # Not before now: Prefect is slow to import.
    from prefect.settings import PREFECT_API_URL, temporary_settings

    from digitize.flows.dead_runs import close_dead_runs

    dead, living = (begin_run(prefect_server, tags=["digitize"]) for _ in range(2))
    foreign = begin_run(prefect_server, tags=[])
    begun = datetime.now(UTC)
    young = begin_run(prefect_server, tags=["digitize", "room 1"])
    send_heartbeat(prefect_server, living)
    with temporary_settings({PREFECT_API_URL: prefect_server.url}):
        assert close_dead_runs(datetime.now(UTC) - begun) == 1
        assert close_dead_runs(datetime.now(UTC) - begun, dead_worker="room 2") == 0
        states = {run: state_of(prefect_server, run) for run in (dead, living, foreign, young)}
        assert states == {
            dead: "CRASHED",
            living: "RUNNING",
            foreign: "RUNNING",
            young: "RUNNING",
        }
        assert close_dead_runs(dead_worker="room 1") == 1
        assert state_of(prefect_server, young) == "CRASHED"


def test_a_worker_closes_them_before_it_begins(prefect_server: Prefect, data: Path) -> None:
    dead = begin_run(prefect_server, tags=["digitize", worker_name(data)])
    worker = start(data, "worker", **prefect_server.environment)
    try:
        end = time.monotonic() + 60
        while state_of(prefect_server, dead) != "CRASHED":
            assert time.monotonic() < end
            assert worker.poll() is None
            time.sleep(0.2)
    finally:
        worker.terminate()
        out, _ = worker.communicate(timeout=60)
    assert out.startswith("digitize: 1 runs whose process died are closed\n")


def test_a_batch_closes_the_run_of_the_one_that_was_killed_before_it(
    prefect_server: Prefect, data: Path, inbox: Path
) -> None:
    fill(inbox, a=scanned(pages=3))
    killed = start(data, "run", str(inbox), **prefect_server.environment)
    wait_for(data, "SELECT 1 FROM originals WHERE attempts > 0")
    killed.kill()
    killed.communicate()
    assert run(data, "run", str(inbox), **prefect_server.environment).code == 0
    runs = prefect_server.ask("flow_runs/filter")
    ours = {r["name"]: r["state_type"] for r in runs if str(inbox) in r["name"]}
    assert ours == {f"batch 1: {inbox}": "CRASHED", f"batch 2: {inbox}": "COMPLETED"}
