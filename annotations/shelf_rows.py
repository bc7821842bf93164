"""What a list of the library shows of an article: plain values, without any store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from annotations.model import COLOURS, ArticleId

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from annotations.model import Colour, Timestamp

Status = Literal["", "unread", "reading", "done"]
"""What a person says of an article; empty: as far as it was read."""

STATUSES: tuple[Status, ...] = ("unread", "reading", "done")
"""Those that can be said."""

Counts = tuple[tuple["Colour | None", int], ...]
"""Marks by colour, in the order of the colours, those without one last; none that is 0."""

DONE_SHARE = 0.98
"""Of a text that was seen: what follows the end of an article is not read."""


class ShelfRow(NamedTuple):
    """What a list shows of an article without a look at its marks."""

    id: ArticleId
    title: str
    authors: tuple[str, ...]
    publisher: str
    published: str
    url: str
    source: str
    """The path or address as last opened."""
    tags: tuple[str, ...]
    said: Status
    """By a person."""
    progress: float
    """0 to 1."""
    opened: Timestamp
    """Empty if it was never read here."""
    updated: Timestamp
    captured: Timestamp
    """When its text was read."""
    loader: str
    """Name and version of what read it."""

    @property
    def name(self) -> str:
        """What to call it: its title, else where it came from."""
        return self.title or self.source or str(self.id)

    @property
    def status(self) -> Status:
        """What a person says, else as far as it was read."""
        return self.said or status_of(self.progress)


def status_of(progress: float) -> Status:
    """The status of an article of which nobody says one.

    Args:
        progress: How much of it was seen, 0 to 1.
    """
    if progress <= 0:
        return "unread"
    return "done" if progress >= DONE_SHARE else "reading"


def total(counts: Mapping[ArticleId, Counts], article: ArticleId) -> int:
    """How many marks of an article are counted."""
    return sum(number for _, number in counts.get(article, ()))


def by_colour(found: Iterable[tuple[str, str | None, int]]) -> dict[ArticleId, Counts]:
    """Marks by article from rows of article, colour and number."""
    by_article: dict[ArticleId, dict[str | None, int]] = {}
    for article, colour, number in found:
        by_article.setdefault(ArticleId(article), {})[colour] = number
    return {
        article: tuple((each, held[each]) for each in (*COLOURS, None) if each in held)
        for article, held in by_article.items()
    }
