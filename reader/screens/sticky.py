"""What stands at the right of the bottom line: tags that are kept on, and how much is selected."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.planning import listed
from reader.screens.part import Part

if TYPE_CHECKING:
    from reader.screens.counting import Counting
    from reader.screens.reading import ReadingScreen
    from reader.screens.wording import Hints
    from reader.widgets.prompts import Prompt


class Sticky(Part):
    """Tags for the next marks, with their sign."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._counting: Counting | None = None

    async def do_sticky_tags(self) -> None:
        """Ask for the tags that every following mark is to get."""
        from reader.widgets.sticky_prompt import StickyPrompt  # noqa: PLC0415  # rarely used

        session = self.session
        known: list[str] = []
        if session.library is not None:
            known = await asyncio.to_thread(session.library.recent_tags)

        async def keep_tags(prompt: Prompt) -> None:
            assert isinstance(prompt, StickyPrompt)
            had, session.sticky_tags = session.sticky_tags, tuple(prompt.tags)
            if prompt.tags:
                self.say(f"every new mark gets {listed(prompt.tags)} · T changes that")
            else:
                self.say("new marks get no tags any more" if had else "new marks get no tags")

        await self.screen.asking.ask(StickyPrompt(self.look, session.sticky_tags, known), keep_tags)

    def aside(self) -> Hints:
        """The tags that are kept on; while something is selected, its words and sentences.

        A narrow window has room for the words alone, and in a mode for its keys alone.
        """
        shown: Hints = []
        if self.session.sticky_tags:
            shown.append(("T", listed(self.session.sticky_tags)))
        is_narrow = self.screen.is_narrow
        if self.session.selection is not None and not (is_narrow and self.screen.mode is not None):
            if self._counting is None:
                from reader.screens.counting import Counting  # noqa: PLC0415  # only for a selection

                self._counting = Counting(self.screen)
            said = self._counting.of(self.session.selection)
            if said:
                shown.append(("", said.partition(" · ")[0] if is_narrow else said))
        return shown
