"""A line being typed, with its cursor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.typed_line import _CUTS, _MOVES, TYPED_LENGTH, TypedLine


def _line(text: str, *keys: str) -> tuple[str, int]:
    line = TypedLine()
    line.insert(text)
    for key in keys:
        assert line.edit(key)
    return line.text, line.cursor


@pytest.mark.parametrize(
    ("keys", "text", "cursor"),
    [
        (("backspace",), "two word", 8),
        (("left", "backspace"), "two wors", 7),
        (("ctrl+a", "delete"), "wo words", 0),
        (("ctrl+left", "ctrl+left"), "two words", 0),
        (("ctrl+a", "ctrl+right"), "two words", 3),
        (("ctrl+w",), "two ", 4),
        (("ctrl+left", "ctrl+u"), "words", 0),
        (("ctrl+a", "ctrl+right", "ctrl+k"), "two", 3),
        (("ctrl+a", "ctrl+e", "backspace"), "two word", 8),
    ],
)
def test_keys_edit_the_line(keys: tuple[str, ...], text: str, cursor: int) -> None:
    assert _line("two words", *keys) == (text, cursor)


def test_a_cluster_is_taken_away_as_one() -> None:
    assert _line("a👩\u200d👩\u200d👧", "backspace") == ("a", 1)


def test_of_several_lines_the_first_is_typed() -> None:
    assert _line("one\ntwo") == ("one", 3)


def test_there_is_an_end_to_what_can_be_typed() -> None:
    text, _cursor = _line("x" * 10_000)

    assert len(text) == TYPED_LENGTH


def test_another_key_is_left_to_others() -> None:
    assert not TypedLine().edit("f5")


@given(
    text=st.text(max_size=20),
    keys=st.lists(st.sampled_from([*_MOVES, *_CUTS]), max_size=12),
)
def test_the_cursor_stays_in_the_line(text: str, keys: list[str]) -> None:
    typed, cursor = _line(text, *keys)

    assert 0 <= cursor <= len(typed)
