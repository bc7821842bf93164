"""The width of the column, nothing but the text, and the theme, while one reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.config import DEFAULTS
from reader.palette import DARK, LIGHT
from reader.widgets.theme_prompt import theme_names
from tests.reader.screens.stage import TEXT, on_stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reader.screens.stage import Stage

LONG = TEXT + "".join(
    f"\nParagraph {number} of many stands here, and it has words enough for a line or for two.\n"
    for number in range(60)
)

WIDE = (200, 30)


async def test_the_column_grows_by_four_cells_and_stays_in_its_bounds(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library, size=WIDE) as stage:
        await stage.press("+")
        assert stage.message == "column of 76 cells"
        for _ in range(12):
            await stage.press("+")
        assert stage.message == "column of 120 cells · that is the widest"
        assert stage.screen.article.column_cells == 120
        for _ in range(21):
            await stage.press("-")
        assert stage.message == "column of 40 cells · that is the narrowest"
        assert stage.screen.article.column_cells == 40


async def test_an_odd_width_ends_at_the_bounds(source: Path, library: Path) -> None:
    settings = DEFAULTS._replace(width=42)
    async with on_stage(source, library, size=WIDE, settings=settings) as stage:
        await stage.press("-")
        assert stage.message == "column of 40 cells"


async def test_a_column_that_fills_the_window_says_so(source: Path, library: Path) -> None:
    async with on_stage(source, library, size=(60, 30)) as stage:
        await stage.press("+")
        assert "no room" in stage.message
        cells = stage.screen.article.column_cells

        await stage.press("-")
        assert stage.screen.article.column_cells == cells - 4


async def test_the_first_line_in_view_stays_at_another_width(source: Path, library: Path) -> None:
    source.write_text(LONG, encoding="utf-8")
    async with on_stage(source, library, size=WIDE) as stage:
        stage.place("Paragraph 30")
        first = stage.screen.article.first_visible()
        for _ in range(8):
            await stage.press("-")

        line = stage.screen.article.line_of(stage.screen.article.top)
        assert line is not None
        assert line.start <= first < line.end


def _is_bare(stage: Stage) -> bool:
    screen = stage.screen
    beside = (screen.panel, screen.rule_line, screen.ruler, screen.top_line)
    return not any(widget.display for widget in beside)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (20, 5)])
@pytest.mark.parametrize("key", ["z", "escape", "\\"])
async def test_only_the_text_is_shown_and_a_key_brings_the_rest_back(
    key: str, size: tuple[int, int], source: Path, library: Path
) -> None:
    async with on_stage(source, library, size=size) as stage:
        shown = stage.screen.panel.display
        await stage.press("z")
        assert _is_bare(stage)
        assert stage.message == "only the text · z or esc brings the rest back"
        await stage.press("j")
        assert not stage.rows()[-1]

        await stage.press(key)
        assert stage.screen.top_line.display
        assert stage.screen.panel.display is shown


async def test_a_selection_is_let_go_before_the_rest_comes_back(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("z", "s")
        await stage.until(lambda: stage.rows()[-1].strip() == "SELECT")

        await stage.press("escape")
        assert _is_bare(stage)
        assert not stage.selected


async def test_from_the_panel_the_text_has_the_focus(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1", "tab", "z")

        assert stage.focus == "article"
        await stage.press("tab")
        assert stage.focus == "panel"
        assert stage.screen.top_line.display


async def test_a_note_written_while_only_the_text_is_shown_has_its_card(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("z", "s", "a", *"why", "escape")

        assert [mark.note for mark in stage.stored()] == ["why"]


# --- themes -----------------------------------------------------------------------------------


async def _choose_theme(stage: Stage, *keys: str) -> None:
    await stage.press("ctrl+p", *"choose the theme", "enter")
    await stage.until(lambda: stage.shows("THEME"))
    await stage.press(*keys)


def _ground(stage: Stage) -> str:
    style = stage.segments()[3][0].style
    assert style is not None
    assert style.bgcolor is not None
    assert style.bgcolor.triplet is not None
    return style.bgcolor.triplet.hex


async def test_a_theme_is_taken_by_its_name_and_said(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _choose_theme(stage, *"nord", "enter")

        await stage.until(lambda: _ground(stage) == "#2e3440")
        assert stage.message == "“theme: nord” in the settings keeps it"
        assert stage.app.theme == "postil-nord"


async def test_the_arrows_try_themes_on_and_esc_takes_them_off(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _choose_theme(stage, "down", "down", "down")
        await stage.until(lambda: _ground(stage) == LIGHT.ground)

        await stage.press("escape")
        await stage.until(lambda: _ground(stage) == DARK.ground)
        assert not stage.message


async def test_the_arrows_go_beyond_what_is_in_view(source: Path, library: Path) -> None:
    names = theme_names(has_all=True)
    async with on_stage(source, library) as stage:
        await _choose_theme(stage, *["down"] * 12)
        assert stage.prompt.chosen is not None
        assert stage.prompt.chosen.value == names[11]
        await stage.press("up")
        assert stage.prompt.chosen.value == names[10]
        await stage.press("escape")
        await _choose_theme(stage, "up")
        assert stage.prompt.chosen.value == names[-1]


@pytest.mark.parametrize("name", theme_names(has_all=True))
async def test_each_theme_can_be_worn(name: str, source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1")
        stage.screen.appearance._wear(name)
        await stage.settle()

        assert _ground(stage) == stage.app.look.palette.ground


async def test_in_256_colours_ours_are_offered(
    source: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLORTERM")
    async with on_stage(source, library) as stage:
        await _choose_theme(stage)

        shown = [each.value for each in stage.prompt.proposals.shown]
        assert shown == ["auto", "dark", "light"]


@pytest.mark.parametrize("variable", [("NO_COLOR", "1"), ("TERM", "xterm")])
async def test_where_the_terminals_colours_are_shown_there_is_no_theme(
    variable: tuple[str, str], source: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLORTERM")
    monkeypatch.setenv(*variable)
    async with on_stage(source, library) as stage:
        await stage.press("ctrl+p", *"choose the theme", "enter")

        await stage.until(lambda: "terminal’s own colours" in stage.message)
