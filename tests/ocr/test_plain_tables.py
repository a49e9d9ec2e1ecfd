"""Tables without rules, on lines made by hand."""

from digitize.domain import Line
from digitize.ocr.plain_tables import take_plain_tables
from tests.ocr.paper import HEIGHT, line

_HEAD = [line("TT", 300, 1000), line("Tên đơn vị", 500, 1000), line("Số tiền", 1500, 1000)]
_ROWS = [
    part
    for k, (name, sum_of_money) in enumerate([("Xã Đại Đồng", "1.500"), ("Xã Hòa An", "950")], 1)
    for part in (
        line(str(k), 310, 1000 + 60 * k),
        line(name, 500, 1000 + 60 * k),
        line(sum_of_money, 1520, 1000 + 60 * k),
    )
]
_TEXT = line("Dự toán kinh phí của các đơn vị được phân bổ như sau, theo quy định:", 250, 900)


def _cells(segments: list[Line]) -> list[tuple[tuple[int, int] | None, str]]:
    tables, _ = take_plain_tables(segments, HEIGHT)
    return [(one.cell, one.text) for table in tables for one in table]


def test_rows_that_leave_the_same_gutters_white_are_a_table() -> None:
    assert _cells([_TEXT, *_ROWS, *_HEAD]) == [
        ((0, 0), "TT"),
        ((0, 1), "Tên đơn vị"),
        ((0, 2), "Số tiền"),
        ((1, 0), "1"),
        ((1, 1), "Xã Đại Đồng"),
        ((1, 2), "1.500"),
        ((2, 0), "2"),
        ((2, 1), "Xã Hòa An"),
        ((2, 2), "950"),
    ]
    assert take_plain_tables([_TEXT, *_ROWS, *_HEAD], HEIGHT)[1] == [_TEXT]


def test_an_empty_cell_leaves_those_after_it_in_their_columns() -> None:
    more = [line("3", 310, 1180), line("700", 1520, 1180)]

    assert _cells([*_HEAD, *_ROWS, *more])[-2:] == [((3, 0), "3"), ((3, 2), "700")]


def test_two_rows_or_two_columns_or_no_figures_are_none() -> None:
    names = [
        line(name, x, 1000 + 60 * k)
        for k in range(3)
        for name, x in (("Ông Đào", 300), ("Bà Lê", 900), ("Bà Vũ", 1500))
    ]
    assert _cells([*_HEAD, *_ROWS[:3]]) == []
    assert _cells([part for part in (*_HEAD, *_ROWS) if part.box.x0 < 1000]) == []
    assert _cells(names) == []
