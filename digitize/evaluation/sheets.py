"""Contact sheets: every page of a folder, upright and level as the reader gets it, to be looked at
by eye: `python -m digitize.evaluation.sheets FOLDER OUT`.

OUT/sheet-01.png and so on hold twenty pages each, with file, page, the turn and the skew that were
found. Pale lines across each page are level, so that the eye sees text that is not.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from digitize.archive.page_reading import limits_of
from digitize.archive.workers import Workers
from digitize.errors import DigitizeError, InputError
from digitize.imaging.cleaning import use_one_thread
from digitize.imaging.page import CleanPage, Pixels
from digitize.imaging.resolution import reduce
from digitize.intake.folder import list_folder
from digitize.intake.source import Source, open_source
from digitize.ocr.reader.engine import LineReader
from digitize.ocr.wayup import clean_upright
from digitize.settings import Settings

COLUMNS, ROWS = 5, 4
_WIDTH, _HEIGHT = 400, 566  # of a page on the sheet; A4 upright
_CAPTION = 22
_GAP = 6
_LEVELS = 12  # level lines across a page
_PALE_BLUE = (150, 190, 255)
_FONT_SIZE = 15


@dataclass(frozen=True, slots=True)
class Shown:
    """A page small, RGB, with what is written above it."""

    caption: str
    picture: Pixels


def show(cleaned: CleanPage, name: str, number: int) -> Shown:
    """The cleaned page, small, with level lines."""
    height, width = cleaned.text.shape
    scale = min(_WIDTH / width, _HEIGHT / height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = np.asarray(cv2.resize(cleaned.text, size, interpolation=cv2.INTER_AREA), np.uint8)
    picture = np.repeat(small[:, :, None], 3, axis=2)
    for level in range(1, _LEVELS):
        row = picture[level * size[1] // _LEVELS]
        np.minimum(row, np.array(_PALE_BLUE, np.uint8), out=row)
    found = "blank" if cleaned.blank else f"{cleaned.rotation}° {cleaned.skew:+.2f}°"
    sure = "" if cleaned.blank else f" {cleaned.rotation_confidence:.0%}"
    return Shown(f"{_short(name)} {number}: {found}{sure}", picture)


def _short(name: str) -> str:
    stem = Path(name).stem
    return stem if len(stem) <= 22 else f"{stem[:21]}…"


def lay_out(pages: Iterable[Shown]) -> Image.Image:
    """One sheet of at most COLUMNS x ROWS pages."""
    cell = (_WIDTH + _GAP, _HEIGHT + _CAPTION + _GAP)
    sheet = Image.new("RGB", (COLUMNS * cell[0], ROWS * cell[1]), (120, 120, 120))
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(_FONT_SIZE)
    for place, page in enumerate(pages):
        x, y = place % COLUMNS * cell[0], place // COLUMNS * cell[1]
        draw.text((x + 3, y + 2), page.caption, (255, 255, 255), font)
        sheet.paste(Image.fromarray(page.picture), (x, y + _CAPTION))
    return sheet


def make_sheets(folder: Path, out: Path, settings: Settings) -> int:
    """Fills `out`; gives the number of pages on the sheets. Files that cannot be taken are left
    out."""
    use_one_thread()
    out.mkdir(parents=True, exist_ok=True)
    shown = 0
    with Workers(settings.workers) as workers:
        pages = _pages(folder, settings, workers)
        while group := list(islice(pages, COLUMNS * ROWS)):
            number = shown // (COLUMNS * ROWS) + 1
            lay_out(group).save(out / f"sheet-{number:02}.png")
            shown += len(group)
    return shown


def _pages(folder: Path, settings: Settings, workers: Workers) -> Iterator[Shown]:
    for seen in list_folder(folder):
        try:
            with open_source(seen.path, seen.relative, limits_of(settings)) as source:
                clean = partial(_clean, source, seen.relative)
                yield from workers.each(clean, range(1, source.page_count + 1))
        except InputError as error:
            print(f"left out: {seen.relative} ({error.reason.value})", file=sys.stderr)


def _clean(source: Source, name: str, number: int) -> Shown:
    page = source.page(number)
    cleaned = clean_upright(reduce(page.image), number, LineReader(), hint=page.rotation_hint)
    return show(cleaned, name, number)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m digitize.evaluation.sheets")
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    try:
        print(f"{make_sheets(options.folder, options.out, Settings())} pages")
    except DigitizeError as error:
        raise SystemExit(f"{error.message}\n  → {error.remedy}") from None


if __name__ == "__main__":
    main()
