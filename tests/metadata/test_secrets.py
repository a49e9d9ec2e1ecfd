import pytest

from digitize.domain import Line, Zone
from digitize.metadata.secrets import find_secret_marks
from tests.metadata.paper import LEFT, MIDDLE, body, head, line, page


def levels(*lines: Line) -> list[str]:
    return [mark.level for mark in find_secret_marks([page(*lines)])]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("MẬT", "MẬT"),
        ("TỐI MẬT", "TỐI MẬT"),
        ("TUYỆT MẬT", "TUYỆT MẬT"),
        ("MÂT", "MẬT"),
        ("MẠT", "MẬT"),
        ("MAT", "MẬT"),
        ("M ẬT", "MẬT"),
        ("|MẬT|", "MẬT"),
        ("IMẬTI", "MẬT"),
        ("[MẬT]", "MẬT"),
        ("MẬI", "MẬT"),
        ("TOI MAT", "TỐI MẬT"),
        ("TÔl MẠT", "TỐI MẬT"),
        ("TUYET MAT", "TUYỆT MẬT"),
        ("TUYỆT MẬI", "TUYỆT MẬT"),
        ("Mật", "MẬT"),
        ("HỎA TỐC MẬT", "MẬT"),
        ("Độ mật: Tối mật", "TỐI MẬT"),
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
    assert levels(*head(), *body(), stamp) == ["MẬT"]


def test_a_damaged_mark_outside_a_stamp_counts_in_the_upper_part_only() -> None:
    assert levels(*body(), line("MAT", 300, LEFT)) == ["MẬT"]
    assert levels(*body(), line("MAT", 2000, LEFT)) == []
    assert levels(*body(), line("MẬT", 2000, LEFT)) == ["MẬT"]


def test_a_stamp_of_two_lines_gives_the_higher_level() -> None:
    assert levels(*head(), line("TUYỆT", 400, LEFT), line("MẬT", 440, LEFT)) == ["TUYỆT MẬT"]


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("Số: 15/BC-UBND(M)", ["MẬT"]),
        ("Số: 15/BC-UBND (TM)", ["TỐI MẬT"]),
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
    assert (mark.level, mark.page, mark.box) == ("MẬT", 1, word.box)
    assert mark.confidence == pytest.approx(0.1)
