"""The PDF is read back by the two readers that matter: PDFium (Chrome) and poppler."""

import math
import subprocess
import tracemalloc
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest

from digitize.deliver.searchable_pdf import SearchablePdf
from digitize.domain import Box, Line, PageKind, PageText, Word, Zone
from digitize.imaging.page import PageImage, Pixels
from digitize.imaging.upright import turn

WIDTH, HEIGHT, DPI = 1654, 2339, 200.0  # A4
LETTERS = (
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
)
LINES = (
    ("Ủy", "ban", "nhân", "dân"),
    ("Đường", "sắt", "Đống", "Đa"),
    ("Số:", "15/QĐ-UBND"),
)


def draw(rotation: int = 0, skew: float = 0.0) -> tuple[Pixels, PageText]:
    """A scan with a black bar for each word. Turned clockwise by `rotation`, then by `skew`
    degrees, it stands upright and level."""
    level = np.full((HEIGHT, WIDTH), 255, np.uint8)
    middle = (WIDTH / 2, HEIGHT / 2)
    slant = cv2.getRotationMatrix2D(middle, skew, 1.0)  # counter-clockwise: skew undoes it
    lines = []
    for row, texts in enumerate(LINES):
        words, x = [], 300
        for text in texts:
            box = Box(x, 900 + 200 * row, x + 30 * len(text), 940 + 200 * row)
            level[box.y0 : box.y1, box.x0 : box.x1] = 0
            words.append(Word(text, to_scan(box, slant, rotation), 0.9))
            x = box.x1 + 20
        lines.append(Line(tuple(words)))
    upright = cv2.warpAffine(level, slant, (WIDTH, HEIGHT), borderValue=255)
    scan = turn(np.asarray(upright, np.uint8), -rotation % 360)
    height, width = scan.shape
    page = PageText(
        1, PageKind.READ, width, height, DPI, tuple(lines), rotation=rotation, skew=skew
    )
    return scan, page


def to_scan(box: Box, slant: object, rotation: int) -> Box:
    """The upright box, on the scan, around a level box."""
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[box.y0 : box.y1, box.x0 : box.x1] = 255
    slanted = cv2.warpAffine(mask, np.asarray(slant), (WIDTH, HEIGHT))
    x, y, width, height = cv2.boundingRect(turn(np.asarray(slanted, np.uint8), -rotation % 360))
    return Box(x, y, x + width, y + height)


def text_of(*lines: Line, size: tuple[int, int] = (WIDTH, HEIGHT)) -> PageText:
    return PageText(1, PageKind.READ, *size, DPI, lines)


def line(*texts: str, y: int = 100, zone: Zone = Zone.BODY) -> Line:
    """Words side by side; one written `?word` is withheld."""
    return Line(
        tuple(
            Word(
                text.removeprefix("?"),
                Box(100 + 150 * i, y, 220 + 150 * i, y + 40),
                0.9,
                withheld=text.startswith("?"),
            )
            for i, text in enumerate(texts)
        ),
        zone=zone,
    )


def save(path: Path, *pages: tuple[Pixels, PageText]) -> Path:
    pdf = SearchablePdf()
    for pixels, page in pages:
        pdf.add(PageImage(pixels, page.dpi), page)
    pdf.save(path)
    return path


def white(*shape: int) -> Pixels:
    return np.full(shape or (HEIGHT, WIDTH), 255, np.uint8)


def pdftotext(path: Path) -> str:
    return subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [0.0, 0.6, -4.0, 12.0])
def test_each_word_lies_on_its_picture(tmp_path: Path, rotation: int, skew: float) -> None:
    path = save(tmp_path / "a.pdf", draw(rotation, skew))
    with pdfium.PdfDocument(path) as document:
        page = document[0]
        assert page.get_size() == pytest.approx((WIDTH * 72 / DPI, HEIGHT * 72 / DPI), abs=0.01)
        picture = page.render(scale=DPI / 72, may_draw_forms=False).to_numpy()[:, :, 0]
        text = page.get_textpage()
        turned = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), skew, 1.0)
        for row, words in enumerate(LINES):
            x = 300
            for word in words:
                width = 30 * len(word)
                expected = turned @ np.array([x + width / 2, 920 + 200 * row, 1])
                start, count = found(text, word)
                boxes = [text.get_charbox(start + i) for i in range(count)]
                left, bottom = (min(b[i] for b in boxes) for i in (0, 1))
                right, top = (max(b[i] for b in boxes) for i in (2, 3))
                middle = np.array([left + right, 2 * page.get_height() - bottom - top]) / 2
                assert np.abs(middle * DPI / 72 - expected).max() < 4
                long = width * math.cos(math.radians(skew))
                assert (right - left) * DPI / 72 == pytest.approx(long, abs=14)
                cx, cy = np.round(middle * DPI / 72).astype(int)
                assert picture[cy, cx] < 50
                x += width + 20


def found(text: pdfium.PdfTextPage, word: str) -> tuple[int, int]:
    place = text.search(word, match_case=True, match_whole_word=True).get_next()
    assert place is not None
    start, count = place
    return int(start), int(count)


@pytest.mark.parametrize("skew", [0.0, 1.5])
def test_both_readers_give_the_lines_letter_for_letter(tmp_path: Path, skew: float) -> None:
    path = save(tmp_path / "a.pdf", draw(90, skew))
    expected = [" ".join(words) for words in LINES]
    assert [found for found in pdftotext(path).splitlines() if found.strip("\f")] == expected
    with pdfium.PdfDocument(path) as document:
        assert document[0].get_textpage().get_text_range().splitlines() == expected


def test_every_vietnamese_letter_is_copied_as_it_is(tmp_path: Path) -> None:
    page = text_of(line(LETTERS[:45], y=100), line(LETTERS[45:], y=200), line(LETTERS.upper()))
    path = save(tmp_path / "a.pdf", (white(), page))
    for text in (pdftotext(path), pdfium.PdfDocument(path)[0].get_textpage().get_text_range()):
        assert set(LETTERS + LETTERS.upper()) <= set(text)


def test_signs_of_pdf_syntax_and_far_characters_do_no_harm(tmp_path: Path) -> None:
    path = save(tmp_path / "a.pdf", (white(), text_of(line("(a)\\<b>", "%c", "[d]/e", "😀f"))))
    assert pdftotext(path).split() == ["(a)\\<b>", "%c", "[d]/e", "\ufffdf"]


def test_withheld_words_stay_out_and_stamps_come_last(tmp_path: Path) -> None:
    page = text_of(
        line("ĐẾN", y=60, zone=Zone.STAMP), line("chữ", "?nhiễu", "thật", y=300), line("?mờ", y=500)
    )
    path = save(tmp_path / "a.pdf", (white(), page))
    with pdfium.PdfDocument(path) as document:
        text = document[0].get_textpage().get_text_range()
    assert text.splitlines() == ["chữ thật", "ĐẾN"]


def test_the_text_is_not_painted(tmp_path: Path) -> None:
    path = save(tmp_path / "a.pdf", (white(), text_of(line("đen"))))
    with pdfium.PdfDocument(path) as document:
        assert document[0].render().to_numpy().min() == 255


def image_in(pdf: pikepdf.Pdf) -> pikepdf.PdfImage:
    image = pdf.pages[0].Resources.XObject.Scan
    assert isinstance(image, pikepdf.Stream)
    return pikepdf.PdfImage(image)


def test_black_and_white_is_kept_bit_for_bit(tmp_path: Path) -> None:
    scan = np.where(np.random.default_rng(1).random((301, 203)) < 0.2, 0, 255).astype(np.uint8)
    path = save(tmp_path / "a.pdf", (scan, text_of(size=(203, 301))))
    with pikepdf.open(path) as pdf:
        image = image_in(pdf)
        assert image.filters == ["/CCITTFaxDecode"]
        assert np.array_equal(np.asarray(image.as_pil_image().convert("L")), scan)
    with pdfium.PdfDocument(path) as document:
        rendered = document[0].render(scale=DPI / 72).to_numpy()
    assert rendered.mean() == pytest.approx(scan.mean(), abs=5)  # black is black


@pytest.mark.parametrize(
    ("colour", "space"), [((40, 40, 200), "/DeviceRGB"), ((90, 90, 90), "/DeviceGray")]
)
def test_colour_stays_and_grey_costs_no_colour(
    tmp_path: Path, colour: tuple[int, int, int], space: str
) -> None:
    scan = white(300, 200, 3)
    scan[100:200, 50:150] = colour  # BGR
    path = save(tmp_path / "a.pdf", (scan, text_of(size=(200, 300))))
    with pikepdf.open(path) as pdf:
        image = image_in(pdf)
        assert image.filters == ["/DCTDecode"]
        assert image.colorspace == space
        pixel = image.as_pil_image().convert("RGB").getpixel((100, 150))
    assert pixel == pytest.approx(colour[::-1], abs=8)


def test_pages_follow_each_other_each_in_its_own_size(tmp_path: Path) -> None:
    pages = [(white(300, 200), text_of(line("một"), size=(200, 300))), draw(90), draw()]
    path = save(tmp_path / "ba trang.pdf", *pages)
    with pdfium.PdfDocument(path) as document:
        assert [round(document[i].get_width()) for i in range(3)] == [72, 595, 595]
        texts = [document[i].get_textpage().get_text_range().split()[0] for i in range(3)]
    assert texts == ["một", "Ủy", "Ủy"]
    assert [p.name for p in tmp_path.iterdir()] == ["ba trang.pdf"]


def test_the_file_is_sound_and_the_same_each_time(tmp_path: Path) -> None:
    first = save(tmp_path / "a.pdf", draw(90, 1.0), (white(), text_of()))
    second = save(tmp_path / "b.pdf", draw(90, 1.0), (white(), text_of()))
    with pikepdf.open(first) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.Root.Lang == "vi"
    assert first.read_bytes() == second.read_bytes()


def test_pages_do_not_pile_up_in_memory(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (800, 600, 3), np.uint8)
    pdf = SearchablePdf()
    tracemalloc.start()
    try:
        for _ in range(20):
            pdf.add(PageImage(noise, DPI), text_of(size=(600, 800)))
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    pdf.save(tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").stat().st_size > 4_000_000
    assert kept < 1_000_000


def test_a_picture_of_another_size_than_its_text_is_refused() -> None:
    with pytest.raises(ValueError, match="page 1"):
        SearchablePdf().add(PageImage(white(10, 10), DPI), text_of())


def test_a_pdf_without_pages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="page"):
        SearchablePdf().save(tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []
