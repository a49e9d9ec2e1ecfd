"""Pages cut into lines: what is a line, where it is, and in which order."""

import cv2
import numpy as np
import pytest

from digitize.domain import Box
from digitize.imaging.cleaning import clean
from digitize.imaging.page import CleanPage, Pixels
from digitize.ocr.lines.cutting import cut_lines
from digitize.ocr.lines.strips import TextLine
from digitize.samples.faults import Damage
from digitize.samples.scan import make_scan
from digitize.samples.truth import Ink, TruePage
from tests.ocr.lines.printed import DPI, cut, cut_reduced, ink, pieces, printed, put, sheet, smooth

_BODY = [
    ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19", 150, 150),
    ("tháng 6 năm 2015; xét đề nghị của Giám đốc Sở Y tế", 150, 220),
    ("về việc phê duyệt kế hoạch đào tạo, bồi dưỡng.", 150, 290),
]


def _whole(line: TextLine) -> Box:
    return line.box(0, line.strip.shape[1])


def _true_boxes(true: TruePage, cleaned: CleanPage) -> list[Box]:
    """The printed words of a scan, stamps aside, on the cleaned page."""
    back = np.linalg.inv(np.vstack([cleaned.geometry.matrix, [0, 0, 1]]))
    boxes = []
    for line in true.lines:
        for word in line.words:
            if word.ink is Ink.PRINTED and any(map(str.isalnum, word.text)):
                box = word.box
                corners = np.array([[box.x0, box.x1], [box.y0, box.y1], [1, 1]])
                (x0, x1), (y0, y1) = np.sort((back @ corners)[:2])
                boxes.append(Box(int(x0), int(y0), int(x1), int(y1)))
    return boxes


def _lines_at(lines: list[TextLine], box: Box) -> int:
    """How many lines hold the middle of a box, and most of its width."""
    x, y = (box.x0 + box.x1) // 2, (box.y0 + box.y1) // 2
    quarter = box.width // 4
    return sum(
        b.x0 <= box.x0 + quarter and b.x1 >= box.x1 - quarter and b.y0 <= y < b.y1 and b.x0 <= x
        for b in map(_whole, lines)
    )


@pytest.mark.parametrize(
    ("kind", "damage"),
    [("cong-van", Damage.NONE), ("quyet-dinh", Damage.MODERATE), ("bien-ban", Damage.HEAVY)],
)
def test_every_word_of_a_scan_lies_in_one_line(kind: str, damage: Damage) -> None:
    scan = make_scan(kind, 4, damage=damage, dpi=200)
    cleaned = clean(scan.pages[0], rotation=scan.truth.pages[0].rotation)

    lines = cut_lines(cleaned.text, cleaned.dpi)

    found = [_lines_at(lines, box) for box in _true_boxes(scan.truth.pages[0], cleaned)]
    assert found.count(1) >= 0.98 * len(found)
    assert sum(found) <= 1.01 * len(found)


def test_lines_come_from_top_to_bottom_and_from_left_to_right() -> None:
    page = printed(
        [
            ("Độc lập - Tự do - Hạnh phúc", 1000, 150),
            ("ỦY BAN NHÂN DÂN", 150, 152),
            ("THÔNG BÁO", 700, 320),
        ]
    )

    boxes = [_whole(line) for line in cut(page)]

    assert [(round(b.x0, -2), round(b.y1, -2)) for b in boxes] == [
        (100, 200),
        (1000, 200),
        (700, 300),
    ]


def test_columns_stay_apart_and_words_together() -> None:
    page = printed([(text[:22], x, y) for text, _, y in _BODY for x in (150, 1000)])

    assert len(cut(page)) == 6


def test_a_blank_page_and_one_of_specks_have_no_lines() -> None:
    specks = sheet()
    rng = np.random.default_rng(1)
    specks[rng.integers(0, 700, 300), rng.integers(0, 1800, 300)] = 0

    assert cut(sheet()) == []
    assert cut(smooth(specks)) == []


def test_cells_of_a_table_are_cut_apart_and_keep_no_rule() -> None:
    texts = [("STT", 170, 160), ("Họ và tên", 330, 160), ("Đơn vị", 800, 160)]
    texts += [("1", 190, 240), ("Đỗ Thị Nguyệt", 330, 240), ("Sở Y tế", 800, 240)]
    page = printed(texts)
    for y in (100, 185, 265):
        cv2.line(page, (150, y), (1200, y), 0, 4)
    for x in (150, 310, 780, 1200):
        cv2.line(page, (x, 100), (x, 265), 0, 4)

    cells = cut_reduced(smooth(page))

    for cell, text in zip(cells, texts, strict=True):
        alone = cut_reduced(printed([text, *((t, x, y + 300) for t, x, y in _BODY)]))[0]
        assert np.allclose(_whole(cell).to_list(), _whole(alone).to_list(), atol=6)
        assert pieces(cell.strip) == pieces(alone.strip)


def test_words_that_stand_on_a_rule_keep_their_dots_and_tails() -> None:
    page = sheet()
    put(page, "Độc lập - Tự do - Hạnh phúc", 400, 200, bold=True)
    bare = cut(smooth(page))
    cv2.line(page, (400, 214), (1050, 214), 0, 3)

    (line,) = cut(smooth(page))

    assert ink(line.strip) == pytest.approx(ink(bare[0].strip), rel=0.08)


@pytest.mark.parametrize("points", [7, 9, 28])
def test_print_of_another_size_stands_beside_the_usual(points: float) -> None:
    page = printed(_BODY)
    put(page, "Kèm theo Công văn số 12 của Sở Nội vụ", 150, 450, points=points)

    lines = cut(smooth(page))

    assert len(lines) == 4
    assert lines[-1].x_height == pytest.approx(points * DPI / 72 * 0.459, rel=0.08)


def test_capitals_alone_are_no_large_print() -> None:
    page = printed([*_BODY, ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 150, 450)])

    sizes = [line.x_height for line in cut(page)]

    assert max(sizes) < 1.1 * min(sizes)


@pytest.mark.parametrize("dpi", [150.0, 200.0, 450.0])
def test_other_resolutions_do_too(dpi: float) -> None:
    factor = dpi / DPI
    page = cv2.resize(printed(_BODY), None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)

    lines = cut_lines(np.asarray(page, np.uint8), dpi)

    assert len(lines) == 3
    assert _whole(lines[0]).x0 == pytest.approx(150 * factor, abs=10 * factor)


def _faded(page: Pixels, depth: float, columns: slice) -> Pixels:
    """The page, its ink paler by `depth` on some columns."""
    pale = page.copy()
    pale[:, columns] = (255 - (255.0 - page[:, columns]) * (1 - depth)).astype(np.uint8)
    return pale


def test_print_that_faded_in_a_patch_is_cut_as_before() -> None:
    page = printed(_BODY)

    lines = cut(_faded(page, 0.7, slice(700, 1200)))

    for line, dark in zip(lines, cut(page), strict=True):
        assert np.allclose(_whole(line).to_list(), _whole(dark).to_list(), atol=4)


def test_the_other_side_of_the_sheet_is_no_text() -> None:
    behind = _faded(printed([(t, x, y + 300) for t, x, y in _BODY]), 0.82, slice(None))
    page = cv2.min(printed(_BODY), behind[:, ::-1])

    assert len(cut(np.asarray(page, np.uint8))) == 3


def test_text_under_a_black_seal_is_whole_and_the_seal_is_none() -> None:
    text = [("KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC", 700, 250), ("Nguyễn Thị Kim Đức", 700, 480)]
    page = printed(text)
    mm = DPI / 25.4
    for radius in (17, 12):
        cv2.circle(page, (720, 370), round(radius * mm), 0, 5)

    lines = [_whole(line) for line in cut(page)]

    for box in map(_whole, cut(printed(text))):
        assert any(
            abs(b.x0 - box.x0) < 15 and abs(b.x1 - box.x1) < 15 and abs(b.y1 - box.y1) < 8
            for b in lines
        )
    assert len(lines) == 2


def test_letters_that_touch_a_signature_stay_in_their_line() -> None:
    page = printed([("TUQ. CHỦ TỊCH UBND", 500, 200)])
    bare = _whole(cut(page)[0])
    # Down through U and N, and joined far below: B stands between.
    stroke = np.array([[950, 80], [990, 420], [1060, 420], [1020, 80]], np.int32)
    cv2.polylines(page, [stroke], isClosed=False, color=0, thickness=4)

    line = max(cut(smooth(page)), key=lambda line: len(line.shape.letters))

    assert abs(_whole(line).x1 - bare.x1) < 15


def test_pieces_of_the_sheets_edge_are_no_letters() -> None:
    page = printed(_BODY)
    for y in range(100, 600, 90):
        cv2.line(page, (1780, y), (1780, y + 40), 0, 6)

    assert len(cut(page)) == 3
