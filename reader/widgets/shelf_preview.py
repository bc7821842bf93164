"""The marks of what a list stands on, as cards beside it; they are only looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reader.widgets.bars import LineWidget
from reader.widgets.card_lines import RIGHT_CELLS, TEXT_CELLS, Posture, paint_line, rows_of
from reader.widgets.cards import card_of
from reader.widgets.painting import line_of, strip_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

    from annotations.model import Annotation
    from reader.themes import Look
    from reader.widgets.cards import Card

_AT_REST = Posture(is_open=False, is_edited=False, is_chosen=False)


class ShelfPreview(LineWidget):
    """Cards from the top, as many as there is room for."""

    can_focus: ClassVar[bool] = False  # type: ignore[misc]  # of all of them
    DEFAULT_CSS = """
    ShelfPreview { height: 1fr; }
    """

    def __init__(self, look: Look) -> None:
        super().__init__(look, id="preview")
        self._marks: Sequence[Annotation] = ()
        self._said = ""
        self._lines: list[tuple[Card, int]] = []
        self._cells = 0

    def show(self, marks: Sequence[Annotation], said: str = "") -> None:
        """Show marks, or what is to be said in place of none."""
        if (marks, said) != (self._marks, self._said):
            self._marks, self._said, self._cells = marks, said, 0
            self.refresh()

    def _lay_out(self, cells: int) -> None:
        self._cells, self._lines = cells, []
        for mark in self._marks:
            if len(self._lines) > self.size.height:
                break
            text_cells = max(1, cells - TEXT_CELLS - RIGHT_CELLS)
            card = card_of(mark, text_cells, is_focused=False, quote=mark.quote)
            self._lines += [(card, number) for number in range(rows_of(card, is_edited=False) + 1)]

    def on_resize(self) -> None:
        """Another size makes other lines."""
        self._cells = 0

    def paint(self, y: int) -> Strip:
        """A line of a card."""
        cells = self.size.width
        if self._cells != cells:
            self._lay_out(cells)
        if y < len(self._lines):
            card, number = self._lines[y]
            return paint_line(card, number, cells, self.look, _AT_REST)
        if y == 0 and self._said:
            said = [(self._said, self.look.muted)]
            return line_of(said, cells, self.look.text, margin_cells=min(TEXT_CELLS, cells // 4))
        return strip_of((), cells, self.look.text)
