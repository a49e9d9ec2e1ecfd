from dataclasses import replace

import pytest

from digitize.metadata.agency import agency_rows, find_agencies, symbol_agrees
from digitize.metadata.candidates import Evidence
from digitize.metadata.header import find_header
from digitize.metadata.sheet import lay_out
from tests.metadata.paper import body, head, page


def bodies(*agency: str, symbol: str | None = None) -> tuple[str | None, str]:
    """(parent, issuing body) of a header with these lines."""
    header = find_header(lay_out(page(*head(agency=agency), *body())))
    issuing, parents = find_agencies(agency_rows(header), symbol)
    return (parents[0].value if parents else None), issuing[0].value


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("ỦY BAN NHÂN DÂN", "TỈNH AN PHÚ"), (None, "ỦY BAN NHÂN DÂN TỈNH AN PHÚ")),
        (("UBND TỈNH AN PHÚ", "SỞ Y TẾ"), ("UBND TỈNH AN PHÚ", "SỞ Y TẾ")),
        (("BỘ Y TẾ",), (None, "BỘ Y TẾ")),
        (("TỈNH ỦY AN PHÚ", "BAN DÂN VẬN", "SỞ Ở? -QĐ/BDVTU"), ("TỈNH ỦY AN PHÚ", "BAN DÂN VẬN")),
        (
            ("ĐẠI HỌC QUỐC GIA", "TRƯỜNG ĐẠI HỌC", "AN PHÚ"),
            ("ĐẠI HỌC QUỐC GIA", "TRƯỜNG ĐẠI HỌC AN PHÚ"),
        ),
        (
            ("SỞ GIÁO DỤC", "VÀ ĐÀO TẠO", "TRƯỜNG THPT AN PHÚ"),
            ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "TRƯỜNG THPT AN PHÚ"),
        ),
        (
            ("UBND TỈNH AN PHÚ", "BAN CHỈ ĐẠO", "PHÒNG, CHỐNG LỤT BÃO"),
            ("UBND TỈNH AN PHÚ", "BAN CHỈ ĐẠO PHÒNG, CHỐNG LỤT BÃO"),
        ),
        (("UỶ BAN NHÂN DÂN", "TỈNH AN PHÚ"), (None, "UỶ BAN NHÂN DÂN TỈNH AN PHÚ")),
        (("UY BAN NHẪN DAN", "TINH AN PHÚ"), (None, "ỦY BAN NHÂN DÂN TỈNH AN PHÚ")),
        # The dash at a row's end is easily lost.
        (
            ("SỞ LAO ĐỘNG", "THƯƠNG BINH VÀ XÃ HỘI"),
            (None, "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"),
        ),
        # A type's name in the left column is no body.
        (("UBND TỈNH AN PHÚ", "SỞ Y TẾ", "QUYẾT ĐỊNH"), ("UBND TỈNH AN PHÚ", "SỞ Y TẾ")),
        # A symbol of the older layout whose number was not read.
        (("ỦY BAN HÀNH CHÍNH", "HUYỆN AN PHÚ", "NQ/UB"), (None, "ỦY BAN HÀNH CHÍNH HUYỆN AN PHÚ")),
        (("UBNDTÌNH AN PHÚ", "SƠ Y TẺ"), ("UBND TỈNH AN PHÚ", "SỞ Y TẾ")),
    ],
)
def test_lines_are_parted_into_bodies(
    lines: tuple[str, ...], expected: tuple[str | None, str]
) -> None:
    assert bodies(*lines) == expected


@pytest.mark.parametrize(
    ("name", "symbol", "agrees"),
    [
        ("SỞ Y TẾ", "SYT-NVY", True),
        ("ỦY BAN NHÂN DÂN TỈNH AN PHÚ", "QĐ-UBND", True),
        ("HỘI ĐỒNG ĐẤU THẦU", "GM-HĐĐT", True),
        ("UBND TỈNH AN PHÚ", "KH-UBND", True),
        ("SỞ Y TẾ", "QĐ-UBND", False),
    ],
)
def test_agency_and_symbol(name: str, symbol: str, agrees: bool) -> None:
    assert symbol_agrees(name, symbol) is agrees


def test_bodies_that_issue_jointly_are_no_parents() -> None:
    lines = ("BỘ NỘI VỤ -", "BỘ TÀI CHÍNH")
    assert bodies(*lines, symbol="TTLT-BNV-BTC") == (None, "BỘ NỘI VỤ - BỘ TÀI CHÍNH")


def test_all_lines_as_one_name_is_a_second_candidate() -> None:
    header = find_header(lay_out(page(*head(agency=("UBND TỈNH AN PHÚ", "SỞ Y TẾ")), *body())))
    issuing, _ = find_agencies(agency_rows(header), "SYT-NVY")
    assert [c.value for c in issuing] == ["SỞ Y TẾ", "UBND TỈNH AN PHÚ SỞ Y TẾ"]


@pytest.mark.parametrize(
    ("lines", "known"),
    [
        (("ỦY BAN NHÂN DÂN", "XÃ AN PHÚ"), True),
        (("ỦY BAN NHÂN DÂN", "AN PHÚ"), False),  # of which kind of unit was not read
        (("ỦY BAN NHÂN", "HUYỆN AN PHÚ"), False),
        (("AN PHÚ",), False),
        (("HỘI ĐỒNG", "TUYỂN DỤNG"), True),
        (("SỞ Y TẾ -", "TỈNH AN PHÚ"), False),  # a dash that the name does without
    ],
)
def test_a_name_that_no_body_has_is_told(lines: tuple[str, ...], known: bool) -> None:
    header = find_header(lay_out(page(*head(agency=lines), *body())))
    issuing, _ = find_agencies(agency_rows(header), None)
    assert (Evidence.UNKNOWN_WORDING not in issuing[0].evidence) == known


def test_a_dash_joins_what_touches_the_name_of_a_unit() -> None:
    """Its ink lies between the words where it was not read as a sign."""
    header = find_header(
        lay_out(page(*head(agency=["SỞ Y TẾ TỈNH AN PHÚ", "TRUNG TÂM Y TẾ"]), *body()))
    )
    rows = agency_rows(header)
    last = rows[0].tokens[2]
    tokens = tuple(
        replace(token, x1=rows[0].tokens[3].x0) if token is last else token
        for token in rows[0].tokens
    )

    _, (parent,) = find_agencies([replace(rows[0], tokens=tokens), *rows[1:]], None)

    assert parent.value == "SỞ Y TẾ-TỈNH AN PHÚ"
