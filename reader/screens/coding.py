"""From an article into the codebook, and back to the marks of a tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.screens.part import Part

if TYPE_CHECKING:
    from reader.screens.reading import ReadingScreen


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
        from reader.screens.codebook import CodebookScreen  # noqa: PLC0415  # not needed to read

        screen = CodebookScreen(self.look, library, self.screen.keymap, show_marks=self._show_marks)
        await self.screen.app.push_screen(screen)

    async def _show_marks(self, name: str) -> None:
        """The cards of the article that have a tag."""
        await self.screen.keeping.poll()
        self.screen.arranging.filter_by(f'tag:"{name}"')
