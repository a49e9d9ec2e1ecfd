"""Seals, signatures and stamps put on a letter that is laid out."""

import math
import random
from dataclasses import dataclass

from digitize.domain import Zone
from digitize.samples.composing import some_note
from digitize.samples.fonts import NOTE_PENS, PENS, Font, width_of
from digitize.samples.layout import LaidOut
from digitize.samples.letter import Letter, Style
from digitize.samples.look import Look
from digitize.samples.sheet import (
    BLACK,
    RED,
    Colour,
    Frame,
    FramedStamp,
    Run,
    Seal,
    SheetLine,
    Signature,
)
from digitize.samples.truth import Ink

URGENCIES = ("HỎA TỐC", "THƯỢNG KHẨN", "KHẨN")
SECRECIES = ("TUYỆT MẬT", "TỐI MẬT", "MẬT")
_REDS: tuple[Colour, ...] = (RED, (214, 60, 66), (190, 30, 60), (226, 96, 92))
_LEVEL_ROOM, _ARRIVAL_ROOM = 12.0, 34.0
_GREYS: tuple[Colour, ...] = ((40, 40, 42), (90, 90, 92))


@dataclass(frozen=True, slots=True)
class MarkWishes:
    """Which marks a letter gets. `pale` stamps are hard to see."""

    seal: bool = True
    signature: bool = True
    arrival: bool = False
    e_signature: bool = False
    note: bool = False
    grey: bool = False
    pale: bool = False


def stamp_height(letter: Letter, wishes: MarkWishes) -> float:
    """Room in mm that the stamps below the left header ask for."""
    levels = sum(_LEVEL_ROOM for text in (letter.secrecy, letter.urgency) if text)
    return levels + (_ARRIVAL_ROOM if wishes.arrival else 0.0)


def add_marks(
    laid: LaidOut, letter: Letter, look: Look, wishes: MarkWishes, rng: random.Random
) -> None:
    """Puts the marks on the sheets of `laid`, in place."""
    ink = rng.choice(_GREYS if wishes.grey else _REDS)
    strength = rng.uniform(0.3, 0.5) if wishes.pale else rng.uniform(0.85, 1.0)
    for place in laid.signatures:
        sheet = laid.sheets[place.sheet]
        width = rng.uniform(38, 55)
        if wishes.signature:
            pen = BLACK if wishes.grey else look.pen_colour
            sheet.signatures.append(
                Signature(
                    place.x + 4, place.y, width, place.room * 0.95, rng.randrange(1 << 30), pen
                )
            )
        if wishes.seal and place.sealed:
            # Over a third of the signature, at its left (NĐ 30, Phụ lục I, ô 8).
            x = place.x + 4 - width * 0.36 - rng.uniform(0, 3)
            y = place.y + rng.uniform(-3, 3)
            ring = _ring(letter)
            sheet.seals.append(
                Seal(
                    x,
                    y,
                    rng.uniform(16.5, 18.5),
                    ring,
                    letter.issuer.seal,
                    ink,
                    rng.uniform(-25, 25),
                    strength,
                )
            )
    first = laid.sheets[0]
    y = laid.free_y + 2
    for kind, text in (("secrecy", letter.secrecy), ("urgency", letter.urgency)):
        if text:
            first.stamps.append(_level(kind, text, y + _LEVEL_ROOM / 2, ink, strength, rng))
            y += _LEVEL_ROOM
    if wishes.arrival:
        first.stamps.append(_arrival(letter, y + _ARRIVAL_ROOM / 2, ink, strength, rng))
    if wishes.e_signature:
        _e_signature(laid, letter, rng)
    if wishes.note:
        _note(laid, rng)


def _ring(letter: Letter) -> str:
    if letter.style is Style.PARTY:
        return "ĐẢNG CỘNG SẢN VIỆT NAM"
    return letter.nation if letter.issuer.seal else " ".join(letter.issuer.name)


def _level(
    kind: str, text: str, y: float, ink: Colour, strength: float, rng: random.Random
) -> FramedStamp:
    """Frames of 30 x 8, 40 x 8 and 20 x 8 mm (NĐ 30, Phụ lục I)."""
    width, height = level_width(text), 8.0
    angle, size, frame = rng.uniform(-7, 7), rng.choice([13.0, 14.0]), Frame.BOX
    shown = text.replace("HỎA", "HOẢ") if rng.random() < 0.4 else text
    roll = rng.random()
    if roll < 0.2 and kind == "urgency":
        width, height, angle, size, frame = width + 14, 13.0, rng.uniform(5, 25), 12.0, Frame.ARROW
    elif roll < 0.3:
        frame = Frame.NONE
    family = rng.choice(["arimo", "tinos", "tinos"])
    row, x = ((shown, size),), rng.uniform(46, 58)
    return FramedStamp(
        kind, x, y, width, height, row, ink, angle, strength, family=family, frame=frame
    )


def level_width(text: str) -> float:
    """Of the frame in mm; texts that are no level of secrecy or urgency are longer."""
    return next(
        (width for most, width in ((5, 20.0), (7, 30.0), (11, 40.0)) if len(text) <= most), 60.0
    )


def _arrival(
    letter: Letter, y: float, ink: Colour, strength: float, rng: random.Random
) -> FramedStamp:
    """ĐẾN stamp of the body that received it, 35 x 50 mm at most (NĐ 30, Phụ lục IV)."""
    year, month, day = letter.day
    receiver = rng.choice(["SỞ NỘI VỤ", "VĂN PHÒNG UBND", "SỞ Y TẾ", "PHÒNG NỘI VỤ"])
    rows = ((receiver, 8.0), ("ĐẾN", 11.0), ("Số:", 9.0), ("Ngày:", 9.0), ("Chuyển:", 9.0))
    later = f"{min(day + rng.randint(1, 6), 28):02d}/{month}/{year}"
    fills = ((2, str(rng.randint(12, 9800))), (3, later))
    return FramedStamp(
        "arrival",
        rng.uniform(44, 54),
        y,
        rng.uniform(40, 50),
        rng.uniform(28, 34),
        rows,
        ink,
        rng.uniform(-5, 5),
        strength,
        fills,
        rng.choice(PENS),
    )


def _e_signature(laid: LaidOut, letter: Letter, rng: random.Random) -> None:
    """The caption that signing software prints at the top right of an electronic copy."""
    year, month, day = letter.day
    time = f"{rng.randint(8, 16):02d}:{rng.randint(0, 59):02d}:07 +07:00"
    rows = (
        f"Người ký: {' '.join(letter.issuer.name).title()}",
        f"Email: vanthu{rng.randint(1, 90)}@example.gov.vn",
        f"Cơ quan: {letter.issuer.territory.title()}",
        f"Thời gian ký: {day:02d}.{month:02d}.{year} {time}",
    )
    font, size, x, y = Font("arimo"), 6.5, rng.uniform(140, 150), rng.uniform(4, 5.5)
    colour: Colour = rng.choice([(40, 50, 200), BLACK])
    lines = []
    for row in rows:
        runs, at = [], x
        for word in row.split():
            runs.append(Run(word, at, y, font, size, colour=colour))
            at += width_of(word + " ", font, size)
        lines.append(SheetLine(Zone.CAPTION, runs))
        y += 2.7
    laid.sheets[0].lines[:0] = lines


def _note(laid: LaidOut, rng: random.Random) -> None:
    """A leader's words to the office, by hand in the upper margin, slanted."""
    font, size = Font(rng.choice(NOTE_PENS)), rng.uniform(15, 20)
    x, y, angle = rng.uniform(20, 80), rng.uniform(12, 15), rng.uniform(2, 8)
    runs = []
    for word in some_note(rng).split():
        runs.append(Run(word, x, y, font, size, Ink.PEN, (30, 40, 150), angle))
        step = width_of(word + " ", font, size)
        x, y = x + step, y - step * math.tan(math.radians(angle))
    laid.sheets[0].lines.append(SheetLine(Zone.STAMP, runs))
