"""What lies over the text besides spans, marks, selection and caret: search hits, labels of a jump."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from rich.style import Style


class Overlay(Protocol):
    """Something a part of the screen lays over the lines in view."""

    def upon(self, start: int, end: int) -> Hashable:
        """All that the look of a line of these positions depends on; None if nothing lies upon it."""
        ...

    def layers(self, start: int, end: int) -> Sequence[tuple[int, int, Style]]:
        """Stretches of text with the styles laid over them; asked only where `upon` is not None."""
        ...
