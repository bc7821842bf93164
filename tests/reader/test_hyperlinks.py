"""Where hyperlinks lead, and which addresses may be opened."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.document import Block, BlockKind, Blocks, Document, Span, SpanKind, Spans
from reader.hyperlinks import described, destination, hyperlink_at

TEXT = "See the heading and the note.\n\nThe heading\n\nThe note itself."


def _document(*spans: Span) -> Document:
    return Document(
        text=TEXT,
        blocks=Blocks(
            [
                Block(BlockKind.PARAGRAPH, 0, 29),
                Block(BlockKind.HEADING, 31, 42, level=1),
                Block(BlockKind.FOOTNOTE, 44, 60),
                Block(BlockKind.PARAGRAPH, 44, 60, parent=2),
            ]
        ),
        spans=Spans(spans),
    )


def _link(start: int, end: int, target: str) -> Span:
    return Span(SpanKind.HYPERLINK, start, end, target)


def test_the_innermost_hyperlink_upon_a_position_is_found() -> None:
    outer, inner = _link(0, 15, "https://a.example"), _link(4, 7, "https://b.example")
    document = _document(outer, inner, Span(SpanKind.EMPHASIS, 4, 6))

    assert hyperlink_at(document, 5) == inner
    assert hyperlink_at(document, 8) == outer
    assert hyperlink_at(document, 15) is None


def test_an_address_that_stands_in_the_text_is_a_hyperlink() -> None:
    document = Document(text="See www.example.org/a, or not.")

    assert hyperlink_at(document, 4) == _link(4, 21, "http://www.example.org/a")
    assert hyperlink_at(document, 21) is None


def test_a_place_in_the_text_is_one_only_within_it() -> None:
    assert destination("#31", 60).position == 31
    for target in ("#61", "#-1", "#", "#٣", "#x", "#" + "9" * 5_000):
        assert destination(target, 60).position is None
        assert not destination(target, 60).is_address


@pytest.mark.parametrize(
    "target",
    ["https://example.org/a?b=1#c", "HTTP://example.org", "mailto:a@example.org", "https://é.fr/ü"],
)
def test_addresses_of_the_web_and_of_letters_may_be_opened(target: str) -> None:
    assert destination(target, 60).is_address


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "other.md",
        "//example.org",
        "-x https://example.org",
        "https://example.org/a b",
        "https://example.org/\x1b[2J",
        "https://example.org/\u202egro.evil",
        "https://example.org/\u200b",
        "https://example.org/" + "x" * 5_000,
        "",
    ],
)
def test_anything_else_may_not(target: str) -> None:
    assert not destination(target, 60).is_address


@given(target=st.text())
def test_what_may_be_opened_is_shown_as_it_is(target: str) -> None:
    if destination(target, 60).is_address:
        assert target.isprintable()
        assert target.split(":", maxsplit=1)[0].lower() in {"http", "https", "mailto"}


def test_a_hyperlink_is_described_by_what_stands_where_it_leads() -> None:
    document = _document()

    assert described(document, _link(0, 3, "#31")) == "to “The heading”"
    assert described(document, _link(0, 3, "#44")) == "The note itself."
    assert described(document, _link(0, 3, "https://a.example")) == "https://a.example"
