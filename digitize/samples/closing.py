"""The end of a document: Nơi nhận at the left, the signers at the right."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from digitize.domain import Zone
from digitize.samples.flow import Flow, by_pen, column, pieces
from digitize.samples.fonts import MM_PER_POINT, Face
from digitize.samples.letter import Letter, Style
from digitize.samples.look import Look
from digitize.samples.sheet import RED, Rule, SheetLine
from digitize.samples.truth import Ink


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """Where a signer signs: the sheet's position in the letter, and the middle between title
    and name, in mm."""

    sheet: int
    x: float
    y: float
    room: float
    sealed: bool


def closing(letter: Letter, flow: Flow) -> tuple[SignaturePlace, ...]:
    """Ô 7 and 9b: Nơi nhận at the left, the signer at the right; kept on one sheet."""
    look = flow.look
    size = look.size
    step = size * MM_PER_POINT * 1.25
    tall = max(len(s.titles) for s in letter.signers) * step + look.signature_gap + 2 * step
    small = 11 * MM_PER_POINT * 1.15
    flow.y += 3
    flow.need(max(tall, (len(letter.recipients) + 1) * small) + 2)
    top = flow.y
    if letter.recipients:
        _recipients(letter, flow, top)
    middle = (flow.left + flow.right) / 2
    columns = [(middle, flow.right)]
    if len(letter.signers) == 2:
        columns.insert(0, (flow.left, middle))
    places = []
    for (x0, x1), signer in zip(columns, letter.signers, strict=True):
        lines = [(pieces(title, Face.BOLD), size) for title in signer.titles]
        start = len(flow.sheet.lines)
        y, _ = column(flow, lines, x0, x1, top, Zone.BODY)
        if look.pen_acting:
            _acting_by_pen(flow.sheet.lines[start:], look)
        name_y = y + look.signature_gap + step
        flow.centred(
            pieces(signer.name, Face.BOLD), x0, x1, name_y, size, Zone.BODY, flow.new_block()
        )
        if look.rubber_name:
            _stamp(flow.sheet.lines[-1], 1.5)
        places.append(
            SignaturePlace(
                len(flow.sheets) - 1,
                (x0 + x1) / 2,
                (y + name_y - step) / 2 + 1,
                look.signature_gap,
                signer.sealed,
            )
        )
    return tuple(places)


def _acting_by_pen(lines: Sequence[SheetLine], look: Look) -> None:
    """A deputy signs on paper printed for the head: KT. is added by hand."""
    for line in lines:
        first = line.runs[0]
        if first.text == "KT.":
            line.runs[0] = by_pen("KT.", first.x - 1, first.y, look, first.size * look.pen_scale)


def _stamp(line: SheetLine, angle: float) -> None:
    """A rubber stamp: red and not quite level, turned about its first word."""
    x, slope = line.runs[0].x, math.tan(math.radians(angle))
    line.runs[:] = [
        replace(r, ink=Ink.STAMP, colour=RED, angle=angle, y=r.y - (r.x - x) * slope)
        for r in line.runs
    ]


def _recipients(letter: Letter, flow: Flow, top: float) -> None:
    party = letter.style is Style.PARTY
    size = 12.0 if not party else 13.0
    block, x = flow.new_block(), flow.left - 2
    y = top + size * MM_PER_POINT * 1.15
    label = pieces("Nơi nhận:", Face.REGULAR if party else Face.BOLD_ITALIC)
    flow.sheet.lines.append(SheetLine(Zone.BODY, flow.place(label, x, y, size), block))
    if party:
        flow.sheet.rules.append(Rule(x, y + 0.8, x + flow.width(label, size), y + 0.8))
    size = 11.0 if flow.look.family != "cousine" else 9.5
    for number, name in enumerate(letter.recipients, 1):
        end = "." if number == len(letter.recipients) else ";"
        for line in flow.wrap(pieces(f"- {name}{end}"), 62, size):
            y += size * MM_PER_POINT * 1.15
            flow.sheet.lines.append(SheetLine(Zone.BODY, flow.place(line, x, y, size), block))
