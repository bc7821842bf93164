"""What goes into a loader and what comes out of it.

A loader is a function from the bytes of a source and a hint to `Loaded`; which one is asked is the
chooser's business.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from annotations.values import NamedTuple

if TYPE_CHECKING:
    from annotations.document import Document
    from annotations.model import AnnotatedArticle, Annotation

Pause = Callable[[], None]
"""Called between slices of a long piece of work; what it raises ends the work (to cancel it)."""

YIELD_S = 0.00005
"""Seconds a loader lets others run between two slices.

It often runs in a thread beside the screen. A sleep of zero gives the interpreter's lock back before
the waiting thread has woken up; this is the shortest that lets a key be handled.
"""


WHOLE_PAGE = "whole-page"
"""At the end of a loader's name: of a page of the web all was read, not its article alone."""


def is_of_page(loader: str) -> bool:
    """True if a loader reads pages of the web."""
    return loader.startswith("html ")


def is_of_whole_page(loader: str) -> bool:
    """True if a loader was told to read all of a page."""
    return loader.endswith(f" {WHOLE_PAGE}")


def go_on() -> None:
    """No pause: for work before there is a screen, and in tests."""


def yield_to_others() -> None:
    """Let the thread that handles keys have the interpreter for as long as it wants."""
    time.sleep(YIELD_S)


class Hint(NamedTuple):
    """What is known of a source besides its bytes."""

    name: str = ""
    """File name or title, for the choice of a loader, for messages and as a last resort for a title."""
    suffix: str = ""
    """Overrides the name's suffix (`--type`): `.md` or `md`."""
    encoding: str = ""
    """Overrides every guess (`--encoding`)."""
    is_forced: bool = False
    """Limits are lifted, and what looks like no text is read as text (`--force`)."""
    address: str = ""
    """Of the web, where the source came from there: hyperlinks are resolved against it."""
    is_whole_page: bool = False
    """Of a page of the web not only the article is wanted, but all there is (`--whole-page`)."""


class Loaded(NamedTuple):
    """An article as a loader read it."""

    document: Document
    annotated: AnnotatedArticle | None = None
    """Where the source brought annotations of its own."""
    notices: tuple[str, ...] = ()
    """What the reader of the article should know, a sentence each."""
    is_whole: bool = True
    """False for a head, which the whole is to replace."""
    marks: tuple[Annotation, ...] = ()
    """Marks of others that the source holds; offered, and never taken in unasked."""
    is_dear: bool = False
    """It took a process of its own to read, so that its text is worth keeping at once."""


class Head(Protocol):
    """A head on its way."""

    def is_there(self, within_s: float) -> bool:
        """True once it can be had without waiting; waits for it so long."""

    def result(self, pause: Pause = go_on) -> Loaded:
        """The head, waited for.

        Args:
            pause: Called while waiting, if that may be long; to cancel it, let it raise.

        Raises:
            SourceError: What the loader says.
        """

    def cancel(self) -> None:
        """End what loads it, if that still goes on."""


class HeadFromAfar:
    """A head whose source is fetched first, when it is asked for."""

    def __init__(self, fetch: Callable[[], Head]) -> None:
        self._fetch = fetch
        self._head: Head | None = None

    def is_there(self, within_s: float) -> bool:  # noqa: ARG002  # as any head is asked
        """It is waited for: who fetches has been told so, and says it."""
        return True

    def result(self, pause: Pause = go_on) -> Loaded:
        """The head, fetched and waited for."""
        if self._head is None:
            self._head = self._fetch()
        return self._head.result(pause)

    def cancel(self) -> None:
        """End what loads it."""
        if self._head is not None:
            self._head.cancel()


class LoadedHead:
    """A head that is there."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded

    def is_there(self, within_s: float) -> bool:  # noqa: ARG002  # as any head is asked
        """It is."""
        return True

    def result(self, pause: Pause = go_on) -> Loaded:  # noqa: ARG002  # likewise
        """The head."""
        return self._loaded

    def cancel(self) -> None:
        """Nothing goes on."""
