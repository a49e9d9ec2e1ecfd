"""Programs that are started together, looked after, and ended together."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import urllib3

from digitize.errors import ServiceError

_LOOK_SECONDS = 0.5
_ASK_SECONDS = 5.0
_READY_SECONDS = 120.0  # a first start on a slow disk
_END_SECONDS = 60.0  # pages at hand are read to their end
_DEATHS = 4  # so many in _DEATH_SECONDS are for good
_DEATH_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Part:
    """A program. `address` is what a person opens or knows it by; `health` a URL that answers
    200 while it is well, empty for a program that is well while it runs. Its output goes to
    `log`; without one, to ours."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    address: str
    health: str = ""
    log: Path | None = None


class Supervisor:
    """Starts parts one after the other and keeps them running. Prints one line a part, and one
    more whenever something changes. To be used by the main thread: the parts end with it."""

    def __init__(self) -> None:
        self._running: list[_Running] = []

    def start(self, part: Part) -> None:
        """Start a part and wait until it is well. Raises ServiceError when it ends before."""
        running = _Running(part)
        self._running.append(running)
        running.start()
        end = time.monotonic() + _READY_SECONDS
        while not running.is_well():
            if running.has_ended() or time.monotonic() > end:
                raise running.fault("does not start")
            time.sleep(_LOOK_SECONDS)
        running.say("ready")

    def keep(self) -> None:
        """Start again what dies, until Ctrl-C. Raises ServiceError when a part dies for good."""
        asked = time.monotonic()
        while True:
            time.sleep(_LOOK_SECONDS)
            for running in self._running:
                if running.has_ended():
                    running.start_again()
            if time.monotonic() - asked > _ASK_SECONDS:
                asked = time.monotonic()
                for running in self._running:
                    running.ask()

    def stop(self) -> None:
        """End all, the last one started first; those that do not end are killed."""
        with ExitStack() as stack:  # each one's end is seen to, also when another's fails
            for running in self._running:
                stack.callback(running.stop)


class _Running:
    def __init__(self, part: Part) -> None:
        self._part = part
        self._process: subprocess.Popen[bytes] | None = None
        self._deaths: list[float] = []
        self._well = True

    def start(self) -> None:
        command = [*self._part.command]
        if shutil.which("setpriv"):  # so that a part ends with us, even when we are killed
            command = ["setpriv", "--pdeathsig", "TERM", *command]
        log = self._part.log
        if log:
            log.parent.mkdir(parents=True, exist_ok=True)
        with Path(log or os.devnull).open("wb") as out:
            self._process = subprocess.Popen(
                command,
                env=self._part.environment,
                stdin=subprocess.DEVNULL,
                stdout=out if log else None,
                stderr=subprocess.STDOUT if log else None,
                start_new_session=True,  # Ctrl-C reaches us alone; we end them in good order
            )

    def has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def is_well(self) -> bool:
        if self.has_ended():
            return False
        if not self._part.health:
            return True
        try:
            with urllib3.PoolManager(retries=False, timeout=5) as http:
                return http.request("GET", self._part.health).status == 200
        except urllib3.exceptions.HTTPError:
            return False

    def ask(self) -> None:
        """Say it when the part is no longer well, or well again."""
        well = self.is_well()
        if well != self._well and not self.has_ended():
            self._well = well
            self.say("ready again" if well else "does not answer well")

    def start_again(self) -> None:
        now = time.monotonic()
        self._deaths = [death for death in self._deaths if now - death < _DEATH_SECONDS] + [now]
        if len(self._deaths) >= _DEATHS:
            raise self.fault("dies again and again")
        self.say(f"ended ({self._status()}); started again")
        self._well = False
        time.sleep(len(self._deaths))
        self.start()

    def stop(self) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_END_SECONDS)
        finally:  # also when a second Ctrl-C comes
            with suppress(ProcessLookupError):  # what it left running goes with it
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def say(self, state: str) -> None:
        print(f"{self._part.name:<12} {self._part.address:<40} {state}", flush=True)

    def fault(self, what: str) -> ServiceError:
        last = ""
        if self._part.log and self._part.log.exists():
            lines = self._part.log.read_text(errors="replace").strip().splitlines()
            last = "".join(f"\n  {line.strip()}" for line in lines[-2:])
        return ServiceError(
            f"{self._part.name} {what} ({self._status()}){last}",
            remedy=f"Its log is {self._part.log}." if self._part.log else "Its message is above.",
        )

    def _status(self) -> str:
        code = self._process.poll() if self._process else None
        if code is None:
            return "no answer"
        return f"signal {-code}" if code < 0 else f"exit code {code}"
