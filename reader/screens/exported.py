"""What can be done with a file that was just written, until the next key."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.clipboard import copy

if TYPE_CHECKING:
    from pathlib import Path

    from reader.screens.reading import ReadingScreen
    from reader.screens.wording import Hints


class Done:
    """A file was written: its path can be copied, and it can be opened; any other key goes on."""

    def __init__(self, screen: ReadingScreen, path: Path) -> None:
        self._screen = screen
        self._path = path

    def hints(self) -> tuple[str, Hints]:
        """What can be done with it."""
        return "WRITTEN", [("y", "copy the path"), ("o", "open it"), ("esc", "back")]

    async def press(self, key: str) -> None:
        """Copy the path, open the file, or go on reading."""
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
            await screen.press(key)
