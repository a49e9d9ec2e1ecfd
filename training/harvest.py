"""Strips out of real scans that nobody transcribed: lines on which readings agree.

The readings are made differently: by the line reader as it is, with the help of language, by
Tesseract on the cleaned page, and by Tesseract on the page in black and white (Sauvola).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from digitize.domain import Box, Line, Word
from digitize.errors import DigitizeError
from digitize.imaging.page import CleanPage, Pixels
from digitize.imaging.resolution import reduce
from digitize.intake.limits import Limits
from digitize.intake.source import open_source
from digitize.ocr.engine import Engine
from digitize.ocr.language.choosing import choose, known_bigrams
from digitize.ocr.language.tokens import entry
from digitize.ocr.lines.cutting import cut_lines
from digitize.ocr.reader.engine import LineReader
from digitize.ocr.wayup import clean_upright
from training.agreeing import Likelihood, settle
from training.alphabet import known
from training.strips import LabelledStrip

# Every so many files, from the place `_FIRST_APART`, nothing is learnt from one.
_EACH_APART, _FIRST_APART = 9, 4
LIMITS = Limits(max_bytes=1 << 30, max_pages=500, max_pixels=200_000_000)
_WINDOW, _K = 51, 0.2  # px and strength of Sauvola's threshold
_IN_LINE = 0.4  # share of a word's height
_MARKS = frozenset("[]_|<>{}*")  # what a reading makes of rules and noise


def apart(files: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The files to learn from, and those that are kept apart to measure on."""
    ordered = sorted(files)
    kept = ordered[_FIRST_APART::_EACH_APART]
    return [path for path in ordered if path not in kept], kept


def harvest(path: Path, reader: LineReader, other: Engine) -> Iterator[LabelledStrip]:
    """The strips of one file that may be learnt from. Pages that fail are passed over; raises
    InputError for a file that cannot be opened."""
    with open_source(path, path.name, LIMITS) as source:
        for number in range(1, source.page_count + 1):
            try:
                page = source.page(number)
                cleaned = clean_upright(reduce(page.image), number, other, hint=page.rotation_hint)
                if not cleaned.blank:
                    yield from _page(cleaned, number, reader, other)
            except DigitizeError as error:
                print(f"{path.name}, page {number}: {error}")


def _page(
    cleaned: CleanPage, number: int, reader: LineReader, other: Engine
) -> Iterator[LabelledStrip]:
    black = replace(cleaned, text=sauvola(cleaned.text))
    others = [_words(other.read(page, number)) for page in (cleaned, black)]
    for line in cut_lines(cleaned.text, cleaned.dpi):
        box = line.box(0, line.strip.shape[1])
        read = known(" ".join(choose(one).text for one in reader.read_lines([line])))
        text = agreed(read, [_within(words, box) for words in others], likelihood)
        if text is not None:
            yield LabelledStrip(line.strip, text)


def agreed(read: str, others: Sequence[str], likelihood: Likelihood) -> str | None:
    """What the line reader and others agree on; empty when all saw nothing there."""
    if not read and not any(others):
        return ""
    text = read if read and read in others else settle([read, *others], likelihood)
    if text is None or known(text) != text or _MARKS & (set(text) - set(read)):
        return None
    return text


def likelihood(before: str, word: str, after: str) -> float:
    """Of a word between its neighbours, after the project's language model."""
    model, entries = known_bigrams(), [entry(one) or "" for one in (before, word, after)]
    found = model.log_probability(entries[1], entries[0] or None)
    return found + model.log_probability(entries[2], entries[1]) if after else found


def _words(lines: Sequence[Line]) -> list[Word]:
    return [word for line in lines for word in line.words]


def _within(words: Sequence[Word], box: Box) -> str:
    """The text of the words on the line at `box`, from left to right."""
    own = []
    for word in words:
        high = min(word.box.y1, box.y1) - max(word.box.y0, box.y0)
        middle = (word.box.x0 + word.box.x1) / 2
        if box.x0 <= middle <= box.x1 and high > _IN_LINE * word.box.height:
            own.append(word)
    return known(" ".join(word.text for word in sorted(own, key=lambda word: word.box.x0)))


def sauvola(grey: Pixels) -> Pixels:
    """Black and white by the mean and spread around each pixel (Sauvola and Pietikäinen 2000)."""
    light = grey.astype(np.float32)
    around = (_WINDOW, _WINDOW)
    mean = cv2.blur(light, around)
    spread = np.sqrt(np.maximum(cv2.blur(light * light, around) - mean * mean, 0))
    return np.where(light > mean * (1 + _K * (spread / 128 - 1)), 255, 0).astype(np.uint8)
