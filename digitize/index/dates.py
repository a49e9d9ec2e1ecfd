"""Dates as numbers that compare: YYYYMMDD.

Days are often filled in by pen and cannot be read. A document dated only 05/2024 may be of any
day of that month, so that every range which has a day in it finds the document.
"""

import calendar
import re

MAX_DATE = 99_991_231

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_VIETNAMESE = re.compile(r"(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})")


def document_span(iso: str) -> tuple[int, int]:
    """The first and the last day that a document of this date may be of; (0, 0) for no date."""
    try:
        return date_span(iso)
    except ValueError:
        return 0, 0


def date_span(text: str) -> tuple[int, int]:
    """The first and last number of the day, month or year that a user typed.

    dd/mm/yyyy, mm/yyyy, yyyy and ISO; `.` and `-` serve as `/`. Raises ValueError when it is no
    date, or one that the calendar does not have.
    """
    if match := _VIETNAMESE.fullmatch(text):
        day, month, year = match.groups()
    elif match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    else:
        raise ValueError(text)
    y, m, d = int(year), int(month or 0), int(day or 0)
    if y == 0 or (month and not 1 <= m <= 12):
        raise ValueError(text)
    if day and not 1 <= d <= calendar.monthrange(y, m)[1]:
        raise ValueError(text)
    return _number(y, m, d), _number(y, m or 12, d or 31)


def _number(year: int, month: int, day: int) -> int:
    return year * 10_000 + month * 100 + day
