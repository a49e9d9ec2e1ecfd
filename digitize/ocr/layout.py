"""Layout: lines as an engine found them become lines in reading order, with zones and blocks.

Only words and boxes are used, and the rules of tables; nothing of one engine. All boxes are in
pixels of the cleaned picture, upright.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from digitize.domain import Line, Zone
from digitize.ocr.anchors import names_arrival
from digitize.ocr.ending import take_endings
from digitize.ocr.footnotes import mark_footnotes
from digitize.ocr.header import split_at_motto, take_headers
from digitize.ocr.outside import mark_above, mark_captions, mark_margins, mark_stamps
from digitize.ocr.paragraphs import paragraphs
from digitize.ocr.plain_tables import take_plain_tables
from digitize.ocr.raised import join_raised
from digitize.ocr.ruling import Table
from digitize.ocr.segments import as_rows, line_height, split_at_gaps
from digitize.ocr.signers import take_signers
from digitize.ocr.tables import take_table

_WIDE_GAP = 2.0  # line heights; justified text stays below
_CLOSE = 1.0  # heights of a line between lines of one caption or stamp
_STAMP_WIDTH = 0.4  # of the page: a receiving stamp is ruled like a table, but 50 mm wide


@dataclass(frozen=True, slots=True)
class _Unit:
    """Lines that are read together, at the height `top` on the page; each list is a block."""

    top: float
    blocks: tuple[tuple[Line, ...], ...]


def arrange(
    lines: Sequence[Line], width: int, height: int, tables: Sequence[Table] = ()
) -> list[Line]:
    """Lines in reading order. `width` and `height` are those of the cleaned picture."""
    unit = line_height(lines)
    lines = join_raised(lines, unit)
    segments = [
        part
        for line in lines
        for piece in split_at_motto(line)
        for part in split_at_gaps(piece, _WIDE_GAP * unit)
    ]
    units: list[_Unit] = []
    marked = mark_captions(segments, unit)
    units += [_Unit(s.box.y0, ((s,),)) for s in marked if s.zone is Zone.CAPTION]
    segments = [s for s in marked if s.zone is not Zone.CAPTION]
    for table in tables:
        rows, segments = take_table(segments, table)
        if table.box.width < _STAMP_WIDTH * width and any(map(names_arrival, rows)):
            rows = [replace(row, zone=Zone.STAMP, cell=None) for row in rows]
        if rows:
            units.append(_Unit(table.box.y0, (tuple(rows),)))
    headers, segments = take_headers(segments, unit)
    for header in headers:
        left = tuple(replace(line, zone=Zone.HEADER_LEFT) for line in header.left)
        right = tuple(replace(line, zone=Zone.HEADER_RIGHT) for line in header.right)
        units.append(_Unit(header.box.y0, (left, right)))
    signers, segments = take_signers(segments, unit)
    units += [_Unit(min(c[0].box.y0 for c in columns), columns) for columns in signers]
    endings, segments = take_endings(segments, width, unit)
    units += [_Unit(ending.box.y0, (ending.left, ending.right)) for ending in endings]
    plain_tables, segments = take_plain_tables(segments, unit)
    units += [_Unit(table[0].box.y0, (tuple(table),)) for table in plain_tables]
    units += [_Unit(block[0].box.y0, (block,)) for block in paragraphs(as_rows(segments), unit)]
    ordered = _numbered(sorted(units, key=lambda u: u.top))

    if headers:
        ordered = mark_above(ordered, min(header.box.y0 for header in headers))
    ordered = mark_margins(mark_stamps(ordered, height, unit), height, unit)
    return _parted(mark_footnotes(ordered, height, unit))


def _numbered(units: Sequence[_Unit]) -> list[Line]:
    blocks = [block for unit in units for block in unit.blocks if block]
    return [replace(line, block=k) for k, block in enumerate(blocks) for line in block]


def stamp_blocks(lines: Sequence[Line], first: int) -> list[Line]:
    """Lines of stamps with a block for each stamp, numbered from `first`."""
    return _parted([replace(line, zone=Zone.STAMP) for line in lines], first)


def _parted(lines: Sequence[Line], first: int = 0) -> list[Line]:
    """Blocks numbered anew from `first`: of one zone each, and lines of a caption or a stamp in one
    block where they stand close."""
    numbered: list[Line] = []
    for previous, line in zip([None, *lines], lines, strict=False):
        block = numbered[-1].block if numbered else first
        if previous is not None and not _one_block(previous, line):
            block += 1
        numbered.append(replace(line, block=block))
    return numbered


def _one_block(a: Line, b: Line) -> bool:
    if a.zone is not b.zone:
        return False
    if a.zone not in (Zone.CAPTION, Zone.STAMP):
        return a.block == b.block
    height = min(a.box.height, b.box.height)
    down = max(a.box.y0, b.box.y0) - min(a.box.y1, b.box.y1)
    across = max(a.box.x0, b.box.x0) - min(a.box.x1, b.box.x1)
    return max(down, across) < _CLOSE * height
