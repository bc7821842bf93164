"""The signs that stand on the screen for raised and lowered text: `10^6`, `x_i`.

A terminal cannot raise a letter, and without a sign 10 to the 6th would read as 106. The text stays as
it is: the sign is drawn with the character that follows. Ordinals (1st, Mme), the signs of notes and
formulas such as H2O read well without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.document import SPAN_KINDS, SpanKind

if TYPE_CHECKING:
    from annotations.document import Document

RAISED, LOWERED = "^", "_"

_LOOKED_AT = 64
"""Code points of a raised stretch that decide whether it has a sign."""


def signs_of(document: Document) -> dict[int, str]:
    """The sign before each position that has one; each takes one cell."""
    spans, found = document.spans, {}
    kinds = spans.kinds.tobytes()
    for kind, sign in ((SpanKind.SUPERSCRIPT, RAISED), (SpanKind.SUBSCRIPT, LOWERED)):
        code = SPAN_KINDS.index(kind)
        at = kinds.find(code)
        while at >= 0:
            start, end = spans.starts[at], spans.ends[at]
            before = document.text[start - 1] if start else " "
            inside = document.text[start : min(end, start + _LOOKED_AT)]
            if _needs_sign(kind, before, inside) and not _is_hyperlink(document, start, end):
                found[start] = sign
            at = kinds.find(code, at + 1)
    return found


def _needs_sign(kind: SpanKind, before: str, inside: str) -> bool:
    if not before.isalnum() and before not in ")]}":
        return False
    if inside[:1].isspace():
        return False
    if kind is SpanKind.SUBSCRIPT:
        return not (before.isalpha() and inside.isdecimal())
    return not (inside.isalpha() and (len(inside) > 1 or before.isdecimal()))


def _is_hyperlink(document: Document, start: int, end: int) -> bool:
    return any(span.kind is SpanKind.HYPERLINK for span in document.spans.overlapping(start, end))
