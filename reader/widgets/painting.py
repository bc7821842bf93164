"""Making a strip of exactly so many cells out of pieces of text with styles.

Every text that comes from outside goes through `reader.layout.cells.show` here or in the layout, so
that no control character reaches the terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from reader.layout.cells import ODD, fit, show, show_line, width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.style import Style

Piece = tuple[str, "Style"]


def strip_of(pieces: Iterable[tuple[str, int, Style]], width_cells: int, fill: Style) -> Strip:
    """Pieces already safe and measured, padded to the width with blanks; too wide ones are cut."""
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
    if right_pieces:
        gap = width_cells - 2 * margin_cells - used - right_cells
        pieces.append((" " * gap, gap, fill))
        pieces.extend((text, width(text), style) for text, style in right_pieces)
    return strip_of(pieces, width_cells, fill)
