"""Pieces, ends, overlaps and tags that are kept on, in a session over a real library."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.library import open_library
from annotations.model import Annotation, AnnotationId, Colour, Piece, Range, State
from annotations.results import MarkEdit, Source
from reader.copying import copied_text
from reader.loaders import Hint, load
from reader.session import Session
from reader.surroundings import trimmed

if TYPE_CHECKING:
    from pathlib import Path

    from annotations.library import Library


def select(session: Session, words: str) -> None:
    start = session.document.text.index(words)
    session.drop_selection()
    session.extend_to(start + len(words), start)


async def mark(session: Session, words: str, colour: Colour = Colour.RED) -> Annotation:
    select(session, words)
    await session.commit(session.plan_highlight(colour))
    return next(each for each in session.marks if each.quote == words)


async def add(session: Session, words: str) -> str:
    select(session, words)
    return await session.commit(session.plan_add_piece())


async def undo(session: Session) -> None:
    assert session.library is not None
    assert session.article is not None
    undone = await asyncio.wrap_future(session.library.undo(session.article.id))
    session.take(undone)


def unstamped(annotation: Annotation) -> Annotation:
    """An undo stamps a new time and revision."""
    return replace(annotation, updated=annotation.created, revision=0)


def quotes(session: Session) -> list[str]:
    return [each.quote for each in session.marks]


# --- adding -----------------------------------------------------------------------------------


async def test_the_selection_becomes_a_piece_of_the_mark_made_last(
    session: Session, library: Library
) -> None:
    await mark(session, "The minister came")
    await mark(session, "It ends here")

    said = await add(session, "Nobody asked")

    assert quotes(session) == ["The minister came", "Nobody asked […] It ends here"]
    assert said == "added to “It ends here” · u takes it back"
    assert session.selection is None
    assert session.mark_at_caret() == list(session.marks)[1]
    assert session.article is not None
    assert library.annotations(session.article.id) == list(session.marks)


async def test_the_mark_edited_last_is_the_last_mark(session: Session) -> None:
    first = await mark(session, "The minister came")
    await mark(session, "It ends here")
    await session.commit(session.plan_recolour(first, Colour.BLUE))

    await add(session, "Nobody asked")

    assert quotes(session) == ["The minister came […] Nobody asked", "It ends here"]


async def test_in_a_session_without_marks_made_it_is_the_one_at_the_caret(session: Session) -> None:
    await mark(session, "The minister came")
    later = Session(session.document)
    assert session.library is not None
    assert session.article is not None
    source = Source(kind="path", location="/texts/visit.md")
    later.attach(session.library, session.library.open_article(session.document, source).result())

    assert "no mark was made since opening" in (await add(later, "Nobody asked"))
    await add(later, "minister came on")

    assert quotes(later) == ["The minister came on"]


async def test_a_deleted_mark_is_not_the_last_one(session: Session) -> None:
    made = await mark(session, "The minister came")
    await session.commit(session.plan_delete(made))

    assert "no mark was made since opening" in await add(session, "Nobody asked")


async def test_after_a_deleted_mark_the_one_before_is_the_last(session: Session) -> None:
    await mark(session, "The minister came")
    await session.commit(session.plan_delete(await mark(session, "It ends here")))

    await add(session, "Nobody asked")

    assert quotes(session) == ["The minister came […] Nobody asked"]


def test_without_a_selection_nothing_is_added(session: Session) -> None:
    assert "nothing is selected" in session.plan_add_piece().say


async def test_undo_takes_one_piece_off_again(session: Session) -> None:
    made = await mark(session, "The minister came")
    await add(session, "Nobody asked")

    await undo(session)

    assert [unstamped(each) for each in session.marks] == [unstamped(made)]


async def test_a_piece_marked_again_edits_the_mark_it_belongs_to(session: Session) -> None:
    await mark(session, "The minister came")
    await add(session, "Nobody asked")

    select(session, " Nobody asked ")
    await session.commit(session.plan_highlight(Colour.BLUE))
    select(session, "The minister came")
    await session.commit(session.plan_tags(session.target(), ["both"]))

    (only,) = session.marks
    assert (only.colour, only.tags) == (Colour.BLUE, ("both",))


async def test_copying_joins_the_pieces(session: Session) -> None:
    await mark(session, "The minister came")
    await add(session, "Nobody asked")

    assert copied_text(session) == "The minister came […] Nobody asked"


async def test_the_next_mark_is_the_next_piece_and_going_on_ends(session: Session) -> None:
    await mark(session, "The minister came")
    await add(session, "Nobody asked")
    await mark(session, "It ends here")
    text = session.document.text
    session.go_to(0)

    reached = []
    while not session.go_to_next_mark():
        reached.append(text[session.caret : session.caret + 6])

    assert reached == ["The mi", "Nobody", "It end"]
    assert not session.go_to_previous_mark()
    assert text[session.caret :].startswith("Nobody")


# --- ends -------------------------------------------------------------------------------------


async def test_other_ends_are_one_step_that_can_be_undone(session: Session) -> None:
    made = await mark(session, "minister")
    await session.commit(session.plan_note(session.target(), "who?"))
    (noted,) = session.marks
    start = session.document.text.index("The minister")

    said = await session.commit(session.plan_ends(noted, 0, Range(start, start + 18)))

    (now,) = session.marks
    assert said == "now “The minister came” · u takes it back"
    assert (now.id, now.note, now.created) == (made.id, "who?", made.created)
    assert now.quote == "The minister came"
    await undo(session)
    assert [unstamped(each) for each in session.marks] == [unstamped(noted)]


async def test_ends_around_white_space_are_refused(session: Session) -> None:
    made = await mark(session, "minister")

    plan = session.plan_ends(made, 0, Range(made.start or 0, made.start or 0))

    assert not plan.edits
    assert "nothing would be left" in plan.say


async def test_the_range_of_another_mark_is_allowed_and_said(session: Session) -> None:
    await mark(session, "The minister")
    made = await mark(session, "minister came", Colour.BLUE)

    said = await session.commit(session.plan_ends(made, 0, Range(11, 23)))

    assert quotes(session) == ["The minister", "The minister"]
    assert said == "now “The minister”, like another red mark · u takes it back"


async def test_an_orphan_is_placed(session: Session, library: Library) -> None:
    gone = Annotation(
        id=AnnotationId(library.new_id()),
        pieces=(Piece(range=None, quote="gone", state=State.ORPHANED),),
        note="where is it?",
    )
    assert session.article is not None
    edit = MarkEdit(before=None, after=gone)
    session.take(library.write_marks(session.article.id, [edit], action="x", label="x").result())
    (lost,) = session.marks

    said = await session.commit(session.plan_ends(lost, 0, Range(15, 23)))

    (found,) = library.annotations(session.article.id)
    assert said == "placed on “minister” · u takes it back"
    assert (found.quote, found.state, found.note) == ("minister", State.ANCHORED, "where is it?")
    await undo(session)
    assert [each.state for each in session.marks] == [State.ORPHANED]


# --- overlaps ---------------------------------------------------------------------------------


async def three(session: Session) -> list[Annotation]:
    """Outer, middle and inner mark, with the caret upon all three."""
    made = [
        await mark(session, words)
        for words in ("minister", "The minister came on Monday.", "The minister came")
    ]
    session.go_to(session.document.text.index("minister"))
    return [made[1], made[2], made[0]]


async def test_the_innermost_mark_is_acted_on_first(session: Session) -> None:
    _outer, _middle, inner = await three(session)

    assert session.mark_at_caret() == inner


async def test_walking_goes_outward_and_round(session: Session) -> None:
    outer, middle, inner = await three(session)

    walked = []
    for _ in range(4):
        assert not session.choose_next_mark()
        walked.append(session.mark_at_caret())

    assert walked == [middle, outer, inner, middle]


async def test_keys_act_on_the_chosen_mark_until_the_caret_moves(session: Session) -> None:
    _outer, middle, inner = await three(session)
    session.choose_next_mark()

    await session.commit(session.plan_highlight(Colour.GREEN))
    await session.commit(session.plan_tags(session.target(), ["chosen"]))

    changed = session.marks.get(middle.id)
    assert changed is not None
    assert (changed.colour, changed.tags) == (Colour.GREEN, ("chosen",))
    assert session.chosen_mark() == changed

    session.go_to(session.caret + 1)
    session.go_to(session.caret - 1)
    assert session.mark_at_caret() == inner


async def test_once_the_chosen_mark_is_deleted_the_innermost_is_meant(session: Session) -> None:
    outer, middle, inner = await three(session)
    session.choose_next_mark()

    await session.commit(session.plan_delete())

    assert {each.id for each in session.marks} == {outer.id, inner.id}
    assert session.mark_at_caret() == inner
    assert session.marks.get(middle.id) is None


async def test_an_edit_does_not_change_which_of_equal_marks_lies_on_top(session: Session) -> None:
    older = await mark(session, "The minister")
    newer = await mark(session, "minister came")
    await session.commit(session.plan_ends(newer, 0, older.ranges[0]))
    session.go_to(older.start or 0)
    assert [each.id for each in session.marks_at_caret()] == [newer.id, older.id]
    session.choose_next_mark()

    await session.commit(session.plan_highlight(Colour.PURPLE))

    assert [each.id for each in session.marks_at_caret()] == [newer.id, older.id]


async def test_where_there_is_nothing_to_walk_it_says_so(session: Session) -> None:
    assert session.choose_next_mark() == "no mark here · [ ] go to one"
    await mark(session, "minister")
    assert session.choose_next_mark() == "only one mark here · [ ] go to others"


# --- tags that are kept on --------------------------------------------------------------------


async def test_every_new_mark_gets_the_tags_that_are_kept_on(session: Session) -> None:
    session.sticky_tags = ("sahel", "quote")

    select(session, "The minister")
    said = await session.commit(session.plan_highlight(Colour.RED))
    select(session, "It ends here")
    await session.commit(session.plan_note(session.target(), "why"))

    assert [each.tags for each in session.marks] == [("sahel", "quote")] * 2
    assert said.startswith("red #sahel #quote · ")


async def test_they_come_and_go_with_the_mark_in_one_step(session: Session) -> None:
    session.sticky_tags = ("sahel",)
    await mark(session, "The minister")

    await undo(session)

    assert not len(session.marks)


async def test_marks_that_are_there_do_not_get_them(session: Session) -> None:
    await mark(session, "The minister")
    session.sticky_tags = ("sahel",)

    await mark(session, "The minister", Colour.BLUE)
    await add(session, "It ends here")

    assert [each.tags for each in session.marks] == [()]


async def test_tags_of_a_new_mark_are_just_those_given(session: Session) -> None:
    session.sticky_tags = ("sahel",)

    for tags in (["sahel"], ["sahel", "other"], ["other"]):
        select(session, "The minister")
        await session.commit(session.plan_tags(session.target(), tags))
        assert [list(each.tags) for each in session.marks] == [tags]
        await session.commit(session.plan_delete())

    select(session, "The minister")
    assert not session.plan_tags(session.target(), []).edits


def test_an_empty_note_leaves_no_mark_for_its_tags(session: Session) -> None:
    session.sticky_tags = ("sahel",)
    select(session, "The minister")

    assert not session.plan_note(session.target(), " ").edits


# --- the ends of a selection ------------------------------------------------------------------


def test_the_ends_of_a_selection_are_swapped_and_shrinking_still_goes_back(
    session: Session,
) -> None:
    session.go_to(session.document.text.index("came"))
    session.select_sentence()
    chosen = session.selection
    assert chosen is not None

    assert not session.swap_ends()

    assert session.selection == chosen
    assert session.caret == chosen.start
    session.shrink()
    assert session.selection is None


def test_without_a_selection_there_are_no_ends_to_swap(session: Session) -> None:
    assert "nothing is selected" in session.swap_ends()


# --- whatever is done -------------------------------------------------------------------------

WORDS = "Ein Wort, 世界 и слово: e\u0301 👩‍👩‍👧 end.\n\nA second paragraph stands here. It ends."


@pytest.fixture(scope="module")
def one_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pieces") / "library.db"


def _ranges() -> st.SearchStrategy[Range]:
    places = st.integers(0, len(WORDS))
    chosen = st.tuples(places, places).map(lambda pair: Range(min(pair), max(pair)))
    return chosen.filter(lambda held: len(trimmed(WORDS, held)) > 0)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.tuples(st.none() | st.integers(0, 3), _ranges()), min_size=2, max_size=6))
def test_whatever_is_added_and_changed_undo_gives_each_state_back(
    one_library: Path, steps: list[tuple[int | None, Range]]
) -> None:
    asyncio.run(_add_change_and_undo(one_library, steps))


async def _add_change_and_undo(path: Path, steps: list[tuple[int | None, Range]]) -> None:
    document = load(WORDS.encode(), Hint(name="words.txt")).document
    text = document.text
    with open_library(path) as library:
        source = Source(kind="path", location="/texts/words.txt")
        opened = library.open_article(document, source).result()
        session = Session(document)
        session.attach(library, opened)
        old = [MarkEdit(before=each, after=None) for each in session.marks]
        if old:
            session.take(
                library.write_marks(opened.article.id, old, action="clear", label="clear").result()
            )
        session.sticky_tags = ("kept",)
        states: list[Annotation] = []
        for number, held in steps:
            if not states:
                session.extend_to(held.end, held.start)
                plan = session.plan_highlight(Colour.RED)
            elif number is None:
                session.extend_to(held.end, held.start)
                plan = session.plan_add_piece()
            else:
                now = states[-1]
                plan = session.plan_ends(now, number % len(now.pieces), held)
            if not plan.edits:
                continue
            await session.commit(plan)
            (now,) = session.marks
            assert library.annotations(opened.article.id) == [now]
            assert all(first.end < second.start for first, second in pairwise(now.ranges))
            assert all(
                piece.range is not None
                and len(piece.range)
                and text[piece.range.start : piece.range.end] == piece.quote
                for piece in now.pieces
            )
            if states:
                assert (now.id, now.created) == (states[0].id, states[0].created)
            assert (now.colour, now.tags) == (Colour.RED, ("kept",))
            states.append(now)
        for state in reversed(states[:-1]):
            await undo(session)
            assert [unstamped(each) for each in session.marks] == [unstamped(state)]
        assert library.check() == []
