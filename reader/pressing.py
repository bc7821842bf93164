"""Which key a hint or a message names at each of its cells: a click there presses it."""

from __future__ import annotations

from annotations.late import late_pattern
from annotations.values import NamedTuple
from reader.keymap import COLOUR_KEYS
from reader.layout.cells import width

COLOUR_DIGITS = "123456"
"""How the keys of the colours are shown where each is to be pointed at."""

_ARROWS = frozenset("←→↑↓")

_TOKEN = late_pattern(r"\S+")

_NAMED = late_pattern(r"(?:(?P<key>\D\S*) (?:or \S+ )?\w+s|(?P<digit>\S+) (?:again|then))\b")
"""A key in a message: `u brings it back`, `1 again marks it`; not `a wider window`, nor `4 marks`."""


class Spot(NamedTuple):
    """Cells that stand for a key, [start, end), from the left end of the text."""

    start: int
    end: int
    key: str

    def moved(self, cells: int) -> Spot:
        """The same further to the right."""
        return Spot(self.start + cells, self.end + cells, self.key)


def key_at(spots: list[Spot], cell: int) -> str:
    """The key at a cell; empty if there is none."""
    return next((spot.key for spot in spots if spot.start <= cell < spot.end), "")


def hint_spots(label: str, does: str) -> list[Spot]:
    """Where the keys of a hint stand, which is painted as its label, a blank and what it does.

    What it does belongs to its key; `grow, shrink` in turn to each of two; where two keys do one
    thing back and forth, it is the second's, which goes forth.
    """
    found = _label_spots(label)
    keys = [spot.key for spot in found]
    at, words = width(label) + 1, does.split(", ")
    if len(keys) == 1 and label == label.strip():
        words = [does]
    elif len(keys) == 2 and len(words) == 1:  # noqa: PLR2004  # back and forth
        keys = keys[1:]
    if len(keys) != len(words):
        return found
    for key, word in zip(keys, words, strict=True):
        found.append(Spot(at, at + width(word), key))
        at += width(word) + len(", ")
    # No gap between a key and its word, if they are one.
    return [Spot(0, found[-1].end, keys[0])] if len(found) == 2 and len(keys) == 1 else found  # noqa: PLR2004


def _label_spots(label: str) -> list[Spot]:
    if label == COLOUR_KEYS:
        return []
    found = []
    for token in _TOKEN.finditer(label):
        at = width(label[: token.start()])
        text = token[0]
        if text == COLOUR_DIGITS or set(text) <= _ARROWS:
            found += [Spot(at + n, at + n + 1, _key(each)) for n, each in enumerate(text)]
        elif key := _key(text):
            found.append(Spot(at, at + width(text), key))
    return found


def message_spots(message: str) -> list[Spot]:
    """Where a message names a key and what it does."""
    found: list[Spot] = []
    at = 0
    for part in message.split(" · "):
        named = _NAMED.match(part)
        if named and (key := _key(named["key"] or named["digit"])):
            found.append(Spot(at, at + width(part), key))
        at += width(part) + width(" · ")
    return found


def _key(label: str) -> str:
    """The name of a key as a hint shows it; empty if it is none."""
    name = f"ctrl+{label[1:]}" if len(label) == 2 and label[0] == "^" else label  # noqa: PLR2004
    from reader.key_names import KeyNameError, normalised  # noqa: PLC0415  # at the first click

    try:
        return normalised(name)
    except KeyNameError:
        return ""
