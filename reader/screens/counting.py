"""How much is selected, counted without delaying a key: little at once, more in a thread, at a rest."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.counting import COUNT_LENGTH, MANY, amount

if TYPE_CHECKING:
    from textual.timer import Timer

    from annotations.document import Document
    from annotations.model import Range
    from reader.screens.reading import ReadingScreen

AT_ONCE_LENGTH = 1_500
"""Code points counted within a key, in a millisecond or two."""

REST_S = 0.05
"""How long a selection must have stood before a longer one is counted."""

SOON = "… words"


class Counting:
    """Knows the last selection that was counted."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._counted: tuple[Document, Range, str] | None = None
        self._wanted: Range | None = None
        self._timer: Timer | None = None
        self._is_busy = False

    def of(self, chosen: Range) -> str:
        """What is said of a selection now; what takes longer is shown when it is there."""
        document = self._screen.session.document
        counted = self._counted
        if counted is not None and counted[0] is document and counted[1] == chosen:
            return counted[2]
        if len(chosen) > COUNT_LENGTH:
            return MANY
        if len(chosen) <= AT_ONCE_LENGTH:
            said = self._count(document, chosen)
            self._counted = (document, chosen, said)
            return said
        if chosen != self._wanted:
            self._wanted = chosen
            if self._timer is not None:
                self._timer.stop()
            self._timer = self._screen.set_timer(REST_S, self._count_beside)
        return SOON

    def _count(self, document: Document, chosen: Range) -> str:
        return str(amount(document, chosen, self._screen.session.language))

    async def _count_beside(self) -> None:
        if self._is_busy:
            return  # The one under way begins again when it is through.
        self._is_busy = True
        try:
            while (chosen := self._screen.session.selection) is not None and chosen == self._wanted:
                document = self._screen.session.document
                said = await asyncio.to_thread(self._count, document, chosen)
                self._counted = (document, chosen, said)
                if self._wanted == chosen:
                    break
        finally:
            # What was let go before it was counted may be selected again.
            self._is_busy, self._wanted = False, None
        self._screen.show_hints()
