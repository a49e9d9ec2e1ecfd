"""Our line reader and Tesseract side by side: `python -m benchmarks.readers [--documents 6]`.

First pages of generated letters at four levels of damage, printed in fonts and laid out in kinds
and a style that the reader never learns from (`training/sheets.py`). Both read the same cleaned
pages, filtered and laid out alike; then each way of reading.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import islice, pairwise, product
from random import Random
from unittest.mock import patch

from rich.console import Console
from rich.progress import track

from benchmarks.ablation import (
    Page,
    Row,
    make_engines,
    make_pages,
    measure,
    table_of_gains,
    table_of_letters,
)
from digitize.imaging.cleaning import use_one_thread
from digitize.imaging.page import PageImage
from digitize.ocr.cascade import Cascade
from digitize.ocr.reader.engine import LineReader
from digitize.ocr.reading import read_page
from digitize.ocr.tesseract import TesseractEngine
from digitize.samples.faults import Damage
from digitize.samples.letter import Style
from digitize.samples.look import Look, some_look
from digitize.settings import Settings
from training.sheets import HELD_OUT_FAMILIES, HELD_OUT_KINDS, HELD_OUT_STYLES


def held_out_pages(documents: int, levels: Sequence[Damage]) -> list[Page]:
    """Every kind in every style first, then again with other letters; fonts in turn."""
    wanted = product(range(documents), HELD_OUT_STYLES, HELD_OUT_KINDS)
    letters = [(kind, style) for _, style, kind in islice(wanted, documents)]

    def look(rng: Random, style: Style) -> Look:
        return replace(some_look(rng, style), family=rng.choice(HELD_OUT_FAMILIES))

    with patch("digitize.samples.scan.some_look", look):
        return make_pages(letters, levels)


def make_rows(settings: Settings) -> list[Row]:
    tesseract = TesseractEngine(settings.language, settings.page_timeout)
    rows = [Row("Tesseract", lambda image: read_page(image, 1, tesseract).text)]
    rows.append(Row("line reader", lambda image: read_page(image, 1, LineReader()).text))
    for engines in make_engines(settings).values():
        rows.append(Row(engines.reading.value, partial(_read, engines)))
    return rows


def _read(engines: Cascade, image: PageImage) -> str:
    return read_page(image, 1, engines.for_page()).text


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.readers", description=__doc__)
    parser.add_argument("--documents", type=int, default=6)
    parser.add_argument("--level", type=Damage, action="append", help="default: all four")
    options = parser.parse_args()
    use_one_thread()
    pages = held_out_pages(options.documents, options.level or list(Damage))
    console = Console(width=120)
    rows = make_rows(Settings())
    measured = [measure(row, pages) for row in track(rows, console=console, transient=True)]
    console.print(table_of_letters(measured, pages))
    console.print(table_of_gains("Words wrong, %", list(pairwise(measured)), pages))


if __name__ == "__main__":
    main()
