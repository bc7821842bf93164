"""Following hyperlinks: within the text at once, to an address after a second look."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.layout.cells import fit, show_line
from reader.screens.part import Part

if TYPE_CHECKING:
    from annotations.document import Span
    from reader.screens.reading import ReadingScreen

OPENS = " · enter again opens it · y copies it"
REFUSED = " is no web or mail address · y copies it"
EDGES_CELLS = 4
NEAR_LENGTH = 2_000
"""Code points around the caret, within which an address upon it begins."""


class Following(Part):
    """What enter does upon a hyperlink."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._asked: Span | None = None
        """The hyperlink whose address is shown, and opened by the next enter."""

    def _here(self) -> Span | None:
        document, caret = self.session.document, self.session.caret
        if self.session.selection is not None or self.screen.is_in_panel:
            return None
        near = document.text[max(0, caret - NEAR_LENGTH) : caret + NEAR_LENGTH]
        if not document.spans and "://" not in near and "www." not in near:
            return None
        from reader.hyperlinks import hyperlink_at  # noqa: PLC0415  # only where there may be any

        return hyperlink_at(document, caret)

    def described(self) -> str:
        """Where the hyperlink at the caret leads, cut for the bottom line; empty if there is none."""
        span = self._here()
        if span is None:
            return ""
        from reader.hyperlinks import described  # noqa: PLC0415  # as above

        cells = max(16, self.screen.size.width * 3 // 5)
        return fit(show_line(described(self.session.document, span)), cells)

    def forget(self) -> None:
        """Another key was pressed: the next enter asks again."""
        self._asked = None

    def follow(self) -> bool:
        """Follow the hyperlink at the caret; False if there is none."""
        span = self._here()
        if span is None:
            return False
        from reader.hyperlinks import destination  # noqa: PLC0415  # as above

        leads_to = destination(span.target, len(self.session.document.text))
        if leads_to.position is not None:
            self.screen.going.go_to(leads_to.position, "ctrl+o goes back")
        elif leads_to.is_address and span == self._asked:
            self.say("opening …")
            # Beside the keys: a browser may take its time.
            self.screen.run_worker(self._open(span.target), group="browser")
        else:
            self._asked = span
            self._say_with(span.target, OPENS if leads_to.is_address else REFUSED)
        return True

    @property
    def asked_address(self) -> str:
        """What y copies instead of a quote: the target that is shown; empty if none is."""
        return self._asked.target if self._asked is not None and self._asked == self._here() else ""

    def _say_with(self, target: str, rest: str) -> None:
        """Say something of a target, which is cut so that the rest can be read."""
        cells = max(12, self.screen.size.width - EDGES_CELLS - len(rest))
        self.say(fit(show_line(target), cells) + rest)

    async def _open(self, address: str) -> None:
        from reader.browser import open_address  # noqa: PLC0415  # rarely used

        is_opened = await asyncio.to_thread(open_address, address)
        self.say(
            "opened in the browser"
            if is_opened
            else "no browser could be opened · y copies the address"
        )
