"""How a card's line is painted: its ground, the sign of a chosen card, a group's name."""

from __future__ import annotations

import pytest

from annotations.model import Colour
from reader.themes import DARK, Depth, Look
from reader.widgets.card_lines import Posture, paint_heading, paint_line, rows_of
from reader.widgets.cards import Card, Part

CARD = Card(
    lines=(
        (("the firm will", Part.QUOTE),),
        (("not found in the text", Part.STATE),),
        (("#a", Part.TAG),),
    ),
    colour=Colour.RED,
    has_note=True,
)
AT_REST = Posture(is_open=False, is_edited=False, is_chosen=False)


def _grounds(depth: Depth, posture: Posture) -> set[object]:
    look = Look(DARK, depth)
    strip = paint_line(CARD, 0, 40, look, posture)
    return {segment.style.bgcolor for segment in strip if segment.style and segment.text.strip()}


def test_a_chosen_card_has_its_sign_on_the_first_line_alone() -> None:
    look = Look(DARK, Depth.TRUE)
    chosen = AT_REST._replace(is_chosen=True)

    texts = [paint_line(CARD, number, 40, look, chosen).text.rstrip() for number in range(3)]

    assert texts == ["✓ ▌ the firm will", "  ▌ not found in the text", "  ▌ #a"]


@pytest.mark.parametrize("depth", [Depth.TRUE, Depth.EIGHT_BIT])
def test_a_chosen_card_is_raised(depth: Depth) -> None:
    assert _grounds(depth, AT_REST._replace(is_chosen=True)) != _grounds(depth, AT_REST)


@pytest.mark.parametrize("depth", [Depth.NONE, Depth.SIXTEEN])
def test_where_raising_is_reversal_only_the_focused_card_is_reversed(depth: Depth) -> None:
    look = Look(DARK, depth)

    def reversed_by(posture: Posture) -> bool:
        return any(segment.style.reverse for segment in paint_line(CARD, 0, 40, look, posture))  # type: ignore[union-attr]  # each has one

    assert not reversed_by(AT_REST._replace(is_chosen=True))
    assert reversed_by(AT_REST._replace(is_open=True))


def test_what_became_of_a_quote_is_muted() -> None:
    look = Look(DARK, Depth.TRUE)

    (style,) = {
        segment.style
        for segment in paint_line(CARD, 1, 40, look, AT_REST)
        if segment.text.startswith("not")
    }

    assert style == look.muted


def test_below_its_last_line_a_card_is_followed_by_an_empty_one() -> None:
    look = Look(DARK, Depth.TRUE)

    assert paint_line(CARD, 3, 40, look, AT_REST).text == " " * 40
    assert rows_of(CARD, is_edited=False) == 3
    assert rows_of(CARD, is_edited=True) == 1 + 6


def test_a_long_name_of_a_group_is_cut_and_its_number_stays() -> None:
    look = Look(DARK, Depth.TRUE)

    strip = paint_heading("#" + "long/" * 20 + "\x1b[2J", 12, 30, look)

    assert strip.cell_length == 30
    assert strip.text.rstrip().endswith("…  12")
