"""Raised figures: the 3 of m3, the mark of a footnote. A reader that cuts lines by their baseline
gives them as lines of their own; they belong to the word that they stand at."""

import re
from collections.abc import Sequence
from dataclasses import replace

from digitize.domain import Box, Line, Word

_FIGURES = re.compile(r"\d{1,2}|\(\d{1,2}\)|\[\d{1,2}\]|\*{1,3}")
_UNIT = re.compile(r"(?:.*[\W\d])?(?:[kcdm]?m)")  # of length: with a figure, one of area or room
# In line heights: how far from the word it stands, and how much higher than its line.
_BESIDE = (-0.3, 0.5)
_HIGHER = (0.15, 0.9)


def join_raised(lines: Sequence[Line], unit: int) -> list[Line]:
    """Lines with each raised figure as a word after the one it stands at, or, where that is a unit
    of length, in it (m3). `unit` is the line height in pixels."""
    figures = [line for line in lines if _is_figure(line)]
    joined = [line for line in lines if line not in figures]
    for figure in figures:
        place = _place(figure.box, joined, unit)
        if place is None:
            joined.append(figure)
        else:
            line, word = place
            joined[line] = _with(joined[line], word, figure.words[0])
    return joined


def _is_figure(line: Line) -> bool:
    return len(line.words) == 1 and _FIGURES.fullmatch(line.words[0].text) is not None


def _place(figure: Box, lines: Sequence[Line], unit: int) -> tuple[int, int] | None:
    """The line and the word in it that the figure stands at."""
    for i, line in enumerate(lines):
        for j, word in enumerate(line.words):
            gap = (figure.x0 - word.box.x1) / unit
            rise = (word.box.y0 + word.box.y1 - figure.y0 - figure.y1) / 2 / unit
            if _BESIDE[0] < gap < _BESIDE[1] and _HIGHER[0] < rise < _HIGHER[1]:
                return i, j
    return None


def _with(line: Line, place: int, figure: Word) -> Line:
    word = line.words[place]
    before, after = line.words[:place], line.words[place + 1 :]
    if not _UNIT.fullmatch(word.text):
        return replace(line, words=(*before, word, figure, *after))
    whole = replace(
        word,
        text=word.text + figure.text,
        box=Box.around((word.box, figure.box)),
        confidence=min(word.confidence, figure.confidence),
        withheld=word.withheld or figure.withheld,
    )
    return replace(line, words=(*before, whole, *after))
