"""Whether an app has done all that it was sent: what a test may stop waiting at."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual._queue import Queue
    from textual.app import App
    from textual.message_pump import MessagePump
    from textual.pilot import Pilot
    from textual.screen import Screen

TURNS = 24
"""Turns of the event loop in which a key has mostly come to what it does; a message takes two."""

TICK_S = 0.002
"""A frame that is due comes within 4 ms, and needs no round of messages."""


async def go_round(pilot: Pilot[Any], rounds: int) -> None:
    """Let messages go on from widget to widget, so often or until there are none any more.

    A round that passes nothing on takes 0.2 ms for each widget; rounds beyond the last message were
    a third of the time of all tests of the screens.
    """
    app = pilot.app
    for _ in range(rounds):
        if await _comes_to_rest(app):
            if not _is_frame_due(app.screen):
                return
            await asyncio.sleep(TICK_S)
        elif app.is_running:
            await pilot._wait_for_screen()
        if not app.is_running:
            return  # what has ended handles nothing any more, and would be waited for in vain


async def _comes_to_rest(app: App[Any]) -> bool:
    """True once nothing is handled in some turns of the loop; False if that takes many."""
    resting = 0
    for _ in range(TURNS):
        # What was handed to the loop, as a driver does, is a message in its next turn but one.
        await asyncio.sleep(0)
        resting = resting + 1 if app.is_running and _has_handled_all(app) else 0
        if resting > 2:
            return True
    return False


def _has_handled_all(app: App[Any]) -> bool:
    """True if nobody has a message that waits or is being handled, and no worker is under way."""
    if any(not worker.is_finished for worker in app.workers):
        return False
    pumps: list[MessagePump] = [app]
    for screen in app.screen_stack:
        pumps += screen.walk_children(with_self=True)
    return all(_awaits_message(pump) for pump in pumps)


def _awaits_message(pump: MessagePump) -> bool:
    """True if a pump waits for its next message, and has none: it handles nothing then."""
    queue: Queue[Any] = pump._message_queue
    return queue.empty() and bool(queue.ready_event._waiters)


def _is_frame_due(screen: Screen[Any]) -> bool:
    """True if something is to be laid out, painted, or called after that."""
    return bool(
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )
