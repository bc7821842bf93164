"""A text that takes long to read: what is going on is said, and can be given up and taken up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.layout.cells import fit
from reader.screens.part import Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from reader.screens.reading import ReadingScreen

SILENCE_S = 0.3
"""After so long it is said that something is being read, or done: what is quicker would only flicker."""

NAME_CELLS = 40
"""Of the name of what that is, on the bottom line."""


class Awaiting(Part):
    """Says that the text is still being read, and lets it be given up."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._timer: Timer | None = None
        self._said = ""
        self._name = ""
        self._doing = ""
        self._come: Callable[[], str] = str
        self._give_up: Callable[[], None] | None = None
        self._go_on: Callable[[], None] | None = None

    def begin(
        self,
        name: str,
        give_up: Callable[[], None],
        *,
        doing: str = "reading",
        come: Callable[[], str] = str,
    ) -> None:
        """Something is being read, or done, from now on.

        Args:
            name: Of the source, or of what is made.
            give_up: Called where the person does not want to wait for it.
            doing: What is being done with it.
            come: How far that has come, in words; empty if it is not known.
        """
        self.end()
        self._doing, self._come = doing, come
        self._name, self._give_up, self._go_on = name, give_up, None
        self._timer = self.screen.set_interval(SILENCE_S, self._tell)

    def end(self) -> None:
        """It has been read."""
        if self._timer is not None:
            self._timer.stop()
        if self._said and self.screen.bottom_line.message == self._said:
            self.say("")
        self._timer, self._said, self._give_up = None, "", None

    def stop(self, go_on: Callable[[], None]) -> None:
        """Reading was given up before all was there.

        Args:
            go_on: Called where the person wants the rest after all.
        """
        self.end()
        self._go_on = go_on
        self.say("only the beginning was read, and nothing can be marked · R reads the rest")

    def step_back(self) -> bool:
        """Give up what is being read; False if nothing is."""
        if self._give_up is None:
            return False
        give_up, self._give_up = self._give_up, None
        give_up()
        return True

    def resume(self) -> bool:
        """Take up again what was given up; False if nothing was."""
        if self._go_on is None:
            return False
        go_on, self._go_on = self._go_on, None
        go_on()
        return True

    def _tell(self) -> None:
        is_own = bool(self._said) and self.screen.bottom_line.message == self._said
        if self._give_up is None or not (self.screen.is_at_rest or is_own):
            return
        come = self._come()
        if not come and self._timer is not None:
            self._timer.stop()  # what does not come nearer is told once
        self.say(f"{self._doing} {fit(self._name, NAME_CELLS)} …{come and ' '}{come} · esc cancels")
        self._said = self.screen.bottom_line.message
