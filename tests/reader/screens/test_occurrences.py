"""The list of occurrences in context: choosing, marking, tagging, going there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotations.model import Colour
from reader.screens.listing import ListingScreen
from tests.reader.screens.stage import Stage, on_stage

if TYPE_CHECKING:
    from pathlib import Path

VISIT = """# The minister

The minister came on Monday, and the minister's guests came too.

Nobody asked the ministers what
the MINISTER thought.
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Four times the word, and once a longer one."""
    path = tmp_path / "visit.md"
    path.write_text(VISIT, encoding="utf-8")
    return path


async def open_list(stage: Stage, at: str = "minister came") -> ListingScreen[int]:
    stage.place(at)
    await stage.press("*")
    await stage.until(lambda: isinstance(stage.app.screen, ListingScreen))
    screen = stage.app.screen
    assert isinstance(screen, ListingScreen)
    return screen


def said(stage: Stage) -> str:
    screen = stage.app.screen
    assert isinstance(screen, ListingScreen)
    return screen.bottom_line.message


async def test_the_word_at_the_caret_stands_in_its_context_one_below_the_other(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await open_list(stage)

        assert stage.shows("“minister” in context")
        assert stage.shows("4 occurrences")
        column = stage.rows()[3].index("minister")
        rows = [row for row in stage.rows() if row[column:].lower().startswith("minister")]
        assert len(rows) == 4
        assert rows[0].strip() == "The minister"
        assert rows[3].strip() == "Nobody asked the ministers what the MINISTER thought."


async def test_the_list_begins_where_one_is_and_enter_goes_there(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        screen = await open_list(stage)
        assert screen.current == 1
        await stage.press("down", "enter")

        await stage.until(lambda: stage.focus == "article")
        assert stage.session.document.text[stage.session.caret :].startswith("minister's guests")
        await stage.until(lambda: "3 of 4" in stage.rows()[0])

        await stage.press("n")
        await stage.until(lambda: "4 of 4" in stage.rows()[0])
        await stage.press("ctrl+o")
        assert stage.session.caret < stage.session.document.text.index("guests")


async def test_a_colour_marks_all_as_one_step(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await open_list(stage)
        await stage.press("3")
        await stage.until(lambda: said(stage) == "4 green · esc, then u takes it back")
        assert {mark.colour for mark in stage.stored()} == {Colour.GREEN}
        assert len(stage.stored()) == 4

        await stage.press("escape", "u")
        await stage.until(lambda: not stage.stored())
        assert stage.message == "undone: highlight “minister” 4 times · U does it again"


async def test_only_the_chosen_are_marked_and_none_twice(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await open_list(stage)
        await stage.press("space", "space", "1")
        await stage.until(lambda: len(stage.stored()) == 2)
        assert sum("▎" in row for row in stage.rows()) == 2

        await stage.press("2")
        assert said(stage) == "marked already · t tags them"

        await stage.press("a", "2")
        await stage.until(lambda: said(stage).startswith("2 red, 2 were marked already"))
        assert len(stage.stored()) == 4


async def test_all_are_chosen_and_let_go_by_the_same_key(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        screen = await open_list(stage)
        await stage.press("a")
        assert len(screen.chosen) == 4
        await stage.press("a")
        assert not screen.chosen


async def test_tags_are_asked_for_and_given_to_all(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await open_list(stage)
        await stage.press("t")
        await stage.until(lambda: stage.focus == "prompt")
        assert stage.shows("TAGS   4 occurrences")
        await stage.type("sahel,quote")
        await stage.press("enter")

        await stage.until(lambda: len(stage.stored()) == 4)
        assert {mark.tags for mark in stage.stored()} == {("sahel", "quote")}
        assert stage.message == "#sahel #quote on 4 · u takes it back"


async def test_no_tags_leave_no_marks(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await open_list(stage)
        await stage.press("t")
        await stage.until(lambda: stage.focus == "prompt")
        await stage.press("enter")

        assert stage.message == "no tags, no marks"
        assert not stage.stored()


async def test_a_filter_narrows_what_is_marked(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        screen = await open_list(stage)
        await stage.press("/")
        await stage.type("guests")
        await screen.filtered()
        await stage.press("down", "1")

        await stage.until(lambda: len(stage.stored()) == 2)


async def test_a_selection_is_looked_for_as_it_is(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("ministers what")
        await stage.press("v", *["right"] * 8, "*")

        await stage.until(lambda: stage.shows("5 occurrences"))


async def test_esc_leaves_everything_as_it_was(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await open_list(stage)
        caret = stage.session.caret
        await stage.press("escape")

        await stage.until(lambda: stage.focus == "article")
        assert stage.session.caret == caret
        assert not stage.screen.searching.is_showing


async def test_where_no_word_is_it_says_what_would_help(tmp_path: Path, library: Path) -> None:
    source = tmp_path / "rule.md"
    source.write_text("…\n", encoding="utf-8")
    async with on_stage(source, library) as stage:
        stage.place(1)
        await stage.press("*")

        assert stage.message == "no word here · select what to look for"


async def test_a_selection_that_is_too_long_is_refused(tmp_path: Path, library: Path) -> None:
    source = tmp_path / "long.md"
    source.write_text("word " * 300, encoding="utf-8")
    async with on_stage(source, library, size=(120, 30)) as stage:
        await stage.press("p", "*")

        assert stage.message.startswith("That is too long to search for")


async def test_many_occurrences_are_listed_up_to_a_limit(tmp_path: Path, library: Path) -> None:
    source = tmp_path / "many.txt"
    source.write_text("a word and another word in a line.\n\n" * 8_000, encoding="utf-8")
    async with on_stage(source, library) as stage:
        screen = await open_list(stage, "word and")

        assert stage.shows("10,000+ occurrences")
        await stage.press("end")
        assert screen.current == 9_999


async def test_the_hints_say_what_a_colour_is_put_on(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await open_list(stage)
        assert " highlight all   t tag all   " in stage.rows()[-1]

        await stage.press("space")
        assert " highlight   t tag   " in stage.rows()[-1]
        assert stage.rows()[-1].endswith("esc let go")

        await stage.press("escape")
        assert stage.rows()[-1].endswith("esc back")
