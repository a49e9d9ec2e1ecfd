import cv2

from digitize.imaging.page import Pixels
from digitize.ocr.seals import seal_mask
from tests.ocr.paper import blank_sheet, draw_text, paste

_MM = 150 / 25.4


def _sheet_with_seal() -> Pixels:
    page = blank_sheet()
    for radius in (18, 12):
        cv2.circle(page, (600, 700), round(radius * _MM), 0, 4)
    return page


def test_a_seal_is_masked_with_both_rings() -> None:
    page = _sheet_with_seal()

    left = (page < 128) & ~seal_mask(page < 128, _MM)

    assert not left.any()


def test_a_name_under_a_seal_stays() -> None:
    page = _sheet_with_seal()
    name = draw_text("Đặng Văn Đức", size=30, pad=2)
    below = 700 + round(18.5 * _MM)
    paste(page, name, 600, below)

    left = (page < 128) & ~seal_mask(page < 128, _MM)

    assert left.sum() > 0.9 * (name < 128).sum()


def test_text_alone_is_no_seal() -> None:
    page = blank_sheet()
    paste(page, draw_text("\n".join(["Đường lối đổi mới đất nước"] * 12), size=32), 100, 100)

    assert not seal_mask(page < 128, _MM).any()
