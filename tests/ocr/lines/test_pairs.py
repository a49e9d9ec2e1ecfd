import numpy as np

from digitize.ocr.lines.pairs import Groups, cheapest, grouped, pairs_beside, pairs_within


def test_pairs_are_all_that_are_near() -> None:
    a, b = np.array([0.0, 10, 20]), np.array([19.0, 1, 11, 40])

    i, j = pairs_within(a, b, 1.5)

    assert sorted(zip(i.tolist(), j.tolist(), strict=True)) == [(0, 1), (1, 2), (2, 0)]


def test_pairs_side_by_side_are_all_that_are_near_in_both_directions() -> None:
    rng = np.random.default_rng(1)
    ends, starts = (rng.uniform(0, 100, (2, 80)) for _ in range(2))

    i, j = pairs_beside((ends[0], ends[1]), (starts[0], starts[1]), (-2.0, 9.0), 4.0)

    gap = starts[0][None] - ends[0][:, None]
    near = (gap >= -2) & (gap <= 9) & (np.abs(starts[1][None] - ends[1][:, None]) <= 4)
    found = sorted(zip(i.tolist(), j.tolist(), strict=True))
    assert found == [(a, b) for a, b in np.argwhere(near).tolist()]
    assert len(found) > 20


def test_the_cheapest_pair_of_each_key() -> None:
    best = cheapest(np.array([3, 3, 5]), np.array([2.0, 1.0, 9.0]))

    assert best.tolist() == [1, 2]


def test_groups_hold_what_was_joined() -> None:
    groups = Groups(5)
    for pair in ((0, 1), (3, 4), (1, 0)):
        groups.join(*pair)

    assert sorted(members.tolist() for members in groups.members()) == [[0, 1], [2], [3, 4]]


def test_a_chain_is_one_group_whatever_the_order_of_its_links() -> None:
    links = np.random.default_rng(1).permutation(np.delete(np.arange(59), [19, 39]))

    groups = grouped(60, links + 1, links)

    assert [members.tolist() for members in groups] == [
        list(range(20)),
        list(range(20, 40)),
        list(range(40, 60)),
    ]


def test_without_links_each_is_a_group() -> None:
    none = np.array([], np.intp)

    assert [members.tolist() for members in grouped(3, none, none)] == [[0], [1], [2]]
    assert grouped(0, none, none) == []
