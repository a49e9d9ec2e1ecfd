"""The lines of a page where most words went wrong, with what was printed beside what was read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from digitize.domain import Box
from digitize.evaluation.pages import Judged


@dataclass(frozen=True, slots=True)
class ShownWord:
    text: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class WorstLine:
    """`box`: on the page as scanned, around the words read, and around those printed where their
    place is known; None where nothing of the line was read and nobody knows where it stands."""

    box: Box | None
    printed: tuple[ShownWord, ...]
    read: tuple[ShownWord, ...]

    @property
    def wrong(self) -> int:
        return sum(word.wrong for word in (*self.printed, *self.read))


def worst_lines(judged: Judged, boxes: Sequence[Box], most: int) -> list[WorstLine]:
    """At most `most` lines with mistakes, the worst first. `boxes`: of the words of the truth, or
    empty where they are not known.

    A word of the truth belongs to the line where it was read; a lost one to the line of the word
    before it.
    """
    line_of = _lines_of_truth(judged)
    printed: defaultdict[int, list[int]] = defaultdict(list)
    for place, line in enumerate(line_of):
        printed[line].append(place)
    read: defaultdict[int, list[int]] = defaultdict(list)
    for place, word in enumerate(judged.read):
        read[word.line].append(place)
    lines = [_line(judged, printed[line], read[line], boxes) for line in sorted({*printed, *read})]
    worst = sorted(lines, key=lambda line: line.wrong, reverse=True)
    return [line for line in worst[:most] if line.wrong]


_NOWHERE = -1


def _lines_of_truth(judged: Judged) -> list[int]:
    found: dict[int, int] = {t: judged.read[r].line for t, r in judged.alignment.right.items()}
    for slip in judged.alignment.slips:
        if slip.read:
            found |= dict.fromkeys(slip.true, judged.read[slip.read[0]].line)
    lines: list[int] = []
    for place in range(len(judged.truth)):
        before = lines[-1] if lines else _NOWHERE
        lines.append(found.get(place, before))
    return lines


def _line(
    judged: Judged, printed: Sequence[int], read: Sequence[int], boxes: Sequence[Box]
) -> WorstLine:
    right = judged.alignment.right
    read_right = set(right.values())
    around = [judged.read[r].box for r in read]
    if boxes:
        around += [boxes[t] for t in printed]
    return WorstLine(
        box=Box.around(around) if around else None,
        printed=tuple(ShownWord(judged.truth[t], t not in right) for t in printed),
        read=tuple(ShownWord(judged.read[r].text, r not in read_right) for r in read),
    )
