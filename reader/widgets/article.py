"""The article: lines of its layout with spans, marks, selection and caret laid over them."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from annotations import segments
from annotations.document import BlockKind, SpanKind
from annotations.model import Colour, Range
from reader.layout.cells import width
from reader.layout.lines import Layout
from reader.widgets.painting import cut_strip
from reader.widgets.rows import Row, RowView

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from textual import events
    from textual.timer import Timer

    from annotations.document import Document
    from reader.layout.lines import Line
    from reader.session import Session
    from reader.themes import Look
    from reader.widgets.overlay import Overlay
    from reader.widgets.veil import Veil

COLUMN_CELLS = 72
"""Widest reading column: longer lines are hard to find the way back from."""

MARGIN_CELLS = 5
"""Least margin on the left, where the bars of the marks stand."""

NARROW_MARGIN_CELLS = 3
"""The same where the whole view has fewer than 40 cells."""

BAR_OFFSET_CELLS = 3
"""How far left of the text the innermost bar stands."""

BOOKMARK_OFFSET_CELLS = 2
"""How far left of the text the sign of a bookmark stands: no bar ever does."""

BOOKMARK_SIGN = "◆"

EDGE_SCROLL_S = 0.05
"""Time between two rows when a drag rests at the edge."""

WHEEL_ROWS = 3

_Overlay = tuple[int, int, int, Colour | None, bool]
"""Start, end, order, colour and whether there is a note: what a row shows of a mark."""

_SPAN_STYLES = {
    SpanKind.EMPHASIS: Style(italic=True),
    SpanKind.STRONG: Style(bold=True),
    SpanKind.HYPERLINK: Style(underline=True),
    SpanKind.STRIKE: Style(strike=True),
}


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

        def __init__(self, position: int, clicks: int, extends: bool) -> None:
            super().__init__()
            self.position = position
            self.clicks = clicks
            self.extends = extends

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
        self._dragging_from: int | None = None
        self._pressed: tuple[int, int] | None = None
        self._pointer = (0, 0)
        self._edge_timer: Timer | None = None
        self._edge_rows = 0
        self._token_cache: dict[tuple[int, int], list[tuple[int, int, str]]] = {}
        self._generation = 0
        self.overlays: list[Overlay] = []
        """What parts of the screen lay over the text, above the marks and below the selection."""
        self.veil: Veil | None = None
        """What dims the page and puts labels upon it; selection and caret are not shown then."""
        self.bookmarks: Sequence[int] = ()
        """Positions, in order, whose lines carry a sign in the margin."""

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
        self._token_cache.clear()
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
        """For each row the marks, the part of the selection and the caret upon it."""
        lines = [self._line(row) for row in rows]
        shown = [line for line in lines if line is not None]
        if not shown:
            return [None] * len(rows)
        session = self.session
        first, last = shown[0].start, max(line.end for line in shown)
        marks = [
            (start, end, order, mark.colour, bool(mark.note))
            for order, (start, end, mark) in enumerate(
                session.marks.layers(first, max(last, first + 1))
            )
        ]
        veil = self.veil
        chosen = session.selection if veil is None else None
        caret_row = self.row_of(session.caret) if self.has_focus and veil is None else None
        found: list[Hashable] = []
        for row, line in zip(rows, lines, strict=True):
            if line is None:
                found.append(None)
                continue
            start, end = line.start, line.end
            upon = tuple(
                (max(mark[0], start), min(mark[1], end), *mark[2:])
                for mark in marks
                if mark[0] < end and mark[1] > start
            )
            picked = None
            if chosen is not None and chosen.start < end and chosen.end > start:
                picked = (max(chosen.start, start), min(chosen.end, end))
            caret = session.caret if row == caret_row else -1
            over = tuple(overlay.upon(start, end) for overlay in self._over())
            at = bisect_left(self.bookmarks, start)
            is_bookmarked = at < len(self.bookmarks) and self.bookmarks[at] < end
            found.append((self._generation, _numbered(upon), picked, caret, over, is_bookmarked))
        return found

    def _over(self) -> Sequence[Overlay]:
        return self.overlays if self.veil is None else (*self.overlays, self.veil)

    def paint(self, row: Row | None, signature: Hashable) -> Strip:
        """A line with everything that lies upon it."""
        line = self._line(row)
        total = self.cells
        look = self.look
        if row is None:
            return Strip([Segment(" " * total, look.text)], total)
        if line is None:
            return self._paint_gap(row)
        assert isinstance(signature, tuple)
        _generation, upon, picked, caret, over, is_bookmarked = signature
        base = self._base(line)
        margin = self.margin_cells
        styled = self.lines_layout.in_order(
            line, self._styled(line, base, upon, picked, caret, over)
        )
        is_plain = len(styled) == 1 and not upon and caret != line.end
        is_plain = is_plain and styled[0][2] is look.text and not is_bookmarked
        if is_plain and not line.marker.strip():
            # Most lines: one segment costs the compositor a third of what three do.
            text, cells, _style = styled[0]
            used = margin + line.indent_cells + cells
            if used <= total:
                whole = " " * (margin + line.indent_cells) + text + " " * (total - used)
                return Strip([Segment(whole, look.text)], total)
        pieces = self._bars(upon, margin, is_bookmarked=is_bookmarked)
        ends_left = caret == line.end and self.lines_layout.ends_left(line)
        pieces += self._marker(line, has_caret=ends_left)
        used = margin + line.indent_cells
        for text, cells, style in styled:
            if cells:
                pieces.append(Segment(text, style))
                used += cells
        if caret == line.end and not ends_left:
            pieces.append(Segment(" ", look.text + look.caret))
            used += 1
        if used > total:
            # By our own sums: a strip would cut by Rich's widths.
            measured = [(text, width(text), style or base) for text, style, _control in pieces]
            return cut_strip(measured, total, look.text)
        return Strip(pieces, used).extend_cell_length(total, look.text)

    def _marker(self, line: Line, *, has_caret: bool) -> list[Segment]:
        """What stands before a line's text; it has just the cells of the indentation."""
        look = self.look
        style = look.faint if line.in_quotation else look.muted
        if has_caret:
            return [Segment(line.marker[:-1], style), Segment(" ", look.text + look.caret)]
        return [Segment(line.marker, style)] if line.marker else []

    def _paint_gap(self, row: Row) -> Strip:
        """An empty row between blocks, through which the bar of a quotation goes on."""
        total, look = self.cells, self.look
        marker = self.lines_layout.gap_marker(row[0])
        margin = Segment(" " * self.margin_cells, look.text)
        strip = Strip([margin, Segment(marker, look.faint)])
        return strip.adjust_cell_length(total, look.text)

    def _base(self, line: Line) -> Style:
        look = self.look
        if line.kind is BlockKind.HEADING:
            return look.strong
        if line.kind in (BlockKind.CAPTION, BlockKind.IMAGE):
            return look.muted
        if line.in_quotation:
            return look.text + look.emphasis
        return look.text

    def _bars(self, upon: Sequence[_Overlay], margin: int, *, is_bookmarked: bool) -> list[Segment]:
        look = self.look
        if not upon and not is_bookmarked:
            return [Segment(" " * margin, look.text)]
        cells = [Segment(" ", look.text)] * margin
        if is_bookmarked:
            cells[margin - BOOKMARK_OFFSET_CELLS] = Segment(BOOKMARK_SIGN, look.accent)
        # The innermost bar stands nearest the text, outer ones beside it as far as there is room.
        for place, (_start, _end, _order, colour, has_note) in enumerate(reversed(upon)):
            at = margin - BAR_OFFSET_CELLS - place
            if at < 0:
                break
            cells[at] = Segment(look.bar_glyph(colour, has_note=has_note), look.bar(colour))
        return cells

    def _styled(  # noqa: C901  # the order of the layers is the point
        self,
        line: Line,
        base: Style,
        upon: Sequence[_Overlay],
        picked: tuple[int, int] | None,
        caret: int,
        over: Sequence[Hashable],
    ) -> list[tuple[str, int, Style]]:
        document, look = self.session.document, self.look
        start, end = line.start, line.end
        layers: list[tuple[int, int, Style]] = []
        for span in document.spans.overlapping(start, end):
            style = _SPAN_STYLES.get(span.kind)
            if span.kind is SpanKind.CODE:
                style = look.code_roles.get("string")
            if style is not None:
                layers.append((span.start, span.end, style))
        if line.kind is BlockKind.CODE:
            layers.extend(self._tokens(line))
        layers.extend((mark[0], mark[1], look.marked(mark[3])) for mark in upon)
        for overlay, upon_line in zip(self._over(), over, strict=True):
            if upon_line is not None:
                layers.extend(overlay.layers(start, end))
        if picked is not None:
            style = look.selection
            layers.append((*picked, style))
            # A mark under the selection shows through as an underline.
            layers.extend(
                (max(mark[0], picked[0]), min(mark[1], picked[1]), Style(underline=True))
                for mark in upon
                if mark[0] < picked[1] and mark[1] > picked[0]
            )
        if start <= caret < end:
            caret_end = segments.cluster_end(document.text, caret)
            selected = picked is not None and picked[0] <= caret < picked[1]
            reverse = not (selected and look.reverses_selection)
            layers.append((caret, min(caret_end, end), Style(reverse=reverse)))
        if not layers:
            return [(text, cells, base) for text, cells in self.lines_layout.cut(line, ())]
        cuts = sorted(
            {
                position
                for first, last, _style in layers
                for position in (first, last)
                if start < position < end
            }
            | set(() if self.veil is None else self.veil.cuts(document.text, line))
        )
        edges = [start, *cuts, end]
        found: list[tuple[str, int, Style]] = []
        for (text, cells), (first, _last) in zip(
            self.lines_layout.cut(line, cuts), pairwise(edges), strict=True
        ):
            style = base
            for layer_start, layer_end, layer in layers:
                if layer_start <= first < layer_end:
                    style += layer
            found.append((text, cells, style))
        return found if self.veil is None else self.veil.labelled(line, edges, found)

    def _tokens(self, line: Line) -> list[tuple[int, int, Style]]:
        from reader.layout.colouring import tokens_in  # noqa: PLC0415  # only for code

        if not self.app_is_ready:
            return []
        key = (line.start, line.end)
        tokens = self._token_cache.get(key)
        if tokens is None:
            document = self.session.document
            number = document.leaf_at(line.start)
            assert number is not None
            block = document.blocks[document.leaves[number]]
            tokens = tokens_in(document, line.start, line.end, block.language)
            self._token_cache[key] = tokens
        roles = self.look.code_roles
        return [(first, last, roles[role]) for first, last, role in tokens if role in roles]

    app_is_ready = False
    """Set after the first paint: until then code is shown without colours, lexers cost too much."""

    def colour_code(self) -> None:
        """From now on code is shown in colours."""
        self.app_is_ready = True
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
        if event.button != 1:
            return
        event.stop()
        self.focus()
        position = self.position_under(event.x, event.y)
        self._pressed = (event.x, event.y)
        if event.shift:
            self.post_message(self.Pointed(position, 1, extends=True))
            self._dragging_from = None
            return
        self._dragging_from = position
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select on while the button is held."""
        if self._dragging_from is None or self._pressed is None:
            return
        event.stop()
        if (event.x, event.y) == self._pressed:
            return
        self.post_message(
            self.Selecting(self._dragging_from, self.position_under(event.x, event.y))
        )
        height = self.rows
        self._edge_rows = -1 if event.y <= 0 else 1 if event.y >= height - 1 else 0
        self._pointer = (event.x, max(0, min(event.y, height - 1)))
        if self._edge_rows and self._edge_timer is None:
            self._edge_timer = self.set_interval(EDGE_SCROLL_S, self._scroll_at_edge)
        elif not self._edge_rows:
            self._stop_edge_scrolling()

    def _scroll_at_edge(self) -> None:
        if self._dragging_from is None or not self.scroll_rows(self._edge_rows):
            self._stop_edge_scrolling()
            return
        self.post_message(self.Selecting(self._dragging_from, self.position_under(*self._pointer)))
        self.update_rows()

    def _stop_edge_scrolling(self) -> None:
        if self._edge_timer is not None:
            self._edge_timer.stop()
            self._edge_timer = None

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The drag ends."""
        if self._dragging_from is not None:
            event.stop()
        self.end_drag()

    def end_drag(self) -> None:
        """Select no further by the mouse, even if its button is still held."""
        if self._dragging_from is not None:
            self.release_mouse()
        self._dragging_from = None
        self._stop_edge_scrolling()

    def on_click(self, event: events.Click) -> None:
        """A click sets the caret, a second takes the word, a third the paragraph."""
        event.stop()
        if event.button != 1 or event.shift or self._pressed != (event.x, event.y):
            return
        position = self.position_under(event.x, event.y)
        self.post_message(self.Pointed(position, min(3, event.chain), extends=False))

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
            self.put_at_top(held if held is not None else 0)
            caret = self.row_of(self.session.caret)
            last = self.step(self.top, self.rows - 1)
            if self._keeps_caret and not self.top <= caret <= last:
                self.reveal(caret)
            self.remember_place()
            self.update_rows()

    _kept_position: int | None = None
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


def _numbered(upon: tuple[_Overlay, ...]) -> tuple[_Overlay, ...]:
    """Overlays with their order counted from 0, so that marks elsewhere do not matter."""
    return tuple(
        (start, end, order, colour, has_note)
        for order, (start, end, _order, colour, has_note) in enumerate(upon)
    )
