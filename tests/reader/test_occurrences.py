"""Every occurrence of some words: what is looked for, how it looks, what is marked."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.document import Block, BlockKind, Blocks, Document
from annotations.errors import InvalidValueError
from annotations.model import Colour, Range
from reader.layout.cells import width
from reader.marks import Marks
from reader.occurrences import (
    flush_right,
    highlighting,
    in_context,
    mark_upon,
    new_marks,
    query_at,
    sort_out,
    tagging,
)

TEXT = "The minister came.\nThe ministers left.\n\nA minister stays."
DOCUMENT = Document(
    text=TEXT,
    blocks=Blocks([Block(BlockKind.PARAGRAPH, 0, 38), Block(BlockKind.PARAGRAPH, 40, len(TEXT))]),
)
FIRST, SECOND, THIRD = Range(4, 12), Range(23, 31), Range(42, 50)

_numbers = count()


def new_id() -> str:
    return f"0190{next(_numbers):028x}"


def marks_of(*ranges: Range, colour: Colour = Colour.RED) -> Marks:
    return Marks(new_marks(TEXT, ranges, colour, new_id))


# --- what is looked for ----------------------------------------------------------------------


def test_the_word_at_the_caret_is_looked_for_as_a_whole_word() -> None:
    query = query_at(DOCUMENT, 6, None)

    assert query is not None
    assert query.text == "minister"
    assert query.is_whole
    assert not query.counts_case


def test_a_selection_is_looked_for_anywhere_its_soft_breaks_joined() -> None:
    query = query_at(DOCUMENT, 0, Range(13, 31))

    assert query is not None
    assert query.text == "came. The minister"
    assert not query.is_whole


def test_of_capitals_alone_the_case_counts() -> None:
    document = Document(text="US us", blocks=Blocks([Block(BlockKind.PARAGRAPH, 0, 5)]))

    query = query_at(document, 0, None)

    assert query is not None
    assert query.counts_case


def test_where_no_word_is_nothing_is_looked_for() -> None:
    assert query_at(DOCUMENT, 0, Range(38, 40)) is None
    assert query_at(Document(text=""), 0, None) is None


# --- in context ------------------------------------------------------------------------------


def test_the_context_is_that_of_the_block_on_one_line() -> None:
    context = in_context(DOCUMENT, SECOND)

    assert context == ("The minister came. The ", "minister", "s left.")


def test_a_long_context_is_cut() -> None:
    text = "a" * 10_000
    document = Document(text=text, blocks=Blocks([Block(BlockKind.PARAGRAPH, 0, len(text))]))

    context = in_context(document, Range(5_000, 5_001))

    assert len(context.before) == len(context.after) < 300


@given(text=st.text(max_size=30), cells=st.integers(0, 20))
def test_what_is_flush_right_has_just_its_cells(text: str, cells: int) -> None:
    assert width(flush_right(text, cells)) == cells


def test_of_what_is_too_wide_the_end_is_kept() -> None:
    assert flush_right("one two three", 8) == "…o three"
    assert flush_right("three", 8) == "   three"
    assert flush_right("東京東京", 4) == "… 京"


# --- marking ---------------------------------------------------------------------------------


def test_what_is_marked_already_is_told_apart() -> None:
    marks = marks_of(SECOND)

    fresh, marked = sort_out(marks, [FIRST, SECOND, THIRD])

    assert fresh == (FIRST, THIRD)
    assert [mark.ranges for mark in marked] == [(SECOND,)]
    assert mark_upon(marks, Range(SECOND.start, SECOND.end - 1)) is None


def test_marks_know_their_quotes_and_surroundings() -> None:
    (mark,) = new_marks(TEXT, [THIRD], Colour.BLUE, new_id)

    assert mark.quote == "minister"
    assert mark.colour is Colour.BLUE
    assert mark.pieces[0].suffix == " stays."


def test_highlighting_is_one_step_and_says_how_many() -> None:
    fresh = new_marks(TEXT, [FIRST, THIRD], Colour.RED, new_id)
    marked = list(marks_of(SECOND))

    plan = highlighting(fresh, marked, "minister", Colour.RED)

    assert [edit.after for edit in plan.edits] == fresh
    assert plan.label == "highlight “minister” 2 times"
    assert plan.say == "2 red, 1 were marked already · u takes it back"


def test_nothing_is_marked_twice() -> None:
    plan = highlighting([], list(marks_of(SECOND)), "minister", Colour.RED)

    assert not plan.edits
    assert plan.say == "marked already · t tags them"


def test_tags_go_on_new_marks_and_on_those_there_are() -> None:
    fresh = new_marks(TEXT, [FIRST], Colour.RED, new_id)
    marked = list(marks_of(SECOND))

    plan = tagging(fresh, marked, "minister", ["a", "b", "a"])

    assert [edit.after.tags for edit in plan.edits if edit.after] == [("a", "b"), ("a", "b")]
    assert [edit.before for edit in plan.edits] == [None, marked[0]]
    assert plan.say == "#a #b on 2 · u takes it back"


def test_tags_that_are_kept_on_stay_on_new_marks_that_get_others() -> None:
    fresh = new_marks(TEXT, [FIRST], Colour.RED, new_id, ("key",))

    plan = tagging(fresh, list(marks_of(SECOND)), "minister", ["a"])

    assert [edit.after.tags for edit in plan.edits if edit.after] == [("key", "a"), ("a",)]


def test_tags_that_are_there_already_are_no_edit() -> None:
    (edit,) = tagging([], list(marks_of(SECOND)), "minister", ["a"]).edits
    assert edit.after is not None

    assert not tagging([], [edit.after], "minister", ["a"]).edits
    assert not tagging([], [edit.after], "minister", []).edits


def test_a_wrong_tag_is_refused() -> None:
    with pytest.raises(InvalidValueError):
        tagging([], list(marks_of(SECOND)), "minister", ["a//b"])
