"""What an edit of the codebook, or an import, would change, in lines above the bottom line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.widgets.bars import EDGE_CELLS, LineWidget
from reader.widgets.painting import line_of, strip_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

    from reader.themes import Look


class PlanLines(LineWidget):
    """What an edit would change, above the bottom line until it is done or left."""

    DEFAULT_CSS = """
    PlanLines { dock: bottom; height: auto; margin: 0 0 1 0; }
    PlanLines.-over { layer: prompt; }
    """

    def __init__(self, look: Look, *, is_over: bool = False) -> None:
        """Show nothing yet.

        Args:
            look: The styles.
            is_over: Lie over what is there, which keeps its room.
        """
        super().__init__(look, id="plan")
        self.set_class(is_over, "-over")
        self._said: Sequence[str] = ()
        self.display = False

    def show(self, lines: Sequence[str]) -> None:
        """Show lines; none take no room."""
        self._said = lines
        self.display = bool(lines)
        self.refresh(layout=True)

    def get_content_height(self, *_: object) -> int:
        """A row for each line."""
        return len(self._said)

    def paint(self, y: int) -> Strip:
        """A line, the first one strong."""
        if y >= len(self._said):
            return strip_of((), self.size.width, self.look.text)
        style = self.look.strong_text if y == 0 else self.look.muted
        pieces = [(self._said[y], style)]
        return line_of(pieces, self.size.width, self.look.text, margin_cells=EDGE_CELLS)
