"""Footnotes under text made by hand."""

from dataclasses import replace

from digitize.domain import Box, Line, Word, Zone
from digitize.ocr.footnotes import mark_footnotes
from tests.ocr.paper import HEIGHT, line, texts

_PAGE = 3508
_TEXT = [
    line("theo quy định của pháp luật về đất đai và các văn", 250, 2600 + 60 * k) for k in (0, 1)
]


def small(text: str, x: int, y: int) -> Line:
    """A line in print of three quarters of the size."""

    def shrunk(word: Word) -> Word:
        box = word.box
        x0, x1 = (x + 3 * (place - x) // 4 for place in (box.x0, box.x1))
        return replace(word, box=Box(x0, y, x1, y + 3 * box.height // 4))

    return Line(tuple(map(shrunk, line(text, x, y).words)))


_NOTE = [
    small("Thông báo số 185/TB-VPCP ngày 14/4/2026; các văn bản số 423/TTg", 250, 2800),
    small("ngày 23/4/2026.", 250, 2836),
]


def _footnotes(lines: list[Line]) -> list[str]:
    return texts(mark_footnotes(lines, _PAGE, HEIGHT), Zone.FOOTNOTE)


def test_small_print_at_the_foot_is_a_footnote_with_or_without_its_mark() -> None:
    marked = small("1 Thông báo số 185/TB-VPCP ngày 14/4/2026; các văn bản", 250, 2800)

    assert _footnotes([*_TEXT, *_NOTE]) == texts(_NOTE)
    assert _footnotes([*_TEXT, marked, _NOTE[1]]) == texts([marked, _NOTE[1]])


def test_the_page_number_below_does_not_hide_it() -> None:
    number = replace(line("2", 1200, 3300), zone=Zone.MARGIN)

    assert _footnotes([*_TEXT, *_NOTE, number]) == texts(_NOTE)


def test_small_print_elsewhere_is_none() -> None:
    close = [replace(one, words=_moved(one, -90)) for one in _NOTE]
    recipients = [small("- Như trên; đại diện các đơn vị có liên quan", 250, 2800)]
    address = [small("Địa chỉ: số 12 đường Đinh Tiên Hoàng, quận 1", 250, 2800)]

    assert _footnotes([*_TEXT, *close]) == []
    assert _footnotes([*_TEXT, *recipients]) == []
    assert _footnotes([*_TEXT, *address]) == []
    assert _footnotes([*_TEXT, *_NOTE, line("Điều 2. Thi hành", 250, 2950)]) == []


def _moved(one: Line, down: int) -> tuple[Word, ...]:
    return tuple(
        replace(w, box=Box(w.box.x0, w.box.y0 + down, w.box.x1, w.box.y1 + down)) for w in one.words
    )
