"""Writing to the terminal without waiting for it, and painting no more than it takes.

Textual 8.2 queues thirty writes and then has its event loop wait: on a slow line keys are handled late
and the screen shows what was long ago. Here the queue has no end, and a screen that asks before it
paints (`PacedScreen`) paints the latest state once the terminal has taken the last frame; and a key's
whole change at once, not at the next tick of a timer.
"""

from __future__ import annotations

import asyncio
import os
from contextvars import copy_context
from functools import lru_cache
from queue import Queue
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

from textual import _styles_cache
from textual._compositor import Compositor
from textual.drivers._writer_thread import WriterThread
from textual.geometry import Offset
from textual.screen import Screen
from textual.signal import Signal

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextvars import Context

    from reader.terminal.tiles import Tiles, TileUpdate


HIDE_CURSOR, SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"


FRAME_S = 1 / 240
"""From one frame to the next at least."""

TURNS = 4
"""Of the event loop, in which widgets that changed together tell the screen of it."""

STYLES_KEPT = 64
"""Widgets whose borders are remembered. Textual remembers a thousand, each with all it has painted,
long after they are gone: 30 KB for each prompt."""

_styles_cache.StylesCache.get_inner_outer = lru_cache(STYLES_KEPT)(  # type: ignore[method-assign]
    _styles_cache.StylesCache.get_inner_outer.__wrapped__
)


class EagerWriter(WriterThread):
    """Takes every text at once, and tells when all have been written.

    What the terminal takes without waiting is written where it is said: to wake the thread for it
    costs both threads a change of places, which is as much as a tenth of a key.
    """

    def __init__(self, file: IO[str]) -> None:
        super().__init__(file)
        self._queue: Queue[str | bytes | None] = Queue()  # type: ignore[assignment]  # and bytes
        self.taken: Callable[[], None] | None = None
        """Called in the thread whenever nothing is left to write."""
        self._direct = _second_way_to(file)

    def write(self, text: str) -> None:
        """Write what the terminal takes at once; the rest follows in the thread."""
        if self._direct is None or self.is_behind:
            self._queue.put(text)
            return
        data = text.encode()
        try:
            taken_bytes = os.write(self._direct, data)
        except OSError:  # it takes nothing now, or is gone: then the thread meets the same
            taken_bytes = 0
        if taken_bytes < len(data):
            self._queue.put(data[taken_bytes:])

    @property
    def is_behind(self) -> bool:
        """True while something is not written."""
        return self._queue.unfinished_tasks > 0

    def run(self) -> None:
        """Write what comes, until there is no more."""
        queue, file = self._queue, self._file
        while (text := queue.get()) is not None:
            if isinstance(text, bytes):
                # Only as the first after a rest: nothing that was written before is held in the file.
                cast("BinaryIO", file.buffer).write(text)  # type: ignore[attr-defined]  # of a tty
            else:
                file.write(text)
            if queue.empty():
                file.flush()
            queue.task_done()
            if not queue.unfinished_tasks and self.taken is not None:
                self.taken()
        file.flush()

    def stop(self) -> None:
        """Wait until all is written."""
        super().stop()
        if self._direct is not None:
            os.close(self._direct)
            self._direct = None


def _second_way_to(file: IO[str]) -> int | None:
    """A descriptor of the same terminal on which a write never waits; None if there is none to be had.

    One of its own, since a terminal's other users would not wait either where they share one.
    """
    try:
        if str(getattr(file, "encoding", "")).lower().replace("-", "") != "utf8":
            return None
        flags = os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY
        return os.open(os.ttyname(file.fileno()), flags)
    except (OSError, AttributeError):
        return None


class _Unheard(Signal[Screen[Any]]):
    """A signal that is never given, and that nobody need wait for.

    Inputs and text areas wait to hear that something is selected by Textual, which is turned off here;
    what they leave with it kept every prompt and note editor of the past, 90 KB each.
    """

    def subscribe(self, *_: object, **__: object) -> None:
        """Keep nothing."""


class _Compositor(Compositor):
    """Textual's, but for frames of a part of the screen."""

    _tiles: Tiles | None = None

    def render_partial_update(self) -> TileUpdate | None:  # type: ignore[override]  # painted alike
        """What paints the cells that changed; None if none did."""
        from reader.terminal.tiles import Tiles, TileUpdate  # noqa: PLC0415  # after a first paint

        regions, self._dirty_regions = self._dirty_regions, set()
        placed, height = self.visible_widgets, self.size.height
        if self._tiles is None or not self._tiles.hold_for(placed, height):
            self._tiles = Tiles(placed, height)
        pieces = self._tiles.paint(self._regions_to_spans(regions))
        return TileUpdate(pieces) if pieces else None


class _Frames:
    """Says when a screen is painted. To the screen it is Textual's timer, which it stands for.

    That timer paints as soon as the first of several widgets has told of its change, and lets those
    that come just after a frame wait for one to two of its periods: twice what a key takes. Here a
    frame waits some turns of the event loop for all of them.
    """

    def __init__(self, paint: Callable[[], None]) -> None:
        self._paint = paint
        self._is_wanted = False
        self._is_due = False
        self._last_s = 0.0
        self._context: Context | None = None

    def resume(self) -> None:
        """Paint soon."""
        self._is_wanted = True
        if self._is_due:
            return
        self._is_due = True
        if self._context is None:
            # Of the screen's own messages; a terminal that was slow calls from nowhere.
            self._context = copy_context()
        loop = asyncio.get_running_loop()
        wait_s = self._last_s + FRAME_S - loop.time()
        if wait_s > 0:
            loop.call_later(wait_s, self._turn, loop, TURNS, context=self._context)
        else:
            self._turn(loop, TURNS)

    def pause(self) -> None:
        """Do not paint until it is said again."""
        self._is_wanted = False

    def _turn(self, loop: asyncio.AbstractEventLoop, left: int) -> None:
        if left:
            loop.call_soon(self._turn, loop, left - 1, context=self._context)
            return
        self._is_due = False
        if self._is_wanted:
            self._last_s = loop.time()
            self._paint()


if TYPE_CHECKING:
    _Screen = Screen[Any]
else:
    # No widget of its own: Textual goes through all that a class of one inherits, half a millisecond
    # before the first paint.
    _Screen = object


class PacedScreen(_Screen):
    """What makes a screen leave out the frames for which the terminal has no time.

    With each frame it puts the terminal's own cursor where one types or reads: Braille displays,
    screen readers and the windows of input methods follow it.
    """

    _is_frame_due = False

    def __init__(self) -> None:
        super().__init__()
        self._compositor = _Compositor()
        self._frames = _Frames(self._paint_frame)
        self.text_selection_started_signal = _Unheard(self, "selection_started")

    @property
    def _update_timer(self) -> _Frames:  # type: ignore[override]  # what is asked of it is there
        return self._frames

    def _paint_frame(self) -> None:
        app = self.app
        if not self.is_running or app._exit:  # noqa: SLF001  # as Textual's timer does
            return
        try:
            self._on_timer_update()
        except Exception as error:  # noqa: BLE001  # whatever it is ends the app, and is shown then
            app._handle_exception(error)  # noqa: SLF001  # as above

    def cursor_place(self) -> Offset | None:
        """The cell of the terminal's cursor; None: where it is."""
        place: Offset | None = getattr(self.focused, "cursor_screen_offset", None)
        if place is not None and getattr(self.focused, "cursor_at_end", False):
            # Textual's inputs tell a cell too many where the cursor follows the last character.
            return place - Offset(1, 0)
        return place

    def _compositor_refresh(self) -> None:
        """Paint what has changed, now or once the terminal has taken the last frame."""
        if self._is_frame_due:
            return
        app = self.app
        driver: Any = app._driver  # noqa: SLF001  # there is no other way to it
        wait = getattr(driver, "wait_until_taken", None)  # ours has it, that of a test has not
        if wait is not None and wait(self._paint_due):
            self._is_frame_due = True
            return
        if app.screen is self:
            app.cursor_position = self.cursor_place() or app.cursor_position
        if wait is None or not driver.shows_cursor:
            super()._compositor_refresh()
            return
        driver.write(HIDE_CURSOR)
        super()._compositor_refresh()
        driver.write(SHOW_CURSOR)

    def _paint_due(self) -> None:
        """Paint at the next tick, as Textual does: what is to be laid out is laid out before."""
        self._is_frame_due = False
        if self.is_running:
            self._dirty_widgets.add(self)  # which changes nothing by itself
            self._update_timer.resume()
