"""What stands around the line that is typed into: the sign with what is there already, and the keys.

What is typed comes first. Of much that is there only the last is shown, and the least needed keys go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.layout.cells import fit, width
from reader.pressing import key_at
from reader.widgets.bars import EDGE_CELLS, LineWidget
from reader.widgets.hint_row import GAP_CELLS, HintRow, press
from reader.widgets.painting import line_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual import events
    from textual.strip import Strip

    from reader.themes import Look
    from reader.widgets.hint_row import Hint

TYPED_CELLS = 24
"""Of a line, for what is typed: a tag of two parts, the words of a search."""

LEAST_CELLS = 6
"""Of what is there, a few letters and the gap; with less room none of it is shown."""

LEFT_OUT = "… "
"""Before the last of what is there, where not all has room."""


class Lead(LineWidget):
    """What stands before the input: the mode's sign and what is there already."""

    DEFAULT_CSS = """
    Lead { width: auto; }
    """

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.pieces: tuple[tuple[str, Style], ...] = ()

    @property
    def cells(self) -> int:
        """How wide it is."""
        return EDGE_CELLS + sum(width(text) for text, _ in self.pieces)

    def show(self, pieces: Sequence[tuple[str, Style]]) -> None:
        """Show other pieces."""
        if (shown := tuple(pieces)) != self.pieces:
            self.pieces = shown
            self.refresh(layout=True)

    def get_content_width(self, *_: object) -> int:
        """As much as it shows."""
        return self.cells

    def paint(self, y: int) -> Strip:
        """The line."""
        del y
        edge = (" " * EDGE_CELLS, self.look.text)
        return line_of((edge, *self.pieces), self.size.width, self.look.text)


class Hints(LineWidget):
    """The keys of the prompt, at the right of what is typed."""

    DEFAULT_CSS = """
    Hints { width: auto; }
    """

    def __init__(self, look: Look, hints: Sequence[Hint]) -> None:
        super().__init__(look)
        self._hints = tuple(hints)
        self._room_cells = 0

    def show(self, room_cells: int) -> None:
        """Show as many as fit into so many cells, and into half of the window."""
        if room_cells != self._room_cells:
            self._room_cells = room_cells
            self.refresh(layout=True)

    def _fitting(self) -> tuple[Hint, ...]:
        room = min(self.app.size.width // 2, self._room_cells - EDGE_CELLS)
        fitting: list[Hint] = []
        for key, does in self._hints:
            room -= GAP_CELLS + width(key) + 1 + width(does)
            if room < 0:
                break
            fitting.append((key, does))
        return tuple(fitting)

    @property
    def cells(self) -> int:
        """What they take, with the edge of the window."""
        fitting = self._fitting()
        return EDGE_CELLS + sum(GAP_CELLS + width(key) + 1 + width(does) for key, does in fitting)

    def get_content_width(self, *_: object) -> int:
        """As much as they take."""
        return self.cells

    def _row(self) -> HintRow:
        row = HintRow(self.look)
        for key, does in self._fitting():
            row.add(" " * GAP_CELLS, self.look.text)
            row.add_hint(key, does)
        return row

    def paint(self, y: int) -> Strip:
        """The hints."""
        del y
        return line_of(self._row().pieces, self.size.width, self.look.text)

    def on_click(self, event: events.Click) -> None:
        """A click on a hint presses its key."""
        event.stop()
        if key := key_at(self._row().spots, event.x):
            press(self, key)


def last_fitting(
    pieces: Sequence[tuple[str, Style]], room_cells: int, muted: Style
) -> list[tuple[str, Style]]:
    """The last of some pieces, as many as have room; those before are told of by `…`."""
    kept = list(pieces) if room_cells >= LEAST_CELLS else []
    taken = sum(width(text) for text, _ in kept)
    while len(kept) > 1 and taken + width(LEFT_OUT) * (len(kept) < len(pieces)) > room_cells:
        taken -= width(kept.pop(0)[0])
    if not kept:
        return []
    first = [(LEFT_OUT, muted)] if len(kept) < len(pieces) else []
    room_cells -= width(LEFT_OUT) * len(first)
    if taken > room_cells:
        text, style = kept[-1]
        bare = text.rstrip()
        gap = text[len(bare) :]
        kept[-1] = fit(bare, room_cells - len(gap)) + gap, style
    return [*first, *kept]
