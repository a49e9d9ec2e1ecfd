import random

import cv2
import numpy as np
import pytest

from digitize.imaging.page import Pixels
from digitize.samples.faults import Damage, Depth, Faults, scan_sheet, some_faults
from digitize.samples.geometry import move
from digitize.samples.marks import MarkWishes
from digitize.samples.scan import make_scan

QUARTER_TURNS = {0: 0, 90: -1, 180: 2, 270: 1}  # np.rot90 counts counter-clockwise


def sheet() -> Pixels:
    """White with lines of text-like bars."""
    page = np.full((600, 420, 3), 255, np.uint8)
    for y in range(60, 540, 24):
        page[y : y + 8, 50:370] = 30
    return page


def scan(faults: Faults) -> Pixels:
    return scan_sheet(sheet(), faults, behind=sheet(), seed=1).pixels


def sharpness(page: Pixels) -> float:
    """How much ink by row varies: most where lines are level."""
    grey = page if page.ndim == 2 else cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    return float(np.var((255.0 - grey).mean(axis=1)))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [-2.0, 1.3])
def test_rotation_and_skew_of_the_truth_level_the_page(rotation: int, skew: float) -> None:
    made = make_scan(
        "thong-bao", 7, faults=Faults(dpi=100, rotation=rotation, skew=skew), marks=MarkWishes()
    )
    upright = np.rot90(made.pages[0].pixels, QUARTER_TURNS[rotation])
    height, width = upright.shape[:2]

    def turned(clockwise: float) -> Pixels:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -clockwise, 1.0)
        white = (255, 255, 255)
        return np.asarray(cv2.warpAffine(upright, matrix, (width, height), borderValue=white))

    best = max(np.arange(-3, 3.01, 0.1), key=lambda angle: sharpness(turned(float(angle))))
    assert best == pytest.approx(skew, abs=0.15)


def test_words_of_a_line_stand_level_after_turning_back() -> None:
    made = make_scan("thong-bao", 7, faults=Faults(rotation=90, skew=1.8))
    page = made.truth.pages[0]
    line = max(page.lines, key=lambda ln: len(ln.words))
    ends = []
    for word in (line.words[0], line.words[-1]):
        # The scan, turned 90° clockwise: x becomes height - y, y becomes x.
        upright = (
            page.height - word.box.y1,
            word.box.x0,
            page.height - word.box.y0,
            word.box.x1,
        )
        level = np.asarray(cv2.getRotationMatrix2D((0, 0), -page.skew, 1.0), np.float64)
        middle = ((upright[0] + upright[2]) / 2, (upright[1] + upright[3]) / 2)
        ends.append(level @ np.array([*middle, 1.0]))
    slope = (ends[1][1] - ends[0][1]) / (ends[1][0] - ends[0][0])
    assert abs(np.degrees(np.arctan(slope))) < 0.35  # letters with and without descenders


@pytest.mark.parametrize(
    ("fault", "sees"),
    [
        (Faults(fall_off=0.5), lambda a, b: a[300, 415].mean() < b[300, 415].mean() - 60),
        (Faults(fold=(0.5, 0.4)), lambda a, b: a[300, 10].mean() < b[300, 10].mean() - 60),
        (Faults(show_through=0.3), lambda a, b: a.mean() <= b.mean()),
        (Faults(fade=0.9), lambda a, b: a.mean() > b.mean()),
        (Faults(noise=8.0), lambda a, b: a[:40].std() > b[:40].std() + 2),
        (Faults(speckle=0.002), lambda a, b: (a[:40] < 100).sum() > (b[:40] < 100).sum()),
        (Faults(holes=True), lambda a, b: (a[:, :120] < 60).sum() > (b[:, :120] < 60).sum()),
        (Faults(borders=(6, 0, 0, 0)), lambda a, b: a[:, :40].max() < 60 < b[:, :40].min()),
        (Faults(depth=Depth.BILEVEL), lambda a, b: set(np.unique(a)) == {0, 255}),
        (Faults(jpeg=20), lambda a, b: a[50:60].std() != b[50:60].std()),
        (Faults(paper=(240, 230, 200)), lambda a, b: tuple(a[5, 5]) == (200, 230, 240)),
    ],
    ids=lambda value: next(iter(value.to_dict())) if isinstance(value, Faults) else "",
)
def test_a_fault_shows(fault: Faults, sees) -> None:  # type: ignore[no-untyped-def]
    assert sees(scan(fault), scan(Faults()))


def test_show_through_is_the_mirrored_back() -> None:
    back = np.full((600, 420, 3), 255, np.uint8)
    back[100:150, 20:60] = 0
    blank = np.full((600, 420, 3), 255, np.uint8)
    seen = scan_sheet(blank, Faults(show_through=0.3), behind=back, seed=1).pixels
    assert seen[125, 420 - 40].mean() < 200
    assert seen[125, 40].mean() == 255


def test_the_matrix_leads_from_sheet_to_scan() -> None:
    made = scan_sheet(
        sheet(),
        Faults(rotation=270, skew=1.0, borders=(5, 2, 0, 0)),
        behind=sheet(),
        seed=1,
    )
    x0, y0, x1, y1 = (round(v) for v in move(made.matrix, (60, 62, 90, 66)))
    assert made.pixels[y0 + 1 : y1 - 1, x0 + 1 : x1 - 1].mean() < 120


def test_truth_names_only_what_was_done() -> None:
    told = Faults(skew=1.0, depth=Depth.GREY).to_dict()
    assert told == {"dpi": 200, "depth": "grey", "skew": 1.0}


def test_damage_grows() -> None:
    def skews(damage: Damage) -> float:
        return sum(abs(some_faults(damage, random.Random(seed)).skew) for seed in range(40))

    assert skews(Damage.NONE) == 0
    assert skews(Damage.LIGHT) < skews(Damage.MODERATE) < skews(Damage.HEAVY)
