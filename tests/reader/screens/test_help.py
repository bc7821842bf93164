"""The help as it is seen: filtered as one types, and left without losing a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.screens.help_entries import help_entries, matching
from tests.reader.screens.stage import on_stage

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_slash_filters_and_escape_first_clears_then_closes(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library, size=(100, 30)) as stage:
        await stage.press("?", "/", *"quotation")
        await stage.until(lambda: stage.shows("/ quotation"))
        found = [keys for keys, _text in matching(help_entries(), "quotation") if keys]
        assert stage.shows(f"{len(found)} keys")
        assert len(found) > 2
        assert not stage.shows("Left by a character")

        await stage.press("escape")
        await stage.until(lambda: stage.shows("Left by a character"))
        await stage.press("escape")
        await stage.until(lambda: stage.shows("The minister came"))


async def test_q_is_a_letter_while_one_filters(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("?", "/", "q", "x")
        await stage.until(lambda: stage.shows("No key does that."))
        await stage.press("backspace")
        await stage.until(lambda: stage.shows("Quit"))
        await stage.press("backspace", "backspace")
        await stage.until(lambda: stage.shows("/ filter"))
        await stage.press("q")

        await stage.until(lambda: stage.shows("The minister came"))
        assert stage.app.is_running


async def test_a_key_without_a_use_says_so_and_a_letter_how_to_filter(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("?", "u")
        await stage.until(lambda: stage.shows("/ filters these keys"))

        await stage.press("k")
        await stage.until(lambda: stage.shows("the keys begin here"))
        await stage.press("f5")
        await stage.until(lambda: stage.shows("f5 does nothing here"))


async def test_from_the_panel_its_keys_come_first(source: Path, library: Path) -> None:
    async with on_stage(source, library, size=(100, 24)) as stage:
        await stage.press("s", "1", "tab", "?")

        await stage.until(lambda: stage.shows("To the card above"))


async def test_typed_at_once_the_filter_loses_nothing(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.burst("?", "/", *"undo")
        await stage.until(lambda: stage.shows("/ undo") and stage.shows("Undo in the note"))


async def test_what_is_typed_with_the_key_of_the_help_does_nothing_to_the_marks(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("s", "1")
        await stage.burst("?", "u", "escape", "j")

        await stage.until(lambda: stage.shows("1 mark"))
        assert len(stage.marks) == 1


async def test_what_is_typed_with_the_key_that_closes_the_help_is_not_lost(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("?")
        await stage.until(lambda: stage.shows("First steps"))
        await stage.burst("/", "q", "u", "escape", "escape", "s", "1", "?", "q", "t", "q", "enter")

        assert stage.app.is_running
        assert [(mark.quote, mark.tags) for mark in stage.stored()] == [
            ("The second paragraph is short.", ("q",))
        ]
