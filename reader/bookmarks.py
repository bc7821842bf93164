"""The bookmarks of the text being read: where they stand in it, and what a new one keeps."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from annotations import segments
from annotations.model import Range
from reader.surroundings import block_range, sentence_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotations.document import Document
    from annotations.model import Selector
    from annotations.results import Bookmark

QUOTE_LENGTH = 80
"""Code points by which a bookmark is found again, and known in the list."""


SENTENCE_LENGTH = 200
"""Code points shown in the list: as much as a wide row holds."""


class Placed(NamedTuple):
    """A bookmark and where it stands."""

    bookmark: Bookmark
    position: int | None
    """None where its words are no longer in the text."""


class Bookmarks:
    """Bookmarks by place, those that stand nowhere last."""

    def __init__(self, placed: Iterable[Placed] = ()) -> None:
        self.entries = sorted(placed, key=_order)
        self.positions = [each.position for each in self.entries if each.position is not None]

    def between(self, start: int, end: int) -> list[Placed]:
        """Those upon [start, end)."""
        first = bisect_left(self.positions, start)
        return self.entries[first : bisect_left(self.positions, end, lo=first)]

    def with_one(self, bookmark: Bookmark) -> Bookmarks:
        """These and another, made in the text that is read."""
        return Bookmarks([*self.entries, Placed(bookmark, bookmark.place.start)])

    def without(self, gone: Iterable[Placed]) -> Bookmarks:
        """These but some."""
        ids = {each.bookmark.id for each in gone}
        return Bookmarks(each for each in self.entries if each.bookmark.id not in ids)


def _order(placed: Placed) -> tuple[bool, int, str]:
    return placed.position is None, placed.position or 0, placed.bookmark.id


def place(bookmarks: Iterable[Bookmark], document: Document) -> Bookmarks:
    """Find where bookmarks stand; those made in another version of the text are looked for."""
    return Bookmarks(Placed(each, _position(each, document.text)) for each in bookmarks)


def _position(bookmark: Bookmark, text: str) -> int | None:
    if bookmark.is_here:
        return min(bookmark.place.start, len(text))
    from annotations.anchoring import resolve  # noqa: PLC0415  # seldom needed

    found = resolve(bookmark.place, text).range
    return None if found is None else found.start


def words_of(placed: Placed, document: Document, language: str) -> str:
    """What a bookmark is known by, on one line: its sentence, else the words that it was set at."""
    if placed.position is None:
        return " ".join(placed.bookmark.place.quote.split())
    start = sentence_at(document, placed.position, language).start
    if placed.position - start > SENTENCE_LENGTH:
        start = placed.position
    end = min(block_range(document, start).end, start + SENTENCE_LENGTH)
    return " ".join(document.text[start:end].split())


def words_after(document: Document, position: int) -> str:
    """How the text goes on after the block at a position, on one line; empty at the end."""
    number = document.leaf_at(position)
    if number is None or number + 1 >= len(document.leaves):
        return ""
    block = document.blocks[document.leaves[number + 1]]
    return " ".join(
        document.text[block.start : min(block.end, block.start + SENTENCE_LENGTH)].split()
    )


def place_at(document: Document, position: int) -> Selector | None:
    """What a bookmark at a position keeps; None where there is no text.

    It begins at a character to be seen: after white space the next one, at a block's end the last.
    """
    from annotations.anchoring import describe  # noqa: PLC0415  # not before the first bookmark

    text, block = document.text, block_range(document, position)
    start = max(block.start, position)
    # By clusters: a blank may carry marks of its own, which begin nothing.
    while start < block.end and text[segments.cluster_start(text, start)].isspace():
        start = segments.cluster_end(text, start)
    if start >= block.end:
        start = block.end
        while start > block.start:
            start = segments.cluster_start(text, start - 1)
            if not text[start].isspace():
                break
        else:
            return None
    end = min(block.end, start + QUOTE_LENGTH)
    return describe(segments.snap(text, Range(start, end)), text)
