"""Where the caret goes: the motions of the action table as functions of text and layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations import segments
from reader.surroundings import block_after, block_before, block_range, trimmed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from annotations.document import Document
    from reader.layout.lines import Layout

VERTICAL = frozenset(("up", "down", "page-up", "page-down", "half-up", "half-down"))
"""Motions by rows, which keep the column."""


def rows_of(motion: str, page_rows: int) -> int:
    """How many rows a vertical motion goes down (up, if negative)."""
    half = max(1, page_rows // 2)
    return {
        "up": -1,
        "down": 1,
        "page-up": -page_rows,
        "page-down": page_rows,
        "half-up": -half,
        "half-down": half,
    }[motion]


def by_rows(layout: Layout, caret: int, rows: int, goal_cells: int | None) -> tuple[int, int]:
    """The position so many rows further down, and the column to be kept.

    Args:
        layout: The lines.
        caret: From where.
        rows: Downwards positive.
        goal_cells: The column to go to, in cells from the column's left edge; None: the caret's own.
    """
    unit, line, cell = layout.place(caret)
    goal = cell if goal_cells is None else goal_cells
    new_unit, new_line = layout.step(unit, line, rows)
    count = len(layout.lines(new_unit))
    if new_line >= count:
        # An empty row below a block: on to the next block, or back to the block's last line.
        if rows > 0 and new_unit + 1 < layout.unit_count:
            new_unit, new_line = new_unit + 1, 0
        else:
            new_line = count - 1
    if (new_unit, new_line) == (unit, line):
        return caret, goal
    return layout.position_at(new_unit, new_line, goal), goal


def in_line(layout: Layout, caret: int, *, to_end: bool) -> int:
    """The start or the end of the line the caret is in."""
    unit, line, _cell = layout.place(caret)
    return layout.line_end(unit, line) if to_end else layout.line_start(unit, line)


def past_line(layout: Layout, caret: int) -> int:
    """Where a selection that takes the rest of the caret's line ends.

    Where lines are broken between two characters, with no blank, the last one stands before it; the
    caret then stands at the start of the next line.
    """
    unit, line, _cell = layout.place(caret)
    return layout.lines(unit)[line].end


def by_text(document: Document, caret: int, motion: str, language: str) -> int:
    """Where a motion through the text, whatever its lines, leads."""
    return _BY_TEXT[motion](document, caret, language)


def first_position(document: Document) -> int:
    """Where the first block begins."""
    return document.blocks.starts[document.leaves[0]] if document.leaves else 0


def last_position(document: Document) -> int:
    """Where the last block ends."""
    return document.blocks.ends[document.leaves[-1]] if document.leaves else len(document.text)


def _left(document: Document, caret: int, _language: str) -> int:
    if caret > block_range(document, caret).start:
        return segments.cluster_start(document.text, caret - 1)
    before = block_before(document, caret)
    return before.end if before else caret


def _right(document: Document, caret: int, _language: str) -> int:
    if caret < block_range(document, caret).end:
        return segments.cluster_end(document.text, caret)
    after = block_after(document, caret)
    return after.start if after else caret


def _next_sentence(document: Document, caret: int, language: str) -> int:
    bounds = block_range(document, caret)
    position = segments.next_sentence(document.text, caret, bounds, language)
    if position is not None:
        return position
    after = block_after(document, caret)
    if after is None:
        return bounds.end
    first = trimmed(document.text, after)
    return first.start if len(first) else after.start


def _previous_sentence(document: Document, caret: int, language: str) -> int:
    text, bounds = document.text, block_range(document, caret)
    position = segments.previous_sentence(text, caret, bounds, language)
    if position is not None:
        return position
    before = block_before(document, caret)
    if before is None:
        return bounds.start
    last = max(before.start, before.end - 1)
    return segments.sentence_at(text, last, before, language).start


def _next_paragraph(document: Document, caret: int, _language: str) -> int:
    after = block_after(document, caret)
    return after.start if after else block_range(document, caret).end


def _previous_paragraph(document: Document, caret: int, _language: str) -> int:
    start = block_range(document, caret).start
    before = block_before(document, caret)
    return start if caret > start or before is None else before.start


_BY_TEXT: Mapping[str, Callable[[Document, int, str], int]] = {
    "left": _left,
    "right": _right,
    "word-forward": lambda document, caret, _language: segments.next_word(document.text, caret),
    "word-back": lambda document, caret, _language: segments.previous_word(document.text, caret),
    "word-end": lambda document, caret, _language: segments.word_end(document.text, caret),
    "sentence-forward": _next_sentence,
    "sentence-back": _previous_sentence,
    "paragraph-forward": _next_paragraph,
    "paragraph-back": _previous_paragraph,
    "start": lambda document, _caret, _language: first_position(document),
    "end": lambda document, _caret, _language: last_position(document),
}
