"""A library in which the short article of the stage has marks of every kind, and its orphan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from annotations.library import open_library
from annotations.model import Colour, Timestamp
from annotations.results import MarkEdit, Source
from reader.loaders import Hint, load
from reader.planning import new_mark
from reader.surroundings import sentence_at
from tests.new_library import put_new_library

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Mark(NamedTuple):
    """A mark to be made: where, and what is on it."""

    at: str
    """Some words of its sentence."""
    colour: Colour | None = Colour.YELLOW
    tags: tuple[str, ...] = ()
    note: str = ""
    creator: str = ""
    created: str = "2026-11-24T09:00:00Z"


MARKS = (
    Mark("minister came", Colour.YELLOW, ("sahel/russia", "quote"), "who paid?", "Anna"),
    Mark("Nobody asked", Colour.RED, ("costs",), "", "Tomás", "2026-11-26T09:00:00Z"),
    Mark("second paragraph", Colour.RED, ("sahel",), "", "Anna", "2026-11-25T09:00:00Z"),
    Mark("The last", Colour.BLUE, (), "ask again", "", "2026-11-23T09:00:00Z"),
)


def library_with(path: Path, source: Path, marks: Sequence[Mark] = MARKS) -> Path:
    """A library at a path, in which a source has these marks."""
    with open_library(put_new_library(path)) as library:
        document = load(source.read_bytes(), Hint(name=source.name)).document
        status = source.stat()
        known = Source(
            kind="path",
            location=str(source),
            size_bytes=status.st_size,
            mtime_ns=status.st_mtime_ns,
            inode=status.st_ino,
        )
        article = library.open_article(document, known).result().article
        edits = []
        for mark in marks:
            held = sentence_at(document, document.text.index(mark.at), "en")
            made = new_mark(library.new_id(), document.text, held, mark.colour)
            edits.append(
                MarkEdit(
                    before=None,
                    after=replace(
                        made,
                        tags=mark.tags,
                        note=mark.note,
                        creator=mark.creator,
                        created=Timestamp(mark.created),
                    ),
                )
            )
        library.write_marks(article.id, edits, action="import", label="some").result()
    return path
