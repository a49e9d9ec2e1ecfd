"""Dates as numbers that compare: YYYYMMDD, with 00 for a month or day that is not known.

A document dated only 05/2024 is 20240500, so that it lies within 2024 and within 05/2024, and
before every day of that month.
"""

import calendar
import re

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_VIETNAMESE = re.compile(r"(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})")


def date_number(iso: str) -> int:
    """YYYY-MM-DD, YYYY-MM or YYYY as a number; 0 for anything else."""
    match = _ISO.fullmatch(iso)
    return _number(*(int(part or 0) for part in match.groups())) if match else 0


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
