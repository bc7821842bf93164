"""PDFium's functions for single characters, called without checks of what they are given.

A page has thousands of characters and a document thousands of pages. ctypes takes three quarters of a
call's time to look at the arguments' types; here stands which types those are, and nobody looks.
"""

from __future__ import annotations

from ctypes import CFUNCTYPE, c_double, c_int, c_uint, c_void_p, cast
from typing import TYPE_CHECKING, Any

from pypdfium2 import raw

if TYPE_CHECKING:
    from collections.abc import Callable


def _plain(function: object, result: type) -> Callable[..., Any]:
    address = cast(function, c_void_p).value  # type: ignore[arg-type]  # a function is a pointer
    return CFUNCTYPE(result)(address)  # type: ignore[arg-type]  # which has an address


char_origin = _plain(raw.FPDFText_GetCharOrigin, c_int)
"""Page, index, and places for x and y (doubles, by reference)."""

char_box = _plain(raw.FPDFText_GetCharBox, c_int)
"""Page, index, and places for left, right, bottom and top."""

char_matrix = _plain(raw.FPDFText_GetMatrix, c_int)
"""Page, index, and a place for the matrix."""

character = _plain(raw.FPDFText_GetUnicode, c_uint)
"""Page and index."""

font_size = _plain(raw.FPDFText_GetFontSize, c_double)
"""Page and index; not scaled by the matrix."""

font_weight = _plain(raw.FPDFText_GetFontWeight, c_int)
"""Page and index; 400 is regular, 700 bold."""

font_info = _plain(raw.FPDFText_GetFontInfo, c_int)
"""Page, index, a buffer for the font's name with its size, and a place for its flags."""

count_boxes = _plain(raw.FPDFText_CountRects, c_int)
"""Page, index, number of characters; gives of how many strings that were drawn they come."""

string_box = _plain(raw.FPDFText_GetRect, c_int)
"""Page, number among those that `count_boxes` has counted, and places for left, top, right, bottom."""


def handle(page: object) -> c_void_p:
    """A page's text as the functions here take it."""
    return c_void_p(cast(page, c_void_p).value)  # type: ignore[arg-type]  # a pointer
