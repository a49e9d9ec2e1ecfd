import numpy as np

from digitize.imaging.binarize import binarize
from tests.ocr.paper import DPI, draw_text


def test_print_is_black_and_paper_white() -> None:
    page = draw_text("Đường lối")

    bare = binarize(page, DPI)

    assert set(np.unique(bare)) == {0, 255}
    assert bare[page < 60].max() == 0
    assert bare[page > 240].min() == 255


def test_pale_print_on_dark_paper_is_told_apart_by_its_place() -> None:
    """One threshold for the page would lose the pale half or fill the dark one."""
    page = draw_text("Căn cứ Luật Tổ chức chính quyền địa phương").astype(np.float32)
    print_, paper = np.linspace(60, 150, page.shape[1]), np.linspace(140, 250, page.shape[1])
    shaded = (print_ + (paper - print_) * page / 255).astype(np.uint8)

    bare = binarize(shaded, DPI)

    assert np.mean(bare[page < 40] == 0) > 0.97
    assert np.mean(bare[page == 255] == 255) > 0.99


def test_an_odd_size_keeps_its_shape() -> None:
    assert binarize(np.full((101, 203), 255, np.uint8), DPI).shape == (101, 203)
