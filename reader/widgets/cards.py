"""What an annotation's card says, line by line, without any colour or screen.

A card is a quote of at most two lines, a note of at most four, and one line of tags and fields; the
focused card shows its whole note.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from annotations.model import State
from reader.layout.breaking import break_lines
from reader.layout.cells import fit, show, show_line, width

if TYPE_CHECKING:
    from annotations.model import Annotation, Colour

QUOTE_LINES = 2
NOTE_LINES = 4
FOCUSED_NOTE_LINES = 40
"""A focused card shows its note whole, up to what fits a large screen."""

QUOTE_READ_LENGTH = 1_000
"""Code points of a quote looked at for its two lines."""


class Part(Enum):
    """What a piece of a card is; it decides how the piece is painted."""

    QUOTE = auto()
    NOTE = auto()
    TAG = auto()
    FIELD = auto()
    STATE = auto()


CardLine = tuple[tuple[str, Part], ...]


class Card(NamedTuple):
    """A card's lines, safe to be painted, each at most as wide as was asked."""

    lines: tuple[CardLine, ...]
    colour: Colour | None
    has_note: bool

    @property
    def quote_rows(self) -> int:
        """How many lines the quote has."""
        return sum(1 for line in self.lines if line[0][1] is Part.QUOTE)


def wrap(text: str, width_cells: int, most_lines: int) -> list[str]:
    """Break a text into lines, cut with `…` after so many; empty lines are kept."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        shown = show(paragraph.rstrip())
        ranges = break_lines(shown, 0, len(shown), width_cells)
        lines.extend(shown[start:end] for start, end in ranges) if ranges else lines.append("")
        if len(lines) > most_lines:
            break
    if len(lines) > most_lines:
        whole = lines[most_lines - 1].rstrip()
        kept = fit(whole, width_cells - 2, ellipsis="")
        if kept != whole and " " in kept and not whole[len(kept)].isspace():
            kept = kept.rpartition(" ")[0]
        kept = kept.rstrip(" .,;")
        lines = [*lines[: most_lines - 1], f"{kept} …" if kept else "…"]
    return lines


def card_of(
    annotation: Annotation,
    width_cells: int,
    *,
    is_focused: bool,
    quote: str,
    colour_words: str = "",
) -> Card:
    """The card of an annotation.

    Args:
        annotation: Which.
        width_cells: Cells for its text.
        is_focused: Show the whole note.
        quote: The text marked as it reads, soft breaks joined.
        colour_words: The colour's name and meaning, where the colour itself cannot be told.
    """
    lines: list[CardLine] = []
    if annotation.pieces:
        flat = " ".join(quote[:QUOTE_READ_LENGTH].split())
        lines.extend(((line, Part.QUOTE),) for line in wrap(flat, width_cells, QUOTE_LINES))
    if annotation.state is not State.ANCHORED:
        said = {
            State.ORPHANED: "not found in the text",
            State.MOVED: "found in another place",
            State.CHANGED: "the text here has changed",
        }[annotation.state]
        lines.append(((fit(said, width_cells), Part.STATE),))
    if annotation.note:
        most = FOCUSED_NOTE_LINES if is_focused else NOTE_LINES
        lines.extend(((line, Part.NOTE),) for line in wrap(annotation.note, width_cells, most))
    lines.extend(_tag_lines(annotation, width_cells, most_lines=4 if is_focused else 1))
    if colour_words:
        lines.append(((fit(show_line(colour_words), width_cells), Part.FIELD),))
    if not lines:
        lines.append((("empty note", Part.STATE),))
    return Card(lines=tuple(lines), colour=annotation.colour, has_note=bool(annotation.note))


def _tag_lines(annotation: Annotation, width_cells: int, most_lines: int) -> list[CardLine]:
    words = [(f"#{show(tag)}", Part.TAG) for tag in annotation.tags]
    words.extend((show(value).replace("\n", " "), Part.FIELD) for _name, value in annotation.fields)
    lines: list[list[tuple[str, Part]]] = []
    used = 0
    for text, part in words:
        cells = width(text)
        if not lines or used + 2 + cells > width_cells:
            if len(lines) == most_lines:
                lines[-1].append((fit("  …", max(0, width_cells - used)), part))
                break
            shown = fit(text, width_cells)
            lines.append([(shown, part)])
            used = width(shown)
        else:
            lines[-1].append(("  ", part))
            lines[-1].append((text, part))
            used += 2 + cells
    return [tuple(line) for line in lines]
