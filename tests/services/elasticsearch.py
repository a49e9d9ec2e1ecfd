"""A real Elasticsearch, on the loopback, with passwords and TLS switched on."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import zipfile
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import urllib3

from tests.services.authority import ServerCertificate, make_certificate
from tests.services.ports import free_ports
from tests.services.process import start_process, stop_process, wait_until_ready

# Compiled once and quickly: half the time to start, and enough for little data.
_QUICK_START = ("-XX:TieredStopAtLevel=1",)
_READY_SECONDS = 180  # it takes ten on a quiet machine

_SETTINGS = """
cluster.name: tests
discovery.type: single-node
network.host: 127.0.0.1
http.port: {http}
transport.port: {transport}
path.data: {folder}/data
path.logs: {folder}/logs
path.repo: {folder}/snapshots
cluster.routing.allocation.disk.threshold_enabled: false
xpack.security.enabled: true
xpack.security.http.ssl.enabled: true
xpack.security.http.ssl.key: server.key
xpack.security.http.ssl.certificate: server.pem
"""


@dataclass(frozen=True, slots=True)
class User:
    name: str
    password: str


ADMIN = User("archive", "mật-khẩu:of/the@archive")  # must be escaped in a URL
"""May do everything."""
STRANGER = User("stranger", ADMIN.password)
"""Is known, and may do nothing."""


@dataclass
class Elasticsearch:
    """`folder` must be open to every user: the server refuses to run as root. Address and data
    stay the same when the server is stopped and started again."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    java_options: Sequence[str] = _QUICK_START
    _ports: list[int] = field(default_factory=lambda: free_ports(2))
    _process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        return self._ports[0]

    @property
    def authority(self) -> Path:
        return self.folder / "certificate" / "ca.pem"

    def url(self, name: str = "", *, user: User = ADMIN) -> str:
        """As in DIGITIZE_INDEX."""
        quoted = ":".join(quote(t, safe="") for t in (user.name, user.password))
        return f"https://{quoted}@127.0.0.1:{self.port}/{name}"

    def install(self) -> None:
        with zipfile.ZipFile(_archive()) as archive:
            archive.extractall(self.folder)
        next(self.folder.glob("elasticsearch-*")).rename(self._home)
        for program in (self._home / "bin").iterdir():
            program.chmod(0o755)  # zipfile drops the permissions that the archive names
        made = make_certificate(self.folder / "certificate")
        self._configure(made)
        self._add_users()
        for name in ("data", "logs", "snapshots"):
            (self.folder / name).mkdir()
        _give_away(self.folder)

    def start(self) -> None:
        log = self.folder / "server.log"
        command = [
            *_as_unprivileged(),
            "--pdeathsig",
            "TERM",
            str(self._home / "bin/elasticsearch"),
        ]
        self._process = start_process(command, log=log, environment=self._environment())
        wait_until_ready(self._process, self._is_ready, log=log, seconds=_READY_SECONDS)

    def stop(self) -> None:
        if self._process is not None:
            stop_process(self._process, signal.SIGTERM)
            self._process = None

    @property
    def _home(self) -> Path:
        return self.folder / "elasticsearch"

    def _configure(self, certificate: ServerCertificate) -> None:
        config = self._home / "config"
        for path in (certificate.certificate, certificate.key):
            shutil.copy(path, config / path.name)
        http, transport = self._ports
        text = _SETTINGS.format(http=http, transport=transport, folder=self.folder)
        own = "".join(f"{key}: {value}\n" for key, value in self.settings.items())
        (config / "elasticsearch.yml").write_text(text + own)

    def _add_users(self) -> None:
        command = [str(self._home / "bin/elasticsearch-users"), "useradd", ADMIN.name]
        command += ["-p", ADMIN.password, "-r", "superuser"]
        done = subprocess.run(command, capture_output=True, text=True, env=self._environment())
        if done.returncode != 0:
            raise RuntimeError(done.stdout + done.stderr)
        users = self._home / "config" / "users"
        line = users.read_text()
        users.write_text(line + line.replace(ADMIN.name, STRANGER.name, 1))

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "ES_JAVA_HOME": str(_java()),
            "ES_JAVA_OPTS": " ".join(("-Xms512m", "-Xmx512m", *self.java_options)),
        }

    def _is_ready(self) -> bool:
        asked = f"https://127.0.0.1:{self.port}/_cluster/health?wait_for_status=yellow&timeout=1s"
        login = b64encode(f"{ADMIN.name}:{ADMIN.password}".encode()).decode()
        try:
            with urllib3.PoolManager(
                ca_certs=str(self.authority), retries=False, timeout=5
            ) as http:
                answer = http.request("GET", asked, headers={"Authorization": f"Basic {login}"})
                return answer.status == 200
        except urllib3.exceptions.HTTPError:
            return False


def new_name() -> str:
    """A name for an index that no other test uses."""
    return f"test-{uuid4().hex[:12]}"


@contextmanager
def elasticsearch(
    *, settings: Mapping[str, str] | None = None, java_options: Sequence[str] = _QUICK_START
) -> Iterator[Elasticsearch]:
    """A server in a folder of its own, gone with its data after the block."""
    folder = Path(tempfile.mkdtemp(prefix="digitize-elasticsearch-"))
    folder.chmod(0o755)
    server = Elasticsearch(folder, settings or {}, java_options)
    try:
        server.install()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


def _archive() -> Path:
    script = Path(__file__).parents[2] / "script" / "elasticsearch"
    done = subprocess.run([script], stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise RuntimeError("Elasticsearch is missing: run script/bootstrap --test")
    return Path(done.stdout.strip())


def _java() -> Path:
    found = shutil.which("java")
    if found is None:
        raise RuntimeError("Java is missing: run script/bootstrap --test")
    return Path(found).resolve().parents[1]


def _as_unprivileged() -> list[str]:
    if os.getuid() != 0:
        return ["setpriv"]
    user = pwd.getpwnam("nobody")
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--init-groups"]


def _give_away(folder: Path) -> None:
    if os.getuid() == 0:
        user = pwd.getpwnam("nobody")
        for path in (folder, *folder.rglob("*")):
            os.chown(path, user.pw_uid, user.pw_gid)
