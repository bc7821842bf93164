"""Which cards are chosen together, one by one or from one card to another.

Which cards there are, and in which order, is `arrangement`'s question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from annotations.model import AnnotationId


class Choice:
    """Ids of marks, in the order in which they were chosen."""

    def __init__(self) -> None:
        self._ids: dict[AnnotationId, None] = {}
        self._anchor: AnnotationId | None = None
        self._before: dict[AnnotationId, None] = {}
        """What was chosen when the range began, which moving on does not change."""
        self.is_by_moving = False
        """Every card that is gone to is chosen, from where that began."""

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, annotation_id: AnnotationId) -> bool:
        return annotation_id in self._ids

    @property
    def ids(self) -> tuple[AnnotationId, ...]:
        """What is chosen."""
        return tuple(self._ids)

    @property
    def anchor(self) -> AnnotationId | None:
        """The card at which the range begins that is being drawn, if one is."""
        return self._anchor

    def toggle(self, annotation_id: AnnotationId) -> None:
        """Choose a card, or let it go."""
        self.end_range()
        if annotation_id in self._ids:
            del self._ids[annotation_id]
        else:
            self._ids[annotation_id] = None

    def begin_range(self, anchor: AnnotationId, *, by_moving: bool = False) -> None:
        """From here on `extend` chooses everything from this card on."""
        self._anchor = anchor
        self._before = dict(self._ids)
        self.is_by_moving = by_moving

    def extend(self, between: Iterable[AnnotationId]) -> None:
        """Choose what lies between the anchor and the present card, besides what was chosen before."""
        self._ids = {**self._before, **dict.fromkeys(between)}

    def end_range(self) -> None:
        """What is chosen stays so; moving on chooses nothing more."""
        self._anchor = None
        self._before = {}
        self.is_by_moving = False

    def choose(self, ids: Iterable[AnnotationId]) -> None:
        """Choose all these, and nothing else."""
        self.end_range()
        self._ids = dict.fromkeys(ids)

    def clear(self) -> None:
        """Let everything go."""
        self.choose(())

    def discard(self, annotation_id: AnnotationId) -> None:
        """This card is not shown any more."""
        self._ids.pop(annotation_id, None)
        self._before.pop(annotation_id, None)
        if annotation_id == self._anchor:
            self.end_range()

    def keep(self, is_shown: Callable[[AnnotationId], bool]) -> None:
        """Let go of what is not shown any more."""
        if self._ids:
            self.choose(filter(is_shown, self._ids))
