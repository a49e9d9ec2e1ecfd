"""The header of a văn bản: two columns above the text (NĐ 30/2020, Phụ lục I, ô số 1 to 5b).

Found by its right-hand title, Quốc hiệu or the Party's heading; where OCR lost that, by the
position alone. Zones from page layout are hints: captions and stamps are left out.
"""

from dataclasses import dataclass
from enum import StrEnum

from digitize.domain import Zone
from digitize.metadata.anchors import (
    ADDRESSEE,
    MOTTO,
    PARTY_TITLES,
    STATE_TITLES,
    find_phrase,
    starts_with,
)
from digitize.metadata.sheet import Row, Sheet, join_rows

_DEFAULT_SPLIT = 0.44  # where the columns part when no title was read, in widths
_CENTRED = 0.58  # a title whose middle lies left of this has no column to its left
_DEEPEST = 0.5  # no header reaches below this share of the page's height
_COLUMN_GAP = 1.0  # in ems: least gap between the columns of one line
_ABOVE = 2.5  # the left column may start so many ems above the title
_OUTSIDE = (Zone.STAMP, Zone.CAPTION)


class Layout(StrEnum):
    STATE = "state"
    PARTY = "party"
    CENTRED = "centred"  # one column: contracts, minutes, forms
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Header:
    """Rows of both columns, top to bottom; `bottom` is where the text below begins."""

    page: int
    layout: Layout
    title: Row | None
    left: tuple[Row, ...]
    right: tuple[Row, ...]
    top: float
    bottom: float
    split: float


def find_header(sheet: Sheet) -> Header:
    """The header of a page that may have one; `title` is None when no heading was read."""
    layout, title = _find_title(sheet)
    cells = [c for c in sheet.cells if c.zone not in _OUTSIDE]
    if title is not None and title.x < _CENTRED:
        return _one_column(title, cells, sheet)
    if title is None:
        top, split, under = 0.0, _DEFAULT_SPLIT, 0.0
        limit = 0.3 * sheet.height
    else:
        top = title.y0 - _ABOVE * sheet.em
        split = title.x0 - 0.5 * sheet.em
        under = title.y1 + sheet.em
        limit = min(_DEEPEST * sheet.height, title.y0 + 0.3)
    left: list[Row] = []
    right: list[Row] = []
    bottom = limit
    for cell in cells:
        if cell.y < top or cell.y > limit:
            continue
        if starts_with(cell, ADDRESSEE) or (cell.y > under and _is_text(cell, split)):
            bottom = cell.y0
            break
        for part in _at_split(cell, split, sheet.em):
            (left if part.x < split else right).append(part)
    return Header(
        page=sheet.number,
        layout=layout,
        title=title,
        left=tuple(join_rows(left)),
        right=tuple(join_rows(right)),
        top=top,
        bottom=bottom,
        split=split,
    )


def _one_column(title: Row, cells: list[Row], sheet: Sheet) -> Header:
    """A header without columns: the rows above the text count as right-hand ones."""
    bottom = title.y1 + 2.5 * sheet.em
    return Header(
        page=sheet.number,
        layout=Layout.CENTRED,
        title=title,
        left=(),
        right=tuple(join_rows(c for c in cells if title.y0 - sheet.em < c.y < bottom)),
        top=title.y0,
        bottom=bottom,
        split=0.0,
    )


def _find_title(sheet: Sheet) -> tuple[Layout, Row | None]:
    best: tuple[Layout, Row | None] = Layout.UNKNOWN, None
    likeness = 0.0
    for cell in sheet.cells:
        if cell.y > _DEEPEST * sheet.height or cell.zone in _OUTSIDE:
            continue
        for layout, phrases in ((Layout.STATE, STATE_TITLES), (Layout.PARTY, PARTY_TITLES)):
            found = find_phrase(cell, phrases, 0.75)
            # The heading is in capitals and to the right; body text that names the Republic
            # or the Party is neither.
            if found and found[1] > likeness and found[0].capitals > 0.6 and found[0].x > 0.42:
                best, likeness = (layout, found[0]), found[1]
    if best[1] is None:
        for cell in sheet.cells:
            found = find_phrase(cell, (MOTTO,), 0.75)
            if found and cell.y < 0.4 * sheet.height and found[0].x > 0.5:
                return Layout.STATE, found[0]
    return best


def _is_text(cell: Row, split: float) -> bool:
    """Whether a cell runs across both columns: the header is over."""
    if "thang" in cell.folded and "nam" in cell.folded and cell.x > split:
        return False  # a date line that starts left of the Quốc hiệu
    return cell.x0 < split - 0.06 and cell.x1 > split + 0.12


def _at_split(cell: Row, split: float, em: float) -> list[Row]:
    """A cell of both columns, cut at the widest gap near the split."""
    if not (cell.x0 < split - 0.1 and cell.x1 > split + 0.1):
        return [cell]  # a date line may start a little to the left of the title
    tokens = cell.tokens
    gaps = [
        (tokens[i].x0 - tokens[i - 1].x1, i)
        for i in range(1, len(tokens))
        if abs(tokens[i].x0 - split) < 0.15 and tokens[i].x0 - tokens[i - 1].x1 > _COLUMN_GAP * em
    ]
    if not gaps:
        return [cell]
    _, at = max(gaps)
    return [cell.part(0, at), cell.part(at)]
