"""Adding to the library: files, folders, addresses are read one after the other, beside the keys.

What is added stands in the list as unread; files of marks are taken in once it is seen what they would
change (see `importing`). It is told how far it has come, and esc ends it: what has
been added by then stays.
"""

from __future__ import annotations

import asyncio
import time
from functools import partial
from typing import TYPE_CHECKING

from annotations.errors import PostilError
from reader.layout.cells import fit, show_line
from reader.request import ReadRequest
from reader.screens.awaiting import NAME_CELLS
from reader.screens.part import AnyPart
from reader.screens.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from annotations.model import ArticleId
    from reader.screens.library import LibraryScreen
    from reader.screens.wording import Hints
    from reader.widgets.prompts import Prompt

SHOWN_S = 0.5
"""How often the list shows what has come so far."""


class _EndedError(Exception):
    """The person does not want to wait for the rest, or the list is gone."""


class ShelfAdding(AnyPart):
    """Asks what is to be added, and is the mode while that is read."""

    def __init__(self, screen: LibraryScreen) -> None:
        self._screen = screen
        self._is_ended = False

    async def do_add_articles(self) -> None:
        """Ask for a path or an address."""
        from reader.widgets.path_prompt import PathPrompt  # noqa: PLC0415  # not before the first

        async def add(prompt: Prompt) -> None:
            assert isinstance(prompt, PathPrompt)
            self.begin([prompt.answer])

        await self._screen.asking.ask(PathPrompt(self._screen.look), add)

    async def pasted(self, text: str) -> None:
        """A path or an address that was dropped is offered; by any other text the list is filtered."""
        if self._screen.mode is self:
            self._screen.say("still adding · esc stops it, or drop this afterwards")
            return
        from reader.dropped import what_is  # noqa: PLC0415  # seldom needed
        from reader.widgets.path_prompt import PathPrompt  # noqa: PLC0415  # likewise

        found = await asyncio.to_thread(what_is, text)
        places = [found.address] if found.address else [str(each) for each in found.files]
        if len(places) > 1:
            self.begin(places)
        elif places:

            async def add(prompt: Prompt) -> None:
                assert isinstance(prompt, PathPrompt)
                self.begin([prompt.answer])

            await self._screen.asking.ask(PathPrompt(self._screen.look, places[0]), add)
        else:
            self._screen.filtering.begin_with(text)

    # --- reading ----------------------------------------------------------------------------

    def begin(self, places: Sequence[str]) -> None:
        """Add what stands at places."""
        self._is_ended = False
        self._screen.mode = self
        self._screen.say("looking what is there …")
        self._screen.run_worker(partial(self._add, places), group="adding", exclusive=True)  # type: ignore[arg-type]  # so it may
        self._screen.show_state()

    async def press(self, key: str) -> None:
        """Esc ends it; other keys wait."""
        if key == "escape":
            self._is_ended = True

    def hints(self) -> tuple[str, Hints]:
        """What can be done."""
        return "ADD", [("esc", "stops here · what was added stays")]

    def _pause(self) -> None:
        if self._is_ended:
            raise _EndedError

    async def _add(self, places: Sequence[str]) -> None:
        from reader.gathering import gather  # noqa: PLC0415  # not before the first

        screen = self._screen
        tally = _Tally()
        requests: list[ReadRequest] = []
        try:
            gathered = await asyncio.to_thread(gather, places, self._pause)
            requests += [ReadRequest(path=path) for path in gathered.files]
            requests += [ReadRequest(address=each) for each in gathered.addresses]
            tally.left_out, tally.is_cut = gathered.left_out, gathered.is_cut
            tally.marks = gathered.marks
            await self._read_all(requests, tally)
        except PostilError as error:
            tally.failures.append(error)
        except _EndedError:
            tally.is_ended = True
        except asyncio.CancelledError:
            self._is_ended = True  # the list is gone: the thread need not go on
            raise
        if screen.mode is self:
            screen.mode = None
        await screen.read_now()
        if tally.last is not None:
            screen.show_found(screen.place_in_list(tally.last))
        screen.show_state()
        if tally.marks and not tally.is_ended and screen.mode is None:
            # After the texts, for their quotes to be found in these.
            screen.importing.offer_files(tally.marks, told=tally.said() if requests else "")
        elif tally.failures and not tally.added and not tally.known:
            screen.say_error(tally.failures[0])
        else:
            screen.say(tally.said())

    async def _read_all(self, requests: Sequence[ReadRequest], tally: _Tally) -> None:
        screen, shown_s = self._screen, time.monotonic()
        for number, request in enumerate(requests, 1):
            name = str(request.path.name if request.path else request.address)
            of = f" {number:,} of {len(requests):,}" if len(requests) > 1 else ""
            screen.bottom_line.say(
                f"adding{of}: {fit(show_line(name), NAME_CELLS)} · esc stops here"
            )
            try:
                article, is_new = await asyncio.to_thread(self._take_in, request)
            except PostilError as error:
                tally.failures.append(error)
                continue
            tally.added += is_new
            tally.known += not is_new
            tally.last = article
            if time.monotonic() - shown_s > SHOWN_S:
                await screen.read_now()
                shown_s = time.monotonic()

    def _take_in(self, request: ReadRequest) -> tuple[ArticleId, bool]:
        """Read a source and let the library know it; in a thread."""
        from reader.opening import Opening  # noqa: PLC0415  # it is there

        self._pause()
        library = self._screen.library
        opening = Opening(request, library=library)
        opening.progress = lambda _come, _total: self._pause()
        try:
            opening.begin()
            opened = opening.finish(self._pause).opened
        finally:
            opening.close()
        if not self._screen.host.is_open(opened.article.id):
            library.shelf.let_go(opened.article.id)
        return opened.article.id, opened.is_new


class _Tally:
    """What has come of adding."""

    def __init__(self) -> None:
        self.added = self.known = self.left_out = 0
        self.failures: list[PostilError] = []
        self.last: ArticleId | None = None
        self.marks: tuple[Path, ...] = ()
        """Files of marks, which are taken in apart."""
        self.is_cut = self.is_ended = False

    def said(self) -> str:
        """All of it in a line, the most important first."""
        parts = [
            f"{count_of(self.added, 'article')} added" if self.added or not self.known else "",
            f"{self.known:,} known already" if self.known else "",
            "stopped" if self.is_ended else "",
            "there are more: add the rest in parts" if self.is_cut else "",
            f"{self.left_out:,} left out that are no texts" if self.left_out else "",
        ]
        if self.failures:
            first = str(self.failures[0]).rstrip(".")
            rest = len(self.failures) - 1
            parts.append(f"not read: {first}{f' and {rest:,} more' if rest else ''}")
        return " · ".join(part for part in parts if part)
