"""What goes into a loader and what comes out of it.

A loader is a function from the bytes of a source and a hint to `Loaded`; which one is asked is the
chooser's business.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from annotations.document import Document
    from annotations.model import AnnotatedArticle

Pause = Callable[[], None]
"""Called between slices of a long piece of work; what it raises ends the work (to cancel it)."""

YIELD_S = 0.00005
"""Seconds a loader lets others run between two slices.

It often runs in a thread beside the screen. A sleep of zero gives the interpreter's lock back before
the waiting thread has woken up; this is the shortest that lets a key be handled.
"""


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
