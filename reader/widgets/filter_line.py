"""The line above a list by which it is filtered: what is typed, what that comes to, what is wrong with it.

The screen gives the line every key in its turn. An input of Textual's would have to be given the focus
first, and of keys typed at once some would come to it before those typed earlier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Offset

from annotations import segments
from reader.layout.cells import show_line, width
from reader.typed_line import TypedLine
from reader.widgets.bars import EDGE_CELLS, LineWidget
from reader.widgets.painting import line_of

if TYPE_CHECKING:
    from rich.style import Style
    from textual.geometry import Size
    from textual.strip import Strip

    from reader.themes import Look

LEAST_CELLS = 8
"""Cells of what is typed that are shown in the narrowest window."""


LEAD = " / "
"""The sign of the line."""

POINTER = "^"
"""Stands under the character at which what is typed cannot be understood."""

SAID_LINES = 3
"""Most lines of what was expected."""


class FilterLine(LineWidget):
    """What is typed with its cursor, and at the right how many entries are left; below it a mistake."""

    DEFAULT_CSS: ClassVar[str] = """
    FilterLine { height: auto; }
    """

    def __init__(self, look: Look, placeholder: str) -> None:
        super().__init__(look, id="filter")
        self.line = TypedLine()
        self.is_typing = False
        """Keys go into the line: the cursor is shown."""
        self._placeholder = placeholder
        self._count = ""
        self._expected = ""
        self._mistake = 0
        """Code point of what is typed at which something else was expected."""

    @property
    def typed(self) -> str:
        """What is typed."""
        return self.line.text

    def show(self, *, count: str, is_typing: bool) -> None:
        """Show the line as it is now, with a count muted at the right."""
        self._count, self.is_typing = count, is_typing
        self.refresh()

    def expect(self, sentence: str, position: int = 0) -> None:
        """Say what was expected at a code point of what is typed; empty: it can be understood."""
        if (sentence, position) != (self._expected, self._mistake):
            self._expected, self._mistake = sentence, position
            self.refresh(layout=True)

    @property
    def is_row_added(self) -> bool:
        """Just one row more is taken: the one that is else left free below the line."""
        return len(self._said(self.size.width)) == 1

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A row, and those of a mistake."""
        del container, viewport
        return 1 + len(self._said(width))

    def _said(self, total: int) -> list[str]:
        """The mistake under its character: beside the pointer, or where there is no room below it."""
        if not self._expected:
            return []
        edge = min(EDGE_CELLS, total // 8)
        cell = min(self._cell_of(self._mistake, total), max(0, total - 1))
        pointer = " " * cell + POINTER
        if width(pointer) + 1 + width(self._expected) + edge <= total:
            return [f"{pointer} {self._expected}"]
        from reader.widgets.cards import wrap  # noqa: PLC0415  # only where a mistake is long

        said = wrap(self._expected, max(LEAST_CELLS, total - 2 * edge), SAID_LINES)
        return [pointer, *(" " * edge + line for line in said)]

    def _cell_of(self, position: int, total: int) -> int:
        """The cell in which a position of what is typed stands, as it is shown."""
        hidden = self.line.cursor - len(self._before(total)) if self.is_typing else 0
        shown = show_line(self.typed[hidden : max(hidden, position)])
        return min(EDGE_CELLS, total // 8) + width(LEAD) + width(shown)

    def _before(self, total: int) -> str:
        """What is shown before the cursor: of a long line the end, where one types."""
        before = self.typed[: self.line.cursor]
        edge = min(EDGE_CELLS, total // 8)
        room = max(LEAST_CELLS, total - 2 * edge - width(self._count) - LEAST_CELLS)
        while before and width(show_line(before)) > room:
            before = before[max(1, len(before) - room) :]
        return before

    def paint(self, y: int) -> Strip:
        """The sign, what is typed, the count; on the rows below what was expected."""
        look, total = self.look, self.size.width
        if y > 0:
            said = self._said(total)
            return line_of([(said[y - 1] if y <= len(said) else "", look.error)], total, look.text)
        edge = min(EDGE_CELLS, total // 8)
        before, after = self._before(total), self.typed[self.line.cursor :]
        pieces: list[tuple[str, Style]] = [(LEAD, look.accent)]
        if self.is_typing:
            end = segments.cluster_end(after, 0) if after else 0
            pieces += [
                (before, look.strong_text),
                (after[:end] or " ", look.strong_text + look.caret),
                (after[end:], look.strong_text),
            ]
            # Where an input method opens its window.
            cell = edge + width(LEAD) + width(show_line(before))
            self.app.cursor_position = self.region.offset + Offset(cell, 0)
        else:
            pieces.append((self.typed, look.text))
        if not self.typed:
            pieces.append((f" {self._placeholder}", look.muted))
        right = [(f"{self._count} ", look.muted)] if self._count else []
        return line_of(pieces, total, look.text, right=right, margin_cells=edge)
