"""A line being typed: its text and the cursor in it, without a screen."""

from __future__ import annotations

from annotations import segments

TYPED_LENGTH = 500
"""Code points that may be typed or pasted: more would only be looked for in vain."""


class TypedLine:
    """A text of one line with a cursor between its grapheme clusters."""

    def __init__(self) -> None:
        self.text = ""
        self.cursor = 0

    def clear(self) -> None:
        """Nothing is typed."""
        self.text, self.cursor = "", 0

    def insert(self, text: str) -> None:
        """Type a text at the cursor; of several lines the first, and no more than there is room for."""
        line = "".join(text.splitlines()[:1])[: max(0, TYPED_LENGTH - len(self.text))]
        self.text = self.text[: self.cursor] + line + self.text[self.cursor :]
        self.cursor += len(line)

    def edit(self, key: str) -> bool:
        """Do what a key does in a line being typed; False if it does nothing there."""
        text, at = self.text, self.cursor
        if key in _MOVES:
            self.cursor = _MOVES[key](text, at)
        elif key in _CUTS:
            to = _CUTS[key](text, at)
            first, last = min(at, to), max(at, to)
            self.text, self.cursor = text[:first] + text[last:], first
        else:
            return False
        return True


def _back(text: str, at: int) -> int:
    return segments.cluster_start(text, at - 1) if at else 0


def _forth(text: str, at: int) -> int:
    return segments.cluster_end(text, at) if at < len(text) else at


def _word_back(text: str, at: int) -> int:
    kept = text[:at].rstrip()
    return len(kept) - len((kept.rsplit(maxsplit=1) or [""])[-1])


def _word_forth(text: str, at: int) -> int:
    rest = text[at:].lstrip()
    return len(text) - len(rest) + len((rest.split(maxsplit=1) or [""])[0])


def _start(_text: str, _at: int) -> int:
    return 0


def _end(text: str, _at: int) -> int:
    return len(text)


_MOVES = {
    "left": _back,
    "right": _forth,
    "ctrl+left": _word_back,
    "ctrl+right": _word_forth,
    "ctrl+a": _start,
    "ctrl+e": _end,
}
_CUTS = {
    "backspace": _back,
    "ctrl+h": _back,
    "delete": _forth,
    "ctrl+w": _word_back,
    "ctrl+backspace": _word_back,
    "ctrl+u": _start,
    "ctrl+k": _end,
}
