"""Waiting for a server or a slow file: what has come is told, esc ends it, and nothing else is done meanwhile."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from annotations.errors import PostilError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from reader.screens.reading import ReadingScreen
    from reader.screens.wording import Hints

SHOWN_S = 0.1
"""Between two states of a wait."""

PATIENCE_S = 0.3
"""How long nothing is said of a wait: what is shorter is none."""


class CancelledByReaderError(Exception):
    """The reader does not want it any more."""


class Waiting:
    """A mode, from the beginning of a fetch to its end."""

    def __init__(self, screen: ReadingScreen, what: str, *, sign: str = "FETCH") -> None:
        self._screen = screen
        self._what = what
        self._sign = sign
        self._told = ""
        self._is_cancelled = False

    def progress(self, come_bytes: int, total_bytes: int | None) -> None:
        """So much has come; called in the thread that fetches.

        Raises:
            CancelledByReaderError: It is not wanted any more.
        """
        if self._is_cancelled:
            raise CancelledByReaderError
        if come_bytes:
            from reader.loaders import shown_size  # noqa: PLC0415  # it is there

            of = f" of {shown_size(total_bytes)}" if total_bytes else ""
            self._told = f" {shown_size(come_bytes)}{of}"

    def pause(self) -> None:
        """Called between slices of loading, in that thread."""
        self.progress(0, None)

    async def press(self, key: str) -> None:
        """Esc ends it."""
        if key == "escape":
            self._is_cancelled = True

    def hints(self) -> tuple[str, Hints]:
        """What can be done."""
        return self._sign, [("esc", "cancels")]

    def begin(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do work beside the keys; it is awaited by a task of the screen's."""
        self._screen.mode = self
        self._screen.run_worker(self._do(work), group="fetching", exclusive=True)

    async def _do(self, work: Callable[[], Awaitable[None]]) -> None:
        screen = self._screen
        task = asyncio.ensure_future(work())
        try:
            await asyncio.wait((task,), timeout=PATIENCE_S)
            while not task.done():
                if screen.mode is self:
                    screen.say(
                        "cancelling …" if self._is_cancelled else f"{self._what} …{self._told}"
                    )
                await asyncio.wait((task,), timeout=SHOWN_S)
        except asyncio.CancelledError:
            self._is_cancelled = True  # the app ends: the thread need not wait for the server
            raise
        if screen.mode is self:
            screen.mode = None
        try:
            task.result()
        except CancelledByReaderError:
            screen.say("cancelled · nothing was changed")
        except PostilError as error:
            screen.say_error(error)
        screen.show_state()
