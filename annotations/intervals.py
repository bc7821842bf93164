"""Which of many overlapping intervals touch a stretch of text.

A sorted list in chunks, each knowing the largest end among its intervals: asking for a stretch
costs one comparison a chunk and O(log n + hits) inside, adding or removing one touches one chunk.
The text of a document never changes, so positions need no adjusting.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Key = TypeVar("Key")

CHUNK_LENGTH = 512
"""Intervals a chunk holds before it is split: 100,000 intervals make some 200 chunks."""

_Entry = tuple[int, int, int]


class IntervalIndex(Generic[Key]):
    """A multiset of half-open intervals `[start, end)`, each with a key; empty ones are legal.

    Entries come back ordered by start, then the longer first, then in the order they were added.
    """

    def __init__(self, entries: Iterable[tuple[int, int, Key]] = ()) -> None:
        self._keys: dict[int, Key] = {}
        self._serial = 0
        self._chunks: list[list[_Entry]] = []
        self._firsts: list[_Entry] = []
        self._largest_ends: list[int] = []
        ordered: list[_Entry] = []
        for start, end, key in entries:
            ordered.append((start, -end, self._serial))
            self._keys[self._serial] = key
            self._serial += 1
        ordered.sort()
        for begin in range(0, len(ordered), CHUNK_LENGTH // 2):
            self._insert_chunk(len(self._chunks), ordered[begin : begin + CHUNK_LENGTH // 2])

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[tuple[int, int, Key]]:
        for chunk in self._chunks:
            for start, negative_end, serial in chunk:
                yield start, -negative_end, self._keys[serial]

    def add(self, start: int, end: int, key: Key) -> None:
        """Add an interval."""
        entry = (start, -end, self._serial)
        self._keys[self._serial] = key
        self._serial += 1
        if not self._chunks:
            self._insert_chunk(0, [entry])
            return
        number = max(0, bisect_right(self._firsts, entry) - 1)
        chunk = self._chunks[number]
        insort(chunk, entry)
        if len(chunk) > CHUNK_LENGTH:
            self._replace_chunk(number, chunk[: len(chunk) // 2], chunk[len(chunk) // 2 :])
        else:
            self._firsts[number] = chunk[0]
            self._largest_ends[number] = max(self._largest_ends[number], end)

    def remove(self, start: int, end: int, key: Key) -> None:
        """Remove one interval with this key.

        Raises:
            KeyError: There is none.
        """
        wanted = (start, -end, -1)
        number = max(0, bisect_right(self._firsts, wanted) - 1)
        for at in range(number, len(self._chunks)):
            chunk = self._chunks[at]
            for index in range(bisect_left(chunk, wanted), len(chunk)):
                if chunk[index][:2] != wanted[:2]:
                    break
                serial = chunk[index][2]
                if self._keys[serial] == key:
                    del chunk[index], self._keys[serial]
                    self._replace_chunk(at, chunk)
                    return
            if chunk and chunk[-1][:2] > wanted[:2]:
                break
        raise KeyError((start, end, key))

    def overlapping(self, start: int, end: int) -> list[tuple[int, int, Key]]:
        """The intervals that hold a code point of `[start, end)`, in order; empty ones never do."""
        found: list[tuple[int, int, Key]] = []
        keys = self._keys
        for number in range(bisect_left(self._firsts, (end,))):
            if self._largest_ends[number] <= start:
                continue
            for entry_start, negative_end, serial in self._chunks[number]:
                if entry_start >= end:
                    break
                if -negative_end > start and -negative_end > entry_start:
                    found.append((entry_start, -negative_end, keys[serial]))
        return found

    def at(self, position: int) -> list[tuple[int, int, Key]]:
        """The intervals that hold this code point, outermost first."""
        return self.overlapping(position, position + 1)

    def first_from(self, position: int) -> tuple[int, int, Key] | None:
        """The first interval that starts at `position` or later."""
        number = max(0, bisect_right(self._firsts, (position,)) - 1)
        for chunk in self._chunks[number : number + 2]:
            index = bisect_left(chunk, (position,))
            if index < len(chunk):
                start, negative_end, serial = chunk[index]
                return start, -negative_end, self._keys[serial]
        return None

    def last_before(self, position: int) -> tuple[int, int, Key] | None:
        """The last interval that starts before `position`."""
        number = bisect_left(self._firsts, (position,)) - 1
        if number < 0:
            return None
        chunk = self._chunks[number]
        start, negative_end, serial = chunk[bisect_left(chunk, (position,)) - 1]
        return start, -negative_end, self._keys[serial]

    def _insert_chunk(self, number: int, chunk: list[_Entry]) -> None:
        self._chunks.insert(number, chunk)
        self._firsts.insert(number, chunk[0])
        self._largest_ends.insert(number, max(-entry[1] for entry in chunk))

    def _replace_chunk(self, number: int, *parts: list[_Entry]) -> None:
        del self._chunks[number], self._firsts[number], self._largest_ends[number]
        for part in reversed(parts):
            if part:
                self._insert_chunk(number, part)
