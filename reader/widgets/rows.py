"""A view of items of differing height, of which only those in view are ever measured.

The truth is the anchor: the item and its row at the top of the view. Nothing is scrolled by Textual,
so that a text of a million blocks costs what one of ten does; a key repaints the rows it changes,
found by comparing what each row depends on with what it depended on when it was last painted.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from reader.themes import Look

Row = tuple[int, int]
"""An item and one of its rows, from 0."""

STRIPS_KEPT = 512
"""Painted rows remembered: some ten screens."""


class RowView(Widget):
    """Rows of items from an anchor on. A child says how high items are and how a row looks."""

    ALLOW_SELECT: ClassVar[bool] = False

    DEFAULT_CSS = """
    RowView { height: 1fr; width: 1fr; }
    """

    def __init__(self, look: Look, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.look = look
        self.cells = 0
        """Width of the view, and below its height in rows: Textual's `size` is dear to ask for."""
        self.rows = 0
        self.head_rows = 0
        """Rows above the items that do not scroll; not counted in `rows`."""
        self.top: Row = (0, 0)
        self._painted: list[Hashable] = []
        self._strips: OrderedDict[Hashable, Strip] = OrderedDict()

    # --- what a child gives -----------------------------------------------------------------

    def item_count(self) -> int:
        """How many items there are."""
        raise NotImplementedError

    def item_height(self, item: int) -> int:
        """Rows of an item, at least one, the empty ones after it included."""
        raise NotImplementedError

    def signatures(self, rows: Sequence[Row | None]) -> list[Hashable]:
        """All that the look of each row depends on; None is a row below the last item."""
        raise NotImplementedError

    def paint(self, row: Row | None, signature: Hashable) -> Strip:
        """The row as a strip of the view's width."""
        raise NotImplementedError

    def paint_head(self) -> list[Strip]:
        """The rows above the items, as many as `head_rows` at the least."""
        return []

    # --- rows -------------------------------------------------------------------------------

    def visible_rows(self) -> list[Row | None]:
        """The rows in view from top to bottom, None below the last."""
        rows: list[Row | None] = []
        item, row = self.top
        count, wanted = self.item_count(), self.rows
        while len(rows) < wanted and item < count:
            height = self.item_height(item)
            rows.extend((item, number) for number in range(row, height))
            item, row = item + 1, 0
        del rows[wanted:]
        rows.extend([None] * (wanted - len(rows)))
        return rows

    def step(self, row: Row, delta: int) -> Row:
        """The row so many further down (up, if negative), within the items."""
        item, number = row
        number += delta
        while number < 0 and item > 0:
            item -= 1
            number += self.item_height(item)
        count = self.item_count()
        while item < count and number >= (height := self.item_height(item)):
            if item == count - 1:
                number = height - 1
                break
            number -= height
            item += 1
        return item, max(0, number)

    def _lowest_top(self) -> Row:
        """The anchor with which the last row stands at the bottom."""
        last = self.item_count() - 1
        if last < 0:
            return 0, 0
        return self.step((last, self.item_height(last) - 1), 1 - self.rows)

    def scroll_rows(self, delta: int) -> bool:
        """Scroll down by so many rows (up, if negative), not past the ends; True if it moved."""
        before = self.top
        top = self.step(before, delta)
        self.top = min(top, self._lowest_top()) if delta > 0 else top
        self.top = max(self.top, before) if delta > 0 else self.top
        return self.top != before

    def reveal(self, row: Row, *, margin: int = 0, centre: bool = False) -> bool:
        """Scroll as little as needed for a row to be in view; True if it moved.

        Args:
            row: Which row.
            margin: Rows to keep above and below it where there are any.
            centre: Put the row a third down if it is not in view.
        """
        before = self.top
        height = max(1, self.rows)
        margin = min(margin, (height - 1) // 2)
        above = self.step(row, -margin)
        below = self.step(row, margin)
        if above < self.top:
            self.top = self.step(row, -(height // 3)) if centre else above
        elif below > (bottom := self.step(self.top, height - 1)):
            far = below > self.step(bottom, height)
            back = -(height // 3) if centre or far else 1 - height + margin
            self.top = min(self.step(row, back), max(self._lowest_top(), before))
        return self.top != before

    # --- painting ---------------------------------------------------------------------------

    def update_rows(self) -> None:
        """Repaint the rows that look different from when they were last painted."""
        if not self.rows:
            return
        rows = self.visible_rows()
        now: list[Hashable] = list(zip(rows, self.signatures(rows), strict=True))
        before, self._painted = self._painted, now
        if len(before) != len(now):
            self.refresh()
            return
        changed = [
            y
            for y, (old, new) in enumerate(zip(before, now, strict=True), self.head_rows)
            if old != new
        ]
        if not changed:
            return
        if len(changed) * 2 > len(now):
            self.refresh()
            return
        width = self.cells
        regions: list[Region] = []
        for y in changed:
            if regions and regions[-1].bottom == y:
                regions[-1] = Region(0, regions[-1].y, width, regions[-1].height + 1)
            else:
                regions.append(Region(0, y, width, 1))
        self.refresh(*regions)

    def forget_painted(self) -> None:
        """What was painted no longer counts: theme, width or content changed as a whole."""
        self._strips.clear()
        self._painted = []
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of the region, from the strips kept where they still hold."""
        self._take_size()
        head_rows = self.head_rows
        strips = self.paint_head()[:head_rows][crop.y : crop.bottom] if head_rows else []
        rows = self.visible_rows()[max(0, crop.y - head_rows) : max(0, crop.bottom - head_rows)]
        kept, width = self._strips, self.cells
        for row, signature in zip(rows, self.signatures(rows), strict=True):
            key = (row, signature, width)
            strip = kept.get(key)
            if strip is None:
                strip = self.paint(row, signature)
                kept[key] = strip
                if len(kept) > STRIPS_KEPT:
                    kept.popitem(last=False)
            else:
                kept.move_to_end(key)
            strips.append(strip)
        strips.extend([Strip.blank(width, self.look.text)] * (crop.height - len(strips)))
        if crop.x or crop.width != width:
            return [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        """One row, as `render_lines` gives it; Textual asks for it at mouse events."""
        return self.render_lines(Region(0, y, self.cells, 1))[0]

    def on_resize(self) -> None:
        """Another size makes other rows."""
        self._take_size()
        self._painted = []

    def _take_size(self) -> None:
        self.cells, height = self.size
        self.rows = max(0, height - self.head_rows)
