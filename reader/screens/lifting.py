"""The marks that the file itself holds, highlights of a PDF or comments of an office text, taken in at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.screens.part import Part
from reader.screens.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from annotations.library import Library
    from annotations.model import AnnotatedArticle, Annotation, Article
    from annotations.results import Imported
    from reader.opening import Opening


class Lifting(Part):
    """Reads the file's own marks and lets the library have them, as one step of the history."""

    async def do_take_held_marks(self) -> None:
        """Take the marks that the file holds; those taken before are not taken again."""
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
        wanted = {mark.id for mark in loaded.marks}

        def have() -> tuple[Imported, tuple[Annotation, ...]]:
            library.keep_text(article.id)
            annotated = self._as_annotated(library.article(article.id), loaded.marks)
            imported = library.import_annotated(annotated).result()
            marks = library.annotations(article.id)
            return imported, tuple(mark for mark in marks if mark.id in wanted)

        imported, marks = await asyncio.to_thread(have)
        count = imported.added + imported.updated
        if not count:
            all_of = count_of(len(wanted), "mark")
            self.say(f"nothing new: {all_of} of the file, here already or deleted here")
            return
        from annotations.results import Changes  # noqa: PLC0415  # came with the library

        await self.session.receive(Changes(annotations=marks, deleted=()))
        self.say(f"{count_of(count, 'mark')} of the file taken in · u takes them back")

    def _as_annotated(self, article: Article, marks: tuple[Annotation, ...]) -> AnnotatedArticle:
        from annotations.model import AnnotatedArticle  # noqa: PLC0415  # seldom needed

        return AnnotatedArticle(article=article, annotations=marks, document=self.session.document)
