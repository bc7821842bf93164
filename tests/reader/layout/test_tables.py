"""The columns of tables, without a layout."""

from __future__ import annotations

import pytest

from reader.layout.tables import Columns, is_number


@pytest.mark.parametrize(
    "cell",
    ["7", "1,204.50", "1 204,5", "−3", "+0.4 %", "$12", "€ 1.000", "US$ 5", "EUR 12", "(12)", "~40", "٣٫٥", "21°C", "12*"],
)  # fmt: skip
def test_a_number_with_what_belongs_to_it_is_a_number(cell: str) -> None:
    assert is_number(cell)


@pytest.mark.parametrize(
    "cell",
    ["", "-", "Mali", "22 million", "2023-02-08", "12:30", "3 of 4", "A4", "10 km", "12 (3)"],
)
def test_what_says_more_is_none(cell: str) -> None:
    assert not is_number(cell)


def test_a_number_ends_where_its_column_ends() -> None:
    columns = Columns((4, 5, 3), (False, True, False))

    assert columns.stops((4, 2, 1)) == (0, (9, 13))


def test_numbers_in_the_first_column_move_the_whole_row() -> None:
    columns = Columns((4, 5), (True, False))

    assert columns.stops((1, 5)) == (3, (3,))


def test_a_cell_wider_than_those_measured_begins_where_its_column_does() -> None:
    assert Columns((4, 5), (False, True)).stops((4, 9)) == (0, (6,))
