"""The clusters of a line in the order in which they stand, for terminals that do not order them.

Positions, marks and selections know the order of the text alone; this is asked where a cell becomes a
position, a position a cell, and where a line is painted.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from annotations.document import HARD_KINDS
from reader.layout.bidi import (
    BIDI,
    base_level,
    levels_of,
    line_levels,
    mirrored,
    visual_order,
)
from reader.layout.cells import clusters
from reader.layout.flowing import drawable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reader.layout.lines import Line
    from reader.layout.units import Units

S = TypeVar("S")
"""How a piece of a line looks."""

Pieces = list[tuple[str, int, S]]
"""Text that is safe to paint, its cells, and how it looks."""

PARAGRAPHS_KEPT = 256
"""Paragraphs whose levels are remembered; more than a screen has lines."""


class Placed(NamedTuple):
    """A cluster where it stands."""

    start: int
    end: int
    """Code points of the text; the same for a hyphen of a broken word."""
    cells: int
    before: int
    """Cells before it in the order of the text."""
    is_leftward: bool


class LineOrder:
    """The clusters of one line from left to right."""

    def __init__(self, placed: Sequence[Placed], *, is_leftward: bool) -> None:
        self._placed = placed
        self._is_leftward = is_leftward
        """Of the paragraph."""

    def cell_of(self, position: int) -> int:
        """The cell, from the line's first, at which a position's cluster begins; -1 is left of all."""
        cell = 0
        for each in self._placed:
            if each.start <= position < each.end:
                return cell
            cell += each.cells
        return -1 if self._is_leftward else cell

    def position_at(self, cell: int) -> int | None:
        """The position whose cluster covers a cell; None past the end of the line, on its side."""
        place = 0
        for each in self._placed:
            if place <= cell < place + each.cells:
                return each.start if each.start < each.end else None
            place += each.cells
        is_past_end = (cell < 0) if self._is_leftward else (cell >= place)
        return None if is_past_end else min(each.start for each in self._placed)

    def arrange(self, pieces: Pieces[S]) -> Pieces[S]:
        """Pieces of the whole line, from left to right."""
        return _arranged(
            pieces, [(each.before, each.cells, each.is_leftward) for each in self._placed]
        )


class Ordering:
    """Finds the order of the lines of one document."""

    def __init__(self, text: str, units: Units) -> None:
        self._text = text
        self._units = units
        self._levels: dict[tuple[int, int, int], list[int]] = {}

    def of(
        self, line: Line, clusters_of: Callable[[Line], Iterable[tuple[int, int, int, str]]]
    ) -> LineOrder | None:
        """The order of a line; None if it stands as it comes.

        Args:
            line: The line.
            clusters_of: Gives its clusters: start, end, cells and what is drawn.
        """
        if not line.is_right_aligned and BIDI.search(self._text, line.start, line.end) is None:
            return None
        base = int(line.is_right_aligned)
        first, levels = self._paragraph(line, base)
        shown = _drawable(self._text[line.start : line.end], line)
        own = line_levels(shown, levels[line.start - first : line.end - first], base)
        found: list[Placed] = []
        cluster_levels: list[int] = []
        before = 0
        for start, end, cells, _ in clusters_of(line):
            level = own[start - line.start] if start < line.end else base
            cluster_levels.append(level)
            found.append(Placed(start, end, cells, before, level % 2 == 1))
            before += cells
        order = visual_order(cluster_levels)
        return LineOrder([found[at] for at in order], is_leftward=base == 1)

    def _paragraph(self, line: Line, base: int) -> tuple[int, list[int]]:
        """Where a line's paragraph begins, and its levels; where lines are kept each is one."""
        unit = self._units[self._units.at(line.start)]
        first, last = unit.start, unit.end
        if line.kind in HARD_KINDS:
            first = max(first, self._text.rfind("\n", first, line.start) + 1)
            end = self._text.find("\n", line.end, last)
            last = end if end >= 0 else last
        key = (first, last, base)
        levels = self._levels.get(key)
        if levels is None:
            if len(self._levels) >= PARAGRAPHS_KEPT:
                self._levels.clear()
            text = _drawable(self._text[first:last], line)
            levels = self._levels[key] = levels_of(text, base)
        return first, levels


def _drawable(text: str, line: Line) -> str:
    return drawable(text, line.kind, keeps_tabs=bool(line.tab_stops))


def order_pieces(pieces: Pieces[S]) -> Pieces[S]:
    """A line of the interface: what it says stands in order, what surrounds it stays where it is."""
    if all(BIDI.search(text) is None for text, _cells, _style in pieces):
        return pieces
    said = [at for at, (text, _cells, _style) in enumerate(pieces) if _says_something(text)]
    first, last = said[0], said[-1] + 1
    text = "".join(text for text, _cells, _style in pieces[first:last])
    base = base_level(text)
    levels = line_levels(text, levels_of(text, base), base)
    before = 0
    found: list[tuple[int, int, bool]] = []
    cluster_levels: list[int] = []
    for start, _end, cells in clusters(text):
        cluster_levels.append(levels[start])
        found.append((before, cells, levels[start] % 2 == 1))
        before += cells
    order = visual_order(cluster_levels)
    arranged = _arranged(pieces[first:last], [found[at] for at in order])
    return [*pieces[:first], *arranged, *pieces[last:]]


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _arranged(pieces: Pieces[S], order: Sequence[tuple[int, int, bool]]) -> Pieces[S]:
    """Pieces cut into clusters and put together anew: cells before, cells, whether it is leftward.

    What takes no cell goes with what follows it.
    """
    by_cell: dict[int, list[tuple[str, int, S]]] = {}
    cell = 0
    for text, _cells, style in pieces:
        for start, end, cells in clusters(text):
            by_cell.setdefault(cell, []).append((text[start:end], cells, style))
            cell += cells
    found = [
        (mirrored(text) if is_leftward and len(text) == 1 else text, cells, style)
        for before, cluster_cells, is_leftward in order
        for at in range(before, before + cluster_cells)
        for text, cells, style in by_cell.pop(at, ())
    ]
    found.extend(rest for left in by_cell.values() for rest in left)
    arranged: Pieces[S] = []
    for style, alike in groupby(found, key=lambda piece: piece[2]):
        together = list(alike)
        text = "".join(piece[0] for piece in together)
        arranged.append((text, sum(piece[1] for piece in together), style))
    return arranged
