"""Layout on lines made by hand: no picture, no engine."""

from digitize.domain import Box, Line, Zone
from digitize.ocr.layout import arrange, stamp_blocks
from digitize.ocr.ruling import Table
from tests.ocr.paper import line, texts

_WIDTH, _HEIGHT = 2480, 3508

_HEADER = [
    line("ỦY BAN NHÂN DÂN", 300, 200),
    line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 1200, 200),
    line("TỈNH ĐẮK LẮK", 340, 260),
    line("Độc lập - Tự do - Hạnh phúc", 1300, 260),
    line("Số: 12/QĐ-UBND", 330, 360),
    line("Đắk Lắk, ngày 05 tháng 8 năm 2017", 1250, 360),
]
_TITLE = line("QUYẾT ĐỊNH", 1120, 520)
_BODY = [
    line("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015 và các", 320, 640),
    line("văn bản hướng dẫn;", 250, 700),
]


def _arranged(lines: list[Line], tables: list[Table] | None = None) -> list[Line]:
    return arrange(lines, _WIDTH, _HEIGHT, tables or [])


def test_the_header_columns_are_read_one_after_the_other() -> None:
    lines = _arranged([*_HEADER, _TITLE, *_BODY])

    assert texts(lines, Zone.HEADER_LEFT) == ["ỦY BAN NHÂN DÂN", "TỈNH ĐẮK LẮK", "Số: 12/QĐ-UBND"]
    assert texts(lines, Zone.HEADER_RIGHT) == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Đắk Lắk, ngày 05 tháng 8 năm 2017",
    ]
    zones = [one.zone for one in lines]
    assert zones == [Zone.HEADER_LEFT] * 3 + [Zone.HEADER_RIGHT] * 3 + [Zone.BODY] * 3
    assert lines[0].block != lines[3].block


def test_an_engine_that_runs_columns_together_does_no_harm() -> None:
    joined = [Line((*_HEADER[k].words, *_HEADER[k + 1].words)) for k in (0, 2, 4)]
    assert texts(_arranged([*joined, _TITLE])) == texts(_arranged([*_HEADER, _TITLE]))


def test_the_subject_of_an_official_letter_belongs_to_the_left_column() -> None:
    subject = [line("V/v báo cáo tình hình", 310, 430), line("thực hiện Đề án", 340, 480)]
    address = line("Kính gửi: Các sở, ban, ngành", 420, 620)

    lines = _arranged([*_HEADER, *subject, address])

    assert texts(lines, Zone.HEADER_LEFT)[-2:] == ["V/v báo cáo tình hình", "thực hiện Đề án"]
    assert texts(lines, Zone.BODY) == ["Kính gửi: Các sở, ban, ngành"]


def test_a_date_parted_by_a_gap_for_the_pen_is_one_line() -> None:
    parts = [line("Đắk Lắk, ngày", 1250, 360), line("tháng 8 năm 2017", 1800, 360)]

    lines = _arranged([*_HEADER[:5], *parts, _TITLE])

    assert texts(lines, Zone.HEADER_RIGHT)[-1] == "Đắk Lắk, ngày tháng 8 năm 2017"


def test_a_number_that_the_pen_made_doubtful_stays_in_its_column() -> None:
    number = line("Só:391Ê/QĐ-UBND", 330, 360, withheld=True)

    lines = _arranged([*_HEADER[:4], number, _HEADER[5], _TITLE])

    left = [one for one in lines if one.zone is Zone.HEADER_LEFT]
    assert [w.text for w in left[-1].words] == ["Só:391Ê/QĐ-UBND"]


def test_what_stands_above_the_header_is_no_document_text() -> None:
    lines = _arranged([line("TTĐT 45", 1900, 60), *_HEADER, _TITLE])

    assert texts(lines, Zone.CAPTION) == ["TTĐT 45"]


def test_the_note_of_an_annex_above_its_header_is_text() -> None:
    lines = _arranged([line("Phụ lục II", 1100, 60), *_HEADER, _TITLE])

    assert texts(lines, Zone.CAPTION) == []
    assert texts(lines)[0] == "Phụ lục II"


def test_a_header_in_the_middle_of_a_page_leaves_the_text_above_it() -> None:
    text = "những việc đã làm được và chưa làm được trong năm qua"
    above = [line(text, 250, 80 + 50 * k) for k in range(5)]
    moved = [line(one.text, one.box.x0, one.box.y0 + 400) for one in _HEADER]

    lines = _arranged([*above, *moved])

    assert texts(lines)[:5] == texts(above)
    assert len(texts(lines, Zone.HEADER_RIGHT)) == 3


def test_recipients_and_signing_block_are_not_interleaved() -> None:
    left = [
        line("Nơi nhận:", 260, 2400),
        line("- Như trên;", 260, 2460),
        line("- Lưu: VT.", 260, 2520),
    ]
    right = [
        line("KT. CHỦ TỊCH", 1600, 2390),
        line("PHÓ CHỦ TỊCH", 1600, 2450),
        line("Đặng Văn Đức", 1620, 2800),
    ]
    lines = _arranged([*_BODY, left[0], right[0], left[1], right[1], left[2], right[2]])

    assert texts(lines)[2:] == texts(left) + texts(right)
    assert len({one.block for one in lines[2:5]}) == 1
    assert lines[2].block != lines[5].block


def test_a_signing_block_that_starts_higher_stays_whole() -> None:
    lines = _arranged(
        [
            *_BODY,
            line("TM. ỦY BAN NHÂN DÂN", 1500, 2300),
            line("KT. CHỦ TỊCH", 1600, 2350),
            line("Nơi nhận:", 260, 2400),
            line("- Lưu: VT.", 260, 2460),
            line("Đặng Văn Đức", 1620, 2700),
        ]
    )
    assert texts(lines)[2:] == [
        "Nơi nhận:",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "Đặng Văn Đức",
    ]


def test_a_table_is_read_row_by_row_and_cell_by_cell() -> None:
    table = Table(Box(240, 900, 2240, 1300), (900, 1000, 1200, 1300), (240, 440, 1640, 2240))
    cells = [
        line("STT", 300, 930),
        line("Loại tài nguyên", 500, 930),
        line("Giá", 1700, 930),
        line("1", 300, 1070),
        line("Đất làm gạch,", 500, 1040),
        line("sét, ngói", 500, 1110),
        line("50.000", 1700, 1070),
    ]
    lines = _arranged([_BODY[0], *cells, line("Điều 2. Thi hành.", 250, 1400)], [table])

    table_lines = [(one.cell, one.text) for one in lines if one.zone is Zone.TABLE]
    assert table_lines == [
        ((0, 0), "STT"),
        ((0, 1), "Loại tài nguyên"),
        ((0, 2), "Giá"),
        ((1, 0), "1"),
        ((1, 1), "Đất làm gạch,"),
        ((1, 1), "sét, ngói"),
        ((1, 2), "50.000"),
    ]
    assert len({one.block for one in lines if one.zone is Zone.TABLE}) == 1
    assert texts(lines)[0] == _BODY[0].text
    assert texts(lines)[-1] == "Điều 2. Thi hành."


def test_a_cell_over_two_rows_is_read_with_the_first() -> None:
    table = Table(Box(240, 900, 2240, 1100), (900, 1000, 1100), (240, 840, 2240), {(1, 0): (0, 0)})
    cells = [
        line("Sáng", 500, 980),
        line("Bệnh viện An Biên", 900, 930),
        line("Bệnh viện Hòn Đất", 900, 1030),
    ]
    lines = _arranged(cells, [table])

    assert [(one.cell, one.text) for one in lines] == [
        ((0, 0), "Sáng"),
        ((0, 1), "Bệnh viện An Biên"),
        ((1, 1), "Bệnh viện Hòn Đất"),
    ]


def test_a_receiving_stamp_ruled_like_a_table_is_a_stamp() -> None:
    stamp = Table(Box(200, 700, 800, 1000), (700, 800, 900, 1000), (200, 400, 800))
    lines = _arranged(
        [_BODY[0], line("ĐẾN", 240, 830), line("Số: 15", 420, 730), line("Ngày: 4/5", 420, 830)],
        [stamp],
    )
    assert texts(lines, Zone.STAMP) == ["Số: 15", "ĐẾN", "Ngày: 4/5"]
    assert texts(lines, Zone.BODY) == [_BODY[0].text]


def test_captions_of_electronic_signatures_stand_outside_the_text() -> None:
    caption = [
        line("Người ký: Ủy ban nhân dân", 1700, 900, height=22),
        line("tỉnh Đắk Lắk", 1700, 924, height=22),
        line("Thời gian ký: 25.12.2017", 1700, 948, height=22),
    ]
    lines = _arranged([*_BODY, *caption])

    assert texts(lines, Zone.CAPTION) == texts(caption)
    assert texts(lines, Zone.BODY) == texts(_BODY)


def test_a_caption_above_the_agency_is_not_of_the_header_though_its_words_are_spoilt() -> None:
    caption = [line("m gian :25.12.2017", 300, 120, height=30), line("140205 +0700", 300, 152)]

    lines = _arranged([*caption, *_HEADER, _TITLE])

    assert texts(lines, Zone.CAPTION) == texts(caption)
    assert len({one.block for one in lines if one.zone is Zone.CAPTION}) == 1
    assert texts(lines, Zone.HEADER_LEFT)[0] == "ỦY BAN NHÂN DÂN"


def test_stamps_that_stand_apart_are_blocks_of_their_own() -> None:
    received = [line("ĐẾN", 200, 700), line("Ngày: 4/5", 200, 750)]
    urgent = line("HỎA TỐC", 1800, 900)

    blocks = [one.block for one in stamp_blocks([*received, urgent], 7)]

    assert blocks == [7, 7, 8]


def test_page_numbers_go_to_the_margin() -> None:
    lines = _arranged([line("- 2 -", 1200, 100), *_BODY])
    assert texts(lines, Zone.MARGIN) == ["- 2 -"]

    below = [*_BODY, line("Nơi nhận:", 260, 2400), line("CHỦ TỊCH", 1600, 2400)]
    lines = _arranged([*below, line("2", 2200, 3050)])
    assert texts(lines, Zone.MARGIN) == ["2"]

    in_text = _arranged([*_BODY, line("2017", 1200, 1700), line("Điều 1", 250, 1800)])
    assert texts(in_text, Zone.MARGIN) == []


def test_marks_that_were_read_with_the_page_are_stamps() -> None:
    lines = _arranged([*_HEADER, line("KHẨN", 420, 470), _TITLE, *_BODY])

    assert texts(lines, Zone.STAMP) == ["KHẨN"]


def test_two_who_sign_side_by_side_are_read_one_after_the_other() -> None:
    left = [line("THƯ KÝ", 400, 2400), line("Vũ Thị Đào", 380, 2700)]
    right = [line("CHỦ TRÌ", 1600, 2400), line("Đặng Văn Đức", 1560, 2690)]

    lines = _arranged([*_BODY, left[0], right[0], left[1], right[1]])

    assert texts(lines)[2:] == texts(left) + texts(right)
    assert len({one.block for one in lines[2:4]}) == len({one.block for one in lines[4:]}) == 1
    assert lines[2].block != lines[4].block


def test_the_figure_of_a_unit_is_read_in_its_cell() -> None:
    table = Table(Box(240, 900, 2240, 1100), (900, 1000, 1100), (240, 1240, 2240))
    price = line("50.000 đồng/m", 1300, 930)

    lines = _arranged([line("Cát", 300, 930), price, line("3", price.box.x1 + 2, 915)], [table])

    assert texts(lines, Zone.TABLE) == ["Cát", "50.000 đồng/m3"]


def test_paragraphs_are_blocks() -> None:
    full, short = "một hai ba bốn năm sáu bảy tám chín mười", "mười một"
    first = [line(full, 320, 300), line(short, 250, 350)]
    second = [line(full, 320, 400), line(short, 250, 450)]

    blocks = [one.block for one in _arranged([*first, *second])]

    assert blocks == [0, 0, 1, 1]


def test_nothing_gives_nothing() -> None:
    assert _arranged([]) == []
