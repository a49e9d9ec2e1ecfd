"""The top of a document: agency and Quốc hiệu, number and date, type and subject."""

from digitize.domain import Zone
from digitize.samples.flow import Flow, Piece, by_pen, column, pieces
from digitize.samples.fonts import MM_PER_POINT, Face, Font, width_of
from digitize.samples.letter import KIND_NAMES, Kind, Letter, Style
from digitize.samples.look import Look
from digitize.samples.sheet import Rule, Run, SheetLine


def head(letter: Letter, flow: Flow) -> float:
    """The two columns of the header (ô 1 to 4 and 5b)."""
    look = flow.look
    middle = flow.left - 8 + (flow.right - flow.left + 8) * 0.41
    left_end = _head_left(letter, flow, flow.left - 8, middle)
    right_end = _head_right(letter, flow, middle, flow.right + 2)
    flow.y = max(left_end, right_end) + 3 + look.gap
    return left_end


def _rule_below(flow: Flow, ends: tuple[float, float], y: float, share: float) -> None:
    middle, half = (ends[0] + ends[1]) / 2, (ends[1] - ends[0]) * share / 2
    flow.sheet.rules.append(Rule(middle - half, y, middle + half, y))


def _head_left(letter: Letter, flow: Flow, x0: float, x1: float) -> float:
    size = min(13.0, flow.look.size)
    party = letter.style is Style.PARTY
    lines = [(pieces(text), size) for text in letter.issuer.parent]
    lines += [(pieces(text, Face.BOLD), size) for text in letter.issuer.name]
    y, ends = column(flow, lines, x0, x1, flow.y, Zone.HEADER_LEFT)
    if party:
        y += 4.5
        flow.centred([("*", Face.REGULAR)], x0, x1, y, 13, Zone.HEADER_LEFT, flow.new_block())
    else:
        _rule_below(flow, ends, y + 1.6, 0.42)
    y += 7.5
    _number(letter, flow, x0, x1, y, Zone.HEADER_LEFT)
    if letter.kind is Kind.CONG_VAN:
        words = pieces(letter.subject, Face.ITALIC if party else Face.REGULAR)
        size = min(12.5, size)
        block = flow.new_block()
        y += 1.0
        for line in flow.wrap(words, x1 - x0 - 4, size):
            y += size * MM_PER_POINT * 1.2
            flow.centred(line, x0, x1, y, size, Zone.HEADER_LEFT, block)
    return y + 2


def _number(letter: Letter, flow: Flow, x0: float, x1: float, y: float, zone: Zone) -> None:
    """Ô 3. Where the pen fills in the number, print leaves a gap for it."""
    look, size = flow.look, min(13.0, flow.look.size)
    label = "Số" if letter.style is Style.PARTY else "Số:"
    if not look.pen_number:
        words = pieces(f"{label} {letter.full_number}")
        flow.centred(words, x0, x1, y, size, zone, flow.new_block())
        return
    tail = letter.full_number.removeprefix(letter.number).strip()
    font, pen, pen_size = Font(look.family), Font(look.pen), size * look.pen_scale
    gap = width_of(letter.number, pen, pen_size) + 2.5
    width = width_of(label, font, size) + gap + width_of(tail, font, size)
    start = (x0 + x1 - width) / 2
    after = start + width_of(label, font, size)
    runs = [
        Run(label, start, y, font, size),
        by_pen(letter.number, after + 1.2, y, look, pen_size),
        Run(tail, after + gap, y, font, size),
    ]
    flow.sheet.lines.append(SheetLine(zone, runs, flow.new_block()))


def _head_right(letter: Letter, flow: Flow, x0: float, x1: float) -> float:
    look, size = flow.look, min(13.0, flow.look.size)
    if letter.style is Style.PARTY:
        lines = [(pieces("ĐẢNG CỘNG SẢN VIỆT NAM", Face.BOLD), size + 1)]
        y, ends = column(flow, lines, x0, x1, flow.y, Zone.HEADER_RIGHT)
        step = 12.0
    else:
        y, ends = column(flow, _nation(letter, look, size), x0, x1, flow.y, Zone.HEADER_RIGHT)
        # The date stands on the line of the number, below a left column of any height.
        step = 7.5 + max(0, len(letter.issuer.parent) + len(letter.issuer.name) - 2) * 5.5
    _rule_below(flow, ends, y + 1.6, 1.0)
    _date(letter, flow, x0, x1, y + step)
    return y + step + 2


def _nation(letter: Letter, look: Look, size: float) -> list[tuple[list[Piece], float]]:
    """Quốc hiệu and Tiêu ngữ (ô 1)."""
    motto = f" {look.motto_dash} ".join(("Độc lập", "Tự do", "Hạnh phúc"))
    nation = letter.nation.replace("HÒA", "HOÀ") if look.old_tones else letter.nation
    return [(pieces(nation, Face.BOLD), size - 0.5), (pieces(motto, Face.BOLD), size)]


def _date(letter: Letter, flow: Flow, x0: float, x1: float, y: float) -> None:
    """Ô 4: place and date in italics; days below 10 and months 1 and 2 with a zero."""
    look, size = flow.look, flow.look.size
    year, month, day = letter.day
    italic, pen = Font(look.family, Face.ITALIC), Font(look.pen)
    pen_size, space = size * look.pen_scale, width_of(" ", italic, size)
    month_text = f"{month:02d}" if month < 3 else str(month)
    parts: list[tuple[str, bool]] = [(word, False) for word in f"{letter.place}, ngày".split()]
    parts += [(f"{day:02d}", look.pen_day), ("tháng", False), (month_text, look.pen_month)]
    parts += [("năm", False), (str(year), False)]
    widths = [width_of(t, pen, pen_size) if p else width_of(t, italic, size) for t, p in parts]
    x = (x0 + x1 - sum(widths) - space * (len(parts) - 1)) / 2
    runs = []
    for (text, open_in_print), width in zip(parts, widths, strict=True):
        if open_in_print:
            runs.append(by_pen(text, x, y, look, pen_size))
        else:
            runs.append(Run(text, x, y, italic, size))
        x += width + space
    flow.sheet.lines.append(SheetLine(Zone.HEADER_RIGHT, runs, flow.new_block()))


def form_head(letter: Letter, flow: Flow) -> None:
    """The header of a form in an annex: its own Quốc hiệu, the rest to be filled in."""
    size, x0 = min(13.0, flow.look.size), flow.left - 8
    middle = x0 + (flow.right - x0) * 0.41
    name = [(pieces("TÊN CƠ QUAN, ĐƠN VỊ", Face.BOLD), size), (pieces("Số: ....../......"), size)]
    left, _ = column(flow, name, x0, middle, flow.y, Zone.HEADER_LEFT)
    nation = _nation(letter, flow.look, size)
    right, ends = column(flow, nation, middle, flow.right, flow.y, Zone.HEADER_RIGHT)
    _rule_below(flow, ends, right + 1.6, 1.0)
    date = pieces("............, ngày ..... tháng ..... năm 20...", Face.ITALIC)
    right, _ = column(flow, [(date, size)], middle, flow.right, right + 2.5, Zone.HEADER_RIGHT)
    flow.y = max(left, right) + 6


def contract_head(letter: Letter, flow: Flow) -> float:
    """A contract: Quốc hiệu over the page, title and number."""
    size = flow.look.size
    lines = _nation(letter, flow.look, size)
    y, ends = column(flow, lines, flow.left, flow.right, flow.y, Zone.HEADER_RIGHT)
    _rule_below(flow, ends, y + 1.6, 1.0)
    flow.y = y + 8
    flow.heading(pieces("HỢP ĐỒNG", Face.BOLD), 14)
    flow.heading(pieces(letter.subject, Face.BOLD), size)
    y = flow.y + flow.line_height(size) * 0.8
    _number(letter, flow, flow.left, flow.right, y, Zone.BODY)
    flow.y = y + 5
    return y


def title(letter: Letter, flow: Flow) -> None:
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
        role = " ".join(letter.issuer.name)
        if not letter.issuer.collective:
            role = f"{letter.issuer.heads[0]} {role}"
        flow.heading(pieces(role, Face.BOLD), min(13.5, flow.look.size))
        flow.y += 2
