"""The panel's order, filter and layers, and that it can be held, on the screen."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from reader.screens import arranging
from tests.reader.screens.marked import Mark, library_with
from tests.reader.screens.stage import TEXT, Stage, on_stage

if TYPE_CHECKING:
    from pathlib import Path

COSTS, LAST, MINISTER, SECOND = "Nobody a", "The last", "The mini", "The seco"


@pytest.fixture
def marked(source: Path, tmp_path: Path) -> Path:
    return library_with(tmp_path / "marked.db", source)


def cards(stage: Stage) -> list[str]:
    """The beginnings of the quotes of the cards, from top to bottom."""
    arrangement = stage.session.arrangement
    return [arrangement[number].quote[:8].strip() for number in range(len(arrangement))]


def current(stage: Stage) -> str:
    """The beginning of the focused card's quote."""
    found = stage.session.marks.get(stage.screen.panel.current)  # type: ignore[arg-type]  # there is one
    return "" if found is None else found.quote[:8].strip()


async def test_cards_by_time_by_tag_and_by_place_again(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        assert cards(stage) == [MINISTER, COSTS, SECOND, LAST]
        assert not stage.shows("by place")

        await stage.press("tab", "O")

        assert cards(stage) == [COSTS, SECOND, MINISTER, LAST]
        await stage.until(lambda: stage.shows("by time"))

        await stage.press("O")

        assert cards(stage) == [COSTS, SECOND, MINISTER, LAST]
        await stage.until(lambda: stage.shows("by tag") and stage.shows("#costs  1"))
        assert stage.shows("#sahel/russia  1")

        await stage.press("G")
        await stage.until(lambda: stage.shows("without a tag  1"))
        await stage.press("O")

        assert cards(stage) == [MINISTER, COSTS, SECOND, LAST]
        await stage.until(lambda: not stage.shows("by tag"))


async def test_another_order_keeps_the_card_in_focus(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "G", "O")

        assert current(stage) == LAST
        assert stage.shows("The last paragraph closes")


async def test_a_filter_holds_while_it_is_typed(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "/")
        await stage.type("colour:red")

        assert stage.focus == "prompt"
        assert cards(stage) == [COSTS, SECOND]
        await stage.until(lambda: stage.shows("filter: colour:red") and stage.shows("2 of 4"))
        assert stage.shows("FILTER")

        await stage.press("enter")

        assert stage.focus == "panel"
        assert current(stage) == COSTS
        await stage.until(lambda: stage.shows("by place"))
        assert stage.shows("filter: colour:red")


async def test_escape_takes_the_filter_away_and_then_leaves_the_panel(
    source: Path, marked: Path
) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "/", *"colour:red", "enter", "escape")

        assert stage.focus == "panel"
        assert len(cards(stage)) == 4
        assert current(stage) == COSTS

        await stage.press("escape")

        assert stage.focus == "article"


async def test_escape_while_typing_shows_all_cards_again(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "/", *"colour:red", "escape")

        assert stage.focus == "panel"
        assert len(cards(stage)) == 4
        await stage.until(lambda: not stage.shows("filter:"))


async def test_a_wrong_filter_says_what_was_expected_and_the_last_right_one_holds(
    source: Path, marked: Path
) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "/", *"colour:red")
        await stage.type(" -")

        assert cards(stage) == [COSTS, SECOND]
        await stage.until(lambda: stage.shows("minus sign."))

        await stage.press("enter")

        assert stage.focus == "prompt"

        await stage.type("costs")
        await stage.press("enter")

        assert cards(stage) == [SECOND]
        assert not stage.shows("minus")
        assert stage.focus == "panel"


async def test_a_filter_is_mended_where_it_stands(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press(
            "tab", "/", *"colour:red", "enter", "/", *["backspace"] * 3, *"blue", "down"
        )

        assert cards(stage) == [LAST]
        assert stage.focus == "panel"


async def test_tab_completes_a_tag(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "/", *"tag:sahel/r")
        await stage.until(lambda: stage.shows("tab: #sahel/russia"))
        await stage.press("tab")

        assert stage.focus == "prompt"
        await stage.until(lambda: cards(stage) == [MINISTER])


async def test_a_filter_typed_all_at_once_with_its_enter_holds(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab")
        await stage.burst("/", *"colour:red", "enter", "down")

        await stage.until(lambda: stage.focus == "panel")
        assert cards(stage) == [COSTS, SECOND]
        assert current(stage) == SECOND


async def test_a_click_beside_the_filter_keeps_it(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "/", *"colour:red")
        await stage.pilot.click("#article", offset=(20, 10))
        await stage.settle()

        assert stage.focus == "article"
        assert cards(stage) == [COSTS, SECOND]
        await stage.until(lambda: stage.shows("filter: colour:red"))


async def test_where_no_mark_is_of_the_kind_it_is_said(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "/", *"tag:none", "enter")

        assert stage.focus == "panel"
        await stage.until(lambda: stage.shows("No mark is of that kind.") and stage.shows("0 of 4"))
        for key in ("1", "t", "a", "x", "space", "*", "down"):
            await stage.press(key)
        assert len(stage.stored()) == 4
        assert stage.message == ""

        await stage.press("escape")

        assert len(cards(stage)) == 4
        assert current(stage) == MINISTER


async def test_a_mark_that_is_no_longer_of_the_kind_leaves_and_the_next_is_in_focus(
    source: Path, marked: Path
) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "/", *"colour:red", "enter", "4")

        assert cards(stage) == [SECOND]
        assert current(stage) == SECOND
        assert stage.focus == "panel"

        await stage.press("u")

        assert cards(stage) == [COSTS, SECOND]


async def test_marks_are_walked_in_the_text_whatever_the_filter_takes(
    source: Path, marked: Path
) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "/", *"colour:red", "enter", "tab", "g", "]", "]", "]", "]")

        assert stage.session.document.text[stage.session.caret :].startswith("The last")


async def test_the_panel_follows_among_the_cards_it_shows(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "/", *"colour:blue", "enter", "tab")
        stage.place("Nobody asked")
        await stage.settle()

        assert current(stage) == LAST


async def test_a_card_the_filter_leaves_out_is_not_gone_to(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "/", *"colour:blue", "enter", "tab")
        stage.place("Nobody asked")
        await stage.press("enter")

        assert stage.focus == "article"
        assert stage.message == "the filter leaves its card out · tab, then esc, shows all"


async def test_a_note_is_written_in_its_card_though_the_filter_leaves_it_out(
    source: Path, marked: Path
) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "/", *"colour:blue", "enter", "tab")
        stage.place("Nobody asked")
        await stage.press("a")

        assert stage.focus == "note"
        await stage.until(lambda: stage.shows("Nobody asked about the"))

        await stage.type("why")
        await stage.press("escape")

        assert [mark.note for mark in stage.stored()] == ["who paid?", "why", "", "ask again"]
        assert cards(stage) == [LAST]


async def test_a_held_panel_stays_where_it_is(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        stage.place("minister came")
        await stage.press("F", "]", "]")

        assert current(stage) == MINISTER
        await stage.until(lambda: stage.shows("held"))

        await stage.press("F")

        assert current(stage) == SECOND
        await stage.until(lambda: not stage.shows("held"))


async def test_a_panel_that_is_not_shown_cannot_be_held(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("\\", "F")

        assert stage.message == "the panel is not shown · \\ shows it"


async def _choose_layer(stage: Stage, name: str) -> None:
    await stage.press("ctrl+p", *"creator", "enter")
    await stage.until(lambda: stage.shows("CREATORS"))
    await stage.type(name)
    await stage.press("enter")
    await stage.until(lambda: stage.focus in ("panel", "article"))


async def test_the_marks_of_a_creator_are_hidden_and_shown(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("ctrl+p", *"creator", "enter")
        offered = [(each.text, each.note) for each in stage.prompt.proposals.shown]
        assert offered == [("Anna", "2"), ("Tomás", "1"), ("without a creator", "1")]
        await stage.press("escape")

        await _choose_layer(stage, "anna")

        assert cards(stage) == [COSTS, LAST]
        assert stage.message == "2 marks of Anna hidden"
        await stage.until(lambda: stage.shows("2 hidden"))
        stage.place("minister came")
        await stage.press("]")
        assert stage.session.document.text[stage.session.caret :].startswith("Nobody")

        await _choose_layer(stage, "anna")

        assert cards(stage) == [MINISTER, COSTS, SECOND, LAST]
        assert stage.message == "2 marks of Anna shown"
        await stage.until(lambda: not stage.shows("hidden"))


async def test_a_filter_goes_on_to_hold_when_a_layer_is_hidden(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "/", *"colour:red", "enter")
        await _choose_layer(stage, "anna")

        assert cards(stage) == [COSTS]
        await stage.until(lambda: stage.shows("1 of 2") and stage.shows("by place · 2 hidden"))


async def test_with_every_mark_hidden_the_panel_says_how_to_get_them_back(
    source: Path, tmp_path: Path
) -> None:
    library = library_with(tmp_path / "one.db", source, [Mark("minister came", creator="Anna")])
    async with on_stage(source, library) as stage:
        await stage.press("tab")
        await _choose_layer(stage, "anna")

        await stage.until(lambda: stage.shows("All marks are hidden.") and stage.shows("1 hidden"))
        await _choose_layer(stage, "anna")
        assert cards(stage) == [MINISTER]


async def test_nobody_of_that_name_is_said(source: Path, marked: Path) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("ctrl+p", *"creator", "enter", *"zoe", "enter")

        assert stage.focus == "prompt"
        await stage.until(lambda: stage.shows("No creator is called so"))


async def test_many_marks_are_filtered_beside_the_keys(
    source: Path, marked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arranging, "AT_ONCE", 0)
    monkeypatch.setattr(arranging, "PROGRESS_S", 0.0)
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "/", *"colour:red", "enter")
        await stage.until(lambda: cards(stage) == [COSTS, SECOND])
        await stage.press("O")
        await stage.until(lambda: stage.shows("by time"))
        await stage.press("4")
        await stage.until(lambda: cards(stage) == [SECOND])
        await stage.press("escape")

        await stage.until(lambda: len(cards(stage)) == 4)


async def test_an_orphan_stands_on_top_with_its_quote(source: Path, marked: Path) -> None:
    source.write_text(TEXT.replace("The second paragraph is short. ", ""), encoding="utf-8")
    async with on_stage(source, marked) as stage:
        await stage.until(lambda: cards(stage) == [SECOND, MINISTER, COSTS, LAST])
        await stage.until(lambda: stage.shows("The second paragraph is"))
        assert stage.shows("not found in the text")

        for order in ("by time", "by tag"):
            await stage.press(*(["tab"] if stage.focus != "panel" else []), "O")
            await stage.until(lambda order=order: stage.shows(order))  # type: ignore[misc]
            assert cards(stage)[0] == SECOND


async def test_without_colours_a_focused_card_names_its_colour_and_what_it_means(
    source: Path, marked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    with closing(sqlite3.connect(marked)) as connection:
        connection.execute("INSERT INTO colours (colour, meaning) VALUES ('yellow', 'a claim')")
        connection.commit()
    async with on_stage(source, marked) as stage:
        await stage.press("tab")
        await stage.until(lambda: stage.shows("yellow: a claim"))
        await stage.press("down")

        await stage.until(lambda: any(row.split()[-2:] == ["2", "red"] for row in stage.rows()))
        assert not stage.shows("yellow")


@pytest.mark.parametrize("size", [(120, 30), (80, 24)])
async def test_the_field_lies_upon_the_first_line_of_the_panel_in_any_window(
    size: tuple[int, int], source: Path, marked: Path
) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "/", *"colour:red")
        await stage.pilot.resize_terminal(*size)
        await stage.settle()

        panel = stage.screen.panel.region
        await stage.until(
            lambda: (
                (stage.prompt.region.x, stage.prompt.region.y)
                == (stage.screen.panel.region.x, stage.screen.panel.region.y)
            )
        )
        assert "filter: colour:red" in stage.rows()[panel.y]
        assert "2 of 4" in stage.rows()[panel.y + 1]
        assert stage.focus == "prompt"


async def test_hostile_names_and_filters_reach_no_terminal(source: Path, tmp_path: Path) -> None:
    library = library_with(
        tmp_path / "hostile.db",
        source,
        [Mark("minister came", tags=("a\u202eb",), creator="\u202eevil\u2066")],
    )
    async with on_stage(source, library) as stage:
        await stage.press("tab", "O", "O", "/", *"tag:a\u202eb or \u2066x", "enter")
        await stage.press("ctrl+p", *"creator", "enter")
        await stage.until(lambda: stage.shows("evil"))

        shown = "".join(stage.rows())
        assert not {"\u202e", "\u2066", "\x1b"} & set(shown)


async def test_a_mistake_stands_under_its_character_and_tab_completes_what_is_begun(
    source: Path, marked: Path
) -> None:
    async with on_stage(source, marked) as stage:
        await stage.press("tab", "/")
        await stage.type("x is:red")
        await stage.until(lambda: stage.shows("One of these was expected"))

        line = next(row for row in stage.rows() if "x is:red" in row)
        pointer = next(row for row in stage.rows() if row.rstrip().endswith(" ^"))
        assert pointer.rstrip().index("^") == line.index("red")

        await stage.press(*["backspace"] * 3, *"unt")
        await stage.until(lambda: stage.shows("tab: untagged"))
        await stage.press("tab")
        await stage.until(lambda: stage.shows("x is:untagged"))
        assert stage.focus == "prompt"
