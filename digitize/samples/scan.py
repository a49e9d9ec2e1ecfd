"""A generated scan in memory: the door for tests and for `generate`."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from digitize.imaging.page import PageImage, Pixels
from digitize.samples.composing import some_letter
from digitize.samples.drawing import Drawn, draw_sheet
from digitize.samples.faults import Damage, Depth, Faults, Scanned, scan_sheet, some_faults
from digitize.samples.geometry import move, to_box
from digitize.samples.layout import lay_out
from digitize.samples.letter import Kind, Letter, Style
from digitize.samples.look import some_look
from digitize.samples.marks import MarkWishes, add_marks, stamp_height
from digitize.samples.sheet import Sheet
from digitize.samples.truth import TrueDocument, TrueLine, TruePage, TrueStamp, TrueWord, Truth


@dataclass(frozen=True, slots=True)
class Scan:
    """Pages as scanned, and what is true of them."""

    pages: tuple[PageImage, ...]
    truth: Truth
    sheets: tuple[Sheet, ...]


def make_scan(
    kind: str | Sequence[str] = "cong-van",
    seed: int = 1,
    *,
    damage: Damage = Damage.NONE,
    style: Style = Style.STATE,
    pages: int = 1,
    annex: bool = False,
    landscape_annex: bool = False,
    blank_backs: bool = False,
    born_digital_from: int | None = None,
    urgency: str | None = None,
    secrecy: str | None = None,
    marks: MarkWishes | None = None,
    pen: bool | None = None,
    dpi: int | None = None,
    depth: Depth | None = None,
    skew: float | None = None,
    rotation: int | None = None,
    faults: Faults | None = None,
) -> Scan:
    """A scan with its truth; the same arguments give the same pixels.

    `kind`: a value of Kind, or several for several documents in one file. `pages`: about how
    many pages each document has, before its annex. `born_digital_from`: pages from this number
    on are drawn without faults. `urgency`, `secrecy`: what the stamp says. `marks`: which seals,
    signatures and stamps; `pen`: whether number and day are filled in by hand; both by chance
    when not given. `faults`: exactly these faults on every page (a landscape sheet lies on its
    side besides), instead of chance within `damage`; `dpi`, `depth`, `skew` and `rotation`
    override either.
    """
    rng = random.Random(f"digitize/{seed}")
    sheets: list[Sheet] = []
    documents = []
    for one in [kind] if isinstance(kind, str) else kind:
        letter = some_letter(
            Kind(one),
            rng,
            style=style,
            pages=pages,
            annex=annex,
            landscape_annex=landscape_annex,
            urgency=urgency,
            secrecy=secrecy,
        )
        first = len(sheets) + 1
        for sheet in _sheets_of(letter, marks, pen, rng):
            sheets += [sheet, Sheet(landscape=sheet.landscape)] if blank_backs else [sheet]
        documents.append(TrueDocument(first, len(sheets), letter.kind.value, letter.fields()))
    chosen = some_faults(damage, rng) if faults is None else faults
    asked: dict[str, Any] = {"dpi": dpi, "depth": depth, "skew": skew, "rotation": rotation}
    chosen = replace(chosen, **{name: value for name, value in asked.items() if value is not None})
    by_page = [
        Faults()
        if born_digital_from and number >= born_digital_from
        else _of_page(chosen, sheet, number, rng, exact=skew is not None or faults is not None)
        for number, sheet in enumerate(sheets, 1)
    ]
    drawn = [
        draw_sheet(sheet, page_faults.dpi, rng.randrange(1 << 30))
        for sheet, page_faults in zip(sheets, by_page, strict=True)
    ]
    images, truths = [], []
    for number, (sheet, picture, page_faults) in enumerate(
        zip(sheets, drawn, by_page, strict=True), 1
    ):
        behind = _behind(number, [d.pixels for d in drawn])
        scanned = scan_sheet(
            picture.pixels, page_faults, behind=behind, seed=rng.randrange(1 << 30)
        )
        images.append(PageImage(scanned.pixels, float(page_faults.dpi)))
        digital = born_digital_from is not None and number >= born_digital_from
        truths.append(_true_page(number, sheet, picture, scanned, page_faults, digital))
    return Scan(tuple(images), Truth(seed, tuple(documents), tuple(truths)), tuple(sheets))


def _behind(number: int, pictures: Sequence[Pixels]) -> Pixels:
    """The other side of page `number`: 1 and 2 are one leaf, 3 and 4 the next. The back of a
    last leaf was printed but not scanned; its own front, moved down, stands for it."""
    other = number - 1 + (1 if number % 2 else -1)
    if other < len(pictures):
        return pictures[other]
    front = pictures[number - 1]
    return np.roll(front, front.shape[0] // 7, axis=0)


def _sheets_of(
    letter: Letter, marks: MarkWishes | None, pen: bool | None, rng: random.Random
) -> list[Sheet]:
    look = some_look(rng, letter.style)
    if pen is not None:
        look = replace(look, pen_number=pen, pen_day=pen, pen_month=False)
    if marks is None:
        marks = MarkWishes(
            arrival=rng.random() < 0.2,
            e_signature=letter.day[0] > 2015 and rng.random() < 0.15,
            note=rng.random() < 0.12,
            grey=letter.style is Style.OLD or rng.random() < 0.25,
            pale=rng.random() < 0.15,
        )
    laid = lay_out(letter, look, rng, stamps=stamp_height(letter, marks))
    add_marks(laid, letter, look, marks, rng)
    return laid.sheets


def _of_page(
    faults: Faults, sheet: Sheet, number: int, rng: random.Random, *, exact: bool
) -> Faults:
    """Pages of one scan differ a little in skew and place, unless the faults are `exact`. A
    landscape sheet goes through a feeder on its side."""
    jitter, shift = rng.uniform(-0.3, 0.3), rng.uniform(-1, 1)
    side = rng.choice([90, 270])
    if sheet.landscape and faults != Faults(dpi=faults.dpi, depth=faults.depth):
        faults = replace(faults, rotation=(faults.rotation + side) % 360)
    if exact or number == 1 or faults.skew == 0:
        return faults
    return replace(
        faults,
        skew=round(faults.skew + jitter, 2),
        shift=(faults.shift[0], round(faults.shift[1] + shift, 2)),
    )


def _true_page(
    number: int,
    sheet: Sheet,
    drawn: Drawn,
    scanned: Scanned,
    faults: Faults,
    born_digital: bool,
) -> TruePage:
    height, width = scanned.pixels.shape[:2]
    lines = []
    for zone, block, words in drawn.lines:
        boxes = [(t, to_box(move(scanned.matrix, r), width, height), i) for t, r, i in words]
        kept = tuple(TrueWord(text, box, ink) for text, box, ink in boxes if box)
        if kept:
            lines.append(TrueLine(kept, zone, block))
    stamps = [
        (kind, text, colour, to_box(move(scanned.matrix, rect), width, height))
        for kind, text, colour, rect in drawn.stamps
    ]
    signatures = [to_box(move(scanned.matrix, r), width, height) for r in drawn.signatures]
    return TruePage(
        number=number,
        width=width,
        height=height,
        dpi=float(faults.dpi),
        rotation=faults.rotation,
        skew=faults.skew,
        blank=sheet.blank,
        born_digital=born_digital,
        faults=faults.to_dict(),
        stamps=tuple(TrueStamp(k, t, c, b) for k, t, c, b in stamps if b),
        signatures=tuple(b for b in signatures if b),
        lines=tuple(lines),
    )
