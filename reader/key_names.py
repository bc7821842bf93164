"""Names of keys, as a person may write them in the settings.

Most terminals cannot tell some keys from others: those are refused with the key that they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = frozenset(
    (
        "left", "right", "up", "down", "home", "end", "pageup", "pagedown", "insert", "delete",
        "backspace", "enter", "tab", "space", "escape",
        *(f"f{number}" for number in range(1, 25)),
    )
)  # fmt: skip
"""Keys that are no character."""

_OTHER_NAMES: Mapping[str, str] = {
    "esc": "escape",
    "del": "delete",
    "ins": "insert",
    "return": "enter",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "←": "left",
    "→": "right",
    "↑": "up",
    "↓": "down",
    " ": "space",
}

_MODIFIERS = ("alt", "ctrl", "shift")
"""In the order in which a key's name has them."""

_SAME_KEY: Mapping[str, str] = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+j": "enter",
    "ctrl+h": "backspace",
    "shift+space": "space",
}
"""What most terminals send for both."""


class KeyNameError(ValueError):
    """It names no key; the text is the rest of a sentence about it."""


def normalised(name: str) -> str:
    """A key as the action table writes it.

    Raises:
        KeyNameError: It names none, or one that no terminal tells from another.
    """
    if len(name) == 1 and name not in _OTHER_NAMES:
        if not name.isprintable():
            raise _no_key()
        return name
    *before, last = name.split("+") if not name.endswith("++") else [*name[:-2].split("+"), "+"]
    modifiers = sorted({each.casefold().strip() for each in before})
    if not last or any(each not in _MODIFIERS for each in modifiers):
        raise _no_key()
    if len(last) > 1 or last == " ":
        last = _OTHER_NAMES.get(last.casefold(), last.casefold())
        if last not in NAMES:
            raise _no_key()
    else:
        last = _OTHER_NAMES.get(last, last)
        if last not in NAMES:
            modifiers, last = _with_character(modifiers, last)
    made = "+".join([*modifiers, last])
    if made in _SAME_KEY:
        message = f"is {_SAME_KEY[made]} in most terminals"
        raise KeyNameError(message)
    return made


def _with_character(modifiers: list[str], character: str) -> tuple[list[str], str]:
    if not character.isprintable():
        raise _no_key()
    if modifiers == ["shift"]:
        if not character.isalpha():
            message = "is written as the character that it types"
            raise KeyNameError(message)
        return [], character.upper()
    if modifiers and not character.isalnum():
        message = "is no key that terminals agree upon"
        raise KeyNameError(message)
    return modifiers, character.lower() if modifiers else character


def _no_key() -> KeyNameError:
    return KeyNameError("names no key")
