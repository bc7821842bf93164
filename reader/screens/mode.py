"""A mode: while it lasts, every key is its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from reader.screens.wording import Hints


class Mode(Protocol):
    """What the screen asks of a mode; set as `ReadingScreen.mode`, taken away by setting None."""

    async def press(self, key: str) -> None:
        """Do what a key does, by its name in the action table."""
        ...

    def hints(self) -> tuple[str, Hints]:
        """The sign at the left of the bottom line, and the keys worth knowing."""
        ...
