"""The marks of the article that the list stands on, read beside the keys and shown beside the list."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from annotations.errors import PostilError
from reader.screens.part import AnyPart

if TYPE_CHECKING:
    from textual.timer import Timer

    from annotations.model import ArticleId
    from reader.screens.library import LibraryScreen

REST_S = 0.04
"""How long the list must have stood on an article before its marks are read."""

MARKS = 40
"""More do not fit beside any list."""


class ShelfBeside(AnyPart):
    """Reads them, and has them shown."""

    def __init__(self, screen: LibraryScreen) -> None:
        self._screen = screen
        self._shown: tuple[ArticleId | None, int] = (None, -1)
        self._rest: Timer | None = None

    def show(self, readings: int) -> None:
        """Show the marks of the current article once the list rests on it.

        Args:
            readings: How often the library was read; another reading may bring other marks.
        """
        screen, here = self._screen, self._screen.current
        wanted = (None if here is None else here.id, screen.filtering.answered + readings)
        if not screen.preview.display or wanted == self._shown:
            return
        self._shown = wanted
        if self._rest is not None:
            self._rest.stop()
        if here is None:
            screen.preview.show(())
            return
        self._rest = screen.set_timer(REST_S, self._begin)

    def _begin(self) -> None:
        self._screen.run_worker(self._read, exclusive=True, group="preview")  # type: ignore[arg-type]  # so it may

    async def _read(self) -> None:
        screen, here = self._screen, self._screen.current
        if here is None:
            return
        shelf, query = screen.library.shelf, screen.filtering.query
        try:
            found = await asyncio.to_thread(shelf.marks, here.id, query, MARKS)
            if not found and screen.shelving.stock.counts.get(here.id):
                found = await asyncio.to_thread(shelf.marks, here.id, None, MARKS)
        except PostilError:
            return  # forgotten meanwhile, by another program; the next reading says so
        if screen.current is here:
            screen.preview.show(
                [each.annotation for each in found], "" if found else "no marks yet"
            )
