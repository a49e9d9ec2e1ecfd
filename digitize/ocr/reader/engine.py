"""The line reader as an engine: lines are cut, read in batches, and given as words."""

import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from digitize.domain import Line, Word
from digitize.imaging.page import CleanPage
from digitize.ocr.lines.cutting import cut_lines
from digitize.ocr.lines.strips import TextLine
from digitize.ocr.reader.model import Model
from digitize.ocr.reader.strips import BEHIND, batches
from digitize.ocr.reader.words import read_words

WEIGHTS = Path(__file__).parent / "weights" / "reader.onnx"

_loading = threading.Lock()


class LineReader:
    """Reads pages with the network in `weights`. Safe to share between threads.

    `threads`: how many the network may use for one batch. The weights are loaded with the first
    page, once a process. Raises ServiceError then when they cannot be used.
    """

    def __init__(self, weights: Path = WEIGHTS, *, threads: int = 1) -> None:
        self._weights = weights
        self._threads = threads

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
        return self.read_lines(cut_lines(page.text, page.dpi))

    read_block = read

    def read_lines(self, lines: Sequence[TextLine]) -> list[Line]:
        """The lines that have words, in the order given."""
        model = self._model
        step = model.description.columns_per_frame
        words: list[tuple[Word, ...]] = [()] * len(lines)
        for places, strips in batches([line.strip for line in lines]):
            for k, probabilities in zip(places, model.run(strips), strict=True):
                frames = -(-(lines[k].strip.shape[1] + BEHIND) // step)
                words[k] = read_words(lines[k], probabilities[:frames], model.description)
        return [Line(one) for one in words if one]


@lru_cache(maxsize=4)
def _load(weights: Path, threads: int) -> Model:
    return Model(weights, threads=threads)
