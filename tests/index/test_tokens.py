import unicodedata

import pytest

from digitize.index.tokens import NUMBER_PATTERN, is_number, number_parts, tokenize


def exact(text: str) -> list[str]:
    return [token.exact for token in tokenize(text)]


def folded(text: str) -> list[str]:
    return [token.folded for token in tokenize(text)]


def test_a_token_is_a_syllable_with_its_place_in_the_nfc_text() -> None:
    text = "Về việc: Đường sắt."
    tokens = tokenize(unicodedata.normalize("NFD", text))
    assert [text[t.start : t.end] for t in tokens] == ["Về", "việc", "Đường", "sắt"]
    assert [t.exact for t in tokens] == ["về", "việc", "đường", "sắt"]
    assert [t.folded for t in tokens] == ["ve", "viec", "duong", "sat"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("hòa", "hoà"), ("ỦY", "uỷ"), ("Lý", "lí"), ("kỹ", "kĩ"), ("quý", "quí"), ("Ðảng", "đảng")],
)
def test_two_spellings_of_one_syllable_are_one_exact_token(one: str, other: str) -> None:
    assert exact(one) == exact(other)


@pytest.mark.parametrize(
    ("one", "other"), [("thúy", "thúi"), ("đa", "da"), ("hoà", "hoá"), ("may", "mai")]
)
def test_different_syllables_stay_different(one: str, other: str) -> None:
    assert exact(one) != exact(other)


def test_folding_leaves_no_diacritics() -> None:
    assert folded("Đề nghị Đỗ Đức Đạt") == ["de", "nghi", "do", "duc", "dat"]


def test_endless_runs_are_cut() -> None:
    assert [len(t) for t in exact("a" * 150)] == [64, 64, 22]


@pytest.mark.parametrize(
    "text",
    [
        "15/QĐ-UBND",
        "15/qd-ubnd",
        "15 / QĐ - UBND",
        "30/2020/NĐ-CP",
        "05-NQ/ĐU",
        "4532/UBND- KSTTHC",
        "3176B/QĐ-SYT",
        "12/BC-HĐND1",
        "45/GNHT&TC",
    ],
)
def test_document_numbers_are_known(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["01/2024", "24/7", "km/h", "điều 3 - công", "2024", "15/01/2024"])
def test_other_things_with_digits_are_no_document_numbers(text: str) -> None:
    assert not is_number(text)


def test_a_number_ends_where_the_text_goes_on() -> None:
    match = NUMBER_PATTERN.search("theo 15/QĐ-UBND - tuyển dụng")
    assert match is not None
    assert match[0] == "15/QĐ-UBND"
    excluded = NUMBER_PATTERN.search("15/QĐ-UBND -khẩn")
    assert excluded is not None
    assert excluded[0] == "15/QĐ-UBND"


def test_the_parts_of_a_number_have_one_spelling() -> None:
    assert number_parts("05-NQ/ĐU") == ["5", "nq", "du"]
    assert number_parts("5 - nq / du") == ["5", "nq", "du"]
    assert number_parts("3176B/QĐ-SYT") == ["3176", "b", "qd", "syt"]
    assert number_parts("15QĐ-UBND") == number_parts("15/qd-ubnd")
    assert number_parts("0") == ["0"]
