"""Words of a line chosen among their candidates, by what the reader saw and by their neighbours."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from digitize.domain import Line, Word
from digitize.ocr.language.bigrams import Bigrams
from digitize.ocr.language.guards import is_borne_out, may_become, may_change
from digitize.ocr.language.strokes import tell_strokes
from digitize.ocr.language.tokens import entry

MODEL = Path(__file__).parent / "model" / "bigrams.npz"

# What the logarithm of a pair's likelihood counts beside that of the reader's probability: flat
# from 0.5 to 1 on blurred and faded lines of real scans.
_WEIGHT = 0.6
_LEAST = 0.002  # the probability under which a candidate is chance


@lru_cache(maxsize=1)
def known_bigrams() -> Bigrams:
    """The model that comes with the package, loaded once a process."""
    return Bigrams.load(MODEL)


def choose(line: Line, bigrams: Bigrams | None = None) -> Line:
    """The line with words changed to better candidates.

    A changed word keeps as `original` what stood there, and its candidates; its confidence is the
    share of the chosen text among them, language included.
    """
    if all(len(word.candidates) < 2 for word in line.words):
        return line
    model = known_bigrams() if bigrams is None else bigrams
    line = replace(line, words=tell_strokes(line.words, model))
    options = [_options(word) for word in line.words]
    if all(len(one) == 1 for one in options):
        return line
    texts = _best_path(options, model)
    changed = [
        replace(
            word,
            text=text,
            confidence=_share(options[place], place, texts, model),
            original=word.original or word.text,
        )
        if text != word.text and is_borne_out(line.words, texts, place, model)
        else word
        for place, (word, text) in enumerate(zip(line.words, texts, strict=True))
    ]
    return replace(line, words=tuple(changed))


@dataclass(frozen=True, slots=True)
class _Option:
    """A text that may stand in a place, as the model sees it, with the logarithm of its chance."""

    text: str
    entry: str | None
    chance: float


def _options(word: Word) -> list[_Option]:
    """What was read, then the candidates that language may choose instead."""
    read = _option(word.text, word.confidence)
    if len(word.candidates) < 2 or not may_change(word):
        return [read]
    others = [
        _option(text, chance)
        for text, chance in word.candidates
        if text != word.text and chance >= _LEAST and may_become(word, text)
    ]
    return [read, *others]


def _option(text: str, chance: float) -> _Option:
    return _Option(text, entry(text), math.log(max(chance, _LEAST)))


@dataclass(frozen=True, slots=True)
class _Path:
    """Options chosen so far, and the last of them that is a word or a figure."""

    score: float
    texts: tuple[str, ...] = ()
    last: str | None = None

    def then(self, option: _Option, weighed: float) -> "_Path":
        score = self.score + option.chance + weighed
        return _Path(score, (*self.texts, option.text), option.entry or self.last)


def _best_path(options: Sequence[Sequence[_Option]], model: Bigrams) -> tuple[str, ...]:
    """The texts that are likeliest together (Viterbi, "Error bounds for convolutional codes",
    1967)."""
    settled: list[str] = []
    paths = [_Path(0.0)]
    for here in options:
        if len(paths) == len(here) == 1:  # between words that are sure there is nothing to weigh
            settled += (*paths[0].texts, here[0].text)
            paths = [_Path(0.0, last=here[0].entry or paths[0].last)]
            continue
        paths = [
            max(
                (path.then(one, _weigh(one.entry, path.last, model)) for path in paths),
                key=lambda path: path.score,
            )
            for one in here
        ]
    return (*settled, *max(paths, key=lambda path: path.score).texts)


def _weigh(word: str | None, after: str | None, model: Bigrams) -> float:
    return 0.0 if word is None else _WEIGHT * model.log_probability(word, after)


def _share(options: Sequence[_Option], place: int, texts: Sequence[str], model: Bigrams) -> float:
    """Of the text chosen at a place among its options, beside the texts chosen next to it."""
    left = entry(texts[place - 1]) if place > 0 else None
    right = entry(texts[place + 1]) if place + 1 < len(texts) else None
    scores = {
        one.text: one.chance + _weigh(one.entry, left, model) + _weigh(right, one.entry, model)
        for one in options
    }
    best = max(scores.values())
    shares = {text: math.exp(score - best) for text, score in scores.items()}
    return shares[texts[place]] / sum(shares.values())
