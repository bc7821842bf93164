"""The line above a list by which it is filtered: what is typed, and what that comes to.

The screen gives the line every key in its turn. An input of Textual's would have to be given the focus
first, and of keys typed at once some would come to it before those typed earlier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Offset

from annotations import segments
from reader.layout.cells import show_line, width
from reader.typed_line import TypedLine
from reader.widgets.bars import EDGE_CELLS, LineWidget
from reader.widgets.painting import line_of

if TYPE_CHECKING:
    from rich.style import Style
    from textual.strip import Strip

    from reader.themes import Look

LEAST_CELLS = 8
"""Cells of what is typed that are shown in the narrowest window."""


class FilterLine(LineWidget):
    """What is typed with its cursor, and at the right how many entries are left."""

    def __init__(self, look: Look, placeholder: str) -> None:
        super().__init__(look, id="filter")
        self.line = TypedLine()
        self.is_typing = False
        """Keys go into the line: the cursor is shown."""
        self._placeholder = placeholder
        self._count = ""

    @property
    def typed(self) -> str:
        """What is typed."""
        return self.line.text

    def show(self, *, count: str, is_typing: bool) -> None:
        """Show the line as it is now, with a count muted at the right."""
        self._count, self.is_typing = count, is_typing
        self.refresh()

    def paint(self, y: int) -> Strip:
        """The sign, what is typed, the count."""
        del y
        look, total = self.look, self.size.width
        edge = min(EDGE_CELLS, total // 8)
        before, after = self.typed[: self.line.cursor], self.typed[self.line.cursor :]
        # Of a long line the end is shown, where one types.
        room = max(LEAST_CELLS, total - 2 * edge - width(self._count) - LEAST_CELLS)
        while before and width(show_line(before)) > room:
            before = before[max(1, len(before) - room) :]
        pieces: list[tuple[str, Style]] = [(" / ", look.accent)]
        if self.is_typing:
            end = segments.cluster_end(after, 0) if after else 0
            pieces += [
                (before, look.strong_text),
                (after[:end] or " ", look.strong_text + look.caret),
                (after[end:], look.strong_text),
            ]
            # Where an input method opens its window.
            cell = edge + 3 + width(show_line(before))
            self.app.cursor_position = self.region.offset + Offset(cell, 0)
        else:
            pieces.append((self.typed, look.text))
        if not self.typed:
            pieces.append((f" {self._placeholder}", look.muted))
        right = [(f"{self._count} ", look.muted)] if self._count else []
        return line_of(pieces, total, look.text, right=right, margin_cells=edge)
