"""Signers side by side, on lines made by hand."""

from digitize.domain import Line
from digitize.ocr.signers import take_signers
from tests.ocr.paper import HEIGHT, line

_LEFT = [line("ĐẠI DIỆN BÊN A", 300, 1000), line("GIÁM ĐỐC", 350, 1060)]
_RIGHT = [line("ĐẠI DIỆN BÊN B", 1500, 1000), line("CHỦ TỊCH", 1550, 1060)]
_NAMES = [line("Đặng Văn Đức", 320, 1450), line("Bùi Thị Dung", 1520, 1440)]


def _read(segments: list[Line]) -> list[list[str]]:
    found, _ = take_signers(segments, HEIGHT)
    return [[one.text for one in column] for columns in found for column in columns]


def test_the_left_block_is_read_whole_before_the_right_one() -> None:
    text = line("Hợp đồng này được lập thành hai bản như nhau, mỗi bên giữ một bản.", 300, 900)
    below = line("Ghi chú: hợp đồng có giá trị đến hết ngày 31 tháng 12 năm 2020.", 300, 1600)

    found, rest = take_signers([text, *_LEFT, *_RIGHT, *_NAMES, below], HEIGHT)

    ((left, right),) = found
    assert [one.text for one in left] == ["ĐẠI DIỆN BÊN A", "GIÁM ĐỐC", "Đặng Văn Đức"]
    assert [one.text for one in right] == ["ĐẠI DIỆN BÊN B", "CHỦ TỊCH", "Bùi Thị Dung"]
    assert rest == [text, below]


def test_titles_in_small_letters_and_three_signers() -> None:
    titles = [
        line("Người lập biểu", 200, 1000),
        line("Kế toán trưởng", 900, 1000),
        line("Thủ trưởng đơn vị", 1600, 1000),
    ]
    names = [line("Lê Đào", 250, 1300), line("Vũ Thị Ánh", 950, 1300)]

    assert _read([*titles, *names]) == [
        ["Người lập biểu", "Lê Đào"],
        ["Kế toán trưởng", "Vũ Thị Ánh"],
        ["Thủ trưởng đơn vị"],
    ]


def test_recipients_beside_a_title_are_no_signer() -> None:
    recipients = [line("- BGĐ-SYT;", 300, 1000), line("- Lưu: VT.", 300, 1060)]

    assert _read([*recipients, line("PHÓ GIÁM ĐỐC", 1500, 1000), _NAMES[1]]) == []


def test_the_head_of_a_table_without_rules_is_no_signer() -> None:
    head = [line("TÊN ĐƠN VỊ", 300, 1000), line("SỐ TIỀN", 1500, 1000)]
    rows = [
        part
        for k in range(4)
        for part in (
            line("Xã Đại Đồng", 300, 1060 + 60 * k),
            line("1.500.000", 1500, 1060 + 60 * k),
        )
    ]
    assert _read([*head, *rows]) == []
