"""Lines that run to the left, given to the terminal in the order in which they stand."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from reader.layout.cells import give_order, width
from reader.layout.lines import Layout
from reader.loaders import Hint, load
from reader.widgets.painting import line_of, strip_of
from tests.reader.screens.stage import on_stage
from tests.reader.screens.test_mouse import _drag as drag

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEBREW = "הבית (house) גדול, 12 מטר."
SHOWN = ".רטמ 12 ,לודג (house) תיבה"


@pytest.fixture(autouse=True, scope="module")
def _ordered() -> Iterator[None]:
    give_order(is_given=True)
    yield
    give_order(is_given=False)


def _layout(text: str, cells: int = 40) -> Layout:
    return Layout(load(text.encode(), Hint(name="a.txt")).document, cells)


def _painted(layout: Layout, unit: int = 0, number: int = 0) -> str:
    line = layout.lines(unit)[number]
    (whole,) = layout.cut(line, ())
    pieces = layout.in_order(line, [(*whole, "style")])
    return line.marker + "".join(text for text, _cells, _style in pieces)


def test_a_line_stands_from_right_to_left() -> None:
    assert _painted(_layout(HEBREW)) == SHOWN.rjust(40)


def test_a_word_of_hebrew_stands_in_its_place_of_an_english_line() -> None:
    assert _painted(_layout("The word שלום (peace).")) == "The word םולש (peace)."


def test_brackets_are_drawn_as_their_images() -> None:
    assert _painted(_layout("אב (גד) הו")).strip() == "וה (דג) בא"


def test_a_broken_paragraph_is_ordered_line_by_line() -> None:
    layout = _layout("אבג דהו זחט\nיכל מנס", 8)
    shown = [_painted(layout, 0, number) for number in range(len(layout.lines(0)))]
    assert [line.strip() for line in shown] == ["והד גבא", "לכי טחז", "סנמ"]


def test_the_end_of_a_line_is_at_its_left() -> None:
    layout = _layout("שלום")
    assert [layout.place(at)[2] for at in range(5)] == [39, 38, 37, 36, 35]
    assert layout.ends_left(layout.lines(0)[0])
    assert layout.position_at(0, 0, 39) == 0
    assert layout.position_at(0, 0, 0) == 4


def test_labels_and_styles_stay_with_their_words() -> None:
    layout = _layout("אב גד")
    line = layout.lines(0)[0]
    (first, second) = layout.cut(line, [3])
    assert layout.in_order(line, [(*first, "red"), (*second, "blue")]) == [
        ("דג", 2, "blue"),
        (" בא", 3, "red"),
    ]


@given(
    st.text(
        alphabet="abאבגجد 12٣.,()«»日e\u0301\u05b0\u200d\u202b\u202c\u2067\u2069\n", max_size=90
    ),
    st.integers(8, 40),
)
def test_every_cluster_has_a_cell_of_its_own_and_is_found_there(text: str, cells: int) -> None:
    layout = _layout(text, cells)
    text = layout.document.text
    for unit in range(layout.unit_count):
        for number, line in enumerate(layout.lines(unit)):
            (whole,) = layout.cut(line, ())
            arranged = layout.in_order(line, [(*whole, 0)])
            assert sum(piece[1] for piece in arranged) == whole[1]
            assert sum(width(piece[0]) for piece in arranged) == whole[1]
            for position in range(line.start, line.end):
                _unit, _line, cell = layout.place(position)
                takes_cells = unicodedata.category(text[position]) != "Cf"
                if (_unit, _line) == (unit, number) and takes_cells:
                    assert layout.place(layout.position_at(unit, number, cell))[2] == cell


def test_a_line_of_the_interface_keeps_its_sides() -> None:
    style = Style()
    strip = line_of([("שלום", style)], 30, style, right=[("3 marks", style)])
    assert strip.text == "םולש" + " " * 19 + "3 marks"
    assert strip_of([("│ ", 2, style), ("אב, גד", 6, style)], 10, style).text == "│ דג ,בא  "


async def test_it_is_read_marked_and_walked_as_it_stands(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(f"{HEBREW}\n\nאחת. שתים.\n", encoding="utf-8")
    async with on_stage(source, tmp_path / "library.db") as stage:
        assert stage.shows(SHOWN)
        before = stage.session.caret
        await stage.press("left")
        assert stage.session.caret == before + 1
        await stage.press("right", "s", "1")
        (mark,) = stage.marks
        assert mark.quote == HEBREW
        assert stage.shows(SHOWN)
        cell = stage.screen.article.caret_cell()
        assert cell is not None
        article = stage.screen.article
        assert article.position_under(*cell) == stage.session.caret


async def test_the_mouse_takes_what_runs_to_the_left_from_its_right(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(f"{HEBREW}\n\nאחת. שתים.\n", encoding="utf-8")
    async with on_stage(source, tmp_path / "library.db") as stage:
        article = stage.screen.article
        place, margin = article.lines_layout.place, article.margin_cells
        first, last = (margin + place(each)[2] for each in (0, len(HEBREW) - 1))
        assert last < first

        for end in last, last - 2:
            await drag(stage, (first, 0), (first - 1, 0), (end, 0))

            assert stage.selected == HEBREW
