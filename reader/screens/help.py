"""Every key, from the action table, in groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.events import Key
from textual.screen import Screen

from reader.actions import ACTIONS, GROUPS, Action, Place, key_label
from reader.layout.cells import fit, width
from reader.widgets.bars import EDGE_CELLS, BottomLine, TopLine
from reader.widgets.painting import strip_of
from reader.widgets.rows import Row, RowView

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from rich.style import Style
    from textual import events
    from textual.app import ComposeResult
    from textual.strip import Strip

    from reader.themes import Look

KEY_CELLS = 22
"""Cells of the column of keys."""

COLUMN_CELLS = 58
"""Cells of a column of keys with their texts; two stand side by side where there is room."""

Entry = tuple[str, str]
"""Keys and what they do; with empty keys a group's name, both empty an empty line."""


def help_entries(actions: Sequence[Action] = ACTIONS) -> list[Entry]:
    """The lines of the help, group by group; what has no key is in the palette."""
    entries: list[Entry] = []
    for group in GROUPS:
        if entries:
            entries.append(("", ""))
        entries.append(("", group))
        colours = [action for action in actions if action.name == "highlight"]
        for action in actions:
            if action.group != group or (action in colours and action is not colours[0]):
                continue
            if action in colours:
                firsts = [key_label(each.keys[0]) for each in colours if each.keys]
                keys = "1 to 6" if "".join(firsts) == "123456" else "  ".join(firsts)
                entries.append(
                    (keys or "–", "Highlight in yellow, red, green, blue, purple, orange")
                )
                continue
            keys = "  ".join(key_label(key) for key in action.keys or ("ctrl+p",))
            where = " (in the panel)" if action.places == {Place.PANEL} else ""
            entries.append((keys, action.text + where))
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


class _HelpView(RowView, can_focus=True):
    """The lines in one column or two."""

    def __init__(self, look: Look, actions: Sequence[Action]) -> None:
        super().__init__(look)
        self._entries = help_entries(actions)

    @property
    def _columns(self) -> int:
        return 2 if self.cells >= 2 * COLUMN_CELLS else 1

    def item_count(self) -> int:
        return -(-len(self._entries) // self._columns)

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
            cells = total // self._columns
            for column in range(self._columns):
                number = row[0] + column * self.item_count()
                if number < len(self._entries):
                    pieces += self._entry(self._entries[number], cells)
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
            right = fit(text, cells - key_cells - 1)
            gap = key_cells - EDGE_CELLS - width(left)
            pieces = [
                (" " * EDGE_CELLS, EDGE_CELLS, look.text),
                (left, width(left), look.accent),
                (" " * gap, gap, look.text),
                (right, width(right), look.text),
            ]
            used = key_cells + width(right)
        return [*pieces, (" " * (cells - used), cells - used, look.text)]


class HelpScreen(Screen[None]):
    """All keys; any of the ways back closes it."""

    BINDINGS: ClassVar = []
    CSS = "HelpScreen { layout: vertical; }"

    def __init__(self, look: Look, actions: Sequence[Action] = ACTIONS) -> None:
        super().__init__()
        self.look = look
        self._view = _HelpView(look, actions)
        self._top = TopLine(look)
        self._bottom = BottomLine(look)

    def compose(self) -> ComposeResult:
        """Title, keys, hints."""
        yield self._top
        yield self._view
        yield self._bottom

    def on_mount(self) -> None:
        """Say what this is and how to leave."""
        self._top.show("Keys", "select first, then act")
        self._bottom.show("HELP", [("↑↓ PgUp PgDn", "scroll"), ("esc", "back")])
        self._view.focus()

    def on_key(self, event: events.Key) -> None:
        """Scroll, or leave."""
        event.stop()
        event.prevent_default()
        if not self.is_current:
            # Typed together with the key that left: it is for what comes after.
            self.app.post_message(Key(event.key, event.character))
            return
        page = max(1, self._view.rows - 2)
        rows = {
            "down": 1, "j": 1, "up": -1, "k": -1, "pagedown": page, "space": page,
            "pageup": -page, "backspace": -page, "home": -10_000, "end": 10_000,
        }.get(event.key)  # fmt: skip
        if rows is not None:
            self._view.scroll_rows(rows)
            self._view.update_rows()
        elif event.key in ("escape", "q", "question_mark", "f1", "enter"):
            self.dismiss()
