"""Marks that a file already holds: how one of them becomes an annotation that may be taken in."""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING

from annotations.annotation import Annotation
from annotations.errors import InvalidValueError
from annotations.model import AnnotationId, Colour, Timestamp, clean_note, parse_time

if TYPE_CHECKING:
    from annotations.annotation import Piece

MARKS_LIMIT = 10_000
"""Of a file; no person makes more."""

CREATOR_LENGTH_LIMIT = 200

LONG_AGO = Timestamp("1970-01-01T00:00:00Z")
"""For marks without a time: whatever a person did to them since is newer."""


class HeldMarks:
    """The marks of one file, in its order, each with the id that it has each time."""

    def __init__(self) -> None:
        self._made: dict[str, Annotation] = {}
        self._twins: dict[str, int] = {}
        """By key, how many there are."""

    def add(
        self,
        key: str,
        pieces: tuple[Piece, ...],
        *,
        note: str,
        colour: Colour | None,
        creator: str,
        moment: Timestamp,
    ) -> None:
        """Add a mark.

        Args:
            key: What makes it the same the next time; of two with one key the second is another.
            pieces: Where it stands; empty is a note on the whole.
            note: Its own.
            colour: The nearest of the six.
            creator: As the file names whoever made it.
            moment: When it was made or changed.
        """
        twin = self._twins.get(key, 0)
        self._twins[key] = twin + 1
        digest = hashlib.sha256(f"{twin}\n{key}".encode()).digest()
        mark_id = str(uuid.UUID(bytes=digest[:16], version=5))
        self._made[mark_id] = Annotation(
            id=AnnotationId(mark_id),
            pieces=pieces,
            colour=colour,
            note=clean_note(note).strip(),
            creator=" ".join(creator.split())[:CREATOR_LENGTH_LIMIT],
            created=moment,
            updated=moment,
        )

    @property
    def marks(self) -> tuple[Annotation, ...]:
        """All that were added."""
        return tuple(self._made.values())


def moment_of(text: str) -> Timestamp:
    """A time of ISO 8601; of what is none, long ago."""
    try:
        return parse_time(text)
    except InvalidValueError:
        return LONG_AGO
