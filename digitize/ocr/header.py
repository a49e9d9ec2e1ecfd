"""The header of a văn bản: two columns side by side (NĐ 30/2020/NĐ-CP, appendix I, ô 1 to 5b).

Left: agencies, number and symbol, for a công văn the subject. Right: Quốc hiệu and Tiêu ngữ, or
the Party's name, then place and date. The right column is found by its fixed words, the left one
as what stands beside and close under it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from digitize.domain import Box, Line
from digitize.ocr.anchors import find_motto, is_date_line, is_kinh_gui, is_number_line, is_subject
from digitize.ocr.segments import as_rows, middle, shares_row, split_before

# Distances in line heights.
_MOTTO_PITCH = 4.0  # from Quốc hiệu to Tiêu ngữ
_DATE_BELOW = 7.0  # from the motto to place and date
_LEFT_ABOVE = 3.0  # a left column may start higher than the right one
_LEFT_PITCH = 1.5  # between lines of the left column
_NUMBER_BELOW = 5.0  # from the agency, under its rule, to the number
_GUTTER_GAP = 0.8  # white that parts the columns where they come close

_CAPITALS = 0.6  # share of the letters of an agency


@dataclass(frozen=True, slots=True)
class Header:
    left: tuple[Line, ...]
    right: tuple[Line, ...]

    @property
    def box(self) -> Box:
        return Box.around(line.box for line in (*self.left, *self.right))


def split_at_motto(line: Line) -> list[Line]:
    """A line that runs on from the left column into the Quốc hiệu, as its two parts."""
    start = find_motto(line)
    if not start:
        return [line]
    return [Line(line.words[:start]), Line(line.words[start:])]


def take_headers(segments: list[Line], unit: int) -> tuple[list[Header], list[Line]]:
    """The headers on a page (an annex form may carry one of its own) and all other segments.

    `unit` is the line height in pixels.
    """
    headers: list[Header] = []
    rest = segments
    while mottos := [s for s in rest if find_motto(s) == 0]:
        header, rest = _take(min(mottos, key=middle), rest, unit)
        headers.append(header)
    return headers, rest


def _take(motto: Line, segments: list[Line], unit: int) -> tuple[Header, list[Line]]:
    right = [motto]
    for other in _below(motto, segments, unit * _MOTTO_PITCH):
        if find_motto(other) == 0 and _overlap(motto.box, other.box):
            right.append(other)
            break
    edge = min(line.box.x0 for line in right)
    rest = _part_columns([s for s in segments if s not in right], right, edge, unit)

    right += _date_row(_below(right[-1], rest, unit * _DATE_BELOW), edge)
    bottom = max(line.box.y1 for line in right)
    rest = [s for s in rest if s not in right]
    beside = [
        s
        for s in rest
        if s.box.x0 > edge - 2 * unit and motto.box.y0 - unit / 2 < middle(s) < bottom
    ]
    right += beside
    rest = [s for s in rest if s not in beside]
    left = _left_column(rest, right, edge, unit)
    rest = [s for s in rest if s not in left]
    return Header(tuple(as_rows(left)), tuple(as_rows(right))), rest


def _date_row(below: Sequence[Line], edge: int) -> list[Line]:
    """The segments of place and date: a gap left for a pen-filled day may part them."""
    on_right = [s for s in below if s.box.x0 + s.box.x1 > 2 * edge]
    for first in on_right:
        row = [s for s in on_right if shares_row(s.box, first.box)]
        if any(map(is_date_line, as_rows(row))):
            return row
    return []


def _below(line: Line, segments: Sequence[Line], reach: float) -> list[Line]:
    """Segments whose middle lies under `line`, at most `reach` lower, from top to bottom."""
    low = line.box.y1
    return sorted((s for s in segments if low - 2 < middle(s) < low + reach), key=middle)


def _overlap(a: Box, b: Box) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 0.5 * min(a.width, b.width)


def _part_columns(
    segments: Sequence[Line], right: Sequence[Line], edge: int, unit: int
) -> list[Line]:
    """Segments that run across the gutter on header rows, cut at their widest gap near it."""
    top = right[0].box.y0 - unit
    bottom = right[-1].box.y1 + unit * _DATE_BELOW
    parted: list[Line] = []
    for segment in segments:
        box = segment.box
        crosses = box.x0 < edge - 3 * unit and box.x1 > edge + 3 * unit
        if crosses and top < middle(segment) < bottom and _is_header_row(segment):
            parted += _cut_near(segment, edge, unit)
        else:
            parted.append(segment)
    return parted


def _is_header_row(segment: Line) -> bool:
    return is_date_line(segment) and is_number_line(segment)


def _cut_near(segment: Line, edge: int, unit: int) -> list[Line]:
    gaps = [
        (word.box.x0 - left.box.x1, word)
        for left, word in zip(segment.words, segment.words[1:], strict=False)
        if abs(word.box.x0 - edge) < 8 * unit
    ]
    width, start = max(gaps, key=lambda gap: gap[0], default=(0, segment.words[0]))
    if width < _GUTTER_GAP * unit:
        return [segment]
    return split_before(segment, lambda word, _: word is start)


def _left_column(
    segments: Sequence[Line], right: Sequence[Line], edge: int, unit: int
) -> list[Line]:
    high = min(line.box.y0 for line in right)
    top = high - _LEFT_ABOVE * unit
    bottom = max(line.box.y1 for line in right)
    candidates = sorted(
        (
            s
            for s in segments
            if s.box.x1 < edge + 2 * unit
            and middle(s) > top
            and (middle(s) > high or _is_agency(s))
        ),
        key=middle,
    )
    # Where something else stands to the right on the same row, the columns have ended.
    others = [s for s in segments if s not in candidates and not _is_speck(s)]
    column: list[Line] = []
    numbered = subject = False
    for segment in candidates:
        if _is_speck(segment) and not any(shares_row(segment.box, s.box) for s in column):
            continue
        if is_kinh_gui(segment) or any(_is_beside(s, segment) for s in others):
            break
        is_number, is_v_v = is_number_line(segment), is_subject(segment)
        if column:
            pitch = segment.box.y0 - max(s.box.y1 for s in column)
            beside = middle(segment) < bottom
            reach = _NUMBER_BELOW if is_number or is_v_v or beside else _LEFT_PITCH
            if pitch > reach * unit:
                break
            if not beside and numbered and not subject and not is_v_v:
                break
        elif middle(segment) > bottom:
            break
        column.append(segment)
        numbered, subject = numbered or is_number, subject or is_v_v
    return column


def _is_agency(segment: Line) -> bool:
    """Whether it is in capitals, as agencies are: captions of signatures above them are not."""
    letters = [c for c in segment.text if c.isalpha()]
    return sum(map(str.isupper, letters)) > _CAPITALS * max(1, len(letters))


def _is_speck(segment: Line) -> bool:
    """Nothing but doubtful words, or one or two letters: specks and pen strokes, unless it is
    a number and symbol, which pen figures make doubtful."""
    return sum(map(str.isalnum, segment.text)) <= 2 and not is_number_line(segment)


def _is_beside(other: Line, segment: Line) -> bool:
    return other.box.x0 > segment.box.x1 and shares_row(other.box, segment.box)
