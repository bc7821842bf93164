"""Undo and redo, with a question first where an undo would surprise."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING

from annotations.errors import NothingToUndoError
from reader.screens.part import Part

if TYPE_CHECKING:
    from annotations.model import AnnotationId, Range
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
        entry = await asyncio.to_thread(library.peek_undo, article.id)
        if entry is None:
            self.say("nothing to undo")
            return
        if self.asked != entry.id and self.session.needs_confirmation(
            entry, self.article.visible_range()
        ):
            self.asked = entry.id
            self._show_entry(entry.annotations)
            self.say(f"u again undoes: {entry.label} ({_day(entry.time)})")
            return
        self.asked = None
        try:
            undone = await asyncio.wrap_future(library.undo(article.id, entry.id))
        except NothingToUndoError:
            self.say("nothing to undo")
            return
        await self.screen.referring.learn()
        self._show_undone(self.session.take(undone), f"undone: {entry.label} · U does it again")

    async def do_redo(self) -> None:
        """Do again what was undone last."""
        library, article = self.session.library, self.session.article
        if library is None or article is None:
            self.say("nothing to redo yet")
            return
        try:
            redone = await asyncio.wrap_future(library.redo(article.id))
        except NothingToUndoError:
            self.say("nothing to redo")
            return
        await self.screen.referring.learn()
        self._show_undone(
            self.session.take(redone), f"done again: {redone.entry.label} · u takes it back"
        )

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


def _day(time: str) -> str:
    moment = datetime.fromisoformat(time).astimezone()
    return f"{moment.day} {moment:%b %Y, %H:%M}"
