"""Titles of signers, line by line: authority (TM., KT., TL., TUQ., Q.) and title.

NĐ 30/2020, Điều 8 khoản 7; Party: T/M, K/T, T/L. `KT.` is often written by pen and `P. GIÁM ĐỐC`
often a rubber stamp: OCR gives letters without sense before the title. What they were follows
from the pair of lines: who signs KT. GIÁM ĐỐC is PHÓ GIÁM ĐỐC.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from digitize.metadata.anchors import best_match, similarity
from digitize.metadata.spelling import respell
from digitize.text.fold import fold
from digitize.text.normal import nfc

_TITLES = nfc("""
chủ tịch|thủ tướng|bộ trưởng|thứ trưởng|giám đốc|tổng giám đốc|hiệu trưởng|cục trưởng
tổng cục trưởng|vụ trưởng|chi cục trưởng|trưởng phòng|trưởng ban|chánh văn phòng|chánh thanh tra
viện trưởng|chánh án|bí thư|tổng bí thư|trưởng đoàn|tổ trưởng|tổ phó|thư ký|chủ nhiệm|ủy viên
trưởng khoa|chủ tọa|chủ trì|kế toán trưởng|trưởng trạm|trưởng công an|tổng biên tập|thống đốc
phó ban|chỉ huy trưởng|chủ nhiệm khoa|trưởng bộ phận|thủ trưởng đơn vị|bí thư chi bộ|hiệu phó
""")
_BASE = [phrase for line in _TITLES.split("\n") if line for phrase in line.split("|")]
_BY_LETTERS = {
    fold(title).replace(" ", ""): title
    for base in _BASE
    for title in (base, f"phó {base}", f"{base} thường trực", f"phó {base} thường trực")
}
_AUTHORITY = re.compile(
    r"^\W*(?P<sign>T/?M|K/?T|T/?L|T/?UQ)(?:\s*[.,:]+\s*|\s+)(?=[^\W\d_])"
    r"|^\W*(?P<one>[PQ])\s*[.,]\s*(?=[^\W\d_])"
)
_RUN = re.compile(r"[^\W\d_]+")
_MOST_JUNK = 4  # letters


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A line of a title. `junk`: letters without sense stood before a title that is known."""

    authority: str
    title: str
    known: bool
    junk: bool = False


def read_title(text: str) -> TitleLine:
    """A line in capitals, taken apart."""
    authority = ""
    match = _AUTHORITY.match(text)
    if match:
        authority = match["sign"] or match["one"]
        authority = authority if "/" in authority else f"{authority}."
        text = text[match.end() :]
    whole = _known(text, exact=True)
    if not whole and not authority:
        runs = list(_RUN.finditer(text))
        for run in runs[1:]:
            before = _letters(text[: run.start()])
            title = _known(text[run.start() :], exact=True)
            if title and len(before) <= _MOST_JUNK:
                if similarity(before, "pho") >= 0.8:
                    return TitleLine("", f"PHÓ {title}", True)
                return TitleLine("", title, True, junk=True)
    whole = whole or _known(text, exact=False)
    if whole:
        return TitleLine(authority, whole, True)
    return TitleLine(authority, _trim(respell(text)), False)


def join_titles(lines: Sequence[TitleLine]) -> tuple[str, float]:
    """The lines as one title, and how sure its signs of authority are, in 0..1."""
    parts: list[str] = []
    sureness = 1.0
    lines = _mend_deputies(lines)
    for i, line in enumerate(lines):
        authority = line.authority
        if i > 0 and line.junk and lines[i - 1].title == line.title:
            authority = "P."
        elif i + 1 < len(lines) and not authority.startswith("K") and _is_deputy(lines, i + 1):
            authority, sureness = "KT.", min(sureness, 0.9)
        elif line.junk:
            authority, sureness = "KT.", min(sureness, 0.5)
        parts.append(f"{authority} {line.title}".strip())
    if len(lines) == 1 and lines[0].title.startswith("PHÓ ") and not lines[0].authority:
        sureness = 0.6  # a deputy signs for somebody: that line was not read
    return " ".join(parts), sureness


def _mend_deputies(lines: Sequence[TitleLine]) -> list[TitleLine]:
    """A line that reads like the title above it, and is none, is that title's deputy."""
    mended = list(lines)
    for i, (above, line) in enumerate(pairwise(lines), 1):
        alike = similarity(
            _letters(line.title)[-len(_letters(above.title)) :], _letters(above.title)
        )
        if above.known and not line.known and not line.authority and alike >= 0.75:
            mended[i] = TitleLine("", f"PHÓ {above.title}", True)
    return mended


def _is_deputy(lines: Sequence[TitleLine], second: int) -> bool:
    """Whether line `second` names the deputy of the title in the line before."""
    above, line = lines[second - 1], lines[second]
    if line.title == above.title:
        return line.junk or line.authority == "P."
    return line.title == f"PHÓ {above.title}"


def _known(text: str, *, exact: bool) -> str | None:
    found = best_match(_letters(text), _BY_LETTERS, 1.0 if exact else 0.9)
    return _BY_LETTERS[found[0]].upper() if found else None


def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())


def _trim(text: str) -> str:
    return re.sub(r"^[^0-9A-Za-zÀ-ưẠ-ỹ]+|[^0-9A-Za-zÀ-ưẠ-ỹ.)]+$", "", text)
