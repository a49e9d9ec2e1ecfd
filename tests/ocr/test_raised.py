import pytest

from digitize.ocr.raised import join_raised
from tests.ocr.paper import HEIGHT, line, texts

_PRICE = line("50.000 đồng/m", 1700, 1000)
_END = _PRICE.box.x1


def test_the_figure_of_a_unit_becomes_part_of_it() -> None:
    figure = line("3", _END + 2, 985)

    (joined,) = join_raised([_PRICE, figure], HEIGHT)

    assert joined.text == "50.000 đồng/m3"
    assert joined.words[-1].box.x1 == figure.box.x1
    assert joined.words[-1].box.y0 == figure.box.y0


def test_the_mark_of_a_footnote_is_a_word_of_its_line() -> None:
    text = line("theo quy định hiện hành về đất đai", 300, 1000)
    mark = line("1", text.words[3].box.x1 + 2, 985)

    assert texts(join_raised([mark, text], HEIGHT)) == ["theo quy định hiện 1 hành về đất đai"]


@pytest.mark.parametrize("place", [(_END + 2, 1000), (_END + 100, 985), (_END + 2, 940)])
def test_a_figure_that_is_not_raised_or_stands_apart_stays_alone(place: tuple[int, int]) -> None:
    figure = line("3", *place)

    assert join_raised([_PRICE, figure], HEIGHT) == [_PRICE, figure]
