"""The help: what holds where one is comes first, and it is filtered as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.actions import ACTIONS, Place, key_label
from reader.screens.help import Entry, folded, help_entries, matching, middle_of
from tests.reader.screens.stage import on_stage

if TYPE_CHECKING:
    from pathlib import Path


def _headings(entries: list[Entry]) -> list[str]:
    return [text for keys, text in entries if text and not keys]


@pytest.mark.parametrize("place", Place)
def test_every_key_is_told_wherever_one_is(place: Place) -> None:
    told = {keys for keys, _text in help_entries(place)}

    for action in ACTIONS:
        label = "  ".join(key_label(key) for key in action.keys)
        assert action.name == "highlight" or not label or label in told, action.name


def test_the_first_steps_lead() -> None:
    assert _headings(help_entries())[0] == "First steps"
    assert help_entries()[1][1].startswith("Move: line, page")


def test_the_place_where_one_is_comes_before_the_other() -> None:
    in_text = _headings(help_entries(Place.TEXT))
    in_panel = _headings(help_entries(Place.PANEL))

    assert in_text.index("Move") < in_text.index("In the panel")
    assert in_panel[1] == "Panel"
    assert in_panel.index("Mark") < in_panel.index("Move, in the text")


def test_a_filter_keeps_what_holds_every_word_below_its_heading() -> None:
    entries = help_entries()

    assert matching(entries, "HIGHLIGHT six") == []
    assert [text for keys, text in matching(entries, "next sent") if keys] == [
        "To the next sentence"
    ]
    assert _headings(matching(entries, "ctrl+z")) == ["Else", "While a note is written"]


def test_columns_part_between_groups() -> None:
    entries = help_entries()
    middle = middle_of(entries)

    assert entries[middle] == ("", "")
    assert abs(middle - (len(entries) - middle)) < len(entries) // 3


def test_a_long_text_goes_on_in_a_row_of_its_own() -> None:
    rows = folded([("k", "one two three four"), ("", "A heading that is long")], 9)

    assert rows == [
        ("k", "one two"),
        (" ", "three"),
        (" ", "four"),
        ("", "A heading that is long"),
    ]


def test_many_keys_go_on_in_a_row_of_their_own() -> None:
    assert folded([("PgUp  backspace  ctrl+b", "Up a page")], 40) == [
        ("PgUp  backspace", "Up a page"),
        ("ctrl+b", " "),
    ]


async def test_a_slash_filters_and_escape_first_clears_then_closes(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library, size=(100, 30)) as stage:
        await stage.press("?", "/", *"quotation")
        await stage.until(lambda: stage.shows("/ quotation"))
        found = [keys for keys, _text in matching(help_entries(), "quotation") if keys]
        assert stage.shows(f"{len(found)} keys")
        assert len(found) > 2
        assert not stage.shows("Left by a character")

        await stage.press("escape")
        await stage.until(lambda: stage.shows("Left by a character"))
        await stage.press("escape")
        await stage.until(lambda: stage.shows("The minister came"))


async def test_q_is_a_letter_while_one_filters(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("?", "/", "q", "x")
        await stage.until(lambda: stage.shows("No key does that."))
        await stage.press("backspace")
        await stage.until(lambda: stage.shows("Quit"))
        await stage.press("backspace", "backspace")
        await stage.until(lambda: stage.shows("/ filter"))
        await stage.press("q")

        await stage.until(lambda: stage.shows("The minister came"))
        assert stage.app.is_running


async def test_a_letter_without_a_filter_says_how_to_filter(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("?", "u")

        await stage.until(lambda: stage.shows("/ filters these keys"))


async def test_from_the_panel_its_keys_come_first(source: Path, library: Path) -> None:
    async with on_stage(source, library, size=(100, 24)) as stage:
        await stage.press("s", "1", "tab", "?")

        await stage.until(lambda: stage.shows("To the card above"))


async def test_typed_at_once_the_filter_loses_nothing(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.burst("?", "/", *"undo")
        await stage.until(lambda: stage.shows("/ undo") and stage.shows("Undo in the note"))


async def test_what_is_typed_with_the_key_of_the_help_does_nothing_to_the_marks(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("s", "1")
        await stage.burst("?", "u", "escape", "j")

        await stage.until(lambda: stage.shows("1 mark"))
        assert len(stage.marks) == 1


async def test_what_is_typed_with_the_key_that_closes_the_help_is_not_lost(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("?")
        await stage.until(lambda: stage.shows("First steps"))
        await stage.burst("/", "q", "u", "escape", "escape", "s", "1", "?", "q", "t", "q", "enter")

        assert stage.app.is_running
        assert [(mark.quote, mark.tags) for mark in stage.stored()] == [
            ("The second paragraph is short.", ("q",))
        ]
