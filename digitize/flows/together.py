"""`digitize up`: Prefect server, watcher, worker and web archive on one machine."""

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Mapping

from digitize.archive.sources import open_source_of
from digitize.errors import ServiceError, UsageError
from digitize.flows import prefect_programs
from digitize.flows.signals import heed_ctrl_c, term_is_ctrl_c
from digitize.flows.supervising import Part, Supervisor
from digitize.settings import Settings

_DEPLOY_SECONDS = 120


def bring_up(source: str, settings: Settings, *, with_prefect: bool = True) -> int:
    """Run until Ctrl-C or SIGTERM; the exit code, which is 0 then. Where PREFECT_API_URL names a
    server, that one is used and none is started.

    Raises UsageError for a source that is none; ServiceError, after all else was ended, when a
    part does not start or dies again and again.
    """
    source = open_source_of(source, settings).name
    if not settings.port:
        raise UsageError("DIGITIZE_PORT is 0", remedy="Give the web archive a port of its own.")
    _check_free(settings.host, settings.port, "DIGITIZE_PORT")
    if with_prefect and not os.environ.get("PREFECT_API_URL"):
        _check_free(settings.prefect_host, settings.prefect_port, "DIGITIZE_PREFECT_PORT")
    heed_ctrl_c()
    supervisor = Supervisor()
    try:
        with term_is_ctrl_c():
            environment = dict(os.environ)
            if with_prefect:
                environment |= _start_prefect(supervisor, source, settings)
            else:
                environment.pop("PREFECT_API_URL", None)
            supervisor.start(_watcher(source, environment))
            supervisor.start(_web(settings, environment))
            supervisor.keep()
    except KeyboardInterrupt:
        print("Ending …", flush=True)
    finally:
        supervisor.stop()
    return 0


def _start_prefect(supervisor: Supervisor, source: str, settings: Settings) -> dict[str, str]:
    """Server, deployments and worker; what clients' environment must say."""
    url = os.environ.get("PREFECT_API_URL", "")
    if not url:
        host, port = settings.prefect_host, settings.prefect_port
        address = prefect_programs.server_address(host, port)
        url = f"{address}/api"
        supervisor.start(
            Part(
                "Prefect",
                prefect_programs.server_command(),
                prefect_programs.server_environment(settings, host=host, port=port),
                address,
                health=f"{url}/health",
                log=settings.data_folder / "prefect" / "server.log",
            )
        )
    os.environ["PREFECT_API_URL"] = url
    _deploy(source, {**os.environ})
    environment = prefect_programs.worker_environment(settings)
    supervisor.start(
        Part(
            "worker",
            prefect_programs.worker_command(),
            environment,
            url,
            log=settings.data_folder / "prefect" / "worker.log",
        )
    )
    return {"PREFECT_API_URL": url}


def _deploy(source: str, environment: Mapping[str, str]) -> None:
    """In a process of its own: Prefect is slow to import, and starts threads."""
    command = [*_digitize("deploy"), "--no-watch", source]
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_DEPLOY_SECONDS,
    )
    if done.returncode != 0:
        message, _, remedy = done.stderr.strip().removeprefix("digitize: ").partition("\n  → ")
        raise ServiceError(message, remedy=remedy)


def _check_free(host: str, port: int, setting: str) -> None:
    """Another program there would answer in the place of ours, and seem to be well."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            return  # the part says it better
        raise ServiceError(
            f"{host}:{port} is in use by another program",
            remedy=f"Stop that program, or set {setting} to another port.",
        ) from None


def _watcher(source: str, environment: Mapping[str, str]) -> Part:
    return Part("watcher", [*_digitize("watch"), source], environment, source)


def _web(settings: Settings, environment: Mapping[str, str]) -> Part:
    address = prefect_programs.server_address(settings.host, settings.port)
    return Part(
        "web archive",
        _digitize("serve"),
        environment,
        address,
        health=f"{address}/healthz",
        log=settings.data_folder / "web.log",
    )


def _digitize(command: str) -> list[str]:
    return [sys.executable, "-m", "digitize.cli", command]
