"""A list of entries, one or two lines each, of which only those in view are ever made into rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from reader.widgets.bars import EDGE_CELLS
from reader.widgets.painting import Piece, line_of
from reader.widgets.rows import Row, RowView

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from rich.style import Style
    from textual import events
    from textual.geometry import Region

    from reader.themes import Look

WHEEL_ROWS = 3

CHOSEN_SIGN = "•"
"""Before an entry that is chosen beside others."""


class ListRow(NamedTuple):
    """What a list shows of an entry; the texts may come from anywhere."""

    first: Sequence[Piece]
    right: Sequence[Piece] = ()
    """At the right end of the first line, where there is room for both."""
    second: Sequence[Piece] = ()
    """Shown only in a list of two lines an entry."""
    second_right: Sequence[Piece] = ()


class ListView(RowView, can_focus=True):
    """Rows of a list; the current one is raised. Paints what it is given."""

    class Pointed(Message):
        """The mouse points at an entry."""

        def __init__(self, place: int, *, is_again: bool, is_beside: bool) -> None:
            super().__init__()
            self.place = place
            self.is_beside = is_beside
            """With ctrl: it is to be chosen beside others."""
            self.is_again = is_again
            """It was the current one already."""

    class Wheeled(Message):
        """The wheel turned by so many rows, downwards positive."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    def __init__(
        self,
        look: Look,
        row_of: Callable[[int], ListRow],
        *,
        lines: int,
        can_choose: bool,
        widest_cells: int,
        empty: Callable[[], str],
    ) -> None:
        """Make a list with nothing in it yet.

        Args:
            look: The styles.
            row_of: What to show at a place of the list.
            lines: Of each entry, one or two; after two follows an empty one.
            can_choose: Keep room for the sign of those that are chosen.
            widest_cells: Of the rows; in a wider window they end there.
            empty: What stands in place of no entries.
        """
        super().__init__(look, id="list")
        self._row_of = row_of
        self._lines = lines
        self._can_choose = can_choose
        self._widest_cells = widest_cells
        self._empty = empty
        self._count = 0
        self._generation = 0
        self.current = 0
        """The place of the entry that is raised."""
        self.is_chosen: Callable[[int], bool] = lambda _place: False
        """Whether the entry at a place is chosen beside others."""

    def show(self, count: int, current: int, *, is_other: bool) -> None:
        """Show so many entries and raise one.

        Args:
            count: How many.
            current: The place of the one that is raised.
            is_other: At a place may stand another entry than before.
        """
        if is_other:
            self._generation += 1
        self._count = count
        self.current = max(0, min(current, count - 1))
        if count:
            self._keep_in_view()
        else:
            self.top = (0, 0)
        self.update_rows()

    def _keep_in_view(self) -> None:
        if not self.rows:
            return
        if self.top[0] >= self._count:
            self.top = (self._count - 1, 0)
        self.reveal((self.current, self._lines - 1))
        self.reveal((self.current, 0))
        if self.top[1]:
            # Of an entry at the top all is shown.
            self.top = (self.top[0] + (self.current > self.top[0]), 0)
        self.top = min(self.top, max(self._lowest_top(), (0, 0)))

    @property
    def page_entries(self) -> int:
        """Entries that a page key moves: one stays in view."""
        return max(1, self.rows // self.item_height(0) - 1)

    def item_count(self) -> int:
        """Entries."""
        return self._count

    def item_height(self, item: int) -> int:
        """Rows of an entry, with the empty one after two."""
        del item
        return self._lines if self._lines == 1 else self._lines + 1

    def signatures(self, rows: Sequence[Row | None]) -> list[Hashable]:
        """What tells the looks of a row apart."""
        return [
            (self._generation, self._count == 0)
            if row is None
            else (self._generation, row[0] == self.current, self.is_chosen(row[0]))
            for row in rows
        ]

    def paint(self, row: Row | None, signature: Hashable) -> Strip:
        """A line of an entry."""
        del signature
        look, total = self.look, self.cells
        if row is None or row[1] >= self._lines:
            return Strip([Segment(" " * total, look.text)], total)
        is_current = row[0] == self.current
        edge = min(EDGE_CELLS, total // 8)
        cells = max(1, min(total - 2 * edge, self._widest_cells))
        shown = self._row_of(row[0])
        left, right = (
            (shown.first, shown.right) if row[1] == 0 else (shown.second, shown.second_right)
        )
        fill = look.raised if is_current else look.text
        pieces = [(text, self._raised(style) if is_current else style) for text, style in left]
        beside = [(text, self._raised(style) if is_current else style) for text, style in right]
        if self._can_choose:
            sign = CHOSEN_SIGN if row[1] == 0 and self.is_chosen(row[0]) else " "
            accent = look.on_raised(look.accent) if is_current else look.accent
            pieces = [(f"{sign} ", accent), *pieces]
        line = line_of(pieces, cells, fill, right=beside, margin_cells=1)
        margin, rest = " " * edge, " " * max(0, total - edge - cells)
        return Strip([Segment(margin, look.text), *line, Segment(rest, look.text)], total)

    def _raised(self, style: Style) -> Style:
        """Running text of the current entry becomes strong; the rest keeps its colour."""
        return self.look.raised if style is self.look.text else self.look.on_raised(style)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows, or in place of no entries what is to be said."""
        strips = super().render_lines(crop)
        if not self._count and crop.y == 0:
            edge = min(EDGE_CELLS, self.cells // 8) + 1
            for y, line in enumerate(self._empty().split("\n")[: len(strips)]):
                said = [(line, self.look.muted)]
                strips[y] = line_of(said, self.cells, self.look.text, margin_cells=edge)
        return strips

    def on_resize(self) -> None:
        """Another size; the current entry stays in view."""
        super().on_resize()
        if self._count:
            self._keep_in_view()
        self.update_rows()

    # --- mouse ------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Tell which entry was clicked."""
        event.stop()
        rows = self.visible_rows()
        row = rows[event.y] if 0 <= event.y < len(rows) else None
        if row is not None and row[1] < self._lines and event.button == 1:
            is_again = row[0] == self.current
            self.post_message(self.Pointed(row[0], is_again=is_again, is_beside=event.ctrl))

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
