"""Dates as a query has them: a year, a month, a day, or how long ago.

All are periods of whole days in UTC, as the texts at which they begin and before which they end; so
is a day given as `7d`, seven days before today.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from annotations.errors import InvalidValueError

EXPECTED = "2026, 2026-11, 2026-11-24, today, yesterday, or how long ago: 7d, 2w, 3m, 1y"
"""The forms, for whoever is to be told."""

AFTER_ALL = "9999-12-32"
"""The end of the last year, which no calendar has, but which all its days come before."""

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_AGO = re.compile(r"(\d{1,6})([dwmy])", re.ASCII)
_DECEMBER = 12


class Period(NamedTuple):
    """Days in a row."""

    start: str
    """The first, `2026-11-24`."""
    end: str
    """The first that no longer belongs to it."""


def period(text: str, today: date) -> Period:
    """Read a date.

    Args:
        text: As a person writes it, in lower case.
        today: In UTC.

    Raises:
        InvalidValueError: It is none.
    """
    if text in ("today", "yesterday"):
        return _day(today - timedelta(days=text == "yesterday"))
    if ago := _AGO.fullmatch(text):
        return _day(_before(today, int(ago[1]), ago[2]))
    found = _DATE.fullmatch(text)
    if found is not None:
        year, month, day = (None if part is None else int(part) for part in found.groups())
        assert year is not None
        try:
            first = date(year, month or 1, day or 1)
        except ValueError:
            pass
        else:
            if day is not None:
                return _day(first)
            return Period(first.isoformat(), _following(first, is_year=month is None))
    sentence = f"A date was expected here: {EXPECTED}."
    raise InvalidValueError(sentence)


def _day(day: date) -> Period:
    is_last = day == date.max
    return Period(day.isoformat(), AFTER_ALL if is_last else (day + timedelta(days=1)).isoformat())


def _following(first: date, *, is_year: bool) -> str:
    """The first day after a year or month."""
    year, month = first.year, first.month
    if is_year or month == _DECEMBER:
        return AFTER_ALL if year == date.max.year else date(year + 1, 1, 1).isoformat()
    return date(year, month + 1, 1).isoformat()


def _before(today: date, count: int, unit: str) -> date:
    """The day so many days, weeks, months or years ago; the first of all where there is none."""
    try:
        if unit in "dw":
            return today - timedelta(days=count * (7 if unit == "w" else 1))
        months = today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1)
        year, month = divmod(months, 12)
        last = date.fromisoformat(_following(date(year, month + 1, 1), is_year=False))
        return date(year, month + 1, min(today.day, (last - timedelta(days=1)).day))
    except (OverflowError, ValueError):
        return date.min
