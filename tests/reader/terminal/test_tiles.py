"""A frame of a part of the screen paints just what changed, and asks nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from textual.app import App
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from reader.terminal.tiles import Tiles
from reader.terminal.writing import PacedScreen

if TYPE_CHECKING:
    from textual._compositor import CompositorUpdate
    from textual.app import ComposeResult

COLUMNS, LINES = 24, 10


class _Letters(Widget):
    """Cells of one letter, upper and lower by the column; counts how many rows it was asked for."""

    def __init__(self, letter: str, style: str) -> None:
        super().__init__()
        self.letter = letter
        self.asked = 0
        self.set_styles(style)

    def render_lines(self, crop: Region) -> list[Strip]:
        self.asked += crop.height
        rows = range(crop.y, crop.bottom)
        whole = self.letter + self.letter.lower()
        text = (whole * self.size.width)[crop.x : crop.right]
        return [Strip([Segment(text if y % 2 else text.swapcase())], crop.width) for y in rows]


class _Screen(PacedScreen, Screen[None]):
    """A text beside a panel, with something over both."""

    CSS: ClassVar[str] = "Screen { layers: base over; }"

    def compose(self) -> ComposeResult:
        yield _Letters("T", "dock: top; width: 100%; height: 1;")
        yield _Letters("P", "dock: right; width: 7; height: 5;")
        yield _Letters("A", "width: 1fr; height: 7;")
        yield _Letters("O", "layer: over; width: 9; height: 3; offset: 10 4;")


class _App(App[None]):
    """Shows just that screen."""

    def get_default_screen(self) -> _Screen:
        return _Screen()


_regions = st.builds(
    Region,
    st.integers(0, COLUMNS - 1),
    st.integers(0, LINES - 1),
    st.integers(1, COLUMNS),
    st.integers(1, LINES),
).map(lambda region: region.intersection(Size(COLUMNS, LINES).region))


def _shown(update: CompositorUpdate | None, app: App[None]) -> list[str]:
    """What a frame writes on an empty screen."""
    assert update is not None
    screen = pyte.Screen(COLUMNS, LINES)
    pyte.Stream(screen).feed(update.render_segments(app.console))
    return screen.display


async def test_just_the_cells_that_changed_are_painted_as_in_a_whole_frame() -> None:
    app = _App()
    async with app.run_test(size=(COLUMNS, LINES)):
        compositor = app.screen._compositor
        whole = [strip.text for strip in compositor.render_strips()]

        @settings(max_examples=60)
        @given(st.sets(_regions, min_size=1, max_size=4))
        def check(regions: set[Region]) -> None:
            compositor._dirty_regions = set(regions)
            update = compositor.render_partial_update()

            assert _shown(update, app) == [
                "".join(
                    letter if any(each.contains(x, y) for each in regions) else " "
                    for x, letter in enumerate(row)
                )
                for y, row in enumerate(whole)
            ]
            assert compositor._dirty_regions == set()

        check()


async def test_who_has_not_changed_is_not_asked() -> None:
    app = _App()
    async with app.run_test(size=(COLUMNS, LINES)):
        top, panel, text, over = app.screen.query(_Letters)
        for each in (top, panel, text, over):
            each.asked = 0

        compositor = app.screen._compositor
        # The whole of a text of ten rows, one of which is the title's and three of which are covered.
        compositor._dirty_regions = {Region(0, 0, 1, 1), Region(0, 6, 5, 2)}
        compositor.render_partial_update()

        assert [each.asked for each in (top, panel, text, over)] == [1, 0, 2, 0]


async def test_nothing_changed_is_no_frame() -> None:
    app = _App()
    async with app.run_test(size=(COLUMNS, LINES)):
        app.screen._compositor._dirty_regions = set()

        assert app.screen._compositor.render_partial_update() is None


async def test_another_layout_makes_other_tiles() -> None:
    app = _App()
    async with app.run_test(size=(COLUMNS, LINES)) as pilot:
        compositor = app.screen._compositor
        compositor._dirty_regions = {Region(0, 0, COLUMNS, LINES - 1)}
        compositor.render_partial_update()

        app.screen.query(_Letters).last().display = False
        await pilot.pause()
        compositor._dirty_regions = {Region(0, 4, COLUMNS, 3)}

        assert "O" not in "".join(_shown(compositor.render_partial_update(), app)).upper()


def test_what_nothing_paints_is_left_out() -> None:
    assert [list(row) for row in Tiles({}, 3).rows] == [[], [], []]
    assert Tiles({}, 3).paint([(1, 0, 5), (7, 0, 5)]) == []
