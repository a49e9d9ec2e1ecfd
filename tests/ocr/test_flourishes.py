import cv2

from digitize.ocr.flourishes import without_flourishes
from tests.ocr.paper import DPI, blank_sheet, draw_text, paste


def test_a_seal_and_a_signature_go_and_the_letters_stay() -> None:
    page = blank_sheet()
    paste(page, draw_text("PHÓ CHỦ TỊCH\nĐặng Văn Đức"), 300, 300)
    print_ = page.copy()
    cv2.circle(page, (350, 900), 200, 0, 6)
    cv2.polylines(page, [cv2.ellipse2Poly((1000, 900), (220, 110), 20, 0, 360, 5)], False, 0, 5)

    assert (without_flourishes(page, DPI) == print_).mean() > 0.999


def test_a_table_keeps_its_rules() -> None:
    page = blank_sheet(1600, 1600)
    cv2.rectangle(page, (200, 400), (1400, 700), 0, 4)

    assert (without_flourishes(page, DPI) == page).all()
