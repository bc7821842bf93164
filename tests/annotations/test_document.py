"""Blocks, spans and places of a document."""

from __future__ import annotations

from annotations.document import Block, BlockKind, Blocks, Document, Locator, Span, SpanKind, Spans
from annotations.model import Range

TEXT = "Title\n\nOne two\nthree.\n\na\nb\n\nLast."


def _document() -> Document:
    return Document(
        text=TEXT,
        blocks=Blocks(
            [
                Block(kind=BlockKind.HEADING, level=1, start=0, end=5),
                Block(kind=BlockKind.QUOTATION, start=7, end=26),
                Block(kind=BlockKind.PARAGRAPH, start=7, end=21, parent=1),
                Block(kind=BlockKind.VERSE, start=23, end=26, parent=1),
                Block(kind=BlockKind.PARAGRAPH, start=28, end=33),
            ]
        ),
        spans=Spans([Span(kind=SpanKind.STRONG, start=11, end=14)]),
        locators=(
            Locator(kind="page", label="xii", start=7),
            Locator(kind="page", label="1", start=28),
        ),
    )


def test_leaves_are_the_blocks_without_containers() -> None:
    document = _document()

    assert list(document.leaves) == [0, 2, 3, 4]
    assert list(document.blocks.ancestors(3)) == [1]


def test_a_position_between_two_blocks_belongs_to_the_one_before() -> None:
    document = _document()

    assert document.block_at(6) == document.blocks[0]
    assert document.block_at(22) == document.blocks[2]
    assert document.block_at(99) == document.blocks[4]
    assert Document(text="").block_at(0) is None


def test_line_breaks_are_soft_in_a_paragraph_and_hard_in_verse() -> None:
    document = _document()

    assert document.is_soft(TEXT.index("two") + 3)
    assert not document.is_soft(24)
    assert document.flowing(Range(7, 26)) == "One two three.\n\na\nb"


def test_a_break_span_keeps_its_line_break() -> None:
    document = Document(
        text="one\ntwo",
        blocks=Blocks([Block(kind=BlockKind.PARAGRAPH, start=0, end=7)]),
        spans=Spans([Span(kind=SpanKind.BREAK, start=3, end=4)]),
    )

    assert document.flowing(Range(0, 7)) == "one\ntwo"


def test_sections_paragraphs_and_pages_are_told() -> None:
    document = _document()

    assert document.section(30) == "Title"
    assert document.locator(30) == {"paragraph": 3, "page": "1"}
    assert document.locator(0) == {}


def test_leaves_in_a_range_are_those_it_touches() -> None:
    document = _document()

    assert list(document.leaves_in(Range(10, 24))) == [1, 2]
    assert list(document.leaves_in(Range(21, 23))) == []


def test_spans_are_found_by_stretch() -> None:
    document = _document()

    assert [span.kind for span in document.spans.overlapping(13, 20)] == [SpanKind.STRONG]
    assert document.spans.overlapping(14, 20) == []


def test_the_hash_is_that_of_the_whole_text() -> None:
    import hashlib

    text = "é🎈" * 700_000
    assert Document(text=text).sha256 == hashlib.sha256(text.encode()).hexdigest()
