from __future__ import annotations

import sys
import time

import pytest

from annotations.document import Block, BlockKind, Blocks, Document, Span, SpanKind, Spans
from annotations.errors import InvalidValueError
from annotations.model import Range
from reader.cli.passages import (
    NoHitError,
    SeveralHitsError,
    choose,
    in_context,
    matched,
    parse_range,
    quoted,
)


def paragraphs(*texts: str, spans: tuple[Span, ...] = ()) -> Document:
    blocks, start = Blocks(), 0
    for text in texts:
        blocks.append(Block(kind=BlockKind.PARAGRAPH, start=start, end=start + len(text)))
        start += len(text) + 2
    return Document(text="\n\n".join(texts), blocks=blocks, spans=Spans(spans))


def test_a_range_is_two_offsets() -> None:
    assert parse_range("2:4", paragraphs("abcdef")) == Range(2, 4)


@pytest.mark.parametrize(
    "text", ["", "2", "2-4", "4:2", "2:2", "-1:2", "2:7", "²:4", "1:" + "9" * 99]
)
def test_what_is_no_range_of_the_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError):
        parse_range(text, paragraphs("abcdef"))


def test_an_empty_quotation_is_refused() -> None:
    with pytest.raises(InvalidValueError):
        quoted(paragraphs("a b"), " \n")


def test_a_quotation_is_found_over_a_soft_break() -> None:
    document = paragraphs("the world\nhas changed")

    assert quoted(document, "world has") == [Range(4, 13)]


def test_an_expression_sees_soft_breaks_as_spaces() -> None:
    document = paragraphs("the world\nhas changed", "the world")

    assert matched(document, "world has") == [Range(4, 13)]
    assert matched(document, "world$") == [Range(27, 32)]


def test_a_hard_break_stays_a_line_end() -> None:
    document = paragraphs("one\ntwo", spans=(Span(kind=SpanKind.BREAK, start=3, end=4),))

    assert matched(document, "one two") == []
    assert matched(document, "^two") == [Range(4, 7)]


def test_a_match_never_runs_over_two_blocks() -> None:
    assert matched(paragraphs("one", "two"), r"one\s+two") == []


def test_empty_matches_do_not_count() -> None:
    assert matched(paragraphs("aab"), "a*") == [Range(0, 2)]


def test_offsets_count_code_points() -> None:
    assert matched(paragraphs("😀é quota"), "quota") == [Range(3, 8)]


@pytest.mark.parametrize("pattern", ["(", "*", "[a", "a{2,1}", "(?P<a", "a" * 1001])
def test_what_is_no_expression_is_told(pattern: str) -> None:
    with pytest.raises(InvalidValueError):
        matched(paragraphs("a"), pattern)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no alarm to stop it")
def test_an_endless_expression_is_given_up() -> None:
    began = time.monotonic()

    with pytest.raises(InvalidValueError, match="longer than"):
        matched(paragraphs("a" * 40), "(a+)+b", time_s=0.1)

    assert time.monotonic() - began < 5


def test_no_hit_is_a_no() -> None:
    with pytest.raises(NoHitError):
        choose(paragraphs("a"), [], "“b”", nth=None, hint="")


def test_the_nth_hit_is_counted_from_one() -> None:
    document = paragraphs("a a a")
    hits = quoted(document, "a")

    assert choose(document, hits, "“a”", nth=2, hint="") == Range(2, 3)
    with pytest.raises(NoHitError, match="only 3 times"):
        choose(document, hits, "“a”", nth=4, hint="")


def test_several_hits_are_listed_with_their_context() -> None:
    document = paragraphs(" ".join(["quota"] * 30))

    with pytest.raises(SeveralHitsError) as caught:
        choose(document, quoted(document, "quota"), "“quota”", nth=None, hint="")

    assert caught.value.choices[1].startswith("2  6:11  ")
    assert "⟦quota⟧" in caught.value.choices[1]
    assert caught.value.choices[-1] == "… and 10 more"


def test_a_long_hit_is_shortened_in_its_list() -> None:
    document = paragraphs("a" * 500)

    assert len(in_context(document, Range(0, 500))) < 100
