"""Upright rules between two pieces of print: what stands in two cells is no one line."""

from digitize.imaging.page import Pixels


def wall_between(rules: Pixels, x0: float, x1: float, y0: float, y1: float) -> bool:
    """Whether a mask of rules (255) has an upright one between columns x0 and x1, all the way
    from row y0 to y1."""
    gap = rules[max(0, int(y0)) : int(y1), max(0, int(x0)) : int(x1)]
    return gap.size > 0 and bool(gap[0].any()) and bool(gap.all(axis=0).any())
