"""Lines taken apart at wide gaps and put together as rows: the small change of layout.

A segment is a Line with nothing wide and white inside. All boxes are in pixels of the cleaned
picture, upright.
"""

from collections.abc import Callable, Iterable, Sequence
from statistics import median

from digitize.domain import Box, Line, Word

_SAME_ROW = 0.5  # share of the lower of two segments that must overlap vertically


def line_height(lines: Sequence[Line]) -> int:
    """The usual height of a word: the unit of every distance in layout. At least 1."""
    heights = [w.box.height for line in lines for w in line.words if len(w.text) > 1]
    return max(1, round(median(heights))) if heights else 1


def split_at_gaps(line: Line, widest: float) -> list[Line]:
    """The parts of a line between white gaps wider than `widest` pixels."""
    return split_before(line, lambda word, left: word.box.x0 - left.box.x1 > widest)


def split_before(line: Line, starts: Callable[[Word, Word], bool]) -> list[Line]:
    """The line cut before each word for which `starts(word, its left neighbour)` holds."""
    parts: list[list[Word]] = [[line.words[0]]]
    for left, word in zip(line.words, line.words[1:], strict=False):
        if starts(word, left):
            parts.append([])
        parts[-1].append(word)
    return [Line(tuple(part)) for part in parts]


def shares_row(a: Box, b: Box) -> bool:
    overlap = min(a.y1, b.y1) - max(a.y0, b.y0)
    return overlap >= _SAME_ROW * min(a.height, b.height)


def as_rows(segments: Iterable[Line]) -> list[Line]:
    """Segments of one column as lines from top to bottom; those on one row become one line."""
    rows: list[list[Line]] = []
    for segment in sorted(segments, key=middle):
        if rows and _continues(rows[-1], segment):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [_joined(row) for row in rows]


def _continues(row: list[Line], segment: Line) -> bool:
    return all(
        shares_row(other.box, segment.box) and not _beside(other.box, segment.box) < 0
        for other in row
    )


def _beside(a: Box, b: Box) -> float:
    """White between two boxes, negative when one covers more than a third of the other."""
    gap = max(a.x0, b.x0) - min(a.x1, b.x1)
    return gap + min(a.width, b.width) / 3


def _joined(row: list[Line]) -> Line:
    words = sorted((word for line in row for word in line.words), key=lambda w: w.box.x0)
    return Line(tuple(words))


def middle(line: Line) -> float:
    box = line.box
    return (box.y0 + box.y1) / 2
