from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from digitize.imaging.page import PageImage, Pixels
from digitize.samples.containers import save_jpeg, save_pdf, save_png, save_tiff


def page(*shape: int, bilevel: bool = False) -> PageImage:
    pixels: Pixels = np.full(shape, 255 if bilevel else 230, np.uint8)
    pixels[40:80, 30:200] = 0
    return PageImage(pixels, 200.0)


PAGES = [page(300, 220, 3), page(300, 220), page(300, 220, bilevel=True)]


def test_a_pdf_holds_one_picture_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    save_pdf(path, PAGES, rotate=[0, 90, 0])
    with pikepdf.open(path) as pdf:
        filters = [p.Resources.XObject.Im0.Filter for p in pdf.pages]
        assert filters == ["/DCTDecode", "/DCTDecode", "/CCITTFaxDecode"]
        assert pdf.pages[1].Rotate == 90
        assert float(pdf.pages[0].MediaBox[2]) == pytest.approx(220 * 72 / 200, abs=0.01)
        image = pdf.pages[2].Resources.XObject.Im0
        assert isinstance(image, pikepdf.Stream)
        codes = pikepdf.PdfImage(image).as_pil_image().convert("L")
    assert np.array_equal(np.asarray(codes), PAGES[2].pixels)


def test_viewers_show_black_on_white(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    save_pdf(path, PAGES)
    document = pypdfium2.PdfDocument(path)
    for number in range(3):
        shown = document[number].render(scale=1).to_numpy()
        assert shown[5, 5].mean() > 200
        assert shown[20, 40].mean() < 60
    document.close()


@pytest.mark.parametrize("jpeg", [False, True])
def test_a_tiff_holds_all_pages(tmp_path: Path, jpeg: bool) -> None:
    path = tmp_path / "a.tif"
    save_tiff(path, PAGES, jpeg=jpeg)
    with Image.open(path) as tiff:
        assert tiff.n_frames == 3  # type: ignore[attr-defined]
        methods = []
        for number in range(3):
            tiff.seek(number)
            methods.append(tiff.info["compression"])
            assert tiff.info["dpi"] == (200, 200)
        assert np.array_equal(np.asarray(tiff.convert("L")), PAGES[2].pixels)
    assert methods == (["jpeg", "jpeg"] if jpeg else ["tiff_lzw", "tiff_lzw"]) + ["group4"]


def test_png_and_jpeg_keep_the_resolution(tmp_path: Path) -> None:
    save_png(tmp_path / "a.png", PAGES[2])
    save_jpeg(tmp_path / "a.jpg", PAGES[0])
    with Image.open(tmp_path / "a.png") as png, Image.open(tmp_path / "a.jpg") as jpeg:
        assert png.mode == "1"
        assert round(png.info["dpi"][0]) == 200
        assert jpeg.info["dpi"] == (200, 200)


def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    for number in (1, 2):
        save_pdf(tmp_path / f"{number}.pdf", PAGES)
        save_tiff(tmp_path / f"{number}.tif", PAGES)
    for kind in ("pdf", "tif"):
        assert (tmp_path / f"1.{kind}").read_bytes() == (tmp_path / f"2.{kind}").read_bytes()
