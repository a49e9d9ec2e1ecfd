"""Where the time of a batch goes. Run by `compare`: `python -m benchmarks.shares INBOX DATA OUT`.

One worker, so that seconds can be told apart: those spent in cleaning and in OCR are the core
seconds that this process and its children used while the functions ran.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from digitize.archive import reading
from digitize.flows.batch import run_batch
from digitize.ocr import reading as page_reading
from digitize.settings import Settings

_spent = {"cleaning": 0.0, "cleaning and OCR": 0.0}


def main(inbox: Path, data: Path, out: Path) -> None:
    for module, name, what in (
        (page_reading, "clean", "cleaning"),
        (reading, "read_page", "cleaning and OCR"),
    ):
        setattr(module, name, _timed(what, getattr(module, name)))
    code = run_batch(inbox, Settings(data=data, workers=1, stable_seconds=0))
    out.write_text(json.dumps(_spent))
    raise SystemExit(code)


def _timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def timed(*args: Any, **options: Any) -> Any:
        begun = _cores()
        try:
            return function(*args, **options)
        finally:
            _spent[name] += _cores() - begun

    return timed


def _cores() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
