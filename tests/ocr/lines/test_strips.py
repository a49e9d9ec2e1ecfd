"""Strips: one size, straight, with the line's own ink and all of its marks."""

import cv2
import numpy as np
import pytest

from digitize.imaging.page import Pixels
from digitize.ocr.lines.cutting import cut_lines
from digitize.ocr.lines.strips import BASELINE_ROW, STRIP_HEIGHT, X_HEIGHT, TextLine
from tests.ocr.lines.printed import DPI, cut, cut_reduced, ink, pieces, printed, put, sheet, smooth

# Marks on both sides of the white between lines, and as near as lines are ever set.
_TIGHT = [
    ("gợi ý quỹ đạo ngắn gọn, phẫu ngọ", 150, 200),
    ("Ấn Ế Ố ấ ế ố ầ ề ồ ẫ ễ ỗ ẩ ể ổ ặ ậ", 150, 272),
    ("đường đến Đỗ Đức Đặng: ỹ ỷ ỵ ự ợ", 150, 344),
]


def _rows_of_ink(strip: Pixels) -> tuple[int, int]:
    rows = np.flatnonzero((strip < 150).any(axis=1))
    return int(rows[0]), int(rows[-1]) + 1


def test_small_letters_fill_the_strip_from_its_baseline_up() -> None:
    (line,) = cut(printed([("xuôn vươn rơm ommo nơi", 150, 200)]))
    small = line.strip[:, -70:-10]

    assert line.strip.shape[0] == STRIP_HEIGHT
    top, bottom = _rows_of_ink(small)
    assert bottom == pytest.approx(BASELINE_ROW, abs=1.5)
    (plain,) = cut(printed([("xuzvnmxrs xzvuw", 150, 200)]))
    top, bottom = _rows_of_ink(plain.strip)
    assert bottom - top == pytest.approx(X_HEIGHT, abs=1.5)


def test_each_strip_has_its_own_marks_and_no_others() -> None:
    lines = cut_reduced(printed(_TIGHT))

    for line, text in zip(lines, _TIGHT, strict=True):
        (alone,) = cut_reduced(printed([text]))
        # Of another size by half a per cent: two pieces more or less may touch.
        assert pieces(line.strip) == pytest.approx(pieces(alone.strip), abs=1)
        assert ink(line.strip) == pytest.approx(ink(alone.strip), rel=0.02)


def _faded(page: Pixels) -> Pixels:
    """The page, three tenths of its ink left on some columns."""
    page[:, 400:700] = 255 - (255.0 - page[:, 400:700]) * 0.3
    return page


def test_faint_marks_stay_with_their_letters() -> None:
    for line, text in zip(cut(_faded(printed(_TIGHT))), _TIGHT, strict=True):
        (alone,) = cut(_faded(printed([text])))
        assert ink(line.strip) == pytest.approx(ink(alone.strip), rel=0.05)
        assert pieces(line.strip, 225) == pieces(alone.strip, 225)


def test_letters_that_touch_the_next_line_are_shared_by_bands() -> None:
    page = printed(_TIGHT)
    cv2.line(page, (300, 190), (310, 240), 0, 5)  # ties a tail to the mark under it

    upper, lower, _ = cut(page)

    for line, (text, x, y) in ((upper, _TIGHT[0]), (lower, _TIGHT[1])):
        (alone,) = cut(printed([(text, x, y)]))
        assert ink(line.strip) == pytest.approx(ink(alone.strip), rel=0.08)


def _bent(page: Pixels, depth: float) -> Pixels:
    """The page with its middle sunk by `depth` pixels, as by the spine of a book."""
    height, width = page.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    sunk = depth * (1 - (2 * x / width - 1) ** 2)
    bent = cv2.remap(page, x, y - sunk.astype(np.float32), cv2.INTER_LINEAR, borderValue=(255,))
    return np.asarray(bent, np.uint8)


def test_the_strip_of_a_bent_line_is_straight() -> None:
    text = "xuôn vươn rơm nơi mưa sươn vui mưa xa sen mai xanh mưa nam xuân mơ"
    page = sheet()
    put(page, text, 100, 250)

    (line,) = cut(_bent(smooth(page), 14))

    parts = np.array_split(np.arange(line.strip.shape[1]), 12)
    bottoms = [_rows_of_ink(line.strip[:, part])[1] for part in parts]
    assert max(bottoms) - min(bottoms) <= 2


def test_small_print_comes_from_the_finer_picture() -> None:
    page = printed([("Căn cứ Luật Tổ chức chính quyền địa phương", 150, 150)])
    put(page, "¹ Công văn số 12/SNV ngày 05 tháng 8 năm 2020", 150, 300, points=8)
    page = smooth(page)
    coarse = cv2.resize(page, None, fx=2 / 3, fy=2 / 3, interpolation=cv2.INTER_AREA)

    fine_note = cut(page)[1].strip
    coarse_note = cut_lines(np.asarray(coarse, np.uint8), DPI * 2 / 3)[1].strip

    assert _steepest(fine_note) > 1.15 * _steepest(coarse_note)


def _steepest(strip: Pixels) -> float:
    return float(np.percentile(np.abs(np.diff(strip.astype(int), axis=1)), 99))


def _words(line: TextLine) -> list[tuple[int, int]]:
    """First and last column of each word on a strip, told apart by white."""
    inked = np.flatnonzero((line.strip < 150).any(axis=0))
    return [
        (int(word[0]), int(word[-1]) + 1)
        for word in np.split(inked, np.flatnonzero(np.diff(inked) > 5) + 1)
    ]


def test_boxes_of_words_lie_where_they_were_printed() -> None:
    page = sheet()
    for text, x in (("Điều", 150), ("khoản", 300), ("thẩm", 480)):
        put(page, text, x, 200)

    (line,) = cut(smooth(page))
    boxes = [line.box(first, last) for first, last in _words(line)]

    assert [box.x0 for box in boxes] == pytest.approx([150, 300, 480], abs=4)
    for box in boxes:
        assert box.y0 < 200 - 0.66 * 14 * DPI / 72
        assert 200 < box.y1 < 225
