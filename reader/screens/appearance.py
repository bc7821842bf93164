"""How the text is shown: the width of its column, nothing but it, and in which colours."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from reader.screens.part import Part

if TYPE_CHECKING:
    from reader.screens.reading import ReadingScreen
    from reader.widgets.prompts import Prompt

WIDTH_CELLS = range(40, 121)
"""Least and most width of the reading column."""

WIDTH_STEP_CELLS = 4


class Appearance(Part):
    """What can be changed while one reads; it holds until postil ends."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.is_zen = False
        """Only the text is shown."""
        self._theme = screen.settings.theme

    # --- the column -------------------------------------------------------------------------

    def do_wider_column(self) -> None:
        """Four cells more for the text."""
        self._resize_column(WIDTH_STEP_CELLS)

    def do_narrower_column(self) -> None:
        """Four cells less for the text."""
        self._resize_column(-WIDTH_STEP_CELLS)

    def _resize_column(self, cells: int) -> None:
        article = self.article
        now = article.column_cells
        if cells > 0 and now < article.widest_cells:
            self.say(f"column of {now} cells · the window has no room for more")
            return
        wanted = max(WIDTH_CELLS.start, min(now + cells, WIDTH_CELLS.stop - 1))
        if (wanted - now) * cells <= 0:
            end = "widest" if cells > 0 else "narrowest"
            self.say(f"column of {now} cells · that is the {end}")
            return
        article.show_width(wanted)
        got = article.column_cells
        room = " · the window has no room for more" if got < wanted else ""
        self.say(f"column of {got} cells{room}")

    # --- nothing but the text ---------------------------------------------------------------

    def do_zen(self) -> None:
        """Show only the text, or all again."""
        if self.is_zen:
            self.leave_zen()
            return
        self.is_zen = True
        if self.screen.is_in_panel:
            self.screen.set_focus(self.article)
        self._show_zen()
        self.say("only the text · z or esc brings the rest back")

    def leave_zen(self) -> None:
        """Show all again, if only the text was shown."""
        if self.is_zen:
            self.is_zen = False
            self._show_zen()

    def _show_zen(self) -> None:
        self.screen.top_line.display = not self.is_zen
        self.screen.ruler.display = not self.is_zen
        self.screen.fit_panel()

    # --- colours ----------------------------------------------------------------------------

    async def do_theme(self) -> None:
        """Ask for a theme; each is shown while the arrows stand on it."""
        from reader.themes import Depth, colour_depth  # noqa: PLC0415  # rarely used
        from reader.widgets.theme_prompt import ThemePrompt  # noqa: PLC0415  # likewise

        depth = colour_depth(os.environ)
        if self.look.depth not in (Depth.EIGHT_BIT, Depth.TRUE):
            self.say("here the terminal’s own colours are shown · its settings change them")
            return
        before = self._theme

        async def answered(prompt: Prompt) -> None:
            assert isinstance(prompt, ThemePrompt)
            self.say(f"“theme: {self._theme}” in the settings keeps it")

        prompt = ThemePrompt(
            self.look,
            before,
            self._wear,
            has_all=depth is Depth.TRUE,
            keyboard=self.screen.keymap.keyboard,
        )
        await self.screen.asking.ask(prompt, answered)

    def _wear(self, name: str) -> None:
        """Paint with a theme's colours."""
        from reader.theme_choice import chosen  # noqa: PLC0415  # rarely used
        from reader.themes import colour_depth, textual_theme  # noqa: PLC0415  # likewise

        if name == self._theme:
            return
        self._theme = name
        choice = chosen(
            name,
            self.screen.settings.colours,
            is_dark=self.screen.is_dark_ground,
            depth=colour_depth(os.environ),
        )
        theme = textual_theme(choice.palette, choice.depth, choice.name)
        self.look.become(choice.palette, choice.depth)
        app = self.screen.app
        app.register_theme(theme)
        app.theme = theme.name
        self.screen.paint_anew()
