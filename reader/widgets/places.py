"""A place in the words of `annotations.whereabouts`, as much of it as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.layout.cells import fit, show_line, width

if TYPE_CHECKING:
    from annotations.whereabouts import Whereabouts

TITLE_CELLS = 12
"""Cells that the beginning of a title needs to tell anything."""


def fitted(where: Whereabouts, room_cells: int) -> str:
    """The innermost title and what is exact; a title is cut first, then what is exact left out."""
    exact = list(map(show_line, where.exact))
    while exact and width(", ".join(exact)) > room_cells:
        exact.pop()
    if where.exact and not exact:  # one label is longer than the room
        label = show_line(where.exact[0])
        return fit(label, room_cells) if room_cells >= TITLE_CELLS else ""
    told = ", ".join(exact)
    if not where.titles or len(exact) < len(where.exact):
        return told
    tail = f", {told}" if told else ""
    left = room_cells - width(tail)
    return fit(show_line(where.titles[-1]), left) + tail if left >= TITLE_CELLS else told
