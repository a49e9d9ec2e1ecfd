"""One page judged: its words and letters, what went wrong with each word, and each stage."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from digitize.domain import OUTSIDE_TEXT, Box, PageKind, PageText
from digitize.evaluation.alignment import Alignment, ErrorKind, align, kind_of
from digitize.evaluation.scoring import TextScore, score_text
from digitize.evaluation.truth import Making, TruePage, TrueWord
from digitize.text.normal import squeeze


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word of the running text; `line` is its place among the lines of the page."""

    text: str
    box: Box
    line: int


@dataclass(frozen=True, slots=True)
class StageScore:
    """What the stages made of a generated page.

    `skew_error`: degrees, found less made, without sign; None on a page that is not turned right
    or not read. `overlap`: sum of intersection over union of the boxes of the words that were read
    right, `boxed` their number. `covered`: words of the truth whose centre lies in the box of any
    word that was read, withheld ones too; of `printed`. `from_marks`: invented words of the
    running text that stand in a stamp, a seal or a signature. `red_ink`: pixels of red stamps
    beside print on a scan in colour, `red_ink_left` those of them that cleaning left dark.
    """

    upright: bool
    skew_error: float | None
    blank: bool
    blank_found: bool
    overlap: float
    boxed: int
    covered: int
    printed: int
    from_marks: int
    red_ink: int = 0
    red_ink_left: int = 0


@dataclass(frozen=True, slots=True)
class PageScore:
    """`kinds`: words missing and words invented, together, by what happened to them. `stages`
    and `faults` (of the scan) are known of generated pages alone."""

    text: TextScore
    kinds: dict[ErrorKind, int]
    stages: StageScore | None = None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A score with what it was made of: words printed, words read, which is which."""

    score: PageScore
    truth: tuple[str, ...]
    read: tuple[ReadWord, ...]
    alignment: Alignment


def judge_page(truth: TruePage, page: PageText) -> Judged:
    read = running_words(page)
    words = truth.words
    alignment = align(words, [word.text for word in read])
    kinds = _kinds(truth, words, read, alignment)
    score = PageScore(score_text(truth.text, page.text), kinds)
    if truth.making is not None:
        stages = _stages(truth.making, truth.made_words, page, read, alignment)
        score = replace(score, stages=stages, faults=truth.making.faults)
    return Judged(score, tuple(words), tuple(read), alignment)


def running_words(page: PageText) -> list[ReadWord]:
    """The words of `page.text` with their boxes."""
    return [
        ReadWord(part, word.box, place)
        for place, line in enumerate(page.lines)
        if line.zone not in OUTSIDE_TEXT
        for word in line.words
        if not word.withheld
        for part in squeeze(word.text).split()
    ]


def _kinds(
    truth: TruePage, words: Sequence[str], read: Sequence[ReadWord], alignment: Alignment
) -> dict[ErrorKind, int]:
    by_pen = {place for place, word in enumerate(truth.made_words) if word.by_pen}
    outside = Counter(squeeze(truth.outside).split())
    texts = [word.text for word in read]
    kinds: Counter[ErrorKind] = Counter()
    for slip in alignment.slips:
        from_outside = not slip.true and outside[texts[slip.read[0]]] > 0
        if from_outside:
            outside[texts[slip.read[0]]] -= 1
        kind = kind_of(
            slip, words, texts, by_pen=not by_pen.isdisjoint(slip.true), outside=from_outside
        )
        kinds[kind] += len(slip.true) + len(slip.read)
    return {kind: kinds[kind] for kind in ErrorKind if kinds[kind]}


def _stages(
    making: Making,
    words: Sequence[TrueWord],
    page: PageText,
    read: Sequence[ReadWord],
    alignment: Alignment,
) -> StageScore:
    blank_found = page.kind is PageKind.BLANK
    seen = page.kind is PageKind.READ
    upright = page.rotation == making.rotation
    level = seen and upright and not making.blank
    right = [(words[t].box, read[r].box) for t, r in alignment.right.items() if words]
    boxes = [word.box for line in page.lines for word in line.words]
    invented = [read[r].box for slip in alignment.slips if not slip.true for r in slip.read]
    return StageScore(
        upright=upright or making.blank or blank_found,
        skew_error=abs(page.skew - making.skew) if level else None,
        blank=making.blank,
        blank_found=blank_found,
        overlap=sum(overlap(a, b) for a, b in right),
        boxed=len(right),
        covered=sum(any(_holds(box, word.box) for box in boxes) for word in words),
        printed=len(words),
        from_marks=sum(any(_holds(mark, box) for mark in making.marks) for box in invented),
    )


def overlap(a: Box, b: Box) -> float:
    """Intersection over union, 0..1."""
    width = min(a.x1, b.x1) - max(a.x0, b.x0)
    height = min(a.y1, b.y1) - max(a.y0, b.y0)
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return both / (a.width * a.height + b.width * b.height - both)


def _holds(outer: Box, inner: Box) -> bool:
    """Whether the centre of `inner` lies in `outer`."""
    x, y = inner.x0 + inner.x1, inner.y0 + inner.y1
    return 2 * outer.x0 <= x < 2 * outer.x1 and 2 * outer.y0 <= y < 2 * outer.y1
