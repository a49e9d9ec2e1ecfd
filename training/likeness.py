"""How like real scans the training pages are: `python -m training.likeness SCANS --corpus TEXT`.

Measures the first pages of the files in SCANS, and as many generated pages, as they come from the
scanner, and prints of each measure what 10, 25, 50, 75 and 90 % stay under.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import cv2
import numpy as np
from rich.console import Console
from rich.table import Table

from digitize.imaging.page import PageImage
from digitize.imaging.strokes import is_bilevel
from digitize.intake.source import open_source
from training.corpus import load_corpus
from training.harvest import LIMITS
from training.pages import make_page

_AT_DPI = 300.0  # lengths are given at this resolution
_LEAST_LEVEL = 100  # of the threshold between ink and paper
_LETTER = (14, 60)  # px high
_SPECK = 5  # px
_FEWEST = 30  # letters of a page that can be measured


@dataclass(frozen=True, slots=True)
class Measures:
    """`letter`: height of the middle letter, `stroke`: width of strokes, px at 300 dpi. `ink`,
    `paper`: levels; `grain`: spread of the paper; `tint`: spread of the ink's channels. `specks`:
    for each letter."""

    bilevel: float
    dpi: float
    letter: float
    stroke: float
    ink: float
    paper: float
    grain: float
    tint: float
    specks: float


def measure(page: PageImage) -> Measures | None:
    """None for a page of too few letters."""
    pixels = page.pixels
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    level = max(_LEAST_LEVEL, cv2.threshold(grey[::2, ::2].copy(), 0, 255, cv2.THRESH_OTSU)[0])
    mask = (grey < level).astype(np.uint8)
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(mask)
    scale = _AT_DPI / page.dpi
    wide, high = boxes[1:, 2] * scale, boxes[1:, 3] * scale
    letters = (high > _LETTER[0]) & (high < _LETTER[1]) & (wide > 8) & (wide < 80)
    if np.count_nonzero(letters) < _FEWEST:
        return None
    inked = np.concatenate([[False], letters])[labels]
    distance = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    ridge = (distance == cv2.dilate(distance, np.ones((3, 3)))) & inked
    bare = cv2.dilate(mask, np.ones((9, 9), np.uint8)) == 0
    spread = pixels.max(axis=2) - pixels.min(axis=2) if pixels.ndim == 3 else np.zeros_like(grey)
    return Measures(
        bilevel=float(is_bilevel(np.asarray(grey, np.uint8))),
        dpi=page.dpi,
        letter=float(np.median(high[letters])),
        stroke=float(2 * np.median(distance[ridge]) * scale),
        ink=float(np.percentile(grey[inked], 25)),
        paper=float(np.median(grey[bare])),
        grain=float(grey[bare].std()),
        tint=float(np.median(spread[inked])),
        specks=float(np.count_nonzero((wide < _SPECK) & (high < _SPECK)) / letters.sum()),
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.likeness", description=__doc__)
    parser.add_argument("scans", type=Path)
    parser.add_argument("--corpus", type=Path, required=True)
    options = parser.parse_args()
    real = [one for one in map(measure, _first_pages(options.scans)) if one]
    corpus = load_corpus(options.corpus)
    pages = (make_page(number, corpus).scan for number in range(len(real)))
    _show(real, [one for one in map(measure, pages) if one])


def _first_pages(folder: Path) -> Iterator[PageImage]:
    for path in sorted(folder.glob("*.pdf")):
        with open_source(path, path.name, LIMITS) as source:
            yield source.page(1).image


def _show(real: Sequence[Measures], generated: Sequence[Measures]) -> None:
    table = Table("measure", f"{len(real)} real", f"{len(generated)} generated")
    for place, field in enumerate(fields(Measures)):
        columns = ([astuple(one)[place] for one in many] for many in (real, generated))
        table.add_row(field.name, *map(_shares, columns))
    Console().print(table)


def _shares(values: Sequence[float]) -> str:
    if set(values) <= {0.0, 1.0}:
        return f"{np.mean(values):.0%}"
    return " · ".join(f"{v:.3g}" for v in np.percentile(values, [10, 25, 50, 75, 90]))


if __name__ == "__main__":
    main()
