import pytest

from digitize.domain import Box
from digitize.metadata.persons import find_persons
from tests.metadata.paper import LEFT, line, page


def kinds(*texts: str) -> list[str]:
    lines = [line(text, 400 + 50 * row, LEFT) for row, text in enumerate(texts)]
    return [mark.kind.value for mark in find_persons([page(*lines)])]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Điện thoại: 0912 345 678", "phone"),
        ("ĐT: 0225.3842.123", "phone"),
        ("liên hệ đồng chí Đức, số 0987.654.321.", "phone"),
        ("(0225) 3842 123 gặp văn thư", "phone"),
        ("+84 912 345 678", "phone"),
        ("Di động O9l2345678", "phone"),
        ("Điện thoại 031 842 123", "phone"),
        ("LH: 01666369815", "phone"),
        ("số điện thoại: 0291.3.812.1044", "phone"),
        ("Số CCCD 031 085 001 234 cấp ngày 05/6/2021", "id-card"),
        ("căn cước công dân số: 03l085001234", "id-card"),
        ("CMND số 031 234 567 do Công an", "id-card"),
        ("ông Lê Văn Đức, 031085001234, trú tại", "id-card"),
        ("Email: le.duc@haiphong.gov.vn", "email"),
        ("thư điện tử le_duc @ gmail. com", "email"),
    ],
)
def test_what_is_found_in_spite_of_reading_errors(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Số: 0912345678/QĐ-UBND",
        "số tiền 1.234.567.890 đồng",
        "tổng mức 912345678 đồng",
        "Số tài khoản 0912345678 tại Kho bạc",
        "STK: 031085001234",
        "mã số thuế 0312345678",
        "Mã QHNS 1034567890",
        "từ ngày 01.01.2020 đến 31.12.2021",
        "giai đoạn 2016 - 2020, 2021 - 2025",
        "các năm 2019 2020 2021",
        "diện tích 0912345678 m2",
        "QCVN 102:2016/BTTTT",
        "500085001234",
        "trang 10, 11, 12, 13, 14, 15",
        "gửi @ ngày hôm nay",
    ],
)
def test_what_only_looks_alike(text: str) -> None:
    assert kinds(text) == []


def test_the_words_that_name_a_number_may_end_the_line_before() -> None:
    assert kinds("chuyển vào số tài khoản", "0912345678") == []
    assert kinds("chứng minh nhân dân số", "031234567") == ["id-card"]


def test_the_nearest_words_name_a_number() -> None:
    assert kinds("Số tài khoản 0311234567, điện thoại 0912345678") == ["phone"]


def test_the_box_holds_the_number_alone() -> None:
    one = line("Điện thoại: 0912 345 678 (Đức)", 400, LEFT)
    (mark,) = find_persons([page(one)])
    assert mark.page == 1
    assert mark.box == Box.around(word.box for word in one.words[2:5])
