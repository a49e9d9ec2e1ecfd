"""Voted words put back into lines: those of the first reading, and more where others found some."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from digitize.domain import Box, Line, Word
from digitize.ocr.matching import Group, Token

_SAME_LINE = 0.5  # share of the lower of two words that must overlap vertically
_REACH = 2.0  # heights of a word that it may stand beside the line that it joins


@dataclass(frozen=True, slots=True)
class Elected:
    """The words that won at a place, and the tokens that they were read as."""

    group: Group
    source: tuple[Token, ...]
    words: tuple[Word, ...]


def place_words(readings: Sequence[Sequence[Line]], elected: Sequence[Elected]) -> list[Line]:
    """Lines of the first reading, each place filled with what was elected there; then lines of
    words that stand in none of them."""
    lines: list[list[Word]] = [[] for _ in readings[0]]
    strangers: dict[tuple[int, int], list[Elected]] = {}
    for one in elected:
        if first := one.group[0]:
            lines[first[0].line] += one.words
        else:
            token = one.source[0]
            strangers.setdefault((token.reading, token.line), []).append(one)
    known = [_in_order(words) for words in lines]
    more: list[Line] = []
    for (reading, number), found in strangers.items():
        alone: list[Word] = []
        for word in (word for one in found for word in one.words):
            host = _host(word.box, known)
            if host is None:
                alone.append(word)
            else:
                host.append(word)
        if alone:
            more.append(replace(readings[reading][number], words=tuple(_in_order(alone))))
    kept = [
        replace(line, words=tuple(_in_order(words)))
        for line, words in zip(readings[0], known, strict=True)
        if words
    ]
    return kept + more


def _in_order(words: Sequence[Word]) -> list[Word]:
    return sorted(words, key=lambda word: word.box.x0)


def _host(box: Box, lines: Sequence[list[Word]]) -> list[Word] | None:
    """The line in which a word stands: its nearest word is on the same row and close by."""
    best: tuple[float, list[Word]] | None = None
    for words in lines:
        for word in words:
            gap = max(word.box.x0 - box.x1, box.x0 - word.box.x1)
            if gap > _REACH * box.height or not _same_row(word.box, box):
                continue
            if best is None or gap < best[0]:
                best = (gap, words)
    return best[1] if best else None


def _same_row(a: Box, b: Box) -> bool:
    overlap = min(a.y1, b.y1) - max(a.y0, b.y0)
    return overlap >= _SAME_LINE * min(a.height, b.height)
