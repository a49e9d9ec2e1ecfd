"""The memory of a batch, all its processes together: `python -m benchmarks.memory INBOX`.

Pages of memory that processes share are counted once (Pss), every third of a second.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def main(inbox: Path) -> None:
    with tempfile.TemporaryDirectory() as data:
        environment = os.environ | {"DIGITIZE_DATA": data, "DIGITIZE_STABLE_SECONDS": "0"}
        command = [str(Path(sys.executable).with_name("digitize")), "run", str(inbox)]
        run = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        most = largest = 0
        while run.poll() is None:
            sizes = [_kilobytes(process) for process in _tree(run.pid)]
            most, largest = max(most, sum(sizes)), max(largest, *sizes)
            time.sleep(0.3)
    print(f"all processes: {most // 1024} MB; largest: {largest // 1024} MB")


def _tree(process: int) -> Iterator[int]:
    yield process
    with suppress(OSError):  # it ended meanwhile
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from _tree(int(child))


def _kilobytes(process: int) -> int:
    try:
        match = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text(), re.M)
    except OSError:
        return 0
    return int(match[1]) if match else 0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
