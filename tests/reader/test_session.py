"""What keys do to caret, selection and marks, without any screen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from annotations.errors import InvalidValueError
from annotations.model import Colour, Range, timestamp
from annotations.results import HistoryEntry
from reader.copying import copied_text
from reader.layout.lines import Layout
from reader.planning import Target
from reader.undoing import surprises

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.library import Library
    from reader.session import Session


def selected(session: Session) -> str:
    held = session.selection
    return "" if held is None else session.document.text[held.start : held.end]


def put(session: Session, words: str, offset: int = 0) -> None:
    session.go_to(session.document.text.index(words) + offset)


# --- selecting --------------------------------------------------------------------------------


def test_the_sentence_at_the_caret_is_selected(session: Session) -> None:
    put(session, "came")

    session.select_sentence()

    assert selected(session) == "The minister came on Monday."


def test_again_selects_one_sentence_more_and_shrinking_goes_back(session: Session) -> None:
    put(session, "came")
    session.select_sentence()
    session.select_sentence()

    assert selected(session).startswith("The minister came on Monday. “The world has changed,”")
    assert selected(session).endswith("he said.")

    session.shrink()
    assert selected(session) == "The minister came on Monday."
    session.shrink()
    assert session.selection is None
    assert session.document.text[session.caret :].startswith("came")


def test_shrinking_leaves_what_was_selected_by_moving(session: Session) -> None:
    put(session, "came")
    session.select_sentence()
    session.extend_to(session.caret + 4)
    held = selected(session)

    assert session.shrink() == "nothing to take back · esc drops the selection"
    assert selected(session) == held


def test_growing_goes_on_in_the_next_paragraph(session: Session) -> None:
    put(session, "Nobody asked")
    session.select_sentence()
    session.select_sentence()

    assert selected(session).endswith("The second paragraph is short.")


def test_growing_ends_with_the_text_and_says_so(session: Session) -> None:
    put(session, "A quoted block")
    session.select_sentence()

    assert session.select_sentence() == "the text ends here"
    assert selected(session) == "A quoted block that stands alone."


def test_the_paragraph_is_selected_and_grows(session: Session) -> None:
    put(session, "It ends")
    session.select_paragraph()
    assert selected(session) == "The second paragraph is short. It ends here."

    session.select_paragraph()
    assert selected(session).endswith("one item of a list")


def test_the_quotation_around_the_caret_is_selected(session: Session) -> None:
    put(session, "world")

    session.select_quotation()

    assert selected(session) == "“The world has changed,”"


def test_without_one_around_it_is_the_next_quotation(session: Session) -> None:
    put(session, "The visit")

    session.select_quotation()

    assert selected(session) == "“The world has changed,”"


def test_where_no_quotation_follows_it_says_what_else_there_is(session: Session) -> None:
    put(session, "It ends")

    assert "no quotation follows" in session.select_quotation()
    assert session.selection is None


def test_escape_returns_the_caret_to_where_growing_began(session: Session) -> None:
    put(session, "came")
    before = session.caret
    session.select_sentence()
    session.select_sentence()

    assert session.drop_selection()
    assert session.caret == before


def test_visual_selection_follows_the_moves(session: Session, layout: Layout) -> None:
    put(session, "minister")
    session.toggle_visual()

    session.move("word-end", layout, 20)
    session.extend("word-end", layout, 20)

    assert selected(session) == "minister came"


def test_shift_selects_by_character(session: Session, layout: Layout) -> None:
    put(session, "minister")

    session.extend("right", layout, 20)
    session.extend("right", layout, 20)

    assert selected(session) == "mi"


def test_what_is_gone_to_while_selecting_by_moving_is_taken_in(session: Session) -> None:
    put(session, "came on")
    session.toggle_visual()
    assert session.is_selecting_by_moving

    session.take_in(Range(session.caret + 8, session.caret + 14))
    assert selected(session) == "came on Monday"

    session.take_in(Range(session.document.text.index("minister"), session.anchor or 0))
    assert selected(session) == "minister "


def test_a_sentence_is_not_selected_by_moving(session: Session) -> None:
    put(session, "came")
    session.select_sentence()

    assert not session.is_selecting_by_moving


# --- moving -----------------------------------------------------------------------------------


def test_down_and_up_return_to_the_same_place(session: Session, layout: Layout) -> None:
    put(session, "minister")
    before = session.caret

    session.move("down", layout, 20)
    assert session.caret > before
    session.move("up", layout, 20)

    assert session.caret == before


def test_down_keeps_the_column_over_a_short_line(
    make_session: Callable[..., Session],
) -> None:
    session = make_session("a long line of text here\n\nab\n\nanother long line of text\n", "t.txt")
    layout = Layout(session.document, 40)
    put(session, "text here")

    session.move("down", layout, 20)
    session.move("down", layout, 20)

    _unit, _line, cell = layout.place(session.caret)
    assert cell == "a long line of text here".index("text here")


def test_left_and_right_step_over_clusters_and_paragraph_ends(
    make_session: Callable[..., Session],
) -> None:
    session = make_session("a👩‍👩‍👧é\n\nb\n", "t.txt")
    layout = Layout(session.document, 40)

    carets = [session.caret]
    for _ in range(4):
        session.move("right", layout, 20)
        carets.append(session.caret)

    assert carets == [0, 1, 6, len("a👩‍👩‍👧é"), len("a👩‍👩‍👧é") + 2]
    for expected in reversed(carets[:-1]):
        session.move("left", layout, 20)
        assert session.caret == expected


@pytest.mark.parametrize(
    "motion",
    [
        "left", "right", "up", "down", "word-forward", "word-back", "word-end", "sentence-forward",
        "sentence-back", "paragraph-forward", "paragraph-back", "page-down", "page-up", "half-down",
        "half-up", "start", "end", "line-start", "line-end",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "text", ["", "x", "\n\n", "one two\n\n\n\nthree. four", "日本語。テスト。"]
)
def test_every_move_is_harmless_in_every_text(
    make_session: Callable[..., Session], motion: str, text: str
) -> None:
    session = make_session(text, "t.txt")
    layout = Layout(session.document, 20)

    for _ in range(5):
        session.move(motion, layout, 3)
        assert 0 <= session.caret <= len(session.document.text)
        assert session.caret == session.clamp(session.caret)


def test_the_next_sentence_begins_with_its_text_where_a_paragraph_is_indented(
    make_session: Callable[..., Session],
) -> None:
    session = make_session("The last one.\n\n    An indented line,\n    and another.\n", "t.txt")
    session.move("sentence-forward", Layout(session.document, 40), 10)

    assert session.document.text[session.caret :].startswith("An indented")


def test_to_the_end_of_a_line_takes_its_last_character_where_no_blank_follows(
    make_session: Callable[..., Session],
) -> None:
    session = make_session("吾輩は猫である。名前はまだ無い。", "t.txt")
    layout = Layout(session.document, 20)
    put(session, "輩")

    session.move("line-end", layout, 10)
    assert session.document.text[session.caret] == "前"

    put(session, "輩")
    session.extend("line-end", layout, 10)
    assert selected(session) == "輩は猫である。名前"


def test_going_on_reaches_the_end_and_back_the_start(session: Session, layout: Layout) -> None:
    for motion, back in (
        ("right", "left"),
        ("word-forward", "word-back"),
        ("sentence-forward", "sentence-back"),
        ("paragraph-forward", "paragraph-back"),
        ("down", "up"),
    ):
        session.move("start", layout, 10)
        start = session.caret
        last = -1
        while session.caret != last:
            assert session.caret > last, motion
            last = session.caret
            session.move(motion, layout, 10)
        assert session.document.block_at(session.caret) == session.document.blocks[-1], motion
        last = len(session.document.text) + 1
        while session.caret != last:
            assert session.caret < last, back
            last = session.caret
            session.move(back, layout, 10)
        assert session.caret == start, back


# --- marking ----------------------------------------------------------------------------------


async def test_a_digit_highlights_the_selection(session: Session, library: Library) -> None:
    put(session, "came")
    session.select_sentence()

    await session.commit(session.plan_highlight(Colour.RED))

    (mark,) = session.marks
    assert (mark.quote, mark.colour) == ("The minister came on Monday.", Colour.RED)
    assert session.selection is None
    assert session.mark_at_caret() == mark
    assert session.article is not None
    assert library.annotations(session.article.id) == [mark]


async def test_a_digit_in_a_mark_recolours_it(session: Session) -> None:
    put(session, "came")
    session.select_sentence()
    await session.commit(session.plan_highlight(Colour.RED))

    await session.commit(session.plan_highlight(Colour.BLUE))

    assert [mark.colour for mark in session.marks] == [Colour.BLUE]


def test_a_digit_with_neither_selects_the_sentence_and_says_so(session: Session) -> None:
    put(session, "came")

    plan = session.plan_highlight(Colour.GREEN)

    assert not plan.edits
    assert "3 again marks it" in plan.say
    assert selected(session) == "The minister came on Monday."


async def test_the_same_range_makes_no_second_mark(session: Session) -> None:
    for colour in (Colour.RED, Colour.GREEN):
        put(session, "came")
        session.select_sentence()
        await session.commit(session.plan_highlight(colour))

    assert [mark.colour for mark in session.marks] == [Colour.GREEN]


async def test_white_space_at_the_ends_is_not_marked(session: Session, layout: Layout) -> None:
    put(session, "minister")
    session.toggle_visual()
    session.extend("word-forward", layout, 20)

    await session.commit(session.plan_highlight(Colour.RED))

    assert [mark.quote for mark in session.marks] == ["minister"]


def test_white_space_alone_is_no_mark(session: Session) -> None:
    put(session, " came")
    session.extend_to(session.caret + 1)

    plan = session.plan_highlight(Colour.RED)

    assert not plan.edits
    assert "white space" in plan.say


async def test_tags_make_a_mark_of_the_sentence_in_one_step(session: Session) -> None:
    put(session, "came")
    target = session.target()

    await session.commit(session.plan_tags(target, ["sahel/russia", "#quote"]))

    (mark,) = session.marks
    assert mark.tags == ("sahel/russia", "quote")
    assert mark.colour is session.last_colour


def test_no_tags_and_no_note_leave_no_mark(session: Session) -> None:
    put(session, "came")
    target = session.target()

    assert not session.plan_tags(target, []).edits
    assert not session.plan_note(target, " \n ").edits


def test_a_wrong_tag_is_refused(session: Session) -> None:
    put(session, "came")

    with pytest.raises(InvalidValueError):
        session.plan_tags(session.target(), ["a//b"])


async def test_a_note_goes_to_the_mark_at_the_caret(session: Session) -> None:
    put(session, "came")
    session.select_sentence()
    await session.commit(session.plan_highlight(Colour.RED))
    (mark,) = session.marks
    assert session.target() == Target(mark, None)

    await session.commit(session.plan_note(session.target(), "see p. 3\n"))

    assert [each.note for each in session.marks] == ["see p. 3"]


async def test_deleting_says_how_to_bring_it_back(session: Session) -> None:
    put(session, "came")
    session.select_sentence()
    await session.commit(session.plan_highlight(Colour.RED))

    said = await session.commit(session.plan_delete())

    assert "u brings it back" in said
    assert not len(session.marks)


def test_deleting_nothing_says_why(session: Session) -> None:
    put(session, "came")

    assert "no mark here" in session.plan_delete().say


async def test_the_next_mark_and_the_one_before(session: Session) -> None:
    for words in ("came", "It ends"):
        put(session, words)
        session.select_sentence()
        await session.commit(session.plan_highlight(Colour.RED))
    text = session.document.text
    put(session, "The visit")

    session.go_to_next_mark()
    assert text[session.caret :].startswith("The minister")
    session.go_to_next_mark()
    assert text[session.caret :].startswith("It ends")
    assert "no mark follows" in session.go_to_next_mark()
    session.go_to_previous_mark()
    assert text[session.caret :].startswith("The minister")


def test_copying_joins_soft_breaks(make_session: Callable[..., Session]) -> None:
    session = make_session(
        "One sentence that is broken over two\nlines and goes on for a little longer.\n", "t.txt"
    )
    session.select_sentence()

    assert (
        copied_text(session)
        == "One sentence that is broken over two lines and goes on for a little longer."
    )


async def test_changes_are_told_with_the_text_they_touch(session: Session) -> None:
    told: list[Range | None] = []
    session.changed = told.append
    put(session, "came")
    session.select_sentence()
    held = session.selection

    await session.commit(session.plan_highlight(Colour.RED))

    assert told == [held]


# --- undo -------------------------------------------------------------------------------------


def _entry(session: Session, *, age_days: int = 0) -> HistoryEntry:
    assert session.article is not None
    return HistoryEntry(
        id=1,
        time=timestamp(datetime.now(UTC) - timedelta(days=age_days)),
        action="mark",
        label="highlight",
        articles=(session.article.id,),
        annotations=tuple(mark.id for mark in session.marks),
        is_undone=False,
    )


async def test_undo_asks_first_when_it_would_surprise(session: Session) -> None:
    put(session, "came")
    session.select_sentence()
    await session.commit(session.plan_highlight(Colour.RED))
    (mark,) = session.marks
    here = Range(mark.start or 0, (mark.start or 0) + 5)
    elsewhere = Range(len(session.document.text) - 3, len(session.document.text))

    assert not surprises(session, _entry(session), here)
    assert surprises(session, _entry(session), elsewhere)
    assert surprises(session, _entry(session, age_days=2), here)
