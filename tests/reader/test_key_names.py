"""Names of keys, as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.actions import ACTIONS
from reader.key_names import KeyNameError, normalised


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("x", "x"), ("X", "X"), ("+", "+"), ("é", "é"), ("ctrl+x", "ctrl+x"), ("Ctrl+X", "ctrl+x"),
        ("shift+ctrl+Right", "ctrl+shift+right"), ("shift+a", "A"), ("esc", "escape"),
        ("PgDn", "pagedown"), ("Del", "delete"), ("←", "left"), ("shift+←", "shift+left"),
        ("F12", "f12"), ("alt+1", "alt+1"), ("Return", "enter"), (" ", "space"),
    ],
)  # fmt: skip
def test_a_key_has_one_name(written: str, key: str) -> None:
    assert normalised(written) == key


@pytest.mark.parametrize(
    "written",
    ["", "xy", "ctrl+", "+x", "ctrl++", "hyper+x", "f25", "\x1b", "\n", "ctrl+\x01", "shift+1",
     "ctrl+i", "ctrl+m", "ctrl+h", "shift+space", "ctrl+[", "a+b", "ctrl+ctrl"],
)  # fmt: skip
def test_what_is_no_key_of_its_own_is_refused(written: str) -> None:
    with pytest.raises(KeyNameError):
        normalised(written)


@pytest.mark.parametrize("key", sorted({key for action in ACTIONS for key in action.keys}))
def test_the_keys_of_the_table_are_named_as_they_are(key: str) -> None:
    assert normalised(key) == key


@given(st.text(max_size=12))
def test_any_text_is_a_key_or_refused(text: str) -> None:
    try:
        key = normalised(text)
    except KeyNameError:
        return
    assert normalised(key) == key
