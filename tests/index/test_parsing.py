import unicodedata
from typing import Literal

import pytest

from digitize.errors import UsageError
from digitize.index.parsing import parse
from digitize.index.query import Query, Term


def test_words() -> None:
    assert parse("cải cách  hành chính").terms == tuple(
        Term(word) for word in ("cải", "cách", "hành", "chính")
    )


def test_an_empty_query_asks_for_all() -> None:
    assert parse("") == parse("  ") == Query()


@pytest.mark.parametrize("quoted", ['"tuyển dụng"', "“tuyển dụng”", "«tuyển dụng»"])
def test_phrases_in_any_quotation_marks(quoted: str) -> None:
    assert parse(quoted).terms == (Term("tuyển dụng", phrase=True),)


def test_exclusion_is_a_minus_right_before_a_word() -> None:
    assert parse('tuyển -khẩn -"viên chức" - nội vụ').terms == (
        Term("tuyển"),
        Term("khẩn", excluded=True),
        Term("viên chức", phrase=True, excluded=True),
        Term("nội"),
        Term("vụ"),
    )
    assert parse("Covid-19").terms == (Term("Covid-19"),)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("số:123/QĐ-UBND", Term("123/QĐ-UBND", "number")),
        ("so: 15 / QĐ - UBND", Term("15 / QĐ - UBND", "number")),
        ("Số ký hiệu:05-NQ/ĐU", Term("05-NQ/ĐU", "number")),
        ('loại:"quyết định"', Term("quyết định", "type", phrase=True)),
        ("loai:nghị", Term("nghị", "type")),
        ('cơ quan:"sở nội vụ"', Term("sở nội vụ", "agency", phrase=True)),
        ("co quan:đảng", Term("đảng", "agency")),
        ("cơ_quan:đảng", Term("đảng", "agency")),
        ("CƠ QUAN : đảng", Term("đảng", "agency")),
        ("coquan:đảng", Term("đảng", "agency")),
        ("đơn vị:văn", Term("văn", "department")),
        ("don vi:van", Term("van", "department")),
        ("người ký:Hùng", Term("Hùng", "signer")),
        ("nguoi_ky:Hung", Term("Hung", "signer")),
        ("trích yếu:tuyển", Term("tuyển", "subject")),
        ("-loại:báo", Term("báo", "type", excluded=True)),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_fields(text: str, term: Term, form: Literal["NFC", "NFD"]) -> None:
    with_word = unicodedata.normalize(form, f"nhà {text}")
    assert parse(with_word).terms == (Term("nhà"), term)


def test_a_star_after_a_word_asks_for_its_beginning() -> None:
    assert parse("nghi* -Đư* người ký:Hù* (kiểm*) * chú").terms == (
        Term("nghi", beginning=True),
        Term("Đư", beginning=True, excluded=True),
        Term("Hù", "signer", beginning=True),
        Term("kiểm", beginning=True),
        Term("chú"),
    )


def test_the_whole_name_of_a_type_needs_no_quotation_marks() -> None:
    assert parse("loại:quyết định tuyển -loai: thong tu lien tich").terms == (
        Term("quyết định", "type", phrase=True),
        Term("tuyển"),
        Term("thong tu lien tich", "type", phrase=True, excluded=True),
    )
    assert parse("loại:quyết đoán").terms == (Term("quyết", "type"), Term("đoán"))
    assert parse("loại:báo cáoo").terms == (Term("báo", "type"), Term("cáoo"))


def test_a_colon_after_a_word_that_is_no_key_is_punctuation() -> None:
    assert parse("Kính gửi: sở: x").terms == (
        Term("Kính"),
        Term("gửi:"),
        Term("sở:"),
        Term("x"),
    )


def test_a_number_typed_alone_stays_whole() -> None:
    assert parse("4532/UBND- KSTTHC đất").terms == (Term("4532/UBND- KSTTHC"), Term("đất"))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("từ:01/2024 đến:2024", 20240100, 20241231),
        ("tu:15/01/2024", 20240115, 0),
        ("den:2024-02-29", 0, 20240229),
        ("năm:2024", 20240000, 20241231),
        ("nam: 2024 từ:06/2024", 20240600, 20241231),
        ("ngày:17/05/2024", 20240517, 20240517),
        ("đến:2030 năm:2024", 20240000, 20241231),
    ],
)
def test_dates(text: str, low: int, high: int) -> None:
    assert parse(text) == Query((), low, high)


@pytest.mark.parametrize(
    "text",
    [
        '"chưa đóng',
        "từ:31/02/2024",
        "từ:mai",
        "năm:",
        "từ:2025 đến:2024",
        "năm:2023 năm:2024",
        "-từ:2024",
        "số:",
        'loại:""',
        "-khẩn",
        '-"viên chức"',
        "- , …",
        '""',
        "đ*",
        "kiể*m",
        '"cải cá*"',
        "15/QĐ-UB*",
        "số:12*",
    ],
)
def test_what_is_no_query_gets_a_remedy(text: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse(text)
    assert raised.value.exit_code == 2
    assert raised.value.remedy not in ("", UsageError.default_remedy)


def test_exclusions_are_enough_beside_a_date() -> None:
    assert parse("năm:2024 -khẩn").terms == (Term("khẩn", excluded=True),)
