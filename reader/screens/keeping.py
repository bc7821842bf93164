"""In the background: the reading place is stored, and what other programs change is looked for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from annotations.errors import PostilError
from reader.screens.caring import Caring
from reader.screens.part import Part

if TYPE_CHECKING:
    from annotations.results import Changes
    from reader.screens.reading import ReadingScreen


PLACE_KEPT_S = 2.0
"""A rest after which the reading place is stored."""

POLL_S = 0.5
"""How often to look for what another program changed in the library."""


class Keeping(Part):
    """What happens without a key."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._stored = -1
        self._has_begun = False
        self.caring = Caring(screen)

    def begin(self) -> None:
        """The library is here."""
        if not self._has_begun:
            self._has_begun = True
            self.screen.set_interval(PLACE_KEPT_S, self.store_place)
            self.screen.set_interval(POLL_S, self.poll)
            if self.session.library is not None:
                self.caring.begin(self.session.library)

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
