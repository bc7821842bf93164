"""From an article into the codebook; tags given by their letters."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

from annotations.model import fold_tag
from reader.screens.part import Part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.screen import Screen

    from annotations.library import Library
    from reader.config import Settings
    from reader.keymap import Keymap
    from reader.screens.host import Host
    from reader.screens.reading import ReadingScreen
    from reader.screens.wording import Hints
    from reader.themes import Look


class TagLetter:
    """The letter of a tag is waited for."""

    def __init__(self, coding: Coding, letters: Mapping[str, str]) -> None:
        self._coding = coding
        self._letters = letters

    def hints(self) -> tuple[str, Hints]:
        """The letters with their tags."""
        return "TAG", [*sorted(self._letters.items()), ("esc", "back")]

    async def press(self, key: str) -> None:
        """Mark with a tag, or leave."""
        screen = self._coding.screen
        if key in self._letters:
            screen.mode = None
            await self._coding.give(self._letters[key])
        elif key == "escape":
            screen.mode = None
        else:
            screen.say("no tag has this letter · C, then # gives one, esc goes back")


class Coding(Part):
    """The codebook, seen from an article."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)

    async def do_codebook(self) -> None:
        """Show the codebook over the article."""
        library = self.session.library
        if library is None:
            self.say("the article is still being loaded · try again in a moment")
            return
        screen = self.screen
        await show_codebook(screen, library, self.look, screen.keymap, screen.settings)

    # --- by letter --------------------------------------------------------------------------

    async def do_tag_by_letter(self) -> None:
        """Wait for the letter of a tag, to mark with that."""
        library = self.session.library
        if library is None:
            self.say("the article is still being loaded · try again in a moment")
            return
        codebook = await asyncio.to_thread(library.codebook)
        letters = {tag.letter: tag.name for tag in codebook.tags if tag.letter}
        if not letters:
            self.say("no tag has a letter yet · C, then # gives one")
            return
        self.screen.mode = TagLetter(self, letters)
        self.screen.show_state()

    async def give(self, name: str) -> None:
        """Give a tag to what is chosen, selected, or at the caret."""
        several = self.screen.choosing.marks()
        if several:
            await self.screen.choosing.give_tag(several, name)
            return
        target = self.screen.marking.target()
        if target is None:
            return
        tags = target.annotation.tags if target.annotation else self.session.sticky_tags
        if target.annotation and fold_tag(name) in map(fold_tag, tags):
            self.say(f"it has #{name} already · t takes it off")
            return
        await self.screen.marking.commit(self.session.plan_tags(target, (*tags, name)))
        self.screen.moving.selected()


async def show_codebook(
    screen: Screen[Any],
    library: Library,
    look: Look,
    keymap: Keymap,
    settings: Settings,
) -> None:
    """Show the codebook over a screen; where it lies below already, come back to it.

    Args:
        screen: From which it is opened.
        library: Open, and left open.
        look: The styles.
        keymap: What keys do.
        settings: The person's.
    """
    from reader.screens.codebook import CodebookScreen  # noqa: PLC0415  # not needed to read

    for below in screen.app.screen_stack:
        if isinstance(below, CodebookScreen):
            cast("Host", screen.app).come_back_to(below)
            return
    codebook = CodebookScreen(look, library, keymap, settings)
    await screen.app.push_screen(codebook)
