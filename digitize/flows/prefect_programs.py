"""Prefect's server and worker as programs, with the settings that an offline site needs.

What a site sets itself in the environment stays.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from digitize.archive.leases import worker_name
from digitize.archive.lock import BusyError, locked
from digitize.errors import ServiceError, UsageError
from digitize.flows.signals import heed_ctrl_c
from digitize.settings import Settings

POOL = "digitize"  # the work pool that deployments and workers share


def server_command() -> list[str]:
    return [sys.executable, "-m", "prefect", "server", "start"]


def server_environment(settings: Settings, *, host: str, port: int) -> dict[str, str]:
    """Settings of the server. Host and port go by the environment: as options they would leave
    the web page pointing at the default port."""
    return _with_defaults(
        settings,
        {
            "PREFECT_SERVER_API_HOST": host,
            "PREFECT_SERVER_API_PORT": str(port),
            # The page asks the server that it came from, by whatever name that was reached.
            "PREFECT_UI_API_URL": "/api",
            # Nothing leaves the site: no statistics, no advertisements loaded from elsewhere.
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
            # Task runs written down a hundred at a time cost a third of the processor time.
            "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
            "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
            "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
            # Without it the records grow for ever.
            "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
            "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(
                settings.prefect_days * 24 * 3600
            ),
        },
        own={"PREFECT_SERVER_API_HOST", "PREFECT_SERVER_API_PORT"},
    )


def server_address(host: str, port: int) -> str:
    """Where clients on this machine reach a server that listens on `host`."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{reached}]:{port}" if ":" in reached else f"http://{reached}:{port}"


def worker_command(name: str = "") -> list[str]:
    """One flow run at a time: without that limit the first worker takes every run."""
    command = [sys.executable, "-m", "prefect", "worker", "start"]
    command += ["--pool", POOL, "--type", "process", "--limit", "1"]
    return [*command, "--name", name] if name else command


def worker_environment(settings: Settings) -> dict[str, str]:
    """Settings of a worker and of the flow runs that it starts. Those begin in a folder of their
    own, so the data folder is told by its whole path, and what `.env` says goes along.

    Raises UsageError when no server is named.
    """
    api_address()
    told = {
        f"DIGITIZE_{name.upper()}": str(getattr(settings, name))
        for name in settings.model_fields_set
    }
    told["DIGITIZE_DATA"] = str(settings.data_folder)
    return _with_defaults(
        settings,
        {
            **told,
            "PREFECT_WORKER_QUERY_SECONDS": "5",  # between a click on the page and its start
            "PREFECT_RUNNER_POLL_FREQUENCY": "2",
            "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        },
        own=set(told),
    )


def api_address() -> str:
    """The server that PREFECT_API_URL names. Raises UsageError when it names none."""
    url = os.environ.get("PREFECT_API_URL", "")
    if not url:
        raise UsageError(
            "PREFECT_API_URL is not set",
            remedy="Start digitize prefect, and set PREFECT_API_URL to the address that it prints.",
        )
    return url


def run_server(settings: Settings, *, host: str, port: int) -> None:
    """Become the server: this does not return."""
    address = server_address(host, port)
    print(f"digitize: Prefect on {address} (Ctrl-C ends)")
    print(f"  for batches and workers: export PREFECT_API_URL={address}/api", flush=True)
    _become(server_command(), server_environment(settings, host=host, port=port))


def run_worker(settings: Settings, *, name: str = "") -> None:
    """Close the flow runs that died, then become a worker: this does not return. Raises
    UsageError when no server is named."""
    environment = worker_environment(settings)
    _close_dead_runs(settings, environment)
    print(f"digitize: worker for {api_address()} (Ctrl-C ends)", flush=True)
    _become(worker_command(name), environment)


def _close_dead_runs(settings: Settings, environment: Mapping[str, str]) -> None:
    """All that were silent for long; those of this data folder at once, unless a run is at work
    there. Where the server does not answer yet the worker waits for it, and `prune` closes them."""
    # Before Prefect is imported, which reads them.
    os.environ.update({"PREFECT_CLIENT_MAX_RETRIES": "1", **environment})
    import httpx
    from prefect.exceptions import PrefectException

    from digitize.flows.dead_runs import close_dead_runs

    try:
        try:
            with locked(settings.data_folder):
                closed = close_dead_runs(dead_worker=worker_name(settings.data_folder))
        except BusyError:
            closed = close_dead_runs()
    except (httpx.HTTPError, PrefectException, RuntimeError):
        print("digitize: Prefect does not answer yet", file=sys.stderr)
        return
    if closed:
        print(f"digitize: {closed} runs whose process died are closed")


def _with_defaults(
    settings: Settings, defaults: Mapping[str, str], *, own: set[str]
) -> dict[str, str]:
    """The environment, with `defaults` where it says nothing, and always for those in `own`."""
    common = {"DO_NOT_TRACK": "1", "PREFECT_HOME": str(prefect_home(settings))}
    decided = {name: value for name, value in defaults.items() if name in own}
    return {**common, **defaults, **os.environ, **decided}


def prefect_home(settings: Settings) -> Path:
    """Where Prefect keeps its records: with all else that is embedded. Made when it is not there;
    raises ServiceError when it cannot be."""
    folder = settings.data_folder / "prefect"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ServiceError(
            f"data folder {settings.data_folder}: {error.strerror}",
            remedy="Set DIGITIZE_DATA to a folder that this account may write to.",
        ) from None
    return folder


def _become(command: list[str], environment: dict[str, str]) -> None:
    sys.stdout.flush()
    heed_ctrl_c()
    os.execve(command[0], command, environment)
