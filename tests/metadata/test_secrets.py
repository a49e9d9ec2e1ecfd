import pytest

from digitize.domain import Line, Zone
from digitize.metadata.secrets import find_secret_marks
from tests.metadata.paper import LEFT, MIDDLE, body, head, line, page


def levels(*lines: Line) -> list[str]:
    return [mark.level for mark in find_secret_marks([page(*lines)])]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("MẬT", "Mật"),
        ("TỐI MẬT", "Tối mật"),
        ("TUYỆT MẬT", "Tuyệt mật"),
        ("MÂT", "Mật"),
        ("MẠT", "Mật"),
        ("MAT", "Mật"),
        ("M ẬT", "Mật"),
        ("|MẬT|", "Mật"),
        ("IMẬTI", "Mật"),
        ("[MẬT]", "Mật"),
        ("MẬI", "Mật"),
        ("TOI MAT", "Tối mật"),
        ("TÔl MẠT", "Tối mật"),
        ("TUYET MAT", "Tuyệt mật"),
        ("TUYỆT MẬI", "Tuyệt mật"),
        ("Mật", "Mật"),
        ("HỎA TỐC MẬT", "Mật"),
        ("Độ mật: Tối mật", "Tối mật"),
    ],
)
def test_marks_and_what_ocr_makes_of_them(text: str, level: str) -> None:
    assert levels(*head(), line(text, 420, LEFT), *body()) == [level]


@pytest.mark.parametrize(
    "text",
    [
        "HỎA TỐC",
        "KHẨN",
        "LƯU HÀNH NỘI BỘ",
        "THẬT",
        "SỰ THẬT",
        "BÍ MẬT",
        "BẢO MẬT THÔNG TIN",
        "LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "Nguyễn Văn Mật",
        "MAI",
        "mật.",
        "XEM XONG TRẢ LẠI",
    ],
)
def test_what_only_looks_alike(text: str) -> None:
    assert levels(*head(), line(text, 420, LEFT), *body()) == []


def test_a_broken_heading_on_security_is_no_mark() -> None:
    heading = line("KẾ HOẠCH BẢO ĐẢM AN TOÀN VÀ BẢO", 450, MIDDLE)
    assert levels(*head(), heading, line("MẬT", 490, MIDDLE), *body()) == []


def test_a_stamp_counts_anywhere_and_in_any_state() -> None:
    stamp = line("mât~0.2", 2000, 0.6, zone=Zone.STAMP)
    assert levels(*head(), *body(), stamp) == ["Mật"]


def test_a_damaged_mark_outside_a_stamp_counts_in_the_upper_part_only() -> None:
    assert levels(*body(), line("MAT", 300, LEFT)) == ["Mật"]
    assert levels(*body(), line("MAT", 2000, LEFT)) == []
    assert levels(*body(), line("MẬT", 2000, LEFT)) == ["Mật"]


def test_a_stamp_of_two_lines_gives_the_higher_level() -> None:
    assert levels(*head(), line("TUYỆT", 400, LEFT), line("MẬT", 440, LEFT)) == ["Tuyệt mật"]


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("Số: 15/BC-UBND(M)", ["Mật"]),
        ("Số: 15/BC-UBND (TM)", ["Tối mật"]),
        ("Số: 15/BC-UBND", []),
        ("Số: 15/BC-STM", []),
    ],
)
def test_the_sign_after_the_symbol(number: str, found: list[str]) -> None:
    assert levels(*head(number=number), *body()) == found


def test_a_withheld_word_is_looked_at() -> None:
    (word,) = line("MẬT", 420, LEFT).words
    withheld = Line((type(word)(word.text, word.box, 0.1, withheld=True),))
    (mark,) = find_secret_marks([page(*head(), withheld, *body())])
    assert (mark.level, mark.page, mark.box) == ("Mật", 1, word.box)
    assert mark.confidence == pytest.approx(0.1)
