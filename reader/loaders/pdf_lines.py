"""The lines of a PDF's page: their text, where they stand, and how they are set.

PDFium gives the characters of a page in the order in which they were drawn, with breaks and spaces where
it sees them. What stands beside each other in two columns, or in the cells of a row, it takes for one
line; such lines are cut here. What the lines come to is told elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from ctypes import byref, c_double, c_int, create_string_buffer
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING, NamedTuple

from pypdfium2 import raw

from reader.loaders import pdf_calls as calls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdfium2 import PdfTextPage

COLUMN_GAP = 1.1
"""Of two words, in sizes of the font, from which on they may be of two columns."""

RISE = 0.6
"""Between two base lines, in sizes of the font, within which one is a superscript of the other."""

SIGN_LENGTH = 2
"""Digits of the sign of a note, at most."""

SIGN_SIZE = 0.85
SIGN_RISE = 0.15
"""Of the size of a line: how small at most, and how high at least, the sign of a note is set in it."""

HYPHENS = "\ufffe\u0002\u00ad"
"""What PDFium gives for a hyphen at a line's end, after which the word goes on; by its release."""

MARKER = re.compile(
    r"(?:[•‣◦▪■●○–—*·\uf0b7\uf0a7-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]|(?:\d{1,2}\.)*\d{1,2}\.?)\Z"
)
"""What stands before a list's item or a heading, apart from it."""

_WIDE = 0.66
"""Mean width of a character, in sizes of the font, above which there are gaps between the words."""

_COLUMN_LINES = 4
"""Lines that begin at one place before that is believed to be a column's edge."""

_MARKER_GAP = 4.0
"""As `COLUMN_GAP`, after a marker."""

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
)
_FIXED_PITCH = 1
"""Flag of a font's descriptor."""
_FIXED_NAME = re.compile(
    rb"mono|courier|consol|cmtt|ectt|lmtt|typewriter|menlo|inconsol|code", re.IGNORECASE
)
_BOLD_NAME = re.compile(rb"bold|black|heavy", re.IGNORECASE)
"""Of fonts that lack the flag, and of those that lack a weight."""
_NAME_BYTES = 64
_BOLD_WEIGHT = 600
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_UNCLEAN = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufb00-\ufb06]")
_BASIC_PLANE = "\uffff"
_BLANKS = " \t\r\n\u00a0" + HYPHENS
_NUMBER = re.compile("[0-9]{1,2}(?![0-9])")
_BEFORE_SIGN = frozenset(".,;:!?)]\"'»”’")
"""What a sign may stand behind, besides letters and the beginning of a line."""
_Signs = tuple[tuple[int, int], ...]
_PART = re.compile(f"[^\r\n{HYPHENS}]+[{HYPHENS}]?")


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
    """From its first character to its last."""
    is_fixed: bool = False
    """Set in a font whose characters are equally wide, at least at its beginning."""
    is_wholly_fixed: bool = False
    is_turned: bool = False
    """It does not run from left to right."""
    signs: tuple[tuple[int, int], ...] = ()
    """Small raised numbers: where each begins and ends in the text."""

    def is_sign_of(self, other: Line) -> bool:
        """True for a small raised number, seen from the line behind it."""
        return (
            len(self.text) <= SIGN_LENGTH
            and self.text.isdecimal()
            and self.size <= SIGN_SIZE * other.size
            and self.y > other.y + SIGN_RISE * other.size
        )

    def stands_beside(self, other: Line) -> bool:
        """True if the two have one base line, but for what is set high or low."""
        return abs(self.y - other.y) < RISE * max(self.size, other.size)


class _Page:
    """The characters of a page, asked for one by one."""

    def __init__(self, text_page: PdfTextPage) -> None:
        self.handle = calls.handle(text_page.raw)
        self.text = text_page.get_text_range()
        self._is_clean = _UNCLEAN.search(self.text) is None
        # Made once and passed by reference: to make them for each line takes as long as the calls.
        self._matrix, self._flags = raw.FS_MATRIX(), c_int()
        self._name = create_string_buffer(_NAME_BYTES)
        self._fonts: dict[bytes, tuple[bool, bool]] = {}
        self._usual_size = 0.0
        self._x, self._y = c_double(), c_double()
        self._edges = tuple(c_double() for _ in range(4))
        self._to_matrix, self._to_flags = byref(self._matrix), byref(self._flags)
        self._to_x, self._to_y = byref(self._x), byref(self._y)
        self._to_edges = tuple(byref(edge) for edge in self._edges)

    def line(self, text: str, first: int, last: int, *, is_hyphenated: bool) -> Line:
        """The line from a character to another, both its own."""
        handle = self.handle
        calls.char_origin(handle, first, self._to_x, self._to_y)
        left, y = self._x.value, self._y.value
        calls.char_box(handle, last, *self._to_edges)
        right = max(left, self._edges[1].value)
        size = self._size(first)
        matrix = self._matrix
        is_turned = matrix.a <= 0 or abs(matrix.b) > abs(matrix.a)
        if size != self._usual_size and last - first > 1:
            # A line may begin with what is set smaller, or with a bullet.
            middle = (first + last + 1) // 2
            size = self._size(middle)
            calls.char_origin(handle, middle, self._to_x, self._to_y)
            y = self._y.value if not is_turned else y
            self._usual_size = size
        is_fixed, is_bold = self._font(first)
        if is_fixed or is_bold:
            is_wholly_fixed, ends_bold = self._font(last)
        else:
            is_wholly_fixed = ends_bold = False
        spans = () if is_turned else self._signs(text, first, size, y)
        if spans:
            text, signs = self._with_signs(text, spans)
        else:
            text, signs = self._cleaned(text), ()
        return Line(
            text,
            left,
            right,
            y,
            size,
            is_hyphenated,
            is_bold and ends_bold,
            is_fixed,
            is_fixed and is_wholly_fixed,
            is_turned,
            signs,
        )

    def _cleaned(self, text: str) -> str:
        return text if self._is_clean else _CONTROLS.sub(" ", text).translate(_LIGATURES)

    def _with_signs(self, text: str, spans: _Signs) -> tuple[str, _Signs]:
        """A text, cleaned, without the blanks that the library sees before raised numbers; and these."""
        shown = ""
        end = 0
        signs: list[tuple[int, int]] = []
        for first, last in spans:
            shown += self._cleaned(text[end:first]).rstrip(" ")
            signs.append((len(shown), len(shown) + last - first))
            shown += text[first:last]
            end = last
        return shown + self._cleaned(text[end:]), tuple(signs)

    def _signs(self, text: str, first: int, size: float, y: float) -> _Signs:
        """The small raised numbers in a line that begins at a character."""
        found: list[tuple[int, int]] = []
        for match in _NUMBER.finditer(text):
            start = match.start()
            before = text[start - 1 : start] if start else "."
            if before == " ":
                before = text[start - 2 : start - 1]
            if before not in _BEFORE_SIGN and not before.isalpha():
                continue
            calls.char_origin(self.handle, first + start, self._to_x, self._to_y)
            if (
                self._y.value > y + SIGN_RISE * size
                and self._size(first + start) <= SIGN_SIZE * size
                # Where characters are counted otherwise, or blanks were left out, it is another.
                and calls.character(self.handle, first + start) == ord(text[start])
            ):
                found.append(match.span())
        return tuple(found)

    def _size(self, index: int) -> float:
        calls.char_matrix(self.handle, index, self._to_matrix)
        height = hypot(self._matrix.c, self._matrix.d) or 1.0
        return float(calls.font_size(self.handle, index) * height)

    def _font(self, index: int) -> tuple[bool, bool]:
        """Whether a character's font has equally wide ones, and whether it is bold."""
        calls.font_info(self.handle, index, self._name, _NAME_BYTES, self._to_flags)
        name = self._name.value
        known = self._fonts.get(name)
        if known is None:
            known = self._fonts[name] = (
                bool(self._flags.value & _FIXED_PITCH) or _FIXED_NAME.search(name) is not None,
                calls.font_weight(self.handle, index) >= _BOLD_WEIGHT
                or _BOLD_NAME.search(name) is not None,
            )
        return known

    def has_leaps(self, first: int, last: int, size: float) -> bool:
        """True if the text may leap from one place to another between two characters.

        It leaps only between two strings that were drawn, each of which has its box.
        """
        count = calls.count_boxes(self.handle, first, last - first + 1)
        if count <= 1:
            return False
        left, top, right, bottom = self._edges
        to_edges = self._to_edges
        end = low = high = 0.0
        for number in range(count):
            calls.string_box(self.handle, number, *to_edges)
            if number and (
                not end - size < left.value < end + COLUMN_GAP * size
                or top.value < low
                or bottom.value > high
            ):
                return True
            end, low, high = right.value, bottom.value, top.value
        return False

    def leaps(self, first: int, last: int, size: float) -> bool:
        """True if a character stands apart from one before it: in another column, or another line."""
        calls.char_origin(self.handle, first, self._to_x, self._to_y)
        x, y = self._x.value, self._y.value
        calls.char_origin(self.handle, last, self._to_x, self._to_y)
        if abs(self._y.value - y) > RISE * size:
            return True
        if 0 < self._x.value - x < COLUMN_GAP * size:
            return False
        calls.char_box(self.handle, first, *self._to_edges)
        end = self._edges[1].value
        return not end - size < self._x.value < end + COLUMN_GAP * size


def lines_of(text_page: PdfTextPage) -> list[Line]:
    """The lines of a page, in the order in which they were drawn; none for a picture.

    Complexity: O(n); some ten calls of the library for each line, for those of tables and of columns
    that were drawn side by side three more for each word.
    """
    page = _Page(text_page)
    text = page.text
    if not text or text.isspace():
        return []
    is_basic = max(text) <= _BASIC_PLANE
    is_same = is_basic and raw.FPDFText_CountChars(text_page) == len(text)
    index_of = raw.FPDFText_GetCharIndexFromTextIndex
    found: list[tuple[int, int, Line]] = []
    is_cut = False
    for start, end in _parts(text):
        shown = text[start:end]
        is_hyphenated = shown[-1] in HYPHENS
        if is_basic:
            places = (start, end - 1 - is_hyphenated)
        else:
            places = (_units(text[:start]), _units(text[:end]) - 1 - is_hyphenated)
        first, last = places if is_same else (index_of(text_page, each) for each in places)
        if first < 0 or last < first:
            first = last = max(0, first, last)
        line = page.line(shown.rstrip(_BLANKS), first, last, is_hyphenated=is_hyphenated)
        if is_same and (
            line.right - line.left > _WIDE * line.size * len(line.text)
            or page.has_leaps(first, last, line.size)
        ):
            is_cut = True
            found.extend(_cut(page, start, end, line))
        else:
            found.append((start, end, line))
    if is_cut:
        return list(_without_gutters(page, found))
    return [line for _, _, line in found]


def _without_gutters(page: _Page, found: list[tuple[int, int, Line]]) -> Iterator[Line]:
    """The lines, those cut too that were drawn in one go across what parts the columns elsewhere."""
    begins = Counter(
        round(line.left)
        for (_, end, before), (start, _, line) in pairwise(found)
        if start - end <= 1 and line.left > before.right
    )
    columns = sorted(left for left, count in begins.items() if count >= _COLUMN_LINES)
    for start, end, line in found:
        if any(line.left + line.size < left < line.right - line.size for left in columns):
            yield from (piece for _, _, piece in _cut(page, start, end, line))
        else:
            yield line


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Where the lines of a page stand in its text, without the blanks around them."""
    for match in _PART.finditer(text):
        part = match[0]
        bare = part.strip(_BLANKS)
        if bare:
            start = match.start()
            yield start + part.index(bare[0]), start + len(part.rstrip(" \t\r\n\u00a0"))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(page: _Page, start: int, end: int, line: Line) -> Iterator[tuple[int, int, Line]]:
    """A line of the library's as the lines that it is: cut where the text leaps between two words."""
    text = page.text
    begin = start
    for match in re.finditer(r"\s+", text[start:end]):
        before, after = start + match.start() - 1, start + match.end()
        if before < begin or after >= end or not page.leaps(before, after, line.size):
            continue
        if MARKER.match(text[begin : before + 1]):
            piece = page.line("", begin, before, is_hyphenated=False)
            following = page.line("", after, after, is_hyphenated=False)
            if (
                0 < following.left - piece.right < _MARKER_GAP * line.size
                and following.stands_beside(piece)
            ):
                continue
        yield begin, before + 1, _piece(page, begin, before + 1, is_hyphenated=False)
        begin = after
    yield begin, end, _piece(page, begin, end, is_hyphenated=line.is_hyphenated)


def _piece(page: _Page, start: int, end: int, *, is_hyphenated: bool) -> Line:
    shown = " ".join(page.text[start:end].strip(_BLANKS).split())
    last = max(start, end - 1 - is_hyphenated)
    return page.line(shown, start, last, is_hyphenated=is_hyphenated)
