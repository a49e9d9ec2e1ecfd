"""Which word read stands for which word printed, and what became of the words that went wrong.

The words that agree are exactly those of the bag-of-words distance: words aligned in order
(Levenshtein over words) first, then equal words that were only moved. What is left over is paired
by likeness of letters, near the place where it should stand.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from digitize.text.fold import fold, lower

_REACH = 15  # words: about a line
_LIKE = 0.5  # share of letters that may differ between a word and its misreading
_LIKE_JOINED = 0.25  # the same where words were split or merged
_MOST_PARTS = 4


class ErrorKind(StrEnum):
    """What happened to a word; the values are shown in reports."""

    MARKS = "diacritics only"
    LETTERS = "letters"
    JOINED = "split or merged"
    PUNCTUATION = "case or punctuation"
    NUMBER = "number or pen"
    LOST = "lost"
    INVENTED = "invented"
    OUTSIDE = "from outside the text"  # of a stamp, a caption or a page number


@dataclass(frozen=True, slots=True)
class Slip:
    """Places of words in the truth and in the reading that stand for each other, all wrong; one
    of the two is empty where a word was lost or invented."""

    true: tuple[int, ...]
    read: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """`right`: place in the reading of each word of the truth that was read; by its place."""

    right: dict[int, int]
    slips: tuple[Slip, ...]


def align(truth: Sequence[str], read: Sequence[str]) -> Alignment:
    """Both in NFC, each as its words in their order."""
    right = _in_order(truth, read)
    right |= _moved(truth, read, right)
    back = {r: t for t, r in right.items()}
    missing = [t for t in range(len(truth)) if t not in right]
    invented = [r for r in range(len(read)) if r not in back]
    slips: list[Slip] = []
    used_true: set[int] = set()
    used_read: set[int] = set()
    for _, slip in sorted(_candidates(truth, read, missing, invented, right), key=lambda c: c[0]):
        if used_true.isdisjoint(slip.true) and used_read.isdisjoint(slip.read):
            slips.append(slip)
            used_true.update(slip.true)
            used_read.update(slip.read)
    slips += [Slip((t,), ()) for t in missing if t not in used_true]
    slips += [Slip((), (r,)) for r in invented if r not in used_read]
    return Alignment(right, tuple(slips))


def _in_order(truth: Sequence[str], read: Sequence[str]) -> dict[int, int]:
    right: dict[int, int] = {}
    for part in Levenshtein.opcodes(truth, read):
        if part.tag == "equal":
            length = part.src_end - part.src_start
            right |= {part.src_start + n: part.dest_start + n for n in range(length)}
    return right


def _moved(truth: Sequence[str], read: Sequence[str], right: dict[int, int]) -> dict[int, int]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    taken = set(right.values())
    for r, word in enumerate(read):
        if r not in taken:
            places[word].append(r)
    free = (t for t in range(len(truth)) if t not in right)
    return {t: places[truth[t]].pop(0) for t in free if places[truth[t]]}


Cost = tuple[float, int]  # unlikeness, words away from the place


def _candidates(
    truth: Sequence[str],
    read: Sequence[str],
    missing: Sequence[int],
    invented: Sequence[int],
    right: dict[int, int],
) -> Iterator[tuple[Cost, Slip]]:
    lone_true, lone_read = set(missing), set(invented)
    for t in missing:
        expected = _expected(t, right)
        for r in invented:
            away = abs(r - expected)
            if away > _REACH:
                continue
            for slip in _slips_at(t, r, lone_true, lone_read):
                unlike = _unlike(
                    "".join(truth[n] for n in slip.true), "".join(read[n] for n in slip.read)
                )
                alone = len(slip.true) == len(slip.read) == 1
                in_place = right.get(t - 1) == r - 1 and right.get(t + 1) == r + 1
                if unlike <= (_LIKE if alone else _LIKE_JOINED) or (alone and in_place):
                    yield (unlike, away), slip


def _expected(place: int, right: dict[int, int]) -> int:
    """Where the word should stand in the reading, by the nearest word that was read right."""
    nearest = min(right, key=lambda t: abs(t - place), default=None)
    return place if nearest is None else right[nearest] + place - nearest


def _slips_at(t: int, r: int, lone_true: set[int], lone_read: set[int]) -> Iterator[Slip]:
    """Word for word, several printed as one, one as several."""
    yield Slip((t,), (r,))
    for parts in range(2, _MOST_PARTS + 1):
        if lone_true.issuperset(range(t, t + parts)):
            yield Slip(tuple(range(t, t + parts)), (r,))
        if lone_read.issuperset(range(r, r + parts)):
            yield Slip((t,), tuple(range(r, r + parts)))


def _unlike(a: str, b: str) -> float:
    """Share of letters that differ, case and diacritics aside; signs are like each other."""
    if not any(map(str.isalnum, a + b)):
        return 0.0
    return Levenshtein.normalized_distance(fold(a), fold(b))


def kind_of(
    slip: Slip, truth: Sequence[str], read: Sequence[str], *, by_pen: bool, outside: bool
) -> ErrorKind:
    """`by_pen`: a word of the truth was written by hand; `outside`: the word read stands on the
    page, but not in its running text."""
    if len(slip.true) > 1 or len(slip.read) > 1:
        return ErrorKind.JOINED
    if not slip.true:
        return ErrorKind.OUTSIDE if outside else ErrorKind.INVENTED
    word = truth[slip.true[0]]
    if by_pen or any(map(str.isdigit, word)):
        return ErrorKind.NUMBER
    if not slip.read:
        return ErrorKind.LOST
    other = read[slip.read[0]]
    if _letters(lower(word)) == _letters(lower(other)):
        return ErrorKind.PUNCTUATION
    if _letters(fold(word)) == _letters(fold(other)):
        return ErrorKind.MARKS
    return ErrorKind.LETTERS


def _letters(word: str) -> str:
    return "".join(filter(str.isalnum, word))
