"""The end of a văn bản: recipients on the left, signing block on the right (NĐ 30/2020/NĐ-CP,
appendix I, ô 7 and 9b). They stand side by side and are read one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from digitize.domain import Box, Line
from digitize.ocr.anchors import is_noi_nhan
from digitize.ocr.segments import as_rows, line_height, middle, split_at_gaps
from digitize.ocr.tables import holds

_SIGNING_ABOVE = 8.0  # line heights by which the signing block may start higher
_CLOSE = 2.5  # between lines of the signing block above "Nơi nhận"
_SIGNING_SHARE = 0.3  # of the page's height: from the recipients to the signer's name
_SIGNING_WORDS = 3  # fewer are no title and name
_WIDE_GAP = 2.0  # line heights between recipients and signing block
_STEPS = 40  # gutters tried


@dataclass(frozen=True, slots=True)
class Ending:
    left: tuple[Line, ...]
    right: tuple[Line, ...]

    @property
    def box(self) -> Box:
        return Box.around(line.box for line in (*self.left, *self.right))


def take_endings(segments: list[Line], width: int, unit: int) -> tuple[list[Ending], list[Line]]:
    """The side-by-side blocks that start at "Nơi nhận", and all other segments."""
    endings: list[Ending] = []
    rest = segments
    for anchor in [s for s in segments if is_noi_nhan(s)]:
        if anchor not in rest or anchor.box.x0 > 0.5 * width:
            continue
        ending, rest = _take(anchor, rest, width, unit)
        if ending:
            endings.append(ending)
    return endings, rest


def unread_signing(lines: Sequence[Line], width: int, height: int) -> Box | None:
    """Where a signing block should stand beside the recipients, when no title in capitals or no
    name was read there; None otherwise. `width` and `height` are those of the picture."""
    unit = line_height(lines)
    segments = [part for line in lines for part in split_at_gaps(line, _WIDE_GAP * unit)]
    anchors = [s for s in segments if is_noi_nhan(s) and s.box.x0 < 0.5 * width]
    if not anchors:
        return None
    anchor = max(anchors, key=middle)
    listed = [
        s.box.x1
        for s in segments
        if middle(s) > anchor.box.y0 and abs(s.box.x0 - anchor.box.x0) < 3 * unit
    ]
    x0 = min(max(listed), round(0.6 * width)) + unit
    y0 = max(0, round(anchor.box.y0 - _SIGNING_ABOVE / 2 * unit))
    region = Box(x0, y0, width, min(height, round(anchor.box.y0 + _SIGNING_SHARE * height)))
    read = [w for line in lines for w in line.words if not w.withheld and holds(region, w.box)]
    titled = any(word.text.isupper() and len(word.text) > 1 for word in read)
    return region if len(read) < _SIGNING_WORDS or not titled else None


def _take(
    anchor: Line, segments: list[Line], width: int, unit: int
) -> tuple[Ending | None, list[Line]]:
    top = anchor.box.y0 - unit / 2
    below = [s for s in segments if middle(s) > top]
    gutter = _gutter(anchor, below, width)
    below = _until_crossing(below, gutter, unit)
    left = [s for s in below if s.box.x0 < gutter]
    right = [s for s in below if s.box.x0 >= gutter]
    right += _signing_above(anchor, right, segments, gutter, unit)
    if not right:
        return None, segments
    taken = [*left, *right]
    ending = Ending(tuple(as_rows(left)), tuple(as_rows(right)))
    return ending, [s for s in segments if s not in taken]


def _gutter(anchor: Line, below: Sequence[Line], width: int) -> float:
    """The x between the blocks that the fewest words are cut by; of equals, the middle one."""
    low = max(0.3 * width, anchor.box.x1)
    high = max(0.65 * width, low + 1)
    tries = [low + (high - low) * k / _STEPS for k in range(_STEPS + 1)]
    cuts = [sum(len(s.words) for s in below if s.box.x0 < x < s.box.x1) for x in tries]
    best = [x for x, cut in zip(tries, cuts, strict=True) if cut == min(cuts)]
    return best[len(best) // 2]


def _until_crossing(below: list[Line], gutter: float, unit: int) -> list[Line]:
    """Only what stands above the next line of running text that uses both sides."""
    crossing = [
        s.box.y0 for s in below if s.box.x0 < gutter - 8 * unit and s.box.x1 > gutter + 8 * unit
    ]
    end = min(crossing, default=None)
    return below if end is None else [s for s in below if middle(s) < end]


def _signing_above(
    anchor: Line, right: Sequence[Line], segments: Sequence[Line], gutter: float, unit: int
) -> list[Line]:
    """Titles in capitals that start higher than "Nơi nhận", joined on without a wide gap."""
    found: list[Line] = []
    edge = anchor.box.y0
    above = (s for s in segments if s.box.x0 >= gutter and s not in right)
    for segment in sorted(above, key=middle, reverse=True):
        if segment.box.y1 > anchor.box.y1 or segment.box.y0 < edge - _SIGNING_ABOVE * unit:
            continue
        if edge - segment.box.y1 > _CLOSE * unit or not segment.text.isupper():
            break
        found.append(segment)
        edge = segment.box.y0
    return found
