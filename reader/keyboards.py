"""What a key of another script's keyboard would be on the one the action table is written for.

By position: where QWERTY has `q`, ЙЦУКЕН has `й`. What is done with it, and that a key of the table
always wins over what it stands beside, is `keymap`'s.

Sources: the national layouts as X.Org's xkeyboard-config has them (ru, ua, gr, il, fr).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LOWER = "qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_UPPER = 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?'

_BY_POSITION: Mapping[str, tuple[tuple[str, str], ...]] = {
    "cyrillic": (
        ("йцукенгшщзхъфывапролджэячсмитьбю.", _LOWER),
        ("ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,", _UPPER),
        ("ёЁ№іІїЇєЄґҐўЎ", "`~#sS]}'\"\\|oO"),
    ),
    "greek": (
        (";ςερτυθιοπασδφγηξκλζχψωβνμ", "qwertyuiopasdfghjklzxcvbnm"),
        (":ΕΡΤΥΘΙΟΠΑΣΔΦΓΗΞΚΛΖΧΨΩΒΝΜ", "QERTYUIOPASDFGHJKLZXCVBNM"),
    ),
    "hebrew": (("/'קראטוןםפשדגכעיחלךף,זסבהנמצתץ.", "qwertyuiopasdfghjkl;'zxcvbnm,./"),),
}

_DIGITS: Mapping[str, Mapping[str, str]] = {
    "azerty": dict(zip("&é\"'(-", "123456", strict=True)),
}
"""What the row of digits gives without shift."""

LAYOUTS = (*_BY_POSITION, *_DIGITS)
"""Names of the keyboards that can be set."""


class Keyboard:
    """The keyboards a person types on besides the one of the action table."""

    def __init__(self, layouts: Sequence[str] = ()) -> None:
        self._table: dict[str, str] = {}
        self.digits: dict[str, str] = {}
        """Characters that count as digits."""
        for layout in layouts:
            for typed, meant in _BY_POSITION.get(layout, ()):
                for theirs, ours in zip(typed, meant, strict=True):
                    self._table.setdefault(theirs, ours)
            self.digits.update(_DIGITS.get(layout, {}))

    def alias(self, key: str) -> str:
        """The key of the table at the same position; empty if there is none."""
        if not self._table:
            return ""
        modifiers, plus, name = key.rpartition("+") if len(key) > 1 else ("", "", key)
        meant = self._table.get(name, "")
        return f"{modifiers}{plus}{meant}" if meant else ""

    def readings(self, typed: str) -> tuple[str, ...]:
        """What was typed, and what the same keys would have typed on the other keyboard."""
        meant = "".join(self._table.get(character, character) for character in typed)
        return (typed,) if meant == typed else (typed, meant)
