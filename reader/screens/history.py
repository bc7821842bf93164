"""Undo and redo, with a question first where an undo would surprise.

What the bottom line says that `u` takes back surprises nobody, wherever it stands.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from annotations.errors import NothingToUndoError
from reader.screens.part import Part
from reader.screens.wording import asked_to_undo
from reader.taking import MANY
from reader.undoing import surprises

if TYPE_CHECKING:
    from annotations.model import AnnotationId, Range
    from annotations.results import HistoryEntry
    from reader.screens.reading import ReadingScreen


class History(Part):
    """Back and forward in what was done."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.asked: int | None = None
        """The entry that was named; the same key again undoes it."""

    async def do_undo(self) -> None:
        """Undo the newest entry of this article; one that would surprise is named first."""
        library, article = self.session.library, self.session.article
        if library is None or article is None:
            self.say("nothing to undo yet")
            return
        if self.screen.marking.pending is not None:
            self.say("the last change is still being written · try again in a moment")
            return
        visible = self.article.visible_range()

        def look() -> tuple[HistoryEntry | None, bool]:
            entry = library.peek_undo(article.id)
            return entry, entry is not None and surprises(self.session, entry, visible)

        entry, is_surprising = await asyncio.to_thread(look)
        if entry is None:
            self.say("nothing to undo")
            return
        if is_surprising and entry.id not in (self.asked, self.screen.promised):
            self.asked = entry.id
            self._show_entry(entry.annotations)
            self.say(asked_to_undo(entry))
            return
        self.asked = None

        async def undo() -> None:
            try:
                undone = await asyncio.wrap_future(library.undo(article.id, entry.id))
            except NothingToUndoError:
                self.say("nothing to undo")
                return
            await self.screen.referring.learn()
            touched = await self.session.receive(undone)
            self._show_undone(touched, f"undone: {entry.label} · U does it again")

        many = len(entry.annotations) >= MANY
        await self.screen.marking.patiently(undo, many=many, doing="still undoing …")

    async def do_redo(self) -> None:
        """Do again what was undone last."""
        library, article = self.session.library, self.session.article
        if library is None or article is None:
            self.say("nothing to redo yet")
            return

        async def redo() -> None:
            try:
                redone = await asyncio.wrap_future(library.redo(article.id))
            except NothingToUndoError:
                self.say("nothing to redo")
                return
            await self.screen.referring.learn()
            self.session.newest_step = redone.entry.id
            touched = await self.session.receive(redone)
            self._show_undone(touched, f"done again: {redone.entry.label} · u takes it back")

        await self.screen.marking.patiently(redo, many=True, doing="still doing it again …")

    def _show_undone(self, touched: Range | None, message: str) -> None:
        self.say(message)
        if touched is not None and not touched.overlaps(self.article.visible_range()):
            self.session.go_to(touched.start)
            self.screen.jumped()

    def _show_entry(self, annotations: tuple[AnnotationId, ...]) -> None:
        for each in annotations:
            mark = self.session.marks.get(each)
            if mark is not None and mark.start is not None:
                self.session.go_to(mark.start)
                self.screen.jumped()
                return
