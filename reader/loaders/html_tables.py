"""Tables of HTML: which hold data and which only arrange, and in which column a cell stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.document import BlockKind
from reader.loaders import html_rules
from reader.loaders.building import BETWEEN_BLOCKS, BETWEEN_CELLS, BETWEEN_LINES
from reader.loaders.html_flow import Manner
from reader.loaders.html_words import tags_of
from reader.loaders.table_heads import LEAST_NAMES

if TYPE_CHECKING:
    from lxml import etree

    from reader.loaders.html_scopes import End, Scopes

COLUMNS_SPANNED_LIMIT = 20
"""Columns a cell may span: more are no table that a person made."""

ROWS_SPANNED_LIMIT = 1_000

FILLED_LIMIT = 50_000
"""Places of a table that cells take up besides their own: beyond, only their own are counted."""

_CELLS = frozenset(("td", "th"))
_GROUPS = frozenset(("tbody", "tfoot", "thead"))
_ASIDE = frozenset(("caption", "col", "colgroup", "script", "style", "template"))
_STRUCTURE = frozenset(("article", "blockquote", "figure", "pre", "section", "table"))
"""What no cell of data holds."""

_PLAIN = tags_of(("b", "br", "em", "i", "p", "span", "strong", "td", "th", "tr"))
"""Tags of elements that are none of that, if they have no attributes."""


def is_data(table: etree._Element) -> bool:
    """True if a table has rows and columns that mean something; else it only arranges."""
    if html_rules.element_role(table) in {"none", "presentation"}:
        return False
    rows = columns = 0
    for row in _rows(table):
        if row is None:
            return False
        cells = 0
        for cell in row:
            if isinstance(cell.tag, str):
                name = html_rules.local(cell)
                if name in _CELLS:
                    cells += 1
                elif name not in _ASIDE:
                    return False
            if _is_stray(cell.tail):
                return False
        if _is_stray(row.text):
            return False
        rows += cells > 0
        columns = max(columns, cells)
    return rows > 0 and columns > 1 and not _holds_structure(table)


def _rows(table: etree._Element) -> list[etree._Element | None]:
    """The rows of a table; None for what stands in it and is neither row nor aside."""
    found: list[etree._Element | None] = [None] if _is_stray(table.text) else []
    for child in table:
        if isinstance(child.tag, str):
            name = html_rules.local(child)
            if name in _GROUPS:
                found += [None] if _is_stray(child.text) else []
                for row in child:
                    is_row = isinstance(row.tag, str) and html_rules.local(row) == "tr"
                    if is_row:
                        found.append(row)
                    elif isinstance(row.tag, str) and html_rules.local(row) not in _ASIDE:
                        found.append(None)
                    found += [None] if _is_stray(row.tail) else []
            elif name == "tr":
                found.append(child)
            elif name not in _ASIDE:
                found.append(None)
        found += [None] if _is_stray(child.tail) else []
    return found


def _is_stray(text: str | None) -> bool:
    return text is not None and bool(text.strip())


def _holds_structure(table: etree._Element) -> bool:
    for each in table.iterdescendants("*"):
        if each.tag in _PLAIN and not each.keys():
            continue
        name = html_rules.local(each)
        if name in _STRUCTURE or html_rules.heading_level(each, name):
            return True
    return False


def is_empty(row: etree._Element) -> bool:
    """True if there is nothing to read in a row."""
    if any(not text.isspace() for text in row.itertext("*")):
        return False
    return not any(each.get("alt") for each in row.iter() if isinstance(each.tag, str))


def names_columns(row: etree._Element) -> bool:
    """True if a row says of itself that it names the columns below it, in two cells or more."""
    cells = [each for each in row if isinstance(each.tag, str) and html_rules.local(each) in _CELLS]
    named = [cell for cell in cells if any(not text.isspace() for text in cell.itertext("*"))]
    if len(named) < LEAST_NAMES:
        return False
    parent = row.getparent()
    is_in_head = parent is not None and html_rules.local(parent) == "thead"
    return is_in_head or all(html_rules.local(cell) == "th" for cell in named)


class Columns:
    """Counts the columns of a table, for cells that span several of them or several rows."""

    def __init__(self) -> None:
        self._below: dict[int, int] = {}
        """For a column, how many further rows a cell above takes up."""
        self.column = 0

    @property
    def reaches_down(self) -> bool:
        """True if a cell above may take up a place in the next row."""
        return any(self._below.values())

    def begin_row(self) -> None:
        """A row begins."""
        self.column = 0

    def skipped(self) -> int:
        """How many columns before the next cell are taken up from above."""
        count = 0
        while self._below.get(self.column, 0):
            self._below[self.column] -= 1
            self.column += 1
            count += 1
        return count

    def take(self, cell: etree._Element) -> int:
        """Place a cell; gives how many columns it takes up besides its own."""
        width = _number(cell.get("colspan"), COLUMNS_SPANNED_LIMIT)
        height = _number(cell.get("rowspan"), ROWS_SPANNED_LIMIT)
        for column in range(self.column, self.column + width):
            if height > 1:
                self._below[column] = height - 1
        self.column += width
        return width - 1


def _number(value: str | None, limit: int) -> int:
    value = (value or "").strip()[:6]
    return min(limit, max(1, int(value))) if value.isascii() and value.isdecimal() else 1


class _Table:
    """A table of data that is being walked."""

    def __init__(self) -> None:
        self.columns = Columns()
        self.depth = -1
        """Containers around it, once it has begun."""
        self.cells = 0
        """Of the row."""
        self.filled = 0
        """Places taken up besides, in all rows so far."""
        self.is_first_row = True


class Tables:
    """Walks the tables of a tree; each function begins an element and gives what ends it."""

    def __init__(self, scopes: Scopes) -> None:
        self._scopes = scopes
        self._flow = scopes.flow
        self._builder = scopes.builder
        self._table: _Table | None = None

    def enter_table(self, element: etree._Element) -> End:
        """Begin a table, of data or one that only arranges."""
        flow, before, depth = self._flow, self._table, self._builder.depth
        if flow.manner.is_one:
            return flow.end_block
        manner = flow.manner
        flow.end_leaf()
        flow.manner = manner._replace(is_tight=False)
        self._table = _Table() if is_data(element) else None

        def end() -> None:
            flow.end_leaf()
            self._scopes.close_to(depth)
            self._table, flow.manner = before, manner

        return end

    def enter_row(self, element: etree._Element) -> End | None:
        """Begin a row; None for one without anything in it."""
        table, flow = self._table, self._flow
        if table is None or flow.manner.is_one:
            return flow.end_block
        if is_empty(element):
            return None
        self.begin_row()
        table.cells = 0
        table.columns.begin_row()
        end_row = self._scopes.enter_container(BlockKind.ROW, self.level_of(element))

        def end() -> None:
            self._add_empty_cells(table, table.columns.skipped())
            end_row()
            table.is_first_row = False

        return end

    @property
    def takes_rows(self) -> bool:
        """True if rows may be added here that nothing around and above has a say in."""
        table, flow = self._table, self._flow
        if table is None or flow.manner.is_one or not flow.takes_blocks:
            return False
        return not table.columns.reaches_down

    @property
    def parting_of_row(self) -> str:
        """What stands before the row that is added next, where `takes_rows`."""
        return BETWEEN_BLOCKS if self._table is None or self._table.is_first_row else BETWEEN_LINES

    def begin_row(self) -> None:
        """The table begins, if it has not, since a row with something in it does."""
        table = self._table
        if table is not None and table.depth < 0:
            table.depth = self._builder.depth
            self._builder.open(BlockKind.TABLE)

    def level_of(self, row: etree._Element) -> int:
        """The level of a row."""
        table = self._table
        return int(table is not None and table.is_first_row and names_columns(row))

    def end_row(self) -> None:
        """A row with something in it has ended."""
        if self._table is not None:
            self._table.is_first_row = False

    def enter_cell(self, element: etree._Element) -> End:
        """Begin a cell; blocks in it become lines."""
        table, flow = self._table, self._flow
        if table is None or flow.manner.is_one:
            return flow.end_block
        self._add_empty_cells(table, table.columns.skipped())
        further = table.columns.take(element)
        flow.end_leaf()
        before = flow.manner
        flow.manner = Manner(kind=BlockKind.CELL, is_one=True)

        def end() -> None:
            flow.end_cell(self._parting_of_cell(table))
            flow.manner = before
            self._add_empty_cells(table, further)

        return end

    def _add_empty_cells(self, table: _Table, count: int) -> None:
        table.filled += count
        for _ in range(count if table.filled <= FILLED_LIMIT else 0):
            self._flow.end_cell(self._parting_of_cell(table))

    def _parting_of_cell(self, table: _Table) -> str:
        table.cells += 1
        if table.cells > 1:
            return BETWEEN_CELLS
        return BETWEEN_BLOCKS if table.is_first_row else BETWEEN_LINES
