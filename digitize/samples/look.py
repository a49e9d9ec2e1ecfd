"""How one office sets its pages: fonts, sizes, margins and what it fills in by pen."""

import random
from dataclasses import dataclass

from digitize.samples.fonts import PENS, TIMES
from digitize.samples.letter import Style
from digitize.samples.sheet import BLACK, BLUE, Colour


@dataclass(frozen=True, slots=True)
class Look:
    """Margins in mm and sizes in points, in the ranges of NĐ 30/2020, Phụ lục I. `spacing`: line
    height in lines. `pen_*`: what is left open in print and filled in by hand."""

    family: str
    size: float
    left: float
    right: float
    top: float
    bottom: float
    spacing: float
    gap: float  # between paragraphs, mm
    pen: str
    pen_colour: Colour
    pen_scale: float  # height of the handwriting, against print
    pen_lift: float  # above the line, mm
    pen_angle: float
    pen_number: bool
    pen_day: bool
    pen_month: bool
    signature_gap: float  # room for the signature, mm
    stamp_room: float  # left open below the header for stamps, as a share of their height
    motto_dash: str
    pen_acting: bool  # KT. added by hand before a printed title
    rubber_name: bool  # the signer's name is a red rubber stamp
    old_tones: bool  # HOÀ for HÒA


def some_look(rng: random.Random, style: Style) -> Look:
    old = style is Style.OLD
    by_pen = rng.random() < 0.85
    return Look(
        family="cousine" if old else rng.choice(TIMES),
        size=11.0 if old else rng.choice([13.0, 13.0, 13.5, 14.0]),
        left=rng.uniform(28, 35),
        right=rng.uniform(15, 20),
        top=rng.uniform(18, 25),
        bottom=rng.uniform(18, 25),
        spacing=rng.uniform(1.0, 1.3),
        gap=rng.choice([0.0, 1.0, 2.1, 2.1]),
        pen=rng.choice(PENS),
        pen_colour=rng.choice([BLUE, BLUE, BLACK, (20, 20, 70)]),
        pen_scale=rng.uniform(1.15, 1.6),
        pen_lift=rng.uniform(-0.4, 1.2),
        pen_angle=rng.uniform(-3, 9),
        pen_number=by_pen,
        pen_day=by_pen or rng.random() < 0.4,
        pen_month=by_pen and rng.random() < 0.3,
        signature_gap=rng.uniform(20, 30),
        stamp_room=rng.choice([0.3, 0.8, 1.0]),
        motto_dash=rng.choice(["-", "-", "–"]),
        pen_acting=rng.random() < 0.06,
        rubber_name=rng.random() < 0.08,
        old_tones=rng.random() < 0.3,
    )
