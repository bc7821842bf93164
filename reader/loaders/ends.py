"""Where a text ends that was cut anywhere, and where what is to be seen of one ends."""

from __future__ import annotations

BLANK = " \t\n\u00a0\u3000"
"""What is not to be seen at the end of a line, or on an empty one."""


def first_lines(text: str) -> str:
    """The beginning of a text whose end was cut anywhere, cut where a paragraph or a line ends."""
    half = len(text) // 2
    for parting in ("\n\n", "\n"):
        cut = text.rfind(parting, half)
        if cut >= 0:
            return text[: cut + len(parting)]
    return text


def text_end(text: str, start: int, end: int) -> int:
    """Where the last character in [start, end) that is not blank ends; start if there is none."""
    while end > start:
        begin = max(start, end - 256)
        kept = len(text[begin:end].rstrip(BLANK))
        if kept:
            return begin + kept
        end = begin
    return start
