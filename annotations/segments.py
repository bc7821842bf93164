"""The words, sentences, quotations and grapheme clusters of a text, around a position or in order.

Every function takes the whole canonical text and looks only at a bounded window of it, so that a
key press costs the same in a line and in a hundred megabytes. Which stops end a sentence is decided
in `sentence_breaks`, which marks open and close a quotation in `quotation_marks`; clusters are
found in `graphemes`. All are offered here, and the other modules, whose tables take a while, are
loaded when they are first needed: a text is on the screen before anybody asks for a sentence.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from annotations.model import Range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotations.graphemes import cluster_end, cluster_start, snap
    from annotations.quotation_marks import next_quotation, quotation_at, quotations

__all__ = [
    "cluster_end",
    "cluster_start",
    "next_quotation",
    "next_sentence",
    "next_word",
    "previous_sentence",
    "previous_word",
    "quotation_at",
    "quotations",
    "sentence_at",
    "sentences",
    "snap",
    "word_at",
    "word_end",
    "words",
]

_ELSEWHERE = {
    "cluster_end": "graphemes",
    "cluster_start": "graphemes",
    "next_quotation": "quotation_marks",
    "quotation_at": "quotation_marks",
    "quotations": "quotation_marks",
    "snap": "graphemes",
}


def __getattr__(name: str) -> object:
    if name not in _ELSEWHERE:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    found = getattr(import_module(f"annotations.{_ELSEWHERE[name]}"), name)
    globals()[name] = found
    return found


WORD_WINDOW = 2_000
"""Code points searched for a word on one side; a longer word or gap is cut there."""

MARKS_WINDOW = 256
"""Code points of combining marks stepped back over to the letter that carries them."""

SENTENCE_WINDOW = 4_000
"""Code points searched for a sentence's end on one side; a longer sentence is cut there."""

FIRST_WINDOW = 500
"""Code points searched first: most sentences are shorter, and the cost follows the window."""

_MARK_RANGES = """
300-36F 483-489 591-5BD 5BF 5C1-5C2 5C4-5C5 5C7 610-61A 64B-65F 670 6D6-6DC 6DF-6E8 6EA-6ED 711-7F3
7FD 816-82D 859-85B 898-8E1 8E3-963 981-9E3 9FE-A75 A81-AE3 AFA-B63 B82-BD7 C00-C63 C81-C83 CBC-D4D
D57-D63 D81-DF3 F18-F19 F35 F37 F39 F3E-F84 F86-FBC FC6 135D-135F 1712-1734 1752-17D3 17DD 180B-180D
180F-193B 1A17-1A1B 1A55-1A7F 1AB0-1B44 1B6B-1B73 1B80-1BF3 1C24-1C37 1CD0-1CD2 1CD4-1DFF 20D0-20F0
2CEF-2CF1 2D7F-2DFF 302A-302F 3099-309A A66F-A672 A674-A67D A69E-A6F1 A802-A827 A82C A880-A8C5
A8E0-A8F1 A8FF-A92D A947-A953 A980-A9C0 A9E5-AA4D AA7B-AAC1 AAEB-AAEF AAF5-AAF6 ABE3-ABEA ABEC-ABED
FB1E FE00-FE0F FE20-FE2F 101FD-1037A 10A01-10A3F 10AE5-10AE6 10D24-10EAC 10F46-10F50 10F82-10F85
11000-11046 11070-110BA 110C2 11100-11134 11145-11173 11180-111C0 111C9-111CC 111CE-111CF
1122C-11237 1123E 112DF-11446 1145E-114C3 115AF-115C0 115DC-11640 116AB-116B7 1171D-1172B
1182C-1183A 11930-11943 119D1-119E0 119E4-11A3E 11A47-11A99 11C2F-11C3F 11C92-11EF6 16AF0-16AF4
16B30-16B36 16F4F-16F92 16FE4-16FF1 1BC9D-1BC9E 1CF00-1CF46 1D165-1D169 1D16D-1D172 1D17B-1D182
1D185-1D18B 1D1AA-1D1AD 1D242-1D244 1DA00-1DA36 1DA3B-1DA6C 1DA75 1DA84 1DA9B-1E136 1E2AE-1E2EF
1E8D0-1E94A E0100-E01EF
"""
"""Combining marks, joined over letters and unassigned code points between: `\\w` leaves them out."""

_SCRIPTS = {
    "Han": "\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff",
    "Hiragana": "\u3041-\u309f\U0001b001-\U0001b11f\U0001b150-\U0001b152",
    "Katakana": "\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\uff66-\uff6f\uff71-\uff9d",
    "Thai": "\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59",
    "Lao": "\u0e81-\u0edf",
    "Khmer": "\u1780-\u17d3\u17dc\u17dd\u17e0-\u17e9\u17f0-\u17f9",
    "Myanmar": "\u1000-\u1049\u1050-\u109f\ua9e0-\ua9fe\uaa60-\uaa7f",
}
_PROLONGED = "\u30fc\uff70\uff9e\uff9f"
"""The Japanese length mark and half-width sound marks: they belong to the kana before them."""


def _marks() -> str:
    ranges = (part.split("-") for part in _MARK_RANGES.split())
    return "".join(f"{chr(int(pair[0], 16))}-{chr(int(pair[-1], 16))}" for pair in ranges)


_MARK = _marks()
_INNER = "'’‘\u02bc\u00b7\u2010\u2011\u00ad\u200c\u200d\u05be\u05f3\u05f4_-"
"""These belong to a word between two of its letters: apostrophes, hyphens, joiners."""

_SCRIPT_MARK = "\u0300-\u036f\u302a-\u302f\u3099\u309a\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""Combining marks that may follow in a script of `_SCRIPTS`, beside those of its own block."""

_LETTER = "[^\\W_" + "".join(_SCRIPTS.values()) + _PROLONGED + "]"


@cache
def _word() -> re.Pattern[str]:
    """Compiled when a word is first asked for: 10 ms that the first paint need not wait for."""
    joined = f"(?:[{_INNER}]|(?<=\\d)[.,](?=\\d))(?={_LETTER})"
    spaced = f"{_LETTER}(?:{_LETTER}+|[{_MARK}\u200c\u200d]+|{joined})*"
    unspaced = (
        f"[{letters}][{letters}{_SCRIPT_MARK}{_PROLONGED}]*" for letters in _SCRIPTS.values()
    )
    return re.compile("|".join([spaced, *unspaced, f"[{_PROLONGED}]+"]))


@cache
def _script_mark() -> re.Pattern[str]:
    return re.compile(f"[{_SCRIPT_MARK}{_PROLONGED}]")


@cache
def _backwards() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """For each way of writing, a letter of it, and what a word of it is made of, in any order."""
    spaced = (re.compile(""), re.compile(f"(?:{_LETTER}|[{_MARK}.,{_INNER}])*"))
    unspaced = (
        (re.compile(f"[{letters}]"), re.compile(f"[{letters}{_SCRIPT_MARK}{_PROLONGED}]*"))
        for letters in _SCRIPTS.values()
    )
    return (*unspaced, spaced)


def words(text: str, start: int, end: int) -> Iterator[Range]:
    """The words that lie in `[start, end)`, in order.

    A word is letters, digits and combining marks with the apostrophes and hyphens between them; in
    scripts written without spaces, a run of one script. A word cut by `end` is given as far as it
    goes.
    """
    for found in _word().finditer(text, start, end):
        yield Range(*found.span())


def word_at(text: str, position: int) -> Range:
    """The word that holds the code point at `position`, else the next one on its line.

    If none follows on the line, the range is empty, at `position`.
    """
    high = min(len(text), position + WORD_WINDOW)
    for found in _word().finditer(text, _run_start(text, position), high):
        if found.end() > position:
            if "\n" in text[position : found.start()]:
                break
            return Range(*found.span())
    return Range(position, position)


def next_word(text: str, position: int) -> int:
    """Start of the first word that begins behind `position`.

    Without one within `WORD_WINDOW` it is the end of that window or of the text.
    """
    high = min(len(text), position + WORD_WINDOW)
    for found in _word().finditer(text, _run_start(text, position), high):
        if found.start() > position:
            return found.start()
    return high


def word_end(text: str, position: int) -> int:
    """End of the word that holds the code point at `position`, else of the next word.

    Without one within `WORD_WINDOW` it is the end of that window or of the text.
    """
    high = min(len(text), position + WORD_WINDOW)
    for found in _word().finditer(text, _run_start(text, position), high):
        if found.end() > position:
            return found.end()
    return high


def previous_word(text: str, position: int) -> int:
    """Start of the last word that begins before `position`.

    Without one within `WORD_WINDOW` it is the start of that window or of the text.
    """
    low = position
    for width in (64, WORD_WINDOW):
        low = max(0, position - width)
        starts = [
            found.start() for found in _word().finditer(text, _run_start(text, low), position)
        ]
        if starts:
            return starts[-1]
    return low


def _run_start(text: str, position: int) -> int:
    """A place at or before `position` where no word is cut: the start of its run."""
    if not 0 < position < len(text):
        return position
    lowest = max(0, position - MARKS_WINDOW)
    while position > lowest and _is_mark(text[position]):
        position -= 1
    before = text[max(0, position - WORD_WINDOW) : position][::-1]
    for letter, run in _backwards():
        if letter.match(text, position) and (found := run.match(before)):
            return position - found.end()
    return position


def _is_mark(character: str) -> bool:
    return character > "\u02ff" and _script_mark().match(character) is not None


def sentences(text: str, bounds: Range, language: str = "") -> list[Range]:
    """The sentences of a block, in order, without the white space around them.

    Closing quotes and brackets belong to the sentence they close; a line break counts as a space,
    and the block's end ends a sentence. `language` is a BCP 47 tag; empty or unknown: the rules of
    all languages together. Complexity: linear in the block.
    """
    start = _first_content(text, bounds)
    if start == bounds.end:
        return []
    found: list[Range] = []
    for end, following in _breaks(text, start, bounds, language):
        found.append(Range(start, end))
        start = following
    found.append(Range(start, _last_content(text, start, bounds.end)))
    return found


def sentence_at(text: str, position: int, bounds: Range, language: str = "") -> Range:
    """The sentence at `position`; between two sentences, the earlier one.

    An empty block gives the empty range at `position`. Looks at most `SENTENCE_WINDOW` code points
    to each side; a longer sentence is cut at white space there.
    """
    first = _first_content(text, bounds)
    if first == bounds.end:
        return Range(position, position)
    position = min(max(position, first), bounds.end - 1)
    start, end = first, -1
    for width in (FIRST_WINDOW, SENTENCE_WINDOW):
        low = _window_start(text, position, bounds, width)
        start, end = low, -1
        is_found = low <= first
        for stop in _window_breaks(text, low, position, bounds, language):
            if stop[1] > position:
                end = stop[0]
                break
            start = stop[1]
            is_found = True
        if is_found:
            break
    start = max(start, first)
    if end < 0:
        high = min(bounds.end, position + SENTENCE_WINDOW)
        end = _last_content(text, start, high)
        if high < bounds.end and not text[high].isspace():
            end = _last_blank(text, position, end)
    return Range(start, max(start, end))


def next_sentence(text: str, position: int, bounds: Range, language: str = "") -> int | None:
    """Start of the first sentence of the block that begins behind `position`, if there is one."""
    first = _first_content(text, bounds)
    if first == bounds.end:
        return None
    if position < first:
        return first
    if position >= bounds.end:
        return None
    low = _window_start(text, position, bounds, FIRST_WINDOW)
    for _end, following in _window_breaks(text, low, position, bounds, language):
        if following > position:
            return following
    cut = sentence_at(text, position, bounds, language).end
    following = _first_content(text, Range(max(cut, position + 1), bounds.end))
    return following if following < bounds.end else None


def previous_sentence(text: str, position: int, bounds: Range, language: str = "") -> int | None:
    """Start of the last sentence of the block that begins before `position`, if there is one."""
    first = _first_content(text, bounds)
    if position <= first or first == bounds.end:
        return None
    return sentence_at(text, position - 1, bounds, language).start


def _window_start(text: str, position: int, bounds: Range, width: int) -> int:
    """About `width` before `position`, behind white space if there is some near."""
    low = max(bounds.start, position - width)
    if low == bounds.start:
        return low
    blank = re.compile(r"\s+").search(text, low, min(position, low + WORD_WINDOW // 10))
    return blank.end() if blank else low


def _breaks(
    text: str, start: int, bounds: Range, language: str, *, until: int | None = None
) -> Iterator[tuple[int, int]]:
    from annotations.abbreviations import rules_for  # noqa: PLC0415  # see the module's docstring
    from annotations.sentence_breaks import breaks  # noqa: PLC0415

    return breaks(text, start, bounds.start, bounds.end, rules_for(language), until=until)


def _window_breaks(
    text: str, low: int, position: int, bounds: Range, language: str
) -> Iterator[tuple[int, int]]:
    high = min(bounds.end, position + SENTENCE_WINDOW)
    return _breaks(text, low, bounds, language, until=high)


def _first_content(text: str, bounds: Range) -> int:
    found = re.compile(r"\S").search(text, bounds.start, bounds.end)
    return found.start() if found else bounds.end


def _last_content(text: str, low: int, high: int) -> int:
    while high > low and text[high - 1].isspace():
        high -= 1
    return high


def _last_blank(text: str, position: int, end: int) -> int:
    for place in range(end, max(position, end - WORD_WINDOW // 10), -1):
        if text[place - 1].isspace():
            return _last_content(text, position + 1, place)
    return end
