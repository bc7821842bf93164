"""The floor: the least that an app made with Textual can be, one text on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.app import ComposeResult

SENTENCE = "The measured words stand here."
"""What the floor app shows, and every text that is measured begins with, below its title."""


class Floor(App[None]):
    """One Static; `q` quits."""

    BINDINGS = [("q", "quit", "Quit")]  # noqa: RUF012 -- as Textual declares it

    def compose(self) -> ComposeResult:
        """The one widget."""
        yield Static(SENTENCE)


if __name__ == "__main__":
    Floor().run()
