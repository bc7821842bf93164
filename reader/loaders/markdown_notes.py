"""Footnotes of Markdown: `[^label]` in the text, `[^label]: …` anywhere.

References get their numbers in reading order; the notes are held back until the text has ended. The
parser's own rule for references looks for the end of a label as far as the line goes, and takes the
square of the length of a line of `[^[^[^`: the one here knows how long a label may be.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mdit_py_plugins.footnote import footnote_plugin

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, MutableMapping

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_REFERENCE = re.compile(r"\[\^([^\]\s\[]{1,200})\]")

REFERENCE = "footnote_ref"
"""Type of the token of a reference; its content is the number, its `meta` holds the target."""


class Note(NamedTuple):
    """A footnote as it is to be written."""

    number: int
    """From 1, in the order of the references; 0 where nothing refers to it."""
    tokens: list[Token]


class Notes:
    """The footnotes of one text."""

    def __init__(self, parser: MarkdownIt, environment: MutableMapping[str, object]) -> None:
        footnote_plugin(parser, inline=False, move_to_end=False)
        parser.inline.ruler.at(REFERENCE, self._refer)
        self._labels: dict[str, int] = {}
        environment["footnotes"] = {"refs": self._labels, "list": {}}
        self._numbers: dict[str, int] = {}
        self._order: list[str] = []
        """Labels as they are first referred to."""
        self._held: dict[str, list[list[Token]]] = {}
        """The notes by their labels, in the order of the source; of some labels there are several."""
        self._open: list[tuple[str, int]] = []
        """Of the notes that have begun, the label and how deep they are nested."""
        self._places: dict[int, int] = {}

    def expect(self, labels: Collection[str]) -> None:
        """These notes stand further on, where the source that is read does not reach."""
        self._labels.update((f":{label}", -1) for label in labels)

    def hold(self, token: Token) -> bool:
        """Hold a token back if it belongs to a note; False if it does not."""
        if token.type == "footnote_reference_open":
            label = str(token.meta["label"])
            self._open.append((label, token.level))
            self._held.setdefault(label, []).append([])
        elif token.type == "footnote_reference_close":
            self._open.pop()
        elif self._open:
            label, level = self._open[-1]
            if token.level == level + 1:
                token.hidden = False  # it was that of a tight list around the note
            self._held[label][-1].append(token)
        else:
            return False
        return True

    def _refer(self, state: StateInline, silent: bool) -> bool:
        if not state.src.startswith("[^", state.pos):
            return False
        match = _REFERENCE.match(state.src, state.pos, state.posMax)
        if match is None or f":{match[1]}" not in self._labels:
            return False
        if not silent:
            number = self._numbers.get(match[1])
            if number is None:
                self._order.append(match[1])
                number = self._numbers[match[1]] = len(self._order)
            token = state.push(REFERENCE, "", 0)
            token.content = str(number)
            token.meta = {"target": f"#{_NAME}{number}"}
        state.pos = match.end()
        return True

    def in_order(self) -> Iterator[Note]:
        """The notes as they are referred to, also by each other, then those that nothing refers to."""
        held, done = dict(self._held), 0
        while held:
            # Writing a note may number further ones.
            label = self._order[done] if done < len(self._order) else next(iter(held))
            done += done < len(self._order)
            for tokens in held.pop(label, ()):
                yield Note(self._numbers.get(label, 0), tokens)

    def stands(self, number: int, position: int) -> None:
        """A note has been written there."""
        if number:
            self._places.setdefault(number, position)

    def resolve(self, name: str) -> str | None:
        """The target for a name if it is a note's; empty if that is not there. None for other names."""
        if not name.startswith(_NAME):
            return None
        place = self._places.get(int(name.removeprefix(_NAME)))
        return "" if place is None else f"#{place}"


_NAME = "\x00note "
"""Before a number it makes a name that no source can give."""
