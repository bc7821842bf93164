"""The file changes while it is read: it is said once, and read anew when the person asks for it."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from reader.screens.part import Part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reader.opening import Finished, Opening
    from reader.screens.reading import ReadingScreen
    from reader.watching import FileWatch, Sight

SHOWN_CELLS = 60
"""Of an address on the bottom line."""

LOOK_S = 2.0
"""How often to look at the file."""


class Reloading(Part):
    """Looks at the file, and reads it anew."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.opening: Opening | None = None
        """Of what is read; None before the first paint."""
        self._pause: Callable[[], None] | None = None
        self._watch: FileWatch | None = None
        self._looked_s = 0.0
        self._seen: Sight | None = None
        self._told: Sight | None = None

    def follow(self, opening: Opening, pause: Callable[[], None]) -> None:
        """From now on look at what an opening has read.

        Args:
            opening: Reads it anew.
            pause: Called between slices of that work.
        """
        self.opening, self._pause = opening, pause
        self._watch = opening.watch()

    # --- looking ----------------------------------------------------------------------------

    def look_at_file(self) -> None:
        """Look at the file if it is time to; called in a thread, since a file system may be slow."""
        now_s = time.monotonic()
        if self._watch is not None and now_s - self._looked_s >= LOOK_S:
            self._looked_s = now_s
            self._seen = self._watch.look()

    def tell(self) -> None:
        """Say what became of the file, once, and when nothing else is being said or asked."""
        from reader.watching import Sight  # noqa: PLC0415  # not before the first paint

        if self._watch is None or self._seen is self._told or self._seen is None:
            return
        if self._seen is Sight.SAME:
            self._told = None
            return
        if not self.screen.is_at_rest:
            return
        self._told = self._seen
        if self._seen is Sight.CHANGED:
            self.say("the file has changed · R reloads")
        else:
            self.say(f"{self._watch.path.name} is gone · this text and its marks stay")

    # --- reading anew -----------------------------------------------------------------------

    def _ready(self) -> tuple[Opening, Callable[[], None]] | None:
        """What reads anew; None, and it is said, where that has to wait."""
        opening, pause = self.opening, self._pause
        if self.screen.awaiting.resume():
            return None
        if opening is None or pause is None or not self._is_here:
            self.say("the text is still being loaded · try again in a moment")
            return None
        if self.screen.marking.pending is not None:
            self.say("the last change is still being written · try again in a moment")
            return None
        return opening, pause

    async def do_reload(self) -> None:
        """Read the file again."""
        ready = self._ready()
        if ready is None:
            return
        opening, pause = ready
        if opening.back is not None:
            await self.screen.versioning.come_back()
            return
        address = opening.address()
        if address:
            self._fetch(opening, address)
            return
        path = await asyncio.to_thread(opening.path)
        if path is None:
            self.say("no file holds this text · what was read is kept")
            return
        if self._watch is not None and await asyncio.to_thread(self._is_as_read, self._watch):
            self.say(f"{path.name} is as it was read")
            return
        self.say(f"reading {path.name} anew …")
        await self._reload(opening, path, pause)

    async def do_whole_page(self) -> None:
        """Show all of a page of which the article is shown, or its article alone."""
        from reader.loaders.loaded import is_of_page, is_of_whole_page  # noqa: PLC0415  # it is there

        ready = self._ready()
        if ready is None:
            return
        opening, pause = ready
        loader = self.session.document.loader
        if not is_of_page(loader):
            self.say("nothing is left out here · only of web pages the article alone is shown")
            return
        if opening.back is not None:
            self.say("an earlier text stays as it was read · R goes back to the present one")
            return
        place: Path | str | None = opening.address() or None
        if place is None:
            place = await asyncio.to_thread(opening.path)
        if place is None:
            self.say("no file holds this page · what was read is kept")
            return
        is_whole = not is_of_whole_page(loader)
        await self._reload(opening, place, pause, is_whole=is_whole)

    def _fetch(self, opening: Opening, address: str) -> None:
        """Fetch the page anew beside the screen; it is kept until then."""
        from annotations.reference import without_credentials  # noqa: PLC0415  # for addresses
        from reader.layout.cells import fit, show_line  # noqa: PLC0415  # likewise
        from reader.screens.waiting import Waiting  # noqa: PLC0415  # likewise

        shown = fit(show_line(without_credentials(address)), SHOWN_CELLS)
        waiting = Waiting(self.screen, f"fetching {shown}")
        opening.progress = waiting.progress
        waiting.begin(lambda: self._reload(opening, address, waiting.pause))

    @property
    def _is_here(self) -> bool:
        """True once text and marks are all here."""
        return self.screen.library_here.is_set() and self.session.is_complete

    @staticmethod
    def _is_as_read(watch: FileWatch) -> bool:
        from reader.watching import Sight  # noqa: PLC0415  # not before the first paint

        return watch.path.exists() and watch.look() is Sight.SAME

    async def _reload(
        self,
        opening: Opening,
        place: Path | str,
        pause: Callable[[], None],
        *,
        is_whole: bool | None = None,
    ) -> None:
        session, article = self.session, self.article
        text, known = session.document.text, session.article
        stood, first = session.caret, article.first_visible()
        places = {stood, first, *self.screen.going.trail.places}
        rows, row = article.visible_rows(), article.row_of(session.caret)
        above = rows.index(row) if row in rows else None

        def read_again() -> tuple[Finished, dict[int, int]]:
            from annotations.revised import positions_in  # noqa: PLC0415  # seldom needed
            from reader.rereading import reread, turn_page  # noqa: PLC0415  # likewise

            if is_whole is None:
                finished = reread(opening, place, pause)
            else:
                finished = turn_page(opening, place, pause, is_whole=is_whole)
            return finished, positions_in(finished.document.text, text, places)

        finished, moved = await asyncio.to_thread(read_again)
        self._watch, self._seen, self._told = opening.watch(), None, None
        is_same = known is not None and finished.opened.article.id == known.id
        if is_same and finished.document.sha256 == session.document.sha256:
            self.say(_said_of_same(place, is_whole=is_whole))
            return
        session.replace_document(finished.document)
        session.go_to(moved[stood])
        self.screen.show_whole()
        session.attach(finished.library, finished.opened)
        self.screen.article_title = finished.opened.article.name
        self.panel.forget_painted()
        # The line that is read stays in its row; where it is out of view, the first line does.
        article.put_at_top(session.caret if above is not None else session.clamp(moved[first]))
        article.scroll_rows(-(above or 0))
        article.follow()
        self.screen.going.trail.move(moved if is_same else {})
        self.screen.searching.forget_places()
        article.end_drag()
        for changed in self.screen.when_text_changes:
            changed()
        if is_whole is not None:
            shown = "the whole page" if is_whole else "the article alone"
            self.say(" · ".join((shown, *finished.opened.notices)))
            return
        said = finished.opened.notices or ("read anew" if is_same else "another text stands there",)
        self.say(" · ".join((*finished.notices, *said) if isinstance(place, str) else said))


def _said_of_same(place: Path | str, *, is_whole: bool | None) -> str:
    """What to say of a text that is as it was."""
    if is_whole is not None:
        return "the article is all there is on the page"
    return (
        "the page says the same"
        if isinstance(place, str)
        else ("the file has changed, its text has not")
    )
