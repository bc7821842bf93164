"""Where one was before each jump, to go back to and forward from, as in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PLACES_KEPT = 200

NEAR_LENGTH = 200
"""Code points; a place no further than this from the one noted last is not noted beside it."""


class Trail:
    """Places gone from: behind, where one came from; ahead, where one went back from."""

    def __init__(self) -> None:
        self._behind: list[int] = []
        self._ahead: list[int] = []

    def leave(self, position: int) -> None:
        """Note a place that is left by a jump; what was ahead is dropped."""
        self._ahead.clear()
        self._note(self._behind, position)

    def back(self, position: int) -> int | None:
        """Where one was before, going back from a position; None if nowhere."""
        return self._go(self._behind, self._ahead, position)

    def forward(self, position: int) -> int | None:
        """Where one had gone back from; None if nowhere."""
        return self._go(self._ahead, self._behind, position)

    @property
    def places(self) -> tuple[int, ...]:
        """All that are kept."""
        return (*self._behind, *self._ahead)

    def move(self, moved: Mapping[int, int]) -> None:
        """Another text is here: each place is now where the mapping says, or is forgotten."""
        for places in (self._behind, self._ahead):
            places[:] = [moved[place] for place in places if place in moved]

    @staticmethod
    def _note(places: list[int], position: int) -> None:
        if places and abs(places[-1] - position) <= NEAR_LENGTH:
            return
        places.append(position)
        del places[:-PLACES_KEPT]

    def _go(self, places: list[int], others: list[int], position: int) -> int | None:
        while places:
            place = places.pop()
            if place != position:
                self._note(others, position)
                return place
        return None
