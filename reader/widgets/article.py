"""The article: lines of its layout with spans, marks, selection and caret laid over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from annotations.model import Range
from reader.layout.lines import Layout
from reader.widgets.line_painting import LinePainter
from reader.widgets.rows import Row, RowView

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from textual import events

    from annotations.document import Document
    from reader.layout.lines import Line
    from reader.session import Session
    from reader.themes import Look
    from reader.widgets.dragging import Mouse

COLUMN_CELLS = 72
"""Widest reading column: longer lines are hard to find the way back from."""

MARGIN_CELLS = 5
"""Least margin on the left, where the bars of the marks stand."""

NARROW_MARGIN_CELLS = 3
"""The same where the whole view has fewer than 40 cells."""

WHEEL_ROWS = 3


class ArticleView(RowView, can_focus=True):
    """The text of the session, one row a line. Paints the session; moves nothing by itself."""

    class Selecting(Message):
        """The mouse selects: from a position to another, or whole words or paragraphs."""

        def __init__(self, anchor: int, position: int) -> None:
            super().__init__()
            self.anchor = anchor
            self.position = position

    class Pointed(Message):
        """The mouse asks for a position: 1 click the caret, 2 the word, 3 the paragraph."""

        def __init__(self, position: int, clicks: int, *, extends: bool, then: str = "") -> None:
            super().__init__()
            self.position = position
            self.clicks = clicks
            self.extends = extends
            self.then = then
            """The action that is wanted there: `act` with ctrl, `palette` with the right button."""

    class Refitted(Message):
        """It has another size, so that more or less of the text is in view."""

    class Wheeled(Message):
        """The wheel turned by so many rows, downwards positive."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    def __init__(self, session: Session, look: Look, *, widest_cells: int = COLUMN_CELLS) -> None:
        super().__init__(look, id="article")
        self.widest_cells = widest_cells
        """Of the reading column, where the view has room for it."""
        self.session = session
        self._laid_out_cells = -1
        self._rows_shown: tuple[Hashable, list[Row | None]] | None = None
        self._layout: Layout | None = None
        self._mouse: Mouse | None = None
        """Once there was one."""
        self._generation = 0
        self.painter = LinePainter(session, look)

    # --- geometry ---------------------------------------------------------------------------

    @property
    def margin_cells(self) -> int:
        """Cells left of the text."""
        total = self.cells
        least = MARGIN_CELLS if total >= 40 else NARROW_MARGIN_CELLS  # noqa: PLR2004
        return max(least, (total - self.widest_cells) // 2)

    @property
    def column_cells(self) -> int:
        """Cells of the reading column."""
        return max(1, min(self.widest_cells, self.cells - self.margin_cells - 1))

    def show_width(self, widest_cells: int) -> None:
        """Break the text anew for another width of the column; the first line in view stays."""
        held = self.first_visible()
        self.widest_cells = widest_cells
        self._laid_out_cells = -1
        self._generation += 1
        self.put_at_top(held)
        self.forget_painted()

    @property
    def lines_layout(self) -> Layout:
        """The layout for the present width."""
        if self._layout is None or self._laid_out_cells != self.cells:
            self._laid_out_cells = self.cells
            if self._layout is None or self._layout.width_cells != self.column_cells:
                self._layout = Layout(self.session.document, self.column_cells)
        return self._layout

    def show_document(self, document: Document) -> None:
        """Show another state of the text that begins alike; the place is kept."""
        held = self.first_visible()
        if self._layout is not None:
            self._layout = self._layout.with_document(document)
        self.painter.forget_tokens()
        self._generation += 1
        self.put_at_top(held)
        self.forget_painted()

    @property
    def page_rows(self) -> int:
        """Rows that a page key moves: a line of overlap stays."""
        return max(1, self.rows - 2)

    def item_count(self) -> int:
        """Units of the layout."""
        return self.lines_layout.unit_count

    def item_height(self, item: int) -> int:
        """Lines of a unit with the empty ones after it."""
        return self.lines_layout.height(item)

    def visible_rows(self) -> list[Row | None]:
        """The rows in view; asked for several times a key, and found once."""
        key = (self.top, self.rows, self.cells, self._generation)
        if self._rows_shown is None or self._rows_shown[0] != key:
            self._rows_shown = (key, super().visible_rows())
        return self._rows_shown[1]

    def first_visible(self) -> int:
        """The position at the top of the view."""
        unit, row = self.top
        lines = self.lines_layout.lines(unit)
        return lines[min(row, len(lines) - 1)].start

    def visible_range(self) -> Range:
        """The text in view."""
        first = last = self.first_visible()
        for row in reversed(self.visible_rows()):
            line = self.line_of(row)
            if line is not None:
                last = line.end
                break
        return Range(first, max(first, last))

    def put_at_top(self, position: int) -> None:
        """Scroll so that the line of a position is the first."""
        unit, line, _cell = self.lines_layout.place(position)
        self.top = min((unit, line), max(self._lowest_top(), (0, 0)))

    def resume(self, end: int) -> None:
        """Show what was in view when one stopped, as far as the size is the same; the caret in any case.

        Args:
            end: Where the text in view ended.
        """
        if not self.rows:
            self._resumed_end = end
            return
        self.top = self.step(self.row_of(max(0, end - 1)), 1 - self.rows)
        self.follow(centre=True)

    def row_of(self, position: int) -> Row:
        """The row a position stands in."""
        unit, line, _cell = self.lines_layout.place(position)
        return unit, line

    def line_of(self, row: Row | None) -> Line | None:
        """The line of a row; None of one that is empty."""
        if row is None:
            return None
        lines = self.lines_layout.lines(row[0])
        return lines[row[1]] if row[1] < len(lines) else None

    # --- showing the session ----------------------------------------------------------------

    def follow(self, *, centre: bool = False) -> None:
        """Bring the caret into view."""
        self.reveal(self.row_of(self.session.caret), centre=centre)

    def caret_cell(self) -> tuple[int, int] | None:
        """Column and row of the caret in the view; None if it is not in view."""
        unit, line, cell = self.lines_layout.place(self.session.caret)
        rows = self.visible_rows()
        if (unit, line) not in rows:
            return None
        return min(self.margin_cells + cell, self.cells - 1), rows.index((unit, line))

    def keep_caret_in_view(self) -> bool:
        """After scrolling: move the caret to the nearest row in view; True if it moved."""
        row = self.row_of(self.session.caret)
        first = self.top
        last = self.step(first, self.rows - 1)
        if first <= row <= last:
            return False
        layout = self.lines_layout
        unit, line = first if row < first else last
        unit_lines = len(layout.lines(unit))
        _u, _l, cell = layout.place(self.session.caret)
        if line >= unit_lines:
            if row < first and unit + 1 < layout.unit_count:
                unit, line = unit + 1, 0
            else:
                line = unit_lines - 1
        position = layout.position_at(unit, line, cell)
        if self.session.is_visual:
            self.session.extend_to(position)
        else:
            self.session.go_to(position)
        return True

    # --- painting ---------------------------------------------------------------------------

    def signatures(self, rows: Sequence[Row | None]) -> list[Hashable]:
        """For each row what lies upon it."""
        lines = [self.line_of(row) for row in rows]
        caret_line = self.line_of(self.row_of(self.session.caret)) if self.has_focus else None
        return self.painter.signatures(lines, self._generation, caret_line)

    def paint(self, row: Row | None, signature: Hashable) -> Strip:
        """A line with everything that lies upon it."""
        line, total = self.line_of(row), self.cells
        if row is None:
            return Strip([Segment(" " * total, self.look.text)], total)
        layout, margin = self.lines_layout, self.margin_cells
        if line is None:
            return self.painter.paint_gap(layout.gap_marker(row[0]), total, margin)
        return self.painter.paint(layout, line, signature, total, margin)

    def colour_code(self) -> None:
        """From now on code is shown in colours."""
        self.painter.colours_code = True
        if self.session.document.blocks.languages:
            self._generation += 1
            self.update_rows()

    # --- mouse ------------------------------------------------------------------------------

    def position_under(self, x: int, y: int) -> int:
        """The position at a cell of the view; beside the text, the nearest."""
        rows = self.visible_rows()
        y = max(0, min(y, len(rows) - 1))
        row = rows[y]
        layout = self.lines_layout
        if row is None:
            last = layout.unit_count - 1
            return layout.lines(last)[-1].end if last >= 0 else 0
        lines = layout.lines(row[0])
        if row[1] >= len(lines):
            return layout.line_end(row[0], len(lines) - 1)
        return layout.position_at(row[0], row[1], max(0, x - self.margin_cells))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to select, or extend what is selected."""
        event.stop()
        self.focus()
        self._mouse_here.press(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select on while the button is held."""
        if self._mouse is not None:
            self._mouse.move(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The drag ends where the button is let go, whether moves up to there were told or not."""
        if self._mouse is not None:
            self._mouse.let_go(event)

    def end_drag(self) -> None:
        """Select no further by the mouse, even if its button is still held."""
        if self._mouse is not None:
            self._mouse.end_drag()

    def on_click(self, event: events.Click) -> None:
        """A click sets the caret, a second takes the word, a third the paragraph."""
        event.stop()
        self._mouse_here.click(event)

    @property
    def _mouse_here(self) -> Mouse:
        if self._mouse is None:
            from reader.widgets.dragging import Mouse  # noqa: PLC0415  # not before it is used

            self._mouse = Mouse(self)
        return self._mouse

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel scrolls."""
        event.stop()
        event.prevent_default()
        self.post_message(self.Wheeled(WHEEL_ROWS))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel scrolls back."""
        event.stop()
        event.prevent_default()
        self.post_message(self.Wheeled(-WHEEL_ROWS))

    # --- events -----------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Keep the first visible line in its place."""
        held = self._kept_position
        super().on_resize()
        if self.rows:
            if self._resumed_end is not None:
                end, self._resumed_end = self._resumed_end, None
                self.resume(end)
            else:
                self.put_at_top(held if held is not None else 0)
            caret = self.row_of(self.session.caret)
            last = self.step(self.top, self.rows - 1)
            if self._keeps_caret and not self.top <= caret <= last:
                self.reveal(caret)
            self.remember_place()
            self.update_rows()
            if held is not None:
                self.post_message(self.Refitted())

    _kept_position: int | None = None
    _resumed_end: int | None = None
    """What `resume` was told before there was a size."""
    _keeps_caret = True

    def remember_place(self) -> None:
        """Note what is at the top, so that another size begins there too."""
        if self.rows:
            self._kept_position = self.first_visible()

    def on_focus(self) -> None:
        """The caret is shown."""
        self.update_rows()

    def on_blur(self) -> None:
        """The caret is hidden."""
        self.update_rows()
