"""A prompt for several things of one kind: those there are stand in a line of their own above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.layout.cells import fit, width
from reader.widgets.bars import EDGE_CELLS, LineWidget
from reader.widgets.painting import line_of
from reader.widgets.prompts import Prompt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.style import Style
    from textual import events
    from textual.app import ComposeResult
    from textual.strip import Strip

    from reader.themes import Look

Pieces = list[tuple[str, "Style"]]

ONE_MORE = ("^n", "one more")


class Heading(LineWidget):
    """What a prompt is about."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._pieces: Pieces = []

    def show(self, pieces: Pieces) -> None:
        """Show other pieces; nothing takes no line."""
        self._pieces = pieces
        self.display = bool(pieces)
        self.refresh()

    def paint(self, y: int) -> Strip:
        """The line, cut at its end."""
        del y
        look = self.look
        return line_of(self._pieces, self.size.width, look.text, margin_cells=EDGE_CELLS)


class ListingPrompt(Prompt):
    """Adds to what there is: `ctrl+n` adds and stays, backspace on nothing typed edits the last."""

    def __init__(self, look: Look, value: str = "") -> None:
        super().__init__(look, value)
        self._heading = Heading(look)

    def compose(self) -> ComposeResult:
        """What there is, the proposals, the line typed into."""
        yield self._heading
        yield from super().compose()

    def on_mount(self) -> None:
        """The cursor stands at the end."""
        super().on_mount()
        self.field.cursor_position = len(self.field.value)

    # --- what a child gives -----------------------------------------------------------------

    def heading(self) -> Pieces:
        """The line above."""
        return []

    def add(self, typed: str) -> bool:
        """Add what is typed; False, and it is said, if it will not do. An empty line is fine."""
        raise NotImplementedError

    def take_last(self) -> str | None:
        """Take the last there is off, to be edited; None if there is none."""
        raise NotImplementedError

    # --- the machinery ----------------------------------------------------------------------

    def update(self) -> None:
        """Show what there is and what may be added."""
        super().update()
        self._heading.show(self.heading())

    def set_line(self, value: str) -> None:
        """Put something into the line, the cursor behind it."""
        self.field.value = value
        self.field.cursor_position = len(value)
        self.update()

    def enter(self, typed: str, chosen: object) -> bool:
        """Add what is typed and close."""
        del chosen
        return self.add(typed)

    def special(self, event: events.Key) -> bool:
        """Add and stay; edit the last; alt+digit adds a proposal."""
        key, value = event.key, self.field.value
        if key == "ctrl+n":
            chosen = self.chosen
            if self.add(chosen.value if chosen else value):
                self.set_line("")
            return True
        if key == "backspace" and not value:
            last = self.take_last()
            if last is not None:
                self.set_line(last)
            return True
        return False


def shortened(pieces: Iterable[tuple[str, Style]], room_cells: int) -> Pieces:
    """Pieces of which each is cut to its share of a line; short ones leave theirs to the others."""
    found: Sequence[tuple[str, Style]] = list(pieces)
    cells = [width(text) for text, _ in found]
    share = max(cells, default=0)
    while share > 1 and sum(min(each, share) for each in cells) > room_cells:
        share -= 1
    return [(fit(text, share), style) for text, style in found]
