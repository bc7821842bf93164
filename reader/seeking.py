"""One search under way: its hits come in from a thread while the reader goes on, and it can be asked.

The event loop is free between slices, so a key waits for none; stopping takes effect with the slice
that is being searched. Needs a running event loop and no screen.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from annotations.model import Range
from reader.hits import HITS_KEPT, Hits, Next
from reader.searching import PatternError, finder_of
from reader.surroundings import block_range

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.document import Document
    from reader.searching import Finder, Query

NEWS_S = 0.1
"""Time between two reports while hits come in."""

BACK_SLICES = (1 << 16, 1 << 20)
"""Code points searched at a time for the hit before: first, and at most."""

ORIGIN_LENGTH = 1 << 16
"""A search begins with the block of the reader, unless that begins further back."""


class Search:
    """A query in a text."""

    def __init__(
        self,
        query: Query,
        document: Document,
        position: int,
        changed: Callable[[], None] = lambda: None,
        *,
        limit: int = HITS_KEPT,
    ) -> None:
        """Begin to search from a position; `changed` is called when there is news of it."""
        self.query = query
        self.document = document
        self.error: PatternError | None = None
        """Why nothing more is searched."""
        self._changed = changed
        self._limit = limit
        self._finder: Finder | None = None
        self._news = asyncio.Event()
        self._begin(position)

    def _begin(self, position: int) -> None:
        start = block_range(self.document, position).start
        origin = start if 0 <= position - start <= ORIGIN_LENGTH else position
        self.hits = Hits(len(self.document.text), origin, limit=self._limit)
        self._task = asyncio.create_task(self._run())

    @property
    def is_running(self) -> bool:
        """True while hits come in."""
        return not self._task.done()

    def renew(self, document: Document, position: int) -> None:
        """Search another state of the text, from a position on; who waits is answered for that one."""
        if self.error is None:
            self.document = document
            self._begin_at(position)

    def stop(self) -> None:
        """Search no further; what was found stays."""
        self._task.cancel()

    async def _run(self) -> None:
        hits, document = self.hits, self.document
        told = 0.0
        try:
            if self._finder is None:
                self._finder = await asyncio.to_thread(finder_of, self.query)
            while (piece := hits.next_slice()) is not None:
                begun = time.perf_counter()
                found = await asyncio.to_thread(
                    self._finder.find, document, *piece, limit=hits.room
                )
                now = time.perf_counter()
                hits.add(found, now - begun)
                self._tell_waiting()
                if now - told > NEWS_S:
                    told = now
                    self._changed()
        except PatternError as error:
            self.error = error
        self._tell_waiting()
        # After the task, so that it is no longer said to be running.
        asyncio.get_running_loop().call_soon(self._changed)

    def _tell_waiting(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def wait(self) -> None:
        """Until it has searched all it will.

        Raises:
            PatternError: It takes too long, or could not begin.
        """
        await asyncio.wait((self._task,))
        self._raise_error()

    def _raise_error(self) -> None:
        if self.error is not None:
            raise self.error

    async def after(self, position: int) -> Next:
        """The first hit that begins at a position or later, else the text's first.

        Raises:
            PatternError: It takes too long, or could not begin.
        """
        while (answer := self.hits.after(position)) is None:
            self._raise_error()
            if not (self.is_running and self.hits.leads_to(position)):
                self._begin_at(position)
            await self._news.wait()
        return answer

    async def before(self, position: int) -> Next:
        """The last hit that begins before a position, else the text's last; raises as `after`."""
        answer = self.hits.before(position)
        if answer is not None:
            return answer
        while self._finder is None:
            self._raise_error()
            await self._news.wait()
        for first, last in ((0, position), (position, len(self.document.text))):
            hit = await self._last_in(first, last)
            if hit is not None:
                self.show(hit.start, hit.end)
                return Next(hit, is_wrapped=first > 0)
        return Next(None, is_wrapped=True)

    async def _last_in(self, start: int, stop: int) -> Range | None:
        assert self._finder is not None
        length, most = BACK_SLICES
        while stop > start:
            first = max(start, stop - length)
            room = stop - first
            found = await asyncio.to_thread(
                self._finder.find, self.document, first, stop, limit=room
            )
            if found.starts:
                return Range(found.starts[-1], found.ends[-1])
            stop, length = first, min(most, length * 2)
        return None

    def show(self, start: int, end: int) -> None:
        """See to it that the hits of a stretch are here, or will soon be."""
        if self.error is not None or self.hits.knows(start, end):
            return
        if not (self.is_running and self.hits.leads_to(start)):
            self._begin_at(start)

    def _begin_at(self, position: int) -> None:
        self._task.cancel()
        self._begin(position)
