"""In which order the lines of a page are read: stretches of lines below one another, and tables.

The order of drawing is kept wherever a reader's eye could follow it, since whoever made the file mostly
knew; where it leaps about, the stretches are put in the order of columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.loaders.pdf_lines import COLUMN_GAP, Line

if TYPE_CHECKING:
    from collections.abc import Sequence

LEADING = 1.9
"""Between two base lines, in sizes of the font, up to which one is below the other in one stretch."""

OPEN_STRETCHES = 12
"""How many of the last stretches a line may belong to: so many columns may be drawn side by side."""

SORTED_STRETCHES = 80
"""Of a page with more, a form or a map, the order of drawing is as good as any."""

CELL_LENGTH = 22
"""Mean characters of the pieces of rows, up to which they are cells and no lines of columns."""


FEW_LINES = 3
"""Lines of a stretch up to which its width tells nothing."""


class Stretch:
    """Lines below one another, or the rows of a table."""

    __slots__ = ("bottom", "left", "lines", "right", "rows", "top")

    def __init__(self, line: Line) -> None:
        self.lines = [line]
        self.rows: list[list[Line]] = []
        """Of a table, with their cells; of anything else none."""
        self.left, self.right = line.left, line.right
        self.top, self.bottom = line.y + line.size, line.y

    def takes(self, line: Line) -> bool:
        """Take a line in if it goes on here: below the last, or beside it where the last ends."""
        last = self.lines[-1]
        # Not by `min` and `max`: this is asked for each line, and they take as long as all the rest.
        size = max(line.size, last.size)
        fall = last.y - line.y
        if abs(fall) < 0.6 * size and line.left >= last.right - 0.5 * size:
            gap = line.left - last.right
            if gap > COLUMN_GAP * size and line.right > self.right + 1:
                return False
            self.lines[-1] = _joined(last, line, gap)
        elif not 0 < fall <= LEADING * size or not self._is_above(line, last):
            return False
        else:
            self.lines.append(line)
            self.bottom = min(self.bottom, line.y)
        self.left = min(self.left, line.left)
        self.right = max(self.right, line.right)
        return True

    def _is_above(self, line: Line, last: Line) -> bool:
        """True if a line stands under this stretch, and not under several."""
        shared = min(last.right, line.right) - max(last.left, line.left)
        narrow = min(last.right - last.left, line.right - line.left)
        if shared < 0.5 * narrow:
            within = min(self.right, line.right) - max(self.left, line.left)
            return within > 0.5 * narrow and len(self.lines) > 1
        width = self.right - self.left
        return len(self.lines) < FEW_LINES or line.right - line.left < 1.5 * width


def _joined(last: Line, line: Line, gap: float) -> Line:
    between = " " if gap > 0.15 * last.size else ""
    text = last.text + between + line.text
    signs = last.signs
    if line.signs:
        before = len(last.text) + len(between)
        signs += tuple((start + before, end + before) for start, end in line.signs)
    if last.is_sign_of(line):
        return line._replace(text=text, left=last.left, signs=((0, len(last.text)), *signs))
    return last._replace(
        text=text,
        signs=signs,
        right=line.right,
        is_hyphenated=line.is_hyphenated,
        is_bold=last.is_bold and line.is_bold,
    )


def in_order(lines: Sequence[Line]) -> list[Stretch]:
    """The stretches of a page, in the order in which they are read; what runs another way comes last.

    Complexity: O(n) for lines, O(s²) to O(s³) for at most `SORTED_STRETCHES` stretches.
    """
    turned = [line for line in lines if line.is_turned]
    level = [line for line in lines if not line.is_turned] if turned else lines
    stretches: list[Stretch] = []
    for rows in _parted(level):
        if isinstance(rows, Line):
            _put(stretches, rows)
        else:
            stretches.append(_table(rows))
    if not _is_falling(stretches) and len(stretches) <= SORTED_STRETCHES:
        stretches = _sorted(stretches)
    return stretches + [Stretch(line) for line in turned]


def _put(stretches: list[Stretch], line: Line) -> None:
    for stretch in reversed(stretches[-OPEN_STRETCHES:]):
        if not stretch.rows and stretch.takes(line):
            return
    stretches.append(Stretch(line))


# --- tables -------------------------------------------------------------------------------------


def _parted(lines: Sequence[Line]) -> list[Line | list[list[Line]]]:
    """Lines, and between them the rows of tables, as they were drawn."""
    rows: list[list[Line]] = []
    for line in lines:
        if rows and _goes_on_in_row(rows[-1][-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    if len(rows) == len(lines):
        return list(lines)
    found: list[Line | list[list[Line]]] = []
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and _is_row(rows, start, end):
            end += 1
        if _are_cells(rows[start:end]):
            found.append(rows[start:end])
        else:
            end = max(end, start + 1)
            found.extend(line for row in rows[start:end] for line in row)
        start = end
    return found


def _goes_on_in_row(last: Line, line: Line) -> bool:
    size = max(last.size, line.size)
    return abs(last.y - line.y) < 0.3 * size and line.left > last.right + COLUMN_GAP * size


def _is_row(rows: list[list[Line]], start: int, number: int) -> bool:
    if len(rows[number]) == 1:
        return False
    if number == start:
        return True
    fall = rows[number - 1][0].y - rows[number][0].y
    return 0 < fall < 2 * LEADING * rows[number][0].size


def _are_cells(rows: list[list[Line]]) -> bool:
    if len(rows) <= 1:
        return False
    cells = [line for row in rows for line in row]
    return sum(len(line.text) for line in cells) <= CELL_LENGTH * len(cells)


def _table(rows: list[list[Line]]) -> Stretch:
    table = Stretch(rows[0][0])
    table.rows = rows
    table.lines = [line for row in rows for line in row]
    table.left = min(line.left for line in table.lines)
    table.right = max(line.right for line in table.lines)
    table.bottom = rows[-1][0].y
    return table


# --- columns ------------------------------------------------------------------------------------


def _is_falling(stretches: Sequence[Stretch]) -> bool:
    """True if each stretch stands below the one before, or begins a column to the right of it."""
    for number in range(1, len(stretches)):
        before, stretch = stretches[number - 1], stretches[number]
        if stretch.top <= before.bottom + 1:
            continue
        if stretch.left < before.right - 1 or number < 1:
            return False
        # A column to the right: nothing that follows may stand to the left of it and higher up.
        for later in stretches[number + 1 :]:
            if later.right <= stretch.left + 1 and later.top > before.bottom + 1:
                return False
    return True


def _sorted(stretches: list[Stretch]) -> list[Stretch]:
    """The stretches as columns are read; what could be read either way as it was drawn.

    Source: T. M. Breuel, High Performance Document Layout Analysis, SDIUT 2003, section 4.
    """
    count = len(stretches)
    before: list[list[int]] = [[] for _ in range(count)]
    """For each stretch those that are read before it."""
    for one in range(count):
        for other in range(count):
            if one != other and _precedes(stretches, one, other):
                before[other].append(one)
    order: list[Stretch] = []
    done = bytearray(count)
    while len(order) < count:
        ready = (
            each for each in range(count) if not done[each] and all(done[b] for b in before[each])
        )
        # Boxes that overlap may wait for each other in a circle: the first drawn comes first.
        chosen = next(ready, None)
        if chosen is None:
            chosen = done.index(0)
        done[chosen] = 1
        order.append(stretches[chosen])
    return order


def _precedes(stretches: list[Stretch], one: int, other: int) -> bool:
    a, b = stretches[one], stretches[other]
    if min(a.right, b.right) - max(a.left, b.left) > 1:
        return a.top > b.top and a.bottom > b.bottom
    if a.right > b.left + 1:
        return False
    return not any(
        c.left < a.right - 1 and c.right > b.left + 1 and _is_between(c, a, b) for c in stretches
    )


def _is_between(c: Stretch, a: Stretch, b: Stretch) -> bool:
    """True if a stretch parts the two: one stands above it, the other below."""
    return a.bottom >= c.top - 1 >= b.bottom or b.bottom >= c.top - 1 >= a.bottom
