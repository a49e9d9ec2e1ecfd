import pytest

from digitize.metadata.consensus import Consensus
from digitize.metadata.sheet import lay_out
from digitize.metadata.spelling import respell
from tests.metadata.paper import line, page


@pytest.mark.parametrize(
    ("read", "spelt"),
    [
        ("UY BAN NHÂN DAN", "ỦY BAN NHÂN DÂN"),
        ("UỶ BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN"),  # tone placement stays as printed
        ("UBNDTÌNH", "UBND TỈNH"),
        ("CHANH VĂN P HÒNG", "CHÁNH VĂN PHÒNG"),
        ("Sơ Thông tin và Truyên thông", "Sở Thông tin và Truyền thông"),
        ("DÁNG BỘ", "ĐẢNG BỘ"),  # đ is folded to d
        ("HUYỆN ĐỊNH QUÁN", "HUYỆN ĐỊNH QUÁN"),  # QUÁN is no QUẬN inside a name
        ("Nguyễn Văn Sở", "Nguyễn Văn Sở"),
    ],
)
def test_fixed_wording(read: str, spelt: str) -> None:
    assert respell(read) == spelt


def consensus(*texts: str) -> Consensus:
    sheet = lay_out(page(*(line(text, 400 + 50 * i) for i, text in enumerate(texts))))
    return Consensus(sheet.cells)


def test_both_neighbours_must_speak_against_a_true_syllable() -> None:
    twice = consensus("đề án giảm quá tải bệnh viện", "đề án giảm quá tải bệnh viện")
    assert twice.mend("án giám quá tải") == "án giảm quá tải"
    other = consensus("hồ sơ công trình", "hồ sơ công trình")
    assert other.mend("SỞ CÔNG THƯƠNG") == "SỞ CÔNG THƯƠNG"


def test_what_is_no_syllable_takes_any_spelling_of_the_text() -> None:
    assert consensus("mua thuốc", "dùng thuốc").mend("cung ứng thuôc") == "cung ứng thuốc"


def test_abbreviations_and_case_stay() -> None:
    told = consensus("kiểm tra tài chính", "kiểm tra tài chính")
    assert told.mend("KIỀM TRA UBND") == "KIỀM TRA UBND"
    assert told.mend("Kiểm tra Tái chính TTYT") == "Kiểm tra Tài chính TTYT"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("V/v đây nhanh tiến độ", "V/v đẩy nhanh tiến độ"),
        ("quyết toán thu, chỉ ngân sách", "quyết toán thu, chi ngân sách"),
        ("thâm định gói thâu", "thẩm định gói thầu"),
        ("chỉ đạo tố chức", "chỉ đạo tổ chức"),
        ("chỉ bảo", "chỉ bảo"),
    ],
)
def test_terms_of_subjects(printed: str, expected: str) -> None:
    assert respell(printed, 2) == expected
