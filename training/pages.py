"""Training pages as scanned, and where each word lies on them.

Page n is always the same page, so that a run can go on where it stopped.
"""

import random
from dataclasses import dataclass, replace

import cv2
import numpy as np

from digitize.imaging.page import PageImage, Pixels
from digitize.samples.drawing import draw_sheet
from digitize.samples.faults import scan_sheet
from digitize.samples.fonts import width_of
from digitize.samples.geometry import Matrix, Rect
from digitize.samples.sheet import Run, Sheet, SheetLine
from digitize.samples.truth import Ink
from training.alphabet import known
from training.corpus import Corpus
from training.faults import some_scan, some_wear, wear_out
from training.handwriting import can_write, write
from training.sheets import some_sheet

# Times of older office machines sets the hook beside the circumflex, not on it.
_HOOKED = dict(zip("ẩểổẨỂỔ", "âêôÂÊÔ", strict=True))
_HOOK = "\u0309"


@dataclass(frozen=True, slots=True)
class PrintedWord:
    """`rect`: its ink, in pixels of the drawn sheet. `glued`: no blank before it."""

    text: str
    rect: Rect
    glued: bool = False


@dataclass(frozen=True, slots=True)
class TrainingPage:
    """`matrix` maps pixels of the drawn sheet to pixels of the scan."""

    scan: PageImage
    matrix: Matrix
    words: tuple[PrintedWord, ...]


def make_page(number: int, corpus: Corpus, *, held_out: bool = False) -> TrainingPage:
    """Page `number` of the endless series, or of the series that is only measured on."""
    rng = random.Random(f"{'measured' if held_out else 'training'}/{number}")
    made = some_sheet(rng, corpus, held_out=held_out)
    faults, wear = some_scan(rng), some_wear(rng)
    penned = _take_pens(made.sheet, rng)
    texts = [run.text for line in made.sheet.lines for run in line.runs]
    raised = {
        n
        for n, run in enumerate(run for line in made.sheet.lines for run in line.runs)
        if any(run is one for one in made.raised)
    }
    if rng.random() < 0.35:
        _set_hooks_beside(made.sheet, rng)
    drawn = draw_sheet(made.sheet, faults.dpi, rng.randrange(1 << 30))
    placed = [(text, rect) for _, _, words in drawn.lines for text, rect, _ in words]
    # Stamps of the drawing and the hooks come after the sheet's own words.
    words = [
        PrintedWord(known(texts[n] if n < len(texts) else text), rect, _is_glued(n, text, raised))
        for n, (text, rect) in enumerate(placed)
        if _HOOK not in text
    ]
    words += [PrintedWord(run.text, _write(drawn.pixels, run, faults.dpi, rng)) for run in penned]
    worn = wear_out(drawn.pixels, wear, rng.randrange(1 << 30))
    behind = np.roll(worn, worn.shape[0] // 7, axis=0) if faults.show_through else worn
    scanned = scan_sheet(worn, faults, behind=behind, seed=rng.randrange(1 << 30))
    scan = PageImage(scanned.pixels, float(faults.dpi))
    return TrainingPage(scan, scanned.matrix, tuple(word for word in words if word.text))


def _is_glued(number: int, text: str, raised: set[int]) -> bool:
    """A raised figure, or the symbol behind the gap that print leaves for a number."""
    return number in raised or (len(text) > 1 and text[0] == "/")


def _take_pens(sheet: Sheet, rng: random.Random) -> list[Run]:
    """Takes figures by pen off the sheet, to be written otherwise than by a font."""
    if rng.random() < 0.2:
        return []
    taken = [
        run
        for line in sheet.lines
        for run in line.runs
        if run.ink is Ink.PEN and can_write(run.text)
    ]
    for line in sheet.lines:
        line.runs[:] = [run for run in line.runs if not any(run is one for one in taken)]
    return taken


def _write(pixels: Pixels, run: Run, dpi: float, rng: random.Random) -> Rect:
    """Writes the figures of `run` onto `pixels`; gives where their ink lies."""
    scale = dpi / 25.4
    height = run.size * dpi / 72 * rng.uniform(0.5, 0.8)
    ink = write(run.text, height, rng.uniform(0.25, 0.6) * scale, rng)
    room = width_of(run.text, run.font, run.size) * scale
    if ink.shape[1] > 1.25 * room:  # must not run into the print behind it
        size = (max(2, round(1.25 * room)), ink.shape[0])
        ink = np.asarray(cv2.resize(ink, size, interpolation=cv2.INTER_AREA), np.float32)
    x = max(0, round(run.x * scale))
    y = max(0, round(run.y * scale - ink.shape[0] + height * rng.uniform(0.0, 0.15)))
    region = pixels[y : y + ink.shape[0], x : x + ink.shape[1]]
    part = ink[: region.shape[0], : region.shape[1], None]
    lightness = np.array(run.colour[::-1], np.float32) / 255
    region[:] = (region * (1 - part * (1 - lightness))).astype(np.uint8)
    return float(x), float(y), float(x + part.shape[1]), float(y + part.shape[0])


def _set_hooks_beside(sheet: Sheet, rng: random.Random) -> None:
    """Prints the hook of ẩ, ể, ổ apart, to the right of the circumflex."""
    along, down = rng.uniform(0.55, 0.95), rng.uniform(-0.02, 0.1)
    hooks = []
    for line in sheet.lines:
        for place, run in enumerate(line.runs):
            if run.ink is not Ink.PRINTED or not _HOOKED.keys() & set(run.text):
                continue
            plain = "".join(_HOOKED.get(character, character) for character in run.text)
            line.runs[place] = replace(run, text=plain)
            for at, character in enumerate(run.text):
                if character in _HOOKED:
                    hooks.append(_hook(run, plain, at, along, down))
    if hooks:
        sheet.lines.append(SheetLine(sheet.lines[0].zone, hooks))


def _hook(run: Run, plain: str, at: int, along: float, down: float) -> Run:
    """The mark over letter `at`; fonts draw it to the left of its origin, at an x-height."""
    before = width_of(plain[:at], run.font, run.size)
    letter = width_of(plain[at], run.font, run.size)
    em = run.size * 25.4 / 72
    rise = (0.2 if plain[at].islower() else 0.42) - down
    x = run.x + before + letter * along + 0.17 * em
    return replace(run, text=_HOOK, x=x, y=run.y - rise * em)
