"""What the tests of library and store begin with: a clock, a text, marks upon it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.document import Block, BlockKind, Blocks, Document
from annotations.library import Library, MarkEdit, Source, Written, open_library
from annotations.model import (
    Annotation,
    AnnotationId,
    ArticleId,
    Colour,
    IdSource,
    Metadata,
    Piece,
    Range,
    Timestamp,
)
from tests.new_library import put_new_library

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "The minister came to the capital on Monday.\n\n"
    "He said that the firm will of both presidents had to be materialised soon.\n\n"
    "“The world has changed”, he said, and the crowd in the hall applauded for a long time."
)


class Clock:
    """Tells a time that grows by a second at each look, unless it is set."""

    def __init__(self) -> None:
        self.seconds = 0

    def __call__(self) -> Timestamp:
        self.seconds += 1
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return Timestamp(f"2026-11-24T{hours:02}:{minutes:02}:{seconds:02}Z")


def document(text: str = TEXT, **metadata: str) -> Document:
    """A document of one paragraph."""
    return Document(
        text=text,
        blocks=Blocks([Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text))]),
        metadata=Metadata(**metadata),  # type: ignore[arg-type]  # texts only
        loader="text 1",
    )


def source(path: Path, size_bytes: int = 1) -> Source:
    """A file as a source, as it was when it had so many bytes."""
    return Source(
        kind="path", location=str(path), size_bytes=size_bytes, mtime_ns=size_bytes, inode=1
    )


def mark(quote: str, *, text: str = TEXT, **rest: object) -> Annotation:
    """A new mark on the first place where a text holds the quote."""
    start = text.index(quote)
    end = start + len(quote)
    piece = Piece(
        range=Range(start, end),
        quote=quote,
        prefix=text[max(0, start - 32) : start],
        suffix=text[end : end + 32],
    )
    identity = AnnotationId(IdSource()())
    return Annotation(id=identity, pieces=(piece,), **{"colour": Colour.YELLOW, **rest})  # type: ignore[arg-type]  # as named


def opened(library: Library, path: Path, text: str = TEXT) -> ArticleId:
    """An article of the library, just opened from a path."""
    return library.open_article(document(text), source(path, len(text))).result().article.id


def write(library: Library, article: ArticleId, *edits: MarkEdit, label: str = "marks") -> Written:
    """Write edits and wait for it."""
    return library.write_marks(article, edits, action="mark", label=label).result()


def create(library: Library, article: ArticleId, annotation: Annotation) -> Annotation:
    """Write a new mark; gives it as stored."""
    return write(library, article, MarkEdit(before=None, after=annotation)).annotations[0]


def library_at(path: Path, clock: Clock | None = None) -> Library:
    """A library with a clock of its own; a new one is a copy, made by `open_library` beforehand."""
    return open_library(put_new_library(path), clock=clock or Clock())
