"""Looking the selection, or the word at the caret, up with the command of the settings."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from annotations import segments
from annotations.errors import PostilError
from reader.planning import in_quotes
from reader.screens.part import Part

if TYPE_CHECKING:
    from reader.lookup import Lookup
    from reader.screens.reading import ReadingScreen


class LookingUp(Part):
    """What `K` does."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._watching: asyncio.Task[None] | None = None

    def do_look_up(self) -> None:
        """Look the selection, or the word at the caret, up; keys do not wait for it."""
        settings = self.screen.settings
        if not settings.lookup:
            self.say("no look-up command is set · postil settings --init")
            return
        from reader.lookup import Lookup  # noqa: PLC0415  # rarely used

        lookup = Lookup(settings.lookup, settings.lookup_shell, settings.lookup_terminal)
        text = self._text()
        # What cannot be looked up is said at once.
        lookup.arguments(text)
        if settings.lookup_terminal:
            from reader.screens.lending import lend_terminal  # noqa: PLC0415  # likewise

            lend_terminal(self.screen.app, partial(lookup.run, text))
            return
        self.say(f"looking {in_quotes(text)} up with {lookup.name} …")
        self._watching = asyncio.create_task(self._run(lookup, text))

    def _text(self) -> str:
        document, chosen = self.session.document, self.session.selection
        if chosen is None:
            chosen = segments.word_at(document.text, self.session.caret)
        return document.flowing(chosen)

    async def _run(self, lookup: Lookup, text: str) -> None:
        said = self.screen.bottom_line.message
        try:
            await asyncio.to_thread(lookup.run, text)
        except PostilError as error:
            self.screen.say_error(error)
            return
        if self.screen.bottom_line.message == said:
            self.say(f"{in_quotes(text)} looked up with {lookup.name}")
