import numpy as np

from digitize.ocr.lines.pairs import Groups, cheapest, pairs_within


def test_pairs_are_all_that_are_near() -> None:
    a, b = np.array([0.0, 10, 20]), np.array([19.0, 1, 11, 40])

    i, j = pairs_within(a, b, 1.5)

    assert sorted(zip(i.tolist(), j.tolist(), strict=True)) == [(0, 1), (1, 2), (2, 0)]


def test_the_cheapest_pair_of_each_key() -> None:
    best = cheapest(np.array([3, 3, 5]), np.array([2.0, 1.0, 9.0]))

    assert best.tolist() == [1, 2]


def test_groups_hold_what_was_joined() -> None:
    groups = Groups(5)
    for pair in ((0, 1), (3, 4), (1, 0)):
        groups.join(*pair)

    assert sorted(members.tolist() for members in groups.members()) == [[0, 1], [2], [3, 4]]
