"""From probabilities of frames to characters and words: connectionist temporal classification.

Graves et al., "Connectionist Temporal Classification", ICML 2006: a text's probability is the sum
over all paths of frames that become it when repeats are joined and blanks are left out.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from digitize.ocr.reader.model import BLANK, Probabilities

# Bounds of the search for other readings of a word.
_BEAM = 8
_LEAST_STEP = 0.002  # what is less likely in a frame is not followed
_LEAST_PREFIX = 0.001  # of the best beginning: less likely ones seldom catch up
_LEAST_SHARE = 0.005  # of the best reading: less likely ones are not worth keeping


@dataclass(frozen=True, slots=True)
class Character:
    """`probability` is that of its surest frame; `first` to `last`, just outside, its frames."""

    text: str
    probability: float
    first: int
    last: int


def best_path(probabilities: Probabilities, alphabet: str) -> list[Character]:
    """The characters of the likeliest class of each frame; probabilities are (frames, classes)."""
    best = probabilities.argmax(axis=1)
    surest = probabilities.max(axis=1)
    starts = np.concatenate([[0], np.flatnonzero(np.diff(best)) + 1]).tolist()
    ends = [*starts[1:], len(best)]
    return [
        Character(alphabet[best[a] - 1], float(surest[a:b].max()), a, b)
        for a, b in zip(starts, ends, strict=True)
        if best[a] > 0
    ]


def readings(probabilities: Probabilities, alphabet: str) -> list[tuple[str, float]]:
    """What a word may be, best first, with probabilities of which all readings, blanks between
    words left out, would sum to 1; `probabilities` are those of the word's frames alone.

    Prefix beam search (Hannun et al., arXiv:1408.2873) without a language model. Each prefix
    carries the probabilities of its paths that end in a blank and in its last character.
    """
    beam: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}
    for steps in _likely_steps(probabilities, alphabet):
        grown: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for prefix, (in_blank, in_character) in beam.items():
            for character, probability in steps:
                if not character:
                    grown[prefix][0] += probability * (in_blank + in_character)
                elif prefix.endswith(character):
                    grown[prefix][1] += probability * in_character
                    grown[prefix + character][1] += probability * in_blank
                else:
                    grown[prefix + character][1] += probability * (in_blank + in_character)
        beam = _likeliest(grown)
    whole = sum(map(sum, beam.values()))
    found = [(text, sum(ends) / whole) for text, ends in beam.items() if text]
    return [one for one in found if one[1] >= _LEAST_SHARE * found[0][1]]


def _likely_steps(probabilities: Probabilities, alphabet: str) -> list[list[tuple[str, float]]]:
    """Frame by frame the characters to follow, "" for the blank of CTC, with probabilities."""
    steps: list[list[tuple[str, float]]] = [[] for _ in probabilities]
    frames, classes = np.nonzero(probabilities >= _LEAST_STEP)
    likely = probabilities[frames, classes]
    for frame, kind, probability in zip(
        frames.tolist(), classes.tolist(), likely.tolist(), strict=True
    ):
        character = alphabet[kind - 1] if kind else ""
        if character != BLANK:
            steps[frame].append((character, probability))
    return steps


def _likeliest(grown: dict[str, list[float]]) -> dict[str, tuple[float, float]]:
    found = sorted(((a + b, prefix, a, b) for prefix, (a, b) in grown.items()), reverse=True)
    least = _LEAST_PREFIX * found[0][0]
    return {prefix: (a, b) for chance, prefix, a, b in found[:_BEAM] if chance >= least}
