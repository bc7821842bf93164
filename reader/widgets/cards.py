"""What an annotation's card says, line by line, without any colour or screen.

A card is a quote of at most two lines, a note of at most four, one line of tags and fields, and two of
relations; the focused card shows its whole note, what its fields are called, and all its relations.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from annotations.model import State
from annotations.values import NamedTuple
from annotations.whereabouts import NOWHERE
from reader.layout.breaking import break_lines
from reader.layout.cells import fit, show, show_line, width
from reader.widgets.places import fitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.model import Annotation, Colour
    from annotations.whereabouts import Whereabouts
    from reader.relating import Link

QUOTE_LINES = 2
NOTE_LINES = 4
FOCUSED_NOTE_LINES = 40
"""A focused card shows its note whole, up to what fits a large screen."""

LINK_LINES = 2
QUOTE_CELLS = 10
"""What a relation's name leaves of its line for the other mark's quote."""

FOCUSED_TAG_LINES = 4

VALUE_READ_LENGTH = 200
"""Code points of a field's value looked at: more never fits on a card."""

UNNAMED_FIELD = "speaker"
"""The field whose value says by itself what it is."""

QUOTE_READ_LENGTH = 1_000
"""Code points of a quote looked at for its two lines."""

PIECES_READ = 40
"""Pieces of a quote looked at for its two lines."""

PIECE_CELLS = 8
"""The least of a piece that says something; of more pieces the first are shown."""

OMISSION = " […] "
"""Between two pieces of a quote."""


class Part(Enum):
    """What a piece of a card is; it decides how the piece is painted."""

    QUOTE = auto()
    NOTE = auto()
    TAG = auto()
    FIELD = auto()
    STATE = auto()
    PLACE = auto()
    LINK = auto()
    """The other mark of a relation."""


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


def part_at(line: CardLine, cell: int) -> Part:
    """What stands at a cell of a line; beside its text what is nearest."""
    used, part = 0, line[0][1]
    for text, each in line:
        if cell < used:
            break
        used, part = used + width(text), each
    return part


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


def joined(texts: Sequence[str], width_cells: int) -> str:
    """The pieces of a quote as one line of text; where not all is shown, something of each."""
    flat = [" ".join(text[:QUOTE_READ_LENGTH].split()) for text in texts[:PIECES_READ]]
    whole = OMISSION.join(flat)
    room = QUOTE_LINES * width_cells - len(OMISSION) * len(flat)
    share = room // max(1, len(flat))
    if len(flat) == 1 or len(whole) <= room or share < PIECE_CELLS:
        return whole
    short = [text for text in flat if width(text) <= share]
    share = (room - sum(map(width, short))) // max(1, len(flat) - len(short))
    return OMISSION.join(text if text in short else _beginning(text, share) for text in flat)


def _beginning(text: str, width_cells: int) -> str:
    kept = fit(text, width_cells - 2, ellipsis="")
    if kept == text:
        return text
    if " " in kept and not text[len(kept)].isspace():
        kept = kept.rpartition(" ")[0]
    return f"{kept.rstrip(' .,;')} …"


def card_of(
    annotation: Annotation,
    width_cells: int,
    *,
    is_focused: bool,
    quote: str,
    links: Sequence[Link] = (),
    link_count: int = 0,
    colour_words: str = "",
    where: Whereabouts = NOWHERE,
) -> Card:
    """The card of an annotation.

    Args:
        annotation: Which.
        width_cells: Cells for its text.
        is_focused: Show the whole note.
        quote: The text marked as it reads, soft breaks joined.
        links: Its relations, or the first of them.
        link_count: How many there are.
        colour_words: The colour's name and meaning, where the colour itself cannot be told.
        where: Its place in the text; at rest, only what the source itself calls it. It makes no
            card higher that is focused.
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
    lines.extend(_tag_lines(annotation, width_cells, where, is_focused=is_focused))
    lines.extend(_link_lines(links, link_count, width_cells, is_focused=is_focused))
    if colour_words:
        lines.append(((fit(show_line(colour_words), width_cells), Part.FIELD),))
    if not lines:
        lines.append((("empty note", Part.STATE),))
    return Card(lines=tuple(lines), colour=annotation.colour, has_note=bool(annotation.note))


def _tag_lines(
    annotation: Annotation, width_cells: int, where: Whereabouts, *, is_focused: bool
) -> list[CardLine]:
    words = [(f"#{show(tag)}", Part.TAG) for tag in annotation.tags]
    for name, value in annotation.fields:
        shown = show_line(value[:VALUE_READ_LENGTH])
        is_named = is_focused and name != UNNAMED_FIELD
        words.append((f"{show_line(name)}: {shown}" if is_named else shown, Part.FIELD))
    place = show_line(where.short)
    room = width_cells - sum(width(text) + 2 for text, _ in words)
    if is_focused and (words or place):
        # As much more as there is room for: a card that grows when it is clicked on moves the others.
        place = fitted(where, room) or place
    # Last, so that tags stay where they are; but what is cut is a tag.
    words.insert(len(words) if width(place) <= room else 0, (place, Part.PLACE))
    most_lines = FOCUSED_TAG_LINES if is_focused else 1
    lines: list[list[tuple[str, Part]]] = []
    used = 0
    for text, part in words:
        cells = width(text)
        if not cells:
            continue
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


def _link_lines(
    links: Sequence[Link], count: int, width_cells: int, *, is_focused: bool
) -> list[CardLine]:
    """A line for each relation, the last saying how many more there are."""
    shown = links if is_focused else links[:LINK_LINES]
    more = count - len(shown)
    lines: list[CardLine] = []
    for number, link in enumerate(shown, 1):
        tail = f"  +{more:,}" if more and number == len(shown) else ""
        room = width_cells - width(tail)
        name = fit(f"{link.arrow} {show_line(link.name)} ", max(room // 2, room - QUOTE_CELLS, 0))
        quote = _fit_quote(show_line(link.text), max(0, room - width(name)))
        line = ((name, Part.FIELD), (quote, Part.LINK), (fit(tail, width_cells), Part.FIELD))
        lines.append(tuple(piece for piece in line if piece[0]))
    return [line for line in lines if line]


def _fit_quote(text: str, width_cells: int) -> str:
    """A quote cut so that it keeps its closing mark."""
    if width(text) <= width_cells or not text.endswith("”"):
        return fit(text, width_cells)
    kept = fit(text[:-1], max(0, width_cells - 1)).removesuffix("…").rstrip()
    return fit(f"{kept}…”", width_cells, ellipsis="")
