"""What each stage of cleaning and reading brings, and what it costs:
`python -m benchmarks.ablation [--documents 6] [--level heavy …]`.

First pages of generated letters, the same at four levels of damage. In the first tables each row
has one stage more than the row above it: read by Tesseract, then by our reader, then by both. In
the last each row is the fast reading with one stage less. Gains are in points of words wrong over
all pages, with their 95 % interval (bootstrap over pages), costs in core-seconds a page. Stages are
taken out of the real code by putting functions in their place that do nothing.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from statistics import fmean
from types import ModuleType
from typing import Any
from unittest.mock import patch

import cv2
import numpy as np
from rich import box
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.cost import cores
from digitize.domain import Line
from digitize.evaluation.comparing import interval
from digitize.evaluation.figures import ratio
from digitize.evaluation.scoring import TextScore, score_text
from digitize.imaging import cleaning
from digitize.imaging.letters import Letters
from digitize.imaging.orientation import Orientation
from digitize.imaging.page import CleanPage, Geometry, PageImage, Pixels
from digitize.imaging.skew import find_level
from digitize.ocr import cascade, reading
from digitize.ocr.cascade import Cascade, Reading
from digitize.ocr.reader.engine import LineReader
from digitize.ocr.tesseract import TesseractEngine
from digitize.samples.faults import Damage
from digitize.samples.letter import Kind, Style
from digitize.samples.scan import make_scan
from digitize.settings import Settings

DOCUMENTS = (
    (Kind.CONG_VAN, Style.STATE),
    (Kind.QUYET_DINH, Style.STATE),
    (Kind.NGHI_QUYET, Style.PARTY),
    (Kind.BIEN_BAN, Style.STATE),
    (Kind.QUYET_DINH, Style.OLD),
    (Kind.TO_TRINH, Style.STATE),
    (Kind.GIAY_MOI, Style.STATE),
    (Kind.BAO_CAO, Style.STATE),
)
_SEED = 7000  # far from those that training and the committed samples are made with


@dataclass(frozen=True, slots=True)
class Page:
    level: Damage
    image: PageImage
    text: str


def make_pages(documents: Sequence[tuple[Kind, Style]], levels: Sequence[Damage]) -> list[Page]:
    """First pages of letters, each at every level."""
    pages = []
    for level in levels:
        for number, (kind, style) in enumerate(documents):
            scan = make_scan(kind.value, _SEED + number, damage=level, style=style)
            pages.append(Page(level, scan.pages[0], scan.truth.pages[0].text))
    return pages


Stand = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Stage:
    """`out`: what stands for functions of the module that it belongs to while it is out."""

    name: str
    out: Mapping[str, Stand]


def _lying_as_scanned(letters: Letters, *, prior: int = 0) -> Orientation:
    return Orientation(prior, 1.0, find_level(letters.turned(prior)))


def _plain_grey(pixels: Pixels) -> Pixels:
    if pixels.ndim == 2:
        return pixels
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)


# In the order in which the table adds them.
_CLEANING = (
    Stage("light evened", {"flatten": lambda grey, light: grey, "deepen": lambda grey: grey}),
    Stage("borders taken out", {"find_borders": lambda small, dpi: np.zeros_like(small)}),
    Stage("turned upright", {"find_orientation": _lying_as_scanned}),
    Stage("levelled", {"refine": lambda letters, level: 0.0}),
    Stage("smoothed", {"_smooth": lambda page, grey: grey}),
    Stage("brought up to 200 dpi", {"reading_scale": lambda width, height, dpi: 1.0}),
    Stage("coloured ink apart", {"text_grey": _plain_grey, "red_ink": lambda pixels: None}),
)
_READING = (
    Stage("word filter", {"filter_words": list}),
    Stage(
        "layout",
        {
            "arrange": lambda lines, width, height, tables: list(lines),
            "find_tables": lambda text, dpi: [],
        },
    ),
    Stage(
        "stamps apart",
        {
            "take_black": lambda text, red, dpi: ([], [], text),
            "take_red": lambda *_: [],
        },
    ),
    Stage(
        "secret marks by shape",
        {"mark_inks": lambda *_: [], "find_lettering": lambda *_: []},
    ),
    Stage("signing block again", {"_read_signing": lambda *_: []}),
)
_LANGUAGE = Stage("language", {"choose": lambda line: line})


@contextmanager
def without(module: ModuleType, stages: Sequence[Stage]) -> Iterator[None]:
    """The module with some of its stages out."""
    with ExitStack() as stack:
        for stage in stages:
            for name, stand in stage.out.items():
                stack.enter_context(patch.object(module, name, stand))
        yield


@dataclass(frozen=True, slots=True)
class Row:
    """A way of reading, by its name."""

    name: str
    read: Callable[[PageImage], str]


def growing(engines: Mapping[Reading, Cascade]) -> list[Row]:
    """From nothing to the whole, one stage more in each row."""
    engine = engines[Reading.CAREFUL].second
    assert engine is not None

    def as_scanned(image: PageImage) -> str:
        grey = _plain_grey(image.pixels)
        page = CleanPage(grey, image.dpi, Geometry(), image.width, image.height, image.dpi)
        return _text(engine.read(page, 1))

    def cleaned(number: int, image: PageImage) -> str:
        with without(cleaning, _CLEANING[number:]):
            page = cleaning.clean(image)
        return _text(engine.read(page, 1))

    def whole(number: int, image: PageImage) -> str:
        with without(reading, _READING[number:]):
            return reading.read_page(image, 1, engine).text

    rows = [Row("as scanned", as_scanned)]
    rows += [Row(s.name, partial(cleaned, number)) for number, s in enumerate(_CLEANING, 1)]
    rows += [Row(s.name, partial(whole, number)) for number, s in enumerate(_READING, 1)]
    rows.append(
        Row("line reader instead", partial(_less, cascade, [_LANGUAGE], engines[Reading.FAST]))
    )
    rows += [
        Row(reading.value, partial(_less, cascade, (), one)) for reading, one in engines.items()
    ]
    return rows


def one_out(engines: Cascade) -> list[Row]:
    """The whole, then the whole less each stage in turn."""
    rows = [Row("all stages", partial(_less, cascade, (), engines))]
    for module, stages in ((cleaning, _CLEANING), (reading, _READING), (cascade, [_LANGUAGE])):
        rows += [Row(f"not {s.name}", partial(_less, module, [s], engines)) for s in stages]
    return rows


def _less(module: ModuleType, stages: Sequence[Stage], engines: Cascade, image: PageImage) -> str:
    with without(module, stages):
        return reading.read_page(image, 1, engines.for_page()).text


def make_engines(settings: Settings) -> dict[Reading, Cascade]:
    tesseract = TesseractEngine(settings.language, settings.page_timeout)
    return {one: Cascade(one, LineReader(), tesseract) for one in Reading}


def _text(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines)


@dataclass(frozen=True, slots=True)
class Measured:
    """`scores`: of each page, in the order of the pages. `cores`: seconds a page."""

    name: str
    scores: tuple[TextScore, ...]
    cores: float


def measure(row: Row, pages: Sequence[Page]) -> Measured:
    begun = cores()
    texts = [row.read(page.image) for page in pages]
    spent = (cores() - begun) / len(pages)
    scores = (score_text(page.text, text) for page, text in zip(pages, texts, strict=True))
    return Measured(row.name, tuple(scores), spent)


def table_of_gains(
    title: str, pairs: Sequence[tuple[Measured, Measured]], pages: Sequence[Page]
) -> Table:
    """Words wrong by level of the first of all pairs, and of the second of each, with what it
    gains and costs against its first."""
    table = _table(title, pages, "gain", "95 %", "core-s a page", "cost")
    first = pairs[0][0]
    table.add_row(first.name, *_words_wrong(first, pages), "", "", f"{first.cores:.2f}", "")
    for before, after in pairs:
        was, now = ([(s.words_wrong, 1.0) for s in one.scores] for one in (before, after))
        low, high = interval(now, was)
        table.add_row(
            after.name,
            *_words_wrong(after, pages),
            f"{100 * (ratio(was) - ratio(now)):+.2f}",
            f"{100 * low:+.2f} … {100 * high:+.2f}",
            f"{after.cores:.2f}",
            f"{after.cores - before.cores:+.2f}",
        )
    return table


def _words_wrong(one: Measured, pages: Sequence[Page]) -> list[str]:
    return _by_level([score.words_wrong for score in one.scores], pages)


def table_of_letters(measured: Sequence[Measured], pages: Sequence[Page]) -> Table:
    table = _table("CER, %", pages)
    for one in measured:
        table.add_row(one.name, *_by_level([score.cer for score in one.scores], pages))
    return table


def _table(title: str, pages: Sequence[Page], *more: str) -> Table:
    table = Table("", title=title, box=box.MARKDOWN)
    for heading in (*(level.value for level in _levels(pages)), "all", *more):
        table.add_column(heading, justify="right")
    return table


def _levels(pages: Sequence[Page]) -> list[Damage]:
    return list(dict.fromkeys(page.level for page in pages))


def _by_level(values: Sequence[float], pages: Sequence[Page]) -> list[str]:
    """Means of each level and of all, in per cent."""
    groups = [
        [value for value, page in zip(values, pages, strict=True) if page.level is level]
        for level in _levels(pages)
    ]
    return [f"{100 * fmean(group):.1f}" for group in [*groups, values]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ablation", description=__doc__)
    parser.add_argument("--documents", type=int, default=6, choices=range(1, len(DOCUMENTS) + 1))
    parser.add_argument("--level", type=Damage, action="append", help="default: all four")
    options = parser.parse_args()
    settings = Settings()
    cleaning.use_one_thread()
    pages = make_pages(DOCUMENTS[: options.documents], options.level or list(Damage))
    console = Console(width=120)
    engines = make_engines(settings)
    rows = growing(engines)
    measured = [measure(row, pages) for row in track(rows, console=console, transient=True)]
    console.print(table_of_gains("Words wrong, %", list(pairwise(measured)), pages))
    console.print(table_of_letters(measured, pages))
    rows = one_out(engines[Reading.FAST])
    whole, *others = (measure(row, pages) for row in track(rows, console=console, transient=True))
    console.print(table_of_gains("One stage less", [(whole, one) for one in others], pages))


if __name__ == "__main__":
    main()
