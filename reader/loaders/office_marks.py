"""Comments and highlights that an office document already holds, as marks that may be taken in."""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING, NamedTuple

from annotations.anchoring import describe_many
from annotations.annotation import Annotation, Piece
from annotations.errors import InvalidValueError
from annotations.model import AnnotationId, Colour, Range, Timestamp, clean_note, parse_time

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotations.document import Document

MARKS_LIMIT = 10_000
"""Of a file; no person makes more."""

CREATOR_LENGTH_LIMIT = 200

LONG_AGO = Timestamp("1970-01-01T00:00:00Z")
"""For marks without a time: whatever a person did to them since is newer."""

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
    marks: dict[str, Annotation] = {}
    for each, held in zip(kept, ranges, strict=True):
        pieces: tuple[Piece, ...] = ()
        if held is not None:
            selector = next(selectors)
            pieces = (
                Piece(
                    range=held,
                    quote=selector.quote,
                    prefix=selector.prefix,
                    suffix=selector.suffix,
                ),
            )
        elif each.colour:
            continue
        mark = _annotation(each, pieces, taken=marks)
        marks[mark.id] = mark
    return tuple(marks.values())


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


def _annotation(
    found: Found, pieces: tuple[Piece, ...], *, taken: Mapping[str, Annotation]
) -> Annotation:
    quote = pieces[0].quote if pieces else ""
    mark_id, twin = "", 0
    # The same words highlighted in two places are two marks.
    while not mark_id or mark_id in taken:
        key = f"{twin}\n{quote}\n{found.note}\n{found.creator}\n{found.colour}".encode()
        mark_id = str(uuid.UUID(bytes=hashlib.sha256(key).digest()[:16], version=5))
        twin += 1
    moment = _moment(found.moment)
    return Annotation(
        id=AnnotationId(mark_id),
        pieces=pieces,
        colour=found.colour,
        note=clean_note(found.note).strip(),
        creator=" ".join(found.creator.split())[:CREATOR_LENGTH_LIMIT],
        created=moment,
        updated=moment,
    )


def _moment(text: str) -> Timestamp:
    try:
        return parse_time(text)
    except InvalidValueError:
        return LONG_AGO
