"""A mode: while it lasts, every key is its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from annotations.model import AnnotationId
    from reader.screens.wording import Hints


class Mode(Protocol):
    """What the screen asks of a mode; set as `ReadingScreen.mode`, taken away by setting None."""

    async def press(self, key: str) -> None:
        """Do what a key does, by its name in the action table."""
        ...

    def hints(self) -> tuple[str, Hints]:
        """The sign at the left of the bottom line, and the keys worth knowing."""
        ...


@runtime_checkable
class MouseMode(Mode, Protocol):
    """A mode with the mouse too."""

    def select(self, anchor: int, position: int) -> None:
        """The mouse has dragged from a position to another."""
        ...

    def point(self, position: int) -> None:
        """The mouse has clicked at a position."""
        ...

    def leave(self) -> None:
        """End without a change: something else is wanted."""
        ...


@runtime_checkable
class MarkMode(MouseMode, Protocol):
    """A mode in which one mark is worked at."""

    annotation: AnnotationId
    """Its card is the current one."""
