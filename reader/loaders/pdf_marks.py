"""Highlights and notes that a PDF already holds, as marks that may be taken in."""

from __future__ import annotations

import colorsys
import re
from bisect import bisect_left
from ctypes import byref, c_uint, cast, create_string_buffer
from typing import TYPE_CHECKING, NamedTuple

from pypdfium2 import raw

from annotations.anchoring import describe
from annotations.annotation import Piece
from annotations.model import Colour, Range, Timestamp, clean_note
from reader.loaders.held_marks import LONG_AGO, MARKS_LIMIT, HeldMarks, moment_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdfium2 import PdfPage, PdfTextPage

    from annotations.annotation import Annotation
    from annotations.document import Document

NEIGHBOURS = 2_000
"""Code points before and after a page in which a quote may begin and end."""

STRING_BYTES = 1 << 20
"""Of a note, as it stands in the file; a longer one is none."""

_TEXT_KINDS = frozenset(
    (
        raw.FPDF_ANNOT_HIGHLIGHT,
        raw.FPDF_ANNOT_UNDERLINE,
        raw.FPDF_ANNOT_SQUIGGLY,
        raw.FPDF_ANNOT_STRIKEOUT,
    )
)
_NOTE_KINDS = frozenset((raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_FREETEXT))
_HUES = (
    (0, Colour.RED),
    (30, Colour.ORANGE),
    (56, Colour.YELLOW),
    (120, Colour.GREEN),
    (220, Colour.BLUE),
    (285, Colour.PURPLE),
    (360, Colour.RED),
)
_UNSEEN = re.compile(r"[\W_]+")
"""What may differ between a page's text and the article's: breaks, hyphens at them, low points."""
_OPENING, _CLOSING = "“‘\"'«\u2039„([", ".!?…”’\"'»\u203a)]"
"""Signs that belong to the words beside them."""
_HYPHENS = re.compile("[\u0002\ufffe\u00ad]\\s*")
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d)?'?(\d\d)?")
_SHRUNK = 0.25
"""Share of its height by which a marked line's box is made lower: boxes of lines overlap."""


class Found(NamedTuple):
    """A mark as it stands in the file."""

    page: int
    """From 0."""
    quote: str
    """The text under it, as the page has it; of a note the line beside it."""
    note: str
    colour: Colour | None
    creator: str
    moment: Timestamp


def found_on(page: PdfPage, text_page: PdfTextPage, number: int) -> Iterator[Found]:
    """The highlights and notes on a page."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), MARKS_LIMIT)):
        mark = raw.FPDFPage_GetAnnot(page, index)
        if not mark:
            continue
        kind = raw.FPDFAnnot_GetSubtype(mark)
        if kind in _TEXT_KINDS or kind in _NOTE_KINDS:
            boxes = list(_boxes(mark, page, is_note=kind in _NOTE_KINDS))
            quote = " ".join(text_page.get_text_bounded(*box) for box in boxes)
            note = clean_note(_string(mark, b"Contents")).strip()
            if note and _bare(note) == _bare(quote):
                note = ""
            if note or (kind in _TEXT_KINDS and _bare(quote)):
                yield Found(
                    page=number,
                    quote=quote,
                    note=note,
                    colour=None if kind in _NOTE_KINDS else _colour(mark),
                    creator=_string(mark, b"T"),
                    moment=_moment(_string(mark, b"M") or _string(mark, b"CreationDate")),
                )
        raw.FPDFPage_CloseAnnot(mark)


def marks_in(document: Document, found: list[Found], labels: list[str]) -> tuple[Annotation, ...]:
    """The marks where their quotes stand in the text; what is not found there is a note on the whole.

    Args:
        document: The article.
        found: As `found_on` gave them.
        labels: Of the pages.
    """
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    for locator in document.locators:
        starts.setdefault(locator.label, locator.start)
        ends[locator.label] = locator.start
    marks = HeldMarks()
    taken: dict[tuple[int, str], int] = {}
    """Where the last mark on the same words of a page ends: the next stands after it, if it can."""
    words: _Words | None = None
    for each in found:
        label = labels[each.page]
        following = labels[each.page + 1] if each.page + 1 < len(labels) else ""
        first = max(0, starts.get(label, 0) - NEIGHBOURS)
        last = ends.get(following, len(document.text)) + NEIGHBOURS
        text, same = document.text, (each.page, _bare(each.quote))
        if words is None or words.stretch != (first, last):
            words = _Words(text, first, last)
        place = words.find(same[1], taken.get(same, 0)) or words.find(same[1], 0)
        pieces: tuple[Piece, ...] = ()
        note = each.note
        if place is not None:
            taken[same] = place.end
            pieces = (Piece.of(place, describe(place, text)),)
        else:
            quote = " ".join(_HYPHENS.sub("", each.quote).split())
            note = "\n\n".join(filter(None, (f"Page {label}: “{quote}”" if quote else "", note)))
        marks.add(
            f"{each.page}\n{_bare(each.quote)}\n{each.note}",
            pieces,
            note=note,
            colour=each.colour if pieces else None,
            creator=each.creator,
            moment=each.moment,
        )
    return marks.marks


class _Words:
    """The letters of a stretch of the text, whatever breaks and hyphens there are among them."""

    def __init__(self, text: str, first: int, last: int) -> None:
        self.stretch = first, last
        self._text = text
        self._places = [
            place for place in range(first, min(last, len(text))) if not _UNSEEN.match(text[place])
        ]
        self._letters = "".join(text[place] for place in self._places)

    def find(self, wanted: str, after: int) -> Range | None:
        """Where a quote, given by its letters, stands from a place on, with the signs around it."""
        places, text = self._places, self._text
        at = self._letters.find(wanted, bisect_left(places, after)) if wanted else -1
        if at < 0:
            return None
        start, end = places[at], places[at + len(wanted) - 1] + 1
        while start > 0 and text[start - 1] in _OPENING:
            start -= 1
        while end < len(text) and text[end] in _CLOSING:
            end += 1
        return Range(start, end)


def _bare(text: str) -> str:
    return _UNSEEN.sub("", text)


# --- what the library gives ---------------------------------------------------------------------


def _boxes(
    mark: raw.FPDF_ANNOTATION, page: PdfPage, *, is_note: bool
) -> Iterator[tuple[float, float, float, float]]:
    """Left, bottom, right and top of what is marked; of a note the whole line beside it."""
    points = raw.FS_QUADPOINTSF()
    for number in range(raw.FPDFAnnot_CountAttachmentPoints(mark)):
        if raw.FPDFAnnot_GetAttachmentPoints(mark, number, byref(points)):
            xs = (points.x1, points.x2, points.x3, points.x4)
            ys = (points.y1, points.y2, points.y3, points.y4)
            shrunk = (max(ys) - min(ys)) * _SHRUNK
            yield min(xs), min(ys) + shrunk, max(xs), max(ys) - shrunk
    if is_note:
        rect = raw.FS_RECTF()
        if raw.FPDFAnnot_GetRect(mark, byref(rect)):
            middle = (rect.top + rect.bottom) / 2
            yield 0, middle - 2, page.get_width(), middle + 2


def _string(mark: raw.FPDF_ANNOTATION, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(mark, key, None, 0)
    if not 0 < size <= STRING_BYTES:
        return ""
    buffer = create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(mark, key, cast(buffer, raw.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace").replace("\0", "")


def _colour(mark: raw.FPDF_ANNOTATION) -> Colour:
    """The nearest of the six colours; yellow where the file does not tell."""
    parts = [c_uint() for _ in range(4)]
    if not raw.FPDFAnnot_GetColor(mark, raw.FPDFANNOT_COLORTYPE_Color, *map(byref, parts)):
        return Colour.YELLOW
    red, green, blue = (part.value / 255 for part in parts[:3])
    hue, saturation, _ = colorsys.rgb_to_hsv(red, green, blue)
    if saturation < 0.1:  # noqa: PLR2004  # a grey
        return Colour.YELLOW
    return min(_HUES, key=lambda known: abs(known[0] - hue * 360))[1]


def _moment(text: str) -> Timestamp:
    match = _DATE.match(text)
    if match is None:
        return LONG_AGO
    year, month, day, hour, minute, second, offset, rest = match.groups()
    zone = "Z" if offset in (None, "Z") else f"{offset}:{rest or '00'}"
    return moment_of(f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}")
