"""The marks that the file itself holds, highlights of a PDF or comments of an office text."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.screens.part import Part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from annotations.import_plan import ImportPlan
    from annotations.library import Library
    from annotations.model import Article
    from reader.opening import Opening


class Lifting(Part):
    """Reads the file's own marks and offers them to be taken in; shows what was taken in."""

    async def do_take_held_marks(self) -> None:
        """Offer the marks that the file holds; those taken before are not taken again."""
        opening, library = self.screen.reloading.opening, self.session.library
        article = self.session.article
        if opening is None or library is None or article is None or not self.session.is_complete:
            self.say("the text is still being loaded · try again in a moment")
            return
        if self.screen.marking.pending is not None:
            self.say("the last change is still being written · try again in a moment")
            return
        place: Path | str | None = opening.address() or await asyncio.to_thread(opening.path)
        if place is None:
            self.say("no file holds this text · nothing can be taken from it")
            return
        from reader.screens.waiting import Waiting  # noqa: PLC0415  # seldom needed

        source = place
        waiting = Waiting(self.screen, "reading the marks of the file", sign="READ")
        waiting.begin(lambda: self._take(opening, library, article, source, waiting.pause))

    async def _take(
        self,
        opening: Opening,
        library: Library,
        article: Article,
        place: Path | str,
        pause: Callable[[], None],
    ) -> None:
        from reader.rereading import read_alone  # noqa: PLC0415  # seldom needed

        loaded = await asyncio.to_thread(read_alone, opening, place, pause)
        if loaded.document.sha256 != self.session.document.sha256:
            self.say("the file holds another text by now · R reads it anew")
            return
        if not loaded.marks:
            self.say("the file holds no marks of its own")
            return
        from annotations.model import AnnotatedArticle  # noqa: PLC0415  # seldom needed
        from reader.incoming import Incoming  # noqa: PLC0415  # likewise

        known = await asyncio.to_thread(library.article, article.id)
        annotated = AnnotatedArticle(
            article=known, annotations=loaded.marks, document=self.session.document
        )
        self.screen.importing.offer("the file’s own", Incoming((annotated,), {}))

    async def taken_in(self, done: ImportPlan) -> str:
        """Marks were taken in: show those of this article; gives how they are taken back."""
        article = self.session.article
        if article is None or article.id not in {each.article.id for each in done.articles}:
            return "B, then u twice takes them back"
        self.session.newest_step = done.step
        await self.screen.keeping.poll()
        return "u takes them back"
