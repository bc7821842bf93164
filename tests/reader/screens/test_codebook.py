"""The codebook over the whole window: what its keys do, and how that looks."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotations.codebook_edits import Add, Describe, Flag, GiveLetter, Mean, Paint
from annotations.library import open_library
from annotations.model import Colour, Tag
from reader.actions import Place, key_table
from reader.screens.codebook import CodebookScreen
from reader.widgets.shelf_preview import ShelfPreview
from reader.widgets.tag_prompts import CodebookPrompt
from tests.reader.screens.stage import Stage, on_stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Codebook:
    """The codebook over an article with three marks, and what a test asks of it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    @property
    def screen(self) -> CodebookScreen:
        assert isinstance(self.stage.app.screen, CodebookScreen)
        return self.stage.app.screen

    @property
    def said(self) -> str:
        return self.screen.bottom_line.message

    @property
    def current(self) -> str:
        now = self.screen.tags.now
        return now.tag.name if now is not None else ""

    @property
    def names(self) -> list[str]:
        return [tag.name for tag in self.stage.library.codebook().tags]

    def tag(self, name: str) -> Tag:
        return next(tag for tag in self.stage.library.codebook().tags if tag.name == name)

    async def press(self, *keys: str) -> None:
        await self.stage.press(*keys)

    async def go_to(self, name: str) -> None:
        self.screen.tags.go_to(name)
        self.screen.show_state()

    async def answer(self, text: str) -> None:
        """Replace what stands in the prompt, and give that."""
        self.stage.app.screen.query_one(CodebookPrompt).field.value = text
        await self.stage.press("enter")


MARKS = (
    ("s", "1", "t", *"sahel/russia", "enter"),
    ("}", "s", "2", "t", *"quote,sahel", "enter"),
)


@asynccontextmanager
async def opened(
    source: Path, library: Path, size: tuple[int, int] = (120, 30)
) -> AsyncIterator[Codebook]:
    async with on_stage(source, library, size=size) as stage:
        stage.place("The minister")
        for keys in MARKS:
            await stage.press(*keys)
        await stage.press("C")
        codebook = Codebook(stage)
        await stage.until(lambda: codebook.screen._is_counted)
        yield codebook


async def test_the_tags_stand_as_a_tree_with_the_marks_of_one_beside_it(
    source: Path, library: Path
) -> None:
    async with opened(source, library) as codebook:
        await codebook.press("down")
        await codebook.stage.until(lambda: codebook.stage.shows("The minister came on Monday."))

        rows = "\n".join(codebook.stage.rows())
        assert "Codebook" in rows
        assert "3 tags" in rows
        assert "▌1 ▌1  1 just this" in rows


async def test_moving_choosing_filtering_and_leaving(source: Path, library: Path) -> None:
    async with opened(source, library) as codebook:
        seen = []
        for key in ("down", "j", "up", "k", "end", "home", "G", "g", "pagedown", "pageup"):
            await codebook.press(key)
            seen.append(codebook.current)
        first, second, last = "quote", "sahel", "sahel/russia"
        assert seen == [second, last, second, first, last, first, last, first, last, first]
        await codebook.press("k")
        assert codebook.stage.shows("the list begins here")
        for key in ("ctrl+d", "ctrl+u", "ctrl+f", "ctrl+b"):
            await codebook.press(key)
        assert codebook.current == first

        await codebook.press("space")
        assert codebook.stage.shows("1 chosen")
        await codebook.press("escape")
        assert not codebook.stage.shows("chosen")

        await codebook.press("/", *"russ")
        assert codebook.current == last
        assert codebook.stage.shows("1 tag")
        await codebook.press("enter")
        assert not codebook.stage.shows("quote")
        await codebook.press("escape")
        assert codebook.stage.shows("quote")

        await codebook.press("?")
        await codebook.press("escape")
        await codebook.press("f1")
        await codebook.press("escape")
        await codebook.press("ctrl+p")
        assert codebook.stage.shows("Rename the tag")
        await codebook.press("escape", "Z")
        assert "does nothing here" in codebook.said or "saved" in codebook.said
        await codebook.press("q")
        assert codebook.stage.app.screen is codebook.stage.screen


async def test_a_rename_shows_what_it_changes_then_does_it_and_the_article_follows(
    source: Path, library: Path
) -> None:
    async with opened(source, library) as codebook:
        await codebook.go_to("sahel")
        await codebook.press("r")
        await codebook.answer("west/sahel")
        assert codebook.stage.shows("sahel/russia → west/sahel/russia")
        assert codebook.stage.shows("this changes 2 marks in 1 article")
        await codebook.press("escape")
        assert codebook.names == ["quote", "sahel", "sahel/russia"]

        await codebook.press("r")
        await codebook.answer("west/sahel")
        await codebook.press("x")  # another key does nothing
        await codebook.press("enter")
        assert codebook.current == "west/sahel"
        assert codebook.said == "tag sahel → west/sahel · u takes it back"
        stage = codebook.stage
        await stage.until(lambda: stage.marks[0].tags == ("west/sahel/russia",))

        await codebook.press("u")
        assert codebook.said == "undone: tag sahel → west/sahel · U does it again"
        await stage.until(lambda: stage.marks[0].tags == ("sahel/russia",))
        await codebook.press("U")
        assert "west/sahel" in codebook.names
        await codebook.press("u", "ctrl+r", "u", "u")
        assert "marks are undone in their article" in codebook.said


async def test_a_step_of_an_earlier_codebook_is_named_before_it_is_undone(
    source: Path, library: Path
) -> None:
    async with opened(source, library) as codebook:
        await asyncio.wrap_future(codebook.stage.library.coding.write(Add("elsewhere")))
        await codebook.press("u")
        assert codebook.said.startswith("u again undoes: tag elsewhere added (")
        await codebook.press("down", "u")
        assert codebook.said.startswith("u again undoes: ")

        await codebook.press("u")

        assert codebook.said == "undone: tag elsewhere added · U does it again"


async def test_tags_are_moved_merged_and_deleted(source: Path, library: Path) -> None:
    async with opened(source, library) as codebook:
        await codebook.go_to("quote")
        await codebook.press("m")
        await codebook.answer("sahel")
        await codebook.press("enter")
        assert codebook.current == "sahel/quote"

        await codebook.press("m")
        await codebook.answer("")
        await codebook.press("enter")
        assert codebook.current == "quote"

        await codebook.press("space")
        await codebook.go_to("sahel/russia")
        await codebook.press("space", "J")
        await codebook.answer("sahel")
        assert codebook.stage.shows("quote goes into sahel")
        await codebook.press("enter")
        assert codebook.names == ["sahel"]
        assert [mark.tags for mark in codebook.stage.stored()] == [("sahel",), ("sahel",)]

        for key in ("x", "delete"):
            await codebook.press(key)
            assert codebook.stage.shows("sahel is deleted")
            await codebook.press("escape")
        await codebook.press("x", "enter")
        assert codebook.names == []
        assert codebook.stage.shows("no tags yet")
        for key in ("r", "x", "enter"):
            await codebook.press(key)
            assert codebook.said.startswith("no tag here")


async def test_what_is_said_of_a_tag_is_kept_at_once(source: Path, library: Path) -> None:
    async with opened(source, library) as codebook:
        await codebook.press("a")
        await codebook.answer("first¶second")
        assert codebook.tag("quote").description == "first\nsecond"
        for digit, colour in enumerate((None, *Colour)):
            await codebook.press(str(digit))
            assert codebook.tag("quote").colour is colour
        await codebook.press("!")
        assert codebook.tag("quote").confidential
        await codebook.press("#")
        await codebook.answer("qq")
        assert codebook.stage.shows("no letter or digit")
        await codebook.answer("q")
        assert codebook.tag("quote").letter == "q"
        await codebook.press("n")
        await codebook.answer("a//b")
        assert codebook.stage.shows("is no tag")
        await codebook.answer("new")
        assert codebook.current == "new"
        await codebook.press("w", "9")
        assert "digits choose" in codebook.said
        await codebook.press("2")
        await codebook.answer("doubt")
        await codebook.press("w")
        assert codebook.stage.shows("2 doubt")
        await codebook.press("escape", "i")
        await codebook.answer("speaker: who says it")
        await codebook.press("i")
        await codebook.answer("speaker")
        assert codebook.said == "nothing has changed"
        book = codebook.stage.library.codebook()
        assert book.colours == ((Colour.RED, "doubt"),)
        assert book.fields == (("speaker", "who says it"),)


async def test_the_marks_of_a_tag_are_listed_and_left_for_the_codebook_again(
    source: Path, library: Path
) -> None:
    async with opened(source, library) as codebook:
        await codebook.go_to("quote")
        await codebook.press("enter")

        stage = codebook.stage
        await stage.until(lambda: stage.shows("Marks of all articles") and stage.shows("1 mark"))
        assert stage.shows("tag:quote")
        await stage.press("escape", "escape")
        await stage.until(lambda: isinstance(stage.app.screen, CodebookScreen))
        assert codebook.current == "quote"


async def test_a_click_makes_a_tag_current_and_ctrl_chooses_it(source: Path, library: Path) -> None:
    async with opened(source, library) as codebook:
        pilot = codebook.stage.pilot
        await pilot.click("#list", offset=(8, 3))
        assert codebook.current == "sahel"
        await pilot.click("#list", offset=(8, 6), control=True)
        assert codebook.stage.shows("1 chosen")


async def test_in_a_narrow_window_the_list_stands_alone(source: Path, library: Path) -> None:
    async with opened(source, library, size=(60, 12)) as codebook:
        assert not codebook.screen.query_one(ShelfPreview).display
        assert codebook.stage.shows("quote")


async def test_all_marks_and_the_library_come_over_it_and_it_comes_back_as_it_was(
    source: Path, library: Path
) -> None:
    async with opened(source, library) as codebook:
        await codebook.go_to("sahel")
        await codebook.press("M")
        await codebook.stage.until(lambda: codebook.stage.shows("2 marks · newest first"))
        await codebook.press("q", "B")
        await codebook.stage.until(lambda: codebook.stage.shows("1 article · 2 marks"))

        await codebook.press("C")

        assert codebook.current == "sahel"


def test_each_key_of_the_codebook_is_tried_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")

    untried = {
        key
        for place, key in key_table()
        if place is Place.CODEBOOK and f'"{key}"' not in text and not key.isdecimal()
    }

    assert untried == set()


@pytest.fixture
def filled(source: Path, library: Path) -> Path:
    """A library with a codebook of which everything is said."""
    del source
    with open_library(library) as opened_library:
        for name in ("sahel", "sahel/russia", "quote"):
            opened_library.coding.write(Add(name)).result()
        for edit in (
            Describe("sahel", "The belt south of the desert."),
            Paint("sahel", Colour.BLUE),
            GiveLetter("quote", "q"),
            Flag("sahel/russia", is_confidential=True),
            Mean(Colour.RED, "doubt"),
        ):
            opened_library.coding.write(edit).result()
    return library


async def test_what_is_said_of_each_tag_stands_in_its_lines(source: Path, filled: Path) -> None:
    async with opened(source, filled, size=(80, 24)) as codebook:
        rows = codebook.stage.rows()
        assert any("quote" in row and row.endswith("#q") for row in rows)
        assert any("▌ sahel" in row for row in rows)
        assert any("The belt south of the desert." in row for row in rows)
        assert any("russia" in row and "confidential" in row for row in rows)


async def test_a_letter_marks_with_its_tag_at_once(source: Path, filled: Path) -> None:
    async with opened(source, filled) as codebook:
        stage = codebook.stage
        await stage.press("q")
        stage.place("It ends here")
        await stage.press("s", "#")
        assert stage.shows("q quote")
        await stage.press("!")
        assert stage.message.startswith("no tag has this letter")
        await stage.press("q")
        [mark] = [each for each in stage.stored() if each.quote == "It ends here."]
        assert mark.tags == ("quote",)

        await stage.press("#", "q")
        assert stage.message == "it has #quote already · t takes it off"
        await stage.press("#", "escape", "tab", "*", "#", "q")
        await stage.until(lambda: all("quote" in each.tags for each in stage.stored()))
        await stage.press("u")
        await stage.until(lambda: not all("quote" in each.tags for each in stage.stored()))
