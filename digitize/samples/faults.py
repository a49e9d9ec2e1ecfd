"""What a scanner and time do to a sheet, each fault with its parameters."""

import random
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.imaging.page import Pixels
from digitize.samples.geometry import Matrix, chain


class Depth(StrEnum):
    COLOUR = "colour"
    GREY = "grey"
    BILEVEL = "bilevel"


class Damage(StrEnum):
    NONE = "none"
    LIGHT = "light"
    MODERATE = "moderate"
    HEAVY = "heavy"


@dataclass(frozen=True, slots=True)
class Faults:
    """Shares and strengths are in 0..1, lengths in mm.

    `rotation`, `skew`: what levels the scan again, as in PageText. `shift`: the sheet on the
    glass. `borders`: black beyond the sheet's edge, left, top, right, bottom. `fold`: place down
    the sheet and strength of a fold's shadow. `fade`: ink lost in patches. `dropout`: ink lost
    along feeder lines. `threshold`: grey level of 1-bit scans.
    """

    dpi: int = 200
    depth: Depth = Depth.COLOUR
    rotation: int = 0
    skew: float = 0.0
    shift: tuple[float, float] = (0.0, 0.0)
    paper: tuple[int, int, int] = (255, 255, 255)
    fall_off: float = 0.0
    fall_off_angle: float = 0.0
    fold: tuple[float, float] = (0.0, 0.0)
    show_through: float = 0.0
    fade: float = 0.0
    dropout: float = 0.0
    blur: float = 0.0
    noise: float = 0.0
    speckle: float = 0.0
    borders: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    holes: bool = False
    threshold: int = 168
    jpeg: int = 0  # quality; 0: none

    def to_dict(self) -> dict[str, Any]:
        """Parameters that differ from a perfect scan, with depth and dpi."""
        blank = asdict(Faults())
        values = {k: v for k, v in asdict(self).items() if v != blank[k] or k in ("dpi", "depth")}
        return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}


def some_faults(damage: Damage, rng: random.Random) -> Faults:
    """Faults as they come together: a feeder's 1-bit scan, an office scanner, a bad copy."""
    if damage is Damage.NONE:
        return Faults()
    level = {Damage.LIGHT: 0.35, Damage.MODERATE: 0.7, Damage.HEAVY: 1.0}[damage]
    depth = rng.choice([Depth.COLOUR, Depth.COLOUR, Depth.GREY, Depth.BILEVEL])
    bilevel = depth is Depth.BILEVEL

    def maybe(chance: float, low: float, high: float) -> float:
        roll, value = rng.random(), rng.uniform(low, high)
        return round(value * level, 4) if roll < chance * (0.5 + level) else 0.0

    tint = rng.choice([(255, 255, 255), (250, 250, 248), (247, 244, 232), (236, 238, 228)])
    dpi = {
        Damage.LIGHT: [200, 200, 300],
        Damage.MODERATE: [150, 200, 200, 300],
        Damage.HEAVY: [100, 120, 150, 200],
    }[damage]
    qualities = {
        Damage.LIGHT: (75, 92),
        Damage.MODERATE: (55, 85),
        Damage.HEAVY: (35, 70),
    }[damage]
    return Faults(
        dpi=rng.choice([200, 300] if bilevel else dpi),
        depth=depth,
        rotation=rng.choice([0, 0, 0, 90, 180, 270]) if damage is Damage.HEAVY else 0,
        skew=round(rng.uniform(-2.2, 2.2) * level, 2),
        shift=(round(rng.uniform(-3, 3) * level, 2), round(rng.uniform(-3, 3) * level, 2)),
        paper=(255, 255, 255) if bilevel else tint,
        fall_off=maybe(0.5, 0.1, 0.4),
        fall_off_angle=round(rng.uniform(0, 360), 1),
        fold=(round(rng.uniform(0.25, 0.75), 3), maybe(0.25, 0.1, 0.4)),
        show_through=maybe(0.4, 0.08, 0.22),
        fade=maybe(0.35, 0.3, 0.75),
        dropout=maybe(0.2, 0.2, 0.7),
        # Grain before the threshold roughens edges, as on all 1-bit scans.
        blur=round(rng.uniform(0.4, 0.9), 2) if bilevel else maybe(0.5, 0.3, 1.0),
        noise=round(rng.uniform(6, 18), 1) if bilevel else maybe(0.7, 2.0, 9.0),
        speckle=maybe(0.5, 0.00002, 0.0006),
        borders=(maybe(0.3, 1, 9), maybe(0.3, 1, 9), maybe(0.3, 1, 9), maybe(0.3, 1, 9)),
        holes=rng.random() < 0.3 * level,
        threshold=rng.randint(140, 190),
        jpeg=0 if bilevel else rng.randint(*qualities),
    )


@dataclass(frozen=True, slots=True)
class Scanned:
    """`matrix` maps pixels of the drawn sheet to pixels of the scan."""

    pixels: Pixels
    matrix: Matrix


def scan_sheet(sheet: Pixels, faults: Faults, *, behind: Pixels, seed: int) -> Scanned:
    """The sheet, BGR at `faults.dpi`, as scanned. `behind`: its other side, of the same size or
    not, for show-through."""
    noise = np.random.default_rng(seed)
    page = sheet
    if faults.fade or faults.dropout:
        page = _fade(page, faults, noise)
    if faults.show_through:
        page = _show_through(page, behind, faults.show_through)
    if faults.paper != (255, 255, 255):
        page = _tint(page, faults.paper)
    if faults.holes:
        page = _punch(page, faults)
    page, matrix = _on_the_glass(page, faults)
    light = _light(page.shape[0], page.shape[1], faults)
    if light is not None:
        page = np.asarray(cv2.multiply(page, cv2.merge([light] * 3), dtype=cv2.CV_8U), np.uint8)
    if faults.depth is not Depth.COLOUR:
        page = np.asarray(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), np.uint8)
    if faults.blur:
        page = np.asarray(cv2.GaussianBlur(page, (0, 0), faults.blur), np.uint8)
    if faults.noise or faults.speckle:
        page = _noise(page, faults, noise)
    if faults.depth is Depth.BILEVEL:
        page = np.where(page < faults.threshold, 0, 255).astype(np.uint8)
    page, turn = _turn(page, faults.rotation)
    if faults.jpeg:
        coded = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, faults.jpeg])[1]
        page = np.asarray(cv2.imdecode(coded, cv2.IMREAD_UNCHANGED), np.uint8)
    return Scanned(page, chain(matrix, turn))


def _field(height: int, width: int, cells: int, noise: np.random.Generator) -> NDArray[np.float32]:
    """A smooth random surface in 0..1."""
    rows = max(2, round(cells * height / width))
    coarse = noise.random((rows, cells), dtype=np.float32)
    smooth = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(np.asarray(smooth, np.float32), 0, 1)


def _fade(page: Pixels, faults: Faults, noise: np.random.Generator) -> Pixels:
    """Weak toner: patches where print grows pale; feeder lines where it is gone."""
    height, width = page.shape[:2]
    keep = 1 - faults.fade * np.clip(_field(height, width, 5, noise) * 1.6 - 0.5, 0, 1)
    if faults.dropout:
        columns = noise.random((1, width), dtype=np.float32)
        smooth = np.asarray(cv2.GaussianBlur(columns, (0, 0), 1.5), np.float32)
        weak = smooth < np.quantile(smooth, 0.25)
        patch = _field(height, width, 4, noise) > 0.55
        keep = np.where(weak & patch, keep * (1 - faults.dropout), keep)
    ink = cv2.multiply(255 - page, cv2.merge([keep.astype(np.float32)] * 3), dtype=cv2.CV_8U)
    return np.asarray(255 - ink, np.uint8)


def _show_through(page: Pixels, behind: Pixels, strength: float) -> Pixels:
    """The other side, mirrored, blurred and pale."""
    other = cv2.flip(behind, 1)
    if other.shape != page.shape:
        other = cv2.resize(other, (page.shape[1], page.shape[0]))
    soft = cv2.GaussianBlur(other, (0, 0), 1.2)
    pale = cv2.addWeighted(soft, strength, np.full_like(soft, 255), 1 - strength, 0)
    return np.asarray(cv2.multiply(page, pale, scale=1 / 255), np.uint8)


def _tint(page: Pixels, paper: tuple[int, int, int]) -> Pixels:
    sheet = np.full_like(page, paper[::-1])
    return np.asarray(cv2.multiply(page, sheet, scale=1 / 255), np.uint8)


def _punch(page: Pixels, faults: Faults) -> Pixels:
    """Two filing holes at the left edge, 80 mm apart and 6 mm wide (ISO 838); the lid behind
    them is dark."""
    page, scale = page.copy(), faults.dpi / 25.4
    middle = page.shape[0] / 2
    for offset in (-40, 40):
        centre = (round(12 * scale), round(middle + offset * scale))
        cv2.circle(page, centre, round(3 * scale), (40, 40, 44), -1, cv2.LINE_AA)
    return page


def _on_the_glass(page: Pixels, faults: Faults) -> tuple[Pixels, Matrix]:
    """Skew, shift and what lies beyond the sheet: black where borders are, else like paper."""
    height, width = page.shape[:2]
    scale = faults.dpi / 25.4
    left, top, right, bottom = (side * scale for side in faults.borders)
    # A positive `skew` says: turn clockwise to level. So the sheet lies counter-clockwise.
    matrix = np.asarray(
        cv2.getRotationMatrix2D((width / 2, height / 2), faults.skew, 1.0), np.float64
    )
    matrix[:, 2] += (faults.shift[0] * scale, faults.shift[1] * scale)
    black = any(faults.borders)
    if black:
        matrix[:, 2] += (left, top)
    size = (round(width + left + right), round(height + top + bottom))
    if faults.skew == 0 and faults.shift == (0.0, 0.0) and not black:
        return page, matrix
    glass = cv2.warpAffine(page, matrix, size, borderValue=faults.paper[::-1])
    if black:
        outside = 255 - cv2.warpAffine(
            np.full((height, width), 255, np.uint8), matrix, size, flags=cv2.INTER_NEAREST
        )
        sides = np.zeros(outside.shape, bool)
        reach = round(0.06 * height)  # as far as a slanted edge comes in
        for share, part in (
            (left, np.s_[:, : round(left) + reach]),
            (right, np.s_[:, size[0] - round(right) - reach :]),
            (top, np.s_[: round(top) + reach, :]),
            (bottom, np.s_[size[1] - round(bottom) - reach :, :]),
        ):
            if share:
                sides[part] = True
        glass[(outside > 0) & sides] = (18, 18, 20)
    return np.asarray(glass, np.uint8), matrix


def _light(height: int, width: int, faults: Faults) -> NDArray[np.float32] | None:
    if not faults.fall_off and not faults.fold[1]:
        return None
    small_h, small_w = height // 8 + 1, width // 8 + 1
    ys, xs = np.mgrid[0 : 1 : complex(0, small_h), 0 : 1 : complex(0, small_w)]
    light = np.ones((small_h, small_w), np.float32)
    if faults.fall_off:
        angle = np.deg2rad(faults.fall_off_angle)
        along = (xs - 0.5) * np.cos(angle) + (ys - 0.5) * np.sin(angle) + 0.5
        light -= faults.fall_off * np.clip(along, 0, 1.2) ** 2
    if faults.fold[1]:
        away = ys - faults.fold[0] - 0.01 * np.sin(xs * 5)
        light -= faults.fold[1] * np.exp(-((away / 0.012) ** 2)) * 0.8
        light -= faults.fold[1] * 0.5 * np.where(away > 0, np.exp(-away / 0.15), 0)
    smooth = cv2.resize(np.clip(light, 0.1, 1).astype(np.float32), (width, height))
    return np.asarray(smooth, np.float32)


def _noise(page: Pixels, faults: Faults, noise: np.random.Generator) -> Pixels:
    height, width = page.shape[:2]
    if faults.noise:
        # One tile of grain, repeated: looks like fresh grain and is ten times faster.
        grain = noise.normal(0, faults.noise, (512, 512)).astype(np.float32)
        rows, columns = height // 512 + 2, width // 512 + 2
        whole = np.tile(grain, (rows, columns))[:height, :width].astype(np.int16)
        wide = page.astype(np.int16) + (whole if page.ndim == 2 else whole[:, :, None])
        page = np.clip(wide, 0, 255).astype(np.uint8)
    if faults.speckle:
        page = page.copy()
        for _ in range(int(height * width * faults.speckle / 4)):
            x, y = int(noise.integers(width)), int(noise.integers(height))
            side = int(noise.integers(1, max(2, faults.dpi // 80) + 1))
            page[y : y + side, x : x + side] = int(noise.integers(0, 90))
    return page


def _turn(page: Pixels, rotation: int) -> tuple[Pixels, Matrix]:
    """The scan such that `rotation` degrees clockwise set it upright."""
    height, width = page.shape[:2]
    if rotation == 0:
        return page, np.eye(2, 3)
    if rotation == 90:  # lies counter-clockwise
        turned = np.rot90(page, 1)
        matrix = np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, width]])
    elif rotation == 180:
        turned = np.rot90(page, 2)
        matrix = np.array([[-1.0, 0.0, width], [0.0, -1.0, height]])
    else:
        turned = np.rot90(page, 3)
        matrix = np.array([[0.0, -1.0, height], [1.0, 0.0, 0.0]])
    return np.ascontiguousarray(turned), matrix
