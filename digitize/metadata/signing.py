"""The signing block, ô số 7a to 7c: authority and title, then the signer's name below.

It stands to the right of `Nơi nhận:`, where the text ends; annexes follow it, so it is seldom on
the file's last page alone. Seals and signatures put noise between title and name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digitize.domain import Zone
from digitize.metadata.anchors import RECIPIENTS, starts_with
from digitize.metadata.candidates import Candidate
from digitize.metadata.sheet import Row, Sheet, Token, join_rows
from digitize.metadata.spelling import respell
from digitize.metadata.type_name import TYPES
from digitize.text.fold import fold
from digitize.text.syllables import is_syllable

# Authority (NĐ 30/2020, Điều 8 khoản 7; Party: T/M, T/L, K/T).
_AUTHORITY = re.compile(r"^\W*(?:(?:t/?m|k/?t|t/?l|t/?uq)(?:\s*[.,:]\s*|\s+)|q\s*[.,]\s*)(?=[a-z])")
_BARE_AUTHORITY = re.compile(r"\b(TM|KT|TL|TUQ)[,:]?(?= )")
# One letter before a title can only be P. (phó) or Q. (quyền): a rubber stamp misread.
_ONE_LETTER = re.compile(r"^[A-ZĐ]\s*[.,:]\s*(?=[A-ZĐ]{2})")
_TITLES = re.compile(
    r"\b(?:chu tich|giam doc|thu tuong|bo truong|thu truong|hieu truong|cuc truong|vu truong"
    r"|truong phong|truong ban|pho ban|chanh van phong|chanh thanh tra|vien truong|chanh an"
    r"|bi thu|truong doan|to truong|to pho|thu ky|chu nhiem|truong khoa|chu toa|chu tri"
    r"|uy vien|ke toan truong|tong thanh tra|tu lenh|chinh uy|cong an|quoc hoi|chinh phu"
    r"|ban thuong vu|ban chap hanh|hoi dong|uy ban nhan dan|van phong|nguoi (?:lap|ghi|ky)"
    r"|dai dien|p\.? ?(?:giam doc|hieu truong|chu tich)|truong (?:tram|bo phan)|thong doc"
    r"|doi truong|chi huy truong|quan doc|tong bien tap|tham phan|chanh|quyen)\b"
)
_TYPE_LETTERS = {fold(name).replace(" ", "") for name in TYPES}  # QUYẾT ĐỊNH: opens the articles
# Degrees and ranks before a name; NĐ 30 has none there, practice does.
_DEGREE = re.compile(
    r"^(?:pgs|gs|ts|ths|bs|ds|ks|cn|bsck[i1l]*|ck[i1l]*|dsck[i1l]*|dr|ncs|ong|ba|dai ta|thuong ta"
    r"|trung ta|thieu ta|thieu tuong|trung tuong|luat su)[.,:/]*$"
)
_FILED = re.compile(r"^\W*luu\W{0,3}(?:vt|van thu|vp|hs|ho so|tc|dang uy)\b")
_NAME_GAP = 0.3  # a name stands at most so far below its title, in widths
_TITLE_GAP = 2.2  # in ems, between lines of one title
_RIGHT = 0.44  # the block's centre lies right of this


@dataclass(frozen=True, slots=True)
class Signing:
    """One reading of a signing block."""

    name: Candidate | None
    title: Candidate | None
    page: int
    score: float


def find_signings(sheets: Sequence[Sheet], header_bottom: float) -> list[Signing]:
    """Signing blocks of a document, best first; `header_bottom` lies on its first page."""
    found: list[Signing] = []
    for index, sheet in enumerate(sheets):
        top = header_bottom if index == 0 else 0.0
        cells = [c for c in sheet.cells if c.y > top and c.zone is not Zone.CAPTION]
        recipients = _recipients(cells)
        right = _blocks(sheet, [c for c in cells if c.x > _RIGHT and c.x0 > 0.33], recipients)
        found.extend(_weigh(s, recipients, index, len(sheets)) for s in right)
    return sorted(found, key=lambda s: -s.score)


def _recipients(cells: Sequence[Row]) -> Row | None:
    """The line `Nơi nhận:`; where OCR lost it, the first line of the list that ends in `Lưu:`."""
    left = [cell for cell in cells if cell.x0 < 0.45]
    for cell in left:
        if starts_with(cell, RECIPIENTS, 0.75) and len(cell.letters) < 16:
            return cell
    filed = next((c for c in left if _FILED.match(c.folded)), None)
    if filed is None:
        return None
    dashed = [c for c in left if c.y <= filed.y and c.text[0] in "-–—"]
    return min(dashed, key=lambda c: c.y, default=filed)


def _weigh(signing: Signing, recipients: Row | None, index: int, count: int) -> Signing:
    score = signing.score
    if recipients is not None:
        score += 1.0
    # Annexes and forms follow the block: of equals the earlier page wins.
    return Signing(signing.name, signing.title, signing.page, score - 0.1 * index / count)


def _blocks(sheet: Sheet, cells: Sequence[Row], recipients: Row | None) -> list[Signing]:
    rows = join_rows(cells)
    blocks: list[list[Row]] = []
    for row in rows:
        if not _is_title(row):
            continue
        last = blocks[-1][-1] if blocks else None
        if (
            last is not None
            and row.y0 - last.y1 < _TITLE_GAP * sheet.em
            and abs(row.x - last.x) < 0.12
        ):
            blocks[-1].append(row)
        elif _TITLES.search(row.folded) or _AUTHORITY.match(row.folded):
            blocks.append([row])
    signings = []
    for block, name in _with_names(rows, blocks):
        title = Candidate(
            _title_text(block),
            tuple(w for row in block for w in row.words),
            sheet.number,
            "lines in capitals above the name",
            0.95 if name else 0.8,
        )
        score = 1.0 + (0.8 if name else 0.0)
        signings.append(Signing(name, title, sheet.number, score))
    if not signings and recipients is not None:
        name = _name_beside(rows, recipients, sheet)
        if name:
            signings.append(Signing(name, None, sheet.number, 0.4))
    return signings


def _with_names(
    rows: Sequence[Row], blocks: Sequence[list[Row]]
) -> list[tuple[list[Row], Candidate | None]]:
    """Blocks with the name below each; blocks above one name, with the signature between, are
    one (PHÓ CHỦ TỊCH HỘI ĐỒNG … PHÓ GIÁM ĐỐC SỞ Y TẾ)."""
    named: list[tuple[list[Row], Candidate | None]] = []
    for block in blocks:
        name = _name_below(rows, block)
        if named and name and named[-1][1] and name.words == named[-1][1].words:
            named[-1] = [*named[-1][0], *block], name
        else:
            named.append((block, name))
    return named


def _is_title(row: Row) -> bool:
    return (
        row.capitals > 0.75
        and len(row.letters) > 3
        and sum(len(t.word.text) > 1 for t in row.tokens) >= 1
        and row.x1 - row.x0 < 0.5
        and not any(c.isdigit() for c in row.text)
        and row.letters not in _TYPE_LETTERS
    )


def _title_text(block: Sequence[Row]) -> str:
    lines = [re.sub(r"^[^\w]+|[^\w.]+$", "", row.text) for row in block]
    lines = [
        line if line.startswith(("P", "Q")) else _ONE_LETTER.sub("P. ", line) for line in lines
    ]
    return _BARE_AUTHORITY.sub(r"\1.", respell(" ".join(lines)))


def _name_below(rows: Sequence[Row], block: Sequence[Row]) -> Candidate | None:
    last = block[-1]
    centre = sum(row.x for row in block) / len(block)
    for row in rows:
        if last.y1 - 0.3 * (last.y1 - last.y0) < row.y < last.y1 + _NAME_GAP:
            name = _read_name(row)
            if name and abs(sum(t.x for t in name) / len(name) - centre) < 0.13:
                return _name_candidate(name, row.page, "name below the title", 0.95)
    return None


def _name_beside(rows: Sequence[Row], recipients: Row, sheet: Sheet) -> Candidate | None:
    for row in rows:
        if recipients.y < row.y < recipients.y + _NAME_GAP:
            name = _read_name(row)
            if name and len(name) >= 2:
                return _name_candidate(name, sheet.number, "name beside Nơi nhận", 0.7)
    return None


def _name_candidate(tokens: Sequence[Token], page: int, source: str, fit: float) -> Candidate:
    value = " ".join(re.sub(r"^\W+|\W+$", "", t.word.text) for t in tokens)
    if value.startswith("Thị "):
        fit *= 0.5  # a middle name: the family name before it was not read
    return Candidate(value, tuple(t.word for t in tokens), page, source, fit)


def _read_name(row: Row) -> list[Token] | None:
    """The longest run of two to five words that are spelt as parts of a name."""
    best: list[Token] = []
    run: list[Token] = []
    for token in row.tokens:
        text = re.sub(r"^\W+|\W+$", "", token.word.text)
        if _DEGREE.match(fold(token.word.text)):
            run = []
        elif text and text[0].isupper() and text[1:].islower() and is_syllable(text):
            run.append(token)
        elif len(text) > 1 and text[0].isupper() and text.isupper() and run:
            run = []
        else:
            run = []
        if len(run) > len(best):
            best = list(run)
    return best if 2 <= len(best) <= 5 else None
