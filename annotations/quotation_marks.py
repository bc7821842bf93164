"""Which quotation marks open and close a quotation, and which are apostrophes.

One pass with a stack: a mark is read by its shape, by what stands on both sides of it, and by what
is open. A quotation goes on over an empty line if the next paragraph repeats the open marks; else
it ends with its paragraph. Single marks that never close were apostrophes.
"""

# These marks are this module's subject.
# ruff: noqa: RUF001

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from annotations.model import Range

if TYPE_CHECKING:
    from collections.abc import Iterator

QUOTATION_WINDOW = 4_000
"""Code points read on each side of a position."""

SEARCH_LIMIT = 1_000_000
"""Code points searched for the next quotation: more would hold up a key press."""

_BRACKETS = {"「": "」", "『": "』", "《": "》", "〈": "〉", "｢": "｣"}
_BRACKET_OF = {closing: opening for opening, closing in _BRACKETS.items()} | {
    "〞": "〝",
    "〟": "〝",
}
_WEAK = frozenset("'‘‚‛")
"""Kinds that look like an apostrophe or a comma: unclosed, they were none."""

_CLOSED_BY = {
    "”": frozenset("“„”‟〝"),
    "“": frozenset("„“‟"),
    "’": frozenset("‘‚‛"),
    "‘": frozenset("‚‘"),
    '"': frozenset('"„'),
    "'": frozenset("'"),
    "»": frozenset("«"),
    "›": frozenset("‹"),
    "«": frozenset("»"),
    "‹": frozenset("›"),
}
_SAME = {"»": frozenset("»"), "›": frozenset("›")}
"""Swedish and Finnish use one mark on both sides."""

_REPEATED_BY = {"«": "«»", "‹": "‹›", "「": "「", "『": "『"}
"""Marks that may stand before a continued paragraph, where not the opening mark alone."""

_CJK = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CJK_LETTER = re.compile(f"[{_CJK}]")
"""Scripts that know no apostrophe, and put no space before an opening mark."""

_LETTER = rf"[^\W_{_CJK}]"
_TOKEN = re.compile(
    rf"\n[^\S\n]*\n\s*|[\"“”„‟‘‚‛«»‹›「」『』《》〈〉｢｣〝〞〟]|(?<!{_LETTER})['’]|['’](?!{_LETTER})"
)
_MARK = re.compile(rf"[\"“”„‟‘‚«»‹›「『《〈｢〝]|(?<!{_LETTER})['’‛]")
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LEADING = re.compile(r"[\"'“”„‟‘‚‛«»‹›「『]")
_BEFORE_OPENING = frozenset("([{<—–―-/…=*_|¿¡：，。、；！？（【")
_NEVER_AFTER_OPENING = frozenset(",;:!?)]}%")
_CLIPPED = re.compile(
    r"['’‘](?:\d0?s?\d?s?|em|n|tis|twas|twere|til|till|cause|cos|bout|round|neath|s|t|k|m)(?![^\W_])",
    re.IGNORECASE,
)
"""Words that begin with an apostrophe: ’90s, ’em, rock ’n’ roll, ’tis, Dutch ’s and ’t."""


class _Open(NamedTuple):
    kind: str
    start: int


def quotations(text: str, bounds: Range) -> list[Range]:
    """The quotations of a stretch with their marks, ordered by start, the outer before the inner.

    Args:
        text: The canonical text.
        bounds: A block, or several with the empty lines between them: only then is a quotation
            found that goes on over paragraphs.

    Complexity: O(n + m log m) for n code points with m quotations.
    """
    reading = _Reading(text, bounds.start, bounds.end)
    return [Range(start, end) for start, end in sorted(reading.read(), key=_outer_first)]


def quotation_at(text: str, position: int, bounds: Range) -> Range | None:
    """The innermost quotation that holds `position`, marks included, or None.

    Reads at most `QUOTATION_WINDOW` code points to each side.
    """
    if position not in bounds:
        return None
    innermost: Range | None = None
    for found in quotations(text, _window(text, position, bounds)):
        if found.start > position:
            break
        if position in found:
            innermost = found
    return innermost


def next_quotation(text: str, position: int, bounds: Range) -> Range | None:
    """The first quotation that begins behind `position`, or None.

    Gives up after `SEARCH_LIMIT` code points without one.
    """
    place = max(position + 1, bounds.start)
    limit = min(bounds.end, place + SEARCH_LIMIT)
    while place < limit:
        mark = _MARK.search(text, place, limit)
        if mark is None:
            return None
        window = _window(text, mark.start(), bounds)
        for found in quotations(text, window):
            if found.start >= place:
                whole = quotation_at(text, found.start, bounds)
                return whole if whole is not None and whole.start == found.start else found
        place = max(window.end, place + 1)
    return None


def _outer_first(pair: tuple[int, int]) -> tuple[int, int]:
    return pair[0], -pair[1]


def _window(text: str, position: int, bounds: Range) -> Range:
    """A stretch around `position` that begins with a paragraph, if one begins near enough."""
    low = max(bounds.start, position - QUOTATION_WINDOW)
    high = min(bounds.end, position + QUOTATION_WINDOW)
    if low > bounds.start:
        paragraph = _EMPTY_LINE.search(text, low, position + 1)
        blank = paragraph or re.compile(r"\s+").search(text, low, position)
        low = min(blank.end(), position) if blank else low
    return Range(low, high)


class _Reading:
    """One pass over `text[low:high]`; `read` gives the quotations in the order they close."""

    def __init__(self, text: str, low: int, high: int) -> None:
        self.text = text
        self.low = low
        self.high = high
        self.open: list[_Open] = []
        self.counts: Counter[str] = Counter()
        self.opened_at = -1

    def read(self) -> Iterator[tuple[int, int]]:
        skipped_to = self.low
        for token in _TOKEN.finditer(self.text, self.low, self.high):
            place = token.start()
            if place < skipped_to:
                continue
            mark = token.group()
            if mark[0] == "\n":
                kept, skipped_to = self._repeated(token.end())
                yield from self._end_paragraph(place, kept)
                continue
            if mark in _BRACKETS or mark == "〝":
                self._push(mark, place)
                continue
            opening = _BRACKET_OF.get(mark)
            closed = self._pop(frozenset(opening)) if opening else self._read_mark(mark, place)
            if closed >= 0:
                yield closed, place + 1
        yield from self._end_paragraph(self.high, [])

    def _read_mark(self, mark: str, place: int) -> int:
        """Open or close by a mark; gives the start of the quotation it closes, else -1."""
        text = self.text
        before = text[place - 1] if place > self.low else " "
        after = text[place + 1] if place + 1 < self.high else " "
        is_left_open = (
            before.isspace() or before in _BEFORE_OPENING or self.opened_at == place - 1 >= 0
        )
        is_opening = is_left_open and not (after.isspace() or after in _NEVER_AFTER_OPENING)
        if mark in "'’‘‚‛":
            return self._read_single(mark, place, is_left_open, is_opening)
        if mark in "„‟":
            self._push(mark, place)
            return -1
        if mark in "”»›":
            return self._read_closing(mark, place, is_opening)
        closes = self._is_open(_CLOSED_BY[mark])
        if mark == '"':
            is_closing = closes and not is_opening
            opens = is_left_open or (after.isalnum() and not before.isdigit())
        else:
            is_closing = closes and not is_left_open
            opens = is_left_open or after.isalnum() or mark in "«‹"
        if is_closing:
            return self._pop(_CLOSED_BY[mark])
        if opens:
            self._push(mark, place)
        return -1

    def _read_closing(self, mark: str, place: int, is_opening: bool) -> int:
        """Read a mark that mostly closes, but opens in Swedish (”ord”) or German (»Wort«)."""
        is_nested = mark == "”" and is_opening and self.open and self.open[-1].kind == mark
        if not is_nested and self._is_open(_CLOSED_BY[mark]):
            return self._pop(_CLOSED_BY[mark])
        if is_opening:
            self._push(mark, place)
            return -1
        return self._pop(_SAME[mark]) if mark in _SAME else -1

    def _read_single(self, mark: str, place: int, is_left_open: bool, is_opening: bool) -> int:
        if is_left_open:
            if is_opening and mark != "’" and not self._is_clipped(mark, place):
                self._push(mark, place)
            return -1
        if mark in "‚‛" or (self.text[max(0, place - 2) : place].lower() in {"'n", "’n"}):
            return -1
        is_after_cjk = place > self.low and _CJK_LETTER.match(self.text, place - 1)
        top = self.open[-1].kind if self.open else ""
        if top not in _WEAK or not self._is_open(_CLOSED_BY[mark]):
            if is_after_cjk and mark in "'‘":
                self._push(mark, place)
            return -1
        after = self.text[place + 1] if place + 1 < self.high else " "
        is_inside = after.isalnum() and not _CJK_LETTER.match(after)
        if is_inside or (mark != "‘" and self._is_possessive(place)):
            return -1
        return self._pop(_CLOSED_BY[mark])

    def _is_clipped(self, mark: str, place: int) -> bool:
        return mark != "‚" and _CLIPPED.match(self.text, place, self.high) is not None

    def _is_possessive(self, place: int) -> bool:
        """True for "the students’ books’": another mark is left to close the quotation."""
        text = self.text
        if place < 1 or text[place - 1] not in "sS" or place + 2 >= self.high:
            return False
        if text[place + 1] != " " or not text[place + 2].isalpha():
            return False
        following = _TOKEN.search(text, place + 1, min(self.high, place + QUOTATION_WINDOW // 10))
        if following is None or following.group() not in {"'", "’"}:
            return False
        return not text[following.start() - 1].isspace()

    def _push(self, kind: str, place: int) -> None:
        self.open.append(_Open(kind, place))
        self.counts[kind] += 1
        self.opened_at = place

    def _is_open(self, kinds: frozenset[str]) -> bool:
        counts = self.counts
        return any(counts[kind] for kind in kinds)

    def _pop(self, kinds: frozenset[str]) -> int:
        """Close the innermost of these kinds, dropping what was left open inside it.

        What is dropped is gone, so that all closings together cost no more than all openings.
        """
        if not self._is_open(kinds):
            return -1
        while True:
            top = self.open.pop()
            self.counts[top.kind] -= 1
            if top.kind in kinds:
                return top.start

    def _repeated(self, place: int) -> tuple[list[_Open], int]:
        """Which open marks the paragraph at `place` begins with again, and where they end there."""
        kept: list[_Open] = []
        for entry in self.open:
            mark = _LEADING.match(self.text, place, self.high)
            if mark is None:
                break
            if mark.group() in _REPEATED_BY.get(entry.kind, entry.kind):
                kept.append(entry)
                place = mark.end()
            elif entry.kind not in _WEAK:
                break
        return kept, place

    def _end_paragraph(self, place: int, kept: list[_Open]) -> Iterator[tuple[int, int]]:
        """Close what the next paragraph does not go on with; weak marks are forgotten."""
        while place > self.low and self.text[place - 1].isspace():
            place -= 1
        starts = {entry.start for entry in kept}
        for entry in self.open:
            if entry.kind not in _WEAK and entry.start not in starts and place - entry.start > 1:
                yield entry.start, place
        self.open = kept
        self.counts = Counter(entry.kind for entry in kept)
