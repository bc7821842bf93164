"""Letters that come after the word they belong to was taken: whoever types fast types it to its end.

A word of the passage jump is taken as soon as it is alone in view, which only the one who looks can
know. What follows at once and goes on as the word does was not meant for anything else.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from reader.layout.labels import fold

if TYPE_CHECKING:
    from collections.abc import Callable

TYPED_ON_S = 0.25
"""Letters nearer to each other than this were typed in one go: nobody answers what he sees as soon."""


class TypedOn:
    """A word that was taken, and what of it may still come."""

    def __init__(self, rest: str, clock: Callable[[], float] = time.monotonic) -> None:
        """A letter has just taken a word.

        Args:
            rest: How the word goes on behind the letter, folded.
            clock: What tells the time, in seconds.
        """
        self.rest = rest
        self._clock = clock
        self._last_s = clock()

    def takes(self, character: str) -> bool:
        """True for the next letter of the word, unless there was time to look before it."""
        now_s, letters = self._clock(), fold(character) if len(character) == 1 else ""
        if not letters or not self.rest.startswith(letters) or now_s - self._last_s > TYPED_ON_S:
            return False
        self.rest, self._last_s = self.rest[len(letters) :], now_s
        return True
