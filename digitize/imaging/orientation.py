"""Which way a page stands, without reading it.

Letters stand on their line: bottoms align better than tops, where Vietnamese has ascenders,
capitals and marks, and both align far better than left and right sides. So the way in which the
bottoms align best is up.
"""

from dataclasses import dataclass

import numpy as np

from digitize.imaging.letters import Letters
from digitize.imaging.skew import FEWEST, Level, find_level

_TURNS = (0, 90, 180, 270)


@dataclass(frozen=True, slots=True)
class Orientation:
    """`rotation`: clockwise turn to upright. `confidence`: 0..1, the chance that it is right;
    below about 0.8 a reader should try the page upside down as well."""

    rotation: int
    confidence: float


def find_orientation(letters: Letters, *, prior: int = 0) -> tuple[Orientation, Level]:
    """The way up, and how the letters lie in it. `prior` wins where nothing tells."""
    levels = {turn: find_level(letters.turned(turn)) for turn in _TURNS}
    best = max(_TURNS, key=lambda turn: (levels[turn].sharpness, turn == prior))
    others = max(levels[turn].sharpness for turn in _TURNS if turn != best)
    if len(letters) < FEWEST or others == 0:
        return Orientation(prior, 0.0), levels[prior]
    gain = np.log(levels[best].sharpness / others)
    confidence = 1 / (1 + np.exp(-gain * np.sqrt(len(letters))))
    return Orientation(best, float(confidence)), levels[best]
