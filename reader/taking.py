"""Many changes of marks at once: put together anew, in a thread, while keys go on.

From `MANY` on that is less work than to change the marks one by one. The collector of garbage rests
meanwhile: a pass through 100,000 marks holds up a key for some 100 ms.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reader.marks import Marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotations.model import Annotation, Range
    from annotations.results import Changes, Undone, Written
    from reader.layers import Layers

MANY = 1_000
"""From here on marks are put together anew."""


def put_together(
    before: Iterable[Annotation],
    layers: Layers,
    news: Written | Changes | Undone,
    *,
    is_own: bool,
) -> tuple[Marks, Range | None]:
    """The marks that are shown once the news are among them, and the first range of the news."""
    known = {each.id: each for each in before}
    gone = [known.pop(each, None) for each in news.deleted if not layers.discard(each)]
    fresh = [
        each
        for each in news.annotations
        if not layers.takes(each, is_new=each.id not in known and not is_own)
    ]
    known.update((each.id, each) for each in fresh)
    ranges = (held for each in (*gone, *fresh) if each is not None for held in each.ranges)
    return Marks(known.values()), min(ranges, default=None)


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
