"""Comments and highlights that an office document already holds, as marks that may be taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotations.anchoring import describe_many
from annotations.annotation import Piece
from annotations.model import Colour, Range
from reader.loaders.held_marks import MARKS_LIMIT, HeldMarks, moment_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotations.annotation import Annotation
    from annotations.document import Document

COLOURS = {
    "red": Colour.RED,
    "darkred": Colour.RED,
    "green": Colour.GREEN,
    "darkgreen": Colour.GREEN,
    "blue": Colour.BLUE,
    "darkblue": Colour.BLUE,
    "cyan": Colour.BLUE,
    "darkcyan": Colour.BLUE,
    "magenta": Colour.PURPLE,
    "darkmagenta": Colour.PURPLE,
}
"""The nearest of the six for the markers of Word; yellow for the others."""


class Found(NamedTuple):
    """A comment or a highlight as it stands in the file."""

    begins: str
    """Name of the place where it begins."""
    ends: str
    """Name of the place where it ends."""
    note: str = ""
    colour: Colour | None = None
    creator: str = ""
    moment: str = ""
    """As the file has it."""


def marks_in(
    document: Document, positions: Mapping[str, int], found: Sequence[Found]
) -> tuple[Annotation, ...]:
    """The marks at their places; a comment without a place is a note on the whole."""
    kept = [each for each in found[:MARKS_LIMIT] if each.note.strip() or each.colour]
    ranges = [_range(document, positions, each) for each in kept]
    selectors = iter(describe_many((each for each in ranges if each), document.text))
    marks = HeldMarks()
    for each, held in zip(kept, ranges, strict=True):
        pieces = (Piece.of(held, next(selectors)),) if held is not None else ()
        if not pieces and each.colour:
            continue
        quote = pieces[0].quote if pieces else ""
        marks.add(
            f"{quote}\n{each.note}\n{each.creator}\n{each.colour}",
            pieces,
            note=each.note,
            colour=each.colour,
            creator=each.creator,
            moment=moment_of(each.moment),
        )
    return marks.marks


def _range(document: Document, positions: Mapping[str, int], found: Found) -> Range | None:
    """What is marked, without the blanks around it; of a comment at a point its paragraph."""
    start = positions.get(found.begins)
    if start is None:
        return None
    end = positions.get(found.ends, start)
    block = document.block_at(start)
    if start >= end and block is not None:
        start, end = block.start, block.end
    text = document.text[start:end]
    start += len(text) - len(text.lstrip())
    end = start + len(text.strip())
    return Range(start, end) if start < end else None
