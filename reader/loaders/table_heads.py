"""Which row of a table names its columns, where its format does not say so: one set in bold.

Such a row has the level 1, as that of a Markdown table. Where a format tells which row it is, its loader
gives that row the level; here the rest are judged by how they look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.document import BLOCK_KINDS, BlockKind, SpanKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from annotations.document import Blocks, SpanFields

LEAST_NAMES = 2
"""Columns with a name that a row of names has at least; one alone is the title of its table."""

ROWS_COMPARED = 2
"""The first and the one below it: where both are bold, all of the table is."""

_ROW = BLOCK_KINDS.index(BlockKind.ROW)
_CELL = BLOCK_KINDS.index(BlockKind.CELL)


def is_strong(text: str, spans: Sequence[SpanFields]) -> bool:
    """True if a text has words, and all of them are strong."""
    position = 0
    for kind, start, end, _ in sorted(spans, key=lambda each: each[1]):
        if kind is SpanKind.STRONG:
            if text[position:start].strip():
                return False
            position = max(position, end)
    return position > 0 and not text[position:].strip()


def mark_head(blocks: Blocks, table: int, strong: Collection[int]) -> None:
    """Give the first row of a table the level 1 if it is strong throughout, and the second is not.

    Args:
        blocks: The table is the last container in them.
        table: Its index.
        strong: Indices of the cells that are strong throughout.
    """
    rows: list[list[int]] = []
    for index in range(table + 1, len(blocks)):
        if blocks.kinds[index] == _ROW:
            if len(rows) == ROWS_COMPARED:
                break
            rows.append([index])
        elif blocks.kinds[index] == _CELL and rows:
            rows[-1].append(index)
    if len(rows) < ROWS_COMPARED or blocks.levels[rows[0][0]]:
        return
    names, values = (
        [cell for cell in row[1:] if blocks.starts[cell] < blocks.ends[cell]] for row in rows
    )
    is_head = len(names) >= LEAST_NAMES and all(cell in strong for cell in names)
    if is_head and not all(cell in strong for cell in values):
        blocks.levels[rows[0][0]] = 1
