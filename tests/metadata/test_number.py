import pytest

from digitize.metadata.candidates import Evidence
from digitize.metadata.number import find_numbers_at_end, read_number
from digitize.metadata.scoring import scorer
from digitize.metadata.sheet import Row, lay_out
from tests.metadata.paper import LEFT, line, page


def row(text: str) -> Row:
    return lay_out(page(line(text, 200, LEFT))).rows()[0]


@pytest.mark.parametrize(
    ("text", "number", "symbol", "whole"),
    [
        ("Số: 15/QĐ-BNV", "15", "QĐ-BNV", "15/QĐ-BNV"),
        ("Số: 05/BNV-VP", "05", "BNV-VP", "05/BNV-VP"),
        ("Số: 30/2020/NĐ-CP", "30", "NĐ-CP", "30/2020/NĐ-CP"),
        ("Số: 3176B/QĐ-SNV", "3176B", "QĐ-SNV", "3176B/QĐ-SNV"),
        ("Số: 12 / TTr - UBND", "12", "TTr-UBND", "12/TTr-UBND"),
        ("Số: 4532/UBND- KSTTHC", "4532", "UBND-KSTTHC", "4532/UBND-KSTTHC"),
        ("Luật số: 33/2024/QH15", "33", "QH15", "33/2024/QH15"),
        ("Số 05-NQ/ĐU", "05", "NQ/ĐU", "05-NQ/ĐU"),
        ("Số 765-TTr/TU", "765", "TTr/TU", "765-TTr/TU"),
        ("Số: 123 QĐ/UB", "123", "QĐ/UB", "123 QĐ/UB"),
        ("Số: 07/BC", "07", "BC", "07/BC"),
        ("Sô: 15/QD-BNV", "15", "QĐ-BNV", "15/QĐ-BNV"),  # marks lost by OCR
        ("S6: 15/KH-SNV", "15", "KH-SNV", "15/KH-SNV"),
        ("Số: /TTr-UBND", None, "TTr-UBND", "/TTr-UBND"),
        ("Số: 6J[) /VP-TH", None, "VP-TH", "/VP-TH"),
        ("Số: /2017/QĐ-UBND", None, "QĐ-UBND", "/2017/QĐ-UBND"),
        ("Số: 5Ì /§SNV-TCCB", None, "SNV-TCCB", "/SNV-TCCB"),
        ("Số: ?7QĐ/UB", None, "QĐ/UB", " QĐ/UB"),
        ("Sở Ở? -QĐ/TU", None, "QĐ/TU", "-QĐ/TU"),  # Số was lost to a pen
        ("sở ŠÌ _NQ/TU", None, "NQ/TU", "-NQ/TU"),
    ],
)
def test_forms_of_number_and_symbol(text: str, number: str | None, symbol: str, whole: str) -> None:
    reading = read_number(row(text))
    assert reading is not None
    assert (reading.number, reading.symbol) == (number, symbol)
    assert reading.whole_candidate().value == whole


@pytest.mark.parametrize("text", ["SỞ Y TẾ", "ỦY BAN NHÂN DÂN", "V/v báo cáo", "UBND TỈNH/TP"])
def test_what_is_no_number(text: str) -> None:
    assert read_number(row(text)) is None


def test_a_symbol_without_its_anchor_needs_the_full_form() -> None:
    reading = read_number(row("~ƒ1 /GM-SYT"))
    assert reading is not None
    assert reading.symbol == "GM-SYT"


def test_a_number_hardly_read_stays_as_a_doubtful_candidate() -> None:
    reading = read_number(row("Số: 446~0.1 /QĐ-BNV"))
    assert reading is not None
    number = reading.number_candidate()
    assert number is not None
    assert number.value == "446"
    assert Evidence.APART in number.evidence
    confidence = scorer().confidence("so", number)
    assert confidence < 0.3


def test_the_printed_type_mends_its_sign() -> None:
    reading = read_number(row("Số: 15/QĐĐ-SYT"))
    assert reading is not None
    assert reading.mended("QĐ", "SỞ Y TẾ").symbol == "QĐ-SYT"


def test_the_agency_mends_a_lost_stroke() -> None:
    reading = read_number(row("Số: 15/GM-HDND"))
    assert reading is not None
    assert reading.mended("GM", "HỘI ĐỒNG NHÂN DÂN TỈNH").symbol == "GM-HĐND"


def test_the_sign_of_another_type_is_left_alone() -> None:
    reading = read_number(row("Số: 15/CT-SYT"))
    assert reading is not None
    assert reading.mended("TT", "SỞ Y TẾ").symbol == "CT-SYT"


def test_a_mended_symbol_keeps_what_was_read() -> None:
    reading = read_number(row("Số: 15/QĐĐ-SYT"))
    assert reading is not None
    symbol = reading.mended("QĐ", "SỞ Y TẾ").symbol_candidate()
    assert (symbol.value, symbol.printed) == ("QĐ-SYT", "QĐĐ-SYT")


def test_a_number_beside_the_signature_stands_on_a_line_of_its_own() -> None:
    (reading,) = find_numbers_at_end([row("Số: 15/QĐ-SYT"), row("theo Quyết định số 7/QĐ-UBND")])
    assert reading.number == "15"
