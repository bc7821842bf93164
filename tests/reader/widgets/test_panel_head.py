"""What stands above the cards, in how many rows, and that no line is wider than the panel."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.layout.cells import width
from reader.themes import DARK, Depth, Look
from reader.widgets.panel_head import COMPLAINT_LINES, Head, paint, row_count

LOOK = Look(DARK, Depth.TRUE)


def _texts(head: Head, cells: int = 40, *, is_below: bool = False) -> list[str]:
    count = row_count(head, 30, cells, is_below=is_below)
    return [strip.text.rstrip() for strip in paint(head, cells, LOOK, is_below=is_below)[:count]]


def test_nothing_to_say_takes_no_row() -> None:
    assert _texts(Head()) == []
    assert _texts(Head(), is_below=True) == []


def test_order_and_hold_stand_on_one_line_with_an_empty_one_below() -> None:
    assert _texts(Head(state="by time · held")) == ["  by time · held", ""]


def test_a_filter_stands_above_with_what_it_finds_at_the_right() -> None:
    head = Head(filter="tag:sahel", found="12 of 40", state="by place")

    assert _texts(head) == ["  filter: tag:sahel           12 of 40", "  by place", ""]


def test_below_the_text_all_is_on_one_line() -> None:
    head = Head(filter="tag:sahel", found="12 of 40", state="by place")

    assert _texts(head, 60, is_below=True) == [
        "  filter: tag:sahel · by place" + " " * 20 + "12 of 40"
    ]


def test_while_ordering_takes_long_it_is_said_how_far_it_is() -> None:
    assert _texts(Head(found="ordering … 40 %")) == [" " * 23 + "ordering … 40 %", ""]


def test_a_filter_that_is_typed_has_the_first_row_for_its_field() -> None:
    head = Head(filter="a", is_typed=True, found="2 of 4", state="by place")

    assert _texts(head) == ["", "  by place" + " " * 22 + "2 of 4", ""]
    assert len(_texts(head, is_below=True)) == 2


def test_a_complaint_is_told_below_the_field() -> None:
    short = Head(is_typed=True, complaint="A word was expected.")
    long = Head(is_typed=True, complaint="A colour was expected here: yellow, red, or 1 to 6.")

    assert _texts(short) == ["", "  A word was expected.", ""]
    assert _texts(long, 30) == [
        "",
        "  A colour was expected",
        "  here: yellow, red, or 1 to",
        "  6.",
    ]


def test_the_cards_keep_two_rows() -> None:
    head = Head(filter="x", state="by time")

    assert [row_count(head, rows, 40, is_below=False) for rows in (0, 2, 3, 4, 5, 6)] == [
        *(0, 0, 1, 2, 3, 3)
    ]


@given(
    head=st.builds(
        Head,
        filter=st.text(max_size=60),
        is_typed=st.booleans(),
        complaint=st.text(max_size=200),
        found=st.sampled_from(("", "12 of 40", "filtering … 34 %")),
        state=st.text(max_size=60),
    ),
    cells=st.integers(1, 90),
    is_below=st.booleans(),
)
def test_no_line_is_wider_than_the_panel_and_none_is_missing(
    head: Head, cells: int, is_below: bool
) -> None:
    strips = paint(head, cells, LOOK, is_below=is_below)

    assert row_count(head, 50, cells, is_below=is_below) <= min(len(strips), 1 + COMPLAINT_LINES)
    assert all(strip.cell_length == cells == width(strip.text) for strip in strips)
    assert not any(ord(character) < 32 for strip in strips for character in strip.text)


def test_a_mistake_is_shown_under_its_character() -> None:
    head = Head(is_typed=True, complaint="A word was expected.", mistake_cell=13)

    assert _texts(head) == ["", " " * 13 + "^", "  A word was expected."]
    assert _texts(head, 12)[1] != " " * 13 + "^"
    assert _texts(head, is_below=True) == ["", "  A word was expected."]
