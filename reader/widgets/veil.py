"""The page dimmed, what is typed bright upon it, and labels in the place of characters."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from rich.style import Style

from reader.layout.cells import fit, show, width
from reader.themes import Depth

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from reader.layout.lines import Line
    from reader.themes import Look

COVERED_CLUSTERS = 3
"""Clusters looked at behind a label's cells: some take no cell."""

Piece = tuple[str, int, Style]
"""Safe text, its cells, its style."""


class Veiled(NamedTuple):
    """What stands out from the dimmed page."""

    bright: Sequence[tuple[int, int]] = ()
    """Stretches of text, sorted: what is typed."""
    chosen: tuple[int, int] | None = None
    """What was taken before."""
    labels: Sequence[tuple[int, str]] = ()
    """Positions, sorted, with what stands there instead of the text."""


class Veil:
    """Lies over the whole article while words are chosen by typing; hides caret and selection."""

    def __init__(self, look: Look, veiled: Callable[[], Veiled]) -> None:
        self._veiled = veiled
        has_grounds = look.depth in (Depth.TRUE, Depth.EIGHT_BIT)
        self._dim = look.muted + Style(bold=False, underline=False, reverse=False)
        if not has_grounds:
            # Marks have grounds of their own, on which muted text would not be read.
            self._dim += Style(bgcolor="default")
        plain = look.depth is Depth.NONE
        self._bright = Style(color="default", bold=True, underline=True)
        self._chosen = Style(color="default", underline=True)
        if has_grounds:
            self._bright = look.selection + Style(bold=True)
            self._chosen = look.selection
        self._label = look.mode if has_grounds or plain else look.accent + look.mode

    def upon(self, start: int, end: int) -> Hashable:
        """What stands out on a line; never None, since every line is dimmed."""
        veiled = self._veiled()
        chosen = veiled.chosen
        if chosen is not None and (chosen[0] >= end or chosen[1] <= start):
            chosen = None
        return tuple(_bright(veiled, start, end)), chosen, tuple(_labels(veiled, start, end))

    def layers(self, start: int, end: int) -> Sequence[tuple[int, int, Style]]:
        """The dimming, then what is bright."""
        veiled = self._veiled()
        layers = [(start, end, self._dim)]
        if veiled.chosen is not None:
            layers.append((*veiled.chosen, self._chosen))
        layers.extend((*each, self._bright) for each in _bright(veiled, start, end))
        return layers

    def cuts(self, text: str, line: Line) -> list[int]:
        """Where a line must be cut so that its labels can take the place of whole clusters."""
        from annotations.graphemes import cluster_end  # noqa: PLC0415  # not before it is needed

        found: list[int] = []
        for position, label in self._labels_of(line).items():
            place = position
            for _ in range(len(label) + COVERED_CLUSTERS):
                if place >= line.end:
                    break
                found.append(place)
                place = cluster_end(text, place)
            found.append(place)
        return [each for each in found if line.start < each < line.end]

    def labelled(self, line: Line, firsts: Sequence[int], pieces: Sequence[Piece]) -> list[Piece]:
        """The pieces of a line with its labels in place of just as many cells.

        Args:
            line: The line.
            firsts: Where each piece begins.
            pieces: What the line shows, cut at `cuts` at least.
        """
        labels = self._labels_of(line)
        found: list[Piece] = []
        number = 0
        while number < len(pieces):
            label = labels.pop(firsts[number], "")
            if not label:
                _add(found, pieces[number])
                number += 1
                continue
            cells = 0
            while number < len(pieces) and cells < width(label) and firsts[number] not in labels:
                cells += pieces[number][1]
                number += 1
            if number < len(pieces):
                label = fit(label, cells, ellipsis="")
            used = width(label)
            found.append((label, used, self._label))
            if cells > used:
                _add(found, (" " * (cells - used), cells - used, self._dim))
        found.extend((label, width(label), self._label) for label in labels.values())
        return found

    def _labels_of(self, line: Line) -> dict[int, str]:
        """Labels on a line; one behind its last character too, unless the next line has that place."""
        past = line.end if line.next_start > line.end or line.is_last else line.end - 1
        return {
            position: show(label) for position, label in _labels(self._veiled(), line.start, past)
        }


def _add(pieces: list[Piece], piece: Piece) -> None:
    """Add a piece, to the last one where they look alike: fewer bytes for the terminal."""
    if pieces and pieces[-1][2] == piece[2]:
        text, cells, style = pieces.pop()
        piece = (text + piece[0], cells + piece[1], style)
    pieces.append(piece)


def _bright(veiled: Veiled, start: int, end: int) -> Sequence[tuple[int, int]]:
    """What is bright of a stretch: beginnings of words, which do not overlap."""
    first = bisect_right(veiled.bright, start, key=_end)
    return veiled.bright[first : bisect_left(veiled.bright, end, key=_start)]


def _labels(veiled: Veiled, start: int, end: int) -> Sequence[tuple[int, str]]:
    """The labels from a position to another, that one included."""
    first = bisect_left(veiled.labels, start, key=_start)
    return veiled.labels[first : bisect_right(veiled.labels, end, key=_start)]


def _start(stretch: tuple[int, object]) -> int:
    return stretch[0]


def _end(stretch: tuple[int, int]) -> int:
    return stretch[1]
