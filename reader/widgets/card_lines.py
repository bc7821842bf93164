"""How a line of a card looks: its bar, its ground, the sign that it is chosen; and a group's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.values import NamedTuple
from reader.layout.cells import fit, show_line, width
from reader.widgets.cards import Card, Part
from reader.widgets.painting import strip_of

if TYPE_CHECKING:
    from rich.style import Style
    from textual.strip import Strip

    from reader.themes import Look

LEFT_CELLS = 2
"""Cells between the rule and the bar of a card: blank, or the sign that it is chosen."""

TEXT_CELLS = 4
"""Cells from the panel's left edge to the text of a card."""

RIGHT_CELLS = 3

EDITOR_ROWS = 6
"""Rows of the note editor in its card."""

CHOSEN_SIGN = "✓"


class Posture(NamedTuple):
    """How a card stands among the others."""

    is_open: bool
    """Focused: its note is shown whole."""
    is_edited: bool
    """Its note is being written; the editor lies over what is below the quote."""
    is_chosen: bool
    """One of several that the next key acts upon."""


def rows_of(card: Card, *, is_edited: bool) -> int:
    """Rows of a card without the empty one below it."""
    return card.quote_rows + EDITOR_ROWS if is_edited else len(card.lines)


def paint_line(card: Card, number: int, cells: int, look: Look, posture: Posture) -> Strip:
    """A line of a card; behind the last one, the empty line below it.

    Args:
        card: What it says.
        number: Of the line, from 0.
        cells: Width of the panel.
        look: The styles.
        posture: How the card stands.
    """
    is_strong = posture.is_open or posture.is_edited
    if number >= rows_of(card, is_edited=posture.is_edited):
        return strip_of((), cells, look.text)
    is_raised = is_strong or (posture.is_chosen and not look.reverses_selection)
    ground = look.on_raised(look.text) if is_raised else look.text
    sign = CHOSEN_SIGN if posture.is_chosen and number == 0 else ""
    pieces: list[tuple[str, int, Style]] = [
        (sign.ljust(LEFT_CELLS), LEFT_CELLS, look.accent if sign else look.text),
        (look.bar_glyph(card.colour, has_note=card.has_note), 1, look.bar(card.colour)),
        (" ", 1, ground),
    ]
    used = TEXT_CELLS
    line = card.lines[number] if number < len(card.lines) else ()
    if not posture.is_edited or (line and line[0][1] is Part.QUOTE):
        for text, part in line:
            style = _style(part, look, is_strong=is_strong)
            taken = width(text)
            pieces.append((text, taken, look.on_raised(style) if is_raised else style))
            used += taken
    edge = max(used, cells - RIGHT_CELLS + 1)
    if is_raised and used < edge:
        pieces.append((" " * (edge - used), edge - used, ground))
    return strip_of(pieces, cells, look.text)


def _style(part: Part, look: Look, *, is_strong: bool) -> Style:
    return {
        Part.QUOTE: (look.strong_text if is_strong else look.text) + look.emphasis,
        Part.NOTE: look.strong_text if is_strong else look.muted,
        Part.TAG: look.accent,
        Part.FIELD: look.muted,
        Part.STATE: look.muted,
        Part.PLACE: look.muted,
        Part.LINK: look.text if is_strong else look.muted,
    }[part]


def paint_heading(name: str, marks: int, cells: int, look: Look) -> Strip:
    """The line above the first card of a group."""
    room = cells - LEFT_CELLS - RIGHT_CELLS
    counted = f"  {marks:,}"
    shown = fit(show_line(name), max(1, room - len(counted)))
    blank = (" " * LEFT_CELLS, LEFT_CELLS, look.text)
    said = [(shown, width(shown), look.muted), (counted, len(counted), look.muted)]
    return strip_of([blank, *said], cells, look.text)
