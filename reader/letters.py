"""Which characters count as the same letter where a text is searched as a person reads it.

A letter is known by its **base**: without accents, ligatures taken apart, in small letters unless
case counts. The base of a text is one or more base letters for each character, so a hit never begins
or ends within a character. A voiced kana, a Hangul syllable and a vowel sign of an Indic script are
letters of their own and stay what they are.

Accents are those of Latin, Greek, Cyrillic, Hebrew and Arabic, and the dot below of Indic scripts;
they are optional in the text wherever they stand (`MARK`), as are characters that nobody sees
(`UNSEEN`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from annotations.matching import DOUBLE_MARKS, SINGLE_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MARK = (
    "\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc"
)
"""Accents, as the inside of a regular expression's class."""

UNSEEN = "\u00ad\u061c\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0e\ufe0f\ufeff"
"""Soft hyphens, joiners, marks of direction, the stretcher of Arabic: likewise."""

_STROKES = str.maketrans(
    {
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "ς": "\N{GREEK SMALL LETTER SIGMA}",
        "\N{HYPHEN}": "-",
        "\N{NON-BREAKING HYPHEN}": "-",
        "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
        "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T",
    }
    | dict.fromkeys(SINGLE_MARKS, "'")
    | dict.fromkeys(DOUBLE_MARKS, '"')
)  # fmt: skip
"""What Unicode does not decompose, and a reader takes for a letter with a stroke or for two letters."""

_DASHES = "\u2012–—―−"
"""A `-` that is typed finds them too; typed themselves, each finds itself alone."""

_SEARCHED = (
    (0x41, 0x5B),
    (0xA0, 0x3040),
    (0x3200, 0x3400),
    (0xA640, 0xAC00),
    (0xF900, 0x10000),
    (0x10400, 0x10600),
    (0x10C80, 0x10D00),
    (0x118A0, 0x118E0),
    (0x16E40, 0x16E80),
    (0x1E900, 0x1E960),
)
"""Where characters stand whose base is another. Elsewhere are kana and Hangul, and the mathematical
alphabets, which would make the search for each plain letter slow."""

_IN_PARTS = ((0xC0, 0x250), (0x1E9E, 0x1E9F), (0x2025, 0x2027), (0xFB00, 0xFF00))
"""Characters that count as several letters: ligatures and ellipses, but no `㎏` and no `½`."""

_MARKS = re.compile(f"[{MARK}]+")
_OPTIONAL = re.compile(f"[{MARK}{UNSEEN}]+")


def base(character: str, *, is_cased: bool) -> str:
    """The base letters of one character; a mark on its own is itself."""
    if character.isascii():
        return character if is_cased else character.lower()
    code = ord(character)
    if not _lies_in(code, _SEARCHED):
        return character
    bare = _bare(character)
    if not is_cased:
        # Again: some capitals fold to letters with marks (İ).
        bare = _bare(bare.casefold())
    if not bare or bare[0].isspace():
        return character
    if len(bare) > 1 and not _lies_in(code, _IN_PARTS):
        return character
    return bare


def _lies_in(code: int, stretches: Iterable[tuple[int, int]]) -> bool:
    return any(first <= code < last for first, last in stretches)


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return _MARKS.sub("", decomposed).translate(_STROKES)


def base_of(text: str, *, is_cased: bool) -> str:
    """The base letters of a text; its accents and what is unseen are gone, if anything else is there."""
    composed = unicodedata.normalize("NFC", text)
    seen = _OPTIONAL.sub("", composed) or composed
    return "".join([base(character, is_cased=is_cased) for character in seen])


@cache
def alike(*, is_cased: bool) -> Mapping[str, str]:
    """By base letters, the other characters that have them: 30 ms, once.

    A key of several letters is that of a ligature.
    """
    found: dict[str, list[str]] = {"-": [*_DASHES]}
    for character in _characters():
        letters = base(character, is_cased=is_cased)
        if letters != character:
            found.setdefault(letters, []).append(character)
    return {letters: "".join(characters) for letters, characters in found.items()}


def _characters() -> Iterator[str]:
    for first, last in _SEARCHED:
        for character in map(chr, range(first, last)):
            if (
                ord(character) in _STROKES
                or unicodedata.decomposition(character)
                or character.casefold() != character
            ):
                yield character
