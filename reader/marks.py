"""The annotations of the article being read, found by place, by id and by order.

Orphans, which stand nowhere in the text, come first; then the notes on the article, then what is
marked, in the order of the text.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from annotations.intervals import IntervalIndex
from annotations.model import State

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from annotations.model import Annotation, AnnotationId

_Key = tuple[int, int, int, str]
_NO_RELATIONS: Mapping[tuple[AnnotationId, str], None] = {}


def panel_key(annotation: Annotation) -> _Key:
    """Sort key of the panel: orphans on top, then notes on the article, then by place."""
    ranges = annotation.ranges
    if ranges:
        first = min(ranges)
        return (2, first.start, first.end, annotation.id)
    return (0 if annotation.state is State.ORPHANED else 1, 0, 0, annotation.id)


class Marks:
    """A set of annotations; adding and removing cost O(log n), a stretch of text O(log n + hits)."""

    def __init__(self, annotations: Iterable[Annotation] = ()) -> None:
        self.generation = 0
        """Grows with every change."""
        self._by_id = {each.id: each for each in annotations}
        self._order = sorted(panel_key(each) for each in self._by_id.values())
        self._incoming: dict[AnnotationId, dict[tuple[AnnotationId, str], None]] = {}
        for each in self._by_id.values():
            # A thirtieth of what the rest costs, in the same thread; later it would hold up a key.
            if each.relations:
                self._relate(each)
        self._places: IntervalIndex[AnnotationId] = IntervalIndex(
            (held.start, held.end, each.id) for each in self._by_id.values() for held in each.ranges
        )

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Annotation]:
        """In the order of the panel."""
        return (self._by_id[key[3]] for key in self._order)  # type: ignore[index]  # keys hold ids

    def __contains__(self, annotation_id: AnnotationId) -> bool:
        return annotation_id in self._by_id

    @property
    def holds(self) -> Callable[[AnnotationId], bool]:
        """What asks whether an id is here, for 100,000 of them: a third of what `in` takes."""
        return self._by_id.__contains__

    def gather(self, ids: Iterable[AnnotationId]) -> list[Annotation]:
        """The annotations of many ids, as far as they are here."""
        return [each for each in map(self._by_id.get, ids) if each is not None]

    def contents(self) -> list[object]:
        """What these marks are made of and hold, for `taking.free_slowly`."""
        return [*self._by_id.values(), *self._order]

    def snapshot(self) -> Iterator[Annotation]:
        """All as they are now, in the order of the panel, for a thread that goes through them."""
        order, by_id = self._order.copy(), self._by_id.copy()
        return (by_id[key[3]] for key in order)  # type: ignore[index]  # keys hold ids

    def ids(self, first: int, last: int) -> list[AnnotationId]:
        """The ids at the places from `first` to before `last`."""
        return [key[3] for key in self._order[first:last]]  # type: ignore[misc]  # keys hold ids

    def __getitem__(self, number: int) -> Annotation:
        """The annotation at a place in the order of the panel."""
        return self._by_id[self._order[number][3]]  # type: ignore[index]  # keys hold ids

    def get(self, annotation_id: AnnotationId) -> Annotation | None:
        """The annotation with this id, if it is here."""
        return self._by_id.get(annotation_id)

    def number(self, annotation_id: AnnotationId) -> int | None:
        """Its place in the order of the panel."""
        annotation = self._by_id.get(annotation_id)
        return None if annotation is None else self.place_of(annotation)

    def place_of(self, annotation: Annotation) -> int:
        """Where an annotation stands, or would stand, in the order of the panel."""
        return bisect_left(self._order, panel_key(annotation))

    def put(self, annotation: Annotation) -> None:
        """Add an annotation, or replace the one with its id."""
        known = self._by_id.get(annotation.id)
        if (
            known is not None
            and known.ranges == annotation.ranges
            and panel_key(known) == panel_key(annotation)
        ):
            # Colour, tags and notes move nothing.
            self.generation += 1
            self._unrelate(known)
            self._by_id[annotation.id] = annotation
            self._relate(annotation)
            return
        self.discard(annotation.id)
        self.generation += 1
        self._by_id[annotation.id] = annotation
        self._relate(annotation)
        insort(self._order, panel_key(annotation))
        for held in annotation.ranges:
            self._places.add(held.start, held.end, annotation.id)

    def discard(self, annotation_id: AnnotationId) -> None:
        """Take an annotation out; one that is not here is no error."""
        annotation = self._by_id.pop(annotation_id, None)
        if annotation is None:
            return
        self.generation += 1
        self._unrelate(annotation)
        del self._order[bisect_left(self._order, panel_key(annotation))]
        for held in annotation.ranges:
            self._places.remove(held.start, held.end, annotation_id)

    def overlapping(self, start: int, end: int) -> list[tuple[int, int, Annotation]]:
        """Ranges with their annotations that hold a code point of [start, end), outer before inner."""
        by_id = self._by_id
        return [
            (first, last, by_id[key]) for first, last, key in self._places.overlapping(start, end)
        ]

    def layers(self, start: int, end: int) -> list[tuple[int, int, Annotation]]:
        """The same, the longer before the shorter, of equal ones the older first: the last lies on top."""
        return sorted(self.overlapping(start, end), key=_depth)

    def at(self, position: int) -> list[Annotation]:
        """The annotations upon a position, the innermost (shortest) last."""
        found = self.layers(position, position + 1)
        return list({annotation.id: annotation for _, _, annotation in found}.values())

    def start_after(self, position: int) -> tuple[int, Annotation] | None:
        """The first beginning of a piece after a position, with its annotation."""
        found = self._places.first_from(position + 1)
        return None if found is None else (found[0], self._by_id[found[2]])

    def start_before(self, position: int) -> tuple[int, Annotation] | None:
        """The last beginning of a piece before a position, with its annotation."""
        found = self._places.last_before(position)
        return None if found is None else (found[0], self._by_id[found[2]])

    def after(self, position: int) -> Annotation | None:
        """The first annotation of which a piece begins after a position."""
        found = self.start_after(position)
        return None if found is None else found[1]

    def before(self, position: int) -> Annotation | None:
        """The last annotation of which a piece begins before a position."""
        found = self.start_before(position)
        return None if found is None else found[1]

    def _unrelate(self, annotation: Annotation) -> None:
        for relation in annotation.relations:
            sources = self._incoming.get(relation.to, {})
            sources.pop((annotation.id, relation.name), None)
            if not sources:
                self._incoming.pop(relation.to, None)

    def _relate(self, annotation: Annotation) -> None:
        for relation in annotation.relations:
            sources = self._incoming.setdefault(relation.to, {})
            sources[annotation.id, relation.name] = None

    def relations_to(self, annotation_id: AnnotationId) -> Collection[tuple[AnnotationId, str]]:
        """The relations into a mark, which need not be here: from which mark, and their names."""
        return self._incoming.get(annotation_id, _NO_RELATIONS)

    def starts(self) -> Iterator[tuple[int, Annotation]]:
        """Where each range begins, in order of the text."""
        return ((start, self._by_id[key]) for start, _, key in self._places)


def _depth(layer: tuple[int, int, Annotation]) -> tuple[int, str]:
    start, end, annotation = layer
    return start - end, annotation.id
