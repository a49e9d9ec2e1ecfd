"""A letter laid out on sheets, after NĐ 30/2020 Phụ lục I, the Party's rules or older habits."""

import random
from dataclasses import dataclass

from digitize.domain import Zone
from digitize.samples.fonts import MM_PER_POINT, Face, Font, width_of
from digitize.samples.flow import Flow, Piece, pieces
from digitize.samples.letter import KIND_NAMES, Kind, Letter, Paragraph, Style, Table
from digitize.samples.look import Look
from digitize.samples.sheet import BLACK, Rule, Run, Sheet, SheetLine
from digitize.samples.truth import Ink

_INDENT = 11.0  # first line of a paragraph: 1 to 1.27 cm


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """Where a signer signs: the sheet's position in the letter, and the middle between title
    and name, in mm."""

    sheet: int
    x: float
    y: float
    room: float
    sealed: bool


@dataclass(frozen=True, slots=True)
class LaidOut:
    """`free_y`: where the left header ends on the first page; stamps go below it."""

    sheets: list[Sheet]
    signatures: tuple[SignaturePlace, ...]
    free_y: float


def lay_out(letter: Letter, look: Look, rng: random.Random) -> LaidOut:
    flow = Flow(look, Sheet())
    free_y = (
        _contract_head(letter, flow) if letter.kind is Kind.HOP_DONG else _head(letter, flow, rng)
    )
    if letter.kind is not Kind.HOP_DONG:
        _title(letter, flow)
    _addressees(letter, flow, rng)
    _body(letter.body, flow)
    signatures = _closing(letter, flow, rng)
    sheets = flow.sheets
    for annex in letter.annexes:
        part = Flow(look, Sheet(landscape=annex.landscape))
        part.heading(pieces(annex.heading[0], Face.BOLD), 14)
        part.heading(pieces(annex.heading[1], Face.BOLD), 13)
        part.heading(pieces(annex.heading[2], Face.ITALIC), 13)
        part.y += 3
        _body(annex.body, part)
        sheets = sheets + part.sheets
    return LaidOut(sheets, signatures, free_y)


def _head(letter: Letter, flow: Flow, rng: random.Random) -> float:
    """The two columns of the header (ô 1 to 4 and 5b)."""
    look = flow.look
    middle = flow.left - 8 + (flow.right - flow.left + 8) * 0.41
    left_end = _head_left(letter, flow, flow.left - 8, middle)
    right_end = _head_right(letter, flow, middle, flow.right + 2, rng)
    flow.y = max(left_end, right_end) + 3 + look.gap
    return left_end


def _column(
    flow: Flow, lines: list[tuple[list[Piece], float]], x0: float, x1: float, y: float, zone: Zone
) -> tuple[float, tuple[float, float]]:
    """Centred lines one under the other; gives the next baseline and the last line's ends."""
    block, ends = flow.new_block(), (x0, x1)
    for words, size in lines:
        step = size * MM_PER_POINT * 1.2
        for line in flow.wrap(words, x1 - x0, size):
            y += step
            ends = flow.centred(line, x0, x1, y, size, zone, block)
    return y, ends


def _rule_below(flow: Flow, ends: tuple[float, float], y: float, share: float) -> None:
    middle, half = (ends[0] + ends[1]) / 2, (ends[1] - ends[0]) * share / 2
    flow.sheet.rules.append(Rule(middle - half, y, middle + half, y))


def _head_left(letter: Letter, flow: Flow, x0: float, x1: float) -> float:
    size = min(13.0, flow.look.size)
    party = letter.style is Style.PARTY
    lines = [(pieces(text), size) for text in letter.issuer.parent]
    lines += [(pieces(text, Face.BOLD), size) for text in letter.issuer.name]
    y, ends = _column(flow, lines, x0, x1, flow.y, Zone.HEADER_LEFT)
    if party:
        y += 4.5
        flow.centred([("*", Face.REGULAR)], x0, x1, y, 13, Zone.HEADER_LEFT, flow.new_block())
    else:
        _rule_below(flow, ends, y + 1.6, 0.42)
    y += 7.5
    _number(letter, flow, x0, x1, y)
    if letter.kind is Kind.CONG_VAN:
        words = pieces(letter.subject, Face.ITALIC if party else Face.REGULAR)
        size = min(12.5, size)
        block = flow.new_block()
        y += 1.0
        for line in flow.wrap(words, x1 - x0 - 4, size):
            y += size * MM_PER_POINT * 1.2
            flow.centred(line, x0, x1, y, size, Zone.HEADER_LEFT, block)
    return y + 2


def _number(letter: Letter, flow: Flow, x0: float, x1: float, y: float) -> None:
    """Ô 3. Where the pen fills in the number, print leaves a gap for it."""
    size = min(13.0, flow.look.size)
    label = "Số" if letter.style is Style.PARTY else "Số:"
    tail = letter.full_number.removeprefix(letter.number).strip()
    font = Font(flow.look.family)
    if not flow.look.pen_number:
        words = pieces(f"{label} {letter.full_number}")
        flow.centred(words, x0, x1, y, size, Zone.HEADER_LEFT, flow.new_block())
        return
    pen = Font(flow.look.pen)
    pen_size = size * 1.35
    gap = width_of(letter.number, pen, pen_size) + 2.5
    width = width_of(label, font, size) + gap + width_of(tail, font, size)
    start = (x0 + x1 - width) / 2
    after = start + width_of(label, font, size)
    runs = [
        Run(label, start, y, font, size),
        Run(letter.number, after + 1.2, y - 0.4, pen, pen_size, Ink.PEN, flow.look.pen_colour, 3.0),
        Run(tail, after + gap, y, font, size),
    ]
    flow.sheet.lines.append(SheetLine(Zone.HEADER_LEFT, runs, flow.new_block()))


def _head_right(letter: Letter, flow: Flow, x0: float, x1: float, rng: random.Random) -> float:
    look = flow.look
    size = min(13.0, look.size)
    top = flow.y
    if letter.style is Style.PARTY:
        y, ends = _column(
            flow,
            [(pieces("ĐẢNG CỘNG SẢN VIỆT NAM", Face.BOLD), size + 1)],
            x0,
            x1,
            top,
            Zone.HEADER_RIGHT,
        )
        _rule_below(flow, ends, y + 1.6, 1.0)
        y += 12.0
    else:
        lines = [
            (pieces("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Face.BOLD), size - 0.5),
            (
                pieces(f"Độc lập {look.motto_dash} Tự do {look.motto_dash} Hạnh phúc", Face.BOLD),
                size,
            ),
        ]
        y, ends = _column(flow, lines, x0, x1, top, Zone.HEADER_RIGHT)
        _rule_below(flow, ends, y + 1.6, 1.0)
        left = len(letter.issuer.parent) + len(letter.issuer.name)
        y += 7.5 + max(0, left - 2) * 3.0
    _date(letter, flow, x0, x1, y)
    return y + 2


def _date(letter: Letter, flow: Flow, x0: float, x1: float, y: float) -> None:
    """Ô 4: place and date in italics; days below 10 and months 1 and 2 with a zero."""
    look, size = flow.look, flow.look.size
    year, month, day = letter.day
    italic, pen = Font(look.family, Face.ITALIC), Font(look.pen)
    month_text = f"{month:02d}" if month < 3 else str(month)
    parts: list[tuple[str, bool]] = [(word, False) for word in f"{letter.place}, ngày".split()]
    parts += [(f"{day:02d}", look.pen_day), ("tháng", False), (month_text, look.pen_month)]
    parts += [("năm", False), (str(year), False)]
    pen_size, space = size * 1.3, width_of(" ", italic, size)
    widths = [width_of(t, pen, pen_size) if p else width_of(t, italic, size) for t, p in parts]
    x = (x0 + x1 - sum(widths) - space * (len(parts) - 1)) / 2
    runs = []
    for (text, by_pen), width in zip(parts, widths, strict=True):
        if by_pen:
            runs.append(Run(text, x, y - 0.3, pen, pen_size, Ink.PEN, look.pen_colour, 2.0))
        else:
            runs.append(Run(text, x, y, italic, size))
        x += width + space
    flow.sheet.lines.append(SheetLine(Zone.HEADER_RIGHT, runs, flow.new_block()))


def _contract_head(letter: Letter, flow: Flow) -> float:
    """A contract: Quốc hiệu over the page, title, number, and the day in a sentence."""
    size = flow.look.size
    lines = [
        (pieces("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Face.BOLD), size),
        (
            pieces(
                f"Độc lập {flow.look.motto_dash} Tự do {flow.look.motto_dash} Hạnh phúc", Face.BOLD
            ),
            size,
        ),
    ]
    y, ends = _column(flow, lines, flow.left, flow.right, flow.y, Zone.HEADER_RIGHT)
    _rule_below(flow, ends, y + 1.6, 1.0)
    flow.y = y + 8
    flow.heading(pieces("HỢP ĐỒNG", Face.BOLD), 14)
    flow.heading(pieces(letter.subject, Face.BOLD), size)
    y = flow.y + flow.line_height(size) * 0.8
    _number(letter, flow, flow.left, flow.right, y)
    flow.y = y + 5
    year, month, day = letter.day
    flow.paragraph(
        pieces(
            f"Hôm nay, ngày {day:02d} tháng {month:02d} năm {year}, tại {letter.place}, chúng tôi gồm có:"
        ),
        indent=_INDENT,
    )
    return y


def _title(letter: Letter, flow: Flow) -> None:
    """Ô 5a: type and subject."""
    if letter.kind is Kind.CONG_VAN:
        return
    name = KIND_NAMES[letter.kind][0].upper()
    flow.y += 2
    flow.heading(pieces(name, Face.BOLD), 14)
    flow.heading(pieces(letter.subject, Face.BOLD), min(14.0, flow.look.size))
    middle = (flow.left + flow.right) / 2
    if letter.style is Style.PARTY:
        flow.heading([("-----", Face.REGULAR)], 12)
    else:
        flow.sheet.rules.append(Rule(middle - 14, flow.y + 1, middle + 14, flow.y + 1))
    flow.y += 4 + flow.look.gap
    if letter.kind in (Kind.QUYET_DINH, Kind.NGHI_QUYET):
        body = letter.issuer.name if letter.issuer.parent == () else letter.issuer.name
        role = " ".join(body)
        if letter.kind is Kind.QUYET_DINH and not letter.signers[0].titles[0].startswith("TM"):
            head = letter.issuer.heads[0]
            role = f"{head} {role}" if not role.startswith("BỘ ") else head + " " + role
        flow.heading(pieces(role, Face.BOLD), min(13.5, flow.look.size))
        flow.y += 2


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


def _body(blocks: tuple[Paragraph | Table, ...], flow: Flow) -> None:
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


def _closing(letter: Letter, flow: Flow, rng: random.Random) -> tuple[SignaturePlace, ...]:
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
        y, _ = _column(flow, lines, x0, x1, top, Zone.BODY)
        name_y = y + look.signature_gap + step
        flow.centred(
            pieces(signer.name, Face.BOLD), x0, x1, name_y, size, Zone.BODY, flow.new_block()
        )
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
