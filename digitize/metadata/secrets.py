"""Secret marks: MẬT, TỐI MẬT, TUYỆT MẬT (Luật 117/2025/QH15; NĐ 30/2020, ô số 10a).

Recall first: what looks like a mark on a line of its own stops the document, and a person
decides. The words in running text (bí mật, bảo mật, Luật Bảo vệ bí mật nhà nước) do not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from digitize.domain import Box, PageText, SecretMark, Zone
from digitize.metadata.sheet import Row, Sheet, lay_out

METADATA = "secret mark"
_UPPER = 0.5  # marks stand in the upper half of a page


@dataclass(frozen=True, slots=True)
class _Level:
    name: str
    letters: str


_LEVELS = (
    _Level("Tuyệt mật", "tuyetmat"),
    _Level("Tối mật", "toimat"),
    _Level("Mật", "mat"),
)


def find_secret_marks(pages: Sequence[PageText]) -> tuple[SecretMark, ...]:
    """Every secret mark or suspicion of one on the pages."""
    return tuple(mark for page in pages for mark in _on_sheet(lay_out(page)))


def _on_sheet(sheet: Sheet) -> list[SecretMark]:
    marks = []
    for cell in sheet.cells:
        level = _level(cell)
        if level is None:
            continue
        if cell.zone is Zone.STAMP or cell.y < _UPPER * sheet.height:
            marks.append(_mark(cell, level))
    return marks


def _mark(row: Row, level: str) -> SecretMark:
    confidence = sum(w.confidence for w in row.words) / len(row.words)
    return SecretMark(
        level,
        row.page,
        Box.around(w.box for w in row.words),
        "secret mark on a line of its own",
        round(confidence, 3),
    )


def _level(row: Row) -> str | None:
    if row.capitals < 0.7:
        return None
    for level in _LEVELS:
        if row.letters == level.letters:
            return level.name
    return None
