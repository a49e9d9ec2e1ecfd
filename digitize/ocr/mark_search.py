"""Where on a page the letters MẬT may stand, which all secret marks end with.

Coarse to fine: one picture of the letters for all faces and slants is laid over the whole search
picture; where it fits best, pictures of each face and slant; and where these fit best, the same
on a finer picture.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from digitize.imaging.page import Pixels
from digitize.ocr.mark_pictures import (
    COARSE,
    INK_WEIGHT,
    SEARCH,
    SEARCH_SLANTS,
    SLANTS,
    Ink,
    any_letters,
    coarse_bank,
    lay_over,
    search_bank,
)

# Of the inked share beside the correlation: it tells more where strokes run together. Letters of no
# certain slant are sought twice: what print crosses shows in the one, what is worn in the other.
_ANY_WEIGHTS, _SEARCH_WEIGHT, _COARSE_WEIGHT = (0.4, 1.2), 0.8, INK_WEIGHT
_PIXELS = 2500  # looked at again by each weight
_SEARCHED, _PLACES = 64, 6  # places on each picture
_APART = (3.0, 6.0)  # mm between two places, down and across
_REACH = 2  # pixels that letters may lie from where they were seen
# Sums of correlation and weighed inked share without which a place is left. On 52 real and 160
# generated pages marks that are found reached 1.2 and 0.94 at least.
_LEAST_SEARCH, _LEAST_COARSE = 1.1, 0.87
_LEAST_ALONE = 0.7  # share of these that is enough where no print can pass for letters
_FAINT = 0.3  # less is no letter's ink
_ROOM = 8.0  # mm; half of the letters and more, at any slant


@dataclass(frozen=True, slots=True)
class Place:
    """Where MẬT may stand: its middle in mm, its slant in degrees, and how well it fits."""

    x: float
    y: float
    slant: float
    fit: float

    def is_near(self, other: "Place") -> bool:
        down, across = _APART
        return abs(self.y - other.y) < down / 2 and abs(self.x - other.x) < across / 2


@dataclass(frozen=True, slots=True, eq=False)
class SearchPictures:
    """A grey picture, reduced."""

    search: Pixels
    coarse: Pixels

    @classmethod
    def of(cls, pixels: Pixels, dpi: float) -> "SearchPictures":
        coarse = _reduced(pixels, COARSE * 25.4 / dpi)
        return cls(_reduced(coarse, SEARCH / COARSE), coarse)


def inked(pixels: Pixels, full: float) -> Ink:
    """0 for paper to 1 for what has `full` of the ink of black, or more."""
    return np.asarray(np.minimum((255 - pixels.astype(np.float32)) / (255 * full), 1), np.float32)


def find_places(pictures: SearchPictures, full: float, *, alone: bool) -> list[Place]:
    """Where MẬT may stand, best first, in ink of which `full` is as good as black. `alone`: there
    is no print in it, so that letters that print has cut may fit worse."""
    share = _LEAST_ALONE if alone else 1.0
    peaks = _peaks(inked(pictures.search, full), share * _LEAST_SEARCH)
    seen = _look_again(inked(pictures.coarse, full), peaks, share * _LEAST_COARSE)
    places: list[Place] = []
    for place in sorted(seen, key=lambda p: p.fit, reverse=True):
        if not any(place.is_near(other) for other in places):
            places.append(place)
    return places[:_PLACES]


def _reduced(pixels: Pixels, factor: float) -> Pixels:
    """By a whole number first, which is quick."""
    whole = max(1, int(1 / factor))
    height, width = (length // whole * whole for length in pixels.shape)
    size = (width // whole, height // whole)
    small = cv2.resize(pixels[:height, :width], size, interpolation=cv2.INTER_AREA)
    rest = factor * whole
    return np.asarray(cv2.resize(small, None, fx=rest, fy=rest, interpolation=cv2.INTER_LINEAR))


def _peaks(page: Ink, least: float) -> list[Place]:
    """The best places on the whole picture, which fit as well as `least`."""
    left, top, ink = _inked_part(page)
    letters = any_letters()
    down, across = (side // 2 for side in letters.shape)
    if ink.shape[0] <= down or ink.shape[1] <= across:
        return []
    sheet = cv2.copyMakeBorder(ink, down, down, across, across, cv2.BORDER_CONSTANT, value=(0,))
    shares, correlation = lay_over(np.asarray(sheet), letters, 1.0)
    shares -= correlation
    most = min(_PIXELS, ink.size)
    likely = [
        np.argpartition((correlation + weight * shares).ravel(), -most)[-most:]
        for weight in _ANY_WEIGHTS
    ]
    rows, columns = np.divmod(np.unique(np.concatenate(likely)), ink.shape[1])
    fits = search_bank().lay_over(ink, rows, columns, _SEARCH_WEIGHT)
    fit, which = fits.max(axis=1), fits.argmax(axis=1)
    seen = np.full(ink.shape, -1, np.float32)
    seen[rows, columns] = fit
    down, across = (round(SEARCH * mm) | 1 for mm in _APART)
    high = cv2.dilate(seen, np.ones((down, across), np.uint8))
    peaks = np.flatnonzero((fit == high[rows, columns]) & (fit > least))
    peaks = peaks[np.argsort(-fit[peaks], kind="stable")[:_SEARCHED]]
    return [
        Place(
            float(left + columns[k]) / SEARCH,
            float(top + rows[k]) / SEARCH,
            SEARCH_SLANTS[int(which[k]) % len(SEARCH_SLANTS)],
            float(fit[k]),
        )
        for k in peaks
    ]


def _inked_part(page: Ink) -> tuple[int, int, Ink]:
    """Left, top and what holds all ink of a search picture, with room for letters around it:
    pictures of red ink alone are nearly empty, and pages have margins."""
    x, y, width, height = cv2.boundingRect((page > _FAINT).astype(np.uint8))
    room = round(_ROOM * SEARCH)
    left, top = max(0, x - room), max(0, y - room)
    return left, top, page[top : y + height + room, left : x + width + room]


def _look_again(ink: Ink, peaks: list[Place], least: float) -> list[Place]:
    """The places near `peaks` where MẬT fits best, and as well as `least`, and its slants."""
    if not peaks:
        return []
    near = np.arange(-_REACH, _REACH + 1)
    height, width = ink.shape
    rows = np.array([round(p.y * COARSE) for p in peaks])[:, None, None] + near[:, None]
    columns = np.array([round(p.x * COARSE) for p in peaks])[:, None, None] + near
    rows, columns = np.broadcast_arrays(rows.clip(0, height - 1), columns.clip(0, width - 1))
    fits = coarse_bank().lay_over(ink, rows.ravel(), columns.ravel(), _COARSE_WEIGHT)
    best = fits.reshape(len(peaks), -1).argmax(axis=1)
    places = []
    for k, at in enumerate(best.tolist()):
        place, which = divmod(at, fits.shape[1])
        place += k * near.size**2
        y, x = float(rows.ravel()[place]), float(columns.ravel()[place])
        fit = float(fits[place, which])
        if fit > least:
            slant = float(SLANTS[which % len(SLANTS)])
            places.append(Place(x / COARSE, y / COARSE, slant, fit))
    return places
