import io

import numpy as np
import pytest
from PIL import Image

from digitize.domain import Box, Line, Word
from digitize.ocr.pieces import as_tiff, cut_piece
from tests.ocr.paper import blank_sheet, draw_text, paste


def _line(x: int, y: int, width: int, height: int) -> Line:
    return Line((Word("x", Box(x, y, x + width, y + height), 0.5),))


def test_a_piece_has_one_size_and_leads_back_to_the_page() -> None:
    page = blank_sheet()
    page[520:560, 400:700] = 0

    piece = cut_piece(page, _line(400, 510, 300, 66))

    ys, xs = np.nonzero(piece.picture < 128)
    read = Word("x", Box(int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1), 0.9)
    (word,) = piece.led_back(Line((read,))).words
    assert piece.scale == pytest.approx(0.5)
    assert np.abs(np.array(word.box.to_list()) - [400, 520, 700, 560]).max() <= 2


def test_a_piece_at_the_edge_of_the_page_is_cut_off_there() -> None:
    page = blank_sheet(300, 400)
    paste(page, draw_text("đ", pad=0), 0, 0)

    piece = cut_piece(page, _line(0, 0, 400, 60))

    assert piece.place == Box(0, 0, 400, 68)


def test_pictures_of_any_sizes_become_pages_of_one_file() -> None:
    pictures = [np.full((20, 30), 7, np.uint8), np.full((50, 10), 9, np.uint8)]

    with Image.open(io.BytesIO(as_tiff(pictures))) as image:
        assert image.n_frames == 2  # type: ignore[attr-defined]
        image.seek(1)
        assert np.array_equal(np.asarray(image), pictures[1])


def test_no_pictures_are_no_file() -> None:
    with pytest.raises(ValueError, match="no pictures"):
        as_tiff([])
