"""What reports say of the place of a mark."""

from __future__ import annotations

from annotations.document import Block, BlockKind, Blocks, Document
from annotations.exchange.quoting import in_marks, where_of
from annotations.model import Annotation, AnnotationId, Metadata, Piece, Range, Timestamp

TEXT = "The visit\n\nOne.\n\nThe costs\n\nTwo."
NOW = Timestamp("2026-11-28T10:00:00Z")


def _document(title: str) -> Document:
    blocks = Blocks(
        (
            Block(BlockKind.HEADING, 0, 9, level=1),
            Block(BlockKind.PARAGRAPH, 11, 15),
            Block(BlockKind.HEADING, 17, 26, level=2),
            Block(BlockKind.PARAGRAPH, 28, 32),
        )
    )
    return Document(text=TEXT, blocks=blocks, metadata=Metadata(title=title))


def _mark(start: int, end: int) -> Annotation:
    return Annotation(
        id=AnnotationId("01900000-0000-7000-8000-000000000009"),
        pieces=(Piece(quote=TEXT[start:end], range=Range(start, end)),),
        created=NOW,
        updated=NOW,
    )


def test_a_section_is_told_but_not_the_title_over_all() -> None:
    assert where_of(_mark(28, 31), _document("The visit")) == "The costs, para. 2"
    assert where_of(_mark(11, 14), _document("The visit")) == "para. 1"
    assert where_of(_mark(11, 14), _document("Another")) == "The visit, para. 1"


def test_a_quotation_that_brings_its_marks_gets_no_others() -> None:
    assert in_marks("a") == "“a”"
    assert in_marks("«a»") == "«a»"
    assert in_marks("") == ""
