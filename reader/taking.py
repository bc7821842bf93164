"""Many changes of marks at once: put together anew, in a thread, while keys go on.

From `MANY` on that is less work than to change the marks one by one. The collector of garbage rests
meanwhile: a pass through 100,000 marks holds up a key for some 100 ms. What they were before is freed
bit by bit, which at once would hold it up for half as long.
"""

from __future__ import annotations

import asyncio
import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from reader.marks import Marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotations.model import Annotation, Range
    from annotations.results import Changes, Undone, Written
    from reader.layers import Layers

MANY = 1_000
"""From here on marks are put together anew."""

FREED_AFTER_S = 0.5
"""When nobody else holds any more what is to be freed: all that waited for the change have ended."""

FREED_AT_ONCE = 500
"""Things freed between two keys, in a quarter of a millisecond or so."""


class Together(NamedTuple):
    """What became of the marks."""

    marks: Marks
    first: Range | None
    """The first range of the news."""
    is_all_kept: bool
    """None that was shown is gone."""


def put_together(
    before: Iterable[Annotation],
    layers: Layers,
    news: Written | Changes | Undone,
    *,
    is_own: bool,
) -> Together:
    """The marks that are shown once the news are among them."""
    known = {each.id: each for each in before}
    gone = [known.pop(each, None) for each in news.deleted if not layers.discard(each)]
    fresh = [
        each
        for each in news.annotations
        if not layers.takes(each, is_new=each.id not in known and not is_own)
    ]
    known.update((each.id, each) for each in fresh)
    ranges = (held for each in (*gone, *fresh) if each is not None for held in each.ranges)
    return Together(
        Marks(known.values()), min(ranges, default=None), all(each is None for each in gone)
    )


@contextmanager
def without_collecting() -> Iterator[None]:
    """Collect no garbage meanwhile; what is there afterwards is not looked through again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()
            gc.enable()


def free_slowly(things: Iterable[object]) -> None:
    """Hold things a while and let go of them bit by bit, in the loop that runs."""
    held, loop = list(things), asyncio.get_running_loop()

    def free_some() -> None:
        del held[-FREED_AT_ONCE:]
        if held:
            loop.call_later(0, free_some)

    loop.call_later(FREED_AFTER_S, free_some)
