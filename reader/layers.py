"""The layers of an article: the marks of one creator, shown or hidden together.

What is hidden is set apart from the marks of the session, so that text, panel and scroll bar need
not know. It lasts as long as the article is open; nothing of it is stored.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from annotations.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from annotations.model import Annotation, AnnotationId

PAUSE_EVERY = 1_024
"""Marks looked at between two pauses: less than a millisecond."""


class Layer(NamedTuple):
    """The marks of one creator."""

    creator: str
    """Empty: of marks that name none."""
    marks: int
    is_hidden: bool

    @property
    def name(self) -> str:
        """What it is called."""
        return self.creator or "without a creator"


class Layers:
    """Which creators are hidden, and their marks."""

    def __init__(self) -> None:
        self.hidden: frozenset[str] = frozenset()
        self._apart: dict[AnnotationId, Annotation] = {}
        self.touched: set[AnnotationId] | None = None
        """Ids of what has changed since marks began to be parted."""

    def __len__(self) -> int:
        """How many marks are hidden."""
        return len(self._apart)

    def __contains__(self, annotation_id: AnnotationId) -> bool:
        return annotation_id in self._apart

    def everything(self, shown: Iterable[Annotation]) -> Iterator[Annotation]:
        """The marks that are shown, then those that are hidden now."""
        return chain(shown, tuple(self._apart.values()))

    def layers(
        self, everything: Iterable[Annotation], pause: Callable[[int], None] | None = None
    ) -> list[Layer]:
        """The layers there are, by name, that without a creator last; a hidden one also if it is empty.

        Args:
            everything: All marks, shown and hidden.
            pause: Called between slices of the work; what it raises ends it.
        """
        found: Counter[str] = Counter(dict.fromkeys(self.hidden, 0))
        for number, mark in enumerate(everything):
            if pause is not None and number % PAUSE_EVERY == 0:
                pause(number)
            found[mark.creator] += 1
        names = sorted(found, key=lambda name: (not name, name.casefold(), name))
        return [Layer(name, found[name], name in self.hidden) for name in names]

    def begin(self) -> None:
        """Marks are about to be parted anew; note what changes from here on."""
        self.touched = set()

    def hide(self, hidden: frozenset[str], apart: dict[AnnotationId, Annotation]) -> None:
        """These creators are hidden from now on, and these are their marks."""
        self.hidden, self._apart, self.touched = hidden, apart, None

    def get(self, annotation_id: AnnotationId) -> Annotation | None:
        """A hidden mark."""
        return self._apart.get(annotation_id)

    def takes(self, annotation: Annotation, *, is_new: bool) -> bool:
        """Keep an annotation that is hidden; False if it is to be shown.

        One that is shown stays so: who makes or changes a mark wants to see it.

        Args:
            annotation: As it is now.
            is_new: Somebody else has made it.
        """
        if self.touched is not None:
            self.touched.add(annotation.id)
        if annotation.id in self._apart or (is_new and annotation.creator in self.hidden):
            self._apart[annotation.id] = annotation
            return True
        return False

    def discard(self, annotation_id: AnnotationId) -> bool:
        """A mark is gone; True if it was a hidden one."""
        if self.touched is not None:
            self.touched.add(annotation_id)
        return self._apart.pop(annotation_id, None) is not None


def parted(
    everything: Iterable[Annotation], hidden: frozenset[str]
) -> tuple[list[Annotation], dict[AnnotationId, Annotation]]:
    """The marks to be shown, in the order given, and those of hidden creators by id."""
    shown: list[Annotation] = []
    apart: dict[AnnotationId, Annotation] = {}
    for mark in everything:
        if mark.creator in hidden:
            apart[mark.id] = mark
        else:
            shown.append(mark)
    return shown, apart
