"""Paragraphs that follow each other, gathered to be added to a document at once.

To add one by one takes as long as to read them. Controls, which most texts do not hold, are looked for once
in all of the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.late import late_pattern

if TYPE_CHECKING:
    from annotations.document import Locator, SpanFields

_FEW_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n")
_CONTROLS = late_pattern(rb"\xc2[\x80-\x84\x86-\x9f]"), late_pattern(rb"\xef\xbf[\xbe\xbf]")
_SLICE = 1 << 20
"""Code points that are looked through at a time, so that no second copy of a large text is made."""


class Run:
    """Leaves parted by empty lines, gathered to be added to a `Builder` at once."""

    __slots__ = ("ends", "places", "spans", "start", "starts", "texts")

    def __init__(self, start: int) -> None:
        """Begin with none; the first will begin at a place in the text, the next `PARTED_BY` behind it."""
        self.start = start
        self.texts: list[str] = []
        """Canonical but for controls, without blanks around them, and none without words."""
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.spans: list[SpanFields] = []
        self.places: list[tuple[str | Locator, int]] = []
        """Names and beginnings of pages."""


def holds_controls(text: str, *, is_xml: bool) -> bool:
    """True if `replace_unprintable` would change a text that comes out of trees.

    Its bytes are looked through, which takes a fifth of the time of `str.isprintable`.

    Args:
        text: Without surrogates.
        is_xml: Those of XML know only the controls from U+007F on.
    """
    if is_xml and text.isascii():
        return "\x7f" in text
    for start in range(0, len(text), _SLICE):
        data = text[start : start + _SLICE].encode()
        if b"\x7f" in data or any(each.search(data) for each in _CONTROLS):
            return True
        if not is_xml and len(data.translate(None, _FEW_CONTROLS)) < len(data):
            return True
    return False
