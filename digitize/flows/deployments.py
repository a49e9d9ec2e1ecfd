"""Put the flows on a Prefect server, where an admin starts and schedules them."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

# Before Prefect is imported: a missing server must be an error, not a reason to start one.
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ALLOW_EPHEMERAL_MODE", "false")
os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
os.environ.setdefault("PREFECT_CLIENT_MAX_RETRIES", "1")

import httpx
from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import State
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectAlreadyExists, PrefectException
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from digitize.archive.sources import open_source_of
from digitize.errors import ServiceError
from digitize.flows import deployed
from digitize.flows.dead_runs import TAG, close_dead_runs
from digitize.flows.prefect_programs import POOL, api_address
from digitize.settings import Settings

_EACH_MINUTE = 60.0
_EACH_HOUR = 3600.0
_SUNDAY_NIGHT = "0 2 * * 0"
_ZONE = "Asia/Ho_Chi_Minh"


def deploy(source: str, settings: Settings, *, watching: bool = True) -> list[str]:
    """Make or renew the work pool and the deployments, and close the runs that died; the names
    of the deployments. `watching`: False where a
    program of its own watches the source, so that the schedule of that deployment rests.

    Raises UsageError for a source that is none or when no server is named, ServiceError when
    the server cannot be reached.
    """
    address = api_address()
    name = open_source_of(source, settings).name
    try:
        _make_pool()
        plans = [*_plans(name, watching=watching)]
        for plan in plans:
            plan.to_deployment().apply()
        close_dead_runs()
    except (httpx.HTTPError, PrefectException, RuntimeError) as error:
        raise ServiceError(
            f"Prefect at {address}: {type(error).__name__}",
            remedy="Start it with digitize prefect, or correct PREFECT_API_URL; it ends with /api.",
        ) from None
    return [plan.name for plan in plans]


def _make_pool() -> None:
    with get_client(sync_client=True) as client:
        try:
            client.create_work_pool(
                WorkPoolCreate(
                    name=POOL,
                    type="process",
                    description="Workers that `digitize worker` starts, on any machine.",
                )
            )
        except ObjectAlreadyExists:
            return


@dataclass(frozen=True, slots=True)
class _Plan:
    flow: Flow[..., State[Any]]
    name: str
    description: str
    parameters: dict[str, Any] = field(default_factory=dict)
    schedule: Schedule | None = None

    def to_deployment(self) -> RunnerDeployment:
        made = self.flow.to_deployment(
            self.name,
            description=self.description,
            tags=[TAG, "by schedule" if self.schedule else "by hand"],
            parameters=self.parameters,
            schedule=self.schedule,
            work_pool_name=POOL,
            # Workers have the package: no code is stored anywhere.
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        return cast(RunnerDeployment, made)  # a coroutine only where an event loop runs


def _plans(source: str, *, watching: bool) -> Iterator[_Plan]:
    yield _Plan(
        deployed.watch,
        "Watch for new files",
        f"Takes what is new in {source}, every minute. Pause its schedule to stop it.",
        {"source": source},
        Interval(_EACH_MINUTE, active=watching, slug="each-minute"),
    )
    yield _Plan(
        deployed.run,
        "Run a batch",
        "Takes all of a folder or bucket now, and tries refused files again. The folder is one "
        "that the worker's machine sees.",
        {"source": source},
    )
    yield _Plan(
        deployed.retry,
        "Retry quarantine",
        "Tries again what is in quarantine: the ids that are given, or everything.",
    )
    yield _Plan(
        deployed.reindex,
        "Rebuild the index",
        "Builds the search index anew from the database and the page texts. People can search "
        "meanwhile.",
    )
    yield _Plan(
        deployed.verify,
        "Verify the archive",
        "Checks every original's SHA-256, every row's files and the index, each Sunday at 2:00. "
        "It reads the whole store.",
        schedule=Cron(_SUNDAY_NIGHT, timezone=_ZONE, slug="sunday-night"),
    )
    yield _Plan(
        deployed.prune,
        "Prune",
        "Closes runs whose process died, and removes what they left unfinished on the worker's "
        "machine, every hour. Nothing of the archive is removed.",
        schedule=Interval(_EACH_HOUR, slug="each-hour"),
    )
