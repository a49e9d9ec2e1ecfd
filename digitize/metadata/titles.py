"""Titles of signers, line by line: authority (TM., KT., TL., TUQ., Q.) and title.

NĐ 30/2020, Điều 8 khoản 7; Party: T/M, K/T, T/L. `KT.` is often written by pen and `P. GIÁM ĐỐC`
often a rubber stamp: OCR gives letters without sense before the title. What they were follows
from the pair of lines: who signs KT. GIÁM ĐỐC is PHÓ GIÁM ĐỐC. A seal or a signature may cover a
part of a line, or all of it: what stood there is restored after the same rule.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Postfix, Prefix

from digitize.metadata.anchors import best_match, similarity
from digitize.metadata.candidates import Evidence
from digitize.metadata.spelling import respell
from digitize.text.fold import fold
from digitize.text.normal import nfc
from digitize.text.titles import TITLES

_BY_LETTERS = {
    fold(title).replace(" ", ""): title
    for base in TITLES
    for title in (base, f"phó {base}", f"{base} thường trực", f"phó {base} thường trực")
}
TITLE_LETTERS = frozenset(_BY_LETTERS)  # folded and without blanks
_AUTHORITY = re.compile(
    r"^\W*(?P<sign>T/?M|K/?T|T/?L|T/?UQ)(?:\s*[.,:]+\s*|\s+)(?=[^\W\d_])"
    r"|^\W*(?P<one>[PQ])\s*[.,]\s*(?=[^\W\d_])"
)
# What ends the titles of the heads of most bodies, folded; TRƯỞNG ends too many to tell.
_TAILS = {"doc": nfc("giám đốc"), "tich": nfc("chủ tịch"), "tuong": nfc("thủ tướng")}
# Who heads a body whose name begins so (Luật Tổ chức chính quyền địa phương, Luật Tổ chức Chính
# phủ; Điều lệ Đảng), folded; longer beginnings first.
_HEADS = {
    "uy ban kiem tra": ("chu nhiem",),
    "uy ban mat tran": ("chu tich",),
    "uy ban nhan dan": ("chu tich",),
    "uy ban hanh chinh": ("chu tich",),
    "ubnd": ("chu tich",),
    "hoi dong nhan dan": ("chu tich",),
    "hdnd": ("chu tich",),
    "so ": ("giam doc",),
    "bo ": ("bo truong",),
    "tong cuc": ("tong cuc truong",),
    "chi cuc": ("chi cuc truong",),
    "cuc ": ("cuc truong",),
    "truong ": ("hieu truong",),
    "hoc vien": ("giam doc",),
    "benh vien": ("giam doc",),
    "trung tam": ("giam doc",),
    "thu tuong": ("thu tuong",),
    "chinh phu": ("thu tuong",),
    "thanh tra": ("chanh thanh tra", "tong thanh tra"),
    "van phong": ("chanh van phong",),
    "phong ": ("truong phong",),
    "tinh uy": ("bi thu", "chanh van phong"),
    "thanh uy": ("bi thu", "chanh van phong"),
    "huyen uy": ("bi thu", "chanh van phong"),
    "dang uy": ("bi thu",),
    "ban chap hanh": ("bi thu", "chu tich"),
    "ban ": ("truong ban",),
}
_OF_UNITS = {
    nfc(title).upper()
    for title in ("chánh văn phòng", "chánh thanh tra", "trưởng phòng", "vụ trưởng")
}
_ROLES = {nfc(role).upper() for role in ("chủ trì", "chủ tọa", "thư ký")}  # in minutes
_ACTING, _DEPUTY = re.compile(r"\bK/?T\b"), re.compile(r"\b(?:PHÓ|P\.|THỨ) ?\w")
_RUN = re.compile(r"[^\W\d_]+")
_MOST_JUNK = 4  # letters
_LEAST_LEFT = 0.6  # of the letters of a title
_ALIKE = 0.75  # of the letters of two lines, when one repeats the other


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A line of a title. `junk`: letters without sense stood before a title that is known; `cut`:
    only its end or its beginning was read; `headless`: only its end, so that a sign of authority
    may be lost too."""

    authority: str
    title: str
    known: bool
    junk: bool = False
    cut: bool = False
    headless: bool = False


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


def read_cut_title(text: str) -> TitleLine | None:
    """A line of which a seal or a signature left a part: `MĐỐC`, `GIÁ`; None when it can be of
    several titles, or of none."""
    letters = "".join(c for c in _letters(text) if c.isalpha())
    if len(letters) < 3:
        return None
    for tail, title in _TAILS.items():
        if letters.endswith(tail) and len(letters) <= len(_letters(title)):
            headless = len(letters) < len(_letters(title))
            return TitleLine("", title.upper(), True, cut=True, headless=headless)
    begun = [base for base in TITLES if _letters(base).startswith(letters)]
    holed = [base for base in TITLES if _has_hole(letters, _letters(base))]
    for found in (begun, holed):
        if len(found) == 1:
            return TitleLine("", found[0].upper(), True, cut=True)
    return None


def _has_hole(letters: str, title: str) -> bool:
    """Whether the letters are the beginning and the end of a title, and no few of it (C VĂN PHÒNG:
    a signature ran over the rest)."""
    if not _LEAST_LEFT * len(title) <= len(letters) < len(title):
        return False
    begun, ended = Prefix.similarity(letters, title), Postfix.similarity(letters, title)
    return min(begun, ended) > 0 and begun + ended >= len(letters)


def repeats(text: str, above: TitleLine) -> bool:
    """Whether a line reads like the title above it, so that it names that title's deputy: mostly
    by rubber stamp, and read as badly as that (P. GIÁM ĐỐC below GIÁM ĐỐC)."""
    return above.known and _alike(text, above.title) >= _ALIKE


def join_titles(
    lines: Sequence[TitleLine], *, party: bool = False
) -> tuple[str, tuple[Evidence, ...]]:
    """The lines as one title, and what speaks against that they are all and rightly read.

    `party`: the document is the Party's, whose signs of authority have strokes.
    """
    parts: list[str] = []
    whole = _with_deputy(_mend_deputies(_each_deputy_once(lines)))
    against: set[Evidence] = set()
    if len(whole) > len(lines) or any(line.cut for line in whole):
        against.add(Evidence.RESTORED)
    if any(line.headless for line in whole):
        against.add(Evidence.ACTING_UNREAD)
    if _is_unfinished(whole[-1]):
        against.add(Evidence.UNFINISHED)
    if _skips_head(whole):
        against.add(Evidence.SKIPS_A_LINE)
    if any(not line.known for line in whole):
        against.add(Evidence.UNKNOWN_WORDING)
    lines = whole
    by_slash = party or any("/" in line.authority for line in lines)
    acting = "K/T" if by_slash or lines[-1].title.endswith("BÍ THƯ") else "KT."
    for i, line in enumerate(lines):
        authority = line.authority
        if by_slash and len(authority) == 3 and authority.endswith("."):
            authority = f"{authority[0]}/{authority[1]}"  # the Party's K/T, its stroke lost
        if i > 0 and line.junk and lines[i - 1].title == line.title:
            authority = "P."
        elif i + 1 < len(lines) and not authority.startswith("K") and _is_deputy(lines, i + 1):
            authority = acting
            against.add(Evidence.ACTING_UNREAD)
        elif not authority and line.known and _is_ordered(lines, i + 1):
            authority = "TL."
            against |= {Evidence.ACTING_UNREAD, Evidence.RESTORED}
        elif line.junk and not (i > 0 and _is_deputy(lines, i)):
            authority = acting
            against |= {Evidence.ACTING_UNREAD, Evidence.RESTORED}
        parts.append(f"{authority} {line.title}".strip())
    return " ".join(parts), tuple(sorted(against))


def fits_agency(title: str, agency: str) -> bool | None:
    """Whether one of the heads whom a body of this name has stands in the title; None where the
    name tells of none."""
    name = fold(agency)
    heads = next((heads for begin, heads in _HEADS.items() if name.startswith(begin)), None)
    return None if heads is None else any(head in fold(title) for head in heads)


def acts_for_none(title: str) -> bool:
    """Whether KT. stands there and no deputy after it, who alone signs so (NĐ 30/2020, Điều 13)."""
    acting = _ACTING.search(title)
    return acting is not None and not _DEPUTY.search(title, acting.end())


def _with_deputy(lines: Sequence[TitleLine]) -> list[TitleLine]:
    """The lines with the one that must stand beside them (NĐ 30/2020, Điều 13: a deputy signs
    KT. for the head): PHÓ GIÁM ĐỐC after a last KT. GIÁM ĐỐC, KT. before a deputy alone."""
    last = lines[-1]
    if last.known and (last.authority.startswith("K") or (last.junk and len(lines) == 1)):
        return [*lines, TitleLine("", _deputy_of(last.title), True)]
    head = last.title.removeprefix("PHÓ ")
    if len(lines) == 1 and head != last.title and last.known and not last.authority:
        return [TitleLine("KT.", head, True), last]
    return list(lines)


def _is_unfinished(last: TitleLine) -> bool:
    """Whether a title must follow: TM. names a body, TL. and TUQ. who ordered."""
    ordered = last.authority.replace("/", "")[:2] in ("TM", "TL", "TU")
    return ordered or last.title.startswith("ĐẠI DIỆN")


def _skips_head(lines: Sequence[TitleLine]) -> bool:
    """Whether a deputy stands right below a body: mostly the line KT. between was not read."""
    return len(lines) == 2 and lines[0].authority[:1] == "T" and lines[1].title.startswith("PHÓ ")


def _deputy_of(title: str) -> str:
    return "THỨ TRƯỞNG" if title == "BỘ TRƯỞNG" else f"PHÓ {title}"


def _each_deputy_once(lines: Sequence[TitleLine]) -> list[TitleLine]:
    """The lines without a deputy's title that repeats the one above it: one stamp, read twice."""
    deputies = ("PHÓ ", "THỨ ")
    return [
        line
        for above, line in pairwise([None, *lines])
        if line is not None
        and not (above and line.title == above.title and line.title.startswith(deputies))
    ]


def _mend_deputies(lines: Sequence[TitleLine]) -> list[TitleLine]:
    """A line that reads like the title above it, and is none, is that title's deputy."""
    mended = list(lines)
    for i, (above, line) in enumerate(pairwise(lines), 1):
        unsure = (line.cut or not line.known) and not line.authority
        cut = len(_letters(line.title)) > 2 and _letters(above.title).endswith(_letters(line.title))
        # No one is named by one title twice: before the second PHÓ was lost.
        twice = above.known and line.title == above.title and not (line.authority or line.junk)
        if not twice and unsure and _has_initial(line.title, above):
            mended[i] = TitleLine("P.", above.title, True, cut=True)
        elif twice or (
            unsure
            and (
                repeats(line.title, above)
                or (above.known and (cut or _begins_deputy(line.title, above.title)))
            )
        ):
            mended[i] = TitleLine("", _deputy_of(above.title), True, cut=cut or twice)
    return mended


def _begins_deputy(text: str, title: str) -> bool:
    """Whether a line is the beginning of a deputy's title, of which a seal or signature hides the
    rest: PHÓ GIÁM below GIÁM ĐỐC."""
    letters, deputy = _letters(text), _letters(_deputy_of(title))
    return len(letters) > len("pho") and deputy.startswith(letters)


def _has_initial(text: str, above: TitleLine) -> bool:
    """Whether a line is the title above it after a single letter: P. HIỆU TRƯỞNG."""
    return repeats(text, above) and len(_letters(text)) == len(_letters(above.title)) + 1


def _alike(text: str, title: str) -> float:
    """How far the end of a text has the letters of a title, 0 to 1."""
    letters = _letters(title)
    return similarity(_letters(text)[-len(letters) :], letters)


def _is_deputy(lines: Sequence[TitleLine], second: int) -> bool:
    """Whether line `second` names the deputy of the title in the line before."""
    above, line = lines[second - 1], lines[second]
    if line.title == above.title:
        return line.junk or line.authority == "P."
    return line.title == _deputy_of(above.title)


def _is_ordered(lines: Sequence[TitleLine], second: int) -> bool:
    """Whether line `second` names the head of a unit of the body whose head is named above it, and
    ends the title: he signs by that one's order (NĐ 30/2020, Điều 13 khoản 3). Who leads a meeting
    is no head."""
    head = lines[second - 1].title not in _ROLES
    return head and second == len(lines) - 1 and lines[second].title in _OF_UNITS


def _known(text: str, *, exact: bool) -> str | None:
    found = best_match(_letters(text), _BY_LETTERS, 1.0 if exact else 0.9)
    return _BY_LETTERS[found[0]].upper() if found else None


def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())


def _trim(text: str) -> str:
    return re.sub(r"^[^0-9A-Za-zÀ-ưẠ-ỹ]+|[^0-9A-Za-zÀ-ưẠ-ỹ.)]+$", "", text)
