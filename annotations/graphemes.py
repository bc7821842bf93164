"""Where grapheme clusters, what a reader takes for one character, begin and end.

The tables are wcwidth's; here stand the window around a position and the quick answer for plain
characters.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from annotations.model import Range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CLUSTER_WINDOW = 256
"""Code points searched for a safe place to begin; longer clusters are made to annoy."""

_PLAIN = (
    "\t\n -~\u00a1-\u00a8\u00aa-\u00ac\u00af-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u03ff"
    "\u0400-\u0482\u048a-\u052f\u05d0-\u05ea\u0620-\u064a\u0e01-\u0e30\u2010-\u2027\u202f-\u203b"
    "\u203d-\u2048\u3001-\u3029\u3041-\u3096\u30a0-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
    "\uff01-\uff9d"
)
"""Characters that make a cluster alone unless a combining one follows: no rule looks past them."""

_PREPENDED = (
    "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd\U00011000-\U00011fff"
)


# Compiled when first needed: it takes 4 ms, and the first paint of most texts needs neither.
@cache
def _plain_pair() -> re.Pattern[str]:
    return re.compile(f"[{_PLAIN}]{{2}}")


@cache
def _plain_start() -> re.Pattern[str]:
    return re.compile(f"(?<![{_PREPENDED}])[{_PLAIN}]")


def cluster_start(text: str, position: int) -> int:
    """Start of the grapheme cluster that holds `position`; the text's end is its own."""
    if position <= 0:
        return 0
    if position >= len(text) or _is_plain_pair(text, position - 1):
        return min(position, len(text))
    start = position
    for start, end in _clusters(text, position):  # noqa: B007 - the last start is wanted
        if end > position:
            break
    return start


def cluster_end(text: str, position: int) -> int:
    """End of the grapheme cluster that holds `position`; at the text's end, that end."""
    if position >= len(text) - 1:
        return len(text)
    position = max(position, 0)
    if _is_plain_pair(text, position):
        return position + 1
    for _start, end in _clusters(text, position):
        if end > position:
            return end
    return len(text)


def _is_plain_pair(text: str, position: int) -> bool:
    """True if the characters at a position and after it each make a cluster."""
    pair = text[position : position + 2]
    return (pair.isascii() and pair.isprintable()) or _plain_pair().match(pair) is not None


def snap(text: str, chosen: Range) -> Range:
    """Widen a range to whole grapheme clusters; an empty one stays empty, at a cluster's start."""
    start = cluster_start(text, chosen.start)
    if chosen.start >= chosen.end:
        return Range(start, start)
    return Range(start, cluster_end(text, chosen.end - 1))


@cache
def clusters_of() -> Callable[..., Iterator[str]]:
    """`clusters(text, start, end)`: the grapheme clusters of a stretch, lazily.

    wcwidth's, but for one rule of UAX 29: it joins a consonant to a virama (GB9c) also where no
    consonant stands before that.
    """
    from wcwidth import iter_graphemes  # noqa: PLC0415 - 20 ms that plain texts never need
    from wcwidth.table_grapheme import INCB_LINKER  # noqa: PLC0415 - comes with it

    linkers = "".join(f"{chr(first)}-{chr(last)}" for first, last in INCB_LINKER)
    linker = re.compile(f"[{linkers}]")

    def clusters(text: str, start: int = 0, end: int | None = None) -> Iterator[str]:
        found = iter_graphemes(text, start, end)
        if linker.search(text, start, len(text) if end is None else end) is None:
            return found
        return (part for cluster in found for part in _parted(cluster, linker))

    return clusters


def _parted(cluster: str, linker: re.Pattern[str]) -> Iterator[str]:
    """A cluster, divided before each consonant that follows a virama without one."""
    if linker.search(cluster) is None:
        yield cluster
        return
    start = 0
    is_open = False  # a consonant, with nothing but extending signs since
    has_linker = False
    for place, character in enumerate(cluster):
        if _is_in("INCB_CONSONANT", character):
            if has_linker and not is_open:
                yield cluster[start:place]
                start = place
            is_open, has_linker = True, False
        elif linker.match(character):
            has_linker = True
        elif not _is_in("INCB_EXTEND", character):
            is_open = has_linker = False
    yield cluster[start:]


@cache
def _is_in(table: str, character: str) -> bool:
    from wcwidth import table_grapheme  # noqa: PLC0415 - as above

    code = ord(character)
    return any(first <= code <= last for first, last in getattr(table_grapheme, table))


def _clusters(text: str, position: int) -> Iterator[tuple[int, int]]:
    """Clusters from a safe place before `position` on.

    A plain character is safe: no rule of UAX 29 looks back past it but for prepended signs, which
    are named. wcwidth's own step backwards
    is not used: after sixteen code points that are not ASCII it reads from the text's beginning.
    """
    low = position - 1
    lowest = max(0, position - CLUSTER_WINDOW)
    while low > lowest and not _plain_start().match(text, low):
        low -= 1
    start = max(low, 0)
    for cluster in clusters_of()(text, start, min(len(text), position + CLUSTER_WINDOW)):
        yield start, start + len(cluster)
        start += len(cluster)
