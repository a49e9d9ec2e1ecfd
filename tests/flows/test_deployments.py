"""What an admin does on Prefect's page, with a real server and a real worker."""

import signal
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.archive.scans import digital, fill
from tests.flows.running import rows, run, start
from tests.services.ports import free_ports
from tests.services.prefect import Prefect

pytestmark = pytest.mark.services

NAMES = [
    "Watch for new files",
    "Run a batch",
    "Retry quarantine",
    "Rebuild the index",
    "Verify the archive",
    "Prune",
]


@pytest.fixture
def worker(prefect_server: Prefect, data: Path, inbox: Path) -> Iterator[subprocess.Popen[str]]:
    """A worker, and the deployments that it works for. The watch rests until it is asked."""
    inbox.mkdir()
    environment = prefect_server.environment
    deployed = run(data, "deploy", "--no-watch", str(inbox), **environment)
    assert (deployed.code, deployed.err) == (0, "")
    assert deployed.out.splitlines() == NAMES
    process = start(
        data, "worker", "--name", "room 1", PREFECT_WORKER_QUERY_SECONDS="1", **environment
    )
    yield process
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)


def deployments(server: Prefect) -> dict[str, dict[str, Any]]:
    return {found["name"]: found for found in server.ask("deployments/filter")}


def ask_for(server: Prefect, name: str, **parameters: object) -> str:
    """Run a deployment as its button does; the state's name and message."""
    id_ = deployments(server)[name]["id"]
    asked = server.ask(f"deployments/{id_}/create_flow_run", {"parameters": parameters})
    ended = server.wait_for_end(asked["id"])
    return f"{ended['state_type']}: {ended['state']['message']}"


def test_an_admin_runs_the_archive_from_prefects_page(
    prefect_server: Prefect, worker: subprocess.Popen[str], data: Path, inbox: Path
) -> None:
    found = deployments(prefect_server)
    assert set(found) == set(NAMES)
    assert all("digitize" in one["tags"] and one["description"] for one in found.values())
    assert [s["active"] for s in found["Watch for new files"]["schedules"]] == [False]
    assert str(inbox) in found["Watch for new files"]["description"]

    fill(inbox, a=digital(), half=digital()[:3000])
    assert ask_for(prefect_server, "Watch for new files") == "COMPLETED: New files were taken."
    assert rows(data, "SELECT count(*) FROM originals") == [(2,)]
    assert ask_for(prefect_server, "Watch for new files") == "COMPLETED: Nothing new."
    assert ask_for(prefect_server, "Rebuild the index") == "COMPLETED: 1 documents indexed."

    assert ask_for(prefect_server, "Prune") == "COMPLETED: 0 dead runs closed."

    for path in (data / "store" / "originals").rglob("*"):
        if path.is_file():
            path.unlink()
    assert ask_for(prefect_server, "Verify the archive").startswith("FAILED: The archive has flaws")
    assert "FAILED: not in quarantine: zzz" in ask_for(
        prefect_server, "Retry quarantine", ids=["zzz"]
    )
    # The server knows the batches of other tests too.
    names = [one["name"] for one in prefect_server.ask("flow_runs/filter")]
    ours = [name for name in names if name.startswith("batch") and name.endswith(str(inbox))]
    assert ours == [f"batch 1: {inbox}"]


def test_looks_that_no_worker_had_time_for_are_dropped(
    prefect_server: Prefect, data: Path, inbox: Path
) -> None:
    # Not before now: Prefect is slow to import.
    from prefect.settings import PREFECT_API_URL, temporary_settings

    from digitize.flows.late_looks import drop_late_looks

    inbox.mkdir()
    assert run(data, "deploy", "--no-watch", str(inbox), **prefect_server.environment).code == 0

    def plan(name: str, seconds_ago: float) -> str:
        due = (datetime.now(UTC) - timedelta(seconds=seconds_ago)).isoformat()
        state = {"type": "SCHEDULED", "state_details": {"scheduled_time": due}}
        id_ = deployments(prefect_server)[name]["id"]
        planned = prefect_server.ask(f"deployments/{id_}/create_flow_run", {"state": state})
        return str(planned["id"])

    for seconds in (300, 240, 180):
        plan("Watch for new files", seconds)
    left = {plan("Watch for new files", -60), plan("Watch for new files", 5), plan("Prune", 300)}
    with temporary_settings({PREFECT_API_URL: prefect_server.url}):
        assert drop_late_looks() == 3
    scheduled = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
    runs = prefect_server.ask("flow_runs/filter", scheduled)
    assert {one["id"] for one in runs if one["deployment_id"] and one["id"] in left} == left
    for id_ in left:
        prefect_server.delete(f"flow_runs/{id_}")


def test_without_a_server_the_remedy_is_said(data: Path, inbox: Path) -> None:
    inbox.mkdir()
    for command in (["deploy", str(inbox)], ["worker"]):
        ran = run(data, *command)
        assert ran.code == 2
        assert "PREFECT_API_URL is not set" in ran.err
    (port,) = free_ports(1)
    ran = run(data, "deploy", str(inbox), PREFECT_API_URL=f"http://127.0.0.1:{port}/api")
    assert ran.code == 5
    assert "Start it with digitize prefect" in ran.err
