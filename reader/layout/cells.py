"""How many cells text takes on the screen, and what of it may be drawn.

Widths are wcwidth's, summed over grapheme clusters, and they are widths of the text *as it is drawn*:
everything painted passes `show` (or `drawn`, cluster by cluster), so that no control character, no
override of direction and no line separator of a stranger's text ever reaches the terminal. Most text
needs neither: one regular expression finds stretches in which every character is one cell wide, is a
cluster of its own and is drawn as it is.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from annotations.graphemes import clusters_of
from annotations.late import late_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIMPLE = (
    r"\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1"
    r"\u03a3-\u0482\u048a-\u052f\u1e00-\u1eff\u1f00-\u1f15\u1f18-\u1f1d\u1f20-\u1f45\u1f48-\u1f4d"
    r"\u1f50-\u1f57\u1f5f-\u1f7d\u1f80-\u1fb4\u1fb6-\u1fc4\u2010-\u2027\u202f-\u205e\u2070\u2071"
    r"\u2074-\u208e\u20a0-\u20bf\u2100-\u218b\u2190-\u2319\u2500-\u25fc"
)
"""The inside of a character class: what is drawn as itself, in one cell, whatever stands beside it
within the class."""

_FAR = late_pattern(f"[^{SIMPLE}]")
_NEAR = re.compile(r"[^\x20-\x7e\xa0-\xac\xae-\xff]").search
_SIGNS = frozenset(
    map(chr, (*range(0x2010, 0x2028), *range(0x2190, 0x2200), *range(0x2500, 0x25FD)))
)
"""Of the simple ones: dashes, quotation marks, arrows, lines."""

SIGNS_STEPPED_OVER = 16
"""Signs of a text after which it is quicker to look for all that is simple at once."""


def _search(text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
    """The first character that is not simple.

    To compile the expression that knows all of them takes a hundredth of a start; the letters of
    Western Europe, and signs among them, need it only where they are many.
    """
    found = _NEAR(text, start, end)
    for _ in range(SIGNS_STEPPED_OVER):
        if found is None:
            return None
        if found[0] not in _SIGNS:
            break
        found = _NEAR(text, found.end(), end)
    return None if found is None else _FAR.search(text, found.start(), end)


class _Odd:
    """What a pattern is, as far as it is asked; another one where ambiguous characters are wide."""

    search: Callable[..., re.Match[str] | None] = staticmethod(_search)


ODD = _Odd()
"""Finds the first character that needs a closer look."""

_NARROW = str.maketrans("│─•▣▌▎▐▕", "|-*#|¦||")
"""What stands for our own signs where the terminal draws them in two cells."""

MARKS_DRAWN = 8
"""Marks drawn on one base; text that piles up more is hostile, or unreadable without it."""

JOINED_DRAWN = 8
"""Elements drawn of a chain of zero-width joiners; the longest real ones have four."""

_PLAIN_CLUSTER = 1 + MARKS_DRAWN
_JOINER = "\u200d"
_BLACK_FLAG = "\U0001f3f4"
_TAGS = late_pattern("[\U000e0000-\U000e007f]+")
_DOTTED_CIRCLE = "\u25cc"
_REPLACEMENT = "\ufffd"
_ELLIPSIS = "…"

BIDI_CONTROLS = late_pattern("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that reorder the line they stand on."""

_DROPPED = (
    *range(0x202A, 0x202F),  # embeddings and overrides of direction
    *range(0x2066, 0x206A),  # isolates
    0x00AD,  # soft hyphen: drawn by the line that breaks there
    0x200B,
    *range(0x2060, 0x2066),
    *range(0x206A, 0x2070),
    0x180E,
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
)
_LINE_LIKE = (0x0085, 0x2028, 0x2029, 0x0B, 0x0C, 0x09)
_NONCHARACTERS = tuple(
    plane | low for plane in range(0, 0x110000, 0x10000) for low in (0xFFFE, 0xFFFF)
)


@cache
def _drawing() -> dict[int, str]:
    """What is drawn in place of single characters."""
    table = {code: chr(0x2400 + code) for code in range(0x20)}
    table[0x7F] = "\u2421"
    table |= dict.fromkeys(range(0x80, 0xA0), _REPLACEMENT)
    table |= dict.fromkeys((*range(0xFDD0, 0xFDF0), *_NONCHARACTERS), _REPLACEMENT)
    table |= dict.fromkeys(_DROPPED, "")
    table |= dict.fromkeys(_LINE_LIKE, " ")
    return table


def _capped(cluster: str) -> str:
    """A cluster without what nobody could read: at most some marks on a base, some joined parts."""
    parts = cluster.split(_JOINER)[:JOINED_DRAWN]
    return _JOINER.join(part[:_PLAIN_CLUSTER] for part in parts)


def _draw(cluster: str) -> tuple[str, int]:
    if "\ud800" <= cluster[0] <= "\udfff":
        cluster = _REPLACEMENT + cluster[1:]
    shown = cluster.translate(_drawing())
    if not shown:
        return "", 0
    if len(shown) > _PLAIN_CLUSTER:
        shown = _capped(shown)
    if not shown.startswith(_BLACK_FLAG):
        shown = _TAGS.sub("", shown)
        if not shown:
            return "", 0
    if shown[0] != "\u200c" and unicodedata.category(shown[0])[0] == "M":
        # A mark without a base would land on whatever was painted before it.
        shown = _DOTTED_CIRCLE + shown
    from wcwidth import wcswidth  # noqa: PLC0415  # 10 ms of start-up that English text never needs

    return shown, max(0, wcswidth(shown, ambiguous_width=_terminal.ambiguous_cells))


class _Drawn(dict[str, tuple[str, int]]):
    """Cluster to what is drawn and its cells, filled as clusters turn up."""

    _limit = 16_384

    def __missing__(self, cluster: str) -> tuple[str, int]:
        if len(self) > self._limit:
            self.clear()
        result = _draw(cluster)
        if len(cluster) <= _PLAIN_CLUSTER:  # longer ones would fill memory
            self[cluster] = result
        return result


drawn = _Drawn().__getitem__
"""Of one grapheme cluster: the text to paint in its place and the cells that takes."""


class _Terminal:
    """What all text is measured for: there is one terminal, and it is the same for every line."""

    ambiguous_cells = 1
    is_given_order = False


_terminal = _Terminal()


def measure_ambiguous(cells: int) -> None:
    """Take characters of ambiguous width for so many cells, 1 or 2; before anything is measured.

    Which they are says Unicode Standard Annex 11: among others Greek, Cyrillic and curly quotes.
    """
    _terminal.ambiguous_cells = cells
    drawn.__self__.clear()  # type: ignore[attr-defined]  # a bound method of the cache
    if cells == 1:
        ODD.search = _search
        return
    wide = (each for each in range(0x2600) if unicodedata.east_asian_width(chr(each)) == "A")
    odd = "".join(map(chr, wide))
    ODD.search = re.compile(f"[^{SIMPLE}]|[{re.escape(odd)}]").search


def give_order(*, is_given: bool) -> None:
    """Put text that runs to the left into the order in which it stands, for a terminal that does not."""
    _terminal.is_given_order = is_given


def gives_order() -> bool:
    """True if the terminal is given text in the order in which it stands."""
    return _terminal.is_given_order


def narrow(signs: str) -> str:
    """Signs of our own, each in one cell whatever the terminal."""
    return signs if _terminal.ambiguous_cells == 1 else signs.translate(_NARROW)


def width(text: str) -> int:
    """The cells a text takes on one line, as `show` draws it."""
    if ODD.search(text) is None:
        return len(text)
    return sum(drawn(cluster)[1] for cluster in clusters_of()(text))


def clusters(text: str) -> Iterator[tuple[int, int, int]]:
    """The grapheme clusters of a text: start, end (code points) and cells of each."""
    if ODD.search(text) is None:
        for start in range(len(text)):
            yield start, start + 1, 1
        return
    start = 0
    for cluster in clusters_of()(text):
        end = start + len(cluster)
        yield start, end, drawn(cluster)[1]
        start = end


def fit(text: str, width_cells: int, ellipsis: str = _ELLIPSIS) -> str:
    """A text cut at a cluster so that it takes at most so many cells; what was cut says so by `…`.

    Where not even the ellipsis has room, it is cut without.
    """
    if len(text) <= width_cells and ODD.search(text) is None:
        return text
    # A cluster may take no cell, so only the prefix that can matter is measured, cluster by cluster.
    room = width_cells - width(ellipsis)
    if room < 0:
        room, ellipsis = width_cells, ""
    used = kept = 0
    for _, end, cells in clusters(text):
        used += cells
        if used <= room:
            kept = end
        elif used > width_cells:
            return text[:kept] + ellipsis
    return text


def pad(text: str, width_cells: int) -> str:
    """A text with spaces after it to fill so many cells; a wider one is cut."""
    missing = width_cells - width(text)
    if missing < 0:
        text = fit(text, width_cells)
        missing = width_cells - width(text)
    return text + " " * missing


def show(text: str, *, tab_size: int = 0) -> str:
    """A text as it may be painted: what could steer a terminal is drawn as a picture or dropped.

    Of C0 controls and DEL the picture is drawn (`␛`), of C1, lone surrogates and non-characters `�`;
    line separators become a space, a LF its picture; embeddings, overrides and invisible characters
    are dropped, piles of marks and chains of joiners are capped. `width` agrees with the result.

    Args:
        text: Any text.
        tab_size: Cells between tab stops; with 0 a TAB is one space.
    """
    if ODD.search(text) is None:
        return text
    if not tab_size or "\t" not in text:
        return "".join([drawn(cluster)[0] for cluster in clusters_of()(text)])
    pieces: list[str] = []
    column = 0
    for cluster in clusters_of()(text):
        piece, cells = drawn(cluster)
        if cluster == "\t":
            cells = tab_size - column % tab_size  # the tab's own cells
            piece = " " * cells
        column += cells
        pieces.append(piece)
    return "".join(pieces)


_LINE_ENDS = late_pattern("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]+")


def show_line(text: str) -> str:
    """A title or a name as it may be painted on one line: line ends are spaces, no mark of direction."""
    if ODD.search(text) is None:
        return text
    return show(BIDI_CONTROLS.sub("", _LINE_ENDS.sub(" ", text)))
