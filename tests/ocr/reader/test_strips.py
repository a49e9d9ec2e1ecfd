import numpy as np
import pytest

from digitize.ocr.reader.strips import BEHIND, normalise, padded
from tests.ocr.paper import draw_text


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


@pytest.mark.parametrize("width", [8, 40, 41, 900])
def test_paper_lies_behind_a_strip(width: int) -> None:
    strip = normalise(draw_text("đường", size=30, pad=4)[:40, :1].repeat(width, axis=1))

    whole = padded(strip)

    assert np.array_equal(whole[:, :width], strip)
    assert not whole[:, width:].any()
    assert BEHIND <= whole.shape[1] - width <= BEHIND + 8
