"""Every key, from the action table: first what holds where one is, then the rest; filtered as one types."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.events import Key
from textual.geometry import Offset
from textual.message import Message

from reader.actions import ACTIONS, GROUPS, PANEL, Action, Place, key_label
from reader.first_steps import STEPS
from reader.keymap import changed_labels, relabelled
from reader.layout.breaking import break_lines
from reader.layout.cells import fit, show_line, width
from reader.terminal.writing import PacedScreen
from reader.widgets.bars import EDGE_CELLS, BottomLine, LineWidget, TopLine
from reader.widgets.painting import line_of, strip_of
from reader.widgets.rows import Row, RowView

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from rich.style import Style
    from textual import events
    from textual.app import ComposeResult
    from textual.strip import Strip

    from reader.actions import Action
    from reader.themes import Look

KEY_CELLS = 23
"""Cells of the column of keys."""

COLUMN_CELLS = 58
"""Cells of a column of keys with their texts; two stand side by side where there is room."""

AIRY_ROWS = 16
"""From this height on a line is left free above and below the keys."""

WHEEL_ROWS = 3

FILTER_LENGTH = 40
"""Code points of a filter; no text of the help is longer than some words."""

Entry = tuple[str, str]
"""Keys and what they do; with empty keys a group's name, both empty an empty line."""

_WHERE = {Place.TEXT: "in the text", Place.PANEL: "in the panel"}


def help_entries(place: Place = Place.TEXT, actions: Sequence[Action] = ACTIONS) -> list[Entry]:
    """The lines of the help, group by group: the first steps, the keys of a place, those of the other."""
    entries: list[Entry] = [("", "First steps"), *_steps(actions)]
    other = Place.PANEL if place is Place.TEXT else Place.TEXT
    groups = GROUPS if place is Place.TEXT else (PANEL, *(each for each in GROUPS if each != PANEL))
    for group in groups:
        here = [each for each in actions if each.group == group and place in each.places]
        entries += _under(group, here)
    for group in groups:
        there = [each for each in actions if each.group == group and each.places == {other}]
        heading = f"{group.capitalize()}, {_WHERE[other]}" if group != PANEL else "In the panel"
        entries += _under(heading, there)
    entries += [
        ("", ""),
        ("", "While the ends of a mark are changed"),
        ("← →  h l  w b e", "Move the end by a character, by a word"),
        ("( )  { }  ↑ ↓", "By a sentence, a paragraph, a line; a click moves the nearer"),
        ("o", "Move the other end"),
        ("s p c  S", "Grow to sentence, paragraph, quotation; take that back"),
        ("enter", "Keep the ends"),
        ("esc", "Leave them as they were"),
        ("", ""),
        ("", "While a search is typed"),
        ("enter", "Stay at the hit; on nothing typed: repeat the last search"),
        ("esc", "Go back to where you were"),
        ("ctrl+r  alt+r", "A regular expression, or plain words again"),
        ("↑  ↓", "Earlier searches"),
        ("", ""),
        ("", "In the list of occurrences"),
        ("space  a", "Choose one, choose all"),
        ("1 to 6", "Highlight those chosen, else all"),
        ("t", "Tag those chosen, else all"),
        ("", ""),
        ("", "While a note is written"),
        ("esc  ctrl+s", "Keep it"),
        ("ctrl+t", "Edit it in your editor"),
        ("ctrl+z", "Undo in the note"),
        ("", ""),
        ("", "While a passage is chosen with f"),
        ("letters", "How its first word begins, then its last"),
        ("a letter on the page", "Take the word it stands in"),
        ("space", "First of all: label sentences and clauses"),
        ("PgDn  PgUp", "Scroll, also between first and last"),
        ("enter", "Take just this word"),
        ("tab", "Only go there"),
        ("backspace", "Take back a letter or a word"),
        ("", ""),
        ("", "While a filter is typed"),
        ("enter  ↓", "To the cards it takes"),
        ("esc", "All cards again"),
        ("tag: colour: note:", "Look there alone; also quote: and any field"),
        ("-word  or  ( )", "Without, either, brackets"),
        ("", ""),
        ("", "While tags are asked for"),
        ("enter", "Add and close"),
        (",", "Add and stay"),
        ("tab  alt+1 … alt+8", "Complete, take a proposal"),
        ("backspace", "On nothing typed: take the last tag off"),
        ("", ""),
        ("", "While fields are asked for"),
        ("enter", "Add name: value and close; name: takes it away"),
        ("ctrl+n", "Add and stay"),
        ("tab  alt+1 … alt+8", "Complete, take a proposal"),
        ("backspace", "On nothing typed: edit the last field"),
        ("", ""),
        ("", "While the other mark of a relation is chosen"),
        ("[  ]  ↑  ↓", "From mark to mark, from card to card"),
        ("/", "Find it by words of its quote or note"),
        ("enter", "Take it; then the relation's name, none takes it away"),
        ("", ""),
        ("", "While a list is shown"),
        ("↑  ↓  PgUp  PgDn", "Another entry; where letters are keys also j and k"),
        ("enter", "Take it"),
        ("/", "Filter; where nothing else is to be typed just type"),
        ("esc", "Take the filter away, then leave"),
    ]
    return entries


def _steps(actions: Sequence[Action]) -> list[Entry]:
    """The first steps, whatever was told before."""
    labels = changed_labels(actions, Place.TEXT)
    entries: list[Entry] = []
    for step in STEPS:
        keys = relabelled([each for each in step.keys if each[0] != "esc"], labels)
        does = ", ".join(does for _key, does in keys)
        entries.append(("  ".join(key for key, _does in keys), f"{step.word.capitalize()}: {does}"))
    return entries


def _under(heading: str, actions: Sequence[Action]) -> list[Entry]:
    """Actions below a heading, an empty line before it; nothing if there are none."""
    if not actions:
        return []
    entries: list[Entry] = [("", ""), ("", heading)]
    colours = [action for action in actions if action.name == "highlight"]
    for action in actions:
        if action in colours:
            if action is colours[0]:
                firsts = [key_label(each.keys[0]) for each in colours if each.keys]
                keys = "1 to 6" if "".join(firsts) == "123456" else "  ".join(firsts)
                colour_names = "Highlight in yellow, red, green, blue, purple, orange"
                entries.append((keys or "ctrl+p", colour_names))
            continue
        keys = "  ".join(key_label(key) for key in action.keys)
        entries.append((keys or "ctrl+p", action.text if keys else f"{action.text} (by its name)"))
    return entries


def matching(entries: Sequence[Entry], typed: str) -> list[Entry]:
    """The entries in whose keys, text or heading every word that was typed stands, below their headings."""
    words = typed.casefold().split()
    found: list[Entry] = []
    heading = ""
    is_headed = False
    for keys, text in entries:
        if not keys:
            heading, is_headed = text, not text
            continue
        said = f"{keys} {text} {heading}".casefold()
        if all(word in said for word in words):
            if not is_headed:
                found += [("", ""), ("", heading)] if found else [("", heading)]
                is_headed = True
            found.append((keys, text))
    return found


def folded(entries: Sequence[Entry], text_cells: int) -> list[Entry]:
    """The entries with what is too long for its column broken over rows of its own."""
    found: list[Entry] = []
    for keys, text in entries:
        if not keys:
            found.append((keys, text))
            continue
        lines = [text]
        if width(text) > text_cells:
            ranges = break_lines(text, 0, len(text), max(1, text_cells))
            lines = [text[start:end].rstrip() for start, end in ranges]
        # A row without keys of its own has a blank: without any it would be a heading.
        found += zip_longest(_key_rows(keys), lines, fillvalue=" ")
    return found


def _key_rows(keys: str) -> list[str]:
    """Keys in rows that leave a blank before the text."""
    rows = [""]
    for key in keys.split("  "):
        joined = f"{rows[-1]}  {key}" if rows[-1] else key
        if width(joined) < KEY_CELLS - EDGE_CELLS:
            rows[-1] = joined
        elif rows[-1]:
            rows.append(key)
        else:
            rows[-1] = key
    return rows


def middle_of(entries: Sequence[Entry]) -> int:
    """Where a second column begins: at the group after which both are as even as may be."""
    ends = [number for number, entry in enumerate(entries) if entry == ("", "")]
    return min(ends, key=lambda end: max(end, len(entries) - end - 1), default=len(entries))


def _is_continued(entry: Entry) -> bool:
    """True for a row that goes on with the one before it, which `folded` has made of one entry."""
    return " " in entry


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
        while 0 < number < len(column) and _is_continued(column[number]):
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


class HelpScreen(PacedScreen):
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
    ) -> None:
        """Make the help of a place.

        Args:
            look: The styles.
            place: Where the focus is.
            actions: With the keys that hold now.
            do: Does an action that was clicked, once the help is closed.
        """
        super().__init__()
        self.look = look
        self._here = [each for each in actions if place in each.places]
        self._do = do
        self._entries = help_entries(place, actions)
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
        for action in self._here:
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
            self._view.scroll_rows(rows)
            self._view.update_rows()
        elif event.key in ("escape", "q", "question_mark", "f1", "enter"):
            self.dismiss()
        elif event.character == "/":
            self._show("")
        elif event.is_printable:
            self._bottom.say("/ filters these keys · esc goes back to the text")

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
