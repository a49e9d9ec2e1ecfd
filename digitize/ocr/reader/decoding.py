"""From probabilities of frames to characters and words: connectionist temporal classification.

Graves et al., "Connectionist Temporal Classification", ICML 2006: a text's probability is the sum
over all paths of frames that become it when repeats are joined and blanks are left out.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from digitize.ocr.reader.model import BLANK, Probabilities

# Bounds of the search for other readings of a word.
_BEAM = 8
_LEAST_STEP = 0.002  # what is less likely in a frame is not followed
_LEAST_PREFIX = 0.001  # of the best beginning: less likely ones seldom catch up
_LEAST_SHARE = 0.005  # of the best reading: less likely ones are not worth keeping


_Step = list[tuple[str, float]]  # of one frame: the characters to follow, "" for the blank of CTC


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of a line as a text, and what is known of each: the probability of its surest
    frame, and its frames from `first` to `last`, just outside."""

    text: str
    probability: Sequence[float]
    first: Sequence[int]
    last: Sequence[int]


def best_path(probabilities: Probabilities, alphabet: str) -> Characters:
    """The characters of the likeliest class of each frame; probabilities are (frames, classes)."""
    best = probabilities.argmax(axis=1)
    edges = np.flatnonzero(np.diff(best, prepend=-1, append=-1))
    starts, kinds = edges[:-1], best[edges[:-1]]
    surest = np.maximum.reduceat(probabilities[np.arange(len(best)), best], starts)
    named = kinds > 0
    return Characters(
        "".join([alphabet[kind - 1] for kind in kinds[named].tolist()]),
        surest[named].tolist(),
        starts[named].tolist(),
        edges[1:][named].tolist(),
    )


def readings(probabilities: Probabilities, alphabet: str) -> list[tuple[str, float]]:
    """What a word may be, best first, with probabilities of which all readings, blanks between
    words left out, would sum to 1; `probabilities` are those of the word's frames alone.

    Prefix beam search (Hannun et al., arXiv:1408.2873) without a language model. Frames with a
    blank alone part a word into pieces that do not depend on each other, mostly of a character.
    """
    found = {"": 1.0}
    for piece in _pieces(_likely_steps(probabilities, alphabet)):
        only = _only_text(piece)
        if only is None:
            found = _followed(found, _beam_search(piece))
        else:
            found = {text + only: chance for text, chance in found.items()}
    whole = sum(found.values())
    shares = [(text, chance / whole) for text, chance in found.items() if text]
    return [one for one in shares if one[1] >= _LEAST_SHARE * shares[0][1]]


def _pieces(frames: Sequence[_Step]) -> Iterator[Sequence[_Step]]:
    """The frames between those in which nothing but a blank is likely."""
    for is_blank, piece in groupby(frames, lambda steps: len(steps) == 1 and not steps[0][0]):
        if not is_blank:
            yield list(piece)


def _only_text(piece: Sequence[_Step]) -> str | None:
    """The one character that a piece has on all of its paths, if that is plain to see: no other is
    likely, it is likely in each frame and sure in one, and blank at its ends at most."""
    characters = {character for steps in piece for character, _ in steps}
    if len(characters - {""}) != 1 or not any(len(steps) == 1 for steps in piece):
        return None
    if any(len(steps) > 1 for steps in piece[1:-1]):
        return None
    return (characters - {""}).pop()


def _beam_search(frames: Sequence[_Step]) -> dict[str, float]:
    """Texts with their probability. Each prefix carries those of its paths that end in a blank and
    in its last character."""
    if len(frames) == 1:
        return dict(frames[0])
    beam: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}
    for steps in frames:
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
        best = _likeliest({prefix: a + b for prefix, (a, b) in grown.items()})
        beam = {prefix: (grown[prefix][0], grown[prefix][1]) for prefix in best}
    return {prefix: a + b for prefix, (a, b) in beam.items()}


def _followed(texts: dict[str, float], others: dict[str, float]) -> dict[str, float]:
    """Each of the texts followed by each of the others; the likeliest."""
    joined: defaultdict[str, float] = defaultdict(float)
    for before, chance in texts.items():
        for after, share in others.items():
            joined[before + after] += chance * share
    return _likeliest(joined)


def _likely_steps(probabilities: Probabilities, alphabet: str) -> list[_Step]:
    """Frame by frame the characters to follow, with probabilities."""
    steps: list[_Step] = [[] for _ in probabilities]
    frames, classes = np.nonzero(probabilities >= _LEAST_STEP)
    likely = probabilities[frames, classes]
    for frame, kind, probability in zip(
        frames.tolist(), classes.tolist(), likely.tolist(), strict=True
    ):
        character = alphabet[kind - 1] if kind else ""
        if character != BLANK:
            steps[frame].append((character, probability))
    return steps


def _likeliest(chances: Mapping[str, float]) -> dict[str, float]:
    """The best few, best first."""
    found = sorted(((chance, text) for text, chance in chances.items()), reverse=True)[:_BEAM]
    least = _LEAST_PREFIX * found[0][0]
    return {text: chance for chance, text in found if chance >= least}
