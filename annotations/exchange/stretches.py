"""A document's whole text in parts that follow one another, and the marks upon it by where they begin.

What is no block of the document, which a loader never leaves but a file might, is a part of its own: a
format that writes the parts in order has each code point once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotations.document import LEAF_KINDS, BlockKind
from annotations.model import Range

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotations.document import Document

BLANKS = " \t\n\f"
"""What stands between blocks and means nothing there."""


class Stretch(NamedTuple):
    """A part of the text that is laid out as one."""

    start: int
    end: int
    block: int | None
    """Its index; None of what is no block."""
    is_container: bool = False
    """Whether it is a block that holds others, which begins here; empty itself."""


def stretches(document: Document) -> Iterator[Stretch]:
    """The whole text; containers stand among its parts, empty."""
    blocks, position = document.blocks, 0
    for index in range(len(blocks)):
        start, end = blocks.starts[index], blocks.ends[index]
        # The first kinds are the leaves; a look into a set would cost as much as all the rest.
        if blocks.kinds[index] < len(LEAF_KINDS):
            if start > position:
                yield Stretch(position, start, None)
            start = max(start, position)
            position = max(end, start)
            yield Stretch(start, position, index)
        else:
            yield Stretch(position, position, index, is_container=True)
    if position < len(document.text):
        yield Stretch(position, len(document.text), None)


def last_begin(document: Document, stretch: Stretch) -> int:
    """Before which position a mark begins that belongs to a stretch; the last takes all that are left."""
    leaves, text = document.leaves, document.text
    is_last = stretch.block is not None and stretch.block == leaves[-1]
    if stretch.end == len(text) or (is_last and not text[stretch.end :].strip(BLANKS)):
        return len(text) + 1
    return stretch.end


def joined(ranges: Sequence[Range]) -> list[Range]:
    """Ranges by place, those that overlap as one."""
    if len(ranges) == 1:
        return [*ranges]
    found: list[Range] = []
    for held in sorted(ranges):
        if found and held.start < found[-1].end:
            found[-1] = Range(found[-1].start, max(found[-1].end, held.end))
        else:
            found.append(held)
    return found


def begins_with(document: Document, title: str) -> bool:
    """Whether the first block is a heading of these words, which need not stand above it once more."""
    leaves = document.leaves
    if not leaves or document.blocks.kind(leaves[0]) is not BlockKind.HEADING:
        return False
    first = document.blocks[leaves[0]]
    is_alone = leaves[0] == 0 and not document.text[: first.start].strip(BLANKS)
    return is_alone and document.text[first.start : first.end].split() == title.split()
