"""The line reader as an engine: lines are cut, read one by one, and given as words."""

import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from digitize.domain import Line
from digitize.imaging.page import CleanPage
from digitize.ocr.lines.cutting import cut_lines
from digitize.ocr.lines.strips import TextLine
from digitize.ocr.reader.missing_names import find_names
from digitize.ocr.reader.model import Model
from digitize.ocr.reader.naming import name_signers
from digitize.ocr.reader.strips import normalise, padded
from digitize.ocr.reader.titling import title_signers
from digitize.ocr.reader.urgency import read_urgency
from digitize.ocr.reader.words import read_words

WEIGHTS = Path(__file__).parent / "weights" / "reader.onnx"

_loading = threading.Lock()


class LineReader:
    """Reads pages with the network in `weights`. Safe to share between threads.

    `threads`: how many the network may use for one line. `seek_signers`: whether titles and names
    that no line shows are sought in the signing block, which takes as long as reading it again and
    again. The weights are loaded with the first page, once a process. Raises ServiceError then
    when they cannot be used.
    """

    def __init__(
        self, weights: Path = WEIGHTS, *, threads: int = 1, seek_signers: bool = True
    ) -> None:
        self._weights = weights
        self._threads = threads
        self._seek_signers = seek_signers

    @property
    def name(self) -> str:
        described = self._model.description
        return f"{described.name} {described.version}"

    @property
    def _model(self) -> Model:
        with _loading:
            return _load(self._weights, self._threads)

    def read(self, page: CleanPage, number: int) -> list[Line]:
        """Lines from top to bottom, lines side by side from left to right."""
        read = self._read_lines(cut_lines(page.text, page.dpi))
        if self._seek_signers:
            for mend in (name_signers, find_names, title_signers):
                read = mend(read, page.text, self._model)
        return [line for _, line in read]

    def read_block(self, page: CleanPage, number: int) -> list[Line]:
        """As `read`, of a piece of a page, on which a name may stand without its title."""
        read = self._read_lines(cut_lines(page.text, page.dpi))
        if self._seek_signers:
            read = name_signers(read, page.text, self._model, in_block=False)
        read = read_urgency(read, self._model)
        return [line for _, line in read]

    def read_lines(self, lines: Sequence[TextLine]) -> list[Line]:
        """The lines that have words, in the order given."""
        return [read for _, read in self._read_lines(lines)]

    def _read_lines(self, lines: Sequence[TextLine]) -> list[tuple[TextLine, Line]]:
        model = self._model
        read: list[tuple[TextLine, Line]] = []
        for line in lines:
            strip = normalise(line.strip)
            words = read_words(line, strip, model.run(padded(strip)), model.description)
            if words:
                read.append((line, Line(words)))
        return read


@lru_cache(maxsize=4)
def _load(weights: Path, threads: int) -> Model:
    return Model(weights, threads=threads)
