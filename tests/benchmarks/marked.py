"""Libraries with many marks, made through the façade as an import makes them."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from annotations.anchoring import describe
from annotations.library import open_library
from annotations.model import COLOURS, Annotation, AnnotationId, IdSource, Piece, Range, now
from annotations.results import MarkEdit, Source
from reader import loaders

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotations.document import Document

FIRST_NOTE = "The note of the first card."
"""Stands on the first mark, so that a run can tell when the card is on the screen."""

_PASSAGE = re.compile(r"begins here and goes on\. “?(\w+ \w+ \w+ \w+)")


def source_of(path: Path) -> Source:
    """What the library keeps of a file to know it again."""
    status = path.stat()
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return Source(
        kind="path",
        location=str(path.absolute()),
        size_bytes=status.st_size,
        mtime_ns=status.st_mtime_ns,
        inode=status.st_ino,
        sha256=digest.hexdigest(),
    )


def marks_on(document: Document, count: int) -> Iterator[Annotation]:
    """Marks spread evenly over a text: six colours, a tag on every other, a note on every third."""
    passages = [match.span(1) for match in _PASSAGE.finditer(document.text)]
    step = max(1, len(passages) // count)
    ids = IdSource()
    moment = now()
    for number, (start, end) in enumerate(passages[::step][:count]):
        selector = describe(Range(start, end), document.text)
        note = FIRST_NOTE if number == 0 else "Ask again." if number % 3 == 0 else ""
        yield Annotation(
            id=AnnotationId(ids()),
            pieces=(
                Piece(
                    range=Range(start, end),
                    quote=selector.quote,
                    prefix=selector.prefix,
                    suffix=selector.suffix,
                ),
            ),
            colour=COLOURS[number % len(COLOURS)],
            tags=(f"story/part-{number % 40}",) if number % 2 else (),
            fields=(("speaker", f"Person {number % 90}"),) if number % 5 == 0 else (),
            note=note,
            created=moment,
            updated=moment,
        )


def mark_article(path: Path, library_path: Path, count: int) -> None:
    """Put a text with so many marks into a library."""
    document = loaders.load(path).document
    with open_library(library_path) as library:
        opened = library.open_article(document, source_of(path)).result()
        edits = [MarkEdit(before=None, after=mark) for mark in marks_on(document, count)]
        library.write_marks(opened.article.id, edits, action="import", label="many").result()
