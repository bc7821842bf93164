"""A file that is pasted or dropped is offered; other text says where it goes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from textual import events

from tests.reader.screens.stage import Stage, on_stage
from tests.terminal import Terminal, environment

ROOT = Path(__file__).parents[3]


async def _paste(stage: Stage, text: str) -> None:
    stage.app.post_message(events.Paste(text).set_sender(stage.app))
    await stage.until(lambda: stage.message or stage.screen.mode is not None, f"What {text!r} does")


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "my talk.md"
    path.write_text("# The talk\n\nIt has a beginning.\n", encoding="utf-8")
    return path


async def test_a_file_is_asked_about_on_the_bottom_line(
    source: Path, library: Path, other: Path
) -> None:
    async with on_stage(source, library) as stage:
        await _paste(stage, f"'{other}'")
        await stage.until(lambda: stage.shows("enter opens my talk.md   esc stays"))
        await stage.press("escape")
        await stage.until(lambda: not stage.shows("opens my talk.md"))

        assert stage.app.is_running
        assert stage.shows("The minister came")


async def test_enter_leaves_for_it(source: Path, library: Path, other: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("s", "1")
        await _paste(stage, str(other))
        await stage.press("enter")
        await stage.until(lambda: not stage.app.is_running, "The end")

        following = stage.app.following
        assert following is not None
        assert following.first().title == "The talk"
        following.close()


async def test_another_key_means_no_and_is_done(source: Path, library: Path, other: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await _paste(stage, str(other))
        await stage.press("left_shift")
        assert stage.screen.mode is not None
        await stage.press("s")

        assert stage.screen.mode is None
        assert stage.selected == "The second paragraph is short."


async def test_what_cannot_be_read_is_said_and_the_article_stays(
    source: Path, library: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    async with on_stage(source, library) as stage:
        await _paste(stage, str(picture))
        await stage.press("enter")

        await stage.until(lambda: "picture.png" in stage.message and "opening" not in stage.message)
        assert stage.app.is_running
        await stage.press("s", "1")
        assert len(stage.stored()) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("some words\nof a text", "pasted text goes into a note: a"),
        ("\x1b]0;evil\x07\u202e", "pasted text goes into a note: a"),
    ],
)
async def test_other_text_says_where_it_goes(
    text: str, said: str, source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await _paste(stage, text)

        assert stage.message == said


async def test_one_file_at_a_time(source: Path, library: Path, other: Path) -> None:
    async with on_stage(source, library) as stage:
        await _paste(stage, f"{source} '{other}'")

        assert stage.message == "one file is opened at a time · drop just one"


async def test_a_prompt_takes_what_is_pasted(source: Path, library: Path, other: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("s", "t")
        stage.app.post_message(events.Paste(str(other)).set_sender(stage.app))
        await stage.until(lambda: str(other) in stage.prompt.field.value)

        assert stage.screen.mode is None


async def test_what_is_pasted_at_once_goes_into_the_prompt_that_was_just_asked_for(
    source: Path, library: Path, other: Path
) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("s")
        driver = stage.app._driver
        assert driver is not None
        stage._send("t")
        driver.send_message(events.Paste(f"{other}").set_sender(stage.app))
        stage._send("x")
        await stage.until(lambda: stage.focus == "prompt")

        await stage.until(lambda: stage.prompt.field.value == f"{other}x")


def test_a_dropped_file_opens_in_the_window_and_the_next_as_well(
    source: Path, library: Path, other: Path
) -> None:
    def drop(path: Path) -> str:
        return f"\x1b[200~{str(path).replace(' ', chr(92) + ' ')}\x1b[201~"

    with Terminal(
        [sys.executable, "-m", "reader", str(source), "--db", str(library)],
        env=environment(PYTHONPATH=str(ROOT)),
    ) as terminal:
        terminal.wait_for("quit")
        terminal.drain()
        terminal.send("s1")
        terminal.wait_for("1 mark")
        for path, words in (other, "It has a beginning."), (source, "The minister came"):
            terminal.send(drop(path))
            terminal.wait_for(f"opens {path.name}")
            terminal.send("\r")
            terminal.wait_for(words)
            terminal.drain()
        terminal.wait_for("1 mark")
        terminal.send("q")

        assert terminal.wait_for_end() == 0


@pytest.mark.skipif(sys.platform == "darwin", reason="its file names are UTF-8 without controls")
async def test_a_hostile_name_is_shown_safely(source: Path, library: Path, tmp_path: Path) -> None:
    hostile = tmp_path / "a\x1b]0;evil\x07\u202e.md"
    hostile.write_text("x", encoding="utf-8")
    async with on_stage(source, library) as stage:
        await _paste(stage, str(hostile))
        await stage.until(lambda: stage.shows("opens a␛]0;evil␇"))

        assert not any(bad in row for row in stage.rows() for bad in "\x1b\x07\u202e")
