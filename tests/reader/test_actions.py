"""The table of actions: complete, without clashes, and each of them the screen can do."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from reader import screens
from reader.actions import ACTIONS, GROUPS, HABITS, Action, Place, key_label, key_table
from reader.screens.keyed import KeyedScreen
from reader.screens.part import AnyPart


def test_no_key_is_claimed_twice() -> None:
    assert key_table()


def test_a_clash_is_an_error_of_the_table() -> None:
    twice = Action(name="quit", keys=("q",), text="Quit", group="Else")

    with pytest.raises(ValueError, match="claimed twice"):
        key_table((twice, twice))


def _below(kind: type[object]) -> list[type[object]]:
    children: list[type[object]] = kind.__subclasses__()
    return [each for child in children for each in (child, *_below(child))]


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: f"{action.name} {action.argument}")
def test_the_screen_can_do_each_action(action: Action) -> None:
    for module in Path(screens.__file__).parent.glob("*.py"):
        import_module(f"reader.screens.{module.stem}")
    owners = (*_below(KeyedScreen), *_below(AnyPart))
    assert [owner for owner in owners if hasattr(owner, f"do_{action.name}")], action.name
    assert action.group in GROUPS
    assert action.text[0].isupper()
    assert not action.text.endswith(".")


def test_habits_are_no_actions() -> None:
    table = key_table()

    assert not [key for key in HABITS if (Place.TEXT, key) in table]


@pytest.mark.parametrize(
    ("key", "label"),
    [("pagedown", "PgDn"), ("ctrl+d", "ctrl+d"), ("shift+left", "shift+←"), ("+", "+"), ("x", "x")],
)
def test_keys_are_shown_as_people_write_them(key: str, label: str) -> None:
    assert key_label(key) == label
