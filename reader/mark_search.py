"""Finding marks of an article by words of their quotes and notes, as they are typed.

What was folded once is kept, so that the second key costs little, whatever the first did. It may be
asked in a thread, and in two at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.model import Annotation

FEW = 5_000
"""So many marks are searched between two keys."""

NOTE_READ_LENGTH = 10_000
"""Code points of a note looked at."""


class MarkSearch:
    """Marks in order, each with the text that is searched once it was needed."""

    def __init__(self, marks: Sequence[Annotation]) -> None:
        self._marks = marks
        self._texts: list[str | None] = [None] * len(marks)

    @property
    def is_slow(self) -> bool:
        """True if a search may take longer than a key should."""
        return len(self._marks) > FEW

    def find(self, typed: str, limit: int) -> list[Annotation]:
        """The first marks that hold all that is typed, word by word; all, if nothing is."""
        words = fold(typed).split()
        found: list[Annotation] = []
        for number, mark in enumerate(self._marks):
            text = self._texts[number]
            if text is None:
                text = self._texts[number] = _text(mark)
            if all(word in text for word in words):
                found.append(mark)
                if len(found) == limit:
                    break
        return found


def _text(mark: Annotation) -> str:
    return fold(" ".join((mark.quote, mark.note[:NOTE_READ_LENGTH], *mark.tags)))
