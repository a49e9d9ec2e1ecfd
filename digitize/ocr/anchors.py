"""Fixed phrases of a văn bản that layout hangs on, found in spite of reading errors.

Layout after NĐ 30/2020/NĐ-CP (appendix I); Party documents carry the Party's name instead of
the Quốc hiệu.
"""

import re
from itertools import accumulate, product

from rapidfuzz import fuzz, process

from digitize.domain import Line
from digitize.text.fold import fold

_QUOC_HIEU = (
    "cong hoa xa hoi chu nghia viet nam",
    "viet nam dan chu cong hoa",  # until 1976
    "dang cong san viet nam",  # Party documents
)
_TIEU_NGU = "doc lap tu do hanh phuc"
_ALIKE = 80  # of 100; a seal or a pen stroke may spoil two of seven syllables

_NO_LETTERS = re.compile(r"[\W_]")
_DATE = re.compile(  # the day is often a pen stroke, and "ngày" runs into it
    r"\bng[a-z]\w{0,2}.{0,14}th[a-z]ng.{0,10}(?:n[a-z]m\b|\d{4})|th[a-z]ng\W*\d{0,2}\W+n[a-z]m\W*\d{4}"
)
_NUMBER = re.compile(r"s[o6]\s*[:.;]?\s*.*[/-]|s[o6]\s*[:.;]|\S{0,8}/\s?[a-z]{2,}\S*$")
_SUBJECT = re.compile(r"v\s?[/il1]\s?v\b|ve viec\b|trich yeu\b")
_KINH_GUI = re.compile(r"k[ií]nh gui\b")
_NOI_NHAN = re.compile(r"n[oơ]i\s?nh?[aâ]n\b")
_PAGE_NUMBER = re.compile(r"(?:trang )?\d{1,4}(?: ?/ ?\d{1,4})?")
_SIGNATURE_CAPTION = re.compile(
    r"(?:duoc )?ky (?:so )?boi\b|nguoi ky ?:|(?:thoi gian|ngay|gio) ky\b|signature (?:not )?valid"
    r"|signature not\b|(?:digitally )?signed by\b|e-?mail ?:|.*\+0?7[:']?00$"
)
_ARRIVAL_STAMP = re.compile(r"\W*(?:cong van |van ban )?den\W*|(?:cong van|van ban) den\b.*")
_STAMP_ENTRY = re.compile(r"\W*(?:so|ngay|gio|chuyen|luu ho so(?: so)?|so va ky hieu hs)\W*[:.…].*")
_MARK = re.compile(r"hoa toc(?: hen gio)?|(?:thuong )?khan|(?:toi |tuyet )?mat")
_ANNEX_NOTE = re.compile(
    r"phu luc\b|mau (?:so|bieu)?\b|bieu (?:so|mau)\b|bieu \d|kem theo\b|ban hanh kem"
)


def plain(line: Line) -> str:
    """The folded text of a line, withheld words included."""
    return fold(" ".join(word.text for word in line.words))


def find_motto(line: Line) -> int | None:
    """Where in the line Quốc hiệu, Party name or Tiêu ngữ starts: index of a word, or None."""
    words = [
        (index, letters)
        for index, text in enumerate(fold("\n".join(w.text for w in line.words)).split("\n"))
        if (letters := _NO_LETTERS.sub("", text))
    ]
    text = " ".join(letters for _, letters in words)
    starts = [0, *accumulate(len(letters) + 1 for _, letters in words)]
    best: tuple[float, int] | None = None
    for phrase in (*_QUOC_HIEU, _TIEU_NGU):
        full = len(phrase.split())
        places = list(product(range(len(words)), (full, full - 1)))
        windows = [text[starts[k] : starts[min(k + n, len(words))] - 1] for k, n in places]
        found = process.extractOne(phrase, windows, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if found is not None and (best is None or found[1] > best[0]):
            best = (found[1], words[places[found[2]][0]][0])
    return best[1] if best else None


def is_date_line(line: Line) -> bool:
    return _DATE.search(plain(line)) is not None


def is_number_line(line: Line) -> bool:
    return _NUMBER.match(plain(line)) is not None


def is_subject(line: Line) -> bool:
    return _SUBJECT.match(plain(line)) is not None


def is_kinh_gui(line: Line) -> bool:
    """Whether the line of addressees starts here: the header has ended."""
    return _KINH_GUI.match(plain(line)) is not None


def is_noi_nhan(line: Line) -> bool:
    """Whether the list of recipients starts here."""
    return _NOI_NHAN.match(plain(line)) is not None


def is_annex_note(line: Line) -> bool:
    """Whether the line names an annex or a form: it may stand above a Quốc hiệu as text."""
    return _ANNEX_NOTE.match(plain(line).lstrip("( ")) is not None


def is_page_number(line: Line) -> bool:
    """Whether nothing but a page number was read; specks beside it are doubtful words."""
    return _PAGE_NUMBER.fullmatch(re.sub(r"[-–—_.|]+", "", fold(line.text)).strip()) is not None


def is_signature_caption(line: Line) -> bool:
    """Whether the line belongs to the visible caption of an electronic signature."""
    return _SIGNATURE_CAPTION.match(plain(line).strip()) is not None


def is_arrival_stamp(line: Line) -> bool:
    """Whether the line is the title of a receiving stamp: ĐẾN, in capitals and alone."""
    text = "".join(word.text for word in line.words)
    return text.isupper() and _ARRIVAL_STAMP.fullmatch(plain(line)) is not None


def names_arrival(line: Line) -> bool:
    """Whether ĐẾN stands in the line in capitals, as in a receiving stamp."""
    return any(word.text.strip(".,:;|") == "ĐẾN" for word in line.words)


def is_stamp_entry(line: Line) -> bool:
    return _STAMP_ENTRY.fullmatch(plain(line)) is not None


def is_mark(line: Line) -> bool:
    """Whether the line is an urgency or secret mark: in capitals and nothing beside it."""
    letters = re.sub(r"[\W\d_]+", " ", plain(line)).strip()
    text = "".join(word.text for word in line.words)
    return text.isupper() and _MARK.fullmatch(letters) is not None
