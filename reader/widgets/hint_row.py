"""Hints as they are painted, with the key that a click on each presses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.events import Key

from annotations.model import Colour
from reader.keymap import COLOUR_KEYS
from reader.layout.cells import fit, show_line, width
from reader.pressing import COLOUR_DIGITS, Spot, hint_spots, message_spots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual.widget import Widget

    from reader.themes import Look

Hint = tuple[str, str]
"""A key and what it does here."""

GAP_CELLS = 3
"""Blank cells between hints."""

RIGHT_BUTTON = 3
"""As Textual counts a mouse's buttons."""

LEAST_QUOTED_CELLS = 12
"""Cells of a quotation that a message keeps: by fewer it would not be known again."""

LEAST_TOLD_CELLS = 20
"""Cells of what a message tells before its end; with less room that goes on to where it is cut."""

_QUOTED = re.compile("“[^”]*”")

_CHARACTERS = {"space": " ", "enter": "\r", "tab": "\t"}
"""What terminals send with the names of these keys."""


class HintRow:
    """Pieces from left to right, and where on them the keys stand."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.pieces: list[tuple[str, Style]] = []
        self.cells = 0
        self._said: list[tuple[int, str, str | None]] = []
        """What names keys and where it begins: a hint's label with what it does, or a message with None."""

    @property
    def spots(self) -> list[Spot]:
        """Where the keys stand; found at a click, and not at each key for nothing."""
        return [
            spot.moved(cells)
            for cells, text, does in self._said
            for spot in (message_spots(text) if does is None else hint_spots(text, does))
        ]

    def add(self, text: str, style: Style) -> None:
        """Something that is no hint."""
        self.pieces.append((text, style))
        self.cells += width(text)

    def add_hints(
        self, hints: Sequence[Hint], room_cells: int, *, keeps_last: bool = False
    ) -> None:
        """As many hints as fit, the first first.

        The digits of the colours have blanks between them, where nothing is lost by that.

        Args:
            hints: The most needed first.
            room_cells: For all of them.
            keeps_last: Those before the last go first: it is the way out.
        """
        shown = [with_digits(hint, " ".join(COLOUR_DIGITS)) for hint in hints]
        if _cells(shown) > room_cells:
            shown = [with_digits(hint) for hint in hints]
            at = -2 if keeps_last else -1
            while len(shown) > 1 and _cells(shown) > room_cells:
                del shown[at]
        if _cells(shown) > room_cells:
            # What is most needed has no room even alone; what has some is better than nothing.
            shown = []
            for hint in map(with_digits, hints):
                if _cells([*shown, hint]) <= room_cells:
                    shown.append(hint)
        for number, hint in enumerate(shown):
            self.add(" " * GAP_CELLS if number else "", self.look.text)
            self.add_hint(*hint)

    def add_hint(self, label: str, does: str) -> None:
        """A hint, the digits of the colours in those."""
        look = self.look
        self._said.append((self.cells, label, does))
        if label.replace(" ", "") == COLOUR_DIGITS:
            for digit in label:
                style = look.bar(_colour(digit)) if digit != " " else look.text
                self.add(digit, style)
        elif label:
            self.add(label, look.accent)
        self.add(f" {does}" if label else does, look.muted)

    def add_message(self, message: str, style: Style, room_cells: int) -> None:
        """A message; the keys that it names can be pressed.

        Args:
            message: What is said.
            style: Its own.
            room_cells: What is quoted in it gives way, so that what can be done stands within these.
        """
        shown = _fitted(show_line(message), room_cells)
        self._said.append((self.cells, shown, None))
        self.add(shown, style)


def _fitted(message: str, room_cells: int) -> str:
    """A message in so many cells: its longest quotations are shortened, else what stands before its end.

    The end, behind the last ` · `, tells what can be done.
    """
    shown = message
    while (excess := width(shown) - room_cells) > 0:
        longest = max(_QUOTED.findall(shown), key=width, default="")
        spare = width(longest) - len("“”") - LEAST_QUOTED_CELLS
        if spare <= 0:
            told, point, end = shown.rpartition(" · ")
            left_cells = room_cells - width(point + end)
            return (
                fit(told, left_cells) + point + end if left_cells >= LEAST_TOLD_CELLS else message
            )
        left_cells = LEAST_QUOTED_CELLS + max(0, spare - excess)
        shown = shown.replace(longest, f"“{fit(longest[1:-1].removesuffix('…'), left_cells)}”", 1)
    return shown


def wanted_cells(hints: Sequence[Hint]) -> int:
    """What hints take where there is room for all, and for blanks between digits."""
    return _cells([with_digits(hint, " ".join(COLOUR_DIGITS)) for hint in hints])


def press(widget: Widget, key: str) -> None:
    """Do what a key does, as if it was typed."""
    character = key if len(key) == 1 else _CHARACTERS.get(key)
    widget.app.post_message(Key(key, character))


def with_digits(hint: Hint, digits: str = COLOUR_DIGITS) -> Hint:
    """A hint with each of the colours' digits, if it is the one of all of them."""
    label, does = hint
    return (digits, does) if label == COLOUR_KEYS else hint


def _cells(hints: Sequence[Hint]) -> int:
    """Of hints with the gaps between them."""
    return sum(width(label) + bool(label) + width(does) for label, does in hints) + GAP_CELLS * max(
        0, len(hints) - 1
    )


def _colour(digit: str) -> Colour:
    return tuple(Colour)[int(digit) - 1]
