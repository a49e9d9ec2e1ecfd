"""Generated documents as paper, not drawn: where each word stands, and what lies over it.

Drawing, damaging and reading a page costs two seconds; this costs some milliseconds, so that
thousands of documents can be had. What reading would do to them is the noise model's part.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from digitize.domain import Box, Zone
from digitize.samples.composing import some_letter
from digitize.samples.fonts import Font, drawing_font
from digitize.samples.layout import lay_out
from digitize.samples.letter import Kind, Style
from digitize.samples.look import some_look
from digitize.samples.marks import URGENCIES, MarkWishes, add_marks, stamp_height
from digitize.samples.sheet import FramedStamp, Run, Sheet
from digitize.samples.truth import Ink, TrueDocument, TrueLine, TruePage, TrueStamp, TrueWord

_DPI = 200
_SCALE = _DPI / 25.4  # pixels a mm


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of one or more documents, and its pages without any fault."""

    documents: tuple[TrueDocument, ...]
    pages: tuple[TruePage, ...]


def make_paper(seed: int) -> Paper:
    """The same seed gives the same paper: mostly one document, now and then several."""
    rng = random.Random(f"paper/{seed}")
    pages: list[TruePage] = []
    documents = []
    for _ in range(rng.choice([*[1] * 9, 3])):
        style = rng.choice([*[Style.STATE] * 5, Style.PARTY, Style.OLD])
        letter = some_letter(
            rng.choice(list(Kind)),
            rng,
            style=style,
            pages=rng.choice([1, 1, 2]),
            annex=rng.random() < 0.15,
            urgency=rng.choice(URGENCIES) if rng.random() < 0.15 else None,
        )
        marks = MarkWishes(
            arrival=rng.random() < 0.2,
            e_signature=letter.day[0] > 2015 and rng.random() < 0.15,
            note=rng.random() < 0.1,
        )
        look = some_look(rng, style)
        laid = lay_out(letter, look, rng, stamps=stamp_height(letter, marks))
        add_marks(laid, letter, look, marks, rng)
        first = len(pages) + 1
        pages += [_typeset(sheet, first + i) for i, sheet in enumerate(laid.sheets)]
        documents.append(TrueDocument(first, len(pages), letter.kind.value, letter.fields()))
    return Paper(tuple(documents), tuple(pages))


def _typeset(sheet: Sheet, number: int) -> TruePage:
    width, height = (round(side * _SCALE) for side in sheet.size)
    lines = [
        TrueLine(tuple(_word(run) for run in line.runs), line.zone, line.block)
        for line in sheet.lines
    ]
    lines += [line for stamp in sheet.stamps for line in _stamped(stamp)]
    seals = [
        TrueStamp("seal", s.ring, "red", _around(s.x, s.y, 2 * s.radius, 2 * s.radius))
        for s in sheet.seals
    ]
    signatures = [_around(s.x, s.y, s.width, s.height) for s in sheet.signatures]
    return TruePage(
        number,
        width,
        height,
        float(_DPI),
        blank=sheet.blank,
        stamps=tuple(seals),
        signatures=tuple(signatures),
        lines=tuple(lines),
    )


def _word(run: Run) -> TrueWord:
    left, top, right, bottom = _extent(run.text, run.font, run.size)
    x, y = round(run.x * _SCALE), round(run.y * _SCALE)
    return TrueWord(run.text, Box(x + left, y + top, x + right, y + bottom), run.ink)


@lru_cache(maxsize=100_000)
def _extent(text: str, font: Font, size: float) -> tuple[int, int, int, int]:
    box = drawing_font(font, round(size * _DPI / 72, 2)).getbbox(text, anchor="ls")
    return round(box[0]), round(box[1]), round(box[2]), round(box[3])


def _stamped(stamp: FramedStamp) -> Sequence[TrueLine]:
    """The rows of a stamp, spread over it."""
    lines = []
    fills = dict(stamp.fills)
    step = stamp.height / len(stamp.rows)
    for i, (text, size) in enumerate(stamp.rows):
        y = stamp.y - stamp.height / 2 + (i + 0.75) * step
        words, at = [], stamp.x - stamp.width * 0.4
        for word in [*text.split(), *fills.get(i, "").split()]:
            ink = Ink.PEN if i in fills and word not in text else Ink.STAMP
            placed = _word(Run(word, at, y, Font(stamp.family), size, ink))
            words.append(placed)
            at = placed.box.x1 / _SCALE + 1
        lines.append(TrueLine(tuple(words), Zone.STAMP))
    return lines


def _around(x: float, y: float, width: float, height: float) -> Box:
    return Box(
        round((x - width / 2) * _SCALE),
        round((y - height / 2) * _SCALE),
        round((x + width / 2) * _SCALE),
        round((y + height / 2) * _SCALE),
    )
