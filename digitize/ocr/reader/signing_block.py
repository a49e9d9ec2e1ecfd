"""The signing block as lines: title, signature, name, one below the other (NĐ 30/2020/NĐ-CP, Phụ
lục I, ô số 7a to 7c). What of it was not found as a line is cut along its baseline."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from digitize.domain import Box, Line, Word
from digitize.imaging.page import Pixels
from digitize.ocr.lines.baseline import Baseline
from digitize.ocr.lines.strips import BASELINE_ROW, X_HEIGHT, TextLine, cut_whole
from digitize.ocr.reader.words import INK
from digitize.text.fold import fold
from digitize.text.titles import TITLES

HEIGHT = 14.0  # heights of a line, from a title to the name under its signature and seal
_ROOM = 8.0  # x-heights of a signature: no text stands so close above a name or below a title
_FEWEST_STROKES = 6
_ASIDE = 0.5  # heights beside the ink of a line in which its first letter may have been read

ReadLine = tuple[TextLine, Line]


def middle(box: Box) -> float:
    return (box.y0 + box.y1) / 2


def share_column(a: Box, b: Box) -> bool:
    return a.x0 < b.x1 and b.x0 < a.x1


def has_room(box: Box, read: Sequence[ReadLine], x_height: float, *, above: bool) -> bool:
    """Whether there is room for a signature above a name, or else below a title: no text in small
    letters stands close by."""
    low, high = (
        (box.y0 - _ROOM * x_height, box.y0) if above else (box.y1, box.y1 + _ROOM * x_height)
    )
    return not any(
        low < middle(line.box) < high
        and share_column(line.box, box)
        and any(not w.withheld and w.text.islower() and len(w.text) > 1 for w in line.words)
        for _, line in read
    )


def read_title(line: Line) -> str | None:
    """The title that a line in capitals is, in small letters, with `phó` before that of a deputy;
    None where it is none, or has letters before it that are no sign of authority."""
    text = " ".join(word.text for word in line.words if not word.withheld)
    if 2 * sum(map(str.isupper, text)) < sum(map(str.isalpha, text)):
        return None
    letters = letters_of(text)
    for own, title in _BY_LETTERS:
        if letters.endswith(own):
            before = letters.removesuffix(own)
            if before in _DEPUTIES:
                return f"phó {title}"
            return title if before in _SIGNS else None
    return None


def letters_of(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalpha())


_DEPUTIES = {"pho", "p", "ktpho"}
_SIGNS = {"", "tm", "kt", "tl", "tuq", "q"}
# Longer ones first: TỔNG GIÁM ĐỐC ends in GIÁM ĐỐC.
_BY_LETTERS = [(letters_of(title), title) for title in sorted(TITLES, key=len, reverse=True)]


def cut_level(like: TextLine, y: float, half_width: float, picture: Pixels) -> TextLine:
    """A line as high as another and in its column, level at `y` and so many x-heights wide to both
    sides, with all ink on it."""
    x = (like.shape.x0 + like.shape.x1) / 2
    half = half_width * like.x_height
    level = Baseline(np.array([y]), x, 1.0)
    return cut_whole(replace(like.shape, x0=x - half, x1=x + half, baseline=level), picture)


def may_hold_text(strip: NDArray[np.float32]) -> bool:
    """Whether a normalised strip is crossed by as many strokes as text has, at the height of its
    small letters; a signature has few."""
    inked = strip[BASELINE_ROW - round(X_HEIGHT) : BASELINE_ROW] >= INK
    strokes = np.count_nonzero(inked[:, 1:] & ~inked[:, :-1], axis=1)
    return bool(np.median(strokes) >= _FEWEST_STROKES)


def put_in(read: Sequence[ReadLine], text_line: TextLine, line: Line) -> list[ReadLine]:
    """The lines with one more in the place of what was read of it."""
    kept: list[ReadLine] = []
    for other, its_line in read:
        words = tuple(word for word in its_line.words if not _lies_in(word.box, line.box))
        if words:
            rest = its_line if words == its_line.words else replace(its_line, words=words)
            kept.append((other, rest))
    at = sum(middle(other.box) < middle(line.box) for _, other in kept)
    return [*kept[:at], (text_line, line), *kept[at:]]


def _lies_in(box: Box, line: Box) -> bool:
    """Whether a word lies on a line, or reaches over most of its height as a tangle of lines."""
    shared = min(box.y1, line.y1) - max(box.y0, line.y0)
    aside = max(box.x0 - line.x1, line.x0 - box.x1)
    return aside < _ASIDE * line.height and shared > 0.5 * min(box.height, line.height)


def words_in(text: str, box: Box, sure: float) -> tuple[Word, ...]:
    """The words of a text, each in its share of the box."""
    step = box.width / len(text)
    words: list[Word] = []
    at = 0
    for word in text.split():
        x0, x1 = round(box.x0 + at * step), round(box.x0 + (at + len(word)) * step)
        words.append(Word(word, Box(x0, box.y0, max(x0 + 1, x1), box.y1), sure))
        at += len(word) + 1
    return tuple(words)
