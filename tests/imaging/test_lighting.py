"""Light that falls off, evened out without eating faint print."""

import numpy as np

from digitize.imaging.lighting import coarse, flatten, paint_out, paper
from digitize.imaging.page import Pixels

DPI = 200.0


def even(page: Pixels) -> Pixels:
    small, dpi = coarse(page, DPI)
    return flatten(page, paper(small, np.zeros_like(small), dpi))


def unlit(ink: float) -> Pixels:
    """Strokes of 4 px, `ink` as bright as the paper, on paper lit from 250 down to 130."""
    light = np.tile(np.linspace(250, 130, 800), (600, 1))
    light[200:204, 100:700] *= ink
    light[300:400:20, 100:700] *= ink
    return light.astype(np.uint8)


def test_paper_is_white_from_edge_to_edge() -> None:
    page = even(unlit(0.3))
    assert page[50:150].min() >= 245
    assert page[450:550].min() >= 245


def test_print_is_as_dark_in_shadow_as_in_light() -> None:
    page = even(unlit(0.3))
    assert abs(int(page[202, 150]) - int(page[202, 650])) <= 12


def test_faint_print_stays() -> None:
    page = even(unlit(0.75))
    assert page[202, 150] < 205
    assert page[202, 650] < 205


def test_paper_beside_a_hidden_border_in_shadow_is_white_too() -> None:
    page = np.full((600, 800), 120, np.uint8)
    page[:, 400:] = 240
    page[:, :40] = 5
    small, dpi = coarse(page, DPI)
    hidden = np.zeros_like(small)
    hidden[:, : round(43 / 200 * dpi)] = 255
    assert flatten(page, paper(small, hidden, dpi))[:, 45:300].min() >= 245


def test_a_solid_area_does_not_turn_white() -> None:
    page = np.full((600, 800), 240, np.uint8)
    page[200:400, 200:600] = 20
    assert even(page)[300, 400] < 80


def test_painting_out_touches_nothing_else() -> None:
    page = np.full((100, 100), 90, np.uint8)
    hidden = np.zeros((10, 10), np.uint8)
    hidden[:, 0] = 255
    painted = paint_out(page, hidden)
    assert (painted[:, :4] == 255).all()
    assert (painted[:, 20:] == 90).all()
