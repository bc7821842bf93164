"""How a line of the article looks: spans, marks, selection and caret laid over each other.

Which line stands where is the view's business; what lies over the text for a while comes as overlays.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from annotations import segments
from annotations.document import BlockKind, SpanKind
from annotations.model import Colour
from reader.layout.cells import width
from reader.widgets.painting import cut_strip

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from reader.layout.lines import Layout, Line
    from reader.session import Session
    from reader.themes import Look
    from reader.widgets.overlay import Overlay
    from reader.widgets.veil import Veil

BAR_OFFSET_CELLS = 3
"""How far left of the text the innermost bar stands."""

BOOKMARK_OFFSET_CELLS = 2
"""How far left of the text the sign of a bookmark stands: no bar ever does."""

BOOKMARK_SIGN = "◆"

_Overlay = tuple[int, int, int, Colour | None, bool]
"""Start, end, order, colour and whether there is a note: what a row shows of a mark."""

_SPAN_STYLES = {
    SpanKind.EMPHASIS: Style(italic=True),
    SpanKind.STRONG: Style(bold=True),
    SpanKind.HYPERLINK: Style(underline=True),
    SpanKind.STRIKE: Style(strike=True),
}


class LinePainter:
    """Paints the lines of a session's text."""

    def __init__(self, session: Session, look: Look) -> None:
        self._session = session
        self._look = look
        self._token_cache: dict[tuple[int, int], list[tuple[int, int, str]]] = {}
        self.overlays: list[Overlay] = []
        """What parts of the screen lay over the text, above the marks and below the selection."""
        self.veil: Veil | None = None
        """What dims the page and puts labels upon it; selection and caret are not shown then."""
        self.bookmarks: Sequence[int] = ()
        """Positions, in order, whose lines carry a sign in the margin."""
        self.colours_code = False
        """Set after the first paint: until then code is shown without colours, lexers cost too much."""

    def forget_tokens(self) -> None:
        """The text is another."""
        self._token_cache.clear()

    def signatures(
        self, lines: Sequence[Line | None], generation: int, caret_line: Line | None
    ) -> list[Hashable]:
        """For each line the marks, the part of the selection and the caret upon it.

        Args:
            lines: In order; None where a row shows no text.
            generation: Of the text and of how it looks; another one is painted anew.
            caret_line: The line with the caret, if it is to be seen.
        """
        shown = [line for line in lines if line is not None]
        if not shown:
            return [None] * len(lines)
        session = self._session
        first, last = shown[0].start, max(line.end for line in shown)
        marks = [
            (start, end, order, mark.colour, bool(mark.note))
            for order, (start, end, mark) in enumerate(
                session.marks.layers(first, max(last, first + 1))
            )
        ]
        veil = self.veil
        chosen = session.selection if veil is None else None
        found: list[Hashable] = []
        for line in lines:
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
            caret = session.caret if veil is None and line is caret_line else -1
            over = tuple(overlay.upon(start, end) for overlay in self._over())
            at = bisect_left(self.bookmarks, start)
            is_bookmarked = at < len(self.bookmarks) and self.bookmarks[at] < end
            found.append((generation, _numbered(upon), picked, caret, over, is_bookmarked))
        return found

    def _over(self) -> Sequence[Overlay]:
        return self.overlays if self.veil is None else (*self.overlays, self.veil)

    def paint(
        self, layout: Layout, line: Line, signature: Hashable, total: int, margin: int
    ) -> Strip:
        """A line with everything that lies upon it.

        Args:
            layout: The line's.
            line: What is painted.
            signature: Of the line.
            total: Cells of the view.
            margin: Cells left of the text.
        """
        look = self._look
        assert isinstance(signature, tuple)
        _generation, upon, picked, caret, over, is_bookmarked = signature
        base = self._base(line)
        styled = layout.in_order(line, self._styled(layout, line, base, upon, picked, caret, over))
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
        ends_left = caret == line.end and layout.ends_left(line)
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
        look = self._look
        style = look.faint if line.in_quotation else look.muted
        if has_caret:
            return [Segment(line.marker[:-1], style), Segment(" ", look.text + look.caret)]
        return [Segment(line.marker, style)] if line.marker else []

    def paint_gap(self, marker: str, total: int, margin: int) -> Strip:
        """An empty row between blocks, through which the bar of a quotation goes on."""
        look = self._look
        pieces = [Segment(" " * margin, look.text), Segment(marker, look.faint)]
        return Strip(pieces).adjust_cell_length(total, look.text)

    def _base(self, line: Line) -> Style:
        look = self._look
        if line.kind is BlockKind.HEADING:
            return look.strong
        if line.kind in (BlockKind.CAPTION, BlockKind.IMAGE):
            return look.muted
        if line.in_quotation:
            return look.text + look.emphasis
        return look.text

    def _bars(self, upon: Sequence[_Overlay], margin: int, *, is_bookmarked: bool) -> list[Segment]:
        look = self._look
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
        layout: Layout,
        line: Line,
        base: Style,
        upon: Sequence[_Overlay],
        picked: tuple[int, int] | None,
        caret: int,
        over: Sequence[Hashable],
    ) -> list[tuple[str, int, Style]]:
        document, look = self._session.document, self._look
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
            return [(text, cells, base) for text, cells in layout.cut(line, ())]
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
            layout.cut(line, cuts), pairwise(edges), strict=True
        ):
            style = base
            for layer_start, layer_end, layer in layers:
                if layer_start <= first < layer_end:
                    style += layer
            found.append((text, cells, style))
        return found if self.veil is None else self.veil.labelled(line, edges, found)

    def _tokens(self, line: Line) -> list[tuple[int, int, Style]]:
        from reader.layout.colouring import tokens_in  # noqa: PLC0415  # only for code

        if not self.colours_code:
            return []
        key = (line.start, line.end)
        tokens = self._token_cache.get(key)
        if tokens is None:
            document = self._session.document
            number = document.leaf_at(line.start)
            assert number is not None
            block = document.blocks[document.leaves[number]]
            tokens = tokens_in(document, line.start, line.end, block.language)
            self._token_cache[key] = tokens
        roles = self._look.code_roles
        return [(first, last, roles[role]) for first, last, role in tokens if role in roles]


def _numbered(upon: tuple[_Overlay, ...]) -> tuple[_Overlay, ...]:
    """Overlays with their order counted from 0, so that marks elsewhere do not matter."""
    return tuple(
        (start, end, order, colour, has_note)
        for order, (start, end, _order, colour, has_note) in enumerate(upon)
    )
