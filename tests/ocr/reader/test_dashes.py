import pytest

from digitize.ocr.reader.dashes import tell_dashes
from digitize.ocr.reader.engine import LineReader
from tests.ocr.paper import cleaned, draw_text, texts


@pytest.mark.parametrize("text", ["Độc lập - Tự do - Hạnh phúc", "giai đoạn 2016 – 2020, xã"])
def test_dashes_are_read_as_they_are_printed(text: str) -> None:
    assert texts(LineReader().read(cleaned(draw_text(text, pad=80)), 1)) == [text]


def test_a_dash_is_as_sure_as_that_it_is_one() -> None:
    ((dash, sure), other) = tell_dashes((("-", 0.5), ("–", 0.4), ("=", 0.1)), 1.1)

    assert (dash, other) == ("–", ("=", 0.1))
    assert sure == pytest.approx(0.9)


@pytest.mark.parametrize(("text", "width"), [("-", 3.0), ("a-", 1.0), ("Tự", 1.0)])
def test_rules_and_words_stay(text: str, width: float) -> None:
    assert tell_dashes(((text, 0.9),), width) == ((text, 0.9),)
