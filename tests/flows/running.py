"""The `digitize` command as a process of its own, and what it left in its data folder."""

import os
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

_TRACEBACK = "Traceback (most recent call last)"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def counts(self) -> dict[str, int]:
        """The report's numbers by place."""
        rows = [line.split() for line in self.out.splitlines() if " · " in line]
        return {row[0]: int(row[-1]) for row in rows}

    @property
    def total(self) -> int:
        """The number of files that the report's first line names."""
        return int(self.out.splitlines()[0].rpartition(": ")[2].removesuffix(" files"))


def start(data: Path, *words: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "digitize.cli", *words],
        env=settings_for(data) | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> Ran:
    """Wait for its end; a user must never see a traceback."""
    out, err = process.communicate(timeout=300)
    assert _TRACEBACK not in out + err
    return Ran(process.returncode, out, err)


def run(data: Path, *words: str, **environment: str) -> Ran:
    return finish(start(data, *words, **environment))


def settings_for(data: Path) -> dict[str, str]:
    own = {k: v for k, v in os.environ.items() if not k.startswith(("DIGITIZE_", "PREFECT_"))}
    return own | {
        "DIGITIZE_DATA": str(data),
        "DIGITIZE_STABLE_SECONDS": "0",
        "DIGITIZE_WORKERS": "2",
    }


def rows(data: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(data / "digitize.db") as database:
        return database.execute(query).fetchall()


def states(data: Path) -> Counter[object]:
    return Counter(state for (state,) in rows(data, "SELECT state FROM originals"))


def wait_for(data: Path, query: str) -> None:
    """Until the query finds a row."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if rows(data, query):
                return
        except Exception:  # noqa: BLE001 - the table is not there yet
            pass
        time.sleep(0.05)
    raise TimeoutError(query)
