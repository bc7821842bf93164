"""Which copies of a library are kept, and when one is due: decided from their times and sizes alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from annotations.model import Timestamp
    from annotations.store.backup import Backup, Reason

KEPT_HOURS = 3
KEPT_DAYS = 7
KEPT_WEEKS = 4
"""Of the copies made by themselves: the newest of each of so many hours, days and weeks that have one."""

KEPT_BEFORE = 3
"""Copies that are kept of those made before migrations, and likewise of those before restores."""

BOUND_BYTES = 1 << 30
"""What all copies that no person asked for may take together."""

LEAST = 2
"""So many of them stay, however large they are: one copy alone is none if it turns out to be bad."""


_DAY, _HOUR = 10, 13
"""Characters of a time that tell the day, and the hour."""


def is_due(backups: Iterable[Backup], time: Timestamp, *, is_daily: bool = False) -> bool:
    """True if no copy was made by itself in this hour, or on this day."""
    length = _DAY if is_daily else _HOUR
    return all(each.reason != "auto" or each.time[:length] != time[:length] for each in backups)


def superfluous(
    backups: Sequence[Backup], *, newest: Backup | None = None, bound_bytes: int = BOUND_BYTES
) -> list[Backup]:
    """The copies that have to go; never one that a person asked for.

    Args:
        backups: All copies of a library.
        newest: The one just made, which stays, though a clock that was set back may call it old.
        bound_bytes: As `BOUND_BYTES`.
    """
    by_age = sorted(backups, key=lambda each: each.time, reverse=True)
    kept = [each for each in _wanted(by_age) if each != newest]
    if newest is not None:
        kept.insert(0, newest)
    total = 0
    for number, each in enumerate(kept):
        total += each.size_bytes
        if total > bound_bytes and number >= LEAST:
            kept = kept[:number]
            break
    return [each for each in by_age if each.reason != "hand" and each not in kept]


def _wanted(by_age: Sequence[Backup]) -> list[Backup]:
    """What their times alone would keep, newest first."""
    wanted = {
        each for reason in ("migration", "restore") for each in _of(by_age, reason)[:KEPT_BEFORE]
    }
    own = _of(by_age, "auto")
    for count, slot in ((KEPT_HOURS, _hour), (KEPT_DAYS, _day), (KEPT_WEEKS, _week)):
        wanted.update(_newest_of_each(own, slot)[:count])
    return [each for each in by_age if each in wanted]


def _of(by_age: Sequence[Backup], reason: Reason) -> list[Backup]:
    return [each for each in by_age if each.reason == reason]


def _newest_of_each(by_age: Sequence[Backup], slot: Callable[[Backup], str]) -> list[Backup]:
    newest: dict[str, Backup] = {}
    for each in by_age:
        newest.setdefault(slot(each), each)
    return list(newest.values())


def _hour(backup: Backup) -> str:
    return backup.time[:_HOUR]


def _day(backup: Backup) -> str:
    return backup.time[:_DAY]


def _week(backup: Backup) -> str:
    try:
        year, week, _ = date.fromisoformat(backup.time[:_DAY]).isocalendar()
    except ValueError:  # digits that are no day: somebody named the file
        return backup.time
    return f"{year} {week}"
