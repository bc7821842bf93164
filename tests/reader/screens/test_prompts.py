"""The prompts on the bottom line: tags, every command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from tests.reader.screens.stage import TEXT, Stage, on_stage

if TYPE_CHECKING:
    from pathlib import Path


async def _tag(stage: Stage, at: str, *names: str) -> None:
    """Tag the sentence at a text."""
    stage.place(at)
    await stage.press("s", "t")
    for name in names:
        await stage.type(name + ",")
    await stage.press("enter")
    await stage.until(lambda: stage.focus == "article")


def _proposed(stage: Stage) -> list[str]:
    return [proposal.value for proposal in stage.prompt.proposals.shown]


async def test_new_tags_on_the_fly_with_their_slashes(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "t")
        await stage.type("sahel/russia,quote")
        await stage.press("enter")

        (mark,) = stage.stored()
        assert set(mark.tags) == {"sahel/russia", "quote"}
        assert mark.quote == "The second paragraph is short."
        assert stage.focus == "article"
        await stage.until(lambda: stage.shows("#quote"))


async def test_the_tags_last_used_are_proposed_first(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        for at, name in (
            ("minister came", "alpha"),
            ("Nobody asked", "beta"),
            (" short.", "gamma"),
        ):
            await _tag(stage, at, name)
        stage.place("The last")
        await stage.press("s", "t")

        assert _proposed(stage) == ["gamma", "beta", "alpha"]

        await stage.type("al")

        assert _proposed(stage) == ["alpha"]

        await stage.press("tab", "enter")

        assert [mark.tags for mark in stage.stored()][-1] == ("alpha",)


async def test_a_part_after_a_slash_is_found(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _tag(stage, "minister came", "sahel/russia")
        stage.place("The last")
        await stage.press("s", "t")
        await stage.type("RUS")

        assert _proposed(stage) == ["sahel/russia"]


async def test_arrows_choose_and_enter_takes(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _tag(stage, "minister came", "alpha")
        await _tag(stage, "Nobody asked", "beta")
        stage.place("The last")
        await stage.press("s", "t", "down", "down", "enter")

        assert [mark.tags for mark in stage.stored()][-1] == ("alpha",)


async def test_alt_and_a_digit_add_a_proposal_and_stay(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _tag(stage, "minister came", "alpha")
        await _tag(stage, "Nobody asked", "beta")
        stage.place("The last")
        await stage.press("s", "t", "alt+2", "alt+1")

        assert stage.focus == "prompt"
        await stage.until(lambda: stage.shows("#alpha  #beta"))

        await stage.press("enter")

        assert set([mark.tags for mark in stage.stored()][-1]) == {"alpha", "beta"}


async def test_backspace_on_nothing_takes_the_last_tag_off(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _tag(stage, "minister came", "alpha", "beta")
        stage.place("minister came")
        await stage.press("t", "backspace", "enter")

        assert [mark.tags for mark in stage.stored()] == [("alpha",)]

        await stage.press("t", "backspace", "enter")

        assert [(mark.quote[:12], mark.tags) for mark in stage.stored()] == [("The minister", ())]


async def test_what_is_typed_is_seen_however_many_tags_there_are_and_no_key_is_ignored(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library, size=(80, 24)) as stage:
        await stage.press("s", "t")
        await stage.type("sahel/russia/diplomacy,ministry/forecast,well/money,open-question")

        await stage.press("f5")
        assert stage.shows("f5 does nothing here; esc goes back.")
        await stage.press("pageup")
        assert stage.shows("PgUp does nothing here; esc goes back.")
        assert stage.shows("TAGS   … #ministry/forecast  #well/money  open-question")


@pytest.mark.parametrize("wrong", ["a//b", "/", "x" * 201])
async def test_what_is_no_tag_is_said_and_can_be_mended(
    wrong: str, source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "t")
        await stage.burst(*wrong)
        await stage.press("enter")

        assert stage.focus == "prompt"
        assert not stage.stored()
        await stage.until(lambda: len(stage.rows()[-2].strip()) > 10, "A complaint")

        for _ in wrong:
            await stage.press("backspace")
        await stage.type("fine")
        await stage.press("enter")

        assert [mark.tags for mark in stage.stored()] == [("fine",)]


async def test_escape_leaves_the_tags_as_they_were(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "t")
        await stage.type("half")
        await stage.press("escape")

        assert not stage.stored()
        assert stage.focus == "article"
        assert stage.selected == "The second paragraph is short."


async def test_a_card_is_tagged_from_the_panel_and_stays_in_view_with_its_place(
    source: Path, library: Path
) -> None:
    source.write_text(
        TEXT + "\nFiller stands here.\n" * 60 + "\nThe end comes.\n", encoding="utf-8"
    )
    async with on_stage(source, library, size=(80, 24)) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1", "t", *"beta", "enter")
        stage.place("The end comes")
        await stage.press("s", "2", "tab", "g", "t")
        await stage.type("alpha")
        assert stage.screen.panel.current == stage.marks[0].id
        await stage.press("enter")

        assert stage.message == "#alpha · u takes it back"
        assert stage.marks[0].tags == ("beta", "alpha")
        assert stage.focus == "panel"
        assert stage.shows("▎  The second paragraph is short.")


async def test_a_slow_line_loses_no_letter(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.burst("s", "t", *"tax,quay", "enter", "tab", "t", *"x", "enter", "escape", "g")

        assert [set(mark.tags) for mark in stage.stored()] == [{"tax", "quay", "x"}]
        assert stage.focus == "article"
        assert stage.session.caret == 0


async def test_a_click_beside_a_prompt_leaves_it(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("s", "t")
        await stage.type("half")
        await stage.pilot.mouse_down("#article", offset=(10, 8))
        await stage.until(lambda: stage.focus == "article" and not stage.shows("TAGS"))
        await stage.press("t")

        await stage.until(lambda: stage.focus == "prompt")
        assert not stage.stored()


async def test_another_window_leaves_a_prompt_as_it_is(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("s", "t")
        await stage.type("ha")
        stage.app.post_message(events.AppBlur())
        await stage.settle()
        await stage.type("lf")  # a key tells that the window is back
        await stage.press("enter")

        assert [mark.tags for mark in stage.stored()] == [("half",)]


async def test_keys_typed_at_once_are_done_in_their_order(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.burst("s", "t", "x", "backspace", *"yz", "left", "left", "a", "enter")

        assert [mark.tags for mark in stage.stored()] == [("ayz",)]

        await stage.burst(
            "a", "x", "backspace", *"yz", "left", "left", "b", "escape", "a", "c", "escape"
        )

        assert [mark.note for mark in stage.stored()] == ["byzc"]


async def test_every_command_is_in_the_palette_and_is_done(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("ctrl+p")
        await stage.type("sel sen")
        await stage.press("enter")

        assert stage.selected == "The second paragraph is short."

        await stage.press("ctrl+p")
        await stage.type("green")
        await stage.press("enter")

        assert [str(mark.colour) for mark in stage.stored()] == ["green"]


async def test_a_command_that_opens_a_prompt_opens_it(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("ctrl+p")
        await stage.type("tag")
        await stage.press("enter")

        await stage.until(lambda: stage.focus == "prompt" and stage.shows("TAGS"))


async def test_a_command_that_is_none_is_said(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("ctrl+p")
        await stage.type("zzz")
        await stage.press("enter")

        await stage.until(lambda: stage.shows("No such command"))
        assert stage.focus == "prompt"


async def test_the_palette_of_the_panel_acts_on_the_card(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1", "tab", "ctrl+p")
        await stage.type("delete")
        await stage.press("enter")

        assert not stage.stored()


async def test_a_prompt_that_is_gone_can_still_be_painted(source: Path, library: Path) -> None:
    """Textual does so where a frame falls between its end and the next layout."""
    async with on_stage(source, library) as stage:
        await stage.press("ctrl+p")
        field = stage.prompt.field
        await stage.press("escape")

        assert not field.render_line(0).text.strip()
