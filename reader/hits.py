"""The hits of a search as they come in: around the text once, from where the reader is.

The text is searched from the origin to its end, then from its beginning to the origin, so that the next
hit is known first and all of them in the end. What is known of a place says so: an answer that a
later stretch could change is no answer.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from annotations.model import Range

if TYPE_CHECKING:
    from reader.searching import Found

HITS_KEPT = 100_000
"""Hits after which a search rests: 0.8 MB. It goes on where the reader asks for more."""

SLICES = (1 << 14, 1 << 22)
"""Least and most code points searched at a time."""

SLICE_S = 0.002
"""How long one should take: a plain search keeps the interpreter to itself meanwhile."""

NEAR = 1 << 20
"""Code points that are waited for; for what is further away the search begins anew there."""


class Next(NamedTuple):
    """Where the next hit is."""

    hit: Range | None
    """None: there is none at all."""
    is_wrapped: bool
    """It stands on the other side of the text's end."""


class Hits:
    """What a search has found so far, in the order of the text."""

    def __init__(self, length: int, origin: int, *, limit: int = HITS_KEPT) -> None:
        self.length = length
        self.origin = origin
        self._limit = limit
        self._ahead = (array("I"), array("I"))
        self._behind = (array("I"), array("I"))
        self._ahead_to = origin
        self._behind_to = 0
        self._slice_length = 1 << 16

    # --- searching --------------------------------------------------------------------------

    @property
    def is_complete(self) -> bool:
        """True once the whole text is searched."""
        return self._ahead_to >= self.length and self._behind_to >= self.origin

    @property
    def is_full(self) -> bool:
        """True if there are more than are kept, or may be."""
        return len(self) >= self._limit and not self.is_complete

    @property
    def room(self) -> int:
        """How many more hits are taken."""
        return self._limit - len(self)

    def next_slice(self) -> tuple[int, int] | None:
        """What to search next; None if nothing is left, or enough is found."""
        if self.is_complete or self.is_full:
            return None
        if self._ahead_to < self.length:
            return self._ahead_to, min(self.length, self._ahead_to + self._slice_length)
        return self._behind_to, min(self.origin, self._behind_to + self._slice_length)

    def add(self, found: Found, took_s: float) -> None:
        """Take what the next slice holds, and how long it took to search."""
        is_ahead = self._ahead_to < self.length
        starts, ends = self._ahead if is_ahead else self._behind
        starts.extend(found.starts)
        ends.extend(found.ends)
        if is_ahead:
            self._ahead_to = found.upto
        else:
            self._behind_to = found.upto
            if self._ahead[0] and ends and ends[-1] > self._ahead[0][0]:
                # Across the origin two hits may overlap, as `ana` does in `banana`.
                del starts[-1], ends[-1]
        least, most = SLICES
        if took_s > SLICE_S * 2:
            self._slice_length = max(least, self._slice_length // 2)
        elif took_s < SLICE_S / 2:
            self._slice_length = min(most, self._slice_length * 2)

    # --- asking -----------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._ahead[0]) + len(self._behind[0])

    def __getitem__(self, number: int) -> Range:
        behind = len(self._behind[0])
        starts, ends = self._behind if number < behind else self._ahead
        place = number if number < behind else number - behind
        return Range(starts[place], ends[place])

    def _first_from(self, position: int) -> int:
        """The number of the first hit that begins at a position or later."""
        if position < self.origin and self._behind[0]:
            number = bisect_left(self._behind[0], position)
            if number < len(self._behind[0]):
                return number
        return len(self._behind[0]) + bisect_left(self._ahead[0], position)

    def _known_to(self, position: int) -> int:
        """Up to where the text from a position on is searched without a gap."""
        if position < self._behind_to:
            return self._behind_to if self._behind_to < self.origin else self._ahead_to
        return self._ahead_to if self.origin <= position <= self._ahead_to else position

    def knows(self, start: int, end: int) -> bool:
        """True if all hits that begin in [start, end) are here."""
        return end <= self._known_to(start)

    def leads_to(self, position: int) -> bool:
        """True if the hits from a position on come next, as far as they are not here."""
        if self._known_to(position) >= self.length:
            return True
        ahead_to = self._ahead_to
        if position >= self.origin and ahead_to < self.length:
            return position <= ahead_to + NEAR
        return ahead_to >= self.length and self._behind_to <= position <= self._behind_to + NEAR

    def within(self, start: int, end: int) -> list[tuple[int, int]]:
        """The hits that hold a code point of [start, end), as far as they are here."""
        found: list[tuple[int, int]] = []
        for starts, ends in (self._behind, self._ahead):
            first = bisect_right(ends, start)
            last = bisect_left(starts, end, first)
            found.extend(zip(starts[first:last], ends[first:last], strict=True))
        return found

    def after(self, position: int) -> Next | None:
        """The first hit that begins at a position or later, else the text's first; None if not known."""
        known_to = self._known_to(position)
        number = self._first_from(position)
        if number < len(self):
            hit = self[number]
            if hit.start < known_to:
                return Next(hit, is_wrapped=False)
        if known_to < self.length:
            return None
        if len(self):
            first = self[0]
            return Next(first, is_wrapped=True) if self.knows(0, first.start) else None
        return Next(None, is_wrapped=True) if self.is_complete else None

    def before(self, position: int) -> Next | None:
        """The last hit that begins before a position, else the text's last; None if not known."""
        number = self._first_from(position) - 1
        if number >= 0:
            hit = self[number]
            return Next(hit, is_wrapped=False) if self.knows(hit.start, position) else None
        if not self.knows(0, position):
            return None
        if len(self):
            last = self[len(self) - 1]
            return Next(last, is_wrapped=True) if self.knows(last.start, self.length) else None
        return Next(None, is_wrapped=True) if self.is_complete else None

    def number_of(self, start: int) -> int | None:
        """Which hit of all, from 1, begins there; None if none does, or it is not known yet."""
        number = self._first_from(start)
        if number >= len(self) or self[number].start != start or not self.knows(0, start):
            return None
        return number + 1

    def rows(self, height: int) -> frozenset[int]:
        """The rows of a scroll bar so high in which hits begin: O(rows), however many hits."""
        found: set[int] = set()
        for row in range(height):
            first, last = self.length * row // height, self.length * (row + 1) // height
            number = self._first_from(first)
            if number < len(self) and self[number].start < last:
                found.add(row)
        return frozenset(found)
