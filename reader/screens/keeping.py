"""In the background: the reading place is stored, others' changes are looked for, the library is copied."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from annotations.errors import PostilError
from reader.screens.part import Part

if TYPE_CHECKING:
    from concurrent.futures import Future

    from annotations.library import Library
    from annotations.results import Changes
    from reader.screens.reading import ReadingScreen


PLACE_KEPT_S = 2.0
"""A rest after which the reading place is stored."""

POLL_S = 0.5
"""How often to look for what another program changed in the library."""

CARE_BEGINS_S = 10.0
"""After the opening of an article: what is done then should not meet the first keys."""

CARE_S = 60.0
"""How often to see whether something is due for the library; seldom is it."""


class Keeping(Part):
    """What happens without a key."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._stored = -1
        self._has_begun = False
        self._told: set[str] = set()

    def begin(self) -> None:
        """The library is here."""
        if not self._has_begun:
            self._has_begun = True
            self.screen.set_interval(PLACE_KEPT_S, self.store_place)
            self.screen.set_interval(POLL_S, self.poll)
            self.screen.set_timer(CARE_BEGINS_S, self.care)
            self.screen.set_interval(CARE_S, self.care)

    async def store_place(self) -> None:
        """Store the reading place, where it is another."""
        session = self.session
        library, article = session.library, session.article
        if library is None or article is None or session.past or session.caret == self._stored:
            return
        self._stored = session.caret
        try:
            await asyncio.wrap_future(
                library.keep_place(article.id, session.caret, self.screen.showing.seen_share())
            )
        except PostilError as error:
            self.screen.say_error(error)

    async def poll(self) -> None:
        """Take over what another program has changed in the library, or in the file."""
        session = self.session
        library, article = session.library, session.article
        if library is None or article is None or self.screen.marking.pending is not None:
            return

        def look() -> Changes | None:
            self.screen.reloading.look_at_file()
            return library.poll(article.id)

        try:
            news = await asyncio.to_thread(look)
        except PostilError:
            return  # Said when the person writes; a poll that fails changes nothing.
        if news is not None and session.article is article:
            await session.receive(news, is_own=False)
        self.screen.reloading.tell()

    def care(self) -> None:
        """Do what is due for the library's safety; it takes as long as it takes, beside the keys."""
        library = self.session.library
        if library is not None:
            self.screen.run_worker(self._care(library), group="care", exclusive=True)

    async def _care(self, library: Library) -> None:
        def begin() -> tuple[list[str], Future[tuple[str, ...]]]:
            # Modules are loaded for it, too.
            from reader.dangers import untold  # noqa: PLC0415  # not while the first keys come

            return [f"{each} {hint}" for each, hint in untold(library)], library.safekeeping.care()

        dangers, asked = await asyncio.to_thread(begin)
        for sentence in (*dangers, *await asyncio.wrap_future(asked)):
            if sentence not in self._told:
                self._told.add(sentence)
                self.screen.say(sentence, is_error=True)
