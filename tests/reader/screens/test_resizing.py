"""Any window will do: the place is kept, nothing overflows, nothing crashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.reader.screens.stage import TEXT, Stage, on_stage

if TYPE_CHECKING:
    from pathlib import Path

LONG = TEXT + "".join(
    f"\nParagraph {number} of many stands here, and it is long enough to be broken into a few lines "
    "where the window is narrow; where it is wide it takes one or two.\n"
    for number in range(80)
)

SIZES = (
    (20, 5),
    (300, 100),
    (89, 24),
    (90, 24),
    (40, 7),
    (1, 1),
    (2, 3),
    (300, 4),
    (8, 100),
    (100, 30),
)


def _is_whole(stage: Stage, size: tuple[int, int]) -> bool:
    """The screen has that size, and every row exactly its width."""
    rows = stage.segments()
    widths = {sum(segment.cell_length for segment in row) for row in rows}
    return stage.app.size == size and len(rows) == size[1] and widths == {size[0]}


async def test_the_first_visible_line_stays_through_every_size(source: Path, library: Path) -> None:
    source.write_text(LONG, encoding="utf-8")
    async with on_stage(source, library) as stage:
        view = stage.screen.article
        text = stage.session.document.text
        wanted = text.index("Paragraph 31 of")
        stage.session.go_to(wanted)
        view.put_at_top(wanted)
        stage.screen.show_state()
        await stage.settle()
        for size in SIZES:
            await stage.pilot.resize_terminal(*size)
            await stage.until(lambda size=size: _is_whole(stage, size), f"A window of {size}")  # type: ignore[misc]
            if view.size.height:
                first = view.first_visible()
                line_end = view.lines_layout.lines(view.top[0])[view.top[1]].end

                assert first <= wanted < line_end, size

        assert view.first_visible() == wanted


@pytest.mark.parametrize(
    "keys",
    [(), ("s",), ("s", "1"), ("s", "1", "tab"), ("s", "t", "x"), ("?",), ("X",), ("s", "a", "n")],
)
async def test_no_state_breaks_at_any_size(
    keys: tuple[str, ...], source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press(*keys)
        for size in SIZES:
            await stage.pilot.resize_terminal(*size)
            await stage.until(lambda size=size: _is_whole(stage, size), f"A window of {size}")  # type: ignore[misc]
        await stage.press("escape", "escape", "j")

        assert stage.app.is_running


async def test_keys_work_in_the_smallest_window(source: Path, library: Path) -> None:
    async with on_stage(source, library, size=(1, 1)) as stage:
        await stage.press("j", "}", "s", "1", "tab", "a", "n", "escape", "u", "G", "g", "?", "q")

        assert stage.app.is_running
        assert [mark.note for mark in stage.stored()] == [""]


async def test_the_panel_lies_below_where_it_is_narrow(source: Path, library: Path) -> None:
    async with on_stage(source, library, size=(60, 24)) as stage:
        panel, article = stage.screen.panel, stage.screen.article

        assert panel.size.height == 1
        await stage.until(
            lambda: stage.shows("no marks yet · s selects the sentence, 1 highlights it")
        )

        stage.place("second paragraph")
        await stage.press("s", "1")
        await stage.until(lambda: panel.region.y > article.region.y and panel.size.height > 2)

        assert panel.region.x == article.region.x
        await stage.until(lambda: stage.shows("▎ The second paragraph is short."))

        await stage.pilot.resize_terminal(120, 24)
        await stage.until(lambda: panel.region.x > article.region.x)
        await stage.pilot.resize_terminal(60, 7)
        await stage.until(lambda: not panel.display)


async def test_the_focus_leaves_a_panel_that_has_no_room(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1", "tab")

        assert stage.focus == "panel"

        await stage.pilot.resize_terminal(40, 6)
        await stage.until(lambda: stage.focus == "article")
        await stage.press("x")

        assert not stage.stored()


async def test_the_chosen_width_of_the_panel_has_its_bounds(source: Path, library: Path) -> None:
    async with on_stage(source, library, size=(200, 24)) as stage:
        await stage.press(*["<"] * 12)
        await stage.until(lambda: stage.screen.panel.size.width == 80)
        await stage.press(*[">"] * 30)
        await stage.until(lambda: stage.screen.panel.size.width == 24)
