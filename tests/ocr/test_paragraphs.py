"""Paragraphs of rows made by hand: justified text from x = 250 to 2000."""

from digitize.domain import Box, Line, Word
from digitize.ocr.paragraphs import paragraphs
from tests.ocr.paper import HEIGHT, texts

_LEFT, _INDENT, _RIGHT = 250, 370, 2000


def row(text: str, number: int, x0: int = _LEFT, x1: int = _RIGHT) -> Line:
    """Words of one width with blanks of half a line height between them."""
    words = text.split()
    step = (x1 - x0 + HEIGHT // 2) / len(words)
    y = 300 + 60 * number
    return Line(
        tuple(
            Word(
                word,
                Box(round(x0 + k * step), y, round(x0 + (k + 1) * step - HEIGHT / 2), y + HEIGHT),
                0.9,
            )
            for k, word in enumerate(words)
        )
    )


_FULL = "một hai ba bốn năm sáu bảy tám chín mười"


def _read(*rows: Line) -> list[list[str]]:
    return [texts(block) for block in paragraphs(rows, HEIGHT)]


def test_an_indent_starts_a_paragraph_even_after_a_full_line() -> None:
    first = [row(_FULL, 0, _INDENT), row(_FULL, 1)]
    second = [row(_FULL, 2, _INDENT), row("hết", 3, x1=400)]

    assert _read(*first, *second) == [texts(first), texts(second)]


def test_items_of_one_line_are_paragraphs() -> None:
    items = [
        row("Thành phần tham dự:", 0, _INDENT, 900),
        row("1. Chủ trì: Ông Đào Văn Đức, Giám đốc", 1, _INDENT),
        row("2. Thư ký: Bà Vũ Thị Dung, Phó phòng", 2, _INDENT),
        row("- Đại diện các đơn vị", 3, _INDENT, 1200),
        row(_FULL, 4, _INDENT),
        row(_FULL, 5),
    ]
    assert [len(block) for block in _read(*items)] == [1, 1, 1, 1, 2]


def test_a_line_with_room_for_the_next_word_ends_its_paragraph() -> None:
    ragged = [row(_FULL, 0), row(_FULL, 1, x1=_RIGHT - 100), row("mười một", 2, x1=600)]
    ended = [row(_FULL, 0), row("hết câu.", 1, x1=600), row(_FULL, 2)]

    assert len(_read(*ragged)) == 1
    assert len(_read(*ended)) == 2


def test_a_hanging_item_goes_on_under_its_text() -> None:
    first = row("- " + _FULL, 0)
    under = first.words[1].box.x0

    assert len(_read(first, row(_FULL, 1, under), row(_FULL, 2, under))) == 1


def test_centred_lines_of_a_title_stand_together() -> None:
    title = [row("QUYẾT ĐỊNH", 0, 900, 1350), row("Về việc ban hành quy chế", 1, 600, 1650)]
    text = [row(_FULL, 2, _INDENT), row(_FULL, 3)]

    assert _read(*title, *text) == [texts(title), texts(text)]


def test_no_rows_make_no_paragraphs() -> None:
    assert _read() == []
