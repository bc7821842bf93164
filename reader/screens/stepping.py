"""Back and forward in what was done to a library, from one of its lists.

A step that was not made in the list may be seen nowhere in it: it is named before it is undone. Steps
of one article, as its own screen sees them, are `history`'s.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from annotations.errors import NothingToUndoError
from reader.screens.wording import asked_to_undo

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from annotations.library import Library
    from annotations.results import HistoryEntry


class Steps:
    """The steps that a list was told of, and the one that was named."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.asked: int | None = None
        """The step that was named; the same key again undoes it, any other forgets that."""
        self._own: set[int] = set()

    nothing_to_undo = "nothing to undo"
    nothing_to_redo = "nothing to redo"

    def peek(self, *, is_undo: bool) -> HistoryEntry | None:
        """The step to take back, or to do again; in a thread."""
        return self.library.peek_undo() if is_undo else self.library.peek_redo()

    def made(self, *numbers: int) -> None:
        """The list has made steps: these are undone at once."""
        self._own.update(numbers)

    async def take(self, show: Callable[[HistoryEntry], Awaitable[None]], *, is_undo: bool) -> str:
        """Take back the newest step, or do again what was taken back last.

        Args:
            show: Called once that is done, to show what has changed.
            is_undo: Take it back.

        Returns:
            What is to be said.

        Raises:
            PostilError: What it changed has been changed since, or the library failed.
        """
        nothing = self.nothing_to_undo if is_undo else self.nothing_to_redo
        entry = await asyncio.to_thread(lambda: self.peek(is_undo=is_undo))
        if entry is None:
            return nothing
        if is_undo and entry.id not in {*self._own, self.asked}:
            self.asked = entry.id
            return asked_to_undo(entry)
        self.asked = None
        step = self.library.undo if is_undo else self.library.redo
        try:
            await asyncio.wrap_future(step(None, entry.id))
        except NothingToUndoError:
            return "another program was faster · try again"
        self._own.add(entry.id)
        await show(entry)
        if is_undo:
            return f"undone: {entry.label} · U does it again"
        return f"done again: {entry.label} · u takes it back"
