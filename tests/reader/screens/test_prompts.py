"""The prompts on the bottom line: tags, the name of an export, every command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from annotations.exchange import yaml
from tests.reader.screens.stage import Stage, on_stage

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


async def test_a_card_is_tagged_from_the_panel(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1", "tab", "t")
        await stage.type("alpha")
        await stage.press("enter")

        assert [mark.tags for mark in stage.stored()] == [("alpha",)]
        assert stage.focus == "panel"


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


@pytest.mark.parametrize("suffix", ["yaml", "md"])
async def test_an_export_is_written_where_it_was_named(
    suffix: str, source: Path, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "2", "X")

        assert stage.prompt.field.value == "visit.yaml"

        # What is typed replaces the name that is offered.
        await stage.type(f"out.{suffix}")
        await stage.press("enter")

        await stage.until(lambda: stage.message.startswith("1 mark written to out."))
    written = (tmp_path / f"out.{suffix}").read_bytes()
    if suffix == "yaml":
        (mark,) = yaml.read(written, "out.yaml").annotations
        assert mark.quote == "The second paragraph is short."
    assert b"The second paragraph is short." in written


async def test_tab_goes_through_the_formats(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("X")
        names = set()
        for _ in range(2):
            names.add(stage.prompt.field.value)
            await stage.press("tab")

        assert names == {"visit.yaml", "visit-marks.md"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("out.pdf", "the name's ending tells the format"),
        ("no-such-folder/out.yaml", "out.yaml"),
        ("visit.md", "visit.md"),
    ],
)
async def test_an_export_that_cannot_be_says_why(
    name: str,
    said: str,
    source: Path,
    library: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    before = source.read_bytes()
    async with on_stage(source, library) as stage:
        await stage.press("X")
        stage.prompt.field.value = name
        await stage.press("enter")

        await stage.until(lambda: said in stage.message and "exporting" not in stage.message)

        assert "written to" not in stage.message
        assert stage.focus == "article"
    assert source.read_bytes() == before
    assert not (tmp_path / "out.pdf").exists()


async def test_an_export_that_was_edited_since_is_not_overwritten(
    source: Path, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = tmp_path / "visit.yaml"
    async with on_stage(source, library) as stage:
        for _ in range(2):  # what postil wrote itself, it may write again
            await stage.press("X", "enter")
            await stage.until(lambda: "written to" in stage.message)
            await stage.press("j")
        out.write_text("mine\n", encoding="utf-8")
        await stage.press("X", "enter")

        await stage.until(lambda: "visit.yaml" in stage.message)
    assert out.read_text(encoding="utf-8") == "mine\n"


async def test_a_name_is_needed(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("X")
        stage.prompt.field.value = " "
        await stage.press("enter")

        await stage.until(lambda: stage.shows("A file name is needed; esc goes back."))

        await stage.press("escape")

        assert stage.focus == "article"


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
