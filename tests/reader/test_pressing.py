"""Which key a hint or a message names at each of its cells."""

from __future__ import annotations

from itertools import pairwise

import pytest

from reader.pressing import COLOUR_DIGITS, hint_spots, key_at, message_spots
from reader.screens.wording import Situation, hints_for


@pytest.mark.parametrize(
    ("label", "does", "words"),
    [
        ("t", "tag", {"t": "t", "tag": "t"}),
        ("esc", "drop", {"esc": "escape", "drop": "escape"}),
        ("^t", "editor", {"^t": "ctrl+t", "editor": "ctrl+t"}),
        ("s S", "grow, shrink", {"grow": "s", "shrink": "S"}),
        ("[ ]", "marks", {"[": "[", "]": "]", "marks": "]"}),
        ("↑↓", "choose", {"↑": "up", "↓": "down", "choose": "down"}),
        ("PgDn PgUp", "scroll", {"PgDn": "pagedown", "PgUp": "pageup"}),
        ("←→ w b ( )", "move the end", {"w": "w", "move": ""}),
        ("enter", "add, close", {"enter": "enter", "close": "enter"}),
        (COLOUR_DIGITS, "mark", {"1": "1", "6": "6", "mark": ""}),
        ("tag:", "a tag", {"tag:": "", "tag": ""}),
        ("", "3 chosen", {"3": "", "chosen": ""}),
    ],
)
def test_a_cell_of_a_hint_stands_for_its_key(label: str, does: str, words: dict[str, str]) -> None:
    shown = f"{label} {does}" if label else does
    spots = hint_spots(label, does)

    for word, key in words.items():
        at = shown.index(word)
        assert {key_at(spots, cell) for cell in range(at, at + len(word))} == {key}, word


def test_no_cell_stands_for_two_keys() -> None:
    for situation in (Situation(), Situation(is_selecting=True), Situation(is_in_panel=True)):
        for label, does in hints_for(situation)[1]:
            spots = sorted(hint_spots(label, does))
            assert all(one.end <= next_.start for one, next_ in pairwise(spots))


@pytest.mark.parametrize(
    ("message", "named"),
    [
        ("red · t tags it · a writes a note · u takes it back", "t a u"),
        ("1 again marks it", "1"),
        ("everything is saved · q quits", "q"),
        ("only the text · z or esc brings the rest back", "z"),
        ("不 · esc keeps it", "escape"),
        ("4 marks; you stopped at 62 %", ""),
        ("no room for the panel · a higher window shows it", ""),
    ],
)
def test_a_message_names_keys(message: str, named: str) -> None:
    assert " ".join(spot.key for spot in message_spots(message)) == named


def test_wide_characters_before_a_key_count_their_cells() -> None:
    assert [spot.start for spot in message_spots("不 · esc keeps it")] == [5]
