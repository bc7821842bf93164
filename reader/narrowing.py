"""Narrowing a list to what holds all the words that are typed, a bit at a time.

A list may have 100,000 entries: what is looked through between two keys is bounded by time, and a
longer filter looks only through what the shorter one left.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Generic, TypeVar

from annotations.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

STRIDE = 32
"""Entries looked through between two looks at the clock."""

TEXT_LENGTH = 2_000
"""Code points of an entry that are looked through: a row shows far fewer."""

Entry = TypeVar("Entry")


class Narrowing(Generic[Entry]):
    """The entries of a list that hold every word typed, whatever their case and accents."""

    def __init__(self, entries: Sequence[Entry], text: Callable[[Entry], str]) -> None:
        self._entries = entries
        self._text = text
        self._folded: dict[int, str] = {}
        self._words: tuple[str, ...] = ()
        self._pool: Sequence[int] = range(len(entries))
        self._next = 0
        self.typed = ""
        """What the list is narrowed to."""
        self.found: list[int] = []
        """Numbers of the entries found so far, in order; meaningless while nothing is typed."""
        self.nearest = 0
        """Which of those found is most like what is typed, the first of several."""
        self._likeness = _NOT_ALIKE

    @property
    def is_narrowed(self) -> bool:
        """True if something is typed by which entries are left out."""
        return bool(self._words)

    @property
    def is_done(self) -> bool:
        """True once all entries were looked through."""
        return not self._words or self._next >= len(self._pool)

    def begin(self, typed: str) -> None:
        """Narrow to something else; `go_on` does the work."""
        was_done, before = self.is_done and self.is_narrowed, self.typed
        self.typed, self._words = typed, tuple(fold(typed).split())
        goes_further = was_done and typed.startswith(before)
        self._pool = self.found if goes_further else range(len(self._entries))
        self.found, self._next = [], 0
        self.nearest, self._likeness = 0, _NOT_ALIKE

    def go_on(self, duration_s: float) -> bool:
        """Look through entries for so long, or to the end; True if that is reached."""
        deadline = time.perf_counter() + duration_s
        words, pool, folded, found = self._words, self._pool, self._folded, self.found
        while not self.is_done:
            for number in pool[self._next : self._next + STRIDE]:
                text = folded.get(number)
                if text is None:
                    text = fold(self._text(self._entries[number])[:TEXT_LENGTH])
                    folded[number] = text
                if all(word in text for word in words):
                    likeness = _likeness(text, words)
                    if likeness > self._likeness:
                        self._likeness, self.nearest = likeness, len(found)
                    found.append(number)
            self._next += STRIDE
            if time.perf_counter() > deadline:
                break
        return self.is_done


def _likeness(text: str, words: Sequence[str]) -> tuple[bool, int, int]:
    """How near a text that holds all the words is to what is typed; of equals the shorter is nearer."""
    is_begun = text.startswith(words[0])
    begun = sum(text.startswith(word) or f" {word}" in text for word in words)
    return is_begun, begun, -len(text)


_NOT_ALIKE = (False, -1, 0)
"""Less than any likeness."""
