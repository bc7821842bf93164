"""What keys do with a person's settings and on a person's keyboard."""

from __future__ import annotations

import pytest

from reader.actions import ACTIONS, Place, key_table
from reader.keyboards import LAYOUTS, Keyboard
from reader.keymap import Keymap, accepted


def does(keymap: Keymap, key: str, place: Place = Place.TEXT) -> str:
    """The public name of what a key does; empty for nothing."""
    action = keymap.find(place, key)
    return action.public if action else ""


PROMISED = (
    "move left", "move word-forward", "move half-down", "extend up", "select-sentence",
    "select-quotation", "toggle-visual", "highlight 1", "highlight 6", "act", "tag", "note", "delete",
    "next-mark", "switch-focus", "toggle-panel", "card up", "go-to-card", "undo", "redo", "copy",
    "export", "wider-column", "zen", "theme", "look-up", "palette", "help", "back", "quit", "suspend",
)  # fmt: skip
"""Names that stand in people's settings: one that changes breaks them."""


def test_actions_have_names_of_their_own_that_stay() -> None:
    names = [action.public for action in ACTIONS]

    assert len(set(names)) == len(names)
    assert set(PROMISED) <= set(names)


def test_without_settings_the_keys_are_the_tables() -> None:
    keymap = Keymap()

    assert keymap.actions is ACTIONS
    assert all(keymap.find(*where) == action for where, action in key_table().items())


def test_a_key_of_the_settings_replaces_those_of_the_table() -> None:
    keymap = Keymap({"delete": ("D",)})

    assert [does(keymap, key) for key in ("D", "x", "delete")] == ["delete", "", ""]
    assert does(keymap, "D", Place.PANEL) == "delete"


def test_two_actions_may_change_their_keys() -> None:
    wished = {"tag": ("a",), "note": ("t",)}

    assert accepted(wished) == (wished, [])


def test_of_two_that_clash_neither_is_left_without_a_key() -> None:
    taken, refused = accepted({"tag": ("D",), "note": ("D",)})

    assert len(taken) == 1
    assert [name for name, _why in refused] == ["note"]
    assert key_table(Keymap(taken).actions)


def test_a_refusal_that_makes_others_clash_refuses_them_too() -> None:
    taken, refused = accepted({"tag": ("s",), "note": ("t",), "export": ("a",)})

    assert {name for name, _why in refused} == {"tag", "note", "export"}
    assert not taken


def test_the_same_key_may_do_something_else_in_the_panel() -> None:
    assert accepted({"card up": ("w",)})[1] == []


@pytest.mark.parametrize("name", ["back", "quit"])
def test_the_way_out_keeps_a_key(name: str) -> None:
    assert accepted({name: ()}) == ({}, [(name, f"{name} needs a key")])


def test_a_key_of_another_keyboard_does_what_its_place_does() -> None:
    keymap = Keymap(keyboard=Keyboard(["cyrillic"]))

    assert does(keymap, "ы") == "select-sentence"
    assert does(keymap, "ctrl+к") == "redo"
    assert keymap.habit("в") == keymap.habit("d") != ""


def test_a_key_of_the_table_wins_over_its_place() -> None:
    keymap = Keymap(keyboard=Keyboard(["greek", "hebrew"]))

    assert does(keymap, ";") == "next-mark"


@pytest.mark.parametrize("layout", LAYOUTS[:3])
def test_with_other_keyboards_every_key_of_the_table_does_what_it_did(layout: str) -> None:
    keymap = Keymap(keyboard=Keyboard([layout]))

    assert all(keymap.find(*where) == action for where, action in key_table().items())


def test_on_azerty_the_row_of_digits_needs_no_shift() -> None:
    keymap = Keymap(keyboard=Keyboard(["azerty"]))

    assert [does(keymap, key) for key in "&é\"'(-"] == [f"highlight {n}" for n in range(1, 7)]
    assert [does(keymap, key) for key in "123456"] == [f"highlight {n}" for n in range(1, 7)]
    named = {action.public: action.keys for action in keymap.actions}
    assert named["select-next-quotation"] == ()


def test_on_azerty_a_key_of_the_settings_wins() -> None:
    keymap = Keymap({"move sentence-back": ("(",)}, Keyboard(["azerty"]))

    assert does(keymap, "(") == "move sentence-back"
    assert does(keymap, "'") == "highlight 4"


def test_hints_name_the_keys_there_are() -> None:
    keymap = Keymap({"select-sentence": ("e",), "move word-end": (), "previous-mark": ("P",)})

    shown = keymap.hints(Place.TEXT, [("s", "sentence"), ("[ ]", "marks"), ("1–6", "highlight")])
    assert shown == [("e", "sentence"), ("P ]", "marks"), ("1–6", "highlight")]


def test_hints_of_actions_without_a_key_go() -> None:
    keymap = Keymap({"export": ()})

    assert keymap.hints(Place.TEXT, [("X", "export"), ("?", "help")]) == [("?", "help")]


def test_hints_name_the_keys_of_the_colours() -> None:
    keymap = Keymap({f"highlight {n}": (f"f{n + 4}",) for n in range(1, 7)})

    assert keymap.hints(Place.TEXT, [("1–6", "highlight")]) == [("f5–f10", "highlight")]
    assert keymap.hints(Place.PANEL, [("1–6", "colour")]) == [("f5–f10", "colour")]


def test_a_hint_is_changed_only_where_the_key_was() -> None:
    keymap = Keymap({"act": ("e",), "move word-end": ()})

    assert keymap.hints(Place.PANEL, [("enter", "go there")]) == [("enter", "go there")]
    assert keymap.hints(Place.TEXT, [("enter", "card")]) == [("e", "card")]
