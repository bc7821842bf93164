"""In the background of any screen: what is due for the library's safety is done, and said if it fails."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.screens.keyed import KeyedScreen

if TYPE_CHECKING:
    from concurrent.futures import Future

    from annotations.library import Library

BEGINS_S = 10.0
"""After the opening: what is done then should not meet the first keys."""

AGAIN_S = 60.0
"""How often to see whether something is due; seldom is it."""


class Caring:
    """Looks after a library while a screen is there; two screens on one library do no harm."""

    def __init__(self, screen: KeyedScreen) -> None:
        self._screen = screen
        self._said: set[str] = set()

    def begin(self, library: Library) -> None:
        """The library is here."""
        self._screen.set_timer(BEGINS_S, lambda: self.look(library))
        self._screen.set_interval(AGAIN_S, lambda: self.look(library))

    def look(self, library: Library) -> None:
        """Do what is due; it takes as long as it takes, beside the keys."""
        self._screen.run_worker(self._look(library), group="care", exclusive=True)

    async def _look(self, library: Library) -> None:
        def begin() -> tuple[list[str], Future[tuple[str, ...]]]:
            # Modules are loaded for it, too.
            from reader.dangers import untold  # noqa: PLC0415  # not while the first keys come

            return [f"{each} {hint}" for each, hint in untold(library)], library.safekeeping.care()

        dangers, asked = await asyncio.to_thread(begin)
        for sentence in (*dangers, *await asyncio.wrap_future(asked)):
            if sentence not in self._said:
                self._said.add(sentence)
                self._say(sentence)

    def _say(self, sentence: str) -> None:
        """Where it is seen: another screen may lie over this one."""
        above = self._screen.app.screen
        (above if isinstance(above, KeyedScreen) else self._screen).say(sentence, is_error=True)
