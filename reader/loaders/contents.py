"""The parts a source names, brought onto its headings: how deep each stands, and which lines are some.

Books and documents say in a table of their own what their parts are and how these are nested; how large
their headings are printed often says something else.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from annotations.document import BLOCK_KINDS, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotations.document import Blocks

LEAVES_LOOKED_AT = 4
"""Leaves from where a part begins, among which its heading is looked for."""

LEVEL_LIMIT = 6
TITLE_LENGTH_LIMIT = 300

_HEADING = BLOCK_KINDS.index(BlockKind.HEADING)
_RULE = BLOCK_KINDS.index(BlockKind.RULE)
_LINES = frozenset((BlockKind.PARAGRAPH, BlockKind.VERSE))


class Part(NamedTuple):
    """A part of a text as its table of contents names it."""

    label: str
    start: int
    """Where it begins, in the canonical text."""
    level: int
    """From 1."""


def set_levels(blocks: Blocks, text: str, parts: Sequence[Part]) -> None:
    """Give the headings the levels that the table of contents says.

    A line that says just what the table says becomes the heading that it stands for. Headings that the
    table does not name keep their distance to the one that it names before them.
    """
    named = dict(_headings_of(blocks, text, parts))
    shift = 0
    for index in range(len(blocks)):
        if index in named:
            own = blocks.levels[index] if blocks.kinds[index] == _HEADING else named[index]
            shift = named[index] - own
            blocks.kinds[index] = _HEADING
        if blocks.kinds[index] == _HEADING:
            level = named.get(index, blocks.levels[index] + shift)
            blocks.levels[index] = min(max(level, 1), LEVEL_LIMIT)


def _headings_of(blocks: Blocks, text: str, parts: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """Index and level of the headings of the parts, as far as they have one."""
    leaves = [index for index in blocks.leaves if blocks.kinds[index] != _RULE]
    in_order = sorted(parts, key=lambda part: part.start)
    starts = [part.start for part in in_order]
    taken = -1
    for start, beginning in groupby(in_order, key=lambda part: part.start):
        first = bisect_left(leaves, start, key=blocks.starts.__getitem__)
        following = bisect_right(starts, start)
        end = starts[following] if following < len(starts) else len(text) + 1
        near = leaves[first : first + LEAVES_LOOKED_AT]
        near = [index for index in near if index > taken and blocks.starts[index] < end]
        level, found = 1, -1
        for part in beginning:
            level = part.level
            named = _named_so([each for each in near if each > found], blocks, text, part.label)
            if named is not None:
                # What stands above a title as its first line ("Chapter one") is as deep.
                for index in near:
                    if (
                        found < index <= named and blocks.kinds[index] == _HEADING
                    ) or index == named:
                        yield index, min(level, LEVEL_LIMIT)
                taken = found = named
        if found < 0:
            # The names differ: it is the first heading, of what begins there the innermost part.
            headings = (index for index in near if blocks.kinds[index] == _HEADING)
            if (heading := next(headings, None)) is not None:
                taken = heading
                yield heading, min(level, LEVEL_LIMIT)


def _named_so(near: Sequence[int], blocks: Blocks, text: str, label: str) -> int | None:
    """The first line that says just what a part is called."""
    wanted = _letters(label)
    for index in near:
        start, end = blocks.starts[index], blocks.ends[index]
        is_line = blocks.kinds[index] == _HEADING or blocks.kind(index) in _LINES
        if is_line and end - start <= TITLE_LENGTH_LIMIT and _letters(text[start:end]) == wanted:
            return index
    return None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
