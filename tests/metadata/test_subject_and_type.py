import pytest

from digitize.domain import Line, Zone
from digitize.metadata.documents import find_documents
from tests.metadata.paper import MIDDLE, body, head, line, page


def found(*lines: Line) -> tuple[str | None, str | None]:
    fields = find_documents([page(*lines)])[0].fields
    kind, about = fields.get("loai_van_ban"), fields.get("trich_yeu")
    return kind.value if kind else None, about.value if about else None


def titled(name: str, *subject: str) -> list[Line]:
    rows = [line(text, 495 + 45 * i, MIDDLE) for i, text in enumerate(subject)]
    return [*head(number="Số: 15/ZZ-SNV"), line(name, 450, MIDDLE), *rows, *body()]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("QUYẾT ĐỊNH", "Quyết định"),
        ("QUYÉT ĐỊNH", "Quyết định"),
        ("TỜ TRÌNH", "Tờ trình"),
        ("GIÁY MỜI", "Giấy mời"),
        ("NGHỊ ĐỊNH", "Nghị định"),
        ("KÉT LUẬN", "Kết luận"),
        ("B I Ê N B Ả N", "Biên bản"),
    ],
)
def test_the_type_is_printed_in_capitals_below_the_header(printed: str, name: str) -> None:
    assert found(*titled(printed))[0] == name


def test_lines_of_the_subject_are_joined() -> None:
    subject = ("Về việc tổ chức hội nghị tổng kết công tác", "văn thư năm 2020")
    assert found(*titled("KẾ HOẠCH", *subject)) == ("Kế hoạch", " ".join(subject))


def test_a_dash_that_ocr_dropped_between_years_comes_back() -> None:
    assert found(*titled("KẾ HOẠCH", "giai đoạn 2021 2025"))[1] == "giai đoạn 2021 - 2025"


def test_the_mark_of_a_repetition_comes_back() -> None:
    assert found(*titled("BÁO CÁO", "Hoạt động năm 2017 (Lân 2)"))[1] == (
        "Hoạt động năm 2017 (Lần 2)"
    )


def test_a_speck_behind_a_year_is_a_blank() -> None:
    assert found(*titled("BÁO CÁO", "Hoạt động năm 2017.tại An Phú"))[1] == (
        "Hoạt động năm 2017 tại An Phú"
    )


def test_the_body_that_decides_is_no_part_of_the_subject() -> None:
    rows = titled("QUYẾT ĐỊNH", "Về việc thành lập Tổ công tác", "GIÁM ĐỐC SỞ NỘI VỤ")
    assert found(*rows)[1] == "Về việc thành lập Tổ công tác"


def test_a_paragraph_is_no_part_of_the_subject() -> None:
    text = line("Căn cứ quy định hiện hành về công tác văn thư, lưu trữ của các cơ", 545, x=0.2)
    assert found(*titled("THÔNG BÁO", "Lịch làm việc"), text)[1] == "Lịch làm việc"


def test_an_arrival_stamp_beside_the_subject_stays_out() -> None:
    stamp = [
        line("ĐẾN", 495, 0.2, zone=Zone.STAMP),
        line("Số: 123", 530, 0.2, zone=Zone.STAMP),
        line("Ngày: 06/3/2017", 565, 0.2, zone=Zone.STAMP),
    ]
    rows = titled("THÔNG BÁO", "Lịch làm việc tháng 3")
    assert found(*rows, *stamp)[1] == "Lịch làm việc tháng 3"


def test_urgency_is_no_part_of_the_subject_and_a_field_of_its_own() -> None:
    rows = head(subject=("V/v trực ban", "KHẨN"))
    fields = find_documents([page(*rows, *body())])[0].fields
    assert fields["trich_yeu"].value == "V/v trực ban"
    assert fields["do_khan"].value == "KHẨN"


def test_a_stamp_read_as_print_ends_the_subject() -> None:
    rows = head(subject=("V/v trực ban dịp lễ", "Số: 222", "Chuyển: ....."))
    assert found(*rows, *body())[1] == "V/v trực ban dịp lễ"


def test_lines_that_begin_like_a_stamp_belong_to_the_subject() -> None:
    lines = ("V/v thực hiện Quyết định", "ngày 20/12/2017 về lộ trình", "đến năm 2020, số 16")
    assert found(*head(subject=lines), *body())[1] == " ".join(lines)


def test_a_type_that_was_cut_out_like_a_stamp_is_the_type() -> None:
    def type_of(text: str, confidence: float) -> str | None:
        stamp = line(text, 420, MIDDLE, zone=Zone.STAMP, confidence=confidence)
        return found(*head(number="Số: 15/ZZ-SNV"), stamp, *body())[0]

    assert type_of("QUYẾT ĐỊNH", 0.97) == "Quyết định"
    assert type_of("QUYẾT ĐỊNH", 0.6) == "Công văn"
    assert type_of("QUYẾT ĐỊN", 0.97) == "Công văn"


def test_the_type_stands_above_the_addressee() -> None:
    to = line("Kính gửi: Các phòng, ban thuộc Sở.", 430, MIDDLE)
    heading = line("KẾ HOẠCH", 480, MIDDLE)
    assert found(*head(subject=("V/v triển khai",)), to, heading, *body())[0] == "Công văn"


def test_a_number_quoted_in_the_subject_is_not_the_documents() -> None:
    for sign in ("V/v", "V/w"):
        rows = head(number="", subject=(f"{sign} thực hiện Quyết định", "số 59/QĐ-BYT của Bộ Y tế"))
        fields = find_documents([page(*rows, *body())])[0].fields
        assert "so_ky_hieu" not in fields


@pytest.mark.parametrize(
    ("subject", "cut"), [("Tăng cường giám sát", False), ("ăng cường giám sát", True)]
)
def test_a_subject_that_begins_small_may_have_lost_its_beginning(subject: str, cut: bool) -> None:
    (document,) = find_documents([page(*titled("KẾ HOẠCH", subject))])
    assert ("begins with a small letter" in document.fields["trich_yeu"].source) == cut
