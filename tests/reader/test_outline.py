"""The sections of a text, the marks in them, and places named by what is typed."""

from __future__ import annotations

import time
from array import array
from dataclasses import replace

import pytest

from annotations.document import Block, BlockKind, Blocks, Document, Locator
from annotations.model import Colour, IdSource, Range
from reader.loaders import Hint, load
from reader.outline import BEGINNING, Outline, Tally, places_named
from reader.planning import new_mark

SOURCE = """Words before.

# The visit

Text of the visit.

## Costs  *and*  quotas

Text of the costs.

# The end

Last words.
"""


@pytest.fixture
def document() -> Document:
    return load(SOURCE.encode(), Hint(name="a.md")).document


PAGES = Document(
    text="First page. Second page. Third page.",
    blocks=Blocks(
        [
            Block(BlockKind.PARAGRAPH, 0, 11),
            Block(BlockKind.PARAGRAPH, 12, 24),
            Block(BlockKind.PARAGRAPH, 25, 36),
        ]
    ),
    locators=(Locator("page", "iv", 0), Locator("page", "2", 12), Locator("time", "00:03", 25)),
)


def test_headings_come_in_order_with_their_depth(document: Document) -> None:
    assert [(entry.title, entry.level) for entry in Outline(document)] == [
        (BEGINNING, 0),
        ("The visit", 0),
        ("Costs and quotas", 1),
        ("The end", 0),
    ]


def test_chapters_that_no_heading_begins_stand_among_the_headings() -> None:
    blocks = [
        Block(BlockKind.HEADING, 0, 3, 2),
        *(Block(BlockKind.PARAGRAPH, at, at + 3) for at in range(5, 25, 5)),
        Block(BlockKind.HEADING, 25, 28, 1),
        *(Block(BlockKind.PARAGRAPH, at, at + 3) for at in range(30, 50, 5)),
    ]
    locators = [("chapter", 0), ("page", 5), ("chapter", 10), ("chapter", 25), ("chapter", 30)]
    document = Document(
        text="abc\n\n" * 10,
        blocks=Blocks(blocks),
        locators=tuple(Locator(kind, str(start), start) for kind, start in locators),
    )

    assert [(each.title, each.start, each.level) for each in Outline(document)] == [
        ("abc", 0, 1),
        ("abc", 25, 0),
        ("chapter 30", 30, 0),
    ]


def test_a_book_without_headings_has_its_chapters_for_an_outline() -> None:
    locators = (Locator("page", "1", 0), Locator("chapter", "Spring", 12), Locator("page", "2", 25))

    outline = Outline(replace(PAGES, locators=locators))

    assert [entry.title for entry in outline] == [BEGINNING, "chapter Spring"]
    assert outline.thing == "chapter"


def test_what_stands_before_the_first_heading_has_an_entry_only_if_there_is_something() -> None:
    document = load(b"# Only\n\nText.\n", Hint(name="a.md")).document

    assert [entry.title for entry in Outline(document)] == ["Only"]


def test_a_position_lies_in_the_section_before_it(document: Document) -> None:
    outline = Outline(document)

    assert outline[outline.at(0)].title == BEGINNING
    assert outline[outline.at(document.text.index("of the visit"))].title == "The visit"
    assert outline[outline.at(len(document.text))].title == "The end"


def test_without_headings_the_pages_are_the_outline() -> None:
    outline = Outline(PAGES)

    assert [(entry.title, entry.words) for entry in outline] == [
        ("page iv", "First page."),
        ("page 2", "Second page."),
        ("00:03", "Third page."),
    ]
    assert not outline.is_of_headings


def test_plain_text_has_no_outline() -> None:
    assert not Outline(load(b"Only text.\n", Hint(name="a.txt")).document)
    assert not Outline(Document(text=""))


def test_marks_are_counted_by_section_and_colour(document: Document) -> None:
    outline, ids = Outline(document), IdSource()
    marks = [
        new_mark(ids(), document.text, Range(at, at + 4), colour)
        for at, colour in (
            (0, Colour.YELLOW),
            (document.text.index("Text of the c"), Colour.RED),
            (document.text.index("of the costs"), Colour.RED),
            (document.text.index("of the costs") + 1, Colour.BLUE),
        )
    ]
    tally = Tally(outline, marks)
    while not tally.go_on(0):
        pass

    assert [dict(tally.of(number)) for number in range(4)] == [
        {Colour.YELLOW: 1},
        {},
        {Colour.RED: 2, Colour.BLUE: 1},
        {},
    ]


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("2", ["page 2", "paragraph 2"]),
        ("p. 2", ["page 2", "paragraph 2"]),
        ("p2", ["page 2", "paragraph 2"]),
        ("Page 2", ["page 2"]),
        ("para 3", ["paragraph 3"]),
        ("¶3", ["paragraph 3"]),
        ("IV", ["page iv"]),
        ("page iv", ["page iv"]),
        ("00:03", ["00:03"]),
        ("4", []),
        ("0", []),
        ("page", []),
        ("chapter 2", []),
        ("", []),
        ("9" * 400, []),
        ("²", []),
    ],
)
def test_a_label_that_is_typed_names_places(typed: str, titles: list[str]) -> None:
    assert [place.title for place in places_named(PAGES, typed)] == titles


def test_a_place_named_knows_where_it_is_and_what_stands_there() -> None:
    (place,) = places_named(PAGES, "paragraph 2")

    assert (place.start, place.words) == (12, "Second page.")


def test_the_outline_of_a_million_blocks_is_there_at_once() -> None:
    count = 1_000_000
    blocks = Blocks()
    blocks.extend_leaves(
        array("B", bytes(count)), array("I", range(count)), array("I", range(1, count + 1))
    )
    document = Document(text="x" * count, blocks=blocks)

    begun = time.perf_counter()
    outline = Outline(document)
    places = places_named(document, "999999")

    assert time.perf_counter() - begun < 0.5
    assert not outline
    assert [place.title for place in places] == ["paragraph 999,999"]


TALK = "\n".join(
    f"{number}\n{time}:00,000 --> {time}:05,000\n{words}\n"
    for number, (time, words) in enumerate(
        [("00:00", "ANN: We begin."), ("00:03", "We go on."), ("01:03", "BOB: We end.")], 1
    )
)


@pytest.fixture
def talk() -> Document:
    return load(TALK.encode(), Hint(name="talk.srt")).document


def test_the_outline_of_a_transcript_has_the_time_of_each_paragraph(talk: Document) -> None:
    outline = Outline(talk)

    assert [(each.title, each.words) for each in outline] == [
        ("00:00:00", "ANN: We begin."),
        ("00:03:00", "We go on."),
        ("01:03:00", "BOB: We end."),
    ]
    assert outline.thing == "time"


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("00:03:00", ["00:03:00"]),
        ("3:00", ["00:03:00"]),
        ("3:20", ["00:03:00"]),
        ("1:03:20", ["01:03:00"]),
        ("63:20", ["01:03:00"]),
        ("time 2:59", ["00:00:00"]),
        ("99:00:00", ["01:03:00"]),
        ("2", ["paragraph 2"]),
        ("ann", []),
        ("1:2:3:4", []),
    ],
)
def test_a_time_that_is_typed_goes_to_the_cue_that_is_on(
    talk: Document, typed: str, titles: list[str]
) -> None:
    assert [place.title for place in places_named(talk, typed)] == titles
