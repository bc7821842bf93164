"""The first steps as rows: in the place of an empty panel, or below the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.actions import Place
from reader.first_steps import STEPS
from reader.layout.cells import width
from reader.pressing import hint_spots, key_at
from reader.widgets.bars import EDGE_CELLS, LineWidget
from reader.widgets.hint_row import press
from reader.widgets.painting import strip_of

if TYPE_CHECKING:
    from rich.style import Style
    from textual import events
    from textual.strip import Strip

    from reader.keymap import Keymap
    from reader.themes import Look

WORD_CELLS = 8
"""Cells of the column of words."""

GAP_CELLS = 2
"""Between a key's word and the next key."""


def step_row(
    number: int, width_cells: int, look: Look, keymap: Keymap
) -> list[tuple[str, int, Style]]:
    """A step with as many of its keys as fit, as pieces for `strip_of`."""
    step = STEPS[number]
    pieces: list[tuple[str, int, Style]] = [
        (step.word.ljust(WORD_CELLS), WORD_CELLS, look.muted),
    ]
    used = WORD_CELLS
    for key, does in keymap.hints(Place.TEXT, step.keys):
        cells = width(key) + 1 + width(does)
        if used + cells > width_cells:
            break
        pieces += [
            (key, width(key), look.accent),
            (f" {does}", 1 + width(does), look.text),
            (" " * GAP_CELLS, GAP_CELLS, look.text),
        ]
        used += cells + GAP_CELLS
    return pieces


def step_key(number: int, cell: int, width_cells: int) -> str:
    """The key at a cell of a step's row; empty if there is none."""
    at = WORD_CELLS
    for label, does in STEPS[number].keys if 0 <= number < len(STEPS) else ():
        cells = width(label) + 1 + width(does)
        if at + cells > width_cells:
            break
        if key := key_at(hint_spots(label, does), cell - at):
            return key
        at += cells + GAP_CELLS
    return ""


class FirstSteps(LineWidget):
    """The steps below text and cards, under a thin rule."""

    DEFAULT_CSS = """
    FirstSteps { dock: bottom; height: 6; margin: 0 0 1 0; }
    """

    def __init__(self, look: Look, keymap: Keymap) -> None:
        super().__init__(look, id="first-steps")
        self._keymap = keymap

    def paint(self, y: int) -> Strip:
        """The rule, then a step a row."""
        look, total = self.look, self.size.width
        if not y:
            return strip_of([("─" * total, total, look.rule)], total, look.text)
        margin = (" " * EDGE_CELLS, EDGE_CELLS, look.text)
        row = step_row(y - 1, total - 2 * EDGE_CELLS, look, self._keymap)
        return strip_of([margin, *row], total, look.text)

    def on_click(self, event: events.Click) -> None:
        """A click on a key presses it."""
        event.stop()
        room = self.size.width - 2 * EDGE_CELLS
        if key := step_key(event.y - 1, event.x - EDGE_CELLS, room):
            press(self, key)
