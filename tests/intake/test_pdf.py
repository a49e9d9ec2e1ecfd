"""Which PDF pages are taken out as embedded, which are drawn, and whose text is used."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2.raw as pdfium_c
import pytest
from numpy.typing import NDArray
from pikepdf import Array, Dictionary, Name, Stream, String

from digitize.domain import PageKind, Zone
from digitize.intake.limits import Limits
from digitize.intake.page import SourcePage
from digitize.intake.pdf import PdfSource
from tests.intake.typed import add_typed_page

LIMITS = Limits(max_bytes=10**8, max_pages=100, max_pixels=80_000_000)
WIDTH, HEIGHT = 400, 560  # pixels; a multiple of 8 wide, so that rows of bits fill bytes

Make = Callable[[pikepdf.Pdf], Stream]


def scan() -> NDArray[np.uint8]:
    """Black bars on white, told apart in each of the eight positions."""
    pixels = np.full((HEIGHT, WIDTH), 255, np.uint8)
    pixels[40:90, 20:300] = 0
    pixels[200:500, 30:60] = 0
    return pixels


def picture(pdf: pikepdf.Pdf, data: bytes, **keys: object) -> Stream:
    stream = Stream(pdf, data)
    defaults = {"ColorSpace": Name.DeviceGray, "BitsPerComponent": 8}
    fixed = {"Type": Name.XObject, "Subtype": Name.Image, "Width": WIDTH, "Height": HEIGHT}
    for key, value in (fixed | defaults | keys).items():
        if value is not None:
            stream[f"/{key}"] = value
    return stream


def bits() -> bytes:
    return np.packbits(scan() > 0, axis=1).tobytes()


def place(pdf: pikepdf.Pdf, image: Stream, matrix: str = "595 0 0 833 0 0") -> pikepdf.Page:
    page = pdf.add_blank_page(page_size=(595, 833))
    page.Resources = Dictionary(XObject=Dictionary(I=pdf.make_indirect(image)))
    page.Contents = Stream(pdf, f"q {matrix} cm /I Do Q".encode())
    return page


def read(pdf: pikepdf.Pdf, tmp_path: Path) -> SourcePage:
    path = tmp_path / "a.pdf"
    pdf.save(path)
    with PdfSource(path, "a.pdf", LIMITS) as source:
        return source.page(1)


CODINGS: dict[str, Make] = {
    "grey": lambda pdf: picture(pdf, scan().tobytes()),
    "bits": lambda pdf: picture(pdf, bits(), BitsPerComponent=1),
    "inverted bits": lambda pdf: picture(
        pdf, bytes(255 - b for b in bits()), BitsPerComponent=1, Decode=Array([1, 0])
    ),
    "stencil": lambda pdf: picture(
        pdf, bits(), BitsPerComponent=1, ImageMask=True, ColorSpace=None
    ),
    "inverted stencil": lambda pdf: picture(
        pdf,
        bytes(255 - b for b in bits()),
        BitsPerComponent=1,
        ImageMask=True,
        ColorSpace=None,
        Decode=Array([1, 0]),
    ),
}


@pytest.mark.parametrize("coding", CODINGS)
def test_a_grey_scan_is_taken_out_pixel_by_pixel(coding: str, tmp_path: Path) -> None:
    pdf = pikepdf.new()
    place(pdf, CODINGS[coding](pdf))
    page = read(pdf, tmp_path)
    assert np.array_equal(page.image.pixels, scan())
    assert page.image.dpi == pytest.approx(72 * WIDTH / 595)
    assert (page.rotation_hint, page.text_layer) == (0, None)


def test_colours_of_palettes_and_inks_are_those_on_screen(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    palette = Array([Name.Indexed, Name.DeviceRGB, 1, String(bytes([255, 255, 255, 200, 0, 30]))])
    place(pdf, picture(pdf, (scan() == 0).astype(np.uint8).tobytes(), ColorSpace=palette))
    pixels = read(pdf, tmp_path).image.pixels
    assert pixels[60, 100].tolist() == [30, 0, 200]
    assert pixels[0, 0].tolist() == [255, 255, 255]

    pdf = pikepdf.new()
    cyan = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    cyan[:, :, 0] = 255
    place(pdf, picture(pdf, cyan.tobytes(), ColorSpace=Name.DeviceCMYK))
    blue, green, red = read(pdf, tmp_path).image.pixels[5, 5].tolist()
    assert min(blue, green) > red + 100


@pytest.mark.parametrize(
    ("matrix", "rotate", "hint"),
    [
        ("595 0 0 833 0 0", 90, 90),
        ("595 0 0 833 0 0", 270, 270),
        ("-595 0 0 -833 595 833", 0, 180),
        ("0 -595 833 0 0 595", 0, 90),
        ("0 595 -833 0 833 0", 0, 270),
        ("0 -595 833 0 0 595", 90, 180),
    ],
)
def test_a_turned_scan_is_left_as_scanned_and_its_turn_told(
    matrix: str, rotate: int, hint: int, tmp_path: Path
) -> None:
    pdf = pikepdf.new()
    page = place(pdf, picture(pdf, scan().tobytes()), matrix)
    page.Rotate = rotate
    if matrix.startswith("0"):  # lies on its side
        page.MediaBox = Array([0, 0, 833, 595])
    read_page = read(pdf, tmp_path)
    assert np.array_equal(read_page.image.pixels, scan())
    assert read_page.rotation_hint == hint


def test_a_mirrored_scan_is_put_right(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    place(pdf, picture(pdf, scan()[::-1].tobytes()), "595 0 0 -833 0 833")
    assert np.array_equal(read(pdf, tmp_path).image.pixels, scan())


def test_a_scan_inside_a_form_is_found(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page = place(pdf, picture(pdf, scan().tobytes()))
    form = Stream(pdf, b"q 1 0 0 1 0 0 cm /I Do Q")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 1, 1])
    form.Resources = page.Resources
    page.Resources = Dictionary(XObject=Dictionary(F=pdf.make_indirect(form)))
    page.Contents = Stream(pdf, b"q 595 0 0 833 0 0 cm /F Do Q")
    assert np.array_equal(read(pdf, tmp_path).image.pixels, scan())


def test_white_margins_are_no_part_of_the_scan(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    place(pdf, picture(pdf, scan().tobytes()), "400 0 0 560 50 200")
    page = read(pdf, tmp_path)
    assert np.array_equal(page.image.pixels, scan())
    assert page.image.dpi == pytest.approx(72)


def test_annotations_are_no_part_of_the_scan(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page = place(pdf, picture(pdf, scan().tobytes()))
    look = Stream(pdf, b"0 0 0 rg 0 0 200 80 re f")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 200, 80])
    page.Annots = Array(
        [
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Stamp,
                Rect=Array([300, 700, 500, 780]),
                F=4,
                AP=Dictionary(N=pdf.make_indirect(look)),
            )
        ]
    )
    assert np.array_equal(read(pdf, tmp_path).image.pixels, scan())


def test_invisible_text_of_other_programs_is_left_out(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    image = pdf.make_indirect(picture(pdf, scan().tobytes()))
    add_typed_page(
        pdf,
        [(60, 700, "Úy ban nhân dân tinh báo cáo két quá cái cách hành chính năm")],
        mode=3,
        under=b"q 595 0 0 842 0 0 cm /I Do Q",
        resources={"XObject": Dictionary(I=image)},
    )
    page = read(pdf, tmp_path)
    assert np.array_equal(page.image.pixels, scan())
    assert page.text_layer is None


@pytest.mark.parametrize(
    "content",
    [
        b"q 595 0 0 833 0 0 cm /I Do Q 0 0 0 rg 100 400 80 20 re f",  # something drawn on it
        b"q 595 0 0 833 0 0 cm /I Do Q 1 1 1 rg 0 600 595 233 re f",  # a part blotted out
        b"q 0 0 297 833 re W n 595 0 0 833 0 0 cm /I Do Q",  # a half cut off
        b"q 1400 0 0 1960 -400 -500 cm /I Do Q",  # a detail enlarged
        b"q 90 0 0 120 250 400 cm /I Do Q",  # a picture in the middle of a page
    ],
)
def test_a_page_that_is_more_or_less_than_its_picture_is_drawn(
    content: bytes, tmp_path: Path
) -> None:
    pdf = pikepdf.new()
    page = place(pdf, picture(pdf, scan().tobytes()))
    page.Contents = Stream(pdf, content)
    assert read(pdf, tmp_path).image.pixels.shape != scan().shape


def test_a_picture_behind_a_mask_is_drawn(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    mask = pdf.make_indirect(picture(pdf, (255 - scan()).tobytes()))
    place(pdf, picture(pdf, bytes(WIDTH * HEIGHT), SMask=mask))
    pixels = read(pdf, tmp_path).image.pixels
    assert pixels[5, 5].min() == 255
    assert pixels.mean() > 200


BODY = [
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Ủy ban nhân dân tỉnh đề nghị các sở, ban, ngành báo cáo kết quả thực hiện",
    "nhiệm vụ cải cách hành chính của đơn vị trước ngày 15 tháng 12.",
]


def typed_letter(pdf: pikepdf.Pdf) -> pikepdf.Page:
    header = [
        (60, 780, "ỦY BAN NHÂN DÂN"),
        (300, 780, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (60, 764, "TỈNH ĐỒNG THÁP"),
        (340, 764, "Độc lập - Tự do - Hạnh phúc"),
    ]
    return add_typed_page(
        pdf,
        header + [(60, 700 - 20 * row, line) for row, line in enumerate(BODY)],
    )


def test_the_text_of_a_born_digital_page_is_used(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    typed_letter(pdf)
    page = read(pdf, tmp_path)
    text = page.text_layer
    assert text is not None
    assert text.kind is PageKind.TEXT_LAYER
    assert (text.width, text.height) == (page.image.width, page.image.height)
    assert text.text.splitlines()[-3:] == BODY
    zones = {line.text: line.zone for line in text.lines}
    assert zones["ỦY BAN NHÂN DÂN"] is Zone.HEADER_LEFT
    assert zones["Độc lập - Tự do - Hạnh phúc"] is Zone.HEADER_RIGHT
    word = text.lines[-1].words[0]
    ink = page.image.pixels[word.box.y0 : word.box.y1, word.box.x0 : word.box.x1]
    assert word.text == "nhiệm"
    assert ink.min() < 50
    assert abs(word.box.x0 - 60 / 72 * 300) < 5
    assert abs(word.box.y1 - (842 - 660) / 72 * 300) < 5


def test_a_turned_page_is_drawn_upright_with_its_words_in_place(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    typed_letter(pdf).Rotate = 90
    page = read(pdf, tmp_path)
    assert page.text_layer is not None
    assert page.image.width > page.image.height
    for word in page.text_layer.lines[-1].words:
        inside = page.image.pixels[word.box.y0 : word.box.y1, word.box.x0 : word.box.x1]
        assert inside.min() < 50


@pytest.mark.parametrize(
    ("text", "mode", "under"),
    [
        ("Uy ban nhan dan tinh de nghi cac so ban nganh bao cao ket qua", 0, b""),
        ("Céng hoµ x· héi chñ nghÜa ViÖt Nam §éc lËp Tù do H¹nh phóc", 0, b""),  # TCVN3
        (BODY[1], 3, b""),
        (  # the caption of an electronic signature on a page of scanned strips
            "Ký bởi Ủy ban nhân dân tỉnh Thời gian ký ngày tám tháng năm",
            0,
            b"q 595 0 0 300 0 0 cm /I Do Q q 595 0 0 300 0 300 cm /I Do Q",
        ),
    ],
)
def test_text_that_is_not_the_page_is_not_used(
    text: str, mode: int, under: bytes, tmp_path: Path
) -> None:
    pdf = pikepdf.new()
    image = pdf.make_indirect(picture(pdf, scan().tobytes()))
    resources = {"XObject": Dictionary(I=image)}
    add_typed_page(pdf, [(60, 800, text)], mode=mode, under=under, resources=resources)
    assert read(pdf, tmp_path).text_layer is None


def test_what_pdfium_cannot_open_is_drawn_by_poppler(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    pdf = pikepdf.new()
    typed_letter(pdf)
    typed_letter(pdf)
    pdf.save(path)
    monkeypatch.setattr(pdfium_c, "FPDF_LoadDocument", lambda *_: None)
    monkeypatch.setattr(pdfium_c, "FPDF_GetLastError", lambda: pdfium_c.FPDF_ERR_FORMAT)
    with PdfSource(path, "a.pdf", LIMITS) as source:
        assert source.page_count == 2
        image = source.page(2).image
    assert (image.width, image.height, image.dpi) == (2480, 3509, 300)
    assert image.pixels.min() < 50


def test_oblong_pixels_of_fax_become_square(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    place(pdf, picture(pdf, scan().tobytes()), "595 0 0 1666 0 -833")
    pdf.pages[0].MediaBox = Array([0, -833, 595, 833])
    image = read(pdf, tmp_path).image
    assert (image.width, image.height) == (WIDTH, 2 * HEIGHT)
    assert image.dpi == pytest.approx(72 * WIDTH / 595)


def test_a_page_that_claims_a_point_for_each_pixel_gets_the_resolution_of_a4(
    tmp_path: Path,
) -> None:
    pdf = pikepdf.new()
    page = place(pdf, picture(pdf, scan().tobytes()), "2480 0 0 3472 0 0")
    page.MediaBox = Array([0, 0, 2480, 3472])
    assert read(pdf, tmp_path).image.dpi == pytest.approx(WIDTH / 8.27)
