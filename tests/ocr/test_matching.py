from digitize.domain import Box, Line, Word
from digitize.ocr.matching import Group, group_words
from tests.ocr.paper import line


def _words(group: Group) -> list[list[str]]:
    return [[token.word.text for token in tokens] for tokens in group]


def _grouped(*readings: list[Line]) -> list[list[list[str]]]:
    return [_words(group) for group in group_words(readings)]


def test_words_at_one_place_come_together() -> None:
    assert _grouped([line("Căn cứ", 100, 50)], [line("Cán cứ", 103, 52)]) == [
        [["Căn"], ["Cán"]],
        [["cứ"], ["cứ"]],
    ]


def test_what_one_reading_joins_and_another_parts_is_one_group() -> None:
    joined = [line("ngày06 tháng", 100, 50)]
    parted = [Line((_word("ngày", 100, 190), _word("06", 200, 244), _word("tháng", 268, 388)))]

    assert _grouped(joined, parted) == [[["ngày06"], ["ngày", "06"]], [["tháng"], ["tháng"]]]


def test_a_word_that_one_reading_lacks_stands_alone() -> None:
    assert _grouped([line("của", 100, 50)], [line("của dân", 100, 50)]) == [
        [["của"], ["của"]],
        [[], ["dân"]],
    ]


def test_columns_side_by_side_and_lines_above_each_other_stay_apart() -> None:
    page = [line("tỉnh", 100, 50), line("huyện", 900, 50), line("xã", 100, 110)]

    assert _grouped(page, page) == [[[t], [t]] for t in ("tỉnh", "huyện", "xã")]


def test_a_stroke_over_several_lines_ties_no_words_together() -> None:
    page = [line("một", 100, 50), line("hai", 100, 110), line("ba", 100, 170)]
    stroke = [Line((Word("|", Box(110, 40, 130, 230), 0.3),))]

    assert [["một"], []] in _grouped(page, stroke)
    assert [[], ["|"]] in _grouped(page, stroke)


def test_a_tall_box_on_tight_lines_goes_with_the_word_that_it_fits_best() -> None:
    tight = [line("Như", 100, 50, height=48), line("Lưu", 100, 94, height=48)]
    tall = [line("Như", 100, 46, height=72), line("Lưu", 100, 96, height=44)]

    assert _grouped(tight, tall) == [[["Như"], ["Như"]], [["Lưu"], ["Lưu"]]]


def test_lines_that_are_tied_together_stay_as_the_first_reading_has_them() -> None:
    two = [line("một", 100, 50), line("hai", 100, 90)]
    between = [line("ba", 100, 70)]

    assert _grouped(two, between) == [[["một"], []], [["hai"], []]]


def test_a_dash_is_as_low_as_it_is_printed_or_as_high_as_its_line() -> None:
    drawn = [Line((Word("-", Box(100, 68, 120, 72), 0.9), _word("Như", 130, 220)))]
    in_line = [Line((Word("–", Box(100, 50, 120, 90), 0.9), _word("Như", 130, 220)))]

    assert _grouped(drawn, in_line) == [[["-"], ["–"]], [["Như"], ["Như"]]]


def test_neighbours_that_a_loose_box_ties_are_taken_one_by_one() -> None:
    """The box of "tư" in the second reading reaches over the half of "đ"."""
    first = [Line((_word("đ", 100, 120), _word("tư", 130, 180)))]
    second = [Line((_word("đ", 100, 118), _word("tu", 108, 180)))]

    assert _grouped(first, second) == [[["đ"], ["đ"]], [["tư"], ["tu"]]]


def test_no_reading_and_no_words_are_no_groups() -> None:
    assert _grouped() == []
    assert _grouped([], []) == []


def _word(text: str, x0: int, x1: int) -> Word:
    return Word(text, Box(x0, 50, x1, 90), 0.9)
