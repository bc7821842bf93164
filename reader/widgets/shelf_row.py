"""How an article looks in the list of the library: two lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.shelf_rows import status_of
from reader.layout.cells import fit, pad, show_line
from reader.shelving import day_of, source_of
from reader.widgets.list_view import ListRow

if TYPE_CHECKING:
    from annotations.shelf_rows import Counts, ShelfRow
    from reader.themes import Look
    from reader.widgets.painting import Piece

DATE_CELLS = 11
SOURCE_CELLS = 18
GAP_CELLS = 2

SOURCE_FROM_CELLS = 56
"""Of a row, from which on it shows where the article came from."""

UNREAD = "—"
"""In place of a share of the text where nothing was read."""


def shelf_row(row: ShelfRow, counts: Counts, cells: int, look: Look) -> ListRow:
    """The lines of an article.

    Args:
        row: What is known of it.
        counts: The marks to be counted in it.
        cells: Width of the lines.
        look: The styles.
    """
    date = fit(show_line(day_of(row.published)), DATE_CELLS)
    source_cells = min(SOURCE_CELLS, cells // 4) if cells >= SOURCE_FROM_CELLS else 0
    title_cells = cells - DATE_CELLS - GAP_CELLS - (source_cells + GAP_CELLS if source_cells else 0)
    first: list[Piece] = [(_padded(row.name, title_cells), look.text)]
    if source_cells:
        gap = " " * GAP_CELLS
        first.append((gap + _padded(source_of(row), source_cells), look.muted))
    return ListRow(
        first,
        [(date.rjust(DATE_CELLS), look.muted)],
        second(row, counts, look),
        [(_read(row), look.muted)],
    )


def second(row: ShelfRow, counts: Counts, look: Look) -> list[Piece]:
    """The second line: marks by colour, who wrote it, its tags."""
    pieces: list[Piece] = []
    for colour, number in counts:
        glyph = look.bar_glyph(colour, has_note=True)
        if glyph.isdigit():
            glyph += ":"  # without colours the digit is the colour's
        pieces += [(glyph, look.bar(colour)), (f"{number:,} ", look.muted)]
    if not counts:
        pieces.append(("unread " if row.status == "unread" else "no marks ", look.muted))
    if row.authors:
        pieces.append((f"  {', '.join(row.authors)}", look.muted))
    pieces += [(f"  #{tag}", look.accent) for tag in row.tags]
    return pieces


def _read(row: ShelfRow) -> str:
    # Rounded down, so that 100 % is the end.
    share = f"{int(row.progress * 100)} %" if row.progress else UNREAD
    return f"{row.said}  {share}" if row.said and row.said != status_of(row.progress) else share


def _padded(text: str, cells: int) -> str:
    return pad(show_line(text), cells)
