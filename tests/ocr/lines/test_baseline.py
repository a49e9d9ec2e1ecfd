import numpy as np

from digitize.ocr.lines.baseline import fit_baseline


def test_letters_with_tails_do_not_pull_the_baseline_down() -> None:
    x = np.arange(0.0, 600, 15)
    bottoms = 100 + 0.02 * x
    bottoms[::4] += 6  # p, g, y

    baseline = fit_baseline(x, bottoms, x_height=16)

    assert np.allclose(baseline.at(x), 100 + 0.02 * x, atol=0.3)


def test_a_bent_line_is_followed() -> None:
    x = np.arange(0.0, 1200, 12)
    bottoms = 300 + 8 * (x / 600 - 1) ** 2

    baseline = fit_baseline(x, bottoms, x_height=16)

    assert np.allclose(baseline.at(x), bottoms, atol=0.5)


def test_a_word_is_level() -> None:
    baseline = fit_baseline(np.array([0.0, 15, 30]), np.array([50.0, 52, 50]), x_height=16)

    assert np.ptp(baseline.at(np.array([0.0, 30]))) == 0
