"""Which readings a page gets, from the quickest to the most careful."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from digitize.domain import Line
from digitize.imaging.binarize import binarize
from digitize.imaging.page import CleanPage
from digitize.ocr.addresses import mend_addresses
from digitize.ocr.engine import Engine
from digitize.ocr.filter import is_valid
from digitize.ocr.language.choosing import choose
from digitize.ocr.stamps import each_once
from digitize.ocr.vote import vote

# A line with a word less sure than this is read again. Flat from 0.7 to 0.9 on generated and real
# pages; of real ones, two lines in five are.
_SURE = 0.8
# What the first reader counts beside three readings by one other engine, which err alike.
_BESIDE_THREE = (1.6, 1.0, 1.0, 1.0)


class Reading(StrEnum):
    """FAST: the line reader alone. BALANCED: lines of which it is unsure are read again by a
    second engine, and voted. CAREFUL: all lines are, and the whole page too, in grey and in black
    and white."""

    FAST = "fast"
    BALANCED = "balanced"
    CAREFUL = "careful"


class SecondEngine(Engine, Protocol):
    """An engine that also reads lines that another has found."""

    def read_again(self, page: CleanPage, lines: Sequence[Line], number: int) -> list[Line]:
        """Each of the lines read alone."""
        ...


@dataclass(frozen=True, slots=True)
class Cascade:
    """The engines of an installation. `second` may be None when pages are read FAST."""

    reading: Reading
    first: Engine
    second: SecondEngine | None

    def for_page(self) -> Engine:
        """The engine that reads one page, and then names what it was read with."""
        if self.reading is Reading.FAST:
            return Fast(self.first)
        if self.second is None:
            raise ValueError(f"{self.reading} reading needs a second engine")
        if self.reading is Reading.BALANCED:
            return Balanced(self.first, self.second)
        return Careful(self.first, self.second)


@dataclass(frozen=True, slots=True)
class Fast:
    """The first reader and language."""

    first: Engine

    @property
    def name(self) -> str:
        return self.first.name

    def read(self, page: CleanPage, number: int) -> list[Line]:
        return _chosen(self.first.read(page, number))

    def read_block(self, page: CleanPage, number: int) -> list[Line]:
        return _chosen(self.first.read_block(page, number))


class Balanced:
    """Both engines for one page, of which `name` names those that were used so far."""

    def __init__(self, first: Engine, second: SecondEngine) -> None:
        self._first = first
        self._second = second
        self._used: list[str] = []

    @property
    def name(self) -> str:
        return ", ".join(self._used)

    def read(self, page: CleanPage, number: int) -> list[Line]:
        first = mend_addresses(self._first.read(page, number))
        self._note(self._first)
        doubtful = [line for line in first if _is_doubtful(line)]
        if not doubtful:
            return _chosen(first)
        again = mend_addresses(self._second.read_again(page, doubtful, number))
        self._note(self._second)
        # Where the second engine was not asked, it shall not speak for there being nothing.
        sure = [line for line in first if not _is_doubtful(line)]
        return _chosen(vote([first, [*sure, *again]]))

    def read_block(self, page: CleanPage, number: int) -> list[Line]:
        """By both engines: of the lines at one place the more readable, marks before all else.
        Stamps are few words of odd letters, of which each reads some that the other does not."""
        self._note(self._first)
        self._note(self._second)
        first = _chosen(self._first.read_block(page, number))
        both = each_once([*first, *self._second.read_block(page, number)])
        return sorted(both, key=lambda line: line.box.y0)

    def _note(self, engine: Engine) -> None:
        if engine.name not in self._used:
            self._used.append(engine.name)


@dataclass(frozen=True, slots=True)
class Careful:
    """Both engines, the second on every line, on the page, and on the page in black and white."""

    first: Engine
    second: SecondEngine

    @property
    def name(self) -> str:
        return f"{self.first.name}, {self.second.name}"

    def read(self, page: CleanPage, number: int) -> list[Line]:
        first = self.first.read(page, number)
        again = self.second.read_again(page, first, number)
        whole = self.second.read(page, number)
        bare = self.second.read(replace(page, text=binarize(page.text, page.dpi)), number)
        readings = [mend_addresses(lines) for lines in (first, again, whole, bare)]
        return _chosen(vote(readings, _BESIDE_THREE))

    def read_block(self, page: CleanPage, number: int) -> list[Line]:
        return self.second.read_block(page, number)


def _chosen(lines: Sequence[Line]) -> list[Line]:
    """Lines with the words that language chooses. What was read at first and voted down may come
    back so; then nothing was changed."""
    return [
        _without_mere_return(line) if any(word.original for word in line.words) else line
        for line in mend_addresses(list(map(choose, lines)))
    ]


def _without_mere_return(line: Line) -> Line:
    words = (
        replace(word, original="") if word.original == word.text else word for word in line.words
    )
    return replace(line, words=tuple(words))


def _is_doubtful(line: Line) -> bool:
    return any(word.confidence < _SURE or _is_impossible(word.text) for word in line.words)


def _is_impossible(text: str) -> bool:
    """Whether a word is none that can be, however sure it is: a lost letter shows so."""
    return any(map(str.isalnum, text)) and not is_valid(text)
