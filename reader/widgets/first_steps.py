"""The first steps as rows: in the place of an empty panel, or below the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.actions import Place
from reader.first_steps import STEPS
from reader.layout.cells import width
from reader.widgets.bars import EDGE_CELLS, LineWidget
from reader.widgets.painting import strip_of

if TYPE_CHECKING:
    from rich.style import Style
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


class FirstSteps(LineWidget):
    """The steps below text and cards, under a thin rule."""

    DEFAULT_CSS = """
    FirstSteps { height: 6; }
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
