"""Print that was cut out as a stamp: a piece of a line at a seal, or of a crooked one.

Near a seal, and where a coloured stamp lies on it, print takes on the seal's colour; where a sheet
was creased its lines are set at a slant. Both look like stamps to who cuts those out. But a piece
of a line stands on the baseline of its other words, close beside them and as high.
"""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from digitize.domain import Box, Line, Word
from digitize.ocr.anchors import is_mark
from digitize.ocr.filter import is_valid

# In heights of the piece. All such pieces on scans of two offices were print.
_GAP = (-0.6, 0.8)  # from the words beside it; boxes at a slant reach into each other
_OFF_BASELINE = 0.35
_HEIGHT = (0.75, 1.3)  # of the words beside it
_LEAST_SURE = 0.6


def as_print(stamped: Line, found: Sequence[Line]) -> Line | None:
    """The piece of the line of print that a stamped line is, without letters that belong to words
    which were read beside it; None where it is none. `found`: the lines of the page."""
    words = [word for word in stamped.words if not word.withheld]
    while words and not is_valid(words[0].text):
        words = words[1:]
    sure = [word for word in words if is_valid(word.text) and word.confidence > _LEAST_SURE]
    if not words or len(sure) < len(words) or is_mark(stamped):
        return None
    height = median(word.box.height for word in words)
    beside = (word for line in found for word in line.words if not word.withheld)
    if any(_goes_on(stamped.box, height, word) for word in beside):
        return replace(stamped, words=tuple(words))
    return None


def _goes_on(box: Box, height: float, word: Word) -> bool:
    gap = max(word.box.x0 - box.x1, box.x0 - word.box.x1) / height
    off = abs(word.box.y1 - box.y1) / height
    return (
        _GAP[0] <= gap <= _GAP[1]
        and off < _OFF_BASELINE
        and _HEIGHT[0] <= word.box.height / height <= _HEIGHT[1]
    )
