import pytest

from digitize.domain import Line
from digitize.ocr.filter import filter_words, is_valid, withhold_scraps
from tests.ocr.paper import line


def _words(lines: list[Line]) -> list[tuple[str, bool]]:
    return [(word.text, word.withheld) for one in lines for word in one.words]


@pytest.mark.parametrize(
    "token",
    [
        "nghị",
        "đường,",
        "(Đồng",
        "và/hoặc",
        "15/2020/NĐ-CP",
        "VX;",
        "19/6/2015",
        "50.000",
        "5%",
        "17h00,",
        "3x4",
        "(m3",
        "25km2",
        "file",
        "vanthu@hanam.gov.vn;",
    ],
)
def test_syllables_numbers_codes_and_capitals_are_valid(token: str) -> None:
    assert is_valid(token)


@pytest.mark.parametrize("token", ["đuờngg", "Þ", "xqz", "|;", "tiêgn", "—"])
def test_noise_is_not_valid(token: str) -> None:
    assert not is_valid(token)


@pytest.mark.parametrize(
    ("token", "confidence", "withheld"),
    [
        ("được", 0.29, True),
        ("được", 0.31, False),
        ("đưqc", 0.59, True),
        ("đưqc", 0.61, False),
        ("T", 0.59, True),  # a stroke
        ("Z2", 0.59, True),
        ("Ý", 0.31, False),
        ("nước3", 0.31, False),  # a footnote's mark
        ("vanthu@hanam.gov.vn", 0.05, False),
    ],
)
def test_invalid_words_must_be_surer(token: str, confidence: float, withheld: bool) -> None:
    assert _words(filter_words([line(token, 0, 0, confidence=confidence)])) == [(token, withheld)]


def test_what_holds_no_letter_or_digit_goes() -> None:
    assert _words(filter_words([line("| đi ~ .", 0, 0), line("' —", 0, 90)])) == [("đi", False)]


def test_an_unsure_word_behind_the_end_of_the_text_is_a_paraph() -> None:
    (read,) = filter_words([line("biết, thực hiện./. thu Quang", 0, 0, confidence=0.65)])
    assert read.text == "biết, thực hiện./."
    (printed,) = filter_words([line("Kết thúc./. Trang 2", 0, 0, confidence=0.9)])
    assert printed.text == "Kết thúc./. Trang 2"


def test_a_dash_stays_before_a_word_that_is_kept() -> None:
    lines = filter_words([line("- Độc lập - Tự do –", 0, 0)])
    assert lines[0].text == "- Độc lập - Tự do"

    doubtful = filter_words([line("-", 0, 0), line("- xqz", 0, 90, confidence=0.2)])
    assert _words(doubtful) == [("xqz", True)]


def test_withheld_words_are_out_of_the_text_but_keep_their_boxes() -> None:
    doubtful = line("xqz", 10, 20, confidence=0.1)
    (kept,) = filter_words([doubtful])
    assert kept.text == ""
    assert kept.box == doubtful.box


@pytest.mark.parametrize("text", ["Z", "à", "2", "/2 1", "re 7", "SỞ", "Y TẾ"])
def test_scraps_of_seals_and_signatures_are_no_title_or_name(text: str) -> None:
    (scrap,) = withhold_scraps([line(text, 0, 0)])
    assert scrap.text == ""
    assert [word.text for word in scrap.words] == text.split()


@pytest.mark.parametrize("text", ["GIÁM ĐỐC", "Văn", "Lê Tú", "TL. BT", "Đỗ An"])
def test_titles_and_names_are_no_scraps(text: str) -> None:
    assert withhold_scraps([line(text, 0, 0)]) == [line(text, 0, 0)]


def test_what_is_withheld_does_not_lengthen_a_scrap() -> None:
    doubtful = line("GIÁMM", 0, 0, withheld=True)
    (scrap,) = withhold_scraps([Line(doubtful.words + line("k", 150, 0).words)])
    assert scrap.text == ""
