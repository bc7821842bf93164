"""What a key says that can do nothing, and what other programs' keys are answered with."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from textual.events import Key

from reader.actions import HABITS
from reader.screens.keyed import _key_of
from reader.screens.wording import per_cent
from tests.reader.screens.stage import on_stage

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("key", "answer"), HABITS.items())
async def test_habits_of_other_programs_get_a_kind_answer(
    key: str, answer: str, source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await stage.press(key)

        assert stage.message == answer
        assert stage.app.is_running


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("x",), "no mark here · [ ] go to one"),
        (("s", "x"), "x deletes a mark · esc drops the selection"),
        (("]",), "no marks yet · s then 1 makes one"),
        (("[",), "no marks yet · s then 1 makes one"),
        (("tab",), "no marks yet · s then 1 makes one"),
        (("u",), "nothing to undo"),
        (("U",), "nothing to redo"),
        (("y",), "nothing to copy here · s selects the sentence"),
        (("ctrl+c",), "nothing is selected · q quits"),
        (("S",), "nothing is selected · s selects the sentence"),
        (("enter",), "nothing to act on here · s selects the sentence"),
        (("escape",), "nothing to step back from · q quits"),
        (("G", '"'), "no quotation follows · s selects the sentence"),
        (("G", "p", "p"), "the text ends here"),
        (("s", "1", "tab", "j"), "the last card"),
        (("s", "1", "tab", "k"), "the first card"),
        (("s", "1", "1"), "it is yellow already"),
        (("1",), "1 again marks it · esc drops it"),
        (("O",), "O in the panel: order the cards by place, time, tag · tab goes there"),
        (("s", "1", "tab", "m"), "m in the text: set a bookmark, or take it away · tab goes there"),
        (("E",), "E does nothing here · ? shows the keys"),
        (("f7",), "f7 does nothing here · ? shows the keys"),
        (("ctrl+y",), "ctrl+y does nothing here · ? shows the keys"),
    ],
)
async def test_a_key_that_does_nothing_says_why(
    keys: tuple[str, ...], said: str, source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await stage.press(*keys)

        assert stage.message == said
        await stage.until(lambda: stage.shows(said))


@pytest.mark.parametrize(
    ("end", "keys", "said", "of_line"),
    [
        ("G", "j l w e ) } space ctrl+d G shift+down", "the text ends here", "end"),
        ("g", "k h b ( { pageup ctrl+u g shift+left", "the text begins here", "home"),
    ],
)
async def test_a_motion_that_leads_nowhere_says_why(
    end: str, keys: str, said: str, of_line: str, source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await stage.press(end)
        for key in keys.split():
            await stage.press(key)
            assert stage.message == said, key
        await stage.press(of_line)
        assert stage.message == said.replace("text", "line")


async def test_a_motion_that_changes_anything_says_nothing(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        for key in ("G", "s", "l", "g", "s", "k", "v", "l", "h"):
            await stage.press(key)
            assert not stage.message, key


@pytest.mark.parametrize(
    ("key", "character", "name"),
    [
        ("alt+x", "x", "alt+x"),
        ("alt+shift+g", "G", "alt+shift+g"),
        ("alt+5", "[", "["),
        ("ctrl+left_square_bracket", "[", "["),
        ("x", "x", "x"),
    ],
)
def test_a_letter_with_alt_is_not_the_letter_but_what_altgr_types_is(
    key: str, character: str, name: str
) -> None:
    assert _key_of(Key(key, character)) == name


@pytest.mark.parametrize("key", ["left_shift", "right_control", "caps_lock"])
async def test_a_lone_modifier_says_and_ends_nothing(key: str, source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("v", "w", key, "w")

        assert not stage.message
        assert stage.session.is_visual


async def test_a_message_stands_until_the_next_key(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("x")
        await stage.until(lambda: stage.shows("no mark here"))
        await stage.press("j")

        await stage.until(lambda: not stage.shows("no mark here"))


async def test_below_the_text_the_panel_gets_another_height_until_it_has_no_more_room(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library, size=(60, 24)) as stage:
        await stage.press("<")
        assert stage.message == "no marks yet · s then 1 makes one"

        await stage.press("s", "1")
        heights = []
        for key in ("<", "<", ">", ">", ">", ">"):
            await stage.press(key)
            heights.append(stage.screen.panel.size.height)
        assert heights == [9, 11, 9, 7, 5, 3]
        await stage.press(">")
        assert stage.message == "the panel is as small as it can be here"
        await stage.press(*"<<<<<<<")
        assert stage.message == "the panel is as large as it can be here"
        assert stage.screen.panel.size.height == 14
        assert stage.screen.article.size.height == 5

        seen = []
        for _ in range(2):
            await stage.press("\\")
            share = per_cent(stage.screen.showing.seen_share())
            await stage.until(lambda share=share: stage.rows()[0].endswith(f" {share}"), "How far")  # type: ignore[misc]
            seen.append(share)
        assert seen[0] != seen[1]


@pytest.mark.parametrize("keys", [("tab",), ("\\",), ("enter",)])
async def test_a_low_window_has_no_room_for_the_panel(
    keys: tuple[str, ...], source: Path, library: Path
) -> None:
    async with on_stage(source, library, size=(40, 6)) as stage:
        await stage.press("s", "1", *keys)

        assert stage.message == "no room for the panel · a higher window shows it"
        assert stage.focus == "article"


async def test_help_tells_every_key_and_closes(source: Path, library: Path) -> None:
    async with on_stage(source, library, size=(140, 130)) as stage:
        await stage.press("?")
        await stage.until(lambda: stage.shows("Select the quotation here, else the next one"))
        for text in ("Undo", "1 to 6", "While a note is written", "alt+1 … alt+8"):
            assert stage.shows(text)
        await stage.press("escape")

        await stage.until(lambda: stage.shows("The minister came on Monday."))
        assert stage.focus == "article"


async def test_help_scrolls_where_the_window_is_low(source: Path, library: Path) -> None:
    async with on_stage(source, library, size=(40, 10)) as stage:
        await stage.press("?", "end")
        await stage.until(lambda: stage.shows("then leave"))
        await stage.press("home")
        await stage.until(lambda: stage.shows("First steps"))
        await stage.press("q")

        await stage.until(lambda: stage.shows("The minister came"))
        assert stage.app.is_running


async def test_what_the_library_refuses_is_said_in_its_words(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1")
        with closing(sqlite3.connect(library)) as other:
            other.execute("PRAGMA user_version = 99")
        await stage.press("G", "s", "2")

        await stage.until(lambda: "newer postil" in stage.message)
        assert len(stage.marks) == 1
