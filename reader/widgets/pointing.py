"""What lies over the text while another mark is chosen: the mark one begins at, and the one at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from annotations.model import Annotation, Range
    from reader.themes import Look

_AT_HAND = Style(underline=True, bold=True)


class Pointing:
    """Lays the selection's look over the beginning, and underlines what enter would take."""

    def __init__(
        self, look: Look, source: Sequence[Range], at_hand: Callable[[], Annotation | None]
    ) -> None:
        self._look = look
        self._source = tuple(source)
        self._at_hand = at_hand

    def upon(self, start: int, end: int) -> Hashable:
        """The stretches of a line that are begun at, and those at hand."""
        found = self._at_hand()
        other = () if found is None else found.ranges
        upon = (_within(self._source, start, end), _within(other, start, end))
        return upon if any(upon) else None

    def layers(self, start: int, end: int) -> Sequence[tuple[int, int, Style]]:
        """The same with their styles."""
        found = self._at_hand()
        other = () if found is None else found.ranges
        return (
            *((*each, self._look.selection) for each in _within(self._source, start, end)),
            *((*each, _AT_HAND) for each in _within(other, start, end)),
        )


def _within(ranges: Sequence[Range], start: int, end: int) -> tuple[tuple[int, int], ...]:
    return tuple(
        (max(held.start, start), min(held.end, end))
        for held in ranges
        if held.start < end and held.end > start
    )
