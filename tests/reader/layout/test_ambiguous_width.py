"""Characters that some terminals draw in two cells, where the settings say that this one does."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model import Colour
from reader.layout.breaking import break_lines
from reader.layout.cells import fit, measure_ambiguous, narrow, pad, width
from reader.palette import DARK
from reader.themes import Depth, Look
from tests.reader.screens.stage import on_stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True, scope="module")
def _wide() -> Iterator[None]:
    measure_ambiguous(2)
    yield
    measure_ambiguous(1)


@pytest.mark.parametrize(
    ("text", "cells"),
    [("abc", 3), ("“a”", 5), ("–", 2), ("…", 2), ("Я", 2), ("α", 2), ("○", 2), ("日", 2), ("é", 2), ("ö", 1), ("e\u0301", 1)],
)  # fmt: skip
def test_ambiguous_characters_take_two_cells(text: str, cells: int) -> None:
    assert width(text) == cells


def test_what_is_measured_for_one_cell_is_so_again() -> None:
    measure_ambiguous(1)
    try:
        assert width("“a” Я") == 5
    finally:
        measure_ambiguous(2)
    assert width("“a” Я") == 8


def test_a_text_is_cut_and_padded_by_them() -> None:
    assert fit("Привет", 8) == "При…"
    assert pad("Я", 4) == "Я  "


@given(st.text(alphabet="aяЯ“”…– 日\u0301", max_size=60), st.integers(4, 20))
def test_lines_are_broken_by_them(text: str, cells: int) -> None:
    lines = break_lines(text, 0, len(text), cells)

    assert all(width(text[start:end]) <= cells for start, end in lines)
    assert all(first[1] <= second[0] for first, second in pairwise(lines))


@pytest.mark.parametrize("sign", "│─•▣▌▎▐▕")
def test_our_own_signs_stay_in_one_cell(sign: str) -> None:
    assert width(narrow(sign)) == 1


def test_bars_in_the_margin_stay_in_one_cell() -> None:
    look = Look(DARK, Depth.TRUE)

    bars = [look.bar_glyph(Colour.RED, has_note=has_note) for has_note in (False, True)]
    assert [width(bar) for bar in bars] == [1, 1]
    assert bars[0] != bars[1]


async def test_every_row_of_the_screen_has_the_cells_of_the_terminal(
    tmp_path: Path,
) -> None:
    source = tmp_path / "a.md"
    source.write_text(
        "# “Привет” – мир …\n\n> a quotation “with” quotes\n\n- an item – one\n\n---\n\n"
        + "Лавров прибыл в Бамако; “the world has changed”, сказал он. " * 9,
        encoding="utf-8",
    )
    async with on_stage(source, tmp_path / "library.db", size=(100, 30)) as stage:
        stage.place("Лавров")
        await stage.press("s", "1", "a", *"почему", "escape")

        for row in stage.segments():
            assert sum(width(segment.text) for segment in row) == 100
