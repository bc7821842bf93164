"""Strips are exactly as wide as they were asked to be, and hold nothing that steers a terminal."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.layout.cells import width
from reader.widgets.painting import line_of, safe_strip

PLAIN = Style()

texts = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("\x1b\x9b\x07\n\r\t\u202e\u2028\u0301\u200d\ufeff日👩e "),
    ),
    max_size=30,
)

STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


@given(left=st.lists(texts, max_size=4), right=texts, cells=st.integers(1, 60))
def test_a_line_fills_its_width_with_what_is_safe(left: list[str], right: str, cells: int) -> None:
    strip = line_of(
        [(text, PLAIN) for text in left],
        cells,
        PLAIN,
        right=[(right, PLAIN)] if right else [],
        margin_cells=min(2, cells // 8),
    )

    assert strip.cell_length == cells
    assert width(strip.text) == cells
    assert not STEERING.search(strip.text)


@given(pieces=st.lists(texts, max_size=4))
def test_a_strip_of_a_foreign_widget_is_made_safe_in_its_cells(pieces: list[str]) -> None:
    before = Strip([Segment(text, PLAIN) for text in pieces])

    after = safe_strip(before)

    assert not STEERING.search(after.text)
    assert after.cell_length == before.cell_length
    assert sum(width(segment.text) for segment in after) == sum(cell_len(text) for text in pieces)


def test_a_title_gives_way_to_nothing_but_the_edge() -> None:
    strip = line_of([("A long title of an article", PLAIN)], 20, PLAIN, right=[("62 %", PLAIN)])

    assert strip.text == "A long title …  62 %"


def test_where_there_is_no_room_for_both_the_left_stays() -> None:
    strip = line_of([("A title", PLAIN)], 10, PLAIN, right=[("4 marks · 62 %", PLAIN)])

    assert strip.text == "A title   "
