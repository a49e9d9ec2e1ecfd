"""Pages written by hand: rows of text at places that a văn bản has them, as OCR would give them."""

from collections.abc import Iterable
from dataclasses import replace

from digitize.domain import Box, Line, PageKind, PageText, Word, Zone

WIDTH, HEIGHT, DPI = 1654, 2339, 200.0
LEFT, RIGHT, MIDDLE = 0.28, 0.69, 0.53  # middles of the columns, and of the text
_LETTER, _HEIGHT = 14, 34  # pixels of a letter's width and of a word's height


def line(
    text: str,
    y: int,
    middle: float | None = None,
    *,
    x: float = 0.16,
    zone: Zone = Zone.BODY,
    confidence: float = 0.95,
) -> Line:
    """A line of words at height `y`, about its middle or from `x` on, in widths of the page.

    `word~0.3` gives a word a confidence of its own; `___` leaves a gap as wide as three letters.
    """
    items = [_item(part, confidence) for part in text.split()]
    length = sum(_width(t) for t, _ in items) + _LETTER * (len(items) - 1)
    at = round(middle * WIDTH - length / 2) if middle is not None else round(x * WIDTH)
    words = []
    for word, sure in items:
        if set(word) != {"_"}:
            words.append(Word(word, Box(at, y, at + _width(word), y + _HEIGHT), sure))
        at += _width(word) + _LETTER
    return Line(tuple(words), zone)


def _item(part: str, confidence: float) -> tuple[str, float]:
    word, mark, own = part.partition("~0.")
    return (word, float(f"0.{own}")) if mark and word else (part, confidence)


def _width(word: str) -> int:
    return _LETTER * len(word)


def page(*lines: Line, number: int = 1, kind: PageKind = PageKind.READ) -> PageText:
    return PageText(number, kind, WIDTH, HEIGHT, DPI, lines)


def blank(number: int) -> PageText:
    return page(number=number, kind=PageKind.BLANK)


def head(
    *,
    agency: Iterable[str] = ("UBND TỈNH AN PHÚ", "SỞ NỘI VỤ"),
    number: str = "Số: 15/SNV-VP",
    title: str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    motto: str = "Độc lập - Tự do - Hạnh phúc",
    date: str = "An Phú, ngày 05 tháng 3 năm 2021",
    subject: Iterable[str] = (),
) -> list[Line]:
    """The two columns of a header; an empty text leaves its line out."""
    left = [line(text, 150 + 40 * i, LEFT) for i, text in enumerate(agency)]
    below = [line(text, 340 + 40 * i, LEFT) for i, text in enumerate(subject)]
    rows = [*left, *below]
    places = ((number, 290, LEFT), (title, 150, RIGHT), (motto, 190, RIGHT), (date, 290, RIGHT))
    rows += [line(text, y, middle) for text, y, middle in places if text]
    return rows


def body(y: int = 700) -> list[Line]:
    """Two paragraphs of text."""
    return [
        line("Căn cứ quy định hiện hành về công tác văn thư, lưu trữ của các cơ", y, x=0.2),
        line("quan nhà nước trên địa bàn, các đơn vị tổ chức thực hiện như sau và", y + 50),
        line("báo cáo kết quả trước ngày 20 hàng tháng./.", y + 100),
    ]


def signing(
    titles: Iterable[str] = ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    name: str = "Nguyễn Văn Tám",
    *,
    y: int = 1500,
    middle: float = 0.72,
    recipients: bool = True,
) -> list[Line]:
    """A signing block, beside `Nơi nhận:`."""
    rows = [line(text, y + 40 * i, middle) for i, text in enumerate(titles)]
    if name:
        rows.append(line(name, y + 280, middle))
    if recipients:
        rows.append(line("Nơi nhận:", y, x=0.16))
        rows.append(line("- Như trên;", y + 45, x=0.16))
        rows.append(line("- Lưu: VT.", y + 85, x=0.16))
    return rows


def letter(number: int = 1) -> PageText:
    """A công văn on one page."""
    subject = ("V/v báo cáo công tác", "văn thư năm 2020")
    to = line("Kính gửi: Các phòng, ban thuộc Sở.", 550, MIDDLE)
    return page(*head(subject=subject), to, *body(), *signing(), number=number)


def decision(number: int = 1) -> PageText:
    """A quyết định on one page."""
    top = head(agency=("ỦY BAN NHÂN DÂN", "TỈNH AN PHÚ"), number="Số: 27/QĐ-UBND")
    rows = [
        line("QUYẾT ĐỊNH", 450, MIDDLE),
        line("Về việc kiện toàn Ban Chỉ đạo chuyển đổi số", 495, MIDDLE),
        line("ỦY BAN NHÂN DÂN TỈNH AN PHÚ", 600, MIDDLE),
    ]
    end = signing(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Lê Thị Hạnh")
    return page(*top, *rows, *body(), *end, number=number)


def renumbered(source: PageText, number: int) -> PageText:
    return replace(source, number=number)
