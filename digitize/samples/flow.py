"""Text flowing down sheets: centred lines, justified paragraphs and tables."""

from collections.abc import Sequence

from digitize.domain import Zone
from digitize.samples.fonts import MM_PER_POINT, Face, Font, width_of
from digitize.samples.letter import Table
from digitize.samples.look import Look
from digitize.samples.sheet import Rule, Run, Sheet, SheetLine
from digitize.samples.truth import Ink

Piece = tuple[str, Face]  # one word and its face


def pieces(text: str, face: Face = Face.REGULAR) -> list[Piece]:
    return [(word, face) for word in text.split()]


class Flow:
    """A cursor `y` (mm from the top) on the last of `sheets`; new sheets follow by need."""

    def __init__(self, look: Look, sheet: Sheet) -> None:
        self.look = look
        self.sheets = [sheet]
        self.y = look.top
        self._block = 0

    @property
    def sheet(self) -> Sheet:
        return self.sheets[-1]

    @property
    def left(self) -> float:
        return self.look.left

    @property
    def right(self) -> float:
        return self.sheet.size[0] - self.look.right

    def new_block(self) -> int:
        self._block += 1
        return self._block

    def need(self, height: float) -> None:
        """Goes to a new sheet unless `height` mm fit on this one."""
        if self.y + height > self.sheet.size[1] - self.look.bottom:
            self.sheets.append(Sheet(landscape=self.sheet.landscape))
            self.y = self.look.top
            self._page_number()

    def _page_number(self) -> None:
        """Centred in the top margin, none on the first page."""
        text, size = str(len(self.sheets)), self.look.size
        font = Font(self.look.family)
        x = self.sheet.size[0] / 2 - width_of(text, font, size) / 2
        run = Run(text, x, self.look.top * 0.62, font, size)
        self.sheet.lines.append(SheetLine(Zone.MARGIN, [run]))

    def line_height(self, size: float) -> float:
        return size * MM_PER_POINT * 1.15 * self.look.spacing

    def place(
        self, words: Sequence[Piece], x: float, y: float, size: float, gap: float | None = None
    ) -> list[Run]:
        """Runs of `words` from `x` on the baseline `y`, `gap` mm apart or one space."""
        runs = []
        for text, face in words:
            font = Font(self.look.family, face)
            runs.append(Run(text, x, y, font, size))
            x += width_of(text, font, size) + (width_of(" ", font, size) if gap is None else gap)
        return runs

    def width(self, words: Sequence[Piece], size: float) -> float:
        fonts = [Font(self.look.family, face) for _, face in words]
        inner = sum(width_of(t, f, size) for (t, _), f in zip(words, fonts, strict=True))
        return inner + sum(width_of(" ", f, size) for f in fonts[:-1])

    def wrap(
        self, words: Sequence[Piece], width: float, size: float, first: float = 0.0
    ) -> list[list[Piece]]:
        """Greedy lines of at most `width` mm, the first one shorter by `first`."""
        lines: list[list[Piece]] = [[]]
        for word in words:
            room = width - (first if len(lines) == 1 else 0.0)
            if lines[-1] and self.width([*lines[-1], word], size) > room:
                lines.append([])
            lines[-1].append(word)
        return lines

    def centred(
        self,
        words: Sequence[Piece],
        x0: float,
        x1: float,
        y: float,
        size: float,
        zone: Zone,
        block: int,
    ) -> tuple[float, float]:
        """A line centred between `x0` and `x1` on the baseline `y`; gives its left and right."""
        width = self.width(words, size)
        start = (x0 + x1 - width) / 2
        self.sheet.lines.append(SheetLine(zone, self.place(words, start, y, size), block))
        return start, start + width

    def heading(self, words: Sequence[Piece], size: float) -> None:
        """Centred over the page, wrapped where it is long."""
        block, height = self.new_block(), self.line_height(size)
        margin = (self.right - self.left) * 0.08
        for line in self.wrap(words, self.right - self.left - 2 * margin, size):
            self.need(height)
            self.centred(line, self.left, self.right, self.y + height * 0.8, size, Zone.BODY, block)
            self.y += height

    def paragraph(
        self, words: Sequence[Piece], *, indent: float, size: float | None = None
    ) -> None:
        size = self.look.size if size is None else size
        block, height = self.new_block(), self.line_height(size)
        lines = self.wrap(words, self.right - self.left, size, indent)
        for number, line in enumerate(lines):
            self.need(height)
            start = self.left + (indent if number == 0 else 0.0)
            gap = None
            if number < len(lines) - 1 and len(line) > 1:
                spare = self.right - start - self.width(line, size)
                space = width_of(" ", Font(self.look.family), size)
                gap = space + spare / (len(line) - 1)
            runs = self.place(line, start, self.y + height * 0.8, size, gap)
            self.sheet.lines.append(SheetLine(Zone.BODY, runs, block))
            self.y += height
        self.y += self.look.gap

    def table(self, table: Table) -> None:
        """A ruled table; a row is one line of truth, its cells in order."""
        size = self.look.size - 1
        height = self.line_height(size)
        total = self.right - self.left
        edges = [self.left]
        for share in table.shares:
            edges.append(edges[-1] + share * total)
        pad = 1.4
        block = self.new_block()
        self.y += 1.5
        for number, row in enumerate(table.rows):
            face = Face.BOLD if number == 0 else Face.REGULAR
            cells = [
                self.wrap(pieces(text, face), x1 - x0 - 2 * pad, size) if text else []
                for text, x0, x1 in zip(row, edges[:-1], edges[1:], strict=True)
            ]
            tall = max(len(cell) for cell in cells) * height + 1.6
            self.need(tall)
            top, sheet = self.y, self.sheet
            runs: list[Run] = []
            for column, cell in enumerate(cells):
                x0, x1 = edges[column], edges[column + 1]
                y = top + (tall - len(cell) * height) / 2
                for line in cell:
                    width = self.width(line, size)
                    # Text columns stand left, numbers and headings in the middle.
                    middle = number == 0 or column != 1
                    x = (x0 + x1 - width) / 2 if middle else x0 + pad
                    runs += self.place(line, x, y + height * 0.8, size)
                    y += height
            sheet.lines.append(SheetLine(Zone.TABLE, runs, block))
            sheet.rules += [Rule(x, top, x, top + tall) for x in edges]
            sheet.rules += [Rule(edges[0], y, edges[-1], y) for y in (top, top + tall)]
            self.y += tall
        self.y += 2.0


def by_pen(text: str, x: float, y: float, look: Look, size: float) -> Run:
    """What the office fills in by hand on the line at `y`."""
    raised = y - look.pen_lift
    return Run(text, x, raised, Font(look.pen), size, Ink.PEN, look.pen_colour, look.pen_angle)


def column(
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
