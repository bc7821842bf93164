"""Making a strip of exactly so many cells out of pieces of text with styles.

Every text that comes from outside goes through `reader.layout.cells.show` here or in the layout, so
that no control character reaches the terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from reader.layout.cells import ODD, fit, gives_order, show, show_line, width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.style import Style

Piece = tuple[str, "Style"]


def strip_of(pieces: Iterable[tuple[str, int, Style]], width_cells: int, fill: Style) -> Strip:
    """Pieces already safe and measured, padded to the width with blanks; too wide ones are cut."""
    return cut_strip(_in_order(pieces), width_cells, fill)


def cut_strip(pieces: Iterable[tuple[str, int, Style]], width_cells: int, fill: Style) -> Strip:
    """As `strip_of`, of pieces that are in the order in which they are to stand."""
    segments: list[Segment] = []
    used = 0
    for text, cells, style in pieces:
        if not text:
            continue
        if used + cells > width_cells:
            kept = fit(text, width_cells - used, ellipsis="")
            kept_cells = width(kept)
            segments.append(Segment(kept, style))
            used += kept_cells
            break
        segments.append(Segment(text, style))
        used += cells
    if used < width_cells:
        segments.append(Segment(" " * (width_cells - used), fill))
    return Strip(segments, width_cells)


def _in_order(pieces: Iterable[tuple[str, int, Style]]) -> Iterable[tuple[str, int, Style]]:
    if not gives_order():
        return pieces
    from reader.layout.ordering import order_pieces  # noqa: PLC0415  # only where it is set

    return order_pieces(list(pieces))


def safe_strip(strip: Strip) -> Strip:
    """What a widget of Textual's painted, with the characters that could steer a terminal drawn.

    Such a widget lets escape sequences of a pasted text, or of a name, through. Each segment keeps its
    cells, by which that widget knows where its cursor is.
    """
    if all(ODD.search(segment.text) is None for segment in strip):
        return strip
    segments: list[Segment] = []
    for text, style, _control in strip:
        cells = cell_len(text)
        shown = fit(show(text), cells, ellipsis="")
        segments.append(Segment(shown + " " * (cells - width(shown)), style))
    return Strip(segments, strip.cell_length)


def line_of(
    left: Iterable[Piece],
    width_cells: int,
    fill: Style,
    *,
    right: Iterable[Piece] = (),
    margin_cells: int = 0,
) -> Strip:
    """A line with something at its left and, where there is room for both, at its right.

    The left side is cut with `…`; texts may come from anywhere.
    """
    right_pieces = [(show_line(text), style) for text, style in right]
    right_cells = sum(width(text) for text, _ in right_pieces)
    room = width_cells - margin_cells
    left_room = room - (right_cells + 2 + margin_cells if right_cells else margin_cells)
    if left_room < min(12, room):
        right_pieces, right_cells, left_room = [], 0, room - margin_cells
    pieces: list[tuple[str, int, Style]] = [(" " * margin_cells, margin_cells, fill)]
    used = 0
    for text, style in left:
        shown = show_line(text)
        cells = width(shown)
        if used + cells > left_room:
            shown = fit(shown, max(0, left_room - used))
            cells = width(shown)
            pieces.append((shown, cells, style))
            used += cells
            break
        pieces.append((shown, cells, style))
        used += cells
    # Each side by itself: what is said at the right stays there, whatever the left begins with.
    shown_pieces = list(_in_order(pieces))
    if right_pieces:
        gap = width_cells - 2 * margin_cells - used - right_cells
        shown_pieces.append((" " * gap, gap, fill))
        measured = [(text, width(text), style) for text, style in right_pieces]
        shown_pieces.extend(_in_order(measured))
    return cut_strip(shown_pieces, width_cells, fill)
