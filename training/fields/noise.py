"""What reading does to a page, learnt from scans really read, done to pages never drawn.

The model is a resampling one. Of each scan read it keeps every word's outcome: read right, read
wrong, glued to its neighbour, lost, and with which confidence. A page that was never drawn takes
one of these scans as its donor, and each of its lines a line of that: its words meet what befell
words of the same ground and shape there. So errors come together on lines and pages, as on scans.
Letters are taken for others as often as all scans together took them; lines are lost, zones
mistaken and strokes of seals and signatures read as words as they were there.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from digitize.domain import Box, Line, PageKind, PageText, Word, Zone
from digitize.samples.truth import Ink, TrueLine, TruePage, TrueWord
from training.fields.scans import ReadScan

_OVERLAP = 0.35  # share of the smaller box that two boxes of one word share
_COVERED = 0.25  # share of a word under a seal or a signature that makes its reading hard
_FEW = 4  # outcomes of a kind; with fewer, those of a wider kind stand in
_LONG_STRAY = 4  # letters: on the open page it is mostly a word that stands elsewhere
_GARBAGE = 0.5  # edits a letter: more is no misreading of the word but another text


class Ground(StrEnum):
    PRINT = "print"
    COVERED = "covered"
    BESIDE_PEN = "beside pen"
    PEN = "pen"
    STAMP = "stamp"


class Shape(StrEnum):
    SIGN = "sign"
    CAPITALS = "capitals"
    DIGITS = "digits"
    SHORT = "short"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a word. `read` is empty where it was lost."""

    true: str
    read: str
    confidence: float
    withheld: bool
    glued: bool  # read as one with the word before


@dataclass(frozen=True, slots=True)
class Stray:
    """A word read where none stands: its place in the mark or page, in shares of its size."""

    box: tuple[float, float, float, float]
    text: str
    confidence: float
    withheld: bool
    zone: Zone


_Kind = tuple[Ground, Shape, Zone]
_Place = tuple[Ground, Zone]  # the ground is that of most words of the line


_Line = list[tuple[_Kind, Outcome]]


@dataclass(slots=True)
class Donor:
    """One scan: outcomes of its words, by line and by kind, and its strays by mark and on the
    open page."""

    lines: dict[_Place, list[_Line]] = field(default_factory=lambda: defaultdict(list))
    outcomes: dict[_Kind, list[Outcome]] = field(default_factory=lambda: defaultdict(list))
    marks: list[tuple[Stray, ...]] = field(default_factory=list)
    open: list[tuple[Stray, ...]] = field(default_factory=list)  # a page each


@dataclass(slots=True)
class NoiseModel:
    donors: list[Donor] = field(default_factory=list)
    pooled: dict[_Kind, list[Outcome]] = field(default_factory=lambda: defaultdict(list))
    letters: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    seen: Counter[str] = field(default_factory=Counter)
    lines: dict[_Place, list[_Line]] = field(default_factory=lambda: defaultdict(list))
    lost: dict[_Place, list[bool]] = field(default_factory=lambda: defaultdict(list))
    zones: dict[_Place, list[Zone]] = field(default_factory=lambda: defaultdict(list))

    def read(self, pages: Sequence[TruePage], seed: int) -> tuple[PageText, ...]:
        """The pages as one reading of them might be; the same seed gives the same."""
        rng = random.Random(f"noise/{seed}")
        donor = rng.choice(self.donors)
        return tuple(self._page(page, donor, rng) for page in pages)

    def _page(self, page: TruePage, donor: Donor, rng: random.Random) -> PageText:
        lines = []
        for line in page.lines:
            grounds = [ground_of(word, line, page) for word in line.words]
            place = max(grounds, key=grounds.count), line.zone
            lost = self.lost[place]
            unread = bool(lost) and rng.choice(lost)
            if unread:
                continue
            like = rng.choice(donor.lines[place] or self.lines[place] or [[]])
            words: list[Word] = []
            for word, ground in zip(line.words, grounds, strict=True):
                kind = ground, shape_of(word.text), line.zone
                words = self._word(words, word, self._outcomes(kind, like, donor), rng)
            if words:
                zone = rng.choice(self.zones[place] or [line.zone])
                lines.append(Line(tuple(words), zone, line.block))
        marks = [*(s.box for s in page.stamps if s.kind == "seal"), *page.signatures]
        for mark in marks if donor.marks else ():
            lines += _stray_lines(rng.choice(donor.marks), mark)
        whole = Box(0, 0, page.width, page.height)
        lines += _stray_lines(rng.choice(donor.open), whole) if donor.open else []
        read = PageKind.READ if lines else PageKind.BLANK
        return PageText(
            page.number, read, page.width, page.height, page.dpi, tuple(lines), engine="noise"
        )

    def _word(
        self, before: list[Word], word: TrueWord, outcomes: Sequence[Outcome], rng: random.Random
    ) -> list[Word]:
        outcome = rng.choice(outcomes)
        if not outcome.read:
            return before
        text = word.text if outcome.read == outcome.true else self._misread(word.text, outcome, rng)
        read = Word(text, word.box, outcome.confidence, outcome.withheld)
        if outcome.glued and before:
            last = before[-1]
            box = Box.around((last.box, read.box))
            sure = min(last.confidence, read.confidence)
            return [*before[:-1], Word(last.text + text, box, sure, outcome.withheld)]
        return [*before, read]

    def _outcomes(self, kind: _Kind, like: _Line, donor: Donor) -> Sequence[Outcome]:
        """What may befall a word: what befell such words of the line that its line is like, or
        else of the donor, or of all scans."""
        same = [o for k, o in like if k[:2] == kind[:2]]
        near = [o for k, o in like if k[0] is kind[0]]
        for found in (same, near, donor.outcomes[kind]):
            if len(found) >= _FEW:
                return found
        if self.pooled[kind]:
            return self.pooled[kind]
        return [o for k, found in self.pooled.items() if k[0] is kind[0] for o in found]

    def _misread(self, text: str, outcome: Outcome, rng: random.Random) -> str:
        """The word with as many letters taken for others as in the outcome."""
        edits = Levenshtein.distance(outcome.true, outcome.read)
        if edits > _GARBAGE * max(len(outcome.true), 2):
            return outcome.read
        letters = list(text)
        for _ in range(max(1, edits)):
            weights = [
                self.letters[c].total() / self.seen[c] if self.seen[c] else 0.0 for c in letters
            ]
            if not sum(weights):
                break
            at = rng.choices(range(len(letters)), weights)[0]
            seen = self.letters[letters[at]]
            letters[at] = rng.choices(list(seen), list(seen.values()))[0]
            letters = list("".join(letters))
        return "".join(letters) or text


def fit(scans: Iterable[ReadScan]) -> NoiseModel:
    """The model of scans read."""
    model = NoiseModel()
    for scan in scans:
        donor = Donor()
        for true, read in zip(scan.truth_pages, scan.pages, strict=True):
            if read.kind is PageKind.READ:
                _learn(model, donor, true, read)
        for kind, outcomes in donor.outcomes.items():
            model.pooled[kind] += outcomes
        for place, lines in donor.lines.items():
            model.lines[place] += lines
        model.donors.append(donor)
    return model


def ground_of(word: TrueWord, line: TrueLine, page: TruePage) -> Ground:
    if word.ink is Ink.PEN:
        return Ground.PEN
    if word.ink is Ink.STAMP or line.zone is Zone.STAMP:
        return Ground.STAMP
    marks = [*(s.box for s in page.stamps), *page.signatures]
    area = max(1, word.box.width * word.box.height)
    if any(_shared(word.box, mark) > _COVERED * area for mark in marks):
        return Ground.COVERED
    at = line.words.index(word)
    beside = line.words[max(0, at - 1) : at + 2]
    return Ground.BESIDE_PEN if any(w.ink is Ink.PEN for w in beside) else Ground.PRINT


def shape_of(text: str) -> Shape:
    if not any(c.isalnum() for c in text):
        return Shape.SIGN
    if any(c.isdigit() for c in text):
        return Shape.DIGITS
    if text.isupper() and sum(c.isalpha() for c in text) > 1:
        return Shape.CAPITALS
    return Shape.SHORT if len(text) < 4 else Shape.LONG


def _learn(model: NoiseModel, donor: Donor, true: TruePage, read: PageText) -> None:
    """Matches the words of a page by their boxes, and keeps what became of each."""
    placed = [(word, line.zone) for line in read.lines for word in line.words]
    taken: set[int] = set()
    for line in true.lines:
        found = [_readings(word, placed) for word in line.words]
        grounds = [ground_of(word, line, true) for word in line.words]
        lost = not any(found)
        place = max(grounds, key=grounds.count), line.zone
        model.lost[place].append(lost)
        if lost:
            continue
        model.zones[place].append(placed[next(f[0] for f in found if f)][1])
        outcomes: _Line = []
        for words in _groups(line.words, grounds, found):
            for outcome, ground in _outcomes(words, placed):
                kind = ground, shape_of(outcome.true), line.zone
                outcomes.append((kind, outcome))
                donor.outcomes[kind].append(outcome)
                _learn_letters(model, outcome)
        donor.lines[place].append(outcomes)
        taken.update(i for here in found for i in here)
    _learn_strays(donor, true, [pair for i, pair in enumerate(placed) if i not in taken])


def _readings(word: TrueWord, placed: Sequence[tuple[Word, Zone]]) -> list[int]:
    """The words read where `word` stands, left to right."""
    area = word.box.width * word.box.height
    hits = [
        i
        for i, (w, _) in enumerate(placed)
        if _shared(w.box, word.box) > _OVERLAP * max(1, min(area, w.box.width * w.box.height))
    ]
    return sorted(hits, key=lambda i: placed[i][0].box.x0)


_Matched = tuple[TrueWord, Ground, list[int]]


def _groups(
    words: Sequence[TrueWord], grounds: Sequence[Ground], found: Sequence[list[int]]
) -> list[list[_Matched]]:
    """Neighbours that were read as one word go together."""
    groups: list[list[_Matched]] = []
    for matched in zip(words, grounds, found, strict=True):
        if groups and matched[2] and groups[-1][-1][2] == matched[2]:
            groups[-1].append(matched)
        else:
            groups.append([matched])
    return groups


def _outcomes(
    words: Sequence[_Matched], placed: Sequence[tuple[Word, Zone]]
) -> Iterator[tuple[Outcome, Ground]]:
    """What became of words that were read as one: each has as many of its letters as it is long,
    the first what is left."""
    read = [placed[i][0] for i in words[0][2]]
    text = "".join(word.text for word in read)
    sure = min((word.confidence for word in read), default=0.0)
    withheld = bool(read) and all(word.withheld for word in read)
    lengths = [len(word.text) for word, _, _ in words]
    at = max(0, len(text) - sum(lengths[1:]))
    pieces = [text[:at]]
    for length in lengths[1:]:
        pieces.append(text[at : at + length])
        at += length
    for n, ((word, ground, _), piece) in enumerate(zip(words, pieces, strict=True)):
        yield Outcome(word.text, piece, sure, withheld, n > 0), ground


def _learn_letters(model: NoiseModel, outcome: Outcome) -> None:
    true, read = outcome.true, outcome.read
    if not read or Levenshtein.distance(true, read) > _GARBAGE * max(len(true), 2):
        return
    model.seen.update(true)
    for step in Levenshtein.opcodes(true, read):
        source = true[step.src_start : step.src_end]
        target = read[step.dest_start : step.dest_end]
        if step.tag == "replace" and len(source) == len(target):
            for a, b in zip(source, target, strict=True):
                model.letters[a][b] += 1
        elif step.tag == "delete":
            for a in source:
                model.letters[a][""] += 1
        elif step.tag == "insert" and step.src_start > 0:
            a = true[step.src_start - 1]
            model.letters[a][a + target] += 1


def _learn_strays(donor: Donor, true: TruePage, strays: Sequence[tuple[Word, Zone]]) -> None:
    marks = [*(s.box for s in true.stamps if s.kind == "seal"), *true.signatures]
    inside: dict[int, list[Stray]] = {i: [] for i in range(len(marks))}
    open_page: list[Stray] = []
    whole = Box(0, 0, true.width, true.height)
    for word, zone in strays:
        area = max(1, word.box.width * word.box.height)
        mark = next((i for i, m in enumerate(marks) if _shared(word.box, m) > 0.5 * area), None)
        if mark is None and len(word.text) < _LONG_STRAY:
            open_page.append(_stray(word, zone, whole))
        elif mark is not None:
            inside[mark].append(_stray(word, zone, marks[mark]))
    donor.marks += [tuple(found) for found in inside.values()]
    donor.open.append(tuple(open_page))


def _stray(word: Word, zone: Zone, frame: Box) -> Stray:
    box = word.box
    place = (
        (box.x0 - frame.x0) / frame.width,
        (box.y0 - frame.y0) / frame.height,
        (box.x1 - frame.x0) / frame.width,
        (box.y1 - frame.y0) / frame.height,
    )
    return Stray(place, word.text, word.confidence, word.withheld, zone)


def _stray_lines(strays: Sequence[Stray], frame: Box) -> list[Line]:
    lines = []
    for stray in strays:
        x0, y0, x1, y1 = stray.box
        box = Box(
            round(frame.x0 + x0 * frame.width),
            round(frame.y0 + y0 * frame.height),
            round(frame.x0 + x1 * frame.width),
            round(frame.y0 + y1 * frame.height),
        )
        word = Word(stray.text, box, stray.confidence, stray.withheld)
        lines.append(Line((word,), stray.zone))
    return lines


def _shared(a: Box, b: Box) -> int:
    width = min(a.x1, b.x1) - max(a.x0, b.x0)
    height = min(a.y1, b.y1) - max(a.y0, b.y0)
    return max(0, width) * max(0, height)
