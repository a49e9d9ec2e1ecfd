import pytest

from digitize.domain import Box, Line, Word
from digitize.ocr.language.choosing import choose

_BOX = Box(0, 0, 10, 10)


def _word(text: str, *others: str, confidence: float = 0.5) -> Word:
    """A word that the reader holds for little likelier than its other candidates together."""
    rest = tuple((other, 0.45 / len(others)) for other in others)
    return Word(text, _BOX, confidence, candidates=((text, confidence), *rest))


def _line(*words: Word | str) -> Line:
    return Line(tuple(_word(one) if isinstance(one, str) else one for one in words))


@pytest.mark.parametrize(
    ("line", "right"),
    [
        (_line("Cơ", _word("quân", "quan", "quản"), "ban", "hành"), "Cơ quan ban hành"),
        (_line("dự", "án", _word("đau", "đấu", "đầu"), "tư"), "dự án đầu tư"),
        (_line("Sở", "Y", _word("tê", "tế"), "tỉnh"), "Sở Y tế tỉnh"),
        (_line(_word("GIÁY", "GIẤY"), "MỜI"), "GIẤY MỜI"),
        (_line("của", "Ban", _word("Chí", "Chỉ"), "đạo"), "của Ban Chỉ đạo"),
        (
            _line("căn", _word("cư", "cứ"), "Nghị", _word("đinh", "định"), "số"),
            "căn cứ Nghị định số",
        ),
    ],
)
def test_neighbours_choose_among_candidates(line: Line, right: str) -> None:
    assert choose(line).text == right


def test_a_change_keeps_what_was_read() -> None:
    word = choose(_line("cơ", _word("quân", "quan"), "ban", "hành")).words[1]

    assert (word.text, word.original) == ("quan", "quân")
    assert word.candidates[0] == ("quân", 0.5)
    assert word.confidence > 0.9


def test_a_second_change_keeps_what_was_read_at_first() -> None:
    read_at_first = Word(
        "quân", _BOX, 0.5, original="quằn", candidates=(("quân", 0.5), ("quan", 0.4))
    )
    assert choose(_line("cơ", read_at_first, "ban", "hành")).words[1].original == "quằn"


def test_what_the_reader_is_sure_of_outweighs_language() -> None:
    sure = Word("quân", _BOX, 0.995, candidates=(("quân", 0.995), ("quan", 0.005)))
    assert choose(_line("cơ", sure, "huyện")).words[1].text == "quân"


def test_punctuation_stays_with_its_word() -> None:
    assert choose(_line("bổ", _word("nhiêm;", "nhiệm;"))).text == "bổ nhiệm;"


def test_a_line_without_candidates_stays_the_same() -> None:
    line = _line("Điều", "1.")
    assert choose(line) is line


def test_withheld_words_are_not_touched() -> None:
    noise = Word("quân", _BOX, 0.2, withheld=True, candidates=(("quân", 0.2), ("quan", 0.2)))
    assert choose(_line("cơ", noise, "ban")).words[1] is noise


# What no language may change, each with what it would rather have.
@pytest.mark.parametrize(
    ("before", "word", "after"),
    [
        # numbers and dates
        ("ngày", ("06", "05", "năm"), "tháng"),
        ("tháng", ("l2", "12", "là"), "năm"),
        ("năm", ("2O21", "2021", "nay"), "của"),
        ("Điều", ("1.", "I.", "l."), "Phạm"),
        ("số", ("1.234.567", "1.234.561"), "đồng"),
        ("ngày", ("02/9/1945", "02/9/1946"), "của"),
        ("khoản", ("3,", "8,", "ba,"), "Điều"),
        # codes
        ("Số:", ("15/QĐ-UBND", "15/QD-UBND", "16/QĐ-UBND"), "Căn"),
        ("Luật", ("77/2015/QH13", "77/2015/QH18"), "ngày"),
        ("của", ("UBND", "UBNĐ", "BAN"), "tỉnh"),
        ("các", ("BGĐ", "BGD", "BỘ"), "Sở"),
        ("khoa", ("CKI", "CK", "CKII"), "Nội"),
        ("Tỉnh", ("TU", "TỪ", "TỰ"), "về"),
        ("Lưu:", ("VT,", "VÌ,", "VỊ,"), "KH"),
        ("việc", ("V/v", "V/y", "vv"), "bổ"),
        ("thư", ("a@haiphong.gov.vn", "ahaiphong.gov.vn"), "hoặc"),
        ("điểm", ("c)", "e)", "có)"), "khoản"),
        ("Chương", ("IV", "TỪ", "Từ"), "Luật"),
        # names of persons
        ("Văn", ("Hưng", "Hùng", "Hướng"), "Chủ"),
        ("Phước", ("Hiền", "Hiện", "Hiến"), ""),
        ("Nguyễn", ("Thi", "Thị"), "Lan"),
        ("Thị", ("Dúng", "Dung", "Dùng"), ""),
        ("Danh", ("Mão", "Mao", "Máo"), "và"),
        ("ông", ("Đỗ", "Đô", "Độ"), "Quang"),
        ("Lê", ("Thành", "Thanh"), "Phố"),
        ("Trần", ("Quyết", "Quyệt"), "Định"),
        ("Ngô", ("Bảo", "Báo"), "Cáo"),
        # names of places
        ("huyện", ("Tân", "Tần", "Tận"), "Hiệp"),
        ("xã", ("Vân", "Văn", "Vận"), "Khánh"),
        ("huyện", ("Gò", "Gồ", "Gỗ"), "Quao"),
        ("Giồng", ("Riềng", "Riêng", "Riếng"), "về"),
        ("huyện", ("Kiên", "Kiến", "Kiện"), "Lương"),
        ("Phú", ("Lộc", "Lọc"), "và"),
        ("phường", ("Đằng", "Đăng", "Đảng"), "Giang"),
        ("xã", ("Đắk", "Đất", "Đặc"), "Rông"),
    ],
)  # fmt: skip
def test_numbers_codes_and_names_stay_as_read(
    before: str, word: tuple[str, ...], after: str
) -> None:
    lead = [_word("Nguyễn")] if before in ("Văn", "Thị", "Phước") else []
    words = [*lead, _word(before), _word(*word), *([_word(after)] if after else [])]

    assert choose(Line(tuple(words))).words == tuple(words)
