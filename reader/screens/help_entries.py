"""What the help says: every key with what it does, first what holds where one is; filtered, and in columns.

How it is painted, scrolled and left is `help`'s question.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from reader.actions import ACTIONS, CODEBOOK, ELSE, GO, GROUPS, LIBRARY, PANEL, Place, key_label
from reader.first_steps import STEPS
from reader.keymap import changed_labels, relabelled
from reader.layout.breaking import break_lines
from reader.layout.cells import width
from reader.widgets.bars import EDGE_CELLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.actions import Action

KEY_CELLS = 23
"""Cells of the column of keys."""

Entry = tuple[str, str]
"""Keys and what they do; with empty keys a group's name, both empty an empty line."""

_WHERE = {
    Place.TEXT: "in the text",
    Place.PANEL: "in the panel",
    Place.CODEBOOK: "in the codebook",
    Place.LIBRARY: "in the library",
}

_FIRST = {Place.PANEL: PANEL, Place.CODEBOOK: CODEBOOK, Place.LIBRARY: LIBRARY}
"""The group that leads at a place; elsewhere they stand in their order."""

_IN_LIBRARY: tuple[Entry, ...] = (
    ("", ""),
    ("", "While the filter is typed"),
    ("words  -word  or  ( )", "In titles, authors, sources, tags; in quotes and notes of marks"),
    ("tag: is: author: …", "Look there alone; tab completes"),
    ("enter", "Open the first article"),
    ("↓", "Into the list"),
    ("ctrl+s", "Save it under a name, to which saved: completes"),
    ("esc", "All articles again"),
    ("", ""),
    ("", "While tags are asked for"),
    ("enter", "Add and close"),
    (",", "Add and stay"),
    ("backspace", "On nothing typed: take the last tag off"),
)

_WHILE_ASKED: tuple[Entry, ...] = (
    ("", ""),
    ("", "While the query is typed"),
    ("enter", "Open the first"),
    ("↓", "Into the list"),
    ("words  -word  or  ( )", "With, without, either, brackets"),
    ("tag: in: since: …", "Look there alone; tab completes"),
    ("esc", "Without it"),
)
_IN_LIST: tuple[Entry, ...] = (
    ("↑  k", "To the one above"),
    ("↓  j", "To the one below"),
    ("PgUp  ctrl+u", "A page up"),
    ("PgDn  ctrl+d", "A page down"),
    ("Home  g", "To the first"),
    ("End  G", "To the last"),
    ("space", "Choose it, go to the next"),
    ("shift+↓", "Choose a range downwards"),
    ("shift+↑", "Choose a range upwards"),
    ("a", "Choose all; again: none"),
)
_ELSEWHERE: tuple[Entry, ...] = (
    ("B", "Library: every article"),
    ("C", "Codebook"),
    ("u", "Undo"),
    ("U  ctrl+r", "Redo"),
    ("esc  q", "Back"),
)

OF_ALL_MARKS: tuple[Entry, ...] = (
    ("", "Marks of all articles"),
    ("enter", "Open the article there; q comes back to the list"),
    ("/", "Ask for those that answer a query"),
    ("ctrl+s", "Save the query under a name"),
    ("O", "The newest first, or the best"),
    *_IN_LIST,
    ("1 to 6", "Recolour"),
    ("t", "Tag, or take tags off"),
    ("i", "Give fields: name and value"),
    ("x", "Delete"),
    ("Y  y", "Copy with the references"),
    ("X", "Export"),
    ("T", "Look for the same in the texts"),
    *_ELSEWHERE,
    *_WHILE_ASKED,
)
"""The help of the list of all marks."""

OF_ALL_TEXTS: tuple[Entry, ...] = (
    ("", "Texts of all articles"),
    ("enter", "Open the article there; q comes back to the list"),
    ("/", "Look for other words"),
    *_IN_LIST,
    ("1 to 6", "Mark the sentence"),
    ("t", "Mark it with tags"),
    ("T  M", "The marks that answer the same"),
    *_ELSEWHERE,
    ("esc", "First of all: end a search that goes on"),
    *_WHILE_ASKED,
)
"""The help of the list of sentences."""


def help_entries(place: Place = Place.TEXT, actions: Sequence[Action] = ACTIONS) -> list[Entry]:
    """The lines of the help, group by group: the first steps, the keys of a place, those of the other."""
    if place is Place.LIBRARY:
        return _library_entries(actions)
    entries: list[Entry] = [("", "First steps"), *_steps(actions)]
    groups = sorted(GROUPS, key=lambda group: group != _FIRST.get(place))
    for group in groups:
        here = [each for each in actions if each.group == group and place in each.places]
        entries += _under(group, here)
    for other in (each for each in Place if each is not place):
        for group in groups:
            there = [
                each
                for each in actions
                if each.group == group and place not in each.places and other is _home(each)
            ]
            where = _WHERE[other]
            is_own = group == _FIRST.get(other)
            entries += _under(where.capitalize() if is_own else f"{group}, {where}", there)
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


def _home(action: Action) -> Place:
    """The first of the places where an action holds."""
    return next(each for each in Place if each in action.places)


def _library_entries(actions: Sequence[Action]) -> list[Entry]:
    """The lines of the help of the list of articles."""
    entries: list[Entry] = []
    for group in (LIBRARY, GO, ELSE):
        here = [each for each in actions if each.group == group and Place.LIBRARY in each.places]
        entries += _under(group, here)
    return [*entries[1:], *_IN_LIBRARY]


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


def is_continued(entry: Entry) -> bool:
    """True for a row that goes on with the one before it, which `folded` has made of one entry."""
    return " " in entry
