"""Relations between marks, from the first key to the library and along them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from annotations.model import AnnotationId, Relation
from annotations.results import MarkEdit
from tests.reader.screens.stage import Stage, on_stage

if TYPE_CHECKING:
    from pathlib import Path

FIRST, SECOND, THIRD = "The minister", "The second", "The last"


async def _mark(stage: Stage, *beginnings: str) -> None:
    for beginning in beginnings:
        stage.place(beginning)
        await stage.press("s", "1")


def _relations(stage: Stage) -> list[tuple[str, str, str]]:
    """Beginning of the source, name, beginning of the target."""
    by_id = {mark.id: mark for mark in stage.stored()}
    return [
        (mark.quote[:10].strip(), each.name, by_id[each.to].quote[:10].strip())
        for mark in by_id.values()
        for each in mark.relations
    ]


async def test_a_mark_is_related_to_one_that_is_walked_to(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _mark(stage, FIRST, SECOND)
        await stage.press("L")

        await stage.until(lambda: stage.shows("RELATE"))

        await stage.press("[", "enter")
        await stage.type("contradicts")
        await stage.press("enter")

        assert _relations(stage) == [("The second", "contradicts", "The minist")]
        assert stage.message == "→ contradicts “The minister came on Monday.” · u takes it back"
        assert not stage.shows("RELATE")
        here = stage.session.mark_at_caret()
        assert here is not None
        assert here.quote.startswith(SECOND)
        await stage.until(lambda: stage.shows("→ contradicts") and stage.shows("← contradicts"))

        await stage.press("u")

        assert _relations(stage) == []
        assert len(stage.stored()) == 2


async def test_a_selection_becomes_a_mark_with_its_relation_in_one_step(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await _mark(stage, FIRST)
        stage.place(SECOND)
        await stage.press("s", "L", "[", "enter")
        await stage.type("answers")
        await stage.press("enter")

        assert _relations(stage) == [("The second", "answers", "The minist")]

        await stage.press("u")

        assert [mark.quote[:10] for mark in stage.stored()] == ["The minist"]


async def test_escape_leaves_and_gives_the_selection_back(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _mark(stage, FIRST)
        stage.place(SECOND)
        await stage.press("s", "L", "[", "escape")

        assert stage.screen.mode is None
        assert stage.screen.article.painter.overlays == []
        assert stage.selected == "The second paragraph is short."
        assert len(stage.stored()) == 1


async def test_escape_at_the_name_goes_back_to_choosing(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _mark(stage, FIRST, SECOND)
        await stage.press("L", "[", "enter", "escape")

        assert stage.focus == "article"
        await stage.until(lambda: stage.shows("RELATE"))

        await stage.press("escape")

        assert _relations(stage) == []


async def test_a_mark_is_found_by_words(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _mark(stage, FIRST, THIRD, SECOND)
        await stage.press("L", "/")
        await stage.burst(*"closes", "enter")

        assert stage.focus == "prompt"

        await stage.type("sup")
        await stage.press("tab", "enter")

        assert _relations(stage) == [("The second", "supports", "The last p")]


async def test_words_of_no_mark_are_said(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _mark(stage, FIRST, SECOND)
        await stage.press("L", "/")
        await stage.burst(*"zebra", "enter")

        assert stage.focus == "prompt"
        await stage.until(lambda: stage.shows("No mark has these words"))


async def test_cards_are_walked_in_the_panel(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _mark(stage, FIRST, SECOND, THIRD)
        await stage.press("tab", "L", "up", "]", "[", "up", "enter")
        await stage.type("supports")
        await stage.press("enter")

        assert _relations(stage) == [("The last p", "supports", "The minist")]
        assert stage.focus == "panel"
        current = stage.session.marks.get(stage.screen.panel.current or AnnotationId(""))
        assert current is not None
        assert current.quote.startswith(THIRD)


async def test_names_used_before_are_offered_first(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _mark(stage, FIRST, SECOND)
        await stage.press("L", "[", "enter")
        await stage.type("casts doubt on")
        await stage.press("enter")
        stage.place(FIRST)
        await stage.press("L", "]", "enter")

        offered = [proposal.value for proposal in stage.prompt.proposals.shown]
        assert offered == ["casts doubt on", "supports", "contradicts", "answers", "replies"]


async def test_the_same_pair_again_changes_or_takes_away_the_name(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await _mark(stage, FIRST, SECOND)
        await stage.press("L", "[", "enter")
        await stage.type("supports")
        await stage.press("ctrl+n")
        await stage.type("answers")
        await stage.press("enter")

        assert [name for _, name, _ in _relations(stage)] == ["supports", "answers"]

        await stage.press("L", "[", "enter")

        assert stage.prompt.field.value == "answers"

        await stage.press("ctrl+u", "enter")

        assert [name for _, name, _ in _relations(stage)] == ["supports"]

        await stage.press("L", "[", "enter", "ctrl+u", "enter")

        assert _relations(stage) == []
        assert stage.message.startswith("no more relation to “The minister")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("enter",), "this is the mark itself"),
        (("}", "enter"), "no mark here"),
        (("t",), "t does nothing here"),
        (("[", "enter", "enter"), ""),
    ],
)
async def test_what_can_do_nothing_says_why(
    keys: tuple[str, ...], said: str, source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await _mark(stage, FIRST, SECOND)
        await stage.press("L", *keys)

        if said:
            assert stage.message.startswith(said)
        else:
            await stage.until(lambda: stage.shows("A relation needs a name"))
        assert _relations(stage) == []


async def test_without_another_mark_it_says_what_to_do(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _mark(stage, FIRST)
        await stage.press("L")

        assert stage.message == "there is no other mark to relate it to · mark one first"
        assert stage.screen.mode is None


async def test_relations_are_followed_one_after_the_other_and_back(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await _mark(stage, FIRST, THIRD, SECOND)
        first, second, third = stage.marks
        related = replace(
            second,
            relations=(
                Relation(to=first.id, name="supports"),
                Relation(to=AnnotationId("01900000-0000-7000-8000-000000abcdef"), name="answers"),
                Relation(to=third.id, name="replies"),
            ),
        )
        await _write(stage, MarkEdit(before=second, after=related))
        await stage.press("tab")
        panel = stage.screen.panel

        await stage.press("l")
        assert panel.current == first.id
        assert stage.message == (
            "→ supports “The minister came on Monday.” · 1 of 3 · again: the next"
        )

        await stage.press("right")
        assert panel.current == first.id
        assert stage.message.startswith("→ answers …abcdef, which is not in this article · 2 of 3")

        await stage.press("l")
        assert panel.current == third.id

        await stage.press("l")
        assert panel.current == second.id
        assert stage.message == "back at the beginning · 3 relations"

        # Moved on by hand, the card there is where it begins anew.
        await stage.press("l", "down", "up", "l")
        assert panel.current == second.id
        assert stage.message == "← supports “The second paragraph is short.”"


async def _write(stage: Stage, edit: MarkEdit) -> None:
    assert stage.session.article is not None
    writing = stage.library.write_marks(
        stage.session.article.id, [edit], action="relate", label="relate"
    )
    stage.session.take(writing.result())
    await stage.settle()


async def test_a_relation_to_a_mark_that_is_not_here_can_be_taken_away(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await _mark(stage, FIRST, SECOND)
        mark = stage.marks[1]
        away = AnnotationId("01900000-0000-7000-8000-000000abcdef")
        related = replace(mark, relations=(Relation(to=away, name="answers"),))
        await _write(stage, MarkEdit(before=mark, after=related))
        await stage.until(lambda: stage.shows("→ answers …abcdef"))

        await stage.press("L", "/", "enter", "ctrl+u", "enter")

        assert [mark.relations for mark in stage.stored()] == [(), ()]
