"""Several readings of one page voted word by word (after ROVER: J. Fiscus, A post-processing
system to yield reduced word error rates, 1997; words are brought together by their boxes here).

Readings of differently made pictures, or by different engines, err at different words, and noise
seldom repeats. Nothing in it belongs to one engine.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

from digitize.domain import Box, Line
from digitize.ocr.filter import is_valid
from digitize.ocr.matching import Group, Token, group_words
from digitize.ocr.placing import Elected, place_words
from digitize.text.fold import fold

# Flat on generated pages: each may be halved or doubled.
_VALID = 0.3  # what it counts that every token is a syllable, a number or a code
_NOTHING = 0.2  # what a reading without the word, or that withheld it, says for there being none
# Readings that must have a word, but for marks and figures, where the first withheld its line as no
# print: any one engine makes words of seals and pen. The first itself may be one of them.
_AGAINST_NOISE = 2


def vote(readings: Sequence[Sequence[Line]], weights: Sequence[float] = ()) -> list[Line]:
    """The lines of the first reading with the words that the readings agree on.

    All boxes are in pixels of one picture. `weights` says how much each reading counts (1 each
    when not given), because engines are sure of themselves in different measure. Words that only
    others found join the line that they stand in, or make lines of their own at the end. Where the
    first reading withheld a whole line as no print, two readings must agree on a word of it. A word
    keeps as `original` what the first reading had in its place. Its confidence is the share of
    votes for it, times the confidence of those who gave them; where most votes are for there
    being nothing, or all who read it withheld it, it is withheld.
    """
    counts = weights or [1.0] * len(readings)
    noise = [line.box for line in readings[0] if all(word.withheld for word in line.words)]
    elected = [_elect(group, counts, noise) for group in group_words(readings)]
    return place_words(readings, elected)


def _elect(group: Group, weights: Sequence[float], noise: Sequence[Box]) -> Elected:
    read = [(tokens, weight) for tokens, weight in zip(group, weights, strict=True) if tokens]
    votes = _votes(read)
    texts = {_text(tokens) for tokens, _ in read}
    winner = max(texts, key=lambda text: votes[text])
    nothing = _NOTHING * sum(
        weight for tokens, weight in zip(group, weights, strict=True) if _is_withheld(tokens)
    )
    total = nothing + sum(votes[text] for text in texts)
    backers = [tokens for tokens, _ in read if _text(tokens) == winner]
    sure = votes[winner] / total * fmean(map(_confidence, backers)) if total else 0.0
    first = _text(group[0])
    source = group[0] if first == winner else max(backers, key=_confidence)
    withheld = votes[winner] <= nothing or all(map(_is_withheld, backers))
    if any(_holds(box, source[0].word.box) for box in noise):
        alike = (_letters(_text(tokens)) == _letters(winner) for tokens, _ in read)
        withheld |= sum(alike) < _AGAINST_NOISE
    words = [
        replace(token.word, confidence=sure, withheld=withheld, candidates=()) for token in source
    ]
    if first != winner:
        words[0] = replace(words[0], original=first)
    if len(words) == 1:
        shares = sorted(((text, count / total) for text, count in votes.items()), key=_by_chance)
        words[0] = replace(words[0], candidates=tuple(shares) if len(shares) > 1 else ())
    return Elected(group, source, tuple(words))


def _holds(line: Box, word: Box) -> bool:
    """Whether a word stands in a line."""
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    return line.x0 <= x <= line.x1 and line.y0 <= y <= line.y1


def _votes(read: Sequence[tuple[tuple[Token, ...], float]]) -> dict[str, float]:
    """Votes by text. A reading of a single word votes for what else it may be, too."""
    votes: defaultdict[str, float] = defaultdict(float)
    for tokens, weight in read:
        text = _text(tokens)
        votes[text] += weight * _worth(text, _confidence(tokens))
        others = tokens[0].word.candidates if len(tokens) == 1 else ()
        for other, chance in others:
            if other != text:
                votes[other] += weight * _worth(other, chance)
    return votes


def _by_chance(candidate: tuple[str, float]) -> float:
    return -candidate[1]


def _is_withheld(tokens: Sequence[Token]) -> bool:
    """Whether a reading has no word there, or doubts that there is one."""
    return all(token.word.withheld for token in tokens)


def _confidence(tokens: Sequence[Token]) -> float:
    return fmean(token.word.confidence for token in tokens)


def _worth(text: str, confidence: float) -> float:
    bonus = _VALID if all(map(is_valid, text.split())) else 0.0
    return confidence * (confidence + bonus)


def _letters(text: str) -> str:
    """What two readings of a word with a figure by pen have in common."""
    return "".join(filter(str.isalpha, fold(text))) or text


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(token.word.text for token in tokens)
