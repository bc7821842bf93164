"""Around the line that is typed into: of what is there already, the last is shown."""

from __future__ import annotations

import pytest
from rich.style import Style

from reader.widgets.prompt_line import last_fitting

TAGS = ["#sahel/russia  ", "#quote  ", "#need  "]


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (30, "#sahel/russia  #quote  #need  "),
        (29, "… #quote  #need  "),
        (16, "… #need  "),
        (8, "… #ne…  "),
        (5, ""),
    ],
)
def test_of_many_the_last_are_shown_and_what_is_left_out_is_told(room: int, shown: str) -> None:
    muted = Style(dim=True)

    pieces = last_fitting([(tag, Style()) for tag in TAGS], room, muted)

    assert "".join(text for text, _ in pieces) == shown


def test_one_that_is_too_wide_is_cut_and_keeps_its_gap() -> None:
    assert [text for text, _ in last_fitting([("#sahel/russia  ", Style())], 10, Style())] == [
        "#sahel/…  "
    ]


def test_nothing_is_nothing() -> None:
    assert last_fitting([], 10, Style()) == []
