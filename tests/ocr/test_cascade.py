"""Which engine is asked for what; what comes of it is judged in test_reading."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from digitize.domain import Line, Word
from digitize.imaging.page import CleanPage
from digitize.ocr.cascade import Cascade, Reading
from tests.ocr.paper import blank_sheet, cleaned, line, texts

_PAGE = cleaned(blank_sheet())
_SURE = line("Căn cứ Luật", 100, 50, confidence=0.99)
_DOUBTFUL = line("bồ sung", 100, 150, confidence=0.5)


@dataclass
class KnownEngine:
    """Reads what it is told to, and keeps what it was asked."""

    name: str
    lines: list[Line]
    asked: list[str] = field(default_factory=list)

    def read(self, page: CleanPage, number: int) -> list[Line]:
        self.asked.append("page")
        return self.lines

    def read_block(self, page: CleanPage, number: int) -> list[Line]:
        self.asked.append("block")
        return self.lines

    def read_again(self, page: CleanPage, lines: Sequence[Line], number: int) -> list[Line]:
        self.asked.append(" / ".join(one.text for one in lines))
        return [one for one in self.lines if any(one.box == other.box for other in lines)]


def _engines() -> tuple[KnownEngine, KnownEngine]:
    better = line("bổ sung", 100, 150, confidence=0.95)
    return KnownEngine("first 1", [_SURE, _DOUBTFUL]), KnownEngine("second 2", [_SURE, better])


def test_fast_reads_with_the_first_alone() -> None:
    first, _ = _engines()
    engine = Cascade(Reading.FAST, first, None).for_page()

    assert texts(engine.read(_PAGE, 1))[0] == "Căn cứ Luật"
    engine.read_block(_PAGE, 1)

    assert engine.name == "first 1"
    assert first.asked == ["page", "block"]


def test_balanced_asks_the_second_for_doubtful_lines_alone() -> None:
    first, second = _engines()
    engine = Cascade(Reading.BALANCED, first, second).for_page()

    assert texts(engine.read(_PAGE, 1)) == ["Căn cứ Luật", "bổ sung"]

    assert engine.name == "first 1, second 2"
    assert second.asked == ["bồ sung"]


def test_a_sure_word_that_cannot_be_one_makes_its_line_doubtful() -> None:
    first, second = _engines()
    first.lines = [line("Chơng trình", 100, 50, confidence=0.99), line("- Lưu: VT;", 100, 150)]
    engine = Cascade(Reading.BALANCED, first, second).for_page()

    engine.read(_PAGE, 1)

    assert second.asked == ["Chơng trình"]


def test_balanced_names_the_second_only_where_it_was_asked() -> None:
    first, second = _engines()
    first.lines = [_SURE]
    cascade = Cascade(Reading.BALANCED, first, second)
    engine = cascade.for_page()

    (voted,) = engine.read(_PAGE, 1)

    assert voted == _SURE
    assert second.asked == []
    assert engine.name == "first 1"


def test_what_language_brings_back_was_not_changed() -> None:
    """The vote prefers "nhan", and language knows "nhân dân" as it was read at first."""
    box = line("nhân dân", 100, 50).words[1].box
    read = Word("nhân", line("nhân", 100, 50).words[0].box, 0.4, candidates=(("nhân", 0.4),))
    people = Word("dân", box, 0.99)
    first = KnownEngine("first 1", [Line((read, people))])
    second = KnownEngine("second 2", [Line((replace(read, text="nhan", confidence=0.5), people))])
    engine = Cascade(Reading.BALANCED, first, second).for_page()

    (voted,) = engine.read(_PAGE, 1)

    assert [(word.text, word.original) for word in voted.words] == [("nhân", ""), ("dân", "")]


def test_balanced_keeps_of_a_block_what_either_reads_better() -> None:
    first, second = _engines()
    first.lines = [line("HỎA TỐC", 100, 50), line("l1S", 100, 150, confidence=0.3)]
    second.lines = [line("HôA TỐ", 100, 50, confidence=0.4), line("Lê Hoàng Anh", 100, 150)]
    engine = Cascade(Reading.BALANCED, first, second).for_page()

    assert texts(engine.read_block(_PAGE, 1)) == ["HỎA TỐC", "Lê Hoàng Anh"]
    assert engine.name == "first 1, second 2"


def test_careful_reads_lines_page_and_black_and_white() -> None:
    first, second = _engines()
    engine = Cascade(Reading.CAREFUL, first, second).for_page()

    assert texts(engine.read(_PAGE, 1)) == ["Căn cứ Luật", "bổ sung"]

    assert second.asked == ["Căn cứ Luật / bồ sung", "page", "page"]
    assert engine.name == "first 1, second 2"


@pytest.mark.parametrize("reading", [Reading.BALANCED, Reading.CAREFUL])
def test_only_fast_reading_does_without_a_second_engine(reading: Reading) -> None:
    first, _ = _engines()
    with pytest.raises(ValueError, match=reading):
        Cascade(reading, first, None).for_page()
