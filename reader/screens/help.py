"""The help as it is seen: in one column or two, scrolled, filtered as one types; what is clicked is done.

What it says is `help_entries`' question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.events import Key
from textual.geometry import Offset
from textual.message import Message
from textual.screen import Screen

from reader.actions import ACTIONS, Place, is_lone_modifier, key_label
from reader.layout.cells import fit, show_line, width
from reader.pressing import hint_spots
from reader.screens.help_entries import (
    KEY_CELLS,
    folded,
    help_entries,
    is_continued,
    matching,
    middle_of,
)
from reader.terminal.writing import PacedScreen
from reader.widgets.bars import EDGE_CELLS, BottomLine, LineWidget, TopLine
from reader.widgets.hint_row import press
from reader.widgets.painting import line_of, strip_of
from reader.widgets.rows import Row, RowView

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from rich.style import Style
    from textual import events
    from textual.app import ComposeResult
    from textual.strip import Strip

    from reader.actions import Action
    from reader.screens.help_entries import Entry
    from reader.themes import Look

COLUMN_CELLS = 58
"""Cells of a column of keys with their texts; two stand side by side where there is room."""

AIRY_ROWS = 16
"""From this height on a line is left free above and below the keys."""

WHEEL_ROWS = 3

FILTER_LENGTH = 40
"""Code points of a filter; no text of the help is longer than some words."""


class _HelpView(RowView, can_focus=True):
    """The lines in one column or two."""

    class Pointed(Message):
        """The mouse points at an entry."""

        def __init__(self, keys: str, text: str) -> None:
            super().__init__()
            self.keys = keys
            self.text = text

    def __init__(self, look: Look, entries: Sequence[Entry]) -> None:
        super().__init__(look)
        self._entries = entries
        self._laid_out: tuple[int, list[Sequence[Entry]]] = (-1, [])

    def show(self, entries: Sequence[Entry]) -> None:
        """Show other entries, from the first."""
        self._entries = entries
        self._laid_out = (-1, [])
        self.top = (0, 0)
        self.forget_painted()

    def _columns(self) -> list[Sequence[Entry]]:
        if self._laid_out[0] != self.cells:
            self._laid_out = (self.cells, self._lay_out())
        return self._laid_out[1]

    def _lay_out(self) -> list[Sequence[Entry]]:
        if self.cells < 2 * COLUMN_CELLS:
            return [folded(self._entries, self.cells - KEY_CELLS - 1)]
        entries = folded(self._entries, self.cells // 2 - KEY_CELLS)
        middle = middle_of(entries)
        return [entries[:middle], entries[middle + 1 :]]

    def entry_at(self, x: int, y: int) -> Entry:
        """Keys and the beginning of the text of what stands at a cell; both empty for nothing."""
        rows, columns = self.visible_rows(), self._columns()
        column = columns[min(x * len(columns) // max(1, self.cells), len(columns) - 1)]
        row = rows[y] if 0 <= y < len(rows) else None
        number = row[0] if row is not None else len(column)
        # What was folded stands below its beginning.
        while 0 < number < len(column) and is_continued(column[number]):
            number -= 1
        return column[number] if number < len(column) else ("", "")

    def on_click(self, event: events.Click) -> None:
        """Tell what was clicked."""
        event.stop()
        keys, text = self.entry_at(event.x, event.y)
        if event.button == 1 and keys.strip():
            self.post_message(self.Pointed(keys, text))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel scrolls."""
        event.stop()
        self._wheel(WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel scrolls back."""
        event.stop()
        self._wheel(-WHEEL_ROWS)

    def _wheel(self, rows: int) -> None:
        if self.scroll_rows(rows):
            self.update_rows()

    def item_count(self) -> int:
        return max(len(column) for column in self._columns())

    def item_height(self, item: int) -> int:
        del item
        return 1

    def signatures(self, rows: Sequence[Row | None]) -> list[Hashable]:
        return [row and row[0] for row in rows]

    def paint(self, row: Row | None, signature: Hashable) -> Strip:
        del signature
        total, look = self.cells, self.look
        pieces: list[tuple[str, int, Style]] = []
        if row is not None:
            columns = self._columns()
            cells = total // len(columns)
            for column in columns:
                entry = column[row[0]] if row[0] < len(column) else ("", "")
                pieces += self._entry(entry, cells)
        return strip_of(pieces, total, look.text)

    def _entry(self, entry: Entry, cells: int) -> list[tuple[str, int, Style]]:
        keys, text = entry
        look = self.look
        key_cells = min(KEY_CELLS, cells // 2)
        if not keys:
            shown = fit(text, cells - EDGE_CELLS - 1)
            pieces = [(" " * EDGE_CELLS, EDGE_CELLS, look.text), (shown, width(shown), look.strong)]
            used = EDGE_CELLS + width(shown)
        else:
            left = fit(keys, key_cells - EDGE_CELLS)
            right = fit(text, cells - key_cells)  # a window narrower than the keys cuts
            gap = key_cells - EDGE_CELLS - width(left)
            pieces = [
                (" " * EDGE_CELLS, EDGE_CELLS, look.text),
                (left, width(left), look.accent),
                (" " * gap, gap, look.text),
                (right, width(right), look.text),
            ]
            used = key_cells + width(right)
        return [*pieces, (" " * (cells - used), cells - used, look.text)]


class _FilterLine(LineWidget):
    """What is typed to filter, and how many keys are left; it is there while one filters."""

    DEFAULT_CSS = """
    _FilterLine { height: 1; margin: 1 0 0 0; }
    """

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.display = False
        self._shown = ("", 0)

    def show(self, typed: str, count: int) -> None:
        self._shown = (typed, count)
        self.refresh()

    def paint(self, y: int) -> Strip:
        del y
        look, total = self.look, self.size.width
        typed, count = self._shown
        return line_of(
            [("/ ", look.accent), (typed, look.strong_text), (" ", look.text + look.caret)],
            total,
            look.text,
            right=[(f"{count} key" + "s" * (count != 1), look.muted)],
            margin_cells=EDGE_CELLS,
        )


class HelpScreen(PacedScreen, Screen[None]):
    """All keys; any of the ways back closes it."""

    BINDINGS: ClassVar = []
    CSS = """
    HelpScreen { layout: vertical; }
    HelpScreen _HelpView { margin: 1 0; }
    HelpScreen.-low * { margin: 0; }
    """

    def __init__(
        self,
        look: Look,
        place: Place = Place.TEXT,
        actions: Sequence[Action] = ACTIONS,
        do: Callable[[Action], None] | None = None,
        *,
        entries: Sequence[Entry] | None = None,
    ) -> None:
        """Make the help of a place, or of a list with keys of its own.

        Args:
            look: The styles.
            place: Where the focus is.
            actions: With the keys that hold now.
            do: Does an action that was clicked, once the help is closed.
            entries: What it says instead of the keys of a place; a click on one presses its key.
        """
        super().__init__()
        self.look = look
        self._here = [each for each in actions if place in each.places]
        self._do = do
        self._presses = entries is not None
        self._entries = help_entries(place, actions) if entries is None else entries
        self._typed: str | None = None
        """The filter; None: there is none, and letters are keys."""
        self._view = _HelpView(look, self._entries)
        self._top = TopLine(look)
        self._filter = _FilterLine(look)
        self._bottom = BottomLine(look)

    def compose(self) -> ComposeResult:
        """Title, filter, keys, hints."""
        yield self._top
        yield self._filter
        yield self._view
        yield self._bottom

    def on_mount(self) -> None:
        """Say what this is and how to leave."""
        self._top.show("Keys", "select first, then act")
        self._show(self._typed)  # keys typed at once may be here before
        self._view.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Leave lines free where there is room."""
        self.set_class(event.size.height < AIRY_ROWS, "-low")

    def cursor_place(self) -> Offset:
        """Of the terminal's cursor: the end of the filter, else the first of the keys in view."""
        if self._typed is None:
            return self._view.region.offset + Offset(EDGE_CELLS, 0)
        return self._filter.region.offset + Offset(EDGE_CELLS + 2 + width(self._typed), 0)

    def _show(self, typed: str | None) -> None:
        """Filter by what is typed; None shows all."""
        had = self._typed
        self._typed = typed
        is_filtered = typed is not None
        self._filter.display = is_filtered
        scrolling = ("↑↓ PgUp PgDn", "scroll")
        if is_filtered:
            self._bottom.show("HELP", [scrolling, ("esc", "all keys")])
        else:
            hints = [("/", "filter"), scrolling, ("esc", "back"), ("a click", "does it")]
            self._bottom.show("HELP", hints)
        if (had, typed) == (None, None):
            return
        found = matching(self._entries, typed) if typed else self._entries
        self._filter.show(typed or "", sum(1 for keys, _text in found if keys))
        self._view.show(found or [("", "No key does that.")])

    @on(_HelpView.Pointed)
    def _entry_pointed(self, message: _HelpView.Pointed) -> None:
        """Do what was clicked, where that can be done."""
        key = message.keys.split("  ")[0]
        if self._presses:
            spots = hint_spots(key, "")
            if len(spots) == 1:
                self.dismiss()
                press(self, spots[0].key)
                return
        for action in () if self._presses else self._here:
            is_text = action.text.startswith(message.text) or message.text.startswith(action.text)
            if is_text and key in ([key_label(each) for each in action.keys] or ["ctrl+p"]):
                self.dismiss()
                if self._do is not None:
                    self._do(action)
                return
        self._bottom.say("this one holds elsewhere · esc goes back")

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted is typed."""
        event.stop()
        if self._typed is not None:
            self._show((self._typed + show_line(event.text))[:FILTER_LENGTH])

    def on_key(self, event: events.Key) -> None:
        """Scroll, filter, or leave."""
        event.stop()
        event.prevent_default()
        if self.app.screen is not self:
            # Typed together with the key that left: it is for what comes after.
            self.app.post_message(Key(event.key, event.character))
            return
        self._bottom.say("")
        if self._typed is not None and self._takes(event, self._typed):
            return
        page = max(1, self._view.rows - 2)
        rows = {
            "down": 1, "j": 1, "up": -1, "k": -1, "pagedown": page, "space": page, "ctrl+f": page,
            "pageup": -page, "backspace": -page, "ctrl+b": -page, "home": -10_000, "end": 10_000,
            "g": -10_000, "G": 10_000,
        }.get(event.key)  # fmt: skip
        if rows is not None:
            if not self._view.scroll_rows(rows):
                self._bottom.say(f"the keys {'begin' if rows < 0 else 'end'} here")
            self._view.update_rows()
        elif event.key in ("escape", "q", "question_mark", "f1", "enter"):
            self.dismiss()
        elif event.character == "/":
            self._show("")
        elif event.is_printable:
            self._bottom.say("/ filters these keys · esc goes back to the text")
        elif not is_lone_modifier(event.key):
            self._bottom.say(f"{key_label(event.key)} does nothing here · esc goes back")

    def _takes(self, event: events.Key, typed: str) -> bool:
        """True if a key belongs to the filter."""
        if event.key == "escape" or (event.key == "backspace" and not typed):
            self._show(None)
        elif event.key == "backspace":
            self._show(typed[:-1])
        elif event.key == "ctrl+u":
            self._show("")
        elif event.is_printable and event.character:
            self._show((typed + event.character)[:FILTER_LENGTH])
        else:
            return event.key == "enter"
        return True
