"""Sheets for training: letters laid out as `digitize.samples` does, the corpus for text."""

import random
from dataclasses import dataclass, replace

from digitize.samples.composing import some_letter
from digitize.samples.fonts import Face, Font, width_of
from digitize.samples.layout import lay_out
from digitize.samples.letter import Block, Kind, Letter, Paragraph, Style, Table
from digitize.samples.look import Look, some_look
from digitize.samples.marks import SECRECIES, URGENCIES, MarkWishes, add_marks, stamp_height
from digitize.samples.sheet import BLACK, BLUE, RED, Rule, Run, Seal, Sheet, SheetLine, Signature
from training.corpus import Corpus, figures, misplaced

FAMILIES = {
    "tinos": 10,
    "termes": 7,
    "freeserif": 3,
    "arimo": 1,
    "heros": 1,
    "cousine": 1,
    "pagella": 1,
    "dejavu-serif": 1,
    "noto-sans": 1,
}
KINDS = tuple(kind for kind in Kind if kind not in (Kind.BIEN_BAN, Kind.HOP_DONG))
STYLES = (Style.STATE, Style.STATE, Style.STATE, Style.PARTY)
# Kept apart: the reader is measured on these and never learns from them.
HELD_OUT_FAMILIES = ("bonum", "schola", "noto-serif")
HELD_OUT_KINDS = (Kind.BIEN_BAN, Kind.HOP_DONG)
HELD_OUT_STYLES = (Style.OLD,)
_RING = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


@dataclass(slots=True)
class TrainingSheet:
    """`raised`: runs that stand as small figures at the word before them, by identity."""

    sheet: Sheet
    raised: list[Run]


def some_sheet(rng: random.Random, corpus: Corpus, *, held_out: bool = False) -> TrainingSheet:
    """One sheet of a letter by chance."""
    style = rng.choice(HELD_OUT_STYLES if held_out else STYLES)
    look = _some_look(rng, style, held_out)
    letter = _some_letter(rng, corpus, style, held_out)
    wishes = MarkWishes(
        arrival=rng.random() < 0.15,
        e_signature=rng.random() < 0.08,
        note=rng.random() < 0.08,
        grey=rng.random() < 0.3,
        pale=rng.random() < 0.15,
    )
    laid = lay_out(letter, look, rng, stamps=stamp_height(letter, wishes))
    add_marks(laid, letter, look, wishes, rng)
    # First pages have what occurs least: headers, pen figures, stamps.
    sheet = laid.sheets[0 if rng.random() < 0.6 else rng.randrange(len(laid.sheets))]
    raised = _raise_figures(sheet, rng)
    _underline(sheet, rng)
    _footnotes(sheet, look, corpus, rng)
    _overprint(sheet, rng)
    return TrainingSheet(sheet, raised)


def _some_look(rng: random.Random, style: Style, held_out: bool) -> Look:
    families = HELD_OUT_FAMILIES if held_out else tuple(FAMILIES)
    weights = None if held_out else list(FAMILIES.values())
    return replace(
        some_look(rng, style),
        family=rng.choices(families, weights)[0],
        size=rng.choice([11.0, 12.0, 13.0, 13.0, 13.5, 14.0, 14.0]),
        spacing=rng.uniform(0.92, 1.4),
    )


def _some_letter(rng: random.Random, corpus: Corpus, style: Style, held_out: bool) -> Letter:
    letter = some_letter(
        rng.choice(HELD_OUT_KINDS if held_out else KINDS),
        rng,
        style=style,
        annex=rng.random() < 0.15,
        urgency=rng.choice(URGENCIES) if rng.random() < 0.1 else None,
        secrecy=rng.choice(SECRECIES) if rng.random() < 0.05 else None,
    )
    body = tuple(_block(rng, corpus) for _ in range(rng.randint(10, 24)))
    changes: dict[str, object] = {"body": body}
    if rng.random() < 0.7:
        changes["subject"] = "V/v " + corpus.words(rng, rng.randint(5, 18))
    if letter.recipients and rng.random() < 0.7:
        changes["recipients"] = tuple(
            corpus.words(rng, rng.randint(1, 6)) for _ in range(rng.randint(3, 8))
        )
    return replace(letter, **changes)  # type: ignore[arg-type]


def _block(rng: random.Random, corpus: Corpus) -> Block:
    if rng.random() < 0.12:
        return _table(rng, corpus)
    style = rng.random()
    return Paragraph(
        _text(rng, corpus),
        bold=style < 0.12,
        italic=0.12 <= style < 0.26,
        centred=rng.random() < 0.06,
        indent=rng.random() < 0.7,
        lead=f"{rng.choice(['Điều', 'Mục', 'Khoản'])} {rng.randint(1, 60)}."
        if rng.random() < 0.12
        else "",
    )


def _text(rng: random.Random, corpus: Corpus) -> str:
    words = corpus.words(rng, rng.choice([4, 10, 20, 40, 60, 90])).split()
    words = [misplaced(word, rng) if rng.random() < 0.03 else word for word in words]
    if rng.random() < 0.3:
        words.insert(rng.randint(0, len(words)), figures(rng))
    case = rng.random()
    text = " ".join(words)
    if case < 0.1:
        return text[:120].upper()
    return text.title() if case < 0.13 else text


def _table(rng: random.Random, corpus: Corpus) -> Table:
    shares = rng.choice([(0.1, 0.5, 0.4), (0.1, 0.45, 0.25, 0.2), (0.09, 0.31, 0.2, 0.2, 0.2)])

    def cell(column: int, row: int) -> str:
        if column == 0 and row:
            return str(row)
        if column > 1 and row and rng.random() < 0.5:
            return f"{rng.randint(0, 99999):,}".replace(",", ".")
        return corpus.words(rng, rng.randint(1, 4))[:26]

    rows = range(rng.randint(2, 6))
    return Table(shares, tuple(tuple(cell(n, row) for n in range(len(shares))) for row in rows))


def _raise_figures(sheet: Sheet, rng: random.Random) -> list[Run]:
    """Footnote numbers and exponents behind a few words."""
    raised = []
    for line in sheet.lines:
        for place in range(len(line.runs) - 1, -1, -1):
            run = line.runs[place]
            if rng.random() > 0.01 or run.colour != BLACK or not run.text[-1].isalpha():
                continue
            x = run.x + width_of(run.text, run.font, run.size)
            small = Run(
                str(rng.randint(1, 12)), x, run.y - run.size * 0.13, run.font, run.size * 0.62
            )
            line.runs.insert(place + 1, small)
            raised.append(small)
    return raised


def _underline(sheet: Sheet, rng: random.Random) -> None:
    for line in sheet.lines:
        if rng.random() > 0.04:
            continue
        first, last = line.runs[0], line.runs[-1]
        end = last.x + width_of(last.text, last.font, last.size)
        y = first.y + rng.uniform(0.5, 1.3)
        sheet.rules.append(Rule(first.x, y, end, y, rng.uniform(0.4, 1.2)))


def _footnotes(sheet: Sheet, look: Look, corpus: Corpus, rng: random.Random) -> None:
    """Small print under a short rule, where the sheet has room for it."""
    width, height = sheet.size
    lowest = max((line.runs[0].y for line in sheet.lines), default=0.0)
    if lowest > height - 45 or rng.random() > 0.5:
        return
    font, y = (
        Font(look.family, rng.choice([Face.REGULAR, Face.ITALIC])),
        height - rng.uniform(25, 38),
    )
    sheet.rules.append(Rule(look.left, y - 4, look.left + 50, y - 4))
    for number in range(rng.randint(1, 4)):
        size, x = rng.uniform(8, 10.5), look.left
        runs = []
        for word in f"{number + 1} {corpus.words(rng, 14)}".split():
            wide = width_of(word, font, size)
            if x + wide > width - look.right:
                break
            runs.append(Run(word, x, y, font, size))
            x += wide + width_of(" ", font, size)
        if runs:
            sheet.lines.append(SheetLine(sheet.lines[0].zone, runs))
        y += 4.2


def _overprint(sheet: Sheet, rng: random.Random) -> None:
    """Seals over text, as on the edges of pages that belong together, and stray pen strokes."""
    width, height = sheet.size
    if rng.random() < 0.2:
        x = width - rng.uniform(-6, 12) if rng.random() < 0.6 else rng.uniform(20, width - 20)
        y, radius = rng.uniform(30, height - 30), rng.uniform(15, 19)
        ink = rng.choice([RED, RED, BLUE, (70, 70, 72)])
        angle, strength = rng.uniform(-30, 30), rng.uniform(0.3, 1)
        sheet.seals.append(Seal(x, y, radius, _RING, "", ink, angle, strength))
    if rng.random() < 0.15:
        x, y = rng.uniform(30, width - 30), rng.uniform(30, height - 30)
        wide, high = rng.uniform(12, 50), rng.uniform(8, 25)
        colour = rng.choice([BLUE, BLACK])
        sheet.signatures.append(Signature(x, y, wide, high, rng.randrange(1 << 30), colour))
