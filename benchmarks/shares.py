"""The core seconds that a batch spends in cleaning and OCR, and when its first page was read. Run
by `compare`: `python -m benchmarks.shares INBOX DATA OUT`.

One worker, so that seconds can be told apart: those of a page are what this process and its
children used while the page was cleaned and read. OUT gets `spent`, in core seconds, and `first`,
the moment on the system's monotonic clock.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.cost import cores
from digitize.archive import reading
from digitize.flows.batch import run_batch
from digitize.settings import Settings


def main(inbox: Path, data: Path, out: Path) -> None:
    read_page = reading.__dict__["read_page"]
    spent = first = 0.0

    def timed(*args: Any, **options: Any) -> Any:
        nonlocal spent, first
        begun = cores()
        try:
            return read_page(*args, **options)
        finally:
            spent += cores() - begun
            first = first or time.monotonic()

    reading.__dict__["read_page"] = timed
    code = run_batch(inbox, Settings(data=data, workers=1, stable_seconds=0))
    out.write_text(json.dumps({"spent": spent, "first": first}))
    raise SystemExit(code)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
