"""Colours keep their contrast, and tell the marks apart in every depth."""

from __future__ import annotations

from itertools import combinations

import pytest

from annotations.model import COLOURS
from reader.palette import BAR_CONTRAST, TEXT_CONTRAST, contrast
from reader.themes import (
    DARK,
    LIGHT,
    OWN_VARIABLES,
    Depth,
    Look,
    Palette,
    colour_depth,
    textual_theme,
)

GROUNDS = pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])


@GROUNDS
def test_text_is_legible_on_every_ground(palette: Palette) -> None:
    grounds = [palette.ground, palette.raised, palette.selection]
    grounds += [ground for ground, _bar in palette.marks.values()]

    assert all(contrast(palette.strong, ground) >= TEXT_CONTRAST for ground in grounds)
    for role in (palette.text, palette.muted, palette.accent, palette.error):
        assert contrast(role, palette.ground) >= TEXT_CONTRAST
    assert contrast(palette.on_accent, palette.accent) >= TEXT_CONTRAST
    assert contrast(palette.muted, palette.raised) >= TEXT_CONTRAST
    assert contrast(palette.accent, palette.raised) >= TEXT_CONTRAST


@GROUNDS
def test_bars_are_seen_on_the_ground(palette: Palette) -> None:
    assert all(contrast(bar, palette.ground) >= BAR_CONTRAST for _, bar in palette.marks.values())


@GROUNDS
@pytest.mark.parametrize("depth", [Depth.TRUE, Depth.EIGHT_BIT, Depth.SIXTEEN])
def test_six_marks_differ_from_each_other_and_from_the_selection(
    palette: Palette, depth: Depth
) -> None:
    look = Look(palette, depth)

    styles = [look.marked(colour) for colour in COLOURS] + [look.selection]
    assert all(first != second for first, second in combinations(styles, 2))
    bars = [look.bar(colour) for colour in COLOURS]
    assert all(first != second for first, second in combinations(bars, 2))


def test_without_colour_marks_are_told_by_digits_and_underlines() -> None:
    look = Look(DARK, Depth.NONE)

    glyphs = [look.bar_glyph(colour, has_note=False) for colour in COLOURS]
    assert glyphs == list("123456")
    assert all(look.marked(colour).underline for colour in COLOURS)
    assert all(look.marked(colour).color is None for colour in COLOURS)
    assert look.selection.reverse


def test_digits_stand_in_the_margin_where_they_are_wanted() -> None:
    look = Look(DARK, Depth.TRUE, has_digits=True)

    assert [look.bar_glyph(colour, has_note=True) for colour in COLOURS] == list("123456")
    assert look.bar_glyph(None, has_note=True) == "▌"


def test_a_look_that_becomes_another_looks_as_that_does() -> None:
    look = Look(DARK, Depth.TRUE, has_digits=True)
    assert look.text != Look(LIGHT, Depth.TRUE).text

    look.become(LIGHT, Depth.TRUE)

    assert look.text == Look(LIGHT, Depth.TRUE).text
    assert look.marked(COLOURS[0]) == Look(LIGHT, Depth.TRUE).marked(COLOURS[0])
    assert look.has_digits


@pytest.mark.parametrize(
    ("environ", "depth"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, Depth.TRUE),
        ({"TERM": "xterm-256color"}, Depth.EIGHT_BIT),
        ({"TERM": "xterm"}, Depth.SIXTEEN),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, Depth.NONE),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": ""}, Depth.TRUE),
        ({"TERM": "dumb"}, Depth.NONE),
        ({"TERM": "xterm-kitty"}, Depth.TRUE),
    ],
)
def test_the_environment_tells_the_depth(environ: dict[str, str], depth: Depth) -> None:
    assert colour_depth(environ) is depth


@GROUNDS
@pytest.mark.parametrize("depth", list(Depth))
def test_textuals_widgets_have_a_theme_in_every_depth(palette: Palette, depth: Depth) -> None:
    theme = textual_theme(palette, depth)

    assert theme.ansi is (depth in (Depth.NONE, Depth.SIXTEEN))
    assert set(OWN_VARIABLES) <= set(theme.variables)


def test_in_256_colours_textuals_ground_is_the_number_that_ours_is() -> None:
    from rich.color import Color, ColorSystem

    theme = textual_theme(DARK, Depth.EIGHT_BIT)

    ours = Look(DARK, Depth.EIGHT_BIT).text.bgcolor
    assert ours is not None
    assert (
        Color.parse(theme.background or "").downgrade(ColorSystem.EIGHT_BIT).number == ours.number
    )
