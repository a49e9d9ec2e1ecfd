"""The memory of a batch, all its processes together: `python -m benchmarks.memory INBOX`.

Pages of memory that processes share are counted once (Pss), every third of a second.
"""

import sys
import tempfile
from pathlib import Path

from benchmarks.cost import measure


def main(inbox: Path) -> None:
    with tempfile.TemporaryDirectory() as data:
        environment = {"DIGITIZE_DATA": data, "DIGITIZE_STABLE_SECONDS": "0"}
        program = Path(sys.executable).with_name("digitize")
        print(f"{measure([program, 'run', inbox], environment).memory / 2**20:.0f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
