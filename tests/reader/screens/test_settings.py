"""Settings where they act: keys, keyboards, margins, names, the clipboard, looking up."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from reader.actions import ACTIONS
from reader.config import DEFAULTS
from tests.reader.screens.stage import on_stage

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_key_of_the_settings_does_what_it_was_given(source: Path, library: Path) -> None:
    settings = DEFAULTS._replace(keys={"select-sentence": ("e",), "move word-end": ()})
    async with on_stage(source, library, settings=settings) as stage:
        stage.place("second paragraph")

        await stage.press("e")
        assert stage.selected == "The second paragraph is short."
        await stage.press("escape", "s")
        assert stage.message == "s does nothing here · ? shows the keys"


async def test_hints_and_help_show_the_keys_there_are(source: Path, library: Path) -> None:
    settings = DEFAULTS._replace(keys={"select-sentence": ("f9",)})
    async with on_stage(source, library, settings=settings) as stage:
        await stage.until(lambda: stage.shows("f9 sentence"))

        await stage.press("?")
        await stage.press("pagedown")
        await stage.until(lambda: any(row.split()[:2] == ["f9", "Select"] for row in stage.rows()))


async def test_messages_and_advice_name_the_keys_there_are(source: Path, library: Path) -> None:
    keys = {"select-sentence": ("f9",), "undo": ("f8",), "highlight 1": ("f7",), "back": ("f6",)}
    async with on_stage(source, library, settings=DEFAULTS._replace(keys=keys)) as stage:
        await stage.until(lambda: stage.shows("f9 selects the sentence,"))
        assert stage.shows("f7 to 6 highlight it.")

        await stage.press("]")
        assert stage.message == "no marks yet · f9 then f7 makes one"
        await stage.press("f7")
        assert stage.message == "f7 again marks it · f6 drops it"
        await stage.press("f7", "x")
        assert stage.message.endswith(" · f8 brings it back")


async def test_keys_of_the_settings_hold_where_ends_and_relations_are_changed(
    source: Path, library: Path
) -> None:
    keys = {"move word-back": ("f9",), "next-mark": ("f8",), "act": ("f7",), "back": ("f6",)}
    async with on_stage(source, library, settings=DEFAULTS._replace(keys=keys)) as stage:
        for words in ("It ends here", "second paragraph"):
            stage.place(words)
            await stage.press("s", "1")
        await stage.press("r")
        await stage.until(lambda: stage.shows("f6 leave"))
        await stage.press("f9", "f7")
        assert "The second paragraph is short" in stage.quotes

        stage.place("second paragraph")
        await stage.press("L", "f8", "f7", *"answers", "enter")
        assert [len(mark.relations) for mark in stage.marks].count(1) == 1
        await stage.press("L", "f6")
        assert stage.screen.mode is None


async def test_what_has_no_key_is_found_among_the_commands(source: Path, library: Path) -> None:
    settings = DEFAULTS._replace(keys={"move end": ()})
    async with on_stage(source, library, settings=settings) as stage:
        await stage.press("ctrl+p")
        await stage.type("to the end")
        await stage.press("enter")

        assert stage.session.caret > 100


async def test_keys_of_another_keyboard_act_by_their_place(source: Path, library: Path) -> None:
    settings = DEFAULTS._replace(keyboard=("cyrillic",))
    async with on_stage(source, library, settings=settings) as stage:
        stage.place("second paragraph")

        await stage.press("ы", "2")
        assert stage.quotes == ["The second paragraph is short."]
        await stage.press("ctrl+к")
        assert "redo" in stage.message


async def test_commands_are_found_on_another_keyboard(source: Path, library: Path) -> None:
    settings = DEFAULTS._replace(keyboard=("cyrillic",))
    async with on_stage(source, library, settings=settings) as stage:
        await stage.press("ctrl+p")
        await stage.type("учзщке")

        assert [each.text for each in stage.prompt.proposals.shown] == ["Export"]


async def test_tags_are_proposed_on_another_keyboard(source: Path, library: Path) -> None:
    settings = DEFAULTS._replace(keyboard=("greek",))
    async with on_stage(source, library, settings=settings) as stage:
        stage.place("second paragraph")
        await stage.press("s", "t", *"sahel", "enter")
        stage.place("The last paragraph")

        await stage.press("s", "t", *"σα")
        assert [each.value for each in stage.prompt.proposals.shown] == ["sahel"]


async def test_on_azerty_the_row_of_digits_marks(source: Path, library: Path) -> None:
    settings = DEFAULTS._replace(keyboard=("azerty",))
    async with on_stage(source, library, settings=settings) as stage:
        stage.place("second paragraph")

        await stage.press("s", '"')
        assert [mark.colour for mark in stage.marks] == ["green"]


async def test_digits_stand_beside_the_marks(source: Path, library: Path) -> None:
    settings = DEFAULTS._replace(marks="digits")
    async with on_stage(source, library, settings=settings) as stage:
        stage.place("second paragraph")
        await stage.press("s", "3")

        assert stage.shows("3  The second paragraph")


async def test_a_new_mark_has_the_name_of_the_settings(source: Path, library: Path) -> None:
    settings = DEFAULTS._replace(creator="Ada")
    async with on_stage(source, library, settings=settings) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1")

        assert [mark.creator for mark in stage.stored()] == ["Ada"]


async def test_a_mark_keeps_the_name_it_has(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1")
    settings = DEFAULTS._replace(creator="Ada")
    async with on_stage(source, library, settings=settings) as stage:
        stage.place("second paragraph")
        await stage.press("2")

        assert [(mark.colour, mark.creator) for mark in stage.stored()] == [("red", "")]


async def test_without_a_clipboard_nothing_is_copied(source: Path, library: Path) -> None:
    settings = DEFAULTS._replace(clipboard="none")
    async with on_stage(source, library, settings=settings) as stage:
        await stage.press("s", "y")

        assert "not copied" in stage.message
        assert not stage.app.clipboard


async def test_a_copy_by_the_terminal_claims_no_more(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("s", "y")

        assert stage.message.endswith("sent to the terminal (OSC 52)")


async def test_what_is_wrong_with_the_settings_is_said_over_the_text(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library, complaint="settings.yaml, line 1: width") as stage:
        assert stage.message == "settings.yaml, line 1: width"

        await stage.press("j")
        assert not stage.message


async def test_the_column_has_the_width_of_the_settings(source: Path, library: Path) -> None:
    settings = DEFAULTS._replace(width=40)
    async with on_stage(source, library, settings=settings, size=(140, 30)) as stage:
        assert stage.screen.article.column_cells == 40


# --- looking up -------------------------------------------------------------------------------

posix = pytest.mark.skipif(sys.platform == "win32", reason="programs of Unix")


@posix
async def test_the_word_at_the_caret_is_looked_up(
    source: Path, library: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    settings = DEFAULTS._replace(lookup=("/bin/sh", "-c", f'printf %s "$1" > {out}', "sh", "{}"))
    async with on_stage(source, library, settings=settings) as stage:
        stage.place("minister")
        await stage.press("K")

        await stage.until(lambda: stage.message == "“minister” looked up with sh")
        assert out.read_text(encoding="utf-8") == "minister"


@posix
async def test_the_selection_is_looked_up_as_it_reads(
    source: Path, library: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    settings = DEFAULTS._replace(lookup=(f"printf %s {{}} > {out}",), lookup_shell=True)
    async with on_stage(source, library, settings=settings) as stage:
        stage.place("It ends")
        await stage.press("s", "K")

        await stage.until(lambda: "looked up" in stage.message)
        assert out.read_text(encoding="utf-8") == "It ends here."


@posix
async def test_a_look_up_that_fails_is_said(source: Path, library: Path) -> None:
    settings = DEFAULTS._replace(lookup=("false",))
    async with on_stage(source, library, settings=settings) as stage:
        stage.place("minister")
        await stage.press("K")

        await stage.until(lambda: stage.message == "false failed, with status 1")


async def test_a_program_that_is_not_there_is_said(source: Path, library: Path) -> None:
    settings = DEFAULTS._replace(lookup=("no-such-program",))
    async with on_stage(source, library, settings=settings) as stage:
        stage.place("minister")
        await stage.press("K")

        await stage.until(lambda: "no-such-program could not be started" in stage.message)


async def test_keys_do_not_wait_for_a_look_up(
    source: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    from reader.lookup import Lookup

    goes_on = threading.Event()
    monkeypatch.setattr(Lookup, "run", lambda _self, _text: goes_on.wait(20))
    settings = DEFAULTS._replace(lookup=("dict",))
    async with on_stage(source, library, settings=settings) as stage:
        stage.place("second paragraph")
        await stage.press("K")
        assert stage.message == "looking “second” up with dict …"

        await stage.press("s")
        assert stage.selected == "The second paragraph is short."
        goes_on.set()
        assert stage.screen.looking_up._watching is not None
        await stage.screen.looking_up._watching
        assert not stage.message


async def test_where_there_is_no_word_it_is_said(source: Path, library: Path) -> None:
    settings = DEFAULTS._replace(lookup=("dict",))
    async with on_stage(source, library, settings=settings) as stage:
        await stage.press("G", "end", "K")

        assert "There is no word to look up" in stage.message


async def test_where_the_terminal_cannot_be_lent_it_is_said(source: Path, library: Path) -> None:
    settings = DEFAULTS._replace(lookup=("dict",), lookup_terminal=True)
    async with on_stage(source, library, settings=settings) as stage:
        stage.place("minister")
        await stage.press("K")

        assert stage.message == "This terminal cannot be lent to another program"


def test_every_action_can_be_named_in_the_settings() -> None:
    from reader.config_reading import read
    from reader.config_template import listed

    lines = [f"  {each.public}: {listed(each.keys)}" for each in ACTIONS]

    assert not read("\n".join(["keys:", *lines]).encode())[1]
