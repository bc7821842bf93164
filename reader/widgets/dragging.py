"""The mouse in the article: it selects, sets the caret, and asks what is to be done.

What it means for the session is the screen's business; here it becomes the messages of the view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations import segments
from annotations.model import Range
from reader.layout.cells import show, width
from reader.widgets.hint_row import RIGHT_BUTTON
from reader.widgets.line_painting import BAR_OFFSET_CELLS

if TYPE_CHECKING:
    from textual import events
    from textual.timer import Timer

    from reader.widgets.article import ArticleView

EDGE_SCROLL_S = 0.05
"""Time between two rows when a drag rests at the edge."""


class Mouse:
    """What is pressed, and where the pointer is."""

    def __init__(self, view: ArticleView) -> None:
        self._view = view
        self._dragging_from: Range | None = None
        """What stands where the button was pressed; None if it is not held."""
        self._pressed: tuple[int, int] | None = None
        self._pointer = (0, 0)
        self._edge_timer: Timer | None = None
        self._edge_rows = 0

    def press(self, event: events.MouseDown) -> None:
        """Begin to select, or extend what is selected."""
        self._pressed = (event.x, event.y)
        if event.button != 1:
            return
        cell = self._cell_under(event.x, event.y)
        if event.shift:
            session = self._view.session
            anchor = session.caret if session.anchor is None else session.anchor
            position = cell.end if cell.start >= anchor else cell.start
            self._view.post_message(self._view.Pointed(position, 1, extends=True))
            self._dragging_from = None
            return
        self._dragging_from = cell
        self._pointer = self._pressed
        self._view.capture_mouse()

    def move(self, event: events.MouseMove) -> None:
        """Select on while the button is held."""
        if self._dragging_from is None or self._pressed is None:
            return
        event.stop()
        height = self._view.rows
        if (event.x, event.y) == self._pressed == self._pointer:
            return
        self._pointer = (event.x, max(0, min(event.y, height - 1)))
        self._select_to(*self._pointer)
        self._edge_rows = -1 if event.y <= 0 else 1 if event.y >= height - 1 else 0
        if self._edge_rows and self._edge_timer is None:
            self._edge_timer = self._view.set_interval(EDGE_SCROLL_S, self._scroll_at_edge)
        elif not self._edge_rows:
            self._stop_edge_scrolling()

    def let_go(self, event: events.MouseUp) -> None:
        """The drag ends where the button is let go, whether moves up to there were told or not."""
        if self._dragging_from is not None:
            event.stop()
            let_go = (event.x, max(0, min(event.y, self._view.rows - 1)))
            if let_go != self._pointer:
                self._select_to(*let_go)
        self.end_drag()

    def end_drag(self) -> None:
        """Select no further by the mouse, even if its button is still held."""
        if self._dragging_from is not None:
            self._view.release_mouse()
        self._dragging_from = None
        self._stop_edge_scrolling()

    def click(self, event: events.Click) -> None:
        """A click sets the caret, a second takes the word, a third the paragraph.

        With ctrl it does what enter does there, with the right button it asks what is to be done.
        """
        if event.shift or self._pressed != (event.x, event.y):
            return
        position = self._view.position_under(event.x, event.y)
        if event.button == RIGHT_BUTTON:
            self._view.post_message(self._view.Pointed(position, 1, extends=False, then="palette"))
        elif event.button == 1:
            marked = self._marked_by_bar(event.x, event.y)
            clicks = 1 if event.ctrl or marked is not None else min(3, event.chain)
            position = position if marked is None else marked
            then = "act" if event.ctrl else ""
            self._view.post_message(self._view.Pointed(position, clicks, extends=False, then=then))

    def _select_to(self, x: int, y: int) -> None:
        """Select from where the button was pressed to a cell, what stands in both included."""
        first, last = self._dragging_from, self._cell_under(x, y)
        if first is None:
            return
        if last.start >= first.start:
            self._view.post_message(self._view.Selecting(first.start, last.end))
        else:
            self._view.post_message(self._view.Selecting(first.end, last.start))

    def _scroll_at_edge(self) -> None:
        if self._dragging_from is None or not self._view.scroll_rows(self._edge_rows):
            self._stop_edge_scrolling()
            return
        self._select_to(*self._pointer)
        self._view.update_rows()

    def _stop_edge_scrolling(self) -> None:
        if self._edge_timer is not None:
            self._edge_timer.stop()
            self._edge_timer = None

    def _cell_under(self, x: int, y: int) -> Range:
        """What stands in a cell of the view: a character, or nothing beside the text."""
        position = self._view.position_under(x, y)
        rows = self._view.visible_rows()
        line = self._view.line_of(rows[max(0, min(y, len(rows) - 1))])
        text = self._view.session.document.text
        if line is None or not line.start <= position < line.end:
            return Range(position, position)
        end = segments.cluster_end(text, position)
        _unit, _line, cell = self._view.lines_layout.place(position)
        from_cell = x - self._view.margin_cells - cell
        is_left, is_right = from_cell < 0, from_cell >= width(show(text[position:end]))
        if not is_left and not is_right:
            return Range(position, end)
        if is_left != self._view.lines_layout.runs_left(position):
            return Range(position, position)
        # Beyond a line, the last character of which may be the blank at which it was broken.
        beyond = end if end != line.end or not text[position:end].isspace() else position
        return Range(beyond, beyond)

    def _marked_by_bar(self, x: int, y: int) -> int | None:
        """Where in its line the mark is whose bar is at a cell; None if there is no bar."""
        rows = self._view.visible_rows()
        line = self._view.line_of(rows[y]) if 0 <= y < len(rows) else None
        place = self._view.margin_cells - BAR_OFFSET_CELLS - x
        if line is None or place < 0:
            return None
        upon = [
            start
            for start, end, _mark in self._view.session.marks.layers(line.start, line.end)
            if start < line.end and end > line.start
        ]
        return max(upon[-1 - place], line.start) if place < len(upon) else None
