"""The lines of a PDF's page: their text, where they stand, and how they are set.

PDFium gives the characters of a page in the order in which they were drawn, parted into lines. What the
lines come to, paragraphs and headings and columns, is told elsewhere.
"""

from __future__ import annotations

from ctypes import byref, c_double, c_int
from math import hypot
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

HYPHENS = "\ufffe\u0002\u00ad"
"""What PDFium gives for a hyphen at a line's end, after which the word goes on; by its release."""

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
)
_FIXED_PITCH, _ITALIC, _FORCE_BOLD = 1 << 0, 1 << 6, 1 << 18
"""Flags of a font's descriptor."""
_BOLD_WEIGHT = 600
_BASIC_PLANE = "\uffff"


class Line(NamedTuple):
    """A line as it stands on its page; lengths in points, `y` grows upwards."""

    text: str
    """Without what hyphenates it."""
    left: float
    right: float
    y: float
    """Of the base line."""
    size: float
    """Of the font at its beginning."""
    is_hyphenated: bool = False
    """True if its last word goes on in the next line."""
    is_bold: bool = False
    is_italic: bool = False
    is_fixed: bool = False
    """Set in a font whose characters are equally wide."""
    is_turned: bool = False
    """It does not run from left to right."""
    first: int = 0
    """Index of its first character among those of the page."""


def lines_of(text_page: PdfTextPage) -> list[Line]:
    """The lines of a page, in the order in which they were drawn; none for a picture.

    Complexity: O(n); some ten calls of the library for each line, none for each character.
    """
    text = text_page.get_text_range()
    if not text or text.isspace():
        return []
    raw = text_page.raw
    is_basic = max(text) <= _BASIC_PLANE
    same = is_basic and pdfium.FPDFText_CountChars(raw) == len(text)
    # Made once and passed by reference: to make them for each line takes as long as the calls.
    matrix, flags = pdfium.FS_MATRIX(), c_int()
    x, y, right, unused = c_double(), c_double(), c_double(), c_double()
    to_matrix, to_flags = byref(matrix), byref(flags)
    to_x, to_y, to_right, to_unused = byref(x), byref(y), byref(right), byref(unused)
    found: list[Line] = []
    start = 0
    for hyphen in HYPHENS:
        text = text.replace(hyphen, hyphen + "\n")
    for part in text.split("\n"):
        ending = part[-1:]
        is_hyphenated = bool(ending) and ending in HYPHENS
        length = len(part) if is_basic else len(part.encode("utf-16-le")) // 2
        shown = part.strip(" \r\n\t\u00a0" + HYPHENS)
        first = start + len(part) - len(part.lstrip())
        last = start + len(part.rstrip()) - 1
        start += length if is_hyphenated else length + 1
        if not shown:
            continue
        if not same:
            first = max(0, pdfium.FPDFText_GetCharIndexFromTextIndex(raw, first))
            last = max(first, pdfium.FPDFText_GetCharIndexFromTextIndex(raw, last))
        if is_hyphenated and last > first:
            last -= 1
        pdfium.FPDFText_GetCharOrigin(raw, first, to_x, to_y)
        pdfium.FPDFText_GetCharBox(raw, last, to_unused, to_right, to_unused, to_unused)
        pdfium.FPDFText_GetMatrix(raw, first, to_matrix)
        flags.value = 0
        pdfium.FPDFText_GetFontInfo(raw, first, None, 0, to_flags)
        weight = pdfium.FPDFText_GetFontWeight(raw, first)
        height = hypot(matrix.c, matrix.d) or 1.0
        found.append(
            Line(
                text=shown.translate(_LIGATURES),
                left=x.value,
                right=right.value,
                y=y.value,
                size=pdfium.FPDFText_GetFontSize(raw, first) * height,
                is_hyphenated=is_hyphenated,
                is_bold=weight >= _BOLD_WEIGHT or bool(flags.value & _FORCE_BOLD),
                is_italic=bool(flags.value & _ITALIC),
                is_fixed=bool(flags.value & _FIXED_PITCH),
                is_turned=matrix.a <= 0 or abs(matrix.b) > abs(matrix.a),
                first=first,
            )
        )
    return found
