import math
from dataclasses import replace

import pytest

from digitize.domain import Box, Line, PageText
from digitize.metadata.documents import find_documents
from digitize.metadata.sheet import join_rows, lay_out
from tests.metadata.paper import HEIGHT, WIDTH, letter, line, page


def turned(source: PageText, rotation: int) -> PageText:
    """The page as it lies when its scan must be turned clockwise by `rotation` to be upright."""

    def turn(b: Box) -> Box:
        if rotation == 90:
            return Box(b.y0, WIDTH - b.x1, b.y1, WIDTH - b.x0)
        if rotation == 180:
            return Box(WIDTH - b.x1, HEIGHT - b.y1, WIDTH - b.x0, HEIGHT - b.y0)
        return Box(HEIGHT - b.y1, b.x0, HEIGHT - b.y0, b.x1)

    lines = tuple(
        Line(tuple(replace(w, box=turn(w.box)) for w in row.words), row.zone)
        for row in source.lines
    )
    width, height = (WIDTH, HEIGHT) if rotation == 180 else (HEIGHT, WIDTH)
    return replace(source, width=width, height=height, rotation=rotation, lines=lines)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_page_gives_the_same_fields(rotation: int) -> None:
    (upright,) = find_documents([letter()])
    (other,) = find_documents([turned(letter(), rotation)])
    assert {k: f.value for k, f in other.fields.items()} == {
        k: f.value for k, f in upright.fields.items()
    }


def test_a_skewed_line_is_level_on_the_sheet() -> None:
    skew = 2.0  # the scan must be turned clockwise by this: its lines rise to the right
    flat = line("một dòng chữ dài chạy ngang qua cả trang giấy", 1000)

    def lift(b: Box) -> Box:
        dy = round((b.x0 + b.x1 - WIDTH) / 2 * math.tan(math.radians(skew)))
        return Box(b.x0, b.y0 - dy, b.x1, b.y1 - dy)

    words = tuple(replace(w, box=lift(w.box)) for w in flat.words)
    sheet = lay_out(replace(page(Line(words)), skew=skew))
    heights = [t.y for cell in sheet.cells for t in cell.tokens]
    assert max(heights) - min(heights) < 0.002


def test_a_wide_gap_parts_cells_and_rows_join_them_again() -> None:
    sheet = lay_out(page(line("Nơi nhận: ______ CHỦ TỊCH", 1500)))
    assert [cell.text for cell in sheet.cells] == ["Nơi nhận:", "CHỦ TỊCH"]
    assert [row.text for row in join_rows(sheet.cells)] == ["Nơi nhận: CHỦ TỊCH"]
