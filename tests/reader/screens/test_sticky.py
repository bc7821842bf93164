"""What stands at the right of the bottom line: tags that are kept on, and how much is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.screens.counting import AT_ONCE_LENGTH
from tests.reader.screens.stage import on_stage

if TYPE_CHECKING:
    from pathlib import Path


async def test_tags_are_kept_on_with_a_visible_sign_until_they_are_taken_off(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("minister came")
        await stage.press("T", *"sahel", "enter")
        assert stage.message == "every new mark gets #sahel · T changes that"
        await stage.press("escape")
        assert stage.shows("T #sahel")

        await stage.press("s")
        assert stage.shows("T #sahel")
        await stage.press("1")
        assert stage.message.startswith("yellow #sahel · ")
        stage.place("It ends here")
        await stage.press("s", "a", *"why", "escape")
        assert [mark.tags for mark in stage.stored()] == [("sahel",), ("sahel",)]

        await stage.press("T", "backspace", "enter")
        assert stage.message == "new marks get no tags any more"
        assert not stage.shows("T #sahel")
        stage.place("A quoted block")
        await stage.press("s", "1")
        assert [mark.tags for mark in stage.stored()] == [("sahel",), ("sahel",), ()]


async def test_leaving_the_prompt_changes_nothing(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("T", *"a,b", "enter", "T", "backspace", *"c", "escape", "escape")

        assert stage.session.sticky_tags == ("a", "b")
        assert stage.shows("T #a #b")


async def test_the_tag_prompt_of_a_new_mark_begins_with_them(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("minister came")
        await stage.press("T", *"a", "enter", "s", "t")
        assert stage.shows("TAGS   #a")
        await stage.press(*"b", "enter")

        assert [mark.tags for mark in stage.stored()] == [("a", "b")]


async def test_long_tags_leave_room_for_the_hints(source: Path, library: Path) -> None:
    async with on_stage(source, library, size=(80, 24)) as stage:
        stage.session.sticky_tags = ("a" * 60, "b")
        stage.screen.show_state()
        await stage.settle()

        bottom = stage.rows()[-1]
        assert "s sentence" in bottom
        assert "T #aaaa" in bottom
        assert bottom.endswith("…")


async def test_also_the_narrowest_window_shows_the_sign(source: Path, library: Path) -> None:
    async with on_stage(source, library, size=(20, 6)) as stage:
        stage.session.sticky_tags = ("sahel/russia",)
        stage.screen.show_state()
        await stage.settle()

        assert stage.rows()[-1].strip().startswith("T #sahel/")


async def test_words_and_sentences_of_the_selection_are_told(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("minister came")
        await stage.press("s")
        assert stage.rows()[-1].endswith("5 words · 1 sentence")
        await stage.press("escape")
        assert "words" not in stage.rows()[-1]


async def test_a_narrow_window_tells_the_words_alone(source: Path, library: Path) -> None:
    async with on_stage(source, library, size=(80, 24)) as stage:
        stage.place("minister came")
        await stage.press("s")
        assert stage.rows()[-1].endswith("  5 words")


async def test_a_long_selection_is_counted_at_a_rest(source: Path, library: Path) -> None:
    source.write_text("A word here. " * AT_ONCE_LENGTH, encoding="utf-8")
    async with on_stage(source, library) as stage:
        await stage.press("p")

        await stage.until(lambda: stage.rows()[-1].endswith("4,500 words · 1,500 sentences"))


async def test_of_what_is_too_long_to_count_it_says_many(source: Path, library: Path) -> None:
    source.write_text("A word here. " * 10_000, encoding="utf-8")
    async with on_stage(source, library) as stage:
        await stage.press("p")

        assert stage.rows()[-1].endswith("many words")
