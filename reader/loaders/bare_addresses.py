"""Addresses of the web that stand in a text as they are: `https://example.org/a`, `www.example.org`.

Found as GitHub's Markdown finds them: what ends a sentence or closes a bracket around them is none of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS_LENGTH = 2_000
"""Characters of the longest address that is looked for; browsers take hardly more."""

_QUOTATION_MARKS = '"\u201c\u201d\u201e\xab\xbb\u2039\u203a\u300c\u300d\u300e\u300f'
_ADDRESS = re.compile(
    r"(?i)(?<![\w@/.:-])(?:https?://(?=[^\W_]|\[)|www\.(?=[^\W_]))"
    rf"[^\s<>{_QUOTATION_MARKS}\x00-\x1f\x7f-\x9f\ufffd]{{1,{ADDRESS_LENGTH}}}"
)
_NAMED_HOST = re.compile(r"(?i)www\.[^\W_][\w-]*\.[^\W_]")
_ENDS = "?!.,:;*_~'`|\u2018\u2019\u2026\u3001\u3002\uff01\uff0c\uff0e\uff1a\uff1b\uff1f"
"""What ends a sentence, an emphasis or a quotation, at the end of an address."""
_BRACKETS = {")": "(", "]": "[", "}": "{", "\uff09": "\uff08", "\u3011": "\u3010"}
_ENTITY = re.compile(r"&[A-Za-z][A-Za-z0-9]*\Z")


class BareAddress(NamedTuple):
    """An address in a text."""

    start: int
    end: int
    target: str
    """The address, with `http://` before what begins with `www.`."""


def may_hold_address(text: str) -> bool:
    """False if there is surely no address in a text: for the many that hold none."""
    return "://" in text or "www." in text or "WWW." in text


def addresses_in(text: str) -> Iterator[BareAddress]:
    """The addresses in a text, in order. Complexity: O(n)."""
    for match in _ADDRESS.finditer(text):
        address = _without_ends(match[0])
        is_named = address[:4].lower() == "www."
        if is_named and _NAMED_HOST.match(address) is None:
            continue
        if address.endswith("/") and address.count("/") == 2:  # noqa: PLR2004  # only its scheme is left
            continue
        target = f"http://{address}" if is_named else address
        yield BareAddress(match.start(), match.start() + len(address), target)


def address_at(text: str, position: int) -> BareAddress | None:
    """The address upon a position of a text of any length."""
    first = max(0, position - ADDRESS_LENGTH)
    near = text[first : position + ADDRESS_LENGTH]
    if not may_hold_address(near):
        return None
    for found in addresses_in(near):
        if found.start <= position - first < found.end:
            return found._replace(start=found.start + first, end=found.end + first)
    return None


def _without_ends(address: str) -> str:
    """An address without what follows it in its sentence."""
    opened = {sign: address.count(sign) for pair in _BRACKETS.items() for sign in pair}
    end = len(address)
    while end:
        sign = address[end - 1]
        if sign == ";" and (entity := _ENTITY.search(address, 0, end - 1)):
            end = entity.start()
        elif sign in _ENDS:
            end -= 1
        elif sign in _BRACKETS and opened[sign] > opened[_BRACKETS[sign]]:
            opened[sign] -= 1
            end -= 1
        else:
            break
    return address[:end]
