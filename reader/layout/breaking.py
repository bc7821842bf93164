"""Where a paragraph's lines end: as much on each as fits, broken where `break_rules` allows.

Words wider than the line are broken between grapheme clusters; no cluster is ever divided. Text of
one-cell characters (`cells.SIMPLE`) takes a fast path: the last space that fits, if what stands
around it is plain; the other cases ask the rules, which give the same answers more slowly.
"""

from __future__ import annotations

import re

from annotations.graphemes import clusters_of
from reader.layout.break_rules import allows
from reader.layout.cells import ODD, drawn
from reader.layout.line_classes import BLANK

BLANKS = " \t" + BLANK
"""What hangs at the end of a line without being shown."""

SOFT_HYPHEN = "\u00ad"

_PLAIN_WORD = re.compile(r"[\"'“‘«(\[]*\w[\w'’\",.;:&@=)\]”»]*[!?]*[)\]”»’\"'.,;:]*")
"""A word, or its beginning, in which no line may be broken; whole, and with its inner marks."""

_STICKY = frozenset(' \x1f"([{$¡¿€£¥“‘«—\u201a\u201e\u2039\u2012')
"""Characters after which a space may be no place to break, or which are themselves blank."""


def break_lines(  # noqa: C901, PLR0912  # one loop: a call a line would double its time
    text: str,
    start: int,
    end: int,
    width_cells: int,
    *,
    next_width_cells: int = 0,
    tab_size: int = 0,
) -> list[tuple[int, int]]:
    """Break a stretch of text into lines.

    Args:
        text: Any text without hard line breaks between `start` and `end`.
        start: First code point.
        end: Past the last.
        width_cells: Cells of the first line, at least 1.
        next_width_cells: Cells of the lines after it; 0: the same.
        tab_size: Cells between tab stops; with 0 a TAB is one space.

    Returns:
        Of each line, in order, where it begins and where what it shows ends; blanks at a break
        belong to neither line. There is always one, if only empty. A line is wider than asked only
        where one cluster is.

    Complexity: O(n); some 0.5 µs a line of plain text, 10 to 30 µs where clusters must be looked at.
    """
    lines: list[tuple[int, int]] = []
    add = lines.append
    search, find, is_plain = ODD.search, text.rfind, _PLAIN_WORD.fullmatch
    sticky = _STICKY
    position = start
    room = width_cells
    odd = -1
    while True:
        if odd < position:
            found = search(text, position, end)
            odd = found.start() if found else end
        limit = position + room
        if limit >= end and odd == end:
            add((position, end))
            return lines
        if limit < odd:
            cut = find(" ", position, limit + 1)
            if (
                position < cut < odd - 1
                and text[cut - 1] not in sticky
                and is_plain(text, cut + 1, limit + 1 if cut < limit else limit + 2)
            ):
                add((position, cut))
                position = cut + 1
            else:
                place = limit
                while place < odd and text[place] == " ":
                    place += 1
                if place < odd:
                    shown, following = _break_simple(text, position, limit, place, start, end)
                elif place == end:
                    shown, following = limit, end
                else:
                    shown, following = _break_clusters(text, position, room, start, end, tab_size)
                add((position, shown))
                position = following
        else:
            shown, following = _break_clusters(text, position, room, start, end, tab_size)
            add((position, shown))
            position = following
        if position >= end:
            return lines
        if next_width_cells:
            room = next_width_cells


def _break_simple(
    text: str, first: int, limit: int, place: int, start: int, end: int
) -> tuple[int, int]:
    """One line of one-cell characters by the rules: where it ends, where the next begins.

    `place` is past the blanks at the limit.
    """
    for candidate in range(place, first, -1):
        if allows(text, candidate, start, end):
            shown = candidate
            while shown > first and text[shown - 1] == " ":
                shown -= 1
            if shown > first:
                return shown, candidate
            break  # nothing but indentation before it: the word is broken instead
    return limit, place


def _break_clusters(
    text: str, first: int, room: int, start: int, end: int, tab_size: int
) -> tuple[int, int]:
    """One line, cluster by cluster: where it ends, where the next begins."""
    ends: list[int] = []  # of the clusters so far
    used_after: list[int] = []  # cells up to there
    used = 0
    place = first
    for cluster in clusters_of()(text, first, end):
        if cluster == "\t" and tab_size:
            cells = tab_size - used % tab_size
        else:
            cells = 0 if cluster == BLANK else drawn(cluster)[1]
        if used + cells > room and cluster not in BLANKS and cells:
            break
        used += cells
        place += len(cluster)
        ends.append(place)
        used_after.append(used)
    else:
        return _without_overhang(text, first, room, ends, used_after), end
    if not ends:
        return place + len(cluster), place + len(cluster)
    for number in range(len(ends) - 1, -1, -1):
        candidate = ends[number]
        if not allows(text, candidate, start, end):
            continue
        if text[candidate - 1] == SOFT_HYPHEN and used_after[number] >= room:
            continue  # the hyphen that is drawn here needs a cell
        shown = candidate
        while shown > first and text[shown - 1] in BLANKS:
            shown -= 1
        if shown > first:
            return shown, candidate
        break
    shown = _without_overhang(text, first, room, ends, used_after)
    return shown, place


def _without_overhang(
    text: str, first: int, room: int, ends: list[int], used_after: list[int]
) -> int:
    """Where a line's text ends without the blanks that do not fit."""
    number = len(ends) - 1
    while number >= 0 and used_after[number] > room and text[ends[number] - 1] in BLANKS:
        number -= 1
    return ends[number] if number >= 0 else first
