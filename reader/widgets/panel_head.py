"""The lines above the cards: the filter, what it finds, and how the cards are arranged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.values import NamedTuple
from reader.layout.cells import width
from reader.widgets.cards import wrap
from reader.widgets.painting import line_of

if TYPE_CHECKING:
    from rich.style import Style
    from textual.strip import Strip

    from reader.themes import Look

EDGE_CELLS = 2
"""Blank cells at both ends of a line."""

TYPED_ROWS = 3
"""While a filter is typed: its field, what it finds, and an empty row that a complaint may take."""

COMPLAINT_LINES = 3
"""Most lines of a complaint; a long one moves the cards."""

FILTER = "filter: "

POINTER = "^"
"""Stands under the character at which a filter cannot be understood."""

LEAST_CARD_ROWS = 2
"""What the head leaves for the cards."""


class Head(NamedTuple):
    """What is said above the cards; all empty: nothing."""

    filter: str = ""
    """The filter that holds."""
    is_typed: bool = False
    """The filter is being typed: its field lies upon the first line."""
    complaint: str = ""
    """What was expected in a filter that cannot be understood."""
    mistake_cell: int = -1
    """The cell of the first line under which the mistake is shown; -1: nowhere."""
    found: str = ""
    """`12 of 40`, or how far filtering is."""
    state: str = ""
    """`by time · held · 12 hidden`; while a filter is typed, what tab completes."""


def row_count(head: Head, rows: int, cells: int, *, is_below: bool) -> int:
    """Rows of the head, the empty one below it included.

    Args:
        head: What it says.
        rows: Of the whole panel.
        cells: Width of the panel.
        is_below: The panel lies below the text, where rows are few and long.
    """
    if head.is_typed:
        lines = len(_complaint(head, cells, is_below=is_below))
        wanted = 1 + max(1, lines) if is_below else max(TYPED_ROWS, 1 + lines)
    elif is_below:
        wanted = 1 if head.filter or head.state or head.found else 0
    else:
        lines = bool(head.filter) + bool(head.state or (head.found and not head.filter))
        wanted = lines + 1 if lines else 0
    return max(0, min(wanted, rows - LEAST_CARD_ROWS))


def action_at(head: Head, row: int, *, is_below: bool) -> str:
    """The action that changes what a row of the head says; empty for none."""
    if head.is_typed:
        return ""
    said = ["filter_cards"] * bool(head.filter)
    if head.state and not (is_below and said):
        said.append("order_cards")
    return said[row] if row < len(said) else ""


def paint(head: Head, cells: int, look: Look, *, is_below: bool) -> list[Strip]:
    """All lines of the head; the panel shows as many as it has room for."""
    if head.is_typed:
        return _typed(head, cells, look, is_below=is_below)
    muted, lines = look.muted, []
    filtered: list[tuple[str, Style]] = []
    if head.filter:
        filtered = [(FILTER, muted), (head.filter, look.strong_text)]
    stated = [(head.state, muted)] if head.state else []
    if is_below:
        between = [(" · ", muted)] if filtered and stated else []
        lines.append(_line([*filtered, *between, *stated], head.found, cells, look))
    else:
        if filtered:
            lines.append(_line(filtered, head.found, cells, look))
        if stated or not filtered:
            lines.append(_line(stated, "" if filtered else head.found, cells, look))
    return [*lines, _line([], "", cells, look)]


def _typed(head: Head, cells: int, look: Look, *, is_below: bool) -> list[Strip]:
    blank = _line([], "", cells, look)
    if not head.complaint:
        return [blank, _line([(head.state, look.muted)], head.found, cells, look), blank]
    lines = _complaint(head, cells, is_below=is_below)
    said = [line_of([(line, look.error)], cells, look.text) for line in lines]
    return [blank, *said, blank]


def _complaint(head: Head, cells: int, *, is_below: bool) -> list[str]:
    """The mistake under its character, then what was expected; below the text only the latter."""
    if not head.complaint:
        return []
    edge = " " * min(EDGE_CELLS, cells // 8)
    said = wrap(head.complaint, max(4, cells - 2 * EDGE_CELLS), COMPLAINT_LINES)
    is_pointed = not is_below and 0 <= head.mistake_cell < cells
    pointed = [" " * head.mistake_cell + POINTER] if is_pointed else []
    return [*pointed, *(edge + line for line in said)]


def _line(left: list[tuple[str, Style]], right: str, cells: int, look: Look) -> Strip:
    if right and width(right) + 2 * EDGE_CELLS > cells:
        right = ""
    return line_of(
        left,
        cells,
        look.text,
        right=[(right, look.muted)] if right else [],
        margin_cells=min(EDGE_CELLS, cells // 8),
    )
