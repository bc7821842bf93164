"""A head loaded in a forked process, while this one imports the screen.

Some parsers take longer to import than all else that stands before the first paint. Two threads would
take turns; two processes do not. Where a process cannot be forked, or it fails, the head is loaded
here, which takes longer and comes to the same.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Generic, TypeVar

from reader.loaders.loaded import Loaded, go_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.loaders.loaded import Pause

T = TypeVar("T")

_READ_BYTES = 1 << 20


def can_fork() -> bool:
    """True if a second process is to be had, and a second processor to run it on."""
    if not hasattr(os, "fork") or not hasattr(os, "sched_getaffinity"):
        # Windows cannot; on macOS libraries may have threads of their own, which a fork harms.
        return False
    return threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1


class Forked(Generic[T]):
    """A value on its way; to be made while the process has one thread."""

    def __init__(self, load: Callable[[], T]) -> None:
        self._load = load
        self._loaded: T | None = None
        self._answer, theirs = os.pipe()
        try:
            self._child = os.fork()
        except OSError:
            self._child = -1
        if self._child == 0:
            os.close(self._answer)
            _answer(theirs, load)
        os.close(theirs)

    def result(self, pause: Pause = go_on) -> T:  # noqa: ARG002  # as any head is asked
        """The value, waited for.

        Raises:
            PostilError: What the loader says.
        """
        if self._loaded is None:
            self._loaded = self._received() or self._load()
        return self._loaded

    def _received(self) -> T | None:
        import pickle  # noqa: PLC0415  # only the answer of a process of our own is read

        chunks: list[bytes] = []
        while chunk := os.read(self._answer, _READ_BYTES):
            chunks.append(chunk)
        os.close(self._answer)
        if self._child > 0:
            os.waitpid(self._child, 0)
        answer = b"".join(chunks)
        return pickle.loads(answer) if answer else None  # noqa: S301  # see above


class ForkedHead(Forked[Loaded]):
    """A head on its way."""

    def is_there(self, within_s: float) -> bool:  # noqa: ARG002  # as any head is asked
        """It is soon: what takes long is loaded by other processes than a forked one."""
        return True

    def cancel(self) -> None:
        """It ends by itself, and soon."""


def _answer(descriptor: int, load: Callable[[], object]) -> None:
    """What the forked process does; it never returns."""
    try:
        loaded = load()
        import pickle  # noqa: PLC0415

        answer = memoryview(pickle.dumps(loaded, pickle.HIGHEST_PROTOCOL))
        while answer:
            answer = answer[os.write(descriptor, answer) :]
    finally:
        # Neither buffers nor handlers of the process that was forked are this one's to end.
        os._exit(0)
