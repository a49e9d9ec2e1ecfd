import numpy as np

from digitize.domain import Box
from digitize.imaging.page import Pixels
from tests.training.test_pages import CORPUS
from training.pages import PrintedWord, make_page
from training.strips import label, page_strips

UPPER, LOWER = Box(0, 0, 400, 40), Box(0, 36, 400, 76)


def word(text: str, x0: float, x1: float, y0: float = 8, glued: bool = False) -> PrintedWord:
    return PrintedWord(text, (x0, y0, x1, y0 + 22), glued)


def test_words_go_to_their_line_in_order() -> None:
    words = [word("hành", 80, 140), word("Ban", 10, 60), word("kèm", 10, 60, y0=44)]
    assert label([UPPER, LOWER], words) == ["Ban hành", "kèm"]


def test_a_symbol_is_joined_to_the_number_before_it() -> None:
    words = [word("Số:", 10, 50), word("12", 60, 90), word("/QĐ-UBND", 93, 220, glued=True)]
    assert label([UPPER], words) == ["Số: 12/QĐ-UBND"]


def test_a_gap_behind_a_number_by_pen_is_a_blank() -> None:
    words = [word("Số:", 10, 50), word("12", 60, 90), word("/QĐ-UBND", 110, 220, glued=True)]
    assert label([UPPER], words) == ["Số: 12 /QĐ-UBND"]


def test_a_line_that_cuts_a_word_is_not_learnt_from() -> None:
    assert label([UPPER], [word("Ban", 10, 60), word("hành", 370, 440)]) == [None]


def test_a_line_with_ink_of_a_word_that_no_line_has_is_not_learnt_from() -> None:
    raised = word("13", 100, 140, y0=-15)
    assert label([UPPER], [word("ngày", 10, 60), raised]) == [None]


def test_a_line_of_nothing_is_silence() -> None:
    assert label([UPPER, LOWER], [word("Ban", 10, 60)]) == ["Ban", ""]


def is_inked(strip: Pixels) -> bool:
    return bool((strip < 160).any())


def test_strips_of_a_page_have_the_readers_height_and_the_words_of_the_page() -> None:
    page = make_page(1, CORPUS)
    strips = page_strips(page)
    printed = {w.text for w in page.words}
    read = [text for strip in strips for text in strip.text.split()]
    assert {strip.pixels.shape[0] for strip in strips} == {40}
    assert np.mean([text in printed for text in read]) > 0.9  # glued words are one
    assert len(read) > 0.6 * len(page.words)
    assert all(is_inked(strip.pixels) for strip in strips if strip.text)
