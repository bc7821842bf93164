"""The hits of a search laid over the text: underlined, and the one the reader is at reversed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from reader.themes import Look

ShownHit = tuple[int, int, bool]
"""Start, end, and whether the reader is there."""


class HitSource(Protocol):
    """Who knows the hits."""

    def hits_upon(self, start: int, end: int) -> Sequence[ShownHit]:
        """Those that hold a code point of a line."""
        ...


class HitsOverlay:
    """Paints what it is told."""

    def __init__(self, look: Look, source: HitSource) -> None:
        self._look = look
        self._source = source

    def upon(self, start: int, end: int) -> tuple[ShownHit, ...] | None:
        """The hits on a line, cut to it."""
        found = tuple(
            (max(start, first), min(end, last), is_current)
            for first, last, is_current in self._source.hits_upon(start, end)
        )
        return found or None

    def layers(self, start: int, end: int) -> list[tuple[int, int, Style]]:
        """Each with its style."""
        look = self._look
        return [
            (first, last, look.current_hit if is_current else look.hit)
            for first, last, is_current in self._source.hits_upon(start, end)
        ]
