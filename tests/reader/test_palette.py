"""Palettes keep their contrasts, also with colours of a person's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.exchange import html_style
from annotations.model import Colour
from reader.palette import (
    DARK,
    LIGHT,
    MARK_ROLES,
    ROLES,
    Palette,
    broken_demands,
    contrast,
    is_value,
    overridden,
    value_of,
    with_values,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUNDS = pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("text", ["red", "#fff", "#16181g", "#16181d ", "16181d", "", "#16181d\n"])
def test_a_colour_has_one_form(text: str) -> None:
    assert not is_value(text)


@GROUNDS
def test_our_own_palettes_keep_every_contrast(palette: Palette) -> None:
    assert not list(broken_demands(palette))


@GROUNDS
def test_each_role_can_be_given_another_colour(palette: Palette) -> None:
    for role in (*ROLES, *MARK_ROLES):
        assert value_of(with_values(palette, {role: "#123456"}), role) == "#123456"


def test_a_legible_colour_is_taken() -> None:
    palette, refused = overridden(DARK, {"accent": "#ffffff", "red bar": "#ff0000"})

    assert (palette.accent, palette.marks[Colour.RED][1]) == ("#ffffff", "#ff0000")
    assert not refused


def test_a_colour_that_is_not_legible_stays_as_it_was_and_is_said() -> None:
    palette, refused = overridden(DARK, {"muted": "#444444", "accent": "#ffffff"})

    assert (palette.muted, palette.accent) == (DARK.muted, "#ffffff")
    assert refused == [
        ("muted", "muted on ground has a contrast of 1.8, and 4.5 is needed"),
    ]


def test_a_ground_upon_which_the_text_is_not_legible_is_refused() -> None:
    palette, refused = overridden(DARK, {"ground": "#ffffff"})

    assert palette == DARK
    assert [role for role, _why in refused] == ["ground"]


def test_a_bar_needs_less_than_text() -> None:
    assert not overridden(DARK, {"blue bar": "#6f6f6f"})[1]
    assert overridden(DARK, {"blue bar": "#333333"})[1] == [
        ("blue bar", "blue bar on ground has a contrast of 1.4, and 3 is needed")
    ]


_COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@GROUNDS
@given(values=st.dictionaries(st.sampled_from((*ROLES, *MARK_ROLES)), _COLOURS))
def test_whatever_colours_are_wished_for_the_text_stays_legible(
    palette: Palette, values: dict[str, str]
) -> None:
    made, refused = overridden(palette, values)

    assert not list(broken_demands(made))
    assert {role for role, _why in refused} <= set(values)
    for role in values.keys() - {role for role, _why in refused}:
        assert value_of(made, role) == values[role]


@pytest.mark.parametrize(
    ("palette", "marks", "roles"),
    [
        (LIGHT, html_style.LIGHT, html_style._LIGHT_ROLES),
        (DARK, html_style.DARK, html_style._DARK_ROLES),
    ],
    ids=["light", "dark"],
)
def test_an_exported_page_has_the_colours_of_the_screen(
    palette: Palette, marks: Mapping[Colour, tuple[str, str]], roles: str
) -> None:
    assert marks == palette.marks
    told = dict(each.split(":") for each in roles.strip(";").split(";"))
    assert told == {f"--{name[2:]}": getattr(palette, name[2:]) for name in told}
