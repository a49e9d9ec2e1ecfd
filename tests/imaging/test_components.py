import numpy as np

from digitize.imaging.components import connected


def test_components_are_labelled_and_measured() -> None:
    ink = np.zeros((20, 30), np.uint8)
    ink[2:5, 3:9] = 255
    ink[5, 9] = 255  # touches at a corner
    ink[10, 20] = 255

    labels, stats = connected(ink)

    assert [row.tolist() for row in stats[1:]] == [[3, 2, 7, 4, 19], [20, 10, 1, 1, 1]]
    assert labels[3, 4] == labels[5, 9] != labels[10, 20]


def test_a_page_of_specks_has_more_components_than_short_labels() -> None:
    ink = np.zeros((1200, 1200), np.uint8)
    ink[::4, ::4] = 255

    _, stats = connected(ink)

    assert len(stats) == 1 + 300 * 300
