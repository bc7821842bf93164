"""What is pasted into the text, or dropped on the window.

A file or an address is offered to be opened, a file of marks to be taken in.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.layout.cells import fit
from reader.screens.awaiting import NAME_CELLS
from reader.screens.part import Part

if TYPE_CHECKING:
    from pathlib import Path

    from reader.opening import Opening
    from reader.screens.wording import Hints

PATIENCE_S = 2.0
"""How long to wait whether another file can be read, before the present one is left for it."""


class Dropping(Part):
    """Asks about a file or an address, and leaves for it."""

    async def pasted(self, text: str) -> None:
        """Something was pasted into the text or the cards."""
        from reader.dropped import what_is  # noqa: PLC0415  # seldom needed

        found = await asyncio.to_thread(what_is, text)
        marks = await asyncio.to_thread(_of_marks, found.files)
        if self.screen.mode is not None:
            self.say("pasted text does nothing here · esc goes back")
        elif marks and marks == found.files:
            self.screen.importing.offer_files(marks)
        elif found.address:
            self.screen.bottom_line.say("")
            self.screen.mode = _Offer(self, found.address)
        elif len(found.files) > 1:
            self.say("one file is opened at a time · drop just one")
        elif found.files:
            self.screen.bottom_line.say("")
            self.screen.mode = _Offer(self, found.files[0])
        else:
            self.say("pasted text goes into a note: a")
        self.screen.show_state()

    async def open(self, place: Path | str) -> None:
        """Leave for another file or an address, once it is known that it can be read.

        Raises:
            PostilError: It cannot; the present article stays.
        """
        if self.screen.marking.pending is not None:
            self.say("the last change is still being written · try again in a moment")
            return
        from reader.opening import Opening  # noqa: PLC0415  # likewise
        from reader.request import ReadRequest  # noqa: PLC0415  # likewise

        library = self.session.library
        request = ReadRequest(library=library.path if library else None)
        if isinstance(place, str):
            from reader.screens.waiting import Waiting  # noqa: PLC0415  # only for addresses

            following = Opening(request._replace(address=place))
            waiting = Waiting(self.screen, f"fetching {shown(place)}")
            following.progress = waiting.progress
            waiting.begin(lambda: self.leave_for(following))
            return
        following = Opening(request._replace(path=place))
        self.say(f"opening {shown(place)} …")
        await self.leave_for(following)

    async def leave_for(self, following: Opening) -> None:
        """Leave for what an opening gives, once it has given it.

        Raises:
            PostilError: It cannot be read; the present article stays.
        """

        def begin() -> None:
            following.begin()
            following.first(within_s=PATIENCE_S)

        await asyncio.to_thread(begin)
        await self.screen.settle()
        await self.screen.host.follow(self.screen, following)


class _Offer:
    """Waits for yes or no; another key means no, and is done."""

    def __init__(self, dropping: Dropping, place: Path | str) -> None:
        self._dropping = dropping
        self._place = place

    async def press(self, key: str) -> None:
        """Enter opens, esc stays."""
        screen = self._dropping.screen
        screen.mode = None
        if key == "enter":
            await self._dropping.open(self._place)
        elif key != "escape":
            await screen.press(key)

    def hints(self) -> tuple[str, Hints]:
        """What is asked."""
        return "OPEN", [("enter", f"opens {shown(self._place)}"), ("esc", "stays")]


def _of_marks(files: tuple[Path, ...]) -> tuple[Path, ...]:
    """Those of files that hold marks to be taken in, and are no texts; in a thread."""
    if not files:
        return ()
    from reader.incoming import holds_marks  # noqa: PLC0415  # seldom needed

    return tuple(each for each in files if holds_marks(each))


def shown(place: Path | str) -> str:
    """A file's name, or an address, as it may stand on the bottom line."""
    if isinstance(place, str):
        from reader.fetching.addresses import shown_address  # noqa: PLC0415  # only for those

        return fit(shown_address(place), NAME_CELLS)
    from reader.loaders import shown_name  # noqa: PLC0415  # it is there

    return fit(shown_name(place.name), NAME_CELLS)
