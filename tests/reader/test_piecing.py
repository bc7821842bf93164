"""Marks of several pieces: in the order of the text, with something left out between any two."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model import (
    Annotation,
    AnnotationId,
    Colour,
    Original,
    Piece,
    Range,
    Selector,
    State,
    Timestamp,
)
from reader import piecing
from reader.planning import new_mark
from reader.surroundings import trimmed
from tests.strategies import canonical_texts

TEXT = "One two three four five six seven."


def on(*words: str, text: str = TEXT) -> Annotation:
    """A mark on each of these, one after the other."""
    mark = new_mark("id", text, found(words[0], text), Colour.RED)
    for each in words[1:]:
        mark = _added(mark, found(each, text), text)
    return mark


def found(words: str, text: str = TEXT) -> Range:
    start = text.index(words)
    return Range(start, start + len(words))


def _added(mark: Annotation, held: Range, text: str = TEXT) -> Annotation:
    plan = piecing.addition(mark, held, text, 0)
    (edit,) = plan.edits
    assert edit.before == mark
    assert edit.after is not None
    return edit.after


def orphan(quote: str) -> Piece:
    return Piece(
        range=None,
        quote=quote,
        state=State.ORPHANED,
        original=Original(sha256="0" * 64, selector=Selector(start=0, end=3, quote=quote)),
    )


# --- adding -----------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [("two", "five", "seven"), ("seven", "two", "five")])
def test_pieces_stand_in_the_order_of_the_text(order: tuple[str, ...]) -> None:
    mark = on(*order)

    assert mark.quote == "two […] five […] seven"
    assert [piece.state for piece in mark.pieces] == [State.ANCHORED] * 3


def test_a_piece_that_overlaps_one_is_joined_with_it() -> None:
    assert on("two three", "three four").quote == "two three four"


def test_a_piece_over_several_joins_them_all() -> None:
    mark = on("two", "five", "seven")

    assert _added(mark, found("two three four five")).quote == "two three four five […] seven"


def test_pieces_that_only_white_space_parts_are_one_since_nothing_is_left_out() -> None:
    assert on("two", "three").quote == "two three"
    assert on("wo", "two three").quote == "two three"
    assert on("tw", "o").quote == "two"


def test_white_space_between_paragraphs_leaves_nothing_out_either() -> None:
    text = "First.\n\nSecond.\n\nThird."

    assert on("First.", "Second.", text=text).quote == "First.\n\nSecond."


def test_what_is_part_of_the_mark_already_changes_nothing_and_is_said() -> None:
    plan = piecing.addition(on("two three"), found("three"), TEXT, 0)

    assert not plan.edits
    assert plan.say == "it is part of “two three” already"


def test_the_mark_is_named_in_the_message_and_in_the_history() -> None:
    plan = piecing.addition(on("two"), found("five"), TEXT, 0)

    assert plan.say == "added to “two” · u takes it back"
    assert plan.label == "add “five” to “two”"


def test_pieces_that_are_not_touched_stay_as_they_are() -> None:
    changed = Piece(range=Range(4, 7), quote="two", state=State.CHANGED, confidence=80)
    mark = Annotation(id=AnnotationId("id"), pieces=(changed,))

    added = _added(mark, found("five"))

    assert added.pieces[0] is changed


def test_a_piece_found_nowhere_stays_behind_the_one_it_follows() -> None:
    gone, lost = orphan("gone"), orphan("lost")
    two, seven = on("two").pieces[0], on("seven").pieces[0]
    mark = Annotation(id=AnnotationId("id"), pieces=(gone, two, lost, seven))

    assert _added(mark, found("five")).quote == "gone […] two […] lost […] five […] seven"
    assert (
        _added(mark, found("two three four")).quote == "gone […] two three four […] lost […] seven"
    )


# --- other ends -------------------------------------------------------------------------------


def test_other_ends_leave_all_else_of_the_mark() -> None:
    mark = Annotation(
        id=AnnotationId("id"),
        pieces=on("two").pieces,
        colour=Colour.BLUE,
        tags=("a", "b"),
        fields=(("speaker", "Diop"),),
        note="why",
        created=Timestamp("2026-11-24T09:00:00Z"),
        extra={"x": 1},
    )

    (edit,) = piecing.reshaping(mark, 0, found("two three"), TEXT, 0, None).edits

    assert edit.after is not None
    assert edit.after.quote == "two three"
    assert edit.after.pieces[0].suffix.startswith(" four")
    assert (edit.after.id, edit.after.tags, edit.after.fields) == (mark.id, mark.tags, mark.fields)
    assert (edit.after.note, edit.after.created) == (mark.note, mark.created)
    assert (edit.after.colour, edit.after.extra) == (mark.colour, mark.extra)


def test_only_one_piece_gets_other_ends() -> None:
    plan = piecing.reshaping(on("two", "five"), 1, found("five six"), TEXT, 0, None)

    assert plan.edits[0].after is not None
    assert plan.edits[0].after.quote == "two […] five six"


def test_a_piece_that_reaches_its_neighbour_is_joined_with_it_and_it_is_said() -> None:
    plan = piecing.reshaping(on("two", "five"), 1, found("three four five"), TEXT, 0, None)

    assert plan.edits[0].after is not None
    assert plan.edits[0].after.quote == "two three four five"
    assert "joined with its neighbour" in plan.say


def test_the_same_ends_change_nothing() -> None:
    plan = piecing.reshaping(on("two"), 0, found("two"), TEXT, 0, None)

    assert not plan.edits
    assert plan.say == "the ends are as they were"


def test_the_same_ends_confirm_a_piece_that_was_found_elsewhere() -> None:
    moved = Piece(range=Range(4, 7), quote="two", state=State.MOVED)
    mark = Annotation(id=AnnotationId("id"), pieces=(moved,))

    (edit,) = piecing.reshaping(mark, 0, Range(4, 7), TEXT, 0, None).edits

    assert edit.after is not None
    assert edit.after.state is State.ANCHORED


def test_another_mark_of_the_same_range_is_said() -> None:
    plan = piecing.reshaping(on("two"), 0, found("five"), TEXT, 0, on("five"))

    assert plan.edits
    assert plan.say == "now “five”, like another red mark · u takes it back"


def test_an_orphan_is_placed_with_new_selectors() -> None:
    mark = Annotation(id=AnnotationId("id"), pieces=(orphan("gone"),), note="why")

    (edit,) = piecing.reshaping(mark, 0, found("five"), TEXT, 0, None).edits

    assert edit.after is not None
    assert edit.after.pieces == on("five").pieces
    assert (edit.after.state, edit.after.note) == (State.ANCHORED, "why")


def test_of_two_orphaned_pieces_the_other_one_is_still_told_of() -> None:
    mark = Annotation(id=AnnotationId("id"), pieces=(orphan("gone"), orphan("lost")))

    plan = piecing.reshaping(mark, 0, found("five"), TEXT, 0, None)

    assert plan.edits[0].after is not None
    assert plan.edits[0].after.quote == "five […] lost"
    assert "another piece is still not found" in plan.say


def test_the_piece_nearest_to_a_position() -> None:
    mark = on("two", "seven")

    assert piecing.piece_at(mark, 0) == 0
    assert piecing.piece_at(mark, TEXT.index("two") + 3) == 0
    assert piecing.piece_at(mark, TEXT.index("seven") + 2) == 1
    assert piecing.piece_at(Annotation(id=AnnotationId("id"), pieces=(orphan("x"),)), 0) is None


# --- whatever is done -------------------------------------------------------------------------


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, list[tuple[int | None, Range]]]:
    """A text, and ranges to add or to give to a piece (by its number, modulo how many there are)."""
    text = draw(canonical_texts(60).filter(lambda text: text.strip() != ""))
    places = st.integers(0, len(text))
    ranges = st.tuples(places, places).map(lambda pair: trimmed(text, Range(min(pair), max(pair))))
    kept = ranges.filter(lambda held: len(held) > 0)
    steps = st.tuples(st.none() | st.integers(0, 9), kept)
    return text, draw(st.lists(steps, min_size=1, max_size=8))


@given(drawn=changes())
def test_pieces_are_ordered_and_disjoint_and_hold_their_text_whatever_is_done(
    drawn: tuple[str, list[tuple[int | None, Range]]],
) -> None:
    text, steps = drawn
    mark = new_mark("id", text, steps[0][1], Colour.GREEN, ("kept",))

    for number, held in steps[1:]:
        before = mark
        if number is None:
            plan = piecing.addition(mark, held, text, 0)
        else:
            plan = piecing.reshaping(mark, number % len(mark.pieces), held, text, 0, None)
        for edit in plan.edits:
            assert edit.before == before
            assert edit.after is not None
            mark = edit.after

        assert any(each.start <= held.start and held.end <= each.end for each in mark.ranges)
        assert all(len(each) for each in mark.ranges)
        assert all(
            first.end < second.start and text[first.end : second.start].strip()
            for first, second in pairwise(mark.ranges)
        )
        assert all(
            piece.range is not None and text[piece.range.start : piece.range.end] == piece.quote
            for piece in mark.pieces
        )
        assert (mark.id, mark.colour, mark.tags) == ("id", Colour.GREEN, ("kept",))
