"""What lines and messages say of numbers."""

from __future__ import annotations

import pytest

from reader.screens.wording import READING_CHARACTERS_A_MINUTE, per_cent, promises_undo, time_left


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, ""), (0.9, ""), (1, "1 min left"), (15.4, "15 min left"), (150, "2 h left")],
)
def test_the_time_that_reading_takes_is_told_in_minutes_or_hours(minutes: float, said: str) -> None:
    assert time_left(int(minutes * READING_CHARACTERS_A_MINUTE)) == said


def test_all_but_the_last_letter_is_not_all() -> None:
    assert per_cent(0.9999) == "99 %"
    assert per_cent(1.0) == "100 %"


@pytest.mark.parametrize(
    ("message", "is_promise"),
    [
        ("3 marks taken in · u takes them back", True),
        ("4 green · esc, then u takes it back", True),
        ("2 marks deleted · u brings them back", True),
        ("u again undoes: highlight “a mark” (3 May 2026, 10:00)", False),
        ("undone: highlight “a mark” · U does it again", False),
    ],
)
def test_what_u_is_said_to_take_back_is_told_apart(message: str, *, is_promise: bool) -> None:
    assert promises_undo(message) == is_promise
