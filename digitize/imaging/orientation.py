"""Which way a page stands, without reading it.

Letters stand on their line: their bottoms align better than their tops, where Vietnamese has
ascenders, capitals and marks, and both align far better than their sides. So the way up is the
one in which the bottoms align best.
"""

from dataclasses import dataclass

import numpy as np

from digitize.imaging.letters import Letters
from digitize.imaging.skew import FEWEST, Level, find_level

_TURNS = (0, 90, 180, 270)


@dataclass(frozen=True, slots=True)
class Orientation:
    """`rotation`: clockwise turn to upright. `confidence`: 0..1, the chance that it is right.
    `level`: how the letters lie in it."""

    rotation: int
    confidence: float
    level: Level


def find_orientation(letters: Letters, *, prior: int = 0) -> Orientation:
    """The way up; `prior`, with no confidence, where there are too few letters to tell."""
    levels = {turn: find_level(letters.turned(turn)) for turn in _TURNS}
    if len(letters) < FEWEST:
        return Orientation(prior, 0.0, levels[prior])
    best, second = sorted(_TURNS, key=lambda turn: -levels[turn].sharpness)[:2]
    return Orientation(best, _confidence(levels[best], levels[second], len(letters)), levels[best])


def _confidence(best: Level, second: Level, letters: int) -> float:
    """From the lead of the best way over the second, which counts for more the more letters
    show it. The slope is cautious on purpose: a needless second reading costs a second."""
    lead = np.log(best.sharpness / second.sharpness) * np.sqrt(letters)
    return float(1 / (1 + np.exp(-lead)))
