import numpy as np
import pytest

from digitize.imaging.page import Pixels
from digitize.ocr.reader.strips import BEHIND, batches, normalise
from tests.ocr.paper import draw_text


def _strip(width: int, ink: int = 0) -> Pixels:
    """Paper with a stroke in its middle."""
    strip = np.full((40, width), 255, np.uint8)
    strip[15:30, width // 2 - 2 : width // 2 + 3] = ink
    return strip


@pytest.mark.parametrize(("ink", "paper"), [(0, 255), (120, 220), (90, 160)])
def test_ink_and_paper_have_their_level_whatever_the_contrast(ink: int, paper: int) -> None:
    share = draw_text("đường", size=30, pad=4).astype(np.float32) / 255
    strip = np.round(ink + share * (paper - ink)).astype(np.uint8)

    normal = normalise(strip)

    assert normal.dtype == np.float32
    assert normal[strip == ink].min() >= 0.95
    assert abs(normal[strip == paper]).max() <= 0.05


def test_an_empty_strip_is_not_stretched_into_ink() -> None:
    grain = np.random.default_rng(1).integers(250, 255, (40, 60)).astype(np.uint8)
    assert normalise(grain).max() < 0.4


def test_every_line_is_in_one_batch_with_paper_behind_it() -> None:
    strips = [_strip(width) for width in (900, 40, 41, 300, 305, 310, 8)]

    found = list(batches(strips))

    assert sorted(place for places, _ in found for place in places) == list(range(7))
    for places, batch in found:
        assert batch.dtype == np.float32
        assert batch.shape[:2] == (len(places), 40)
        for row, place in zip(batch, places, strict=True):
            width = strips[place].shape[1]
            assert np.array_equal(row[:, :width], normalise(strips[place]))
            assert not row[:, width:].any()
            assert batch.shape[2] >= width + BEHIND


def test_little_of_a_batch_is_padding() -> None:
    """Widths as the lines of pages have them, from a number to a full line."""
    widths = np.random.default_rng(1).integers(30, 1400, 60)
    found = list(batches([_strip(int(width)) for width in widths]))

    columns = sum(batch.shape[0] * batch.shape[2] for _, batch in found)
    assert columns < 1.15 * widths.sum()
    assert max(len(places) for places, _ in found) <= 8


def test_no_strips_are_no_batches() -> None:
    assert list(batches([])) == []
