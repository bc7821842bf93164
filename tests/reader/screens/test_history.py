"""Undo and redo in the app: at once where one sees it, after a question where one does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.reader.screens.stage import TEXT, on_stage

if TYPE_CHECKING:
    from pathlib import Path

LONG = TEXT + "".join(f"\nParagraph {number} of many stands here.\n" for number in range(60))


async def test_what_is_in_view_is_undone_at_once_and_done_again(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1")
        await stage.press("u")

        assert not stage.stored()
        assert stage.message.startswith("undone: highlight “The second paragraph is short.”")

        await stage.press("U")

        assert stage.quotes == ["The second paragraph is short."]
        assert stage.message.startswith("done again: ")


async def test_what_is_off_the_screen_is_shown_and_named_first(source: Path, library: Path) -> None:
    source.write_text(LONG, encoding="utf-8")
    async with on_stage(source, library, size=(100, 20)) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1", "G", "u")

        assert stage.message.startswith("u again undoes: highlight “The second paragraph")
        assert len(stage.stored()) == 1
        await stage.until(lambda: stage.shows("The second paragraph is short."))

        await stage.press("u")

        assert not stage.stored()


async def test_another_key_takes_the_question_back(source: Path, library: Path) -> None:
    source.write_text(LONG, encoding="utf-8")
    async with on_stage(source, library, size=(100, 20)) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1", "G", "u", "G", "u")

        assert stage.message.startswith("u again undoes")
        assert len(stage.stored()) == 1


async def test_undo_and_redo_outlive_the_program(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1")
    async with on_stage(source, library) as stage:
        await stage.press("u")

        assert not stage.stored()
    async with on_stage(source, library) as stage:
        await stage.press("U")

        assert stage.quotes == ["The second paragraph is short."]


async def test_a_deleted_mark_comes_back_as_it_was(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "3", "t", "q", "enter", "a", "n", "escape")
        (before,) = stage.stored()
        await stage.press("x")

        assert stage.message.endswith("u brings it back")

        await stage.press("u")

        (after,) = stage.stored()
        assert (after.id, after.quote, after.colour, after.tags, after.note) == (
            before.id,
            before.quote,
            before.colour,
            ("q",),
            "n",
        )


async def test_undo_typed_at_once_goes_back_step_by_step(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.burst("s", "1", "2", "3", "u", "u", "U")

        assert [str(mark.colour) for mark in stage.stored()] == ["red"]
