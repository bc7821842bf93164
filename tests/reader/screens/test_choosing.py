"""Several cards chosen together: what the keys choose, and that each action is one step for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotations.model import Colour
from reader import taking
from reader.screens import marking
from tests.reader.screens.marked import library_with
from tests.reader.screens.stage import Stage, on_stage
from tests.reader.screens.test_arranging import cards, current

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def marked(source: Path, tmp_path: Path) -> Path:
    return library_with(tmp_path / "marked.db", source)


def chosen(stage: Stage) -> list[int]:
    """The places of the cards that are chosen."""
    arrangement = stage.session.arrangement
    return [n for n in range(len(arrangement)) if arrangement[n].id in arrangement.choice]


def colours(stage: Stage) -> list[str]:
    return [str(mark.colour) for mark in stage.stored()]


async def test_space_chooses_a_card_with_a_sign_and_goes_on(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "g", "space", "space")

        assert chosen(stage) == [0, 1]
        assert current(stage) == "The seco"
        await stage.until(lambda: stage.shows("2 chosen"))
        assert sum("✓" in row for row in stage.rows()) == 2


async def test_space_again_lets_a_card_go(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "g", "space", "up", "space")

        assert chosen(stage) == []
        await stage.until(lambda: not stage.shows("✓"))


async def test_a_range_shrinks_when_one_goes_back(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "g", "shift+down", "shift+down", "shift+up")

        assert chosen(stage) == [0, 1]

        await stage.press("G", "shift+up")

        assert chosen(stage) == [0, 1, 2, 3]


async def test_moving_chooses_until_it_is_ended(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "g", "v", "G", "up", "v", "g")

        assert chosen(stage) == [0, 1, 2]


async def test_escape_lets_go_first_and_leaves_the_filter(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "/", *"colour:red", "enter", "*", "escape")

        assert chosen(stage) == []
        assert len(cards(stage)) == 2
        assert stage.focus == "panel"


async def test_all_that_are_shown_are_chosen_and_no_others(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "/", *"colour:red", "enter", "*", "4")

        assert colours(stage) == ["yellow", "blue", "blue", "blue"]
        assert stage.message == "2 marks recoloured · u takes it back"
        assert cards(stage) == []
        assert not stage.session.arrangement.choice


async def test_all_are_coloured_in_one_step(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        before = colours(stage)
        await stage.press("tab", "*", "3")

        assert colours(stage) == ["green"] * 4
        assert chosen(stage) == [0, 1, 2, 3]
        assert stage.session.last_colour is Colour.GREEN

        await stage.press("u")

        assert colours(stage) == before


async def test_all_are_deleted_in_one_step(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "g", "space", "space", "x")

        assert stage.message == "2 marks deleted · u brings them back"
        assert [mark.quote[:8] for mark in stage.stored()] == ["The seco", "The last"]
        assert current(stage) == "The seco"
        assert stage.focus == "panel"

        await stage.press("u")

        assert len(stage.stored()) == 4


async def test_deleting_every_card_leaves_the_panel(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "*", "x")

        assert stage.stored() == []
        assert stage.focus == "article"
        await stage.until(lambda: stage.shows("No marks yet."))


async def test_a_tag_is_given_to_all_and_their_own_stay(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "*", "t")
        assert stage.shows("TAGS   4 marks")
        await stage.press(*"story", "enter")

        assert [mark.tags for mark in stage.stored()] == [
            ("sahel/russia", "quote", "story"),
            ("costs", "story"),
            ("sahel", "story"),
            ("story",),
        ]
        assert stage.message == "4 marks: #story · u takes it back"
        assert stage.focus == "panel"

        await stage.press("t")
        await stage.until(lambda: any("TAGS" in row and "#story" in row for row in stage.rows()))
        assert not any("TAGS" in row and "#costs" in row for row in stage.rows())
        await stage.press("backspace", "enter")

        assert [mark.tags for mark in stage.stored()] == [
            ("sahel/russia", "quote"),
            ("costs",),
            ("sahel",),
            (),
        ]

        await stage.press("u", "u")

        assert [len(mark.tags) for mark in stage.stored()] == [2, 1, 1, 0]


async def test_a_note_is_not_written_on_several(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "*", "a")

        assert stage.focus == "panel"
        assert stage.message == "a note belongs to one mark · esc lets go of the others"


async def test_one_chosen_card_counts_and_not_the_one_in_focus(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "g", "space", "5")

        assert colours(stage) == ["purple", "red", "red", "blue"]
        assert current(stage) == "Nobody a"

        await stage.press("x")

        assert len(stage.stored()) == 3
        assert current(stage) == "Nobody a"


async def test_in_the_text_keys_act_on_the_mark_there(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "*", "tab")
        stage.place("Nobody asked")
        await stage.press("6")

        assert colours(stage) == ["yellow", "orange", "red", "blue"]


async def test_a_click_with_ctrl_chooses_a_card(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        rows = stage.screen.panel.visible_rows()
        y = next(y for y, row in enumerate(rows) if row is not None and row[0] == 1)
        await stage.pilot.click("#panel", offset=(8, y), control=True)
        await stage.until(lambda: chosen(stage) == [1])

        assert stage.focus == "panel"
        assert current(stage) == "Nobody a"


async def test_each_edit_from_a_card_leaves_the_focus_in_the_panel(
    source: Path, marked: Path
) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "g")
        for keys in (
            ("3",),
            ("t", *"new", "enter"),
            ("t", "escape"),
            ("a", *"more", "escape"),
            ("y",),
            ("ctrl+p", "escape"),
            ("X", "escape"),
            ("x",),
            ("u",),
        ):
            await stage.press(*keys)
            await stage.until(lambda: stage.focus == "panel", f"The panel's focus after {keys}")
        first = stage.stored()[0]
        assert (first.colour, first.tags[-1], first.note) == (Colour.GREEN, "new", "who paid?more")


async def test_very_many_are_changed_deleted_and_brought_back_while_keys_go_on(
    source: Path, marked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "MANY", 2)
    monkeypatch.setattr(marking, "MANY", 2)
    monkeypatch.setattr(marking, "PATIENCE_S", 0.0)
    async with on_stage(source, marked) as stage:
        before = stage.stored()
        await stage.press("tab", "*", "3")
        await stage.until(lambda: stage.screen.marking.pending is None)
        assert {mark.colour for mark in stage.marks} == {Colour.GREEN}
        assert stage.marks == stage.stored()
        stage._send("x")
        await stage.until(lambda: not stage.marks)
        await stage.press("u")
        await stage.until(lambda: len(stage.marks) == len(before))
        await stage.press("u")
        await stage.until(lambda: colours(stage) == [str(mark.colour) for mark in before])

        assert stage.marks == stage.stored()
