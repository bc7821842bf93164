"""Whether to undo something would surprise the person who reads."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.model import Range
    from annotations.results import HistoryEntry
    from reader.session import Session


def surprises(session: Session, entry: HistoryEntry, visible: Range) -> bool:
    """True if what an entry tells of was done on another day, elsewhere, or off the screen."""
    made = datetime.fromisoformat(entry.time).astimezone()
    if made.date() != datetime.now().astimezone().date():
        return True
    if session.article is not None and any(each != session.article.id for each in entry.articles):
        return True
    if any(each in session.layers for each in entry.annotations):
        return True
    known = [session.marks.get(each) for each in entry.annotations]
    if not session.is_complete and None in known:
        return True
    ranges = [held for each in known if each is not None for held in each.ranges]
    return bool(ranges) and not any(held.overlaps(visible) for held in ranges)
