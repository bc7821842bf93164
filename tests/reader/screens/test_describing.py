"""Fields and the speaker are asked for on the bottom line and land in the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.widgets.field_prompts import FieldPrompt, SpeakerPrompt
from tests.reader.screens.stage import Stage, on_stage

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = """Sergei Lavrov came on Monday. “The world has changed,” he said.

“We choose freely,” said Foreign Minister Abdoulaye Diop. Nobody asked why.
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "visit.md"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def _proposed(stage: Stage) -> list[str]:
    return [proposal.value for proposal in stage.prompt.proposals.shown]


def _fields(stage: Stage) -> list[tuple[tuple[str, str], ...]]:
    return [mark.fields for mark in stage.stored()]


async def test_enter_adds_a_field_to_the_selection_and_closes(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("Nobody asked")
        await stage.press("s", "i")
        await stage.type("date: 2023-02-08")
        await stage.press("enter")

        assert _fields(stage) == [(("date", "2023-02-08"),)]
        assert stage.quotes == ["Nobody asked why."]
        assert stage.focus == "article"
        assert stage.message == "date: 2023-02-08 · u takes it back"
        await stage.until(lambda: stage.shows("2023-02-08"))

        await stage.press("u")

        assert stage.stored() == []


async def test_ctrl_n_adds_and_stays_and_what_is_there_is_shown(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("Nobody asked")
        await stage.press("i")
        await stage.type("date: May")
        await stage.press("ctrl+n")
        await stage.type("place: Bamako")
        await stage.press("ctrl+n")

        await stage.until(lambda: stage.shows("date: May   place: Bamako"))

        await stage.press("enter")

        assert _fields(stage) == [(("date", "May"), ("place", "Bamako"))]
        assert len(stage.library.history()) == 1


async def test_backspace_on_nothing_takes_the_last_field_to_be_edited(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("Nobody asked")
        await stage.press("i")
        await stage.type("date: May")
        await stage.press("enter", "i", "backspace")

        assert stage.prompt.field.value == "date: May"

        await stage.press("backspace")
        await stage.type("x")
        await stage.press("enter")

        assert _fields(stage) == [(("date", "Max"),)]


async def test_a_name_with_nothing_takes_the_field_away(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("Nobody asked")
        await stage.press("i")
        await stage.type("date: May")
        await stage.press("enter", "i")
        await stage.type("date:")
        await stage.press("enter")

        assert _fields(stage) == [()]
        assert stage.message == "without date · u takes it back"


async def test_names_then_values_are_completed(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("Nobody asked")
        await stage.press("i")
        await stage.type("witness: Ann Smith")
        await stage.press("enter")
        stage.place("We choose")
        await stage.press("s", "i")

        assert _proposed(stage)[0] == "witness: "

        await stage.type("wit")
        await stage.press("tab")

        assert stage.prompt.field.value == "witness: "
        await stage.until(lambda: _proposed(stage) == ["witness: Ann Smith"])

        await stage.press("alt+1", "enter")

        assert sorted(_fields(stage)) == [(("witness", "Ann Smith"),)] * 2


async def test_a_chosen_name_waits_for_its_value(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("Nobody asked")
        await stage.press("i", "down", "enter")

        assert stage.focus == "prompt"
        assert stage.prompt.field.value == "speaker: "


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("speaker", "A field is a name"),
        (": x", "needs a name"),
        ("a=b: x", "without"),
        ("nowhere:", "no field nowhere"),
    ],
)
async def test_what_is_no_field_is_said_on_the_prompt(
    wrong: str, said: str, source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("Nobody asked")
        await stage.press("i")
        await stage.type(wrong)
        await stage.press("enter")

        assert stage.focus == "prompt"
        assert not stage.stored()
        await stage.until(lambda: stage.shows(said), "The complaint")


async def test_escape_leaves_the_fields_as_they_were(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("Nobody asked")
        await stage.press("i")
        await stage.type("date: May")
        await stage.press("ctrl+n", "escape")

        assert not stage.stored()


async def test_fields_of_a_focused_card(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("Nobody asked")
        await stage.press("s", "1", "tab", "i")
        await stage.type("date: May")
        await stage.press("enter")

        assert _fields(stage) == [(("date", "May"),)]
        assert stage.focus == "panel"


async def test_many_fields_of_any_length_keep_within_the_line(source: Path, library: Path) -> None:
    async with on_stage(source, library, size=(60, 20)) as stage:
        fields = tuple((f"{n} \x1b[2J", "v" * 500) for n in range(6))
        stage.place("Nobody asked")
        await stage.screen.asking.ask(FieldPrompt(stage.screen.look, fields, ()), _never)
        await stage.settle()

        assert stage.shows("3 more   3 ␛")
        assert stage.shows("5 ␛")
        assert not any("\x1b" in row for row in stage.rows())


async def _never(prompt: object) -> None:
    raise AssertionError(prompt)


# --- speaker ----------------------------------------------------------------------------------


async def test_the_speaker_named_around_is_taken_by_enter(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("We choose")
        await stage.press("c", "@")

        assert _proposed(stage) == ["Abdoulaye Diop"]
        assert stage.prompt.chosen is not None

        await stage.press("enter")

        assert _fields(stage) == [(("speaker", "Abdoulaye Diop"),)]
        assert stage.message == "speaker: Abdoulaye Diop · u takes it back"


async def test_a_pronoun_means_whom_the_paragraph_names(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("world has")
        await stage.press("c", "@", "enter")

        assert _fields(stage) == [(("speaker", "Sergei Lavrov"),)]


async def test_earlier_speakers_are_completed_and_another_may_be_typed(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("world has")
        await stage.press("c", "@", "enter")
        stage.place("Nobody asked")
        await stage.press("s", "@")

        await stage.type("lav")
        await stage.press("tab", "enter")

        assert [fields[0][1] for fields in _fields(stage)] == ["Sergei Lavrov"] * 2

        stage.place("We choose")
        await stage.press("c", "@")
        await stage.burst(*"Somebody", "enter")

        assert _fields(stage)[1] == (("speaker", "Somebody"),)


async def test_a_speaker_there_is_can_be_changed_and_taken_away(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("We choose")
        await stage.press("c", "@", "enter", "@")

        assert stage.prompt.field.value == "Abdoulaye Diop"

        await stage.press("ctrl+u", "enter")

        assert _fields(stage) == [()]


async def test_where_nobody_is_named_a_name_is_needed(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("Nobody asked")
        await stage.press("s", "@", "enter")

        assert stage.focus == "prompt"
        await stage.until(lambda: stage.shows("A name is needed"))


async def test_a_control_character_is_no_part_of_a_speaker(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("Nobody asked")
        await stage.press("s", "@")
        assert isinstance(stage.prompt, SpeakerPrompt)
        stage.prompt.field.value = "a\x9bb"
        await stage.press("enter")

        assert stage.focus == "prompt"
        await stage.until(lambda: stage.shows("no control characters"))
