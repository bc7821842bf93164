"""The first start: what to do in five lines, and no more of it later."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reader.first_steps import Told
from tests.reader.screens.stage import on_stage
from tests.terminal import Terminal, environment

STEPS = ("move    ↑ ↓ line", "select  s sentence", "mark    1–6", "help    ?", "quit    q")
"""A piece of each of the five lines."""


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """A person who was told nothing yet."""
    return Told(tmp_path / "told")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])
async def test_the_steps_stand_in_place_of_the_empty_panel_once(
    size: tuple[int, int], source: Path, library: Path, told: Told
) -> None:
    async with on_stage(source, library, size=size, told=told) as stage:
        await stage.until(lambda: all(stage.shows(step) for step in STEPS), "The steps")

    async with on_stage(source, library, size=size, told=told) as stage:
        await stage.until(lambda: stage.shows("no marks yet") or stage.shows("No marks yet"))
        assert not any(stage.shows(step) for step in STEPS)


async def test_with_cards_in_the_panel_they_stand_below_until_escape(
    source: Path, library: Path, told: Told
) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("s", "1")

    async with on_stage(source, library, told=told) as stage:
        await stage.until(lambda: all(stage.shows(step) for step in STEPS), "The steps")
        assert stage.shows("The visit")
        assert all(any(step in row for row in stage.rows()[-7:]) for step in STEPS)
        await stage.press("escape")

        await stage.until(lambda: not stage.shows("mark    1–6"))


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])
async def test_escape_gives_the_empty_panel_back(
    size: tuple[int, int], source: Path, library: Path, told: Told
) -> None:
    async with on_stage(source, library, size=size, told=told) as stage:
        await stage.until(lambda: stage.shows("mark    1–6"))
        await stage.press("escape")
        await stage.until(lambda: stage.shows("o marks yet"))
        await stage.press("escape")

        assert stage.message == "nothing to step back from · q quits"


async def test_a_first_mark_takes_the_place_of_the_steps(
    source: Path, library: Path, told: Told
) -> None:
    async with on_stage(source, library, told=told) as stage:
        await stage.until(lambda: stage.shows("mark    1–6"))
        await stage.press("s", "1")

        await stage.until(lambda: stage.shows("1 mark") and not stage.shows("mark    1–6"))


async def test_a_low_window_keeps_them_for_the_next_start(
    source: Path, library: Path, told: Told
) -> None:
    async with on_stage(source, library, size=(80, 10), told=told) as stage:
        await stage.press("j")
        assert not stage.shows("mark    1–6")

    async with on_stage(source, library, told=told) as stage:
        await stage.until(lambda: stage.shows("mark    1–6"))


def test_who_quits_first_is_told_that_all_is_saved_and_never_again(
    source: Path, library: Path, tmp_path: Path
) -> None:
    home = tmp_path / "new"
    home.mkdir()
    root = Path(__file__).parents[3]
    command = [sys.executable, "-m", "reader", str(source), "--db", str(library)]
    variables = environment(PYTHONPATH=str(root), HOME=str(home))
    with Terminal(command, env=variables) as terminal:
        terminal.wait_for("q all is saved")
        terminal.send("s1")
        terminal.wait_for("1 mark")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
        assert "Everything is saved (1 mark)." in terminal.text

    with Terminal(command, env=variables) as terminal:
        terminal.wait_for("1 mark")
        terminal.drain()
        assert "all is saved" not in terminal.text
        terminal.send("q")
        assert terminal.wait_for_end() == 0
        assert "Everything" not in terminal.text
