"""Ngày ban hành and địa danh, ô số 4 (NĐ 30/2020, Điều 8 khoản 4).

`Hải Phòng, ngày 05 tháng 01 năm 2025`. The day is mostly filled in by pen: what cannot be read
is left out, and a date without its day is YYYY-MM. Dates of ĐẾN stamps and of signature captions
stand in other places and are never candidates.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from digitize.domain import Word
from digitize.metadata.candidates import Candidate
from digitize.metadata.header import Header, Layout
from digitize.metadata.sheet import Row
from digitize.metadata.spelling import respell
from digitize.text.fold import fold, lower
from digitize.text.syllables import is_syllable
from digitize.text.tones import place_tones

# Folded text of a row. `ngày` may be glued to a pen mark (ngàyÁ2), `tháng` to the day.
_DATE = re.compile(
    r"(?P<ngay>n[gq]a[yv])[\s.…:_]*(?P<day>.{0,8}?)\s*"
    r"(?P<thang>th?[aâ]n[gq])\W*(?P<month>.{0,6}?)\s*"
    r"(?P<nam>na\W?[mnr]{1,2})\W*(?P<year>[0-9oil][0-9oil.\s]{2,6})"
)
_LOOSE = re.compile(r"(?P<thang>t?h[a]n[gq])\W*(?P<month>.{0,6}?)\s*(?P<nam>nam)\W*(?P<year>\d{4})")
_NUMERIC = re.compile(
    r"ngay\s*(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})"
)
# `số 596/QĐ-UBND ngày 16/3/2017`: a document that is quoted was there before.
_QUOTED = re.compile(
    r"\d/[\w/-]+,? ngay (?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>(?:19|20)\d\d)\b"
)
_PLACE = re.compile(r"^[\s\W\d_]*(?P<place>[^,;:]*?[^\W\d_.])\s*[,.;:]?\s*$")
_WORD = re.compile(r"[^\W\d_]+")
_AROUND = " .,:…_-"

_PEN_FIT = 0.5  # most that a day may claim: it is by pen on nine documents in ten
_PARTIAL_FIT = 0.55
_ONE_DIGIT_FIT = 0.35  # days under 10 are written with a 0: here a digit may be lost
_SURE_DAY = 0.95  # OCR takes pen digits for others with up to 0.94
_SURE = 0.85


def find_dates(header: Header) -> list[Candidate]:
    """Readings of the date from the header's right column."""
    return [c for row in header.right if (c := read_date(row)) is not None]


def find_dates_below(cells: Iterable[Row]) -> list[Candidate]:
    """Readings of `Hôm nay, ngày … tháng … năm …`, where minutes and contracts are dated."""
    opening = (c for c in cells if c.folded.startswith("hom nay"))
    return [replace(c, source="date after Hôm nay") for row in opening if (c := read_date(row))]


def find_places(header: Header) -> list[Candidate]:
    """Readings of the place: the words before the date."""
    if header.layout is Layout.CENTRED:
        return []
    return [c for row in header.right if (c := read_place(row)) is not None]


def after_agency(place: Candidate, agency: Sequence[Row]) -> Candidate:
    """The place weighed against the name of the agency, which mostly ends with it (SỞ Y TẾ TỈNH
    LẠNG SƠN; Lạng Sơn). A difference is an error in one of them, and goes to review.

    Where a letter differs, the agency's is taken: its print is larger.
    """
    count = len(place.value.split())
    for row in agency if count > 1 else ():
        named = _WORD.findall(row.text)
        for start in range(len(named) - count + 1):
            words = named[start : start + count]
            part = respell(" ".join(words).title())
            letters = Levenshtein.distance(fold(part), fold(place.value))
            if letters == 1 and all(is_syllable(word) for word in words):
                return replace(place.weighed(0.6, "after the agency's name"), value=part)
            if letters == 0 and place_tones(lower(part)) != place_tones(lower(place.value)):
                return place.weighed(0.6, "the agency's name is spelt otherwise")
    return place


def plausible(dates: Sequence[Candidate], rows: Iterable[Row]) -> list[Candidate]:
    """The dates, less sure where the text quotes a document that is younger than they are."""
    quoted = [
        f"{m['year']}-{int(m['month']):02d}-{int(m['day']):02d}"
        for row in rows
        for m in _QUOTED.finditer(row.folded)
    ]
    youngest = max(quoted, default="")
    return [
        c.weighed(0.4, "the text quotes a younger document")
        if c.value < youngest[: len(c.value)]
        else c
        for c in dates
    ]


def read_date(row: Row) -> Candidate | None:
    match = _DATE.search(row.folded) or _LOOSE.search(row.folded) or _NUMERIC.search(row.folded)
    if not match:
        return None
    groups = match.groupdict()
    year = _digits(groups["year"])[:4]
    if len(year) != 4 or not 1945 <= int(year) <= 2100:
        return None
    month = _part(groups["month"], 12)
    day = _part(groups.get("day") or "", 31)
    words = row.words_in(match.start(), match.end())
    if month is None:
        return Candidate(year, words, row.page, "date line: month not read", 0.5)
    if day is None:
        return Candidate(
            f"{year}-{month:02d}", words, row.page, "date line: day not read", _PARTIAL_FIT
        )
    printed = _is_printed(row.words_in(match.start("day"), match.end("day")), words)
    source, fit = "date line: day likely by pen", _PEN_FIT
    if printed:
        source, fit = "date line", 0.97
    elif len(groups["day"].strip(_AROUND)) == 1:
        source, fit = "date line: one digit of the day read", _ONE_DIGIT_FIT
    return Candidate(f"{year}-{month:02d}-{day:02d}", words, row.page, source, fit)


def read_place(row: Row) -> Candidate | None:
    match = _DATE.search(row.folded) or _LOOSE.search(row.folded) or _NUMERIC.search(row.folded)
    if not match:
        return None
    before = re.split(r",|\bng[aà]", row.text[: match.start()], flags=re.IGNORECASE)[0]
    place = _PLACE.match(before)
    if not place or len(place["place"]) < 2:
        return None
    words = row.words_in(place.start("place"), place.end("place"))
    value = respell(place["place"])
    capitals = [word[:1].isupper() for word in _WORD.findall(value)]
    if not capitals[0]:
        return None
    return Candidate(
        value, words, row.page, "words before the date", 0.97 if all(capitals) else 0.6
    )


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text.replace("o", "0").replace("i", "1").replace("l", "1"))


def _part(text: str, largest: int) -> int | None:
    """A day or month when it is read cleanly; anything else is not read."""
    text = text.strip(_AROUND)
    if not re.fullmatch(r"\d{1,2}", text):
        return None
    return int(text) if 1 <= int(text) <= largest else None


def _is_printed(day: Sequence[Word], line: Sequence[Word]) -> bool:
    """Whether the day looks like the print around it: as high, and as surely read as the rest."""
    digits = [w for w in line if any(c.isdigit() for c in w.text)]
    if len(day) != 1 or day[0].confidence < _SURE_DAY or min(w.confidence for w in digits) < _SURE:
        return False
    return 0.8 <= day[0].box.height / max(w.box.height for w in digits) <= 1.2
