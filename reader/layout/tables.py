"""Where the columns of a table stand, or that they do not fit beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotations.document import BLOCK_KINDS, NO_PARENT, BlockKind
from annotations.late import late_pattern
from reader.layout.cells import fit, show_line, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.document import Blocks

ROWS_MEASURED = 200
"""Rows whose cells decide on the columns; a wider cell further down moves what follows it."""

COLUMN_GAP_CELLS = 2

NAME_SHARE = 3
"""A column's name before a cell takes at most a third of the room."""

NAME_CELLS = 3
"""Cells of a name that is worth to be shown."""

_NUMBER = late_pattern(
    # A sign or "about", a currency, digits parted by twos or threes, a unit; in brackets: below 0.
    r"\(?[-+\u2212\u2013±~≈<>≤≥]{0,2}\s?(?:[A-Z]{0,3}[$€£¥₽₹₩]|[A-Z]{3}\s)?\s?"
    r"\d[\d.,'\u2019\u066b\u066c\s]*(?:%|‰|°[CF]?|[$€£¥₽₹₩])?\)?[*†‡]?"
)
_NONE_GIVEN = frozenset(
    {"", "-", "\u2013", "\u2014", "\u2212", "\u2026", "...", ".", "*", "n/a", "n.a.", "na"}
)
"""What stands in a column of numbers where there is none."""

_BLOCKS_VISITED = 8_192
_CELL = BLOCK_KINDS.index(BlockKind.CELL)
_ROW = BLOCK_KINDS.index(BlockKind.ROW)


class Columns(NamedTuple):
    """The columns of a table that stand beside each other."""

    widths: tuple[int, ...]
    """Cells of the widest cell of each."""
    are_numbers: tuple[bool, ...]
    """Numbers stand at the right of their column, so that their places are below each other."""

    def stops(self, cells: Sequence[int]) -> tuple[int, tuple[int, ...]]:
        """Where the cells of a row begin.

        Args:
            cells: The width of each cell of the row.

        Returns:
            How far the first one is further in, and where from there on the others begin.
        """
        places: list[int] = []
        column = 0
        for number, room in enumerate(self.widths):
            used = cells[number] if number < len(cells) else room
            is_moved = self.are_numbers[number] and used < room
            places.append(column + room - used if is_moved else column)
            column += room + COLUMN_GAP_CELLS
        first = places[0] if places else 0
        return first, tuple(place - first for place in places[1:])


def is_number(cell: str) -> bool:
    """True if a table's cell holds a number and no more than belongs to it."""
    return _NUMBER.fullmatch(cell.strip()) is not None


class Tables:
    """The columns of the tables of a document for one width."""

    def __init__(self, text: str, blocks: Blocks) -> None:
        self._text = text
        self._blocks = blocks
        self._known: dict[tuple[int, int], Columns | None] = {}
        self._names: dict[int, tuple[int, ...]] = {}

    def columns(self, row: int, room_cells: int) -> Columns | None:
        """The columns of the table a row belongs to; None if they do not fit beside each other.

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

    def _measure(self, table: int, room_cells: int) -> Columns | None:
        blocks = self._blocks
        widest: list[int] = []
        numbers: list[int] = []
        others: set[int] = set()
        rows = column = 0
        is_head = False
        for index in range(table + 1, min(len(blocks), table + _BLOCKS_VISITED)):
            if blocks.starts[index] > blocks.ends[table]:
                break
            if blocks.kinds[index] == _ROW and blocks.parents[index] == table:
                rows += 1
                column = 0
                is_head = bool(blocks.levels[index])
                if rows > ROWS_MEASURED:
                    break
            elif blocks.kinds[index] == _CELL:
                # One cell too many is enough to know that it does not fit.
                cell = self._text[blocks.starts[index] : blocks.ends[index]][: 4 * room_cells]
                if column == len(widest):
                    widest.append(0)
                    numbers.append(0)
                widest[column] = max(widest[column], width(cell))
                if is_number(cell):
                    numbers[column] += not is_head
                elif not is_head and cell.strip().casefold() not in _NONE_GIVEN:
                    others.add(column)
                column += 1
        if sum(widest) + COLUMN_GAP_CELLS * (len(widest) - 1) > room_cells:
            return None
        are_numbers = (bool(count) and at not in others for at, count in enumerate(numbers))
        return Columns(tuple(widest), tuple(are_numbers))
