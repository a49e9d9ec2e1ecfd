"""The core seconds that a batch spends in cleaning and OCR. Run by `compare`:
`python -m benchmarks.shares INBOX DATA OUT`.

One worker, so that seconds can be told apart: those of a page are what this process and its
children used while the page was cleaned and read.
"""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from digitize.archive import reading
from digitize.flows.batch import run_batch
from digitize.settings import Settings


def main(inbox: Path, data: Path, out: Path) -> None:
    read_page = reading.__dict__["read_page"]
    spent = 0.0

    def timed(*args: Any, **options: Any) -> Any:
        nonlocal spent
        begun = _cores()
        try:
            return read_page(*args, **options)
        finally:
            spent += _cores() - begun

    reading.__dict__["read_page"] = timed
    code = run_batch(inbox, Settings(data=data, workers=1, stable_seconds=0))
    out.write_text(json.dumps(spent))
    raise SystemExit(code)


def _cores() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
