from __future__ import annotations

import json

import pytest

from annotations.document import Block, BlockKind, Blocks, Document
from annotations.errors import MalformedFileError
from annotations.model import Colour, Range
from reader.cli.batch import Wish, read_batch
from reader.cli.passages import SeveralHitsError

TEXT = "one two one three"
DOCUMENT = Document(
    text=TEXT, blocks=Blocks([Block(kind=BlockKind.PARAGRAPH, start=0, end=len(TEXT))])
)


def read(*lines: object) -> list[Wish]:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return read_batch(text.encode(), "marks.jsonl", DOCUMENT)


def test_a_line_has_the_keys_of_an_annotation() -> None:
    line = {
        "quote": "two",
        "colour": "red",
        "tags": ["a/b", "c"],
        "fields": {"speaker": "L"},
        "note": "why?",
        "creator": "M",
    }

    assert read(line) == [
        Wish(
            ranges=(Range(4, 7),),
            colour=Colour.RED,
            tags=("a/b", "c"),
            fields={"speaker": "L"},
            note="why?",
            creator="M",
        )
    ]


def test_a_passage_is_given_by_offsets_or_pieces() -> None:
    (first, second) = read(
        {"start": 0, "end": 3, "quote": "one"},
        {"pieces": [{"quote": "two"}, {"start": 12, "end": 17}]},
    )

    assert first.ranges == (Range(0, 3),)
    assert second.ranges == (Range(4, 7), Range(12, 17))


def test_a_repeated_quotation_is_told_apart_by_number_or_context() -> None:
    wishes = read(
        {"quote": "one", "nth": 2},
        {"quote": "one", "suffix": " three"},
        {"quote": "one", "prefix": "two "},
    )

    assert [wish.ranges for wish in wishes] == [(Range(8, 11),)] * 3
    with pytest.raises(SeveralHitsError):
        read({"quote": "one"})


def test_a_line_without_a_passage_is_a_note_on_the_article() -> None:
    assert read({"note": "whole"}) == [Wish(note="whole")]


def test_empty_lines_a_mark_at_the_beginning_and_windows_line_ends_do_no_harm() -> None:
    assert len(read_batch(b'\xef\xbb\xbf{"quote": "two"}\r\n\r\n', "x", DOCUMENT)) == 1


def test_what_postil_gives_is_passed_over() -> None:
    line = {"id": "1", "start": 4, "end": 7, "state": "anchored", "article": {"id": "2"}}

    assert read(line) == [Wish(ranges=(Range(4, 7),))]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "nonsense",
        '{"quote": "two", "quote": "one"}',
        "[" * 100_000,
        {"color": "red", "quote": "two"},
        {"colour": "mauve", "quote": "two"},
        {"colour": 2, "quote": "two"},
        {"tags": "a", "quote": "two"},
        {"tags": [""], "quote": "two"},
        {"fields": ["a"], "quote": "two"},
        {"fields": {"a": 1}, "quote": "two"},
        {"relations": [1], "quote": "two"},
        {"relations": [{"to": "x", "relation": "y"}], "quote": "two"},
        {"start": 0, "end": 99},
        {"start": 0},
        {"start": True, "end": 3},
        {"start": 0, "end": 3, "quote": "two"},
        {"quote": "nowhere"},
        {"quote": "two", "nth": 0},
        {"quote": "two", "nth": 3},
        {"pieces": []},
        {"pieces": [{"quote": "two"}], "quote": "two"},
        {"pieces": ["two"]},
        {"colour": "red"},
        {},
    ],
)
def test_a_mistake_refuses_the_file_and_names_the_line(line: object) -> None:
    with pytest.raises(MalformedFileError, match=r"marks\.jsonl, line 2: ") as caught:
        read({"quote": "two"}, line)

    assert caught.value.line == 2


def test_bytes_that_are_no_text_are_named_by_their_line() -> None:
    with pytest.raises(MalformedFileError, match="line 2"):
        read_batch(b'{"quote": "two"}\n\xff', "x", DOCUMENT)
