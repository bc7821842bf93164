"""Whose the mouse is: postil's, or the terminal's, to select and copy as everywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.screens.part import Part

if TYPE_CHECKING:
    from collections.abc import Callable


class Mousing(Part):
    """Leaves the mouse to the terminal, and takes it back."""

    def do_leave_mouse(self) -> None:
        """Let the terminal have the mouse."""
        self._ask(
            "leave_mouse",
            "the mouse is the terminal's now · ctrl+p “take the mouse” takes it back",
            "the mouse is the terminal's already",
        )

    def do_take_mouse(self) -> None:
        """Have the mouse again."""
        self._ask(
            "take_mouse", "the mouse selects and points here again", "the mouse is here already"
        )

    def _ask(self, name: str, done: str, otherwise: str) -> None:
        driver: Any = self.screen.app._driver  # noqa: SLF001  # there is no other way to it
        method: Callable[[], bool] | None = getattr(driver, name, None)
        if method is None:
            self.say("this terminal's mouse cannot be left or taken")
        else:
            self.say(done if method() else otherwise)
