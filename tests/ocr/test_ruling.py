import cv2

from digitize.ocr.ruling import find_tables
from tests.ocr.paper import DPI, blank_sheet, draw_text, paste


def test_a_table_of_hairlines_is_found_with_its_rules() -> None:
    page = blank_sheet()
    for y in (400, 500, 700):
        cv2.line(page, (200, y), (1200, y), 210, 2)
    for x in (200, 500, 1200):
        cv2.line(page, (x, 400), (x, 700), 210, 2)

    (table,) = find_tables(page, DPI)

    assert [round(y, -1) for y in table.rows] == [400, 500, 700]
    assert [round(x, -1) for x in table.columns] == [200, 500, 1200]


def test_underlined_headings_are_no_table() -> None:
    page = blank_sheet()
    paste(page, draw_text("QUYẾT ĐỊNH"), 400, 300)
    cv2.line(page, (500, 420), (900, 420), 0, 4)
    cv2.line(page, (500, 820), (900, 820), 0, 4)

    assert find_tables(page, DPI) == []


def test_a_single_frame_is_no_table() -> None:
    page = blank_sheet()
    cv2.rectangle(page, (200, 400), (1200, 700), 0, 4)

    assert find_tables(page, DPI) == []


def test_cells_without_a_rule_between_them_are_one() -> None:
    page = blank_sheet()
    cv2.rectangle(page, (200, 400), (1200, 800), 0, 3)
    cv2.line(page, (500, 400), (500, 800), 0, 3)
    cv2.line(page, (500, 600), (1200, 600), 0, 3)
    cv2.line(page, (850, 400), (850, 600), 0, 3)

    (table,) = find_tables(page, DPI)

    assert table.merged == {(1, 0): (0, 0), (1, 2): (1, 1)}


def test_a_seal_over_an_underlined_title_is_no_table() -> None:
    page = blank_sheet()
    cv2.circle(page, (600, 510), 210, 0, 16)
    cv2.circle(page, (600, 510), 150, 0, 6)
    for y in (480, 540):
        cv2.line(page, (380, y), (1300, y), 0, 4)

    assert find_tables(page, DPI) == []


def test_a_seal_that_touches_a_table_adds_no_column_and_is_not_in_it() -> None:
    page = blank_sheet()
    cv2.rectangle(page, (200, 400), (1200, 800), 0, 3)
    cv2.line(page, (500, 400), (500, 800), 0, 3)
    cv2.line(page, (200, 600), (1200, 600), 0, 3)
    cv2.circle(page, (900, 250), 180, 0, 16)

    (table,) = find_tables(page, DPI)

    assert [round(x, -1) for x in table.columns] == [200, 500, 1200]
    assert 380 < table.box.y0 < 400


def test_a_table_open_below_keeps_its_last_row() -> None:
    page = blank_sheet()
    for y in (400, 500, 600):
        cv2.line(page, (200, y), (1200, y), 0, 3)
    for x in (200, 500, 1200):
        cv2.line(page, (x, 400), (x, 750), 0, 3)

    (table,) = find_tables(page, DPI)

    assert 740 < table.box.y1 < 770
