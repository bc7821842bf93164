"""Hyperlinks in a text: the one at a position, and where it may lead.

The targets come from strangers. What is opened outside is an address of the web or of a letter, and
only one that can be shown letter by letter as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotations.document import BlockKind, Span, SpanKind
from reader.layout.cells import show_line
from reader.loaders.bare_addresses import address_at
from reader.outline import words_at

if TYPE_CHECKING:
    from annotations.document import Document

SCHEMES = ("http://", "https://", "mailto:")
"""What may be opened in the browser."""

ADDRESS_LENGTH = 4_000
"""Code points; longer ones are no addresses, and no browser takes them."""

WORDS_LENGTH = 160
"""Code points shown of what stands where a hyperlink leads."""


class Destination(NamedTuple):
    """Where a hyperlink leads: to a position, or to an address that may be opened, or neither."""

    target: str
    position: int | None = None
    is_address: bool = False


def hyperlink_at(document: Document, position: int) -> Span | None:
    """The innermost hyperlink upon a position, else the address that stands there as it is."""
    found = document.spans.overlapping(position, position + 1)
    for each in reversed(found):
        if each.kind is SpanKind.HYPERLINK and each.target:
            return each
    bare = address_at(document.text, position)
    return None if bare is None else Span(SpanKind.HYPERLINK, *bare)


def destination(target: str, length: int) -> Destination:
    """Where a target leads, from a text of so many code points."""
    place = target[1:] if target.startswith("#") else ""
    if place.isascii() and place.isdecimal() and len(place) <= len(str(length)):
        position = int(place)
        if position <= length:
            return Destination(target, position)
    return Destination(target, is_address=_may_be_opened(target))


def _may_be_opened(target: str) -> bool:
    begins = target[:8].lower().startswith(SCHEMES)
    is_sound = target.isprintable() and " " not in target and show_line(target) == target
    return begins and is_sound and len(target) <= ADDRESS_LENGTH


def described(document: Document, span: Span) -> str:
    """Where a hyperlink leads, for people: what stands there in this text, else its target."""
    leads_to = destination(span.target, len(document.text))
    if leads_to.position is None:
        return span.target
    words = words_at(document, leads_to.position, WORDS_LENGTH)
    return words if is_in_note(document, leads_to.position) else f"to “{words}”"


def is_in_note(document: Document, position: int) -> bool:
    """True if a footnote stands at a position."""
    number = document.leaf_at(position)
    if number is None:
        return False
    blocks = document.blocks
    kinds = (blocks.kind(each) for each in blocks.ancestors(document.leaves[number]))
    return BlockKind.FOOTNOTE in kinds
