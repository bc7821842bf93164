"""Where the columns of a table stand, or that they do not fit beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.document import BLOCK_KINDS, NO_PARENT, BlockKind
from reader.layout.cells import fit, show_line, width

if TYPE_CHECKING:
    from annotations.document import Blocks

ROWS_MEASURED = 200
"""Rows whose cells decide on the columns; a wider cell further down moves what follows it."""

COLUMN_GAP_CELLS = 2

NAME_SHARE = 3
"""A column's name before a cell takes at most a third of the room."""

NAME_CELLS = 3
"""Cells of a name that is worth to be shown."""

_BLOCKS_VISITED = 8_192
_CELL = BLOCK_KINDS.index(BlockKind.CELL)
_ROW = BLOCK_KINDS.index(BlockKind.ROW)


class Tables:
    """Tab stops of the tables of a document for one width."""

    def __init__(self, text: str, blocks: Blocks) -> None:
        self._text = text
        self._blocks = blocks
        self._known: dict[tuple[int, int], tuple[int, ...] | None] = {}
        self._names: dict[int, tuple[int, ...]] = {}

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

    def name(self, row: int, column: int, room_cells: int) -> str:
        """What stands before a cell that is shown on lines of its own: `People: `, safe to paint.

        Empty in the row of the names, where no row has any, and where there is no room.

        Args:
            row: Index of the cell's row among the blocks.
            column: Which of the row's cells, from 0.
            room_cells: Cells there are for name and text.
        """
        table = self._blocks.parents[row]
        if table == NO_PARENT or self._blocks.levels[row]:
            return ""
        if table not in self._names:
            self._names[table] = self._head(table)
        cells = self._names[table]
        most = room_cells // NAME_SHARE
        if column >= len(cells) or most < NAME_CELLS + 2:
            return ""
        start, end = self._blocks.starts[cells[column]], self._blocks.ends[cells[column]]
        name = " ".join(self._text[start : min(end, start + room_cells)].split())
        return f"{fit(show_line(name), most - 2)}: " if name else ""

    def _head(self, table: int) -> tuple[int, ...]:
        """The cells of the row that names the columns, if it is the first one."""
        blocks = self._blocks
        row = NO_PARENT
        cells: list[int] = []
        for index in range(table + 1, min(len(blocks), table + _BLOCKS_VISITED)):
            if blocks.starts[index] > blocks.ends[table]:
                break
            if blocks.kinds[index] == _ROW and blocks.parents[index] == table:
                if row != NO_PARENT or not blocks.levels[index]:
                    break
                row = index
            elif blocks.kinds[index] == _CELL and blocks.parents[index] == row:
                cells.append(index)
        return tuple(cells)

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
