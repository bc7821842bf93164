"""The one table of what a key can do: it feeds the key dispatch, the help, the palette and the hints.

Keys are written as a person reads them: the character itself, `ctrl+d`, `shift+left`, `space`.
A character wins over the name of the key that made it, so layouts with AltGr work.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from annotations.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Place(Enum):
    """Where an action holds."""

    TEXT = auto()
    """The article has the focus."""
    PANEL = auto()
    """The panel has the focus."""
    CODEBOOK = auto()
    """The codebook is shown."""
    LIBRARY = auto()
    """The list of articles."""


BOTH = frozenset((Place.TEXT, Place.PANEL))
IN_TEXT = frozenset((Place.TEXT,))
IN_PANEL = frozenset((Place.PANEL,))
IN_CODEBOOK = frozenset((Place.CODEBOOK,))
IN_LIBRARY = frozenset((Place.LIBRARY,))
EVERYWHERE = frozenset(Place)


class Action(NamedTuple):
    """Something a key does; the screen has a method of this name."""

    name: str
    keys: tuple[str, ...]
    """None: it is in the palette alone."""
    text: str
    """What it does, as a person would say it: an imperative without a full stop."""
    group: str
    places: frozenset[Place] = IN_TEXT
    argument: int | str | None = None
    """Passed to the method: a colour's digit, a direction."""
    in_palette: bool = True

    @property
    def public(self) -> str:
        """How the settings name it: `select-sentence`, `highlight 1`, `move word-forward`."""
        name = self.name.replace("_", "-")
        return name if self.argument is None else f"{name} {self.argument}"


def _action(
    name: str,
    keys: str,
    text: str,
    group: str,
    *,
    places: frozenset[Place] = IN_TEXT,
    argument: int | str | None = None,
    in_palette: bool = True,
) -> Action:
    return Action(
        name=name,
        keys=tuple(keys.split()),
        text=text,
        group=group,
        places=places,
        argument=argument,
        in_palette=in_palette,
    )


MOVE, SELECT, MARK, GO, PANEL, LIBRARY, CODEBOOK, ELSE = (
    "Move",
    "Select",
    "Mark",
    "Go",
    "Panel",
    "Library",
    "Codebook",
    "Else",
)
GROUPS = (MOVE, SELECT, MARK, GO, PANEL, LIBRARY, CODEBOOK, ELSE)


def _moves() -> Iterable[Action]:
    for name, keys, text in (
        ("left", "left h", "Left by a character"),
        ("right", "right l", "Right by a character"),
        ("up", "up k", "Up a line"),
        ("down", "down j", "Down a line"),
        ("word-forward", "w ctrl+right", "To the next word"),
        ("word-back", "b ctrl+left", "To the word before"),
        ("word-end", "e", "To the end of the word"),
        ("sentence-forward", ")", "To the next sentence"),
        ("sentence-back", "(", "To the sentence before"),
        ("paragraph-forward", "} ctrl+down", "To the next paragraph"),
        ("paragraph-back", "{ ctrl+up", "To the paragraph before"),
        ("page-down", "pagedown space ctrl+f", "Down a page"),
        ("page-up", "pageup backspace ctrl+b", "Up a page"),
        ("half-down", "ctrl+d", "Down half a page"),
        ("half-up", "ctrl+u", "Up half a page"),
        ("start", "g ctrl+home", "To the beginning"),
        ("end", "G ctrl+end", "To the end"),
        ("line-start", "home", "To the start of the line"),
        ("line-end", "end", "To the end of the line"),
    ):
        yield _action("move", keys, text, MOVE, argument=name, in_palette=False)
    for name, keys, text in (
        ("left", "shift+left", "Select to the left"),
        ("right", "shift+right", "Select to the right"),
        ("up", "shift+up", "Select a line up"),
        ("down", "shift+down", "Select a line down"),
        ("line-start", "shift+home", "Select to the start of the line"),
        ("line-end", "shift+end", "Select to the end of the line"),
        ("page-down", "shift+pagedown", "Select a page down"),
        ("page-up", "shift+pageup", "Select a page up"),
        ("word-forward", "ctrl+shift+right", "Select to the next word"),
        ("word-back", "ctrl+shift+left", "Select to the word before"),
    ):
        yield _action("extend", keys, text, SELECT, argument=name, in_palette=False)


def _in_codebook() -> Iterable[Action]:
    for motion, keys, text in (
        ("up", "up k", "To the tag above"),
        ("down", "down j", "To the tag below"),
        ("page-up", "pageup ctrl+u ctrl+b", "Tags: a page up"),
        ("page-down", "pagedown ctrl+d ctrl+f", "Tags: a page down"),
        ("start", "home g", "To the first tag"),
        ("end", "end G", "To the last tag"),
    ):
        yield _action(
            "tag_row", keys, text, CODEBOOK, places=IN_CODEBOOK, argument=motion, in_palette=False
        )
    for name, keys, text in (
        ("tag_marks", "enter", "Show the marks of the tag"),
        ("choose_tag", "space", "Choose the tag, go to the next"),
        ("filter_tags", "/", "Filter the tags"),
        ("rename_tag", "r", "Rename the tag, with what lies below it"),
        ("move_tag", "m", "Move the tag below another, or to the top"),
        ("merge_tags", "J", "Merge the tag, or those chosen, into another"),
        ("delete_tags", "x delete", "Delete the tag, or those chosen, off all marks"),
        ("delete_unused", "", "Delete the tags that nothing has"),
        ("add_tag", "n", "Make a tag"),
        ("describe_tag", "a", "Say what the tag stands for"),
        ("flag_tag", "!", "Keep the tag and its marks out of exports, or let them out"),
        ("give_letter", "#", "Give the tag a letter that marks with it at once"),
        ("mean", "w", "Say what the six colours mean"),
        ("describe_field", "i", "Say what a field holds"),
    ):
        yield _action(name, keys, text, CODEBOOK, places=IN_CODEBOOK)
    for digit in range(7):
        colour = ("no colour", "yellow", "red", "green", "blue", "purple", "orange")[digit]
        yield _action(
            "paint_tag",
            str(digit),
            f"Give the tag {colour}",
            CODEBOOK,
            places=IN_CODEBOOK,
            argument=digit,
            in_palette=False,
        )


ACTIONS: tuple[Action, ...] = (
    *_moves(),
    _action("select_sentence", "s", "Select the sentence; again: one more", SELECT),
    _action("select_paragraph", "p", "Select the paragraph; again: one more", SELECT),
    _action("select_quotation", "c", "Select the quotation here, else the next one", SELECT),
    _action("select_next_quotation", '"', "Select the next quotation", SELECT),
    _action("jump", "f", "Select a passage by how its first and last word begin", SELECT),
    _action("toggle_visual", "v", "Select by moving", SELECT),
    _action("shrink", "S", "Take back the last growth of the selection", SELECT),
    _action("swap_ends", "", "Swap the ends of the selection", SELECT),
    *(
        _action(
            "highlight",
            str(digit),
            f"Highlight in {name}",
            MARK,
            argument=digit,
            places=BOTH,
        )
        for digit, name in enumerate(("yellow", "red", "green", "blue", "purple", "orange"), 1)
    ),
    _action("act", "enter", "Highlight the selection; follow the hyperlink; on a mark: its card", MARK),
    _action("tag", "t", "Tag", MARK, places=BOTH),
    _action("tag_by_letter", "#", "Tag at once, by the letter that a tag has in the codebook", MARK, places=BOTH),
    _action("note", "a", "Write a note", MARK, places=BOTH),
    _action("add_piece", "A", "Add the selection to the last mark as a further piece", MARK),
    _action("change_ends", "r", "Change the ends of the mark; place an orphan's on the selection", MARK, places=BOTH),
    _action("next_overlapping", ".", "The next of the marks that overlap here, outward", MARK),
    _action("sticky_tags", "T", "Keep tags on for the next marks", MARK, places=BOTH),
    _action("fields", "i", "Give fields: name and value", MARK, places=BOTH),
    _action("speaker", "@", "Say who speaks", MARK, places=BOTH),
    _action("relate", "L", "Relate to another mark", MARK, places=BOTH),
    _action("take_held_marks", "", "Take in the marks that the file holds of its own", MARK, places=BOTH),
    _action("import_marks", "", "Import a file of marks; what it would change is shown first", MARK, places=BOTH | IN_LIBRARY),
    _action("delete", "x delete", "Delete the mark", MARK, places=BOTH),
    _action("search", "/", "Search the text", GO),
    _action("next_hit", "n", "To the next hit of the search", GO),
    _action("occurrences", "*", "Every occurrence of the selection or word, in context", GO),
    _action("previous_hit", "N", "To the hit before", GO),
    _action("next_mark", "] ;", "To the next mark", GO),
    _action("previous_mark", "[ ,", "To the mark before", GO),
    _action("outline", "o", "Outline: to a heading, page or paragraph; swap the ends of a selection", GO, places=BOTH),
    _action("go_back", "ctrl+o alt+left", "Back to where you were", GO, places=BOTH),
    _action("go_forward", "ctrl+n alt+right", "Forward again", GO, places=BOTH),
    _action("bookmark", "m", "Set a bookmark, or take it away", GO),
    _action("bookmarks", "'", "Bookmarks", GO, places=BOTH),
    _action("marks", "M", "Marks of all articles", GO, places=BOTH | IN_LIBRARY | IN_CODEBOOK),
    _action("switch_focus", "tab", "Into the panel and back", PANEL, places=BOTH),
    _action("toggle_panel", "\\", "Show or hide the panel", PANEL, places=BOTH),
    _action("widen_panel", "<", "Widen the panel, or heighten it below the text", PANEL, places=BOTH),
    _action("narrow_panel", ">", "Narrow the panel, or lower it below the text", PANEL, places=BOTH),
    _action("hold_panel", "F", "Hold the panel, or let it follow the text", PANEL, places=BOTH),
    _action("choose_layers", "", "Show or hide a creator's marks", PANEL, places=BOTH),
    _action("card", "up k", "To the card above", PANEL, places=IN_PANEL, argument="up", in_palette=False),
    _action("card", "down j", "To the card below", PANEL, places=IN_PANEL, argument="down", in_palette=False),
    _action("card", "pageup backspace ctrl+b", "Cards: a page up", PANEL, places=IN_PANEL, argument="page-up", in_palette=False),
    _action("card", "pagedown ctrl+f", "Cards: a page down", PANEL, places=IN_PANEL, argument="page-down", in_palette=False),
    _action("card", "home g", "To the first card", PANEL, places=IN_PANEL, argument="start", in_palette=False),
    _action("card", "end G", "To the last card", PANEL, places=IN_PANEL, argument="end", in_palette=False),
    _action("follow_relation", "right l", "Follow a relation; again: the next", PANEL, places=IN_PANEL),
    _action("go_to_card", "enter", "Go to the mark's place", PANEL, places=IN_PANEL, in_palette=False),
    _action("choose_card", "space", "Choose the card, go to the next", PANEL, places=IN_PANEL),
    _action("extend_choice", "shift+up", "Choose upwards", PANEL, places=IN_PANEL, argument=-1, in_palette=False),
    _action("extend_choice", "shift+down", "Choose downwards", PANEL, places=IN_PANEL, argument=1, in_palette=False),
    _action("choose_by_moving", "v", "Choose by moving", PANEL, places=IN_PANEL),
    _action("choose_all", "* ctrl+a", "Choose all cards shown", PANEL, places=IN_PANEL),
    _action("filter_cards", "/", "Filter the cards", PANEL, places=IN_PANEL),
    _action("order_cards", "O", "Order the cards by place, time, tag", PANEL, places=IN_PANEL),
    _action("codebook", "C", "Codebook: the tags with what they mean, renamed, merged, described", GO, places=BOTH | IN_LIBRARY),
    *_in_codebook(),
    _action("library", "B", "Library: every article", GO, places=BOTH | IN_CODEBOOK),
    _action("open_article", "enter", "Open the article", LIBRARY, places=IN_LIBRARY),
    _action("article", "up k", "To the article above", LIBRARY, places=IN_LIBRARY, argument="up", in_palette=False),
    _action("article", "down j", "To the article below", LIBRARY, places=IN_LIBRARY, argument="down", in_palette=False),
    _action("article", "pageup backspace ctrl+b ctrl+u", "Articles: a page up", LIBRARY, places=IN_LIBRARY, argument="page-up", in_palette=False),
    _action("article", "pagedown ctrl+f ctrl+d", "Articles: a page down", LIBRARY, places=IN_LIBRARY, argument="page-down", in_palette=False),
    _action("article", "home g ctrl+home", "To the first article", LIBRARY, places=IN_LIBRARY, argument="start", in_palette=False),
    _action("article", "end G ctrl+end", "To the last article", LIBRARY, places=IN_LIBRARY, argument="end", in_palette=False),
    _action("filter_articles", "/", "Filter the articles", LIBRARY, places=IN_LIBRARY),
    _action("save_query", "ctrl+s", "Save the filter under a name", LIBRARY, places=IN_LIBRARY),
    _action("choose_article", "space", "Choose the article, go to the next", LIBRARY, places=IN_LIBRARY),
    _action("choose_all_articles", "* ctrl+a", "Choose all articles shown", LIBRARY, places=IN_LIBRARY),
    _action("order_articles", "O", "Order the articles by opened, changed, title, marks", LIBRARY, places=IN_LIBRARY),
    _action("show_articles", "f", "Show all, unread, reading, done", LIBRARY, places=IN_LIBRARY),
    _action("tag_articles", "t", "Tag the article", LIBRARY, places=IN_LIBRARY),
    _action("article_reference", "i", "Edit the article's reference", LIBRARY, places=IN_LIBRARY),
    _action("article_status", "1", "Unread", LIBRARY, places=IN_LIBRARY, argument="unread"),
    _action("article_status", "2", "Reading", LIBRARY, places=IN_LIBRARY, argument="reading"),
    _action("article_status", "3", "Done", LIBRARY, places=IN_LIBRARY, argument="done"),
    _action("article_status", "0", "As far as it was read", LIBRARY, places=IN_LIBRARY, argument="as-read"),
    _action("add_articles", "a", "Add a file, a folder, an address", LIBRARY, places=IN_LIBRARY),
    _action("remove_articles", "x delete", "Take the article out of the library", LIBRARY, places=IN_LIBRARY),
    _action("forget_article", "", "Forget the article for good", LIBRARY, places=IN_LIBRARY),
    _action("refresh_library", "R", "Read the library anew", LIBRARY, places=IN_LIBRARY),
    _action("undo", "u", "Undo", ELSE, places=EVERYWHERE),
    _action("redo", "U ctrl+r", "Redo", ELSE, places=EVERYWHERE),
    _action("copy", "y", "Copy the quote", ELSE, places=BOTH),
    _action("copy_cited", "Y", "Copy the quote with its reference", ELSE, places=BOTH),
    _action("copy_selection", "ctrl+c", "Copy the selection", ELSE, places=BOTH),
    _action("export", "X", "Export", ELSE, places=BOTH | IN_LIBRARY),
    _action("reference", "", "Edit the reference: title, authors, source, date, language, address", ELSE, places=BOTH),
    _action("versions", "", "Read an earlier text of the article, or go back to the present one", GO, places=BOTH),
    _action("wider_column", "+", "Widen the reading column", ELSE, places=BOTH),
    _action("narrower_column", "-", "Narrow the reading column", ELSE, places=BOTH),
    _action("zen", "z", "Show only the text, or all again", ELSE, places=BOTH),
    _action("theme", "", "Choose the theme", ELSE, places=BOTH),
    _action("look_up", "K", "Look the selection or the word up", GO),
    _action("leave_mouse", "", "Leave the mouse to the terminal", ELSE, places=BOTH),
    _action("take_mouse", "", "Take the mouse", ELSE, places=BOTH),
    _action("palette", "ctrl+p", "Every command", ELSE, places=EVERYWHERE, in_palette=False),
    _action("help", "? f1", "Help", ELSE, places=EVERYWHERE, in_palette=False),
    _action("back", "escape", "Back one step", ELSE, places=EVERYWHERE, in_palette=False),
    _action("quit", "q", "Quit", ELSE, places=EVERYWHERE),
    _action("reload", "R", "Read the file anew", ELSE, places=BOTH),
    _action("whole_page", "W", "Web page: show all of it, or the article alone", ELSE, places=BOTH),
    _action("paint_anew", "ctrl+l", "Paint the screen anew", ELSE, places=BOTH | IN_LIBRARY),
    _action("suspend", "ctrl+z", "Suspend", ELSE, places=BOTH | IN_LIBRARY, in_palette=False),
)  # fmt: skip

_SAVED = "everything is saved · q quits"
_WHERE = "the line at the top tells where you are · ? shows the keys"

HABITS: Mapping[str, str] = {
    "d": "ctrl+d half a page · x deletes",
    "D": "the text is never changed · x deletes a mark",
    "I": "the text is never changed · a writes a note",
    "J": "s selects the sentence, again one more",
    "P": "pasted text goes into a note: a",
    "Q": _SAVED,
    "V": "p selects the paragraph · v selects by moving",
    "Z": _SAVED,
    ":": _SAVED,
    "=": _WHERE,
    "0": "Home goes to the start of the line · 1 to 6 highlight",
    "^": "Home goes to the start of the line",
    "$": "End goes to the end of the line",
    "H": "? shows the keys",
    "ctrl+e": "j goes down a line · End to the end of the line",
    "ctrl+g": _WHERE,
    "ctrl+k": "the text is never changed · x deletes a mark",
    "ctrl+q": _SAVED,
    "ctrl+s": _SAVED,
    "ctrl+v": "pasted text goes into a note: a · v selects by moving",
    "ctrl+w": "/ searches · tab goes into the panel · q quits",
    "ctrl+x": _SAVED,
    "insert": "the text is never changed · a writes a note",
}
"""What other pagers' and editors' keys are kindly answered with."""

_NAMES: Mapping[str, str] = {
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "esc",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "home": "Home",
    "end": "End",
    "delete": "Del",
}


_LONE_MODIFIERS = ("left_", "right_", "caps_lock", "num_lock", "iso_level")


def is_lone_modifier(key: str) -> bool:
    """True for shift, control and their like alone, which terminals may tell as keys."""
    return key.startswith(_LONE_MODIFIERS)


def key_label(key: str) -> str:
    """A key as help and hints show it."""
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    return "+".join([*modifiers, _NAMES.get(name, name)])


def key_table(actions: Iterable[Action] = ACTIONS) -> dict[tuple[Place, str], Action]:
    """Which action a key has at a place.

    Raises:
        ValueError: Two actions claim one key at one place; the table is wrong.
    """
    table: dict[tuple[Place, str], Action] = {}
    for action in actions:
        for place in action.places:
            for key in action.keys:
                if (place, key) in table:
                    message = f"{key} is claimed twice at {place}"
                    raise ValueError(message)
                table[place, key] = action
    return table
