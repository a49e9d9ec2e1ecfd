"""How many secret marks are found, and how many pages stop without one.

    python -m benchmarks.secret_marks marked RESULTS --count 300 --first 1000
    python -m benchmarks.secret_marks unmarked RESULTS --count 1000 --first 1000
    python -m benchmarks.secret_marks stamped RESULTS --scans FOLDER
    python -m benchmarks.secret_marks scans RESULTS --scans FOLDER

`marked`: first pages of generated letters of all kinds and ages, with every damage, that bear a
mark: red or grey, framed or bare, pale or strong, slanted. `unmarked`: such pages of which half
bear a stamp that only looks alike. `stamped`: a mark put on the first pages of the PDFs in a
folder, on white or across print. `scans`: all pages of these PDFs as they are, which should bear
none. Each page is read as the pipeline reads it (`DIGITIZE_READING`). RESULTS is a file of JSON
lines, one a page; what is in it is not done again.
"""

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from digitize.archive.engines import open_cascade
from digitize.archive.page_reading import limits_of
from digitize.imaging.cleaning import clean, use_one_thread
from digitize.imaging.page import PageImage
from digitize.imaging.upright import turn
from digitize.intake.source import open_source
from digitize.metadata.secrets import find_secret_marks
from digitize.ocr.cascade import Cascade, Reading
from digitize.ocr.reading import read_page
from digitize.samples.drawing import stamp_on
from digitize.samples.faults import Damage
from digitize.samples.letter import Kind, Style
from digitize.samples.marks import SECRECIES, level_width
from digitize.samples.scan import make_scan
from digitize.samples.sheet import Colour, Frame, FramedStamp
from digitize.settings import Settings

# What other stamps say in the place of a mark.
_ALIKE = ("HỎA TỐC", "THƯỢNG KHẨN", "KHẨN", "LƯU HÀNH NỘI BỘ", "THẬT", "BẢN SAO", "SAO Y", "ĐÃ THU")
_STYLES = [*[Style.STATE] * 5, Style.PARTY, Style.OLD]
_DARK: tuple[Colour, ...] = ((200, 32, 44), (40, 40, 42), (90, 90, 92))
_INKS: tuple[Colour, ...] = (*_DARK, (214, 60, 66), (226, 96, 92))
_THRESHOLD = 168  # of a 1-bit scan


@dataclass(frozen=True, slots=True)
class Case:
    """`stamp`: the mark or its look-alike, empty where there is none."""

    name: str
    stamp: str
    about: str
    page: PageImage


def generated(number: int, *, secret: bool) -> Case:
    rng = random.Random(f"secret marks/{secret}/{number}")
    kind, style = rng.choice(list(Kind)), rng.choice(_STYLES)
    damage = list(Damage)[number % len(Damage)]
    level = rng.choice(SECRECIES) if secret else None
    other = rng.choice(_ALIKE) if rng.random() < (0.2 if secret else 0.5) else None
    scan = make_scan(
        kind.value, 500_000 + number, damage=damage, style=style, secrecy=level, urgency=other
    )
    faults = scan.truth.pages[0].faults
    about = f"{kind} {style} {damage} {faults['dpi']} dpi {faults['depth']}"
    return Case(str(number), level or other or "", about, scan.pages[0])


def scans(
    folder: Path, settings: Settings, *, first_only: bool, done: frozenset[str]
) -> Iterator[Case]:
    for path in sorted(folder.glob("*.pdf")):
        with open_source(path, path.name, limits_of(settings)) as source:
            for number in range(1, 2 if first_only else source.page_count + 1):
                name = f"{path.name}/{number}"
                if name not in done and source.page(number).text_layer is None:
                    yield Case(name, "", "as scanned", source.page(number).image)


def stamped(case: Case) -> Case:
    """The page upright, with a mark in the left of its upper part, where marks are set, on
    whatever stands there. A 1-bit scan keeps dark ink alone, so there the mark is dark."""
    rng = random.Random(f"stamped/{case.name}")
    level = rng.choice(SECRECIES)
    upright = turn(case.page.pixels, clean(case.page).rotation)
    bilevel = upright.ndim == 2 and len(np.unique(upright)) <= 2
    ink = rng.choice(_DARK if bilevel else _INKS)
    pale = rng.random() < 0.2 and not bilevel
    dpi = case.page.dpi
    stamp = FramedStamp(
        "secrecy",
        rng.uniform(0.12, 0.42) * upright.shape[1] * 25.4 / dpi,
        rng.uniform(0.05, 0.32) * upright.shape[0] * 25.4 / dpi,
        level_width(level),
        8.0,
        ((level, rng.choice([13.0, 14.0])),),
        ink,
        rng.uniform(-15, 15),
        rng.uniform(0.3, 0.5) if pale else rng.uniform(0.8, 1.0),
        family=rng.choice(["arimo", "tinos"]),
        frame=Frame.BOX if rng.random() < 0.85 else Frame.NONE,
    )
    colour = upright.copy() if upright.ndim == 3 else cv2.cvtColor(upright, cv2.COLOR_GRAY2BGR)
    pixels = np.asarray(colour, np.uint8)
    stamp_on(pixels, stamp, dpi, rng.randrange(1 << 30))
    if upright.ndim == 2:
        pixels = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    if bilevel:
        pixels = np.where(pixels < _THRESHOLD, 0, 255).astype(np.uint8)
    about = f"{ink} {stamp.frame} {stamp.strength:.2f} {stamp.angle:.0f}° {dpi:.0f} dpi"
    return Case(case.name, level, about, PageImage(pixels, dpi))


def cases(options: argparse.Namespace, settings: Settings, done: frozenset[str]) -> Iterator[Case]:
    if options.what in ("marked", "unmarked"):
        every = range(options.first, options.first + options.count)
        numbers = (number for number in every if str(number) not in done)
        yield from (generated(number, secret=options.what == "marked") for number in numbers)
    else:
        first_only = options.what == "stamped"
        found = scans(options.scans, settings, first_only=first_only, done=done)
        yield from map(stamped, found) if first_only else found


def judge(case: Case, cascade: Cascade) -> dict[str, Any]:
    marks = find_secret_marks([read_page(case.page, 1, cascade.for_page())])
    return {
        "name": case.name,
        "stamp": case.stamp,
        "about": case.about,
        "found": [[mark.level, mark.source] for mark in marks],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("marked", "unmarked", "stamped", "scans"))
    parser.add_argument("results", type=Path)
    parser.add_argument("--count", type=int, default=300, help="generated pages")
    parser.add_argument("--first", type=int, default=0, help="seed of the first of them")
    parser.add_argument("--scans", type=Path)
    options = parser.parse_args()
    if options.what in ("stamped", "scans") and options.scans is None:
        parser.error("name the folder of PDFs: --scans FOLDER")
    use_one_thread()
    settings = Settings()
    cascade = open_cascade(Reading(settings.reading), settings.language, settings.page_timeout)
    results: Path = options.results
    lines = results.read_text(encoding="utf-8").splitlines() if results.exists() else []
    rows = [json.loads(line) for line in lines]
    done = frozenset(row["name"] for row in rows)
    with results.open("a", encoding="utf-8") as file:
        for case in cases(options, settings, done):
            rows.append(judge(case, cascade))
            file.write(json.dumps(rows[-1], ensure_ascii=False) + "\n")
            file.flush()
    for row in rows:
        if bool(row["found"]) != (row["stamp"] in SECRECIES):
            print(row["name"], row["stamp"] or "-", row["about"], row["found"])
    stopped = sum(bool(row["found"]) for row in rows)
    print(f"{options.what}: {len(rows)} pages, {stopped} stopped")


if __name__ == "__main__":
    main()
