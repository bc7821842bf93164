"""A frame of just the cells that changed, each from the widget that lies on top there.

For such a frame Textual 8.2 asks every widget within the rectangle around all changes for all of its
rows, cuts each at every edge of every widget, and then takes the few pieces that are wanted: of a key
that scrolls the text by a line more than a third. Here it is worked out once for a layout who paints
which cells, and a frame asks those alone. Whole screens are left to Textual.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from textual._compositor import CompositorUpdate
from textual.geometry import Region

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console
    from textual.strip import Strip
    from textual.widget import Widget

Placed = Mapping["Widget", tuple[Region, Region]]
"""Widgets from front to back, each with its region and the part of the screen that it is clipped to."""

Span = tuple[int, int, int]
"""A row and the cells that changed in it, from one to before another."""

Piece = tuple[int, int, "Strip"]
"""Column and row of the screen, and what is painted from there on."""


class Tile(NamedTuple):
    """Cells of a row that one widget paints."""

    start: int
    end: int
    widget: Widget


class Tiles:
    """Who paints which cells of a screen, as long as its layout is what it was."""

    def __init__(self, placed: Placed, height: int) -> None:
        self._placed = placed
        self._height = height
        self._shown = {
            widget: part
            for widget, (region, clip) in placed.items()
            if (part := region.intersection(clip))
        }
        self.rows: list[Sequence[Tile]] = [()] * height
        """By row from the top; what nothing paints is left out."""
        edges = {0, height}
        for part in self._shown.values():
            edges.update(y for y in part.line_span if 0 < y < height)
        for top, bottom in pairwise(sorted(edges)):
            # Between two edges all rows are alike.
            self.rows[top:bottom] = [self._row(top)] * (bottom - top)

    def _row(self, y: int) -> Sequence[Tile]:
        upon = [(widget, part) for widget, part in self._shown.items() if part.y <= y < part.bottom]
        tiles: list[Tile] = []
        for start, end in pairwise(sorted({x for _, part in upon for x in part.column_span})):
            widget = next((each for each, part in upon if part.x <= start < part.right), None)
            if widget is None:
                continue
            begins = start
            if tiles and tiles[-1].widget is widget and tiles[-1].end == start:
                begins = tiles.pop().start
            tiles.append(Tile(begins, end, widget))
        return tiles

    def hold_for(self, placed: Placed, height: int) -> bool:
        """True if the layout is still the one that these are of."""
        return placed is self._placed and height == self._height

    def paint(self, spans: Iterable[Span]) -> list[Piece]:
        """What stands in the cells of these spans, which come in the order of their rows."""
        wanted: list[tuple[int, int, int, Widget]] = []
        asked: dict[Widget, tuple[int, int]] = {}
        for y, first, last in spans:
            if not 0 <= y < self._height:
                continue
            for start, end, widget in self.rows[y]:
                if start < last and end > first:
                    wanted.append((y, max(start, first), min(end, last), widget))
                    asked[widget] = (asked[widget][0] if widget in asked else y, y)
        painted = {widget: self._strips(widget, *rows) for widget, rows in asked.items()}
        pieces: list[Piece] = []
        for y, start, end, widget in wanted:
            left, strips, number = self._shown[widget].x, painted[widget], y - asked[widget][0]
            if number < len(strips):
                pieces.append((start, y, strips[number].crop(start - left, end - left)))
        return pieces

    def _strips(self, widget: Widget, first: int, last: int) -> list[Strip]:
        """What a widget paints from a row of the screen to another, both included."""
        shown, (region, _clip) = self._shown[widget], self._placed[widget]
        return widget.render_lines(
            Region(shown.x - region.x, first - region.y, shown.width, last - first + 1)
        )


class TileUpdate(CompositorUpdate):
    """Pieces of rows, as the terminal is told of them."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces

    def render_segments(self, console: Console) -> str:
        """What paints them, wherever the terminal's cursor is."""
        return "".join(
            [f"\x1b[{y + 1};{x + 1}H{strip.render(console)}" for x, y, strip in self.pieces]
        )
