"""Marks as cards beside a list, only to be looked at; and lines that say what an edit would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reader.widgets.bars import EDGE_CELLS, LineWidget
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


class MarkPreview(LineWidget):
    """Cards from the top, as many as there is room for."""

    can_focus: ClassVar[bool] = False  # type: ignore[misc]  # of all of them
    DEFAULT_CSS = """
    MarkPreview { height: 1fr; }
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
        text_cells = max(1, cells - TEXT_CELLS - RIGHT_CELLS)
        for mark in self._marks:
            if len(self._lines) > self.size.height:
                break
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
        said = [(self._said, self.look.muted)] if y == 0 else []
        return line_of(said, cells, self.look.text, margin_cells=min(TEXT_CELLS, cells // 4))


class PlanLines(LineWidget):
    """What an edit would change, above the bottom line until it is done or left."""

    DEFAULT_CSS = """
    PlanLines { dock: bottom; height: auto; margin: 0 0 1 0; }
    """

    def __init__(self, look: Look) -> None:
        super().__init__(look, id="plan")
        self._said: Sequence[str] = ()
        self.display = False

    def show(self, lines: Sequence[str]) -> None:
        """Show lines; none take no room."""
        self._said = lines
        self.display = bool(lines)
        self.refresh(layout=True)

    def get_content_height(self, *_: object) -> int:
        """A row for each line."""
        return len(self._said)

    def paint(self, y: int) -> Strip:
        """A line, the first one strong."""
        if y >= len(self._said):
            return strip_of((), self.size.width, self.look.text)
        style = self.look.strong_text if y == 0 else self.look.muted
        pieces = [(self._said[y], style)]
        return line_of(pieces, self.size.width, self.look.text, margin_cells=EDGE_CELLS)
