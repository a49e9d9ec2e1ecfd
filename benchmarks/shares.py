"""The core seconds that a batch spends in cleaning and OCR, and when its first page was read. Run
by `compare`: `python -m benchmarks.shares INBOX DATA OUT`.

One worker, and pages read in this very process instead of a child, so that seconds can be told
apart: those of a page are what this process and its children used while it was cleaned and read.
OUT gets `spent`, in core seconds, and `first`,
the moment on the system's monotonic clock.
"""

import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from benchmarks.cost import cores
from digitize.archive import page_child, reading
from digitize.archive.page_messages import ReadPage
from digitize.archive.page_reading import limits_of
from digitize.flows.batch import run_batch
from digitize.intake.decoding import open_here
from digitize.intake.sniffing import MediaType
from digitize.settings import Settings


class _FileHere:
    """In the place of ReadableFile."""

    def __init__(
        self,
        path: Path,
        name: str,
        media_type: MediaType,
        settings: Settings,
        *,
        with_pictures: bool = False,
    ) -> None:
        self._source = open_here(path, name, media_type, limits_of(settings))
        self._asked = ReadPage(
            0, settings.reading, settings.language, settings.page_timeout, with_pictures
        )
        self.page_count = self._source.page_count

    def read(self, number: int) -> object:
        return page_child.read(self._source, replace(self._asked, number=number), 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._source.close()


def main(inbox: Path, data: Path, out: Path) -> None:
    read_reduced = page_child.__dict__["read_reduced"]
    spent = first = 0.0

    def timed(*args: Any, **options: Any) -> Any:
        nonlocal spent, first
        begun = cores()
        try:
            return read_reduced(*args, **options)
        finally:
            spent += cores() - begun
            first = first or time.monotonic()

    page_child.__dict__["read_reduced"] = timed
    reading.__dict__["ReadableFile"] = _FileHere
    code = run_batch(inbox, Settings(data=data, workers=1, stable_seconds=0))
    out.write_text(json.dumps({"spent": spent, "first": first}))
    raise SystemExit(code)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
