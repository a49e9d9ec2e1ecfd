"""A real PostgreSQL server on the loopback, with its data in a folder."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.services.ports import free_ports
from tests.services.process import start_process, stop_process, wait_until_ready

_READY_SECONDS = 30
_USER = "postgres"  # made by the Debian package


@dataclass
class PostgreSQL:
    """`url` and `port` stay the same when the server is stopped and started again. Only this
    machine reaches the server. The user postgres needs no password, the user `guarded` the one
    that a test gives it."""

    folder: Path
    port: int = field(default_factory=lambda: free_ports(1)[0])
    _process: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "postgres") -> str:
        """For SQLAlchemy."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        data, log = self.folder / "data", self.folder / "postgresql.log"
        if not data.exists():
            self._initialise(data)
        self._process = start_process(
            [
                *(str(_program("postgres")), "-D", str(data), "-p", str(self.port)),
                *("-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={data}"),
                *("-c", "fsync=off", "-c", "max_connections=100"),
            ],
            log=log,
            user=_USER,
        )
        wait_until_ready(self._process, self._is_ready, log=log, seconds=_READY_SECONDS)

    def stop(self) -> None:
        if self._process is not None:
            # SIGTERM would wait for open connections.
            stop_process(self._process, signal.SIGINT)
            self._process = None

    def create_database(self, name: str, *, template: str = "template1") -> str:
        """A new database, as a copy of `template`, to which nobody may be connected; its URL."""
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop_database(self, name: str) -> None:
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def run(self, statement: str) -> None:
        with self._connect() as connection:
            connection.execute(statement.encode())

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="postgres", autocommit=True, connect_timeout=5
        )

    def _initialise(self, data: Path) -> None:
        data.mkdir(parents=True)
        if os.geteuid() == 0:
            shutil.chown(data, _USER, _USER)
            _open_way(data)
        command = [str(_program("initdb")), "-D", str(data), "-U", "postgres", "--no-sync"]
        command += ["-E", "UTF8", "--locale=C.UTF-8", "--auth=trust"]
        log = self.folder / "initdb.log"
        if start_process(command, log=log, user=_USER).wait() != 0:
            raise RuntimeError(log.read_text())
        access = data / "pg_hba.conf"
        access.write_text(f"host all guarded all scram-sha-256\n{access.read_text()}")

    def _is_ready(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True


def _open_way(data: Path) -> None:
    """Let the server's user pass through the folders above its data."""
    for folder in data.parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o001)


def _program(name: str) -> Path:
    """Debian keeps the server's programs off the PATH, in a folder a version; the newest one."""
    found = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda p: int(p.parts[-3])
    )
    on_path = shutil.which(name)
    if found:
        return found[-1]
    if on_path is not None:
        return Path(on_path)
    raise RuntimeError("PostgreSQL is missing: run script/bootstrap --test")


@contextmanager
def postgresql(folder: Path) -> Iterator[PostgreSQL]:
    server = PostgreSQL(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
