"""A library that was there and is gone: the one question that is asked at a start."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from annotations.errors import PostilError

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.errors import LostDatabaseError
    from reader.screens.reading import ReadingScreen
    from reader.screens.wording import Hints


class LibraryGone:
    """A mode, until it is known what the marks are to be kept in."""

    def __init__(
        self, screen: ReadingScreen, lost: LostDatabaseError, go_on: Callable[[], None]
    ) -> None:
        """Ask nothing yet.

        Args:
            screen: Where it is asked.
            lost: What is gone, and its newest backup.
            go_on: Called once there is a library.
        """
        self._screen = screen
        self._lost = lost
        self._go_on = go_on
        self._is_at_work = False

    def ask(self) -> None:
        """Put the question."""
        self._screen.mode = self
        self._screen.show_state()
        when = self._lost.time[:16].replace("T", " ")
        # Behind the sign, and short: in a narrow window an answer would be cut away.
        self._screen.say(f"gone · r restores {when} UTC · n begins anew · q quits", is_error=True)

    def hints(self) -> tuple[str, Hints]:
        """What can be done."""
        return "LIBRARY", [("r", "restores the backup"), ("n", "begins a new one"), ("q", "quits")]

    async def press(self, key: str) -> None:
        """Only the answers count."""
        if self._is_at_work:
            return
        if key == "r":
            await self._settle(self._restore)
        elif key == "n":
            await self._settle(self._begin_anew)
        elif key == "q":
            self._screen.app.exit()
        else:
            self.ask()

    async def _settle(self, work: Callable[[], str]) -> None:
        self._is_at_work = True
        try:
            said = await asyncio.to_thread(work)
        except PostilError as error:
            self._screen.say_error(error)
            return
        finally:
            self._is_at_work = False
        self._screen.mode = None
        self._screen.show_state()
        self._screen.say(said)
        self._go_on()

    def _restore(self) -> str:
        from annotations import backups  # noqa: PLC0415  # seldom needed

        copy = backups.chosen(self._lost.path, str(self._lost.backup))
        done = backups.restore(self._lost.path, copy)
        return f"restored: {done.marks:,} mark{'' if done.marks == 1 else 's'}"

    def _begin_anew(self) -> str:
        from annotations import backups  # noqa: PLC0415  # seldom needed

        backups.begin_anew(self._lost.path)
        return "a new library; the backups of the former one stay"
