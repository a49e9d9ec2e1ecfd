"""Strips with their text: what the cutter makes of a training page, and the words on each line."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digitize.domain import Box
from digitize.imaging.cleaning import clean
from digitize.imaging.page import Pixels
from digitize.ocr.lines.cutting import cut_lines
from digitize.samples.geometry import Rect, chain, move
from training.pages import PrintedWord, TrainingPage

_OWN = 0.4  # share of a word's height that a line must hold, to have the word
_TOUCHED = 0.2  # share of the height of a word that no line has, from which on it spoils a line
_MISJUDGED = 1.25  # times the true resolution: cleaning took specks for letters
_BLANK = 0.15  # of a line's height: half a blank of Times
_PART = 0.15  # of a line's height: as much of a word's width is ink that can be seen


@dataclass(frozen=True, slots=True, eq=False)
class LabelledStrip:
    """`pixels`: a strip as `TextLine.strip`. `text` is empty where there is nothing to read."""

    pixels: Pixels
    text: str


def page_strips(page: TrainingPage) -> list[LabelledStrip]:
    """The lines that the real cutter finds on the page after the real cleaning; none of a page
    on which cleaning misjudged the resolution, which teaches nothing about letters."""
    cleaned = clean(page.scan, rotation=0)
    if not 1 / _MISJUDGED < cleaned.scan_dpi / page.scan.dpi < _MISJUDGED:
        return []
    back = np.linalg.inv(np.vstack([cleaned.geometry.matrix, [0.0, 0.0, 1.0]]))[:2]
    to_clean = chain(page.matrix, back)
    words = [PrintedWord(w.text, move(to_clean, w.rect), w.glued) for w in page.words]
    lines = cut_lines(cleaned.text, cleaned.dpi)
    boxes = [line.box(0, line.strip.shape[1]) for line in lines]
    texts = label(boxes, words)
    return [
        LabelledStrip(line.strip, text)
        for line, text in zip(lines, texts, strict=True)
        if text is not None
    ]


def label(boxes: Sequence[Box], words: Sequence[PrintedWord]) -> list[str | None]:
    """The text of each line, or None for a line that cuts a word in two."""
    parts: list[list[PrintedWord]] = [[] for _ in boxes]
    spoilt = [False] * len(boxes)
    for word in words:
        shares = [_shares(box, word.rect) for box in boxes]
        across = [n for n, (_, high) in enumerate(shares) if high >= _OWN]
        # Of lines that overlap, the one whose middle is nearest has the word.
        across.sort(key=lambda n: abs(_middle(boxes[n]) - (word.rect[1] + word.rect[3]) / 2))
        owners = [n for n in across if shares[n][0] > 0][:1]
        if not owners:
            for n, (wide, high) in enumerate(shares):
                spoilt[n] |= wide > 0 and high > _TOUCHED
        for n in owners:
            wide, (x0, _, x1, _) = shares[n][0], word.rect
            if wide >= 1 - _PART or wide * (x1 - x0) >= (x1 - x0) - _PART * boxes[n].height:
                parts[n].append(word)
            elif wide * (x1 - x0) > _PART * boxes[n].height:
                spoilt[n] = True
    return [
        None if bad else _joined(sorted(own, key=lambda word: word.rect[0]), _BLANK * box.height)
        for own, bad, box in zip(parts, spoilt, boxes, strict=True)
    ]


def _middle(box: Box) -> float:
    return (box.y0 + box.y1) / 2


def _shares(box: Box, rect: Rect) -> tuple[float, float]:
    """How much of the width and of the height of `rect` lies in `box`, each in 0..1."""
    x0, y0, x1, y1 = rect
    wide = min(box.x1, x1) - max(box.x0, x0)
    high = min(box.y1, y1) - max(box.y0, y0)
    return max(0.0, wide) / max(1.0, x1 - x0), max(0.0, high) / max(1.0, y1 - y0)


def _joined(words: Sequence[PrintedWord], blank: float) -> str:
    """Words that print joins stand apart all the same where `blank` px lie between them, as
    behind the figures that a pen filled in."""
    text, end = "", 0.0
    for word in words:
        near = word.glued and word.rect[0] - end < blank
        text += word.text if near or not text else f" {word.text}"
        end = word.rect[2]
    return text
