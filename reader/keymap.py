"""The action table as it holds for a person: with the keys of the settings, and of the keyboard.

Decides what a key does; what is wrong with a wish is told, and then the table's own keys stay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.actions import ACTIONS, HABITS, Action, Place, key_label, key_table
from reader.keyboards import Keyboard

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NEEDED = ("back", "quit")
"""Without a key for these nobody finds the way out."""

COLOUR_KEYS = "1–6"
"""How hints name the keys of the six colours."""


_BEFORE = r"(?:^|(?<= · )|(?<=, )|(?<=then )|(?<= or )|(?<=: ))"
_AFTER = r"(?= “|, |(?: or \S+)?(?: (?!is |was |has |does nothing)(?:[a-z]+s|again|then|go|on|by|half|the|to the)\b)|$)"
_AFTER_AN_ARTICLE = r"(?= (?:writes|adds|gives) |$)"
_AFTER_A_DIGIT = r"(?= (?:again|makes|highlights) )"
"""What stands around a key in a sentence: a key that is a word too is told by its verb."""


class Keymap:
    """What each key does at each place."""

    def __init__(
        self, keys: Mapping[str, Sequence[str]] | None = None, keyboard: Keyboard | None = None
    ) -> None:
        self.keyboard = keyboard or Keyboard()
        self.actions = _with_digits(remapped(keys or {}), keys or {}, self.keyboard.digits)
        """The table with the keys that hold now."""
        self._table = key_table(self.actions)
        self._said: dict[Place, tuple[dict[str, str], re.Pattern[str]]] = {}
        self._labels = (
            {place: changed_labels(self.actions, place) for place in Place} if keys else {}
        )

    def find(self, place: Place, key: str) -> Action | None:
        """The action of a key; of a key of another keyboard only where it has none of its own."""
        found = self._table.get((place, key))
        if found is None and (alias := self.keyboard.alias(key)):
            found = self._table.get((place, alias))
        return found

    def habit(self, key: str) -> str:
        """The answer to a key of other programs that is none here; mostly empty."""
        return HABITS.get(key) or HABITS.get(self.keyboard.alias(key), "")

    def said(self, place: Place, message: str) -> str:
        """A sentence with the keys that hold now; what has no key is named as in the palette."""
        if self.actions is ACTIONS or not message:
            return message
        if place not in self._said:
            labels = _labels_in_sentences(self.actions, place)
            self._said[place] = (
                labels,
                re.compile(f"{_BEFORE}(?:{'|'.join(map(_in_sentence, labels))})"),
            )
        labels, pattern = self._said[place]
        return pattern.sub(lambda match: labels[match[0]], message)

    def hints(self, place: Place, hints: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """Hints with the keys that hold now; without one, a hint goes."""
        labels = self._labels.get(place)
        if not labels:
            return list(hints)
        return relabelled(hints, labels)


def relabelled(
    hints: Iterable[tuple[str, str]], labels: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Hints with other labels for some keys; without one, a hint goes."""
    shown = [(keys, _relabelled(keys, labels), does) for keys, does in hints]
    return [(now, does) for keys, now, does in shown if now or not keys]


def remapped(keys: Mapping[str, Sequence[str]]) -> tuple[Action, ...]:
    """The action table with other keys for some actions, by their public names."""
    if not keys:
        return ACTIONS
    return tuple(
        action._replace(keys=tuple(keys.get(action.public, action.keys))) for action in ACTIONS
    )


def _with_digits(
    actions: tuple[Action, ...], keys: Mapping[str, Sequence[str]], digits: Mapping[str, str]
) -> tuple[Action, ...]:
    """Characters that count as digits do what those do; only a key of the settings wins over that."""
    wished = {key for each in keys.values() for key in each}
    meant = {key: digit for key, digit in digits.items() if key not in wished}
    if not meant:
        return actions
    made: list[Action] = []
    for action in actions:
        own = [key for key in action.keys if key not in meant]
        own += [key for key, digit in meant.items() if digit in action.keys]
        made.append(action._replace(keys=tuple(own)))
    return tuple(made)


def _relabelled(keys: str, labels: Mapping[str, str]) -> str:
    if keys in labels:
        return labels[keys]
    return " ".join(filter(None, (labels.get(key, key) for key in keys.split())))


def changed_labels(actions: Sequence[Action], place: Place) -> dict[str, str]:
    """How hints at a place must name the keys that have changed; empty where there is none."""
    labels: dict[str, str] = {}
    colours: list[str] = []
    for before, now in zip(ACTIONS, actions, strict=True):
        label = key_label(now.keys[0]) if now.keys else ""
        if before.name == "highlight":
            colours.append(label)
        if before.keys != now.keys and place in before.places:
            labels.update((key_label(key), label) for key in before.keys if key not in now.keys)
    if "".join(colours) != "123456":
        labels[COLOUR_KEYS] = "–".join(filter(None, (colours[0], colours[-1])))
    return labels


def _labels_in_sentences(actions: Sequence[Action], place: Place) -> dict[str, str]:
    """How sentences must name the keys of the table; what holds at the place is meant first."""
    labels: dict[str, str] = {}
    for before, now in sorted(
        zip(ACTIONS, actions, strict=True), key=lambda pair: place not in pair[0].places
    ):
        for key in before.keys:
            labels.setdefault(
                key_label(key), key_label(key) if key in now.keys else _named(now, actions)
            )
    labels["[ ]"] = f"{labels['[']} {labels[']']}"
    labels["1 to 6"] = f"{labels['1']} to {labels['6']}"
    return labels


def _named(action: Action, actions: Sequence[Action]) -> str:
    if action.keys:
        return key_label(action.keys[0])
    palette = next(each for each in actions if each.name == "palette")
    return " ".join(filter(None, ("".join(map(key_label, palette.keys[:1])), f"“{action.text}”")))


def _in_sentence(label: str) -> str:
    after = _AFTER
    if label.isdigit():
        after = _AFTER_A_DIGIT
    elif label.lower() in ("a", "i"):
        after = _AFTER_AN_ARTICLE
    elif label == "1 to 6":
        after = r"(?= highlight)"
    return re.escape(label) + after


def accepted(
    wished: Mapping[str, tuple[str, ...]],
) -> tuple[dict[str, tuple[str, ...]], list[tuple[str, str]]]:
    """A person's keys as far as they can hold together.

    Args:
        wished: Public names of actions to keys, all of which there are.

    Returns:
        What is taken, and for each action whose own keys stay its name and why.
    """
    taken, refused = dict(wished), list[tuple[str, str]]()
    for name in NEEDED:
        if name in taken and not taken[name]:
            refused.append((name, f"{name} needs a key"))
            del taken[name]
    while (clash := _clash(taken)) is not None:
        name, reason = clash
        refused.append((name, reason))
        # The table's own keys do not clash, so this ends.
        del taken[name]
    return taken, refused


def _clash(taken: Mapping[str, tuple[str, ...]]) -> tuple[str, str] | None:
    """An action that has a key which another has at the same place, and the sentence about it."""
    claimed: dict[tuple[Place, str], str] = {}
    for action in remapped(taken):
        for place in action.places:
            for key in action.keys:
                other = claimed.setdefault((place, key), action.public)
                if other != action.public:
                    loser, owner = (
                        (action.public, other) if action.public in taken else (other, action.public)
                    )
                    return loser, f"{key_label(key)} for {loser} is the key of {owner}"
    return None
