"""Where the columns of a table stand, or that they do not fit beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.document import BLOCK_KINDS, NO_PARENT, BlockKind
from reader.layout.cells import width

if TYPE_CHECKING:
    from annotations.document import Blocks

ROWS_MEASURED = 200
"""Rows whose cells decide on the columns; a wider cell further down moves what follows it."""

COLUMN_GAP_CELLS = 2

_BLOCKS_VISITED = 8_192
_CELL = BLOCK_KINDS.index(BlockKind.CELL)
_ROW = BLOCK_KINDS.index(BlockKind.ROW)


class Tables:
    """Tab stops of the tables of a document for one width."""

    def __init__(self, text: str, blocks: Blocks) -> None:
        self._text = text
        self._blocks = blocks
        self._known: dict[tuple[int, int], tuple[int, ...] | None] = {}

    def stops(self, row: int, room_cells: int) -> tuple[int, ...] | None:
        """Where the second and further columns begin, in cells; None if they do not fit.

        Args:
            row: Index of a row among the blocks.
            room_cells: Cells there are.
        """
        table = self._blocks.parents[row]
        if table == NO_PARENT:
            return None
        key = (table, room_cells)
        if key not in self._known:
            self._known[key] = self._measure(table, room_cells)
        return self._known[key]

    def _measure(self, table: int, room_cells: int) -> tuple[int, ...] | None:
        blocks = self._blocks
        widest: list[int] = []
        rows = column = 0
        for index in range(table + 1, min(len(blocks), table + _BLOCKS_VISITED)):
            if blocks.starts[index] > blocks.ends[table]:
                break
            if blocks.kinds[index] == _ROW and blocks.parents[index] == table:
                rows += 1
                column = 0
                if rows > ROWS_MEASURED:
                    break
            elif blocks.kinds[index] == _CELL:
                # One cell too many is enough to know that it does not fit.
                cells = width(
                    self._text[blocks.starts[index] : blocks.ends[index]][: 4 * room_cells]
                )
                if column == len(widest):
                    widest.append(0)
                widest[column] = max(widest[column], cells)
                column += 1
        stops: list[int] = []
        place = 0
        for cells in widest[:-1]:
            place += cells + COLUMN_GAP_CELLS
            stops.append(place)
        if place + (widest[-1] if widest else 0) > room_cells:
            return None
        return tuple(stops)
