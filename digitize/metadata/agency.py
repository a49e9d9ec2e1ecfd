"""Cơ quan chủ quản and cơ quan ban hành, ô số 2 (NĐ 30/2020, Điều 8 khoản 2).

The left column's lines in capitals above the number: the issuing body below, its parent above.
Type weight is unknown to OCR, so the lines are parted where a new body's name begins. A body
whose initials the symbol has (SYT: Sở Y tế) is the surer for it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from digitize.metadata.anchors import after_number_anchor, is_subject_line
from digitize.metadata.candidates import Candidate, Evidence
from digitize.metadata.header import Header
from digitize.metadata.issue_date import date_start
from digitize.metadata.sheet import Row
from digitize.metadata.spelling import respell, respell_line
from digitize.metadata.type_name import TYPE_LETTERS
from digitize.text.fold import fold
from digitize.text.normal import squeeze

# The first words of the names of bodies, folded; a line that begins so may begin a new name.
_HEADS = re.compile(
    r"^(?:uy ban|ubnd|ubhc|hdnd|ty|hoi dong|so|bo|cuc|chi cuc|tong cuc|van phong|phong|ban|truong"
    r"|dai hoc|hoc vien|trung tam|benh vien|vien|cong ty|tong cong ty|tap doan|thanh tra|thu tuong"
    r"|chinh phu|quoc hoi|chu tich|toa an|kho bac|bao hiem|ngan hang|lien doan|dang bo|dang uy"
    r"|tinh uy|thanh uy|huyen uy|quan uy|thi uy|chi bo|doan|hoi|mat tran|to|quy|tram|dai|bao"
    r"|cong an|xi nghiep|lien hiep|khoa)\b"
)
# … unless it goes on like this: PHÒNG, CHỐNG …; ĐẢNG BỘ after BAN CHẤP HÀNH.
_NOT_HEADS = re.compile(r"^(?:phong,? ?(?:chong|chay|ngua)|bao (?:ve|dam|ton)|hoi nhap|to chuc)\b")
_GOES_ON = re.compile(r"(?:\b(?:va|cua|thuoc|ban chap hanh|ban thuong vu|quan ly)|,)$")
_MIXED = re.compile(r"\b[A-ZĐ]+[a-z][A-ZĐ]+\b")  # UbND: one letter of a word in capitals
# The name of a people's committee ends with its place: what follows is another body.
_COMPLETE = re.compile(
    r"^(?:ubnd|ubhc|uy ban (?:nhan dan|hanh chinh))"
    r" (?:tinh|thanh pho|tp\.?|huyen|quan|thi xa) ?\w+ \w+"
)
# A people's council or committee is that of a unit of a known kind (Luật Tổ chức chính quyền địa
# phương, Điều 2 và 4; the kinds before 2025 too).
_OF_A_UNIT = re.compile(
    r"^(?:uy ban (?:nhan dan|hanh chinh)|ubnd|ubhc|hoi dong nhan dan|hdnd)"
    r"(?! (?:tinh|thanh pho|tp\b|huyen|quan|thi xa|thi tran|tx\b|xa|phuong|dac khu|khu|cac)|$)"
    r"|^uy ban nhan (?!dan)"
)
# A symbol whose Số was lost: /QĐ-UBND, the Party's -QĐ/TU, and the older NQ/UB.
_STROKE = re.compile(
    r"[/⁄]\s*[A-ZĐ][A-Za-zĐ]*-|(?:[-–—_]|^)\s*[A-ZĐ][A-Za-zĐ]{1,3}\s*/\s*[A-ZĐ]{2}"
)
# LAO ĐỘNG - / THƯƠNG BINH VÀ XÃ HỘI (NĐ 14/2017/NĐ-CP and those before it): the dash at a row's
# end is easily lost.
_LABOUR, _INVALIDS = re.compile(r"\blao dong$"), re.compile(r"^thuong binh\b")
# Thông tư liên tịch, Nghị quyết liên tịch (Luật Ban hành văn bản quy phạm pháp luật): several
# bodies issue one document, and none of them is another's parent.
_TERRITORY = re.compile(r"^(?:tinh|thanh pho|tp|huyen|quan|thi|xa|phuong|dac khu)\b")
_UNIT = re.compile(r"(?:tinh|huyen|quan|tp\.?)$")
_TOUCHING = 0.06  # in heights; a blank is three times as wide
_DASHES = ("-", "–")
_JOINT = re.compile(r"(?:TT|NQ)LT\b")
_SPECK = re.compile(r"(?<=\w\w\w)[.](?= )")  # no abbreviation (TP.): a speck of the paper
# … or its stroke: GM-BVĐK, sa: ZỞ7 ẹQ-CCTL. Bodies whose names hold a dash spell their words out.
_CODE = re.compile(r"(?:^|\s)\S{0,2}[A-ZĐ]+-[A-ZĐ]{2,}$")
_NOISE = re.compile(r"^[^0-9A-Za-zÀ-ưẠ-ỹ(]+|[^0-9A-Za-zÀ-ưẠ-ỹ)]+$")


def agency_rows(header: Header) -> list[Row]:
    """The rows of the left column that name bodies: above the number, which stands on the line of
    the date (ô số 3 and 4). What stands below is another's stamp."""
    rows: list[Row] = []
    dated = [row.y1 for row in header.right if date_start(row) is not None]
    for row in header.left:
        if (
            (dated and row.y > dated[0])
            or after_number_anchor(row) is not None
            or is_subject_line(row)
            or _STROKE.search(row.text)
            or _CODE.search(row.text)
        ):
            break
        letters = [c for c in row.text if c.isalpha()]
        if len(letters) < 2 or row.letters in TYPE_LETTERS:
            continue
        if row.capitals < 0.7:
            if rows:
                break
            continue
        if rows and row.y0 - rows[-1].y1 > 3 * (row.y1 - row.y0):
            break
        rows.append(row)
    return rows


def agency_name(rows: Sequence[Row]) -> str:
    """The name of the issuing body in the rows of the left column; empty without rows."""
    return _name(_group(rows)[-1]) if rows else ""


def find_agencies(
    rows: Sequence[Row], symbol: str | None
) -> tuple[list[Candidate], list[Candidate]]:
    """Readings of the issuing body and of its parent from the rows of the left column."""
    if not rows:
        return [], []
    if symbol and _JOINT.match(symbol):
        return [_joint(rows, symbol)], []
    groups = _group(rows)
    bodies = [_body(groups[-1], "lower lines of the left header", symbol)]
    above = [row for group in groups[:-1] for row in group]
    if not above:
        return bodies, []
    bodies.append(_body(rows, "all lines of the left header", symbol))
    return bodies, [_body(above, "upper lines of the left header", None)]


def _joint(rows: Sequence[Row], symbol: str) -> Candidate:
    """All bodies as one name."""
    body = _body(rows, "lines of the left header, jointly", symbol)
    return replace(body, value=" - ".join(filter(None, map(_name, _group(rows)))))


def _body(rows: Sequence[Row], rule: str, symbol: str | None) -> Candidate:
    read = squeeze(" ".join(_lines(rows)))
    words = tuple(w for row in rows for w in row.words)
    candidate = Candidate(read, words, rows[0].page, rule).mended(_name(rows))
    named = fold(candidate.value)
    dropped = any(row.text.endswith(_DASHES) for row in rows) and not named.count("-")
    if not _HEADS.match(named) or _OF_A_UNIT.match(named) or dropped:
        candidate = candidate.given(Evidence.UNKNOWN_WORDING)
    if not symbol:
        return candidate
    agrees = symbol_agrees(candidate.value, symbol)
    return candidate.given(Evidence.SYMBOL_AGREES if agrees else Evidence.SYMBOL_DIFFERS)


def symbol_agrees(name: str, symbol: str) -> bool:
    """Whether a part of the symbol is made of initials of the name, in their order."""
    words = [w for w in re.split(r"[\s\-–,&./]+", fold(name)) if w]
    initials = "".join(w[0] for w in words)
    parts = [p for p in re.split(r"[-/]", fold(symbol)) if p]
    return any(
        part in ("".join(words), *words) or _is_subsequence(part, initials)
        for part in parts
        if len(part) > 1
    )


def _is_subsequence(part: str, initials: str) -> bool:
    rest = iter(initials)
    return initials[:1] == part[:1] and all(c in rest for c in part)


def _group(rows: Sequence[Row]) -> list[list[Row]]:
    groups: list[list[Row]] = [[rows[0]]]
    for before, row in pairwise(rows):
        text = _clean(row.folded)
        so_far = " ".join(_clean(r.folded) for r in groups[-1])
        starts = (
            " " in text  # … VÀ MÔI / TRƯỜNG
            and not _GOES_ON.search(before.folded)
            and (_COMPLETE.match(so_far) or (_HEADS.match(text) and not _NOT_HEADS.match(text)))
        )
        if starts:
            groups.append([row])
        else:
            groups[-1].append(row)
    return groups


def _clean(text: str) -> str:
    return _NOISE.sub("", text)


def _lines(rows: Sequence[Row]) -> list[str]:
    """The text of each row. A dash at its end is a part of the name where the next row goes on
    with it (LAO ĐỘNG - / THƯƠNG BINH VÀ XÃ HỘI), and else a speck."""
    lines = [_clean(_with_dashes(row)) for row in rows]
    for i, (row, below) in enumerate(pairwise(rows)):
        new = _HEADS.match(_clean(below.folded)) or _TERRITORY.match(_clean(below.folded))
        lost = _LABOUR.search(fold(lines[i])) and _INVALIDS.match(_clean(below.folded))
        if lost or (row.text.endswith(_DASHES) and not new):
            lines[i] += " -"
    return lines


def _with_dashes(row: Row) -> str:
    """The text of a row with the dash before a territory whose name touches the word before it
    (SỞ Y TẾ-TỈNH KIÊN GIANG): its ink joins them."""
    parts = [row.tokens[0].word.text]
    for before, token in pairwise(row.tokens):
        touches = token.x0 - before.x1 < _TOUCHING * (token.y1 - token.y0)
        joined = touches and _UNIT.match(fold(token.word.text)) and before.word.text.isalpha()
        parts += ["-" if joined else " ", token.word.text]
    return squeeze("".join(parts))


def _name(rows: Sequence[Row]) -> str:
    name = respell(" ".join(respell_line(text) for text in _lines(rows)))
    name = _SPECK.sub("", name)
    return _MIXED.sub(lambda match: match[0].upper(), name)
