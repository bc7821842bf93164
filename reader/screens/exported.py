"""What can be done with a file that was just written, until the next key."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.clipboard import copy

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path
    from typing import Protocol

    from textual.app import App

    from reader.config import Settings
    from reader.screens.mode import Mode
    from reader.screens.wording import Hints

    class Shown(Protocol):
        """A screen, as this sees it."""

        settings: Settings
        mode: Mode | None

        @property
        def app(self) -> App[object]:
            """The app."""
            ...

        def say(self, message: str) -> None:
            """Say something on the bottom line until the next key."""
            ...


class Done:
    """A file was written: its path can be copied, and it can be opened; any other key goes on."""

    def __init__(self, screen: Shown, path: Path, go_on: Callable[[str], Awaitable[None]]) -> None:
        """Offer it.

        Args:
            screen: Whose mode this is.
            path: The file.
            go_on: Is given a key that means something else.
        """
        self._screen = screen
        self._path = path
        self._go_on = go_on

    def hints(self) -> tuple[str, Hints]:
        """What can be done with it."""
        return "WRITTEN", [("y", "copy the path"), ("o", "open it"), ("esc", "back")]

    async def press(self, key: str) -> None:
        """Copy the path, open the file, or go on."""
        screen = self._screen
        screen.mode = None
        if key == "y":
            path = str(self._path)
            copied = await asyncio.to_thread(copy, path, screen.settings.clipboard)
            if copied.is_for_terminal:
                screen.app.copy_to_clipboard(path)
            screen.say(f"{path} {copied.said}")
        elif key == "o":
            from reader.browser import open_address  # noqa: PLC0415  # rarely used

            is_open = await asyncio.to_thread(open_address, self._path.as_uri())
            screen.say("it is being opened" if is_open else "no program was found that opens it")
        elif key != "escape":
            await self._go_on(key)
