"""Where a position of a text stands in a revision of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.anchoring import describe, resolve
from annotations.model import Range

if TYPE_CHECKING:
    from collections.abc import Iterable

QUOTE_LENGTH = 60
"""Code points by which a place is known again: about a line."""

_FIRST_STEP = 1 << 16
"""Code points compared at once; a difference within them is then closed in on by halves."""


def position_in(revision: str, text: str, position: int) -> int:
    """The place in a revision at which one reads on from a place in the text.

    Before the first change and after the last one it is certain; between them what stands there
    is looked for by its words, and where those are gone it is about as far between the two.

    Complexity: O(n).
    """
    return positions_in(revision, text, (position,))[position]


def positions_in(revision: str, text: str, positions: Iterable[int]) -> dict[int, int]:
    """The same for several places.

    Complexity: O(n) for all before the first change and after the last one, O(n) for each between.
    """
    before = _common_length(text, revision)
    after = _common_length_of_ends(text, revision, min(len(text), len(revision)) - before)
    moved: dict[int, int] = {}
    for position in positions:
        if position < before or text == revision:
            moved[position] = position
        elif position >= len(text) - after:
            moved[position] = position + len(revision) - len(text)
        else:
            moved[position] = _between(revision, text, position, before, after)
    return moved


def _between(revision: str, text: str, position: int, before: int, after: int) -> int:
    """By the words there; where those are gone, about as far between what both texts share."""
    for start in (position, max(0, position - QUOTE_LENGTH)):
        held = Range(start, min(len(text), start + QUOTE_LENGTH))
        found = resolve(describe(held, text), revision).range
        if found is not None:
            return min(len(revision), found.start + position - start)
    gone, come = len(text) - after - before, len(revision) - after - before
    return before + (position - before) * come // max(1, gone)


def _common_length(one: str, other: str) -> int:
    """Code points with which both texts begin."""
    length, step = 0, _FIRST_STEP
    limit = min(len(one), len(other))
    while step and length < limit:
        end = min(limit, length + step)
        if one[length:end] == other[length:end]:
            length = end
        else:
            step //= 2
    return length


def _common_length_of_ends(one: str, other: str, limit: int) -> int:
    """Code points with which both texts end, at most so many."""
    length, step = 0, _FIRST_STEP
    while step and length < limit:
        end = min(limit, length + step)
        if one[len(one) - end : len(one) - length] == other[len(other) - end : len(other) - length]:
            length = end
        else:
            step //= 2
    return length
