"""What a line says, from readings made in different ways.

Readings that err differently seldom agree on an error, so that a line on which they agree can be
learnt from as if a person had read it (co-training; Blum and Mitchell 1998). Where they differ in
single words, the language and the number of readings decide, when they do so clearly.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

# How likely a word is after and before others (empty at the ends of a line), as a logarithm.
Likelihood = Callable[[str, str, str], float]

_VOTE = 1.5  # what a further reading is worth, in units of the language's logarithm
_CLEAR = 2.0  # by which the best word must stand above the next
_EDGES = re.compile(r"^\W+|\W+$")


def settle(readings: Sequence[str], likelihood: Likelihood) -> str | None:
    """The text of a line, or None where the readings leave a doubt.

    The first reading says how many words there are.
    """
    first, *others = (reading.split() for reading in readings)
    choices = [Counter([word]) for word in first]
    for other in others:
        for place, word in _aligned(first, other):
            choices[place][word] += 1
    likely = [max(words, key=words.__getitem__) for words in choices]
    settled = []
    for place, words in enumerate(choices):
        before = _bare(likely[place - 1]) if place else ""
        after = _bare(likely[place + 1]) if place + 1 < len(likely) else ""
        scores = {word: likelihood(before, _bare(word), after) for word in words}
        chosen = _choose(words, scores)
        if chosen is None:
            return None
        settled.append(chosen)
    return " ".join(settled) or None


def _aligned(first: Sequence[str], other: Sequence[str]) -> list[tuple[int, str]]:
    """Words of `other` that stand in the place of one word of `first`."""
    pairs: list[tuple[int, str]] = []
    matcher = SequenceMatcher(a=first, b=other, autojunk=False)
    for kind, a0, a1, b0, b1 in matcher.get_opcodes():
        if kind == "equal" or (kind == "replace" and a1 - a0 == b1 - b0):
            pairs += zip(range(a0, a1), other[b0:b1], strict=True)
    return pairs


def _choose(words: Counter[str], likelihoods: dict[str, float]) -> str | None:
    (best, votes), *rest = words.most_common()
    if not rest:
        return best if votes >= 2 else None
    if len({_bare(word) for word in words}) == 1 or not all(_bare(w).isalpha() for w in words):
        # The language knows nothing of punctuation, figures and codes.
        return best if votes > rest[0][1] else None
    scores = {word: likelihoods[word] + _VOTE * count for word, count in words.items()}
    first, second = sorted(scores, key=scores.__getitem__, reverse=True)[:2]
    return first if scores[first] - scores[second] >= _CLEAR else None


def _bare(word: str) -> str:
    return _EDGES.sub("", word).lower()
