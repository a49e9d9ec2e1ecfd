"""A letter laid out on sheets, after NĐ 30/2020 Phụ lục I, the Party's rules or older habits."""

import random
from dataclasses import dataclass

from digitize.domain import Zone
from digitize.samples.closing import SignaturePlace, closing
from digitize.samples.flow import Flow, pieces
from digitize.samples.fonts import Face
from digitize.samples.header import contract_head, form_head, head, title
from digitize.samples.letter import Block, Kind, Letter, Style, Table
from digitize.samples.look import Look
from digitize.samples.sheet import Sheet, SheetLine

_INDENT = 11.0  # first line of a paragraph: 1 to 1.27 cm (NĐ 30, Phụ lục I)


@dataclass(frozen=True, slots=True)
class LaidOut:
    """`free_y`: where the left header ends on the first page; stamps go below it."""

    sheets: list[Sheet]
    signatures: tuple[SignaturePlace, ...]
    free_y: float


def lay_out(letter: Letter, look: Look, rng: random.Random, *, stamps: float = 0.0) -> LaidOut:
    """`stamps`: height in mm of the stamps that will stand below the left header."""
    flow = Flow(look, Sheet())
    if letter.kind is Kind.HOP_DONG:
        free_y = contract_head(letter, flow)
    else:
        free_y = head(letter, flow)
        flow.y = max(flow.y, free_y + stamps * look.stamp_room)
        title(letter, flow)
    _addressees(letter, flow, rng)
    _body(letter.body, flow)
    signatures = closing(letter, flow)
    sheets = flow.sheets
    for annex in letter.annexes:
        part = Flow(look, Sheet(landscape=annex.landscape))
        if annex.form:
            form_head(letter, part)
        faces = (Face.BOLD, Face.BOLD, Face.ITALIC)
        for text, face, size in zip(annex.heading, faces, (14, 13, 13), strict=True):
            part.heading(pieces(text, face), size)
        part.y += 3
        _body(annex.body, part)
        sheets = sheets + part.sheets
    return LaidOut(sheets, signatures, free_y)


def _addressees(letter: Letter, flow: Flow, rng: random.Random) -> None:
    """Ô 9a."""
    if not letter.addressees:
        return
    size = flow.look.size
    label = "Kính mời:" if letter.kind is Kind.GIAY_MOI and rng.random() < 0.5 else "Kính gửi:"
    if letter.style is Style.PARTY:
        label = label.replace(":", "")
    flow.y += 2
    face = Face.ITALIC if letter.style is Style.PARTY else Face.REGULAR
    height = flow.line_height(size)
    if len(letter.addressees) == 1:
        words = [*pieces(label, face), *pieces(letter.addressees[0] + ".")]
        block = flow.new_block()
        for line in flow.wrap(words, (flow.right - flow.left) * 0.8, size):
            flow.centred(line, flow.left, flow.right, flow.y + height * 0.8, size, Zone.BODY, block)
            flow.y += height
    else:
        x = flow.left + 24
        runs = flow.place(pieces(label, face), x, flow.y + height * 0.8, size)
        flow.sheet.lines.append(SheetLine(Zone.BODY, runs, flow.new_block()))
        flow.y += height
        x += flow.width(pieces(label, face), size) - 6
        for number, name in enumerate(letter.addressees, 1):
            end = "." if number == len(letter.addressees) else ";"
            block = flow.new_block()
            for line in flow.wrap(pieces(f"- {name}{end}"), flow.right - x, size):
                runs = flow.place(line, x, flow.y + height * 0.8, size)
                flow.sheet.lines.append(SheetLine(Zone.BODY, runs, block))
                flow.y += height
    flow.y += 3 + flow.look.gap


def _body(blocks: tuple[Block, ...], flow: Flow) -> None:
    for block in blocks:
        if isinstance(block, Table):
            flow.table(block)
        elif block.centred:
            flow.heading(pieces(block.text, Face.BOLD), flow.look.size)
            flow.y += flow.look.gap
        else:
            face = Face.BOLD if block.bold else Face.ITALIC if block.italic else Face.REGULAR
            words = [*pieces(block.lead, Face.BOLD), *pieces(block.text, face)]
            flow.paragraph(words, indent=_INDENT if block.indent else 0.0)
