"""What stands around a position in a document: its block, the neighbours, sentences, quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations import segments
from annotations.model import Range

if TYPE_CHECKING:
    from annotations.document import Document

QUOTATION_SEARCH_LENGTH = 1_000_000
"""Code points searched for the next quotation before saying that there is none near."""

QUOTATION_LEAVES = 6
"""Paragraphs on each side in which a quotation over several paragraphs is looked for."""


def trimmed(text: str, held: Range) -> Range:
    """A range without white space at its ends, and outward to whole grapheme clusters."""
    start, end = held.start, held.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return segments.snap(text, Range(start, end))


def block_range(document: Document, position: int) -> Range:
    """The block at a position; the whole text where there are no blocks."""
    block = document.block_at(position)
    return Range(0, len(document.text)) if block is None else Range(block.start, block.end)


def block_after(document: Document, position: int) -> Range | None:
    """The block after the one at a position."""
    number = document.leaf_at(position)
    if number is None or number + 1 >= len(document.leaves):
        return None
    block = document.blocks[document.leaves[number + 1]]
    return Range(block.start, block.end)


def block_before(document: Document, position: int) -> Range | None:
    """The block before the one at a position."""
    number = document.leaf_at(position)
    if not number:
        return None
    block = document.blocks[document.leaves[number - 1]]
    return Range(block.start, block.end)


def sentence_at(document: Document, position: int, language: str) -> Range:
    """The sentence at a position; empty where there is none."""
    bounds = block_range(document, position)
    return segments.sentence_at(document.text, position, bounds, language)


def sentence_after(document: Document, position: int, language: str) -> Range | None:
    """The sentence that begins at a position or later, in this block or a later one."""
    text = document.text
    bounds: Range | None = block_range(document, position)
    while bounds is not None:
        start = max(position, bounds.start)
        while start < bounds.end and text[start].isspace():
            start += 1
        if start < bounds.end:
            return segments.sentence_at(text, start, bounds, language)
        bounds = block_after(document, bounds.start)
    return None


def quotation_at(document: Document, position: int) -> Range | None:
    """The innermost quotation around a position, over several paragraphs if need be."""
    return segments.quotation_at(document.text, position, _run_of_blocks(document, position))


def quotation_around(document: Document, inner: Range) -> Range | None:
    """The next larger quotation that holds one."""
    bounds = _run_of_blocks(document, inner.start)
    position = inner.start - 1
    while position >= bounds.start:
        found = segments.quotation_at(document.text, position, bounds)
        if found is None:
            return None
        if found.start < inner.start and found.end >= inner.end:
            return found
        position = found.start - 1
    return None


def quotation_after(document: Document, position: int) -> Range | None:
    """The next quotation that begins at a position or later, as far as one may search at a key."""
    text = document.text
    limit = position + QUOTATION_SEARCH_LENGTH
    bounds: Range | None = block_range(document, position)
    while bounds is not None and bounds.start < limit:
        wide = Range(bounds.start, max(bounds.end, _run_of_blocks(document, bounds.start).end))
        found = segments.next_quotation(text, max(position, bounds.start) - 1, wide)
        if found is not None and found.start < bounds.end:
            return found
        bounds = block_after(document, bounds.start)
    return None


def _run_of_blocks(document: Document, position: int) -> Range:
    """The block at a position with its neighbours of the same container."""
    number = document.leaf_at(position)
    if number is None:
        return Range(0, len(document.text))
    leaves, blocks = document.leaves, document.blocks
    parent = blocks.parents[leaves[number]]
    first = last = number
    while first > max(0, number - QUOTATION_LEAVES) and blocks.parents[leaves[first - 1]] == parent:
        first -= 1
    most = min(len(leaves), number + QUOTATION_LEAVES) - 1
    while last < most and blocks.parents[leaves[last + 1]] == parent:
        last += 1
    return Range(blocks.starts[leaves[first]], blocks.ends[leaves[last]])
