"""A parser of what is written to a terminal: printed text, controls and escape sequences, told apart.

Strict: whatever it does not know it reports as a sequence of its own, so that a test can tell the
sequences a program may write from all others. After the diagram of P. Williams, A parser for DEC's
ANSI-compatible video terminals, vt100.net/emu/dec_ansi_parser; 8-bit controls are taken as code
points, as terminals in UTF-8 take them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"(?P<csi>(?:\x1b\[|\x9b)(?P<parameters>[0-?]*)(?P<between>[ -/]*)(?P<final>[@-~]))"
    r"|(?P<string>(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])(?P<payload>[^\x07\x1b\x9c]*)(?:\x07|\x1b\\|\x9c))"
    r"|(?P<escape>\x1b[ -/]*[0-~])"
    r"|(?P<control>[\x00-\x1f\x7f-\x9f])"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
)

_STRINGS = {"]": "OSC", "P": "DCS", "X": "SOS", "^": "PM", "_": "APC"}
_STRINGS_8_BIT = {"\x9d": "OSC", "\x90": "DCS", "\x98": "SOS", "\x9e": "PM", "\x9f": "APC"}


class Token(NamedTuple):
    """One thing written."""

    kind: str
    """`text`, `control`, `CSI ?h` (prefix, intermediates and final), `OSC 11`, `ESC (0` …"""
    content: str
    """The text, the control, a sequence's parameters, a string's payload."""


def tokens(data: bytes) -> Iterator[Token]:
    """What a stream consists of.

    Raises:
        UnicodeDecodeError: It is no UTF-8.
    """
    for match in _TOKEN.finditer(data.decode("utf-8")):
        if match["csi"]:
            parameters = match["parameters"]
            prefix = parameters[:1] if parameters[:1] in "<=>?" else ""
            yield Token(f"CSI {prefix}{match['between']}{match['final']}", parameters)
        elif match["string"]:
            start = match["string"]
            name = _STRINGS[start[1]] if start[0] == "\x1b" else _STRINGS_8_BIT[start[0]]
            number = match["payload"].partition(";")[0] if name == "OSC" else ""
            yield Token(f"{name} {number}".rstrip(), match["payload"])
        elif match["escape"]:
            yield Token(f"ESC {match['escape'][1:]}", "")
        elif match["control"]:
            yield Token("control", match["control"])
        else:
            yield Token("text", match["text"])
