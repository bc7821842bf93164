"""Which marks the panel shows, and in which order.

By place and without a filter these are the marks of the article themselves, and nothing is kept
beside them. Else the keys of what is shown are kept, sorted, and a mark that changes finds its place
by bisection. Arranging them anew goes through all marks: `arrange` may do it in a thread, from a
snapshot, while marks change; `Arrangement.show` then puts right what has changed meanwhile.

What a filter means is `annotations.query`'s question, what is hidden altogether that of `layers`.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right, insort
from enum import Enum
from typing import TYPE_CHECKING

from annotations.model import State, time_key
from annotations.values import NamedTuple
from reader.choice import Choice
from reader.marks import panel_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from annotations.model import Annotation, AnnotationId, Timestamp
    from annotations.query import Context, Query
    from reader.marks import Marks

PAUSE_EVERY = 256
"""Marks looked at between two pauses: some 2 ms."""

RUN_LENGTH = 4_096
"""Most groups sorted at one go, which nothing can interrupt; longer runs are merged."""

Group = tuple[int, tuple[str, ...], str]
"""What comes before the place in the order: a number, then a tag in its folded form and as written."""

Key = tuple[Group, tuple[int, int, int, str]]

_ALL: Group = (0, (), "")
_FOUND_NOWHERE: Group = (-(1 << 62), (), "")
_NEWEST: Group = (-(1 << 61), (), "")
_TAGGED, _UNTAGGED = 1, 2
_NO_DIGITS = {ord(sign): None for sign in "-:.TZ"}


class Order(Enum):
    """By what the cards are ordered."""

    PLACE = "place"
    TIME = "time"
    TAG = "tag"

    @property
    def following(self) -> Order:
        """The one that the key for it goes on to."""
        orders = list(Order)
        return orders[(orders.index(self) + 1) % len(orders)]


class View(NamedTuple):
    """An order, and a filter."""

    order: Order = Order.PLACE
    text: str = ""
    """The filter as it was typed; empty: there is none."""
    query: Query | None = None
    """The same as a tree."""

    @property
    def is_plain(self) -> bool:
        """True if it shows all marks by place."""
        return self.order is Order.PLACE and self.query is None


PLAIN = View()


def group_of(annotation: Annotation, order: Order) -> Group:
    """What an annotation is grouped by: the newest first, or by its first tag; orphans on top."""
    if order is Order.PLACE:
        return _ALL
    if annotation.pieces and annotation.state is State.ORPHANED:
        return _FOUND_NOWHERE
    if order is Order.TIME:
        # One that is only about to be made is the newest.
        return (-_moment(annotation.created), (), "") if annotation.created else _NEWEST
    if not annotation.tags:
        return _UNTAGGED, (), ""
    from annotations.codebook import tag_key  # noqa: PLC0415  # not before the first use

    return _TAGGED, *tag_key(annotation.tags[0])


def _moment(time: Timestamp) -> int:
    """A number that grows with time."""
    return int(time_key(time).translate(_NO_DIGITS))


def arrange(
    marks: Iterable[Annotation],
    view: View,
    context: Context | None,
    pause: Callable[[int], None] | None = None,
) -> list[Key]:
    """The keys of what a view shows of marks, in its order.

    Args:
        marks: In the order of the panel.
        view: Order and filter.
        context: What a filter asks beside the marks; without it nothing is filtered.
        pause: Called between slices of the work with the number of marks done; what it raises ends it.
    """
    groups: dict[Group, list[tuple[int, int, int, str]]] = {}
    takes = _filter(view, context)
    for number, mark in enumerate(marks):
        if pause is not None and number % PAUSE_EVERY == 0:
            pause(number)
        if takes is None or takes(mark):
            groups.setdefault(group_of(mark, view.order), []).append(panel_key(mark))
    # Within a group they are in order already; groups may be as many as marks.
    return [(group, key) for group in _sorted(list(groups)) for key in groups[group]]


def _filter(view: View, context: Context | None) -> Callable[[Annotation], bool] | None:
    query = view.query
    if query is None or context is None:
        return None
    from annotations.query import matches  # noqa: PLC0415  # not before the first filter

    return lambda mark: matches(query, mark, context)


def _sorted(groups: list[Group]) -> Iterable[Group]:
    if len(groups) <= RUN_LENGTH:
        return sorted(groups)
    runs = [
        sorted(groups[start : start + RUN_LENGTH]) for start in range(0, len(groups), RUN_LENGTH)
    ]
    return heapq.merge(*runs)


class Arrangement:
    """The marks that the panel shows, by number and by id; one that changes costs O(log n)."""

    def __init__(self, marks: Marks) -> None:
        self.view = PLAIN
        """What is shown, or about to be shown if `is_stale`."""
        self.is_stale = False
        """Other marks are here than those that were arranged; those that are still here are shown."""
        self.choice = Choice()
        """The cards that are chosen together; always some of those shown."""
        self._marks = marks
        self._context: Context | None = None
        self._keys: list[Key] | None = None
        self._key_of: dict[AnnotationId, Key] = {}
        self._touched: set[AnnotationId] | None = None
        """Ids of what changed since a snapshot was taken that is still being arranged."""

    # --- what is shown ----------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._marks if self._keys is None else self._keys)

    def __getitem__(self, number: int) -> Annotation:
        """The annotation at a place of the panel."""
        if self._keys is None:
            return self._marks[number]
        found = self._marks.get(self._keys[number][1][3])  # type: ignore[arg-type]  # keys hold ids
        assert found is not None
        return found

    def __contains__(self, annotation_id: AnnotationId) -> bool:
        return annotation_id in (self._marks if self._keys is None else self._key_of)

    @property
    def _holds(self) -> Callable[[AnnotationId], bool]:
        return self._marks.holds if self._keys is None else self._key_of.__contains__

    def number(self, annotation_id: AnnotationId) -> int | None:
        """The place of an annotation in the panel; None if it is not shown."""
        if self._keys is None:
            return self._marks.number(annotation_id)
        key = self._key_of.get(annotation_id)
        return None if key is None else bisect_left(self._keys, key)

    def place_of(self, annotation: Annotation) -> int:
        """Where an annotation stands, or would stand, in the order of the panel."""
        if self._keys is None:
            return self._marks.place_of(annotation)
        return bisect_left(self._keys, self._key(annotation))

    def ids(self, first: int, last: int) -> list[AnnotationId]:
        """The ids at the places from `first` to before `last`."""
        if self._keys is None:
            return self._marks.ids(first, last)
        return [key[1][3] for key in self._keys[first:last]]  # type: ignore[misc]  # keys hold ids

    def group(self, annotation: Annotation) -> Group:
        """What an annotation is grouped by under a line of its own; the same for all if there are none."""
        if self._keys is None or self.view.order is not Order.TAG:
            return _ALL
        return group_of(annotation, Order.TAG)

    def heading(self, group: Group) -> tuple[str, int]:
        """What stands above a group, and how many annotations it has; empty if there are no groups."""
        if self._keys is None or group == _ALL:
            return "", 0
        first = bisect_left(self._keys, group, key=lambda key: key[0])
        last = bisect_right(self._keys, group, key=lambda key: key[0])
        if group == _FOUND_NOWHERE:
            return "not found in the text", last - first
        return f"#{group[2]}" if group[0] == _TAGGED else "without a tag", last - first

    def last_before(self, position: int) -> AnnotationId | None:
        """By place: the last annotation shown that begins before a position, else the first shown."""
        if self.view.order is not Order.PLACE or not len(self):
            return None
        if self._keys is None:
            found = self._marks.before(position)
            return (found or self._marks[0]).id
        number = bisect_left(self._keys, (_ALL, (2, position, 0, "")))
        return self[max(0, number - 1)].id

    # --- what changes -----------------------------------------------------------------------

    def _key(self, annotation: Annotation) -> Key:
        return group_of(annotation, self.view.order), panel_key(annotation)

    def put(self, annotation: Annotation) -> None:
        """An annotation is new or has changed; the marks have it already."""
        if self._touched is not None:
            self._touched.add(annotation.id)
        if self._keys is None:
            return
        takes = _filter(self.view, self._context)
        key = self._key(annotation)
        is_shown = takes is None or takes(annotation)
        if is_shown and self._key_of.get(annotation.id) == key:
            return
        self._remove(annotation.id)
        if is_shown:
            insort(self._keys, key)
            self._key_of[annotation.id] = key
        else:
            self.choice.discard(annotation.id)

    def discard(self, annotation_id: AnnotationId) -> None:
        """An annotation is gone."""
        if self._touched is not None:
            self._touched.add(annotation_id)
        self._remove(annotation_id)
        self.choice.discard(annotation_id)

    def _remove(self, annotation_id: AnnotationId) -> None:
        key = self._key_of.pop(annotation_id, None)
        if key is not None:
            assert self._keys is not None
            del self._keys[bisect_left(self._keys, key)]

    def stand_on(self, marks: Marks, *, is_all_kept: bool = False) -> None:
        """Other marks are here altogether; until they are arranged those shown before stay.

        Args:
            marks: The marks that are here now.
            is_all_kept: None of those before is gone, which need not be looked for: of 100,000 cards
                that holds up a key for some 50 ms.
        """
        self._marks = marks
        self._touched = None
        self.is_stale = not self.view.is_plain
        if is_all_kept:
            return
        if self._keys is not None:
            holds = marks.holds
            self._key_of = {each: key for each, key in self._key_of.items() if holds(each)}
            self._keys = [key for key in self._keys if key[1][3] in self._key_of]
        self.choice.keep(self._holds)

    def begin(self) -> Iterator[Annotation]:
        """All marks as they are now, for `arrange`; what changes from here on `show` puts right."""
        self._touched = set()
        return self._marks.snapshot()

    def show(
        self,
        view: View,
        context: Context | None = None,
        keys: list[Key] | None = None,
        key_of: dict[AnnotationId, Key] | None = None,
    ) -> None:
        """Show a view.

        Args:
            view: Order and filter.
            context: What the filter asks beside the marks.
            keys: What `arrange` made of it since `begin`; needed unless the view is plain.
            key_of: The same by id; made if not given.
        """
        touched = self._touched or ()
        self._keys, self._key_of, self._touched = None, {}, None
        self.view, self._context, self.is_stale = view, context, False
        if not view.is_plain:
            assert keys is not None
            self._keys, self._key_of = keys, key_of if key_of is not None else by_id(keys)
            for annotation_id in touched:
                annotation = self._marks.get(annotation_id)
                if annotation is None:
                    self._remove(annotation_id)
                else:
                    self.put(annotation)
        self.choice.keep(self._holds)


def by_id(keys: Iterable[Key]) -> dict[AnnotationId, Key]:
    """Keys by the id they hold."""
    return {key[1][3]: key for key in keys}  # type: ignore[misc]  # keys hold ids
