"""Ngày ban hành, ô số 4 (NĐ 30/2020, Điều 8 khoản 4).

`Hải Phòng, ngày 05 tháng 01 năm 2025`. The day is mostly filled in by pen: what cannot be read
is left out, and a date without its day is YYYY-MM. Dates of ĐẾN stamps and of signature captions
stand in other places and are never candidates.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from digitize.domain import Word
from digitize.metadata.candidates import Candidate, Evidence
from digitize.metadata.header import Header
from digitize.metadata.numerals import number_of_words
from digitize.metadata.sheet import Row

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
# In words, as notaries and courts write it; `năm` is a year and the digit 5.
_IN_WORDS = re.compile(
    r"ngay (?P<day>[a-z ]{3,20}?),? thang (?P<month>[a-z ]{2,12}?),? nam "
    r"(?P<year>(?:mot|hai) (?:nghin|ngan)[a-z ]*)"
)
# `số 596/QĐ-UBND ngày 16/3/2017`: a document that is quoted was there before.
_QUOTED = re.compile(
    r"\d/[\w/-]+,? ngay (?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>(?:19|20)\d\d)\b"
)
# Laws and resolutions of elected bodies: `Luật này đã được Quốc hội … thông qua ngày …`.
_ADOPTED = re.compile(r"\bthong qua (?=ngay\b)")
_AROUND = " .,:…_-"

_SURE_DAY = 0.95  # OCR takes pen digits for others with up to 0.94
_SURE = 0.85


@dataclass(frozen=True, slots=True)
class DateReading:
    """The numbers of a date in a row, None where not read, and the characters that hold it."""

    row: Row
    year: int
    month: int | None
    day: int | None
    start: int
    end: int
    day_words: tuple[Word, ...] = ()
    one_digit: bool = False
    in_words: bool = False


def find_dates(header: Header) -> list[Candidate]:
    """Readings of the date from the header's right column."""
    return [c for row in header.right if (c := read_date(row, "date line in the header"))]


def find_dates_below(cells: Iterable[Row]) -> list[Candidate]:
    """Readings of `Hôm nay, ngày … tháng … năm …`, where minutes and contracts are dated."""
    opening = (c for c in cells if c.folded.startswith("hom nay"))
    return [c for row in opening if (c := read_date(row, "date after Hôm nay"))]


def find_dates_at_end(cells: Iterable[Row]) -> list[Candidate]:
    """Readings from a document's end, for those without a date in the header: the day on which
    an elected body adopted it, or a date line above the signature."""
    found = []
    for cell in cells:
        adopted = _ADOPTED.search(cell.folded)
        if adopted:
            rest = read_date(cell, "date of adoption", adopted.end())
        else:
            above = cell.x > 0.5 and cell.x1 - cell.x0 < 0.5
            rest = read_date(cell, "date line above the signature") if above else None
        found += [rest] if rest else []
    return found


def plausible(dates: Sequence[Candidate], rows: Iterable[Row]) -> list[Candidate]:
    """The dates, with what speaks against them where the text quotes a younger document."""
    quoted = [
        f"{m['year']}-{int(m['month']):02d}-{int(m['day']):02d}"
        for row in rows
        for m in _QUOTED.finditer(row.folded)
    ]
    youngest = max(quoted, default="")
    return [
        c.given(Evidence.YOUNGER_QUOTED) if c.value < youngest[: len(c.value)] else c for c in dates
    ]


def written_forms(date: str) -> list[str]:
    """How an ISO date stands in running text; empty for a partial one."""
    if len(date) < len("YYYY-MM-DD"):
        return []
    year, month, day = map(int, date.split("-"))
    days, months = {f"{day}", f"{day:02d}"}, {f"{month}", f"{month:02d}"}
    return [
        form
        for d in sorted(days)
        for m in sorted(months)
        for form in (f"{d}/{m}/{year}", f"ngày {d} tháng {m} năm {year}")
    ]


def read_date(row: Row, rule: str, start: int = 0) -> Candidate | None:
    """The date in a row as a candidate, or None when there is none."""
    found = find_date(row, start)
    if found is None:
        return None
    words = row.words_in(found.start, found.end)
    printed = row.text[found.start : found.end]
    if found.month is None:
        return Candidate(str(found.year), words, row.page, rule, {}, printed, complete=False)
    value = f"{found.year}-{found.month:02d}"
    if found.day is None:
        return Candidate(value, words, row.page, rule, {}, printed, complete=False)
    candidate = Candidate(f"{value}-{found.day:02d}", words, row.page, rule, {}, printed)
    if not found.in_words and not _is_printed(found.day_words, words):
        candidate = candidate.given(Evidence.APART)
        candidate = _beside(candidate, found.day_words, words)
    if found.one_digit:
        candidate = candidate.given(Evidence.ONE_DIGIT)
    return candidate


def find_date(row: Row, start: int = 0) -> DateReading | None:
    """The date in a row from character `start` on; None without a year."""
    text = row.folded
    match = _IN_WORDS.search(text, start)
    if match:
        day, month, year = (number_of_words(match[g]) for g in ("day", "month", "year"))
        if year and month and day and day <= 31 and month <= 12:
            return DateReading(row, year, month, day, *match.span(), in_words=True)
    match = _match(text, start)
    if not match:
        return None
    groups = match.groupdict()
    digits = _digits(groups["year"])[:4]
    if len(digits) != 4 or not 1945 <= int(digits) <= 2100:
        return None
    reading = DateReading(
        row,
        int(digits),
        _part(groups["month"], 12),
        _part(groups.get("day") or "", 31),
        *match.span(),
    )
    if reading.month is None or reading.day is None:
        return replace(reading, day=None)
    return replace(
        reading,
        day_words=row.words_in(match.start("day"), match.end("day")),
        one_digit=match.re is not _NUMERIC and len(groups["day"].strip(_AROUND)) == 1,
    )


def date_start(row: Row) -> int | None:
    """The character where a date begins in a row, whether or not its year can be read."""
    match = _IN_WORDS.search(row.folded) or _match(row.folded, 0)
    return match.start() if match else None


def _match(text: str, start: int) -> re.Match[str] | None:
    return _DATE.search(text, start) or _LOOSE.search(text, start) or _NUMERIC.search(text, start)


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


def _beside(candidate: Candidate, day: Sequence[Word], line: Sequence[Word]) -> Candidate:
    """How unlike the printed digits the day is in height: a pen's are larger."""
    printed = [w.box.height for w in line if w.text.strip(_AROUND).isdecimal() and w not in day]
    if not printed or not day:
        return candidate
    ratio = max(w.box.height for w in day) / max(printed)
    return candidate.given(Evidence.UNLIKE_PRINT, min(1.0, abs(ratio - 1)))
