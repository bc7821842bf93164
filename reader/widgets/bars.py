"""The lines around the text: title above, hints and messages below, rule and scroll bar beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from annotations.whereabouts import NOWHERE
from reader.layout.cells import fit, narrow, show_line, width
from reader.pressing import hint_spots, key_at
from reader.widgets.hint_row import HintRow, press, wanted_cells, with_digits
from reader.widgets.painting import line_of, strip_of
from reader.widgets.places import fitted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events
    from textual.geometry import Region

    from annotations.model import Colour
    from annotations.whereabouts import Whereabouts
    from reader.themes import Look
    from reader.widgets.hint_row import Hint

EDGE_CELLS = 2
"""Blank cells at both ends of the top and the bottom line."""

ASIDE_GAP_CELLS = 3
"""Blank cells between hints and what stands at the right of the bottom line."""

PLACE_CELLS = 16
"""What the place where one is may take from the hints: a page or a time, and no title."""

ASIDE_FROM_CELLS = 40
"""In a narrower line what has a key there stands before the hints, and there is no room for more."""


class LineWidget(Widget):
    """One line (or a few) that paints what it was last given."""

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    LineWidget { height: 1; width: 1fr; }
    """

    def __init__(self, look: Look, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.look = look

    def paint(self, y: int) -> Strip:
        """The line at a row of the widget."""
        raise NotImplementedError

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region."""
        strips = [self.paint(y) for y in range(crop.y, crop.bottom)]
        if crop.x or crop.width != self.size.width:
            return [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        """One line; Textual asks for it at mouse events."""
        return self.paint(y)


class TopLine(LineWidget):
    """The title at the left, how much there is at the right."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, id="top")
        self._shown = ("", "")

    def show(self, title: str, state: str) -> None:
        """Show a title and what stands at the right."""
        if (title, state) != self._shown:
            self._shown = (title, state)
            self.refresh()

    def paint(self, y: int) -> Strip:
        """Title and state, muted."""
        del y
        title, state = self._shown
        muted = self.look.muted
        return line_of(
            [(title, muted)],
            self.size.width,
            self.look.text,
            right=[(state, muted)],
            margin_cells=min(EDGE_CELLS, self.size.width // 8),
        )


class BottomLine(LineWidget):
    """Mode sign with hints, or a message until the next key."""

    def __init__(self, look: Look, *, keeps_last: bool = False) -> None:
        super().__init__(look, id="bottom")
        self._keeps_last = keeps_last
        """The last hint is the way out, and stays where not all have room."""
        self._mode = ""
        self._hints: tuple[Hint, ...] = ()
        self._aside: tuple[Hint, ...] = ()
        self._where = NOWHERE
        self._message = ""
        self._is_error = False

    @property
    def message(self) -> str:
        """What is said at the moment."""
        return self._message

    @property
    def keys(self) -> list[str]:
        """Those of the hints, whether there is room for them or not."""
        return [spot.key for hint in self._hints for spot in hint_spots(*with_digits(hint))]

    def show(
        self,
        mode: str,
        hints: Sequence[Hint],
        aside: Sequence[Hint] = (),
        where: Whereabouts = NOWHERE,
    ) -> None:
        """Show a mode's sign and its hints, most needed first.

        Args:
            mode: Its sign; empty at rest.
            hints: Keys and what they do.
            aside: What stands at the right, the most needed first; what has no key is left out where it
                does not fit.
            where: The place of the caret; at the very right, as much of it as fits.
        """
        shown = mode, tuple(hints), tuple(aside), where
        if shown != (self._mode, self._hints, self._aside, self._where):
            self._mode, self._hints, self._aside, self._where = shown
            self.refresh()

    def say(self, message: str, *, is_error: bool = False) -> None:
        """Say something in place of the hints; an empty message takes it away."""
        if (message, is_error) != (self._message, self._is_error):
            self._message, self._is_error = message, is_error
            self.refresh()

    def paint(self, y: int) -> Strip:
        """The message, else as many hints as fit; at the right what stands aside."""
        del y
        look, total = self.look, self.size.width
        margin = min(EDGE_CELLS, total // 8)
        row, right = self._laid_out(total, margin)
        return line_of(row.pieces, total, look.text, right=right.pieces, margin_cells=margin)

    def _laid_out(self, total: int, margin: int) -> tuple[HintRow, HintRow]:
        """What stands at the left and at the right of a line of so many cells, without the margins."""
        look = self.look
        row, nothing = HintRow(look), HintRow(look)
        if self._mode:
            row.add(f" {self._mode} ", look.mode)
            row.add("  ", look.text)
        room = total - 2 * margin
        if self._message:
            style = look.error if self._is_error else look.strong_text
            row.add_message(self._message, style, room - row.cells)
            return row, self._right(room - row.cells - ASIDE_GAP_CELLS)
        if total < ASIDE_FROM_CELLS:
            signs = [(key, show_line(text)) for key, text in self._aside if key]
            left = room - row.cells
            signs = [(key, fit(text, left - width(key) - 1)) for key, text in signs]
            row.add_hints((*signs, *self._hints), left)
            return row, nothing
        left = room - row.cells - wanted_cells(self._hints) - ASIDE_GAP_CELLS
        right = self._right(
            total * 2 // 5 - margin, max(left, PLACE_CELLS if self._where.exact else 0)
        )
        taken = right.cells + ASIDE_GAP_CELLS if right.cells else 0
        row.add_hints(self._hints, room - taken - row.cells, keeps_last=self._keeps_last)
        return row, right

    def _right(self, room_cells: int, place_cells: int | None = None) -> HintRow:
        """What fits of the aside, then of the place.

        Args:
            room_cells: For all of it.
            place_cells: Of these, for the place; None: no less.
        """
        row = HintRow(self.look)
        for key, text in self._aside:
            gap = ASIDE_GAP_CELLS if row.cells else 0
            left = room_cells - row.cells - gap - (width(key) + 1 if key else 0)
            safe = show_line(text)
            # The sign of a mode is cut rather than left out.
            shown = safe if width(safe) <= left else fit(safe, left) if key and left > 1 else ""
            if shown:
                row.add(" " * gap, self.look.text)
                row.add_hint(key, shown)
        gap = ASIDE_GAP_CELLS if row.cells else 0
        left = room_cells - row.cells - gap
        if place := fitted(self._where, left if place_cells is None else min(left, place_cells)):
            row.add(f"{' ' * gap}{place}", self.look.muted)
        return row

    def on_click(self, event: events.Click) -> None:
        """A click on a hint presses its key; one beside a message takes that away."""
        event.stop()
        total = self.size.width
        margin = min(EDGE_CELLS, total // 8)
        row, right = self._laid_out(total, margin)
        key = key_at(row.spots, event.x - margin)
        key = key or key_at(right.spots, event.x - (total - margin - right.cells))
        if key:
            press(self, key)
        else:
            self.say("")


class RuleLine(LineWidget):
    """The one thin rule between text and panel; below the text it may carry a muted word."""

    DEFAULT_CSS = """
    RuleLine { width: 1; height: 1fr; }
    RuleLine.-below { width: 1fr; height: 1; }
    """

    class Dragged(Message):
        """The mouse drags the rule to a place of the screen."""

        def __init__(self, column: int, row: int) -> None:
            super().__init__()
            self.column = column
            self.row = row

    def __init__(self, look: Look) -> None:
        super().__init__(look, id="rule")
        self._is_dragging = False

    def paint(self, y: int) -> Strip:
        """A piece of the rule."""
        del y
        total = self.size.width
        sign = narrow("─" * total if self.has_class("-below") else "│")
        return strip_of([(sign, total, self.look.rule)], total, self.look.text)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Be dragged from now on."""
        event.stop()
        if event.button == 1:
            self._is_dragging = True
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell where the pointer is."""
        if self._is_dragging:
            event.stop()
            self.post_message(self.Dragged(event.screen_x, event.screen_y))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Stay here."""
        event.stop()
        self._is_dragging = False
        self.release_mouse()


class Ruler(LineWidget):
    """The scroll bar with the marks upon it: where the view is, where the marks are.

    It goes by code points and not by lines, so that it is exact however little is laid out.
    """

    DEFAULT_CSS = """
    Ruler { width: 1; height: 1fr; }
    """

    class Pointed(Message):
        """The mouse asks for a place, 0 at the top to 1 at the end."""

        def __init__(self, share: float, *, begins: bool) -> None:
            super().__init__()
            self.share = share
            self.begins = begins
            """False while the button is held on."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, id="ruler")
        self._thumb = (0, 0)
        self._marks: Mapping[int, Colour | None] = {}
        self._hits: frozenset[int] = frozenset()
        self._is_dragging = False

    def show(
        self,
        first_share: float,
        last_share: float,
        marks: Mapping[int, Colour | None],
        hits: frozenset[int] = frozenset(),
    ) -> None:
        """Show the part in view (0 to 1) and, by row of the ruler, the marks' colours and the hits."""
        height = self.size.height
        first = min(height - 1, int(first_share * height))
        last = max(first + 1, min(height, round(last_share * height)))
        if first_share <= 0 and last_share >= 1:
            first = last = 0
        if ((first, last), marks, hits) != (self._thumb, self._marks, self._hits):
            self._thumb, self._marks, self._hits = (first, last), marks, hits
            self.refresh()

    def paint(self, y: int) -> Strip:
        """A mark's bar, a hit's tick, the thumb, or nothing."""
        look = self.look
        if y in self._marks:
            colour = self._marks[y]
            glyph = look.bar_glyph(colour, has_note=True).replace("▌", "▐")
            return Strip([Segment(glyph, look.bar(colour))], 1)
        if y in self._hits:
            return Strip([Segment("╶", look.accent)], 1)
        if self._thumb[0] <= y < self._thumb[1]:
            return Strip([Segment(narrow("▕"), look.faint)], 1)
        return Strip([Segment(" ", look.text)], 1)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Go there, and follow while the button is held."""
        event.stop()
        self._is_dragging = True
        self.capture_mouse()
        self._point(event.y, begins=True)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow the pointer."""
        if self._is_dragging:
            event.stop()
            self._point(event.y, begins=False)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Stay there."""
        event.stop()
        self._is_dragging = False
        self.release_mouse()

    def _point(self, y: int, *, begins: bool) -> None:
        rows = max(1, self.size.height - 1)
        self.post_message(self.Pointed(max(0.0, min(1.0, y / rows)), begins=begins))
