"""The first start: five lines of what to do, on the screen until they are sent away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.screens.part import Part

if TYPE_CHECKING:
    from reader.first_steps import Told
    from reader.screens.reading import ReadingScreen
    from reader.widgets.first_steps import FirstSteps

LEAST_ROWS = 16
"""Below this height the text needs the room itself."""


class Beginning(Part):
    """What someone sees who has never used postil."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._below: FirstSteps | None = None

    def greet(self, told: Told) -> None:
        """Show the first steps if they were never shown: in the empty panel, else below the text."""
        from reader.first_steps import Once  # noqa: PLC0415  # not before the first paint

        if told.was(Once.STEPS) or self.screen.size.height < LEAST_ROWS:
            return
        told.remember(Once.STEPS)
        if self.panel.is_empty:
            self.panel.has_steps = True
            self.screen.fit_panel()
            self.panel.forget_painted()
            return
        from reader.widgets.first_steps import FirstSteps  # noqa: PLC0415  # likewise

        self._below = FirstSteps(self.look, self.screen.keymap)
        self.screen.mount(self._below, before=self.screen.bottom_line)

    def end(self) -> bool:
        """Take the first steps away; False if they are not there."""
        if self._below is not None:
            self._below.remove()
            self._below = None
            return True
        if not (self.panel.has_steps and self.panel.is_empty and self.panel.display):
            return False
        self.panel.has_steps = False
        self.screen.fit_panel()
        self.panel.forget_painted()
        return True
