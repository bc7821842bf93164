"""A document as lines of so many cells, made when somebody looks at them.

Glossary:
    unit: a leaf block, a piece of a giant one, or a table's row (`units`); numbered from 0.
    line: what one row of the screen shows of a unit; numbered within its unit.
    row: a line, or an empty one after a unit that ends a block; a unit's **height** counts both.
    cell: a column of the screen, counted from the left edge of the reading column.
    column: the reading column, `width_cells` wide; a line's text begins `indent_cells` into it.
    shown: as `cells.show` and this module draw it: soft breaks as spaces, tabs to their stops.

Positions: one on a soft break, or on the blanks where a line broke, belongs to the end of that line;
one between two blocks to the block before. Lines of right-to-left text stand at the right edge, in
logical order unless `cells.gives_order`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from time import perf_counter
from typing import TYPE_CHECKING

from annotations.document import BLOCK_KINDS, HARD_KINDS
from annotations.graphemes import clusters_of
from annotations.values import NamedTuple
from reader.layout.breaking import SOFT_HYPHEN
from reader.layout.cells import ODD, clusters, drawn, gives_order, width
from reader.layout.flowing import Broken, Flow, drawable
from reader.layout.line_classes import BLANK
from reader.layout.line_index import LineIndex
from reader.layout.shapes import Shapes
from reader.layout.units import units_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotations.document import BlockKind, Document
    from reader.layout.ordering import LineOrder, Ordering, Pieces, S
    from reader.layout.units import Unit

TAB_SIZE_CELLS = 8

LINES_KEPT = 16_384
"""Lines kept once they are made, some 4 MB: four hundred screens."""

_WALKED_ROWS = 1_024
"""Rows that are walked one by one; further away the index of heights is asked."""

_SAMPLE_LENGTH = 4_096
_SAMPLE_UNITS = 16
_FILLED = 0.96
"""Share of a line that text fills in the mean; the rest is lost to the words that did not fit."""


class Line(NamedTuple):
    """One row of text. A tuple, since thousands are made for a burst of page keys."""

    start: int
    """First code point shown."""
    end: int
    """Past the last one shown; blanks at the break are not."""
    next_start: int
    """Where the next line of the unit begins, or the unit's end."""
    indent_cells: int
    """From the column's left edge to the text."""
    marker: str
    """What stands there instead of spaces (bullet, number, bar): as many cells, safe to paint."""
    kind: BlockKind
    level: int
    in_quotation: bool
    is_first: bool
    """Of its block."""
    is_last: bool
    is_right_aligned: bool
    is_simple: bool
    """Every code point is one cell and drawn as itself, but for soft breaks."""
    is_hyphenated: bool
    """It ends at a soft hyphen, which is drawn after its text."""
    tab_stops: tuple[int, ...]
    """Of a table's row: cells from the text's beginning."""


class Layout:
    """The lines of a document at one width. Nothing is laid out before it is asked for."""

    def __init__(
        self, document: Document, width_cells: int, *, tab_size: int = TAB_SIZE_CELLS
    ) -> None:
        self.document = document
        self.width_cells = max(1, width_cells)
        self.tab_size = tab_size
        self._text = document.text
        self._units = units_of(document)
        self._shapes = Shapes(self._units.blocks, self.width_cells)
        self._flow = Flow(document, self._units, self._shapes, self.width_cells, tab_size)
        self._made: OrderedDict[int, list[Line]] = OrderedDict()
        self._made_lines = 0
        self._early: dict[int, int] = {}  # heights measured before the index was needed
        self._index_made: LineIndex | None = None
        self._next_to_measure = 0
        self._ordering: Ordering | None = None

    # --- units and lines --------------------------------------------------------------------

    @property
    def unit_count(self) -> int:
        """How many units there are; an empty document has one, of one empty line."""
        return self._units.count

    def lines(self, unit: int) -> Sequence[Line]:
        """The lines of a unit; there is always one."""
        made = self._made.get(unit)
        if made is not None:
            self._made.move_to_end(unit)
            return made
        where = self._units[unit]
        broken = self._flow.break_unit(where)
        made = self._assemble(where, broken)
        self._made[unit] = made
        self._made_lines += len(made)
        while self._made_lines > LINES_KEPT and len(self._made) > 1:
            self._made_lines -= len(self._made.popitem(last=False)[1])
        self._measured(unit, len(made) + self._units.gap_after(unit))
        return made

    def height(self, unit: int) -> int:
        """Rows of a unit: its lines and the empty ones after it."""
        index = self._index_made
        known = index.height(unit) if index is not None else self._early.get(unit, 0)
        if known:
            return known
        height = self._flow.count_lines(self._units[unit]) + self._units.gap_after(unit)
        self._measured(unit, height)
        return height

    def gap_after(self, unit: int) -> int:
        """Empty rows after a unit: one where a block ends, none in tight lists, tables and code."""
        return self._units.gap_after(unit)

    def gap_marker(self, unit: int) -> str:
        """What stands in the empty row after a unit: the bar of a quotation that goes on."""
        if unit + 1 >= self._units.count:
            return ""
        leaves = self._units.leaves
        last, following = self._units[unit].last_leaf, self._units[unit + 1].first_leaf
        return self._shapes.between(leaves[last], leaves[following])

    # --- positions and cells ----------------------------------------------------------------

    def place(self, position: int) -> tuple[int, int, int]:
        """Where a position is: unit, line in it, cell from the column's left edge."""
        unit = self._units.at(position)
        lines = self.lines(unit)
        number = max(0, bisect_right(lines, position, key=_start_of) - 1)
        line = lines[number]
        inside = min(max(position, line.start), line.end)
        if order := self._order(line):
            return unit, number, max(0, line.indent_cells + order.cell_of(inside))
        if line.is_simple:
            return unit, number, line.indent_cells + inside - line.start
        cell = line.indent_cells
        for start, end, cells, _ in self._clusters(line):
            if end > inside or start == line.end:
                break
            cell += cells
        return unit, number, cell

    def position_at(self, unit: int, line_number: int, cell: int) -> int:
        """The start of the cluster that covers a cell; beyond the text, the nearest position."""
        line = self._line(unit, line_number)
        wanted = cell - line.indent_cells
        if order := self._order(line):
            found = order.position_at(wanted)
            return self.line_end(unit, line_number) if found is None else found
        if wanted < 0:
            return line.start
        if line.is_simple:
            if wanted < line.end - line.start:
                return line.start + wanted
        else:
            place = 0
            for start, _, cells, _ in self._clusters(line):
                place += cells
                if place > wanted and start < line.end:
                    return start
        return self.line_end(unit, line_number)

    def line_start(self, unit: int, line_number: int) -> int:
        """The first position of a line."""
        return self._line(unit, line_number).start

    def line_end(self, unit: int, line_number: int) -> int:
        """The last position that belongs to a line: after its text, unless the next begins there."""
        line = self._line(unit, line_number)
        is_last = line_number >= len(self.lines(unit)) - 1
        if line.end < line.next_start or line.end == line.start:
            return line.end
        if is_last and (unit + 1 >= self._units.count or self._units[unit + 1].start > line.end):
            return line.end
        last = line.start
        for start, end, _, _ in self._clusters(line):
            if start < end:
                last = start
        return last

    def cut(self, line: Line, positions: Sequence[int]) -> list[tuple[str, int]]:
        """What a line shows, cut at positions.

        Args:
            line: One of this layout's.
            positions: Sorted code points; one inside a cluster counts as the cluster's end.

        Returns:
            One more piece than positions: safe text and its cells, which add up to the line's.
        """
        if not line.is_simple:
            return self._cut_clusters(line, positions)
        text = self._text
        pieces: list[tuple[str, int]] = []
        start, end = line.start, line.end
        for position in positions:
            place = min(max(position, start), end)
            piece = text[start:place]
            pieces.append((piece, place - start))
            start = place
        pieces.append((text[start:end], end - start))
        if line.kind not in HARD_KINDS and text.find("\n", line.start, end) >= 0:
            return [(piece.replace("\n", " "), cells) for piece, cells in pieces]
        return pieces

    def in_order(self, line: Line, pieces: Pieces[S]) -> Pieces[S]:
        """Pieces of a line as they stand from left to right, where that is ours to do.

        Args:
            line: One of this layout's.
            pieces: Text, its cells and its style, in the order of the text; all of the line.
        """
        order = self._order(line)
        return pieces if order is None else order.arrange(pieces)

    def runs_left(self, position: int) -> bool:
        """True if the text goes on to the left of a position, and is shown so by us."""
        unit, number, _cell = self.place(position)
        return gives_order() and self._line(unit, number).is_right_aligned

    def ends_left(self, line: Line) -> bool:
        """True if a line ends at its left, with room for a caret beside it."""
        return gives_order() and line.is_right_aligned and line.marker.endswith(" ")

    def _order(self, line: Line) -> LineOrder | None:
        """How a line's clusters stand; None if as they come."""
        if not gives_order() or (line.is_simple and not line.is_right_aligned):
            return None
        from reader.layout.ordering import Ordering  # noqa: PLC0415  # only where it is set

        if self._ordering is None:
            self._ordering = Ordering(self._text, self._units)
        return self._ordering.of(line, self._clusters)

    # --- the whole --------------------------------------------------------------------------

    def total_lines(self) -> int:
        """Rows of all units; an estimate until `is_exact`."""
        return self._index.total

    def lines_before(self, unit: int) -> int:
        """Rows before a unit; an estimate until those were measured."""
        return self._index.lines_before(unit)

    def unit_at_line(self, line: int) -> tuple[int, int]:
        """The unit that a row of the whole falls in, and which of its rows."""
        unit, inside = self._index.unit_at_line(line)
        return unit, min(inside, self.height(unit) - 1)

    @property
    def is_exact(self) -> bool:
        """True once every unit was measured."""
        index = self._index
        return index.measured_count == index.count

    def measure(self, budget_s: float) -> bool:
        """Measure more units for about so many seconds; True when all are measured."""
        index = self._index
        until = perf_counter() + budget_s
        unit = self._next_to_measure
        break_count, gap_after, units = self._flow.count_lines, self._units.gap_after, self._units
        while True:
            unit = index.first_unmeasured(unit)
            if unit >= index.count:
                break
            index.measure(unit, break_count(units[unit]) + gap_after(unit))
            if perf_counter() >= until:
                break
        self._next_to_measure = unit
        return index.measured_count == index.count

    def step(self, unit: int, line: int, delta: int) -> tuple[int, int]:
        """The row so many rows from another, empty ones counted; the first or last beyond the ends."""
        if abs(delta) > _WALKED_ROWS:
            at = self.lines_before(unit) + line + delta
            return (0, 0) if at <= 0 else self.unit_at_line(at)
        line += delta
        while line < 0:
            if unit == 0:
                return 0, 0
            unit -= 1
            line += self.height(unit)
        height = self.height(unit)
        while line >= height:
            if unit + 1 >= self._units.count:
                return unit, height - 1
            line -= height
            unit += 1
            height = self.height(unit)
        return unit, line

    def with_document(self, document: Document) -> Layout:
        """The layout of a document that begins with this one's text: what is the same stays measured."""
        other = Layout(document, self.width_cells, tab_size=self.tab_size)
        same = self._units.common_with(other._units)
        if self._index_made is not None:
            other._index.take_over(self._index_made, same)
        else:
            other._early = {unit: rows for unit, rows in self._early.items() if unit < same}
        return other

    # --- private ----------------------------------------------------------------------------

    @property
    def _index(self) -> LineIndex:
        if self._index_made is None:
            self._index_made = self._make_index()
            for unit, height in self._early.items():
                self._index_made.measure(unit, height)
            self._early.clear()
        return self._index_made

    def _measured(self, unit: int, height: int) -> None:
        if self._index_made is None:
            self._early[unit] = height
        else:
            self._index_made.measure(unit, height)

    def _make_index(self) -> LineIndex:
        """Estimate heights from code points, and from a sample how wide and how broken the text is."""
        units, text = self._units, self._text
        count = units.count
        sample = text[:_SAMPLE_LENGTH]
        cells_each = width(sample.replace("\n", " ")) / len(sample) if sample else 1.0
        lines_each = cells_each / (self.width_cells * _FILLED)
        sampled = min(count, _SAMPLE_UNITS)
        gap = sum(units.gap_after(unit) for unit in range(sampled)) / sampled
        # A block's last line is half empty in the mean; where lines are kept, so is every one.
        if BLOCK_KINDS[units.kind_code(0)] in HARD_KINDS:
            breaks = sample.count("\n") / max(1, len(sample))
            lines_each = max(lines_each, breaks + lines_each / 2)
            gap -= 0.5

        def estimate(first: int, last: int) -> float:
            end = units.start(last) if last < count else len(text)
            length = max(0, end - units.start(first))
            return length / (last - first) * lines_each + gap + 0.5

        return LineIndex(count, estimate)

    def _line(self, unit: int, line_number: int) -> Line:
        lines = self.lines(unit)
        return lines[max(0, min(line_number, len(lines) - 1))]

    def _assemble(self, where: Unit, broken: Broken) -> list[Line]:
        shape, pairs, hanging, stops, is_simple, is_rtl, names = broken
        kind, level, first_marker, rest_marker, in_quotation = shape
        marker = first_marker if where.is_first else rest_marker
        indent = len(marker)
        made: list[Line] = []
        add = made.append
        last = len(pairs) - 1
        search, text = ODD.search, self._text
        for number, (start, end) in enumerate(pairs):
            following = pairs[number + 1][0] if number < last else where.end
            simple = is_simple or (not stops and search(text[start:end].replace("\n", " ")) is None)
            simple = simple and not self._flow.signs_in(start, end)
            hyphenated = (
                not simple and number < last and end == following and text[end - 1] == SOFT_HYPHEN
            )
            line = Line(
                start,
                end,
                following,
                indent,
                marker,
                kind,
                level,
                in_quotation,
                number == 0 and where.is_first,
                number == last and where.is_last,
                False,  # a tuple's fields are given in order, by name costs double
                simple,
                False,
                stops,
            )
            if hanging and hanging[number]:
                line = line._replace(
                    indent_cells=indent + hanging[number], marker=marker + " " * hanging[number]
                )
            if names and names[number]:
                line = line._replace(
                    indent_cells=line.indent_cells + width(names[number]),
                    marker=line.marker + names[number],
                )
            if hyphenated:
                line = self._hyphenated(line)
            if is_rtl:
                line = self._aligned(line)
            add(line)
            marker = rest_marker
        if not is_simple:
            return [self._without_odd_blanks(line) for line in made]
        return made

    def _without_odd_blanks(self, line: Line) -> Line:
        """A line that has a blank beside a soft break is drawn cluster by cluster."""
        if line.is_simple and line.kind not in HARD_KINDS:
            shown = self._text[line.start : line.end]
            if "\n" in shown and BLANK in drawable(shown, line.kind):
                return line._replace(is_simple=False)
        return line

    def _hyphenated(self, line: Line) -> Line:
        """A line that ends at a soft hyphen, with a hyphen if it has room for one."""
        used = line.indent_cells + sum(cells for _, _, cells, _ in self._clusters(line))
        return line._replace(is_hyphenated=used < self.width_cells)

    def _aligned(self, line: Line) -> Line:
        used = sum(cells for _, _, cells, _ in self._clusters(line))
        indent = max(line.indent_cells, self.width_cells - used)
        return line._replace(
            indent_cells=indent,
            marker=line.marker + " " * (indent - line.indent_cells),
            is_right_aligned=True,
        )

    def _clusters(self, line: Line) -> Iterator[tuple[int, int, int, str]]:
        """Of each cluster of a line: start, end, cells and what is drawn."""
        start = line.start
        text = drawable(self._text[start : line.end], line.kind, keeps_tabs=bool(line.tab_stops))
        if line.is_simple:
            for place, end, cells in clusters(text):
                yield start + place, start + end, cells, text[place:end]
            return
        column = tabs = 0
        signs = self._flow.signs
        for cluster in clusters_of()(text):
            if cluster == BLANK:
                shown, cells = "", 0
            elif cluster == "\t":
                if line.tab_stops:
                    stop = line.tab_stops[tabs] if tabs < len(line.tab_stops) else 0
                    cells = max(1, stop - column)
                    tabs += 1
                else:
                    cells = self.tab_size - column % self.tab_size
                shown = " " * cells
            else:
                shown, cells = drawn(cluster)
                if sign := signs.get(start, ""):
                    shown, cells = sign + shown, cells + 1
            column += cells
            end = start + len(cluster)
            yield start, end, cells, shown
            start = end
        if line.is_hyphenated:
            yield line.end, line.end, 1, "-"

    def _cut_clusters(self, line: Line, positions: Sequence[int]) -> list[tuple[str, int]]:
        pieces: list[tuple[str, int]] = []
        shown_parts: list[str] = []
        used = number = 0
        count = len(positions)
        for start, end, cells, shown in self._clusters(line):
            # The hyphen of a broken word, itself no text, goes with what stands before it.
            while number < count and positions[number] <= start < end:
                pieces.append(("".join(shown_parts), used))
                shown_parts, used = [], 0
                number += 1
            shown_parts.append(shown)
            used += cells
        pieces.append(("".join(shown_parts), used))
        pieces.extend([("", 0)] * (count - number))
        return pieces


def _start_of(line: Line) -> int:
    return line.start
