"""Stretches of lines as paragraphs: where one ends, and what it is.

No PDF says what a paragraph is. It is told by what a typesetter does: a gap, an indent, a line that
ends where the next word would still have had room, another font.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from annotations.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.loaders.pdf_lines import Line
    from reader.loaders.pdf_order import Stretch

GAP = 1.22
"""Of two base lines, as a share of the usual distance, from which on a paragraph ends between them."""

INDENT = 0.7
"""In sizes of the font, from which on a line is indented."""

ROOM = 0.9
"""In sizes of the font, by which a word would have to fit into a line that ends before it."""

FILLED_LINES = 4
"""Lines by which it is judged whether they are filled up to a nearer edge than others."""

FILLED = 2.5
"""In sizes of the font, by which their ends may differ."""

CENTRED = 0.6
"""In sizes of the font, by which the middles of centred lines may differ, twice."""

SAME_SIZE = 0.06
"""Share by which two lines of one paragraph may differ in the size of their fonts."""

HEADING_SIZE = 1.12
"""Of the text's size, from which on a paragraph is a heading."""

NOTE_SIZE = 0.93
"""Of the text's size, below which a paragraph is a note."""

HEADING_LENGTH = 250
"""Code points, above which nothing is a heading, however large it is set."""

BOLD_LENGTH = 120
"""As `HEADING_LENGTH`, of what is no larger than the text and only bold."""

BULLETS = frozenset("•‣◦▪■●○·\uf0b7\uf0a7✓➢►-–—*")
BULLET = re.compile(r"[•‣◦▪■●○·\uf0b7\uf0a7✓➢►](?:\s+|(?=\w))|[-–—*]\s+")
NUMBERED = re.compile(r"\(?(\d{1,3})[.)]\s+(?=\S)")
_LEADERS = re.compile(r"(?:\. ?){4,}[^.]{0,20}\Z")
"""Dots that lead to the number of a page."""
_CAPTION = re.compile(
    r"(?:fig(?:ure|\.)?|table|tab\.|abb(?:ildung|\.)|tabelle|tableau|figura|tabla)\s*"
    r"\d+(?:\.\d+)*\s*[.:–—|]",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?:;…»”\"')\]]\Z")


class Style(NamedTuple):
    """How a document is set."""

    size: float
    """Of the font of most of its text."""
    leading: float
    """Usual distance of two base lines, in sizes of the font."""
    is_bold: bool
    """Most of it is bold, so that bold says nothing."""

    def sets(self, line: Line) -> bool:
        """True if a line has the size of most of the text."""
        return abs(line.size - self.size) <= SAME_SIZE * self.size


class Paragraph:
    """Lines that are read as one, with what they are."""

    __slots__ = (
        "begins_stretch",
        "indent",
        "is_aside",
        "is_full",
        "kind",
        "level",
        "lines",
        "note",
        "number",
        "pages",
        "rows",
    )

    def __init__(self, lines: list[Line], page: int) -> None:
        self.lines = lines
        self.pages = [page] * len(lines)
        """Of each line, since a paragraph may go on on the next page."""
        self.kind = BlockKind.PARAGRAPH
        self.level = 0
        """Of a heading; 0: not known yet."""
        self.number = 0
        """Of an item in a numbered list; 0: a bullet."""
        self.note = 0
        """The number of the note that it is; 0: it is none."""
        self.indent = 0.0
        """In points, from the edge of its stretch."""
        self.rows: list[list[Line]] = []
        """Of a table."""
        self.is_full = False
        """Its last line reaches the edge, so that it may go on elsewhere."""
        self.is_aside = False
        """A note or a caption: the text goes on behind it."""
        self.begins_stretch = False

    @property
    def size(self) -> float:
        """Of its first line's font."""
        return self.lines[0].size


def style_of(pages: Sequence[Sequence[Line]]) -> Style:
    """How most of a document is set; of an empty one anything."""
    sizes: Counter[float] = Counter()
    leadings: Counter[float] = Counter()
    bold = total = 0
    for lines in pages:
        y = size = 0.0
        for line in lines:
            length = len(line.text)
            sizes[round(line.size * 2) / 2] += length
            total += length
            if line.is_bold:
                bold += length
            if size == line.size and 0 < y - line.y < 2.5 * size:
                leadings[round((y - line.y) / size, 1)] += 1
            y, size = line.y, line.size
    return Style(
        size=max(sizes, key=sizes.__getitem__, default=10.0) or 10.0,
        leading=max(leadings, key=leadings.__getitem__, default=1.2),
        is_bold=2 * bold > total,
    )


def paragraphs_on(stretches: Sequence[Stretch], page: int, style: Style) -> list[Paragraph]:
    """The paragraphs of a page, in order.

    Args:
        stretches: Of the page, as they are read.
        page: From 0.
        style: Of the document.
    """
    edges: dict[int, float] = {}
    size, near = style.size, SAME_SIZE * style.size
    for stretch in stretches:
        # As `sets` says; a call for each line of a book takes longer than all the rest here.
        rights = [line.right for line in stretch.lines if abs(line.size - size) <= near]
        right = max(rights, default=0.0)
        left = round(stretch.left / _EDGE)
        edges[left] = max(edges.get(left, 0.0), right)
    found: list[Paragraph] = []
    for stretch in stretches:
        edge = edges[round(stretch.left / _EDGE)]
        found.extend(_paragraphs_of(stretch, edge, page, style))
    return found


_EDGE = 4.0
"""Points within which two stretches begin at the same edge."""


def is_led(line: Line) -> bool:
    """True for a line of a table of contents, with dots before the number of the page."""
    return (". ." in line.text or "...." in line.text) and _LEADERS.search(line.text) is not None


def _paragraphs_of(stretch: Stretch, edge: float, page: int, style: Style) -> list[Paragraph]:
    """The paragraphs of a stretch, of which lines of the text may reach to an edge."""
    if stretch.rows:
        table = Paragraph(stretch.lines, page)
        table.kind, table.rows, table.is_aside = BlockKind.TABLE, stretch.rows, True
        return [table]
    found: list[Paragraph] = []
    for lines in _split(stretch, edge, style):
        made = _made(lines, page, style)
        if found and made.kind is found[-1].kind is BlockKind.CODE:
            # A gap in code is an empty line.
            found[-1].lines += lines
            found[-1].pages += made.pages
        else:
            found.append(made)
    for paragraph in found:
        last = paragraph.lines[-1]
        paragraph.is_full = last.right > stretch.right - 2 * last.size
        paragraph.indent = paragraph.lines[0].left - stretch.left
    found[0].begins_stretch = True
    return found


def _split(stretch: Stretch, edge: float, style: Style) -> Iterator[list[Line]]:
    for chunk in _chunks(stretch.lines, style):
        if len(chunk) == 1 or all(line.is_fixed for line in chunk):
            yield chunk
        elif chunk[0].size > HEADING_SIZE * style.size and not any(map(is_led, chunk)):
            yield from _by_weight(chunk)
        elif _is_centred(chunk):
            yield from ([line] for line in chunk)
        else:
            right = _right_edge(chunk, stretch)
            yield from _by_lines(chunk, max(right, edge) if style.sets(chunk[0]) else right)


def _chunks(lines: Sequence[Line], style: Style) -> Iterator[list[Line]]:
    """Lines of one font without a gap between them."""
    usual = _leading(lines, style)
    chunk = [lines[0]]
    for line in lines[1:]:
        last = chunk[-1]
        size = last.size
        if (
            abs(line.size - size) > SAME_SIZE * size
            or last.y - line.y > GAP * usual * size
            or (last.is_fixed != line.is_fixed and _is_apart(last, line))
        ):
            yield chunk
            chunk = []
        chunk.append(line)
    yield chunk


def _is_apart(last: Line, line: Line) -> bool:
    """True if code begins or ends between two lines; a word of code may begin a line of prose."""
    code = last if last.is_fixed else line
    return code.is_wholly_fixed


def _leading(lines: Sequence[Line], style: Style) -> float:
    """The usual distance of base lines in a stretch, in sizes of the font."""
    falls = [
        (above.y - below.y) / above.size
        for above, below in pairwise(lines)
        if abs(above.size - below.size) < SAME_SIZE * above.size
    ]
    if len(falls) < 3:  # noqa: PLR2004  # of fewer none is the rule
        return style.leading
    # Of a stretch of one-line paragraphs the median is the gap between them.
    return min(median(falls), max(style.leading, 1.25) * 1.1)


def _by_weight(chunk: Sequence[Line]) -> Iterator[list[Line]]:
    """Large lines: a heading may have several; those of two do not share their weight."""
    for _, lines in groupby(chunk, key=lambda line: line.is_bold):
        yield list(lines)


def _is_centred(chunk: Sequence[Line]) -> bool:
    lefts = [line.left for line in chunk]
    centres = [line.left + line.right for line in chunk]
    size = chunk[0].size
    return max(lefts) - min(lefts) > 0.4 * size and max(centres) - min(centres) < CENTRED * size


def _right_edge(chunk: Sequence[Line], stretch: Stretch) -> float:
    """Up to where lines of a chunk reach that are full; those of a quotation end earlier."""
    size = chunk[0].size
    if min(line.left for line in chunk) > stretch.left + INDENT * size:
        return max(line.right for line in chunk)
    return max(line.right for line in stretch.lines if abs(line.size - size) < SAME_SIZE * size)


def _by_lines(chunk: Sequence[Line], right: float) -> Iterator[list[Line]]:
    current = [chunk[0]]
    for number in range(1, len(chunk)):
        if _ends_between(current, chunk, number, right):
            yield current
            current = []
        current.append(chunk[number])
    yield current


def _narrow(near: Sequence[Line]) -> float:
    """The right edge of lines that are all about as long, beside a picture perhaps; 0 if they are not."""
    if len(near) < FILLED_LINES:
        return 0.0
    # The last may be the short one of a paragraph.
    rights = [line.right for line in near[:-1]]
    edge = max(rights)
    return edge if edge - min(rights) < FILLED * near[0].size else 0.0


def _ends_between(current: list[Line], chunk: Sequence[Line], number: int, right: float) -> bool:
    """True if a paragraph ends before a line of a chunk."""
    last, line = current[-1], chunk[number]
    if last.is_hyphenated:
        return False
    if (line.text[0] in BULLETS and BULLET.match(line.text)) or is_led(last):
        return True
    word = line.text.split(" ", 1)[0]
    width = (line.right - line.left) * (len(word) + 1) / len(line.text)
    end = last.right + width + ROOM * last.size
    if end < right and end < (_narrow(chunk[max(0, number - 3) : number + 1]) or right):
        # Its first word would still have had room.
        return True
    following = chunk[number + 1] if number + 1 < len(chunk) else None
    return _is_indented(current, line, following)


def _is_indented(current: list[Line], line: Line, following: Line | None) -> bool:
    """True if a paragraph ends before a line by where that begins."""
    last, first = current[-1], current[0]
    indent = INDENT * last.size
    is_listed = bool(BULLET.match(first.text) or NUMBERED.match(first.text))
    if line.left > last.left + indent:
        if len(current) > 1:
            return True
        if is_listed:
            return False
        # Either the first line of a next paragraph, or the second of one whose first hangs out.
        if following is None:
            return bool(_ENDED.search(last.text))
        return following.left < line.left - indent
    if line.left < last.left - indent:
        # An item may begin further right than it goes on, as a paragraph may.
        return len(current) > 1 or (is_listed and not line.text[:1].islower())
    return is_listed and _counts_on(first, last, line)


def _counts_on(first: Line, last: Line, line: Line) -> bool:
    """True if a line begins with the number after the one with which an item begins."""
    if not (number := NUMBERED.match(line.text)):
        return False
    before = NUMBERED.match(first.text)
    if before and int(number[1]) == int(before[1]) + 1:
        return True
    return _ENDED.search(last.text) is not None


def _made(lines: list[Line], page: int, style: Style) -> Paragraph:
    made = Paragraph(lines, page)
    text, size = lines[0].text, lines[0].size
    length = sum([len(line.text) for line in lines])
    is_bold = lines[0].is_bold and not style.is_bold and all(line.is_bold for line in lines)
    if lines[0].is_fixed and all(line.is_wholly_fixed for line in lines):
        made.kind = BlockKind.CODE
    elif is_led(lines[-1]):
        pass
    elif (
        length <= HEADING_LENGTH
        and (
            size >= HEADING_SIZE * style.size
            or (
                is_bold
                and size > (1 - SAME_SIZE) * style.size
                and length <= BOLD_LENGTH
                and not lines[-1].text.endswith((",", ".", ";"))
            )
        )
        and any(map(str.isalpha, text))
    ):
        made.kind = BlockKind.HEADING
    elif match := BULLET.match(text):
        made.kind = BlockKind.ITEM
    elif match := NUMBERED.match(text):
        made.kind = BlockKind.ITEM
        made.number = int(match[1])
    elif length < 2000 and _CAPTION.match(text):  # noqa: PLR2004  # no caption is a page long
        made.kind, made.is_aside = BlockKind.CAPTION, True
    made.is_aside = made.is_aside or size < NOTE_SIZE * style.size
    return made
