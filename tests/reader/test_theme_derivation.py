"""Palettes out of Textual's themes: legible, and the six marks told apart."""

from __future__ import annotations

from itertools import combinations
from math import dist

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual.theme import BUILTIN_THEMES, Theme

from annotations.model import COLOURS
from reader.oklab import lab_of, polar_of, value_of
from reader.palette import DARK, LIGHT, broken_demands
from reader.theme_choice import chosen
from reader.theme_derivation import HUES, palette_of
from reader.themes import Depth, Look, textual_theme

APART = 0.03
"""Least distance of two marks; those of our own are 0.037 and 0.041 apart, eyes see 0.02."""

RAISED_APART = 0.02

RGB = [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi]
ANSI = [name for name, theme in BUILTIN_THEMES.items() if theme.ansi]


def distance(first: str, second: str) -> float:
    """How different two colours look; below 0.02 most eyes see none."""
    return dist(lab_of(first), lab_of(second))


THEMES = pytest.mark.parametrize("name", RGB)


@THEMES
def test_text_and_bars_are_legible(name: str) -> None:
    assert not list(broken_demands(palette_of(BUILTIN_THEMES[name])))


@THEMES
def test_six_marks_are_told_apart_and_from_page_and_selection(name: str) -> None:
    palette = palette_of(BUILTIN_THEMES[name])

    grounds = [ground for ground, _bar in palette.marks.values()]
    bars = [bar for _ground, bar in palette.marks.values()]
    for several in (bars, [*grounds, palette.selection, palette.ground]):
        assert min(distance(*pair) for pair in combinations(several, 2)) >= APART
    assert distance(palette.raised, palette.ground) >= RAISED_APART


@THEMES
def test_a_mark_has_the_hue_of_its_name(name: str) -> None:
    palette = palette_of(BUILTIN_THEMES[name])

    for colour, (ground, bar) in palette.marks.items():
        for value in (ground, bar):
            apart = abs(polar_of(value).hue - HUES[colour]) % 360
            assert min(apart, 360 - apart) <= 16, (colour, value)


@THEMES
def test_the_page_is_the_themes(name: str) -> None:
    theme = BUILTIN_THEMES[name]
    palette = palette_of(theme)

    assert palette.is_dark is theme.dark
    if theme.background:
        assert palette.ground == theme.background.lower()


@st.composite
def _themes(draw: st.DrawFn) -> Theme:
    values = [draw(st.integers(0, 0xFFFFFF).map("#{:06x}".format)) for _ in range(8)]
    names = (
        "background",
        "foreground",
        "primary",
        "secondary",
        "warning",
        "error",
        "success",
        "accent",
    )
    return Theme(name="x", dark=draw(st.booleans()), **dict(zip(names, values, strict=True)))  # type: ignore[arg-type]  # fmt: skip


def _two_colours(ground: str, text: str) -> Theme:
    return Theme(name="x", primary=text, foreground=text, background=ground)


@given(_themes())
@example(_two_colours("#e72100", "#000000"))
@example(_two_colours("#767676", "#ffffff"))
@example(_two_colours("#757575", "#000000"))
def test_whatever_a_theme_is_its_text_is_legible(theme: Theme) -> None:
    assert not list(broken_demands(palette_of(theme)))


@pytest.mark.parametrize(
    "value", ["#000000", "#ffffff", "#e0af68", "#22456a", "#0000ff", "#808080"]
)
def test_a_colour_comes_back_from_hue_and_lightness(value: str) -> None:
    assert distance(value_of(polar_of(value)), value) < 0.01


def test_lightness_is_that_of_the_eye() -> None:
    assert lab_of("#ffffff") == pytest.approx((1, 0, 0), abs=1e-3)
    assert lab_of("#ff0000") == pytest.approx((0.628, 0.225, 0.126), abs=1e-3)


# --- which theme holds ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("theme", "is_dark", "palette"),
    [("auto", True, DARK), ("auto", False, LIGHT), ("dark", False, DARK), ("light", True, LIGHT)],
)
def test_ours_are_chosen_by_name_or_by_the_terminal(
    theme: str, *, is_dark: bool, palette: object
) -> None:
    assert chosen(theme, {}, is_dark=is_dark, depth=Depth.TRUE).palette == palette


@pytest.mark.parametrize("depth", [Depth.NONE, Depth.SIXTEEN, Depth.EIGHT_BIT])
@THEMES
def test_in_few_colours_ours_stands_for_a_theme(name: str, depth: Depth) -> None:
    choice = chosen(name, {"ground": "#ff0000"}, is_dark=True, depth=depth)

    assert choice.palette is (DARK if BUILTIN_THEMES[name].dark else LIGHT)
    assert choice.depth is depth
    assert not choice.refused


@pytest.mark.parametrize("name", ANSI)
def test_a_theme_of_the_terminals_colours_has_those(name: str) -> None:
    assert chosen(name, {}, is_dark=True, depth=Depth.TRUE).depth is Depth.SIXTEEN
    assert chosen(name, {}, is_dark=True, depth=Depth.NONE).depth is Depth.NONE


def test_colours_of_a_persons_lie_over_a_theme() -> None:
    choice = chosen(
        "nord", {"accent": "#ffffff", "muted": "#2e3440"}, is_dark=True, depth=Depth.TRUE
    )

    assert choice.palette.accent == "#ffffff"
    assert [role for role, _why in choice.refused] == ["muted"]


@THEMES
def test_textuals_widgets_have_the_derived_colours(name: str) -> None:
    palette = palette_of(BUILTIN_THEMES[name])

    theme = textual_theme(palette, Depth.TRUE, name)
    assert theme.name == f"postil-{name}"
    assert theme.background == palette.ground
    styles = [Look(palette, Depth.TRUE).marked(colour) for colour in COLOURS]
    assert len(set(styles)) == len(COLOURS)
