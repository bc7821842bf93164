"""The article: lines of its layout with spans, marks, selection and caret laid over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from annotations import segments
from annotations.model import Range
from reader.layout.cells import show, width
from reader.layout.lines import Layout
from reader.widgets.hint_row import RIGHT_BUTTON
from reader.widgets.line_painting import BAR_OFFSET_CELLS, LinePainter
from reader.widgets.rows import Row, RowView

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from textual import events
    from textual.timer import Timer

    from annotations.document import Document
    from reader.layout.lines import Line
    from reader.session import Session
    from reader.themes import Look

COLUMN_CELLS = 72
"""Widest reading column: longer lines are hard to find the way back from."""

MARGIN_CELLS = 5
"""Least margin on the left, where the bars of the marks stand."""

NARROW_MARGIN_CELLS = 3
"""The same where the whole view has fewer than 40 cells."""

EDGE_SCROLL_S = 0.05
"""Time between two rows when a drag rests at the edge."""

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
        self._dragging_from: Range | None = None
        """What stands where the button was pressed; None if it is not held."""
        self._pressed: tuple[int, int] | None = None
        self._pointer = (0, 0)
        self._edge_timer: Timer | None = None
        self._edge_rows = 0
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
            line = self._line(row)
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

    def _line(self, row: Row | None) -> Line | None:
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
        lines = [self._line(row) for row in rows]
        caret_line = self._line(self.row_of(self.session.caret)) if self.has_focus else None
        return self.painter.signatures(lines, self._generation, caret_line)

    def paint(self, row: Row | None, signature: Hashable) -> Strip:
        """A line with everything that lies upon it."""
        line, total = self._line(row), self.cells
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

    def _cell_under(self, x: int, y: int) -> Range:
        """What stands in a cell of the view: a character, or nothing beside the text."""
        position = self.position_under(x, y)
        rows = self.visible_rows()
        line = self._line(rows[max(0, min(y, len(rows) - 1))])
        text = self.session.document.text
        if line is None or not line.start <= position < line.end:
            return Range(position, position)
        end = segments.cluster_end(text, position)
        _unit, _line, cell = self.lines_layout.place(position)
        from_cell = x - self.margin_cells - cell
        is_left, is_right = from_cell < 0, from_cell >= width(show(text[position:end]))
        if not is_left and not is_right:
            return Range(position, end)
        if is_left != self.lines_layout.runs_left(position):
            return Range(position, position)
        # Beyond a line, the last character of which may be the blank at which it was broken.
        beyond = end if end != line.end or not text[position:end].isspace() else position
        return Range(beyond, beyond)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to select, or extend what is selected."""
        event.stop()
        self.focus()
        self._pressed = (event.x, event.y)
        if event.button != 1:
            return
        cell = self._cell_under(event.x, event.y)
        if event.shift:
            session = self.session
            anchor = session.caret if session.anchor is None else session.anchor
            position = cell.end if cell.start >= anchor else cell.start
            self.post_message(self.Pointed(position, 1, extends=True))
            self._dragging_from = None
            return
        self._dragging_from = cell
        self._pointer = self._pressed
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select on while the button is held."""
        if self._dragging_from is None or self._pressed is None:
            return
        event.stop()
        height = self.rows
        if (event.x, event.y) == self._pressed == self._pointer:
            return
        self._pointer = (event.x, max(0, min(event.y, height - 1)))
        self._select_to(*self._pointer)
        self._edge_rows = -1 if event.y <= 0 else 1 if event.y >= height - 1 else 0
        if self._edge_rows and self._edge_timer is None:
            self._edge_timer = self.set_interval(EDGE_SCROLL_S, self._scroll_at_edge)
        elif not self._edge_rows:
            self._stop_edge_scrolling()

    def _select_to(self, x: int, y: int) -> None:
        """Select from where the button was pressed to a cell, what stands in both included."""
        first, last = self._dragging_from, self._cell_under(x, y)
        if first is None:
            return
        if last.start >= first.start:
            self.post_message(self.Selecting(first.start, last.end))
        else:
            self.post_message(self.Selecting(first.end, last.start))

    def _scroll_at_edge(self) -> None:
        if self._dragging_from is None or not self.scroll_rows(self._edge_rows):
            self._stop_edge_scrolling()
            return
        self._select_to(*self._pointer)
        self.update_rows()

    def _stop_edge_scrolling(self) -> None:
        if self._edge_timer is not None:
            self._edge_timer.stop()
            self._edge_timer = None

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The drag ends where the button is let go, whether moves up to there were told or not."""
        if self._dragging_from is not None:
            event.stop()
            let_go = (event.x, max(0, min(event.y, self.rows - 1)))
            if let_go != self._pointer:
                self._select_to(*let_go)
        self.end_drag()

    def end_drag(self) -> None:
        """Select no further by the mouse, even if its button is still held."""
        if self._dragging_from is not None:
            self.release_mouse()
        self._dragging_from = None
        self._stop_edge_scrolling()

    def on_click(self, event: events.Click) -> None:
        """A click sets the caret, a second takes the word, a third the paragraph.

        With ctrl it does what enter does there, with the right button it asks what is to be done.
        """
        event.stop()
        if event.shift or self._pressed != (event.x, event.y):
            return
        position = self.position_under(event.x, event.y)
        if event.button == RIGHT_BUTTON:
            self.post_message(self.Pointed(position, 1, extends=False, then="palette"))
        elif event.button == 1:
            marked = self._marked_by_bar(event.x, event.y)
            clicks = 1 if event.ctrl or marked is not None else min(3, event.chain)
            position = position if marked is None else marked
            then = "act" if event.ctrl else ""
            self.post_message(self.Pointed(position, clicks, extends=False, then=then))

    def _marked_by_bar(self, x: int, y: int) -> int | None:
        """Where in its line the mark is whose bar is at a cell; None if there is no bar."""
        rows = self.visible_rows()
        line = self._line(rows[y]) if 0 <= y < len(rows) else None
        place = self.margin_cells - BAR_OFFSET_CELLS - x
        if line is None or place < 0:
            return None
        upon = [
            start
            for start, end, _mark in self.session.marks.layers(line.start, line.end)
            if start < line.end and end > line.start
        ]
        return max(upon[-1 - place], line.start) if place < len(upon) else None

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
