"""A page judged: three words printed in boxes of 40 x 20, a seal beside them."""

from dataclasses import replace

import pytest

from digitize.domain import Box, Line, PageKind, PageText, Word, Zone
from digitize.evaluation.alignment import ErrorKind
from digitize.evaluation.pages import judge_page, overlap
from digitize.evaluation.truth import Making, TruePage, TrueWord

BOXES = [Box(0, 0, 40, 20), Box(50, 0, 90, 20), Box(100, 0, 140, 20)]
SEAL = Box(200, 0, 300, 100)


def made(*texts: str, by_pen: int | None = None) -> TruePage:
    words = tuple(
        TrueWord(text, box, place == by_pen)
        for place, (text, box) in enumerate(zip(texts, BOXES, strict=False))
    )
    making = Making(90, 1.5, not texts, ("fade",), words, (SEAL,))
    return TruePage(" ".join(texts), "BỘ TƯ PHÁP", making)


def read(*words: Word, zone: Zone = Zone.BODY) -> PageText:
    line = Line(words, zone)
    return PageText(1, PageKind.READ, 400, 300, 200, (line,), rotation=90, skew=1.2)


def test_kinds_add_up_to_words_wrong() -> None:
    page = read(
        Word("Số", BOXES[0], 0.9), Word("1S", BOXES[1], 0.9), Word("TƯ", Box(220, 5, 260, 20), 0.8)
    )
    score = judge_page(made("Số", "15", "lần", by_pen=1), page).score
    assert score.kinds == {ErrorKind.NUMBER: 2, ErrorKind.LOST: 1, ErrorKind.OUTSIDE: 1}
    assert sum(score.kinds.values()) == score.text.missing + score.text.invented
    assert score.faults == ("fade",)


def test_stages_are_measured_against_what_was_made() -> None:
    withheld = Word("1?", BOXES[1], 0.2, withheld=True)
    page = read(Word("Số", Box(0, 0, 20, 20), 0.9), withheld, Word("wm", Box(220, 5, 260, 20), 0.8))
    stages = judge_page(made("Số", "15", "lần"), page).score.stages
    assert stages is not None
    assert stages.upright
    assert stages.skew_error == pytest.approx(0.3)
    assert stages.overlap == pytest.approx(0.5)
    assert stages.boxed == 1
    assert (stages.covered, stages.printed) == (1, 3)  # the narrow box misses the middle of "Số"
    assert stages.from_marks == 1


def test_a_page_turned_wrongly_has_no_skew_error() -> None:
    page = replace(read(Word("Số", BOXES[0], 0.9)), rotation=0)
    stages = judge_page(made("Số"), page).score.stages
    assert stages is not None
    assert not stages.upright
    assert stages.skew_error is None


def test_a_blank_page_is_found_or_not() -> None:
    blank = PageText(1, PageKind.BLANK, 400, 300, 200)
    found = judge_page(made(), blank).score.stages
    missed = judge_page(made(), read(Word("wm", BOXES[0], 0.9))).score.stages
    assert found is not None
    assert missed is not None
    assert (found.blank, found.blank_found, missed.blank_found) == (True, True, False)


def test_what_stands_outside_the_text_does_not_count() -> None:
    page = read(Word("BỘ", BOXES[0], 0.9), zone=Zone.STAMP)
    score = judge_page(TruePage("Số"), page).score
    assert (score.text.read_words, score.stages) == (0, None)


def test_overlap_is_intersection_over_union() -> None:
    assert overlap(Box(0, 0, 10, 10), Box(5, 0, 15, 10)) == pytest.approx(1 / 3)
    assert overlap(Box(0, 0, 10, 10), Box(10, 0, 20, 10)) == 0
