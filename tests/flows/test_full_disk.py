import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.archive.scans import digital, fill, scanned
from tests.flows.running import Ran, finish, rows, run, settings_for

Disk = tuple[Path, Callable[[], None]]  # the data folder on it, and how room is made

# Where no small disk can be mounted: the command with a disk that is full while a file is there.
_FULL = """
import errno, os, sys
from pathlib import Path
from digitize import cli
sync, flag, number = os.fsync, Path(sys.argv.pop(1)), 0
def fsync(handle):
    global number
    number += 1
    if flag.exists() and number > 12:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    sync(handle)
os.fsync = fsync
cli.main()
"""


def mounted(folder: Path, size: str) -> bool:
    folder.mkdir(exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], capture_output=True, check=False
    )
    return done.returncode == 0


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A disk of 3 MB; None for an account that may not mount one."""
    disk = tmp_path / "disk"
    if os.geteuid() != 0 or not mounted(disk, "size=3m"):
        yield None
        return
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_full_disk_is_said_and_what_is_left_is_done_once_there_is_room(
    tmp_path: Path, inbox: Path, tiny_disk: Path | None
) -> None:
    fill(inbox, **{f"scan{n}": scanned(n, pages=2) for n in range(1, 6)}, digital=digital())
    if tiny_disk is None:
        data, flag = tmp_path / "data", tmp_path / "full"
        flag.touch()
        ran = run_full(data, flag, "run", str(inbox))
        flag.unlink()
    else:
        data = tiny_disk / "data"
        ran = run(data, "run", str(inbox))
    assert ran.code == 5
    assert "disk-full" in ran.out
    assert "Make room" in ran.out
    assert sum(ran.counts.values()) == ran.total == 6
    assert rows(data, "SELECT count(*) FROM originals WHERE attempts > 1") == [(0,)]
    if tiny_disk is not None:
        again = run(data, "run", str(inbox))
        assert again.code == 5
        assert "disk-full" in again.out + again.err
        subprocess.run(["mount", "-o", "remount,size=200m", str(tiny_disk)], check=True)
    assert run(data, "retry").code == 0
    last = run(data, "run", str(inbox))
    assert last.code == 0
    assert last.counts["done"] + last.counts["review"] == last.total == 6


def run_full(data: Path, flag: Path, *words: str) -> Ran:
    return finish(
        subprocess.Popen(
            [sys.executable, "-c", _FULL, str(flag), *words],
            env=settings_for(data),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    )
