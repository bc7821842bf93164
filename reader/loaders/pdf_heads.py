"""Running heads and feet: what stands at the edge of page after page, and is no part of the text."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.loaders.pdf_lines import Line

REPEATS = 3
"""Pages on which a line has to stand at one height before it is taken for a head or a foot."""

EDGE_LINES = 3
"""Lines at the top and at the bottom of a page among which there may be heads and feet."""

LARGE = 1.15
"""Of the text's size, from which on what is repeated is a title: slides have them."""

MOST = 0.6
"""Share of the pages on which even that has to stand to be a head."""

GAP = 1.5
"""Of two base lines, in sizes of the font, by which a head stands apart from the text."""

_NUMBER = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxlc]+\Z", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"[-–—\[(| ]*(\d{1,4}|[ivxlc]{1,7})[-–—\])| ]*\Z", re.IGNORECASE)

_Key = tuple[int, str]


def without_heads(pages: Sequence[list[Line]], body_size: float) -> list[list[Line]]:
    """The lines of the pages without running heads, running feet and page numbers.

    A line is one if on `REPEATS` pages or more the same stands at the same height, numbers apart; or if
    it is only a number, as far from the page's own as on other pages.

    Args:
        pages: The lines of each, as they were drawn.
        body_size: Of the text's font.
    """
    edges = [_edges(lines) for lines in pages]
    counts = Counter(key for lines in edges for key in {_key(line) for line in lines})
    shifts = Counter(
        shift
        for number, lines in enumerate(edges)
        for shift in {_shift(line, number) for line in lines}
        if shift is not None
    )
    result = []
    for number, lines in enumerate(pages):
        dropped: set[int] = set()
        for from_top in (True, False):
            ordered = sorted(edges[number], key=lambda line: line.y, reverse=from_top)
            heads: list[Line] = []
            for line in ordered:
                # Heads of left pages and of right ones differ, and so may their heights by a point.
                height, shown = _key(line)
                repeats = sum(counts[height + near, shown] for near in (-1, 0, 1))
                shift = _shift(line, number)
                is_numbered = shift is not None and shifts[shift] >= REPEATS
                is_large = line.size >= LARGE * body_size and repeats < MOST * len(pages)
                beside = any(line.stands_beside(head) for head in heads)
                if not (is_numbered or beside or (repeats >= REPEATS and not is_large)):
                    break
                heads.append(line)
            dropped.update(map(id, _set_apart(heads, ordered)))
        if len(dropped) == len(lines):
            # A page has text, though it be the same as on others.
            texts = [line for line in lines if not _PAGE_NUMBER.match(line.text)]
            if texts:
                dropped.discard(id(max(texts, key=lambda line: len(line.text))))
        result.append([line for line in lines if id(line) not in dropped] if dropped else lines)
    return result


def _set_apart(heads: list[Line], ordered: Sequence[Line]) -> list[Line]:
    """Of lines from an edge of the page inwards those that a gap parts from the text."""
    while heads and len(heads) < len(ordered):
        last, following = heads[-1], ordered[len(heads)]
        if abs(last.y - following.y) > GAP * min(last.size, following.size):
            break
        heads.pop()
    return heads


def _edges(lines: list[Line]) -> list[Line]:
    if len(lines) <= 2 * EDGE_LINES:
        return lines
    # In the order of drawing heads and feet stand at either end.
    heights = sorted({line.y for line in lines})
    low, high = heights[:EDGE_LINES][-1], heights[-EDGE_LINES:][0]
    return [line for line in lines if line.y <= low or line.y >= high]


def _key(line: Line) -> _Key:
    shown = _NUMBER.sub("#", line.text)
    if _ROMAN.match(shown):
        shown = "#"
    return round(line.y), shown


def _shift(line: Line, number: int) -> int | None:
    """How far a line that is a page's number is from the number of the page in the file."""
    match = _PAGE_NUMBER.match(line.text)
    if match is None or not match[1].isdecimal():
        return None
    return int(match[1]) - number
