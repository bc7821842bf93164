"""The outline, and back and forward among the places one has jumped from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.screens.listing import ListingScreen
from tests.reader.screens.stage import Stage, on_stage

if TYPE_CHECKING:
    from pathlib import Path

FILLING = "".join(f"Filling paragraph {number} stands here.\n\n" for number in range(30))

REPORT = f"""# The visit

The minister came on Monday. “The world has changed,” he said.

{FILLING}## Costs and quotas

Nobody asked about the costs.

{FILLING}## What was left out

The last paragraph closes the report.
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "report.md"
    path.write_text(REPORT, encoding="utf-8")
    return path


def _at(stage: Stage, beginning: str) -> bool:
    session = stage.session
    return session.document.text.startswith(beginning, session.caret)


def _listing(stage: Stage) -> ListingScreen[object]:
    assert isinstance(stage.app.screen, ListingScreen)
    return stage.app.screen


async def _mark(stage: Stage, at: str, digit: str) -> None:
    stage.place(at)
    await stage.press("s", digit)


async def test_the_outline_begins_where_one_is_and_enter_goes(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("Nobody asked")
        await stage.press("o")
        await stage.until(lambda: stage.shows("›   Costs and quotas"))

        await stage.press("down", "enter")
        await stage.until(lambda: _at(stage, "What was left out"))

        assert stage.focus == "article"
        assert stage.app.screen is stage.screen
        assert stage.shows("What was left out")


async def test_escape_leaves_the_outline_where_one_was(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("Nobody asked")
        await stage.press("o", "down", "escape")
        await stage.until(lambda: stage.app.screen is stage.screen)

        assert _at(stage, "Nobody asked")


async def test_what_is_typed_filters_the_outline(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.burst("o", *"quotas", "enter")
        await stage.until(lambda: _at(stage, "Costs and quotas"))


async def test_enter_takes_the_heading_most_like_what_is_typed(
    tmp_path: Path, library: Path
) -> None:
    source = tmp_path / "costs.md"
    source.write_text(
        "# A visit and its costs\n\nOne.\n\n## Other costs\n\nTwo.\n\n## Costs\n\nThree.\n",
        encoding="utf-8",
    )
    async with on_stage(source, library) as stage:
        await stage.burst("o", *"cost", "enter")
        await stage.until(lambda: stage.app.screen is stage.screen)

        assert stage.session.caret == stage.session.document.text.index("Costs\n\nThree")


async def test_a_number_offers_the_paragraph_and_calls_it_no_heading(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("o")
        await stage.type("32")
        await stage.until(lambda: stage.shows("paragraph 32  Nobody asked about the costs."))
        assert not any("heading" in row for row in stage.rows()[1:-1])

        await stage.press("enter")
        await stage.until(lambda: _at(stage, "Nobody asked"))


async def test_sections_show_how_many_marks_begin_in_them(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _mark(stage, "The minister", "1")
        await _mark(stage, "The world", "1")
        await _mark(stage, "Nobody", "3")
        await stage.press("o")

        def row(number: int) -> str:
            return stage.rows()[4 + number]

        await stage.until(lambda: stage.shows("▌2"))
        assert "The visit" in row(0)
        assert row(0).endswith("▌2")
        assert row(1).endswith("▌1")
        assert row(2).endswith("What was left out")


async def test_a_text_without_headings_says_so(tmp_path: Path, library: Path) -> None:
    path = tmp_path / "plain.txt"
    path.write_text("Only text.\n\nAnd more.\n", encoding="utf-8")
    async with on_stage(path, library) as stage:
        await stage.press("o")

        assert stage.message == "no headings here · / searches, } goes to the next paragraph"


async def test_code_without_headings_says_so(tmp_path: Path, library: Path) -> None:
    path = tmp_path / "code.py"
    path.write_text("x = 1\n", encoding="utf-8")
    async with on_stage(path, library) as stage:
        await stage.press("o")

        assert stage.message == "code has no headings · / searches"


async def test_back_and_forward_through_jumps(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _mark(stage, "Nobody", "1")
        stage.place("The minister")
        await stage.press("]")
        assert _at(stage, "Nobody")
        await stage.press("G")

        await stage.press("ctrl+o")
        assert _at(stage, "Nobody")
        await stage.press("ctrl+o")
        assert _at(stage, "The minister")
        await stage.press("ctrl+o")
        assert stage.message == "nothing to go back to"

        await stage.press("ctrl+n")
        assert _at(stage, "Nobody")
        await stage.press("alt+right")
        assert stage.session.caret >= len(stage.session.document.text) - 2
        await stage.press("ctrl+n")
        assert stage.message == "nothing to go forward to"


async def test_small_moves_are_no_jumps(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("j", "w", "}", "pagedown", "ctrl+o")

        assert stage.message == "nothing to go back to"


async def test_moves_before_a_jump_count_as_where_one_was(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("The minister")
        await stage.burst("}", "G", "ctrl+o")

        assert _at(stage, "Filling paragraph 0")


async def test_cards_the_outline_and_the_scroll_bar_are_jumps(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _mark(stage, "Nobody", "1")
        stage.place("The minister")
        await stage.press("tab", "enter")
        assert _at(stage, "Nobody")
        await stage.press("ctrl+o")
        assert _at(stage, "The minister")

        await stage.press("o", *"left", "enter", "ctrl+o")
        await stage.until(lambda: _at(stage, "The minister"))

        ruler = stage.screen.ruler
        await stage.pilot.mouse_down(ruler, offset=(0, ruler.size.height - 1))
        await stage.pilot.mouse_up(ruler, offset=(0, ruler.size.height - 1))
        await stage.settle()
        assert not _at(stage, "The minister")
        await stage.press("ctrl+o")
        assert _at(stage, "The minister")
