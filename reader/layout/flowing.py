"""How the text of a unit flows: which breaks are kept, what hangs, what stands in columns."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from annotations.document import HARD_KINDS, BlockKind, SpanKind
from annotations.late import late_pattern
from annotations.values import NamedTuple
from reader.layout.breaking import break_lines
from reader.layout.cells import BIDI_CONTROLS, ODD, width
from reader.layout.line_classes import BLANK
from reader.layout.raised import signs_of

if TYPE_CHECKING:
    import re

    from annotations.document import Document
    from reader.layout.shapes import Shape, Shapes
    from reader.layout.tables import Tables
    from reader.layout.units import Unit, Units

HANGING_CELLS = 2
"""How much further in the rest of a wrapped line of verse, code or a table's cell begins."""

_MOST_HANGING = 3
"""A hanging line keeps two thirds of the width."""

MOST_SIGNS = 8
"""Signs of raised text that a line is made shorter for."""

_REVEALED = "\ufffd"
"""Drawn for a mark of direction in code, where it could make the text lie."""

_LINE_ENDS = late_pattern("[\x0b\x0c\x85\u2028\u2029]")
_HARD_LINE_ENDS = late_pattern("[\n\x0b\x0c\x85\u2028\u2029]")
_BLANKS_AT_BREAK = late_pattern(r"[ \t]+\n[ \t]*|\n[ \t]+")
_INDENTATION = late_pattern(r"[ \t]*")
_RIGHT_TO_LEFT = late_pattern(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_STRONG_REACH = 512
"""How far a paragraph's direction is looked for."""


class Broken(NamedTuple):
    """The lines of a unit, as numbers."""

    shape: Shape
    pairs: list[tuple[int, int]]
    """Of each line, where it begins and where what it shows ends."""
    hanging: list[int]
    """Cells by which each line is further in; empty if none is."""
    stops: tuple[int, ...]
    """Tab stops of a table's row."""
    is_simple: bool
    """Nothing in it needs a closer look."""
    is_right_to_left: bool
    names: tuple[str, ...] = ()
    """What stands before each line's text: the name of a cell's column, or nothing."""


def drawable(text: str, kind: BlockKind, *, keeps_tabs: bool = False) -> str:
    """A stretch of a block, code point for code point, with what its kind lays down.

    Where lines flow, soft breaks and tabs are spaces and blanks beside a soft break are `BLANK`, so
    that they are not drawn; in code marks of direction are to be seen.

    Args:
        text: Without line breaks that are kept.
        kind: The block's.
        keeps_tabs: True for a row in columns.
    """
    if BLANK in text:
        text = text.replace(BLANK, _REVEALED)
    if kind is BlockKind.CODE:
        return BIDI_CONTROLS.sub(_REVEALED, text)
    if kind is BlockKind.VERSE:
        return text
    if "\n" in text:
        if _BLANKS_AT_BREAK.search(text):
            text = _BLANKS_AT_BREAK.sub(_hide_blanks, text)
        text = text.replace("\n", " ")
    return text if keeps_tabs or "\t" not in text else text.replace("\t", " ")


def _hide_blanks(found: re.Match[str]) -> str:
    blanks = found[0]
    at = blanks.index("\n")
    return BLANK * at + " " + BLANK * (len(blanks) - at - 1)


def is_right_to_left(text: str) -> bool:
    """True if the first letter with a direction is of a script written to the left."""
    for character in text[:_STRONG_REACH]:
        direction = unicodedata.bidirectional(character)
        if direction == "L":
            return False
        if direction in {"R", "AL"}:
            return True
    return False


def _has_no_separator(body: str) -> bool:
    """True of what holds no line end but line feeds, as nearly all text; else it is looked for."""
    return body.isascii() and "\v" not in body and "\f" not in body


class Flow:
    """Breaks the units of a document into lines of one width."""

    def __init__(
        self, document: Document, units: Units, shapes: Shapes, width_cells: int, tab_size: int
    ) -> None:
        self._text = units.text
        self._spans = document.spans
        self._units = units
        self._shapes = shapes
        self._width_cells = width_cells
        self._tab_size = tab_size
        self.signs = signs_of(document)
        """What is drawn before a position, and is no text."""
        self._sign_starts = sorted(self.signs)

    @cached_property
    def _tables(self) -> Tables:
        from reader.layout.tables import Tables  # noqa: PLC0415  # not before the first table

        return Tables(self._units.text, self._units.blocks)

    def signs_in(self, start: int, end: int) -> int:
        """How many signs are drawn in a stretch, a cell each."""
        starts = self._sign_starts
        return bisect_left(starts, end) - bisect_left(starts, start) if starts else 0

    def count_lines(self, unit: Unit) -> int:
        """How many lines a unit has."""
        return len(self.break_unit(unit).pairs)

    def break_unit(self, unit: Unit) -> Broken:
        """The lines of a unit; at least one."""
        block = self._units.leaves[unit.first_leaf]
        shape = self._shapes.of(block)
        room = max(1, self._width_cells - len(shape.rest))
        if shape.kind is BlockKind.RULE:
            start = unit.start
            return Broken(shape, [(start, start)], [], (), is_simple=True, is_right_to_left=False)
        if unit.last_leaf > unit.first_leaf or shape.kind is BlockKind.CELL:
            return self._break_row(unit, block, shape, room)
        body = self._text[unit.start : unit.end]
        is_simple = True
        is_rtl = False
        if ODD.search(body) is not None:
            is_simple = ODD.search(body.replace("\n", " ")) is None and not (
                shape.kind not in HARD_KINDS and _BLANKS_AT_BREAK.search(body)
            )
            is_rtl = (
                not is_simple
                and shape.kind is not BlockKind.CODE
                and _RIGHT_TO_LEFT.search(body) is not None
                and is_right_to_left(body)
            )
        elif shape.kind not in HARD_KINDS and not self.signs_in(unit.start, unit.end):
            pairs = break_lines(body, 0, len(body), room)
            return Broken(
                shape,
                _moved(_without_end(pairs, body), unit.start),
                [],
                (),
                is_simple=True,
                is_right_to_left=False,
            )
        if shape.kind in HARD_KINDS:
            pairs, hanging = self._break_hard(unit, body, shape.kind, room)
        else:
            pairs, hanging = self._break_flowing(unit, body, shape.kind, room), []
            if self.signs:
                pairs = self._with_room_for_signs(unit, body, shape.kind, room, pairs)
        return Broken(
            shape,
            _moved(pairs, unit.start),
            hanging,
            (),
            is_simple=is_simple,
            is_right_to_left=is_rtl,
        )

    def _break_flowing(
        self, unit: Unit, body: str, kind: BlockKind, room: int
    ) -> list[tuple[int, int]]:
        """A paragraph: soft breaks flow, hard ones and separators end a line."""
        ends = (
            []
            if _has_no_separator(body)
            else [found.start() for found in _LINE_ENDS.finditer(body)]
        )
        if "\n" in body and len(self._spans):
            ends += self._hard_breaks(unit, body)
            ends.sort()
        pairs: list[tuple[int, int]] = []
        start = 0
        for end in (*ends, len(body)):
            if end < start:
                continue
            segment = drawable(body[start:end], kind)
            broken = break_lines(segment, 0, len(segment), room)
            pairs += _moved(_without_end(broken, segment), start)
            start = end + 1
        return pairs

    def _with_room_for_signs(
        self,
        unit: Unit,
        body: str,
        kind: BlockKind,
        room: int,
        pairs: list[tuple[int, int]],
    ) -> list[tuple[int, int]]:
        """Lines a little shorter, if those of a paragraph are too long with the signs drawn in them."""
        for less in range(1, min(MOST_SIGNS, room - 1)):
            widest = max(
                width(drawable(body[start:end], kind))
                + self.signs_in(unit.start + start, unit.start + end)
                for start, end in pairs
            )
            if widest <= room:
                break
            pairs = self._break_flowing(unit, body, kind, room - less)
        return pairs

    def _hard_breaks(self, unit: Unit, body: str) -> list[int]:
        """Line feeds under a span that says they are no soft ones."""
        found: list[int] = []
        for span in self._spans.overlapping(unit.start, unit.end):
            if span.kind is SpanKind.BREAK:
                first = max(span.start, unit.start) - unit.start
                last = min(span.end, unit.end) - unit.start
                found += [at for at in range(first, last) if body[at] == "\n"]
        return found

    def _break_hard(
        self, unit: Unit, body: str, kind: BlockKind, room: int
    ) -> tuple[list[tuple[int, int]], list[int]]:
        """Code and verse: every line break is kept, the rest of a long line hangs."""
        pairs: list[tuple[int, int]] = []
        hanging: list[int] = []
        any_hangs = False
        if not unit.is_last and body.endswith("\n"):
            body = body[:-1]  # the next piece begins after it
        start, length = 0, len(body)
        while start <= length:
            found = _HARD_LINE_ENDS.search(body, start)
            end = found.start() if found else length
            if end - start <= room and ODD.search(body, start, end) is None:
                pairs.append((start, end))
                hanging.append(0)
            else:
                segment = drawable(body[start:end], kind)
                hang = self._hanging(segment, kind, room)
                broken = break_lines(
                    segment,
                    0,
                    len(segment),
                    room,
                    next_width_cells=room - hang,
                    tab_size=self._tab_size,
                )
                pairs += _moved(broken, start)
                hanging.append(0)
                hanging += [hang] * (len(broken) - 1)
                any_hangs = any_hangs or (hang > 0 and len(broken) > 1)
            start = end + 1
        return pairs, hanging if any_hangs else []

    def _hanging(self, line: str, kind: BlockKind, room: int) -> int:
        """How far the rest of a line hangs: for code, further than its indentation."""
        indentation = 0
        if kind is BlockKind.CODE:
            found = _INDENTATION.match(line)
            blanks = found[0] if found else ""
            indentation = len(blanks.expandtabs(self._tab_size))
        return min(indentation + HANGING_CELLS, room // _MOST_HANGING)

    def _break_row(self, unit: Unit, block: int, shape: Shape, room: int) -> Broken:
        """A table's row: in columns if they fit, else each cell on lines of its own."""
        blocks, leaves = self._units.blocks, self._units.leaves
        row = blocks.parents[block]
        columns = self._tables.columns(row, room) if unit.last_leaf > unit.first_leaf else None
        if columns is not None:
            cells = self._cell_widths(unit)
            inward, stops = columns.stops(cells)
            if inward + _row_width(cells, stops) <= room:
                pairs = [(unit.start, unit.end)]
                indented = [inward] if inward else []
                return Broken(
                    shape, pairs, indented, stops, is_simple=False, is_right_to_left=False
                )
        pairs = []
        hanging: list[int] = []
        names: list[str] = []
        hang = min(HANGING_CELLS, room // _MOST_HANGING)
        for leaf in range(unit.first_leaf, unit.last_leaf + 1):
            cell = leaves[leaf]
            start, end = blocks.starts[cell], blocks.ends[cell]
            if unit.first_leaf == unit.last_leaf:
                start, end = unit.start, unit.end
            if start == end and unit.first_leaf < unit.last_leaf:
                continue
            is_further = bool(pairs)
            signs = min(self.signs_in(start, end), MOST_SIGNS, room // _MOST_HANGING)
            name = ""
            if unit.first_leaf < unit.last_leaf:
                name = self._tables.name(row, leaf - unit.first_leaf, room - hang)
            text = _LINE_ENDS.sub(" ", drawable(self._text[start:end], shape.kind))
            broken = break_lines(
                text,
                0,
                len(text),
                (room - hang if is_further else room) - width(name) - signs,
                next_width_cells=room - hang - signs,
            )
            names += [name, *[""] * (len(broken) - 1)]
            pairs += _moved(_without_end(broken, text), start)
            hanging.append(hang if is_further else 0)
            hanging += [hang] * (len(broken) - 1)
        if not pairs:
            pairs, hanging = [(unit.start, unit.start)], [0]
        named = tuple(names) if any(names) else ()
        return Broken(
            shape, pairs, hanging, (), is_simple=False, is_right_to_left=False, names=named
        )

    def _cell_widths(self, unit: Unit) -> list[int]:
        """The cells that each cell of a row takes, with the signs drawn in it."""
        text = drawable(self._text[unit.start : unit.end], BlockKind.CELL, keeps_tabs=True)
        start = unit.start
        widths = []
        for cell in text.split("\t"):
            end = start + len(cell)
            widths.append(width(cell) + self.signs_in(start, end))
            start = end + 1
        return widths


def _row_width(widths: list[int], stops: tuple[int, ...]) -> int:
    """The cells from the first of a row to its end, with its columns at the stops."""
    column = 0
    for number, cells in enumerate(widths):
        if number:
            stop = stops[number - 1] if number <= len(stops) else 0
            column = max(column + 1, stop)
        column += cells
    return column


def _moved(pairs: list[tuple[int, int]], by: int) -> list[tuple[int, int]]:
    return [(start + by, end + by) for start, end in pairs] if by else pairs


def _without_end(pairs: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Lines of flowing text without the blanks at its end."""
    start, end = pairs[-1]
    while end > start and text[end - 1] in " \t" + BLANK:
        end -= 1
    pairs[-1] = (start, end)
    return pairs
