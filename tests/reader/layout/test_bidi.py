"""Text of both directions: levels and order by UAX #9, told by its rules on small cases of our own.

Latin letters run to the right, capitals stand for Hebrew letters (`_read`), as in the annex.
"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.layout.bidi import base_level, levels_of, line_levels, mirrored, visual_order

_HEBREW = {chr(ord("A") + at): chr(0x5D0 + at) for at in range(26)}
_MARKS = {"<": "\u202b", ">": "\u202c", "^": "\u202e", "{": "\u2067", "}": "\u2069", "_": "\u2068"}


def _read(text: str) -> str:
    return "".join({**_HEBREW, **_MARKS}.get(character, character) for character in text)


def _shown(text: str, base: int | None = None) -> str:
    """As it stands from left to right; signs without an image of their own are left out."""
    read = _read(text)
    base = base_level(read) if base is None else base
    levels = line_levels(read, levels_of(read, base), base)
    return "".join(text[at] for at in visual_order(levels) if text[at] not in _MARKS)


@pytest.mark.parametrize(
    ("text", "base", "shown"),
    [
        ("abc DEF ghi", None, "abc FED ghi"),
        ("DEF abc GHI", None, "IHG abc FED"),
        ("DEF 123 GHI", None, "IHG 123 FED"),  # I2: numbers keep their order
        ("he said “ABC DEF”.", 0, "he said “FED CBA”."),
        ("ABC: 12.5%", None, "12.5% :CBA"),  # W4, W5
        ("ABC -1", None, "-1 CBA".replace("-1", "1-")),  # W6: the hyphen stands alone
        ("A, B", 1, "B ,A"),
        ("abc.", 1, ".abc"),
        ("ABC (de) FG", None, "GF )de( CBA"),  # N0: with the paragraph; their images come later
        ("ab (C) d", 0, "ab (C) d"),
        ("a (B c) D", 0, "a (B c) D"),
        ("A<x>B", None, "BxA"),  # an embedding
        ("a {B c} d", 0, "a c B d"),  # an isolate has its own direction
        ("a _B c} d", 0, "a c B d"),  # and finds it by its first letter
        ("a ^bcd> e", 0, "a dcb e"),  # an override
        ("ABC  ", None, "  CBA"),  # L1: blanks at the end stand at the end
        ("", None, ""),
        ("123", None, "123"),
    ],
)
def test_a_line_stands_as_the_annex_says(text: str, base: int | None, shown: str) -> None:
    assert _shown(text, base) == shown


def test_arabic_and_hebrew_numbers_stand_apart() -> None:
    assert levels_of("ا 1") == [1, 1, 2]
    assert levels_of("א 1-2") == [1, 1, 2, 2, 2]  # W4 does not hold after Arabic
    assert levels_of("ا 1-2") == [1, 1, 2, 1, 2]


def test_a_bracket_is_paired_with_what_is_equivalent_to_it() -> None:
    assert levels_of("א \u3008a\u232a") == levels_of("א \u3008a\u3009")


def test_more_than_63_open_brackets_are_not_paired() -> None:
    for depth, level in ((63, 2), (64, 1)):
        assert set(levels_of("a" + "(" * depth + "b" + ")" * depth, 1)[-depth:]) == {level}


def test_embeddings_beyond_the_deepest_are_none() -> None:
    levels = levels_of("\u202b\u202a" * 100 + "a")
    assert max(levels) <= 126


def test_every_paired_bracket_has_its_image() -> None:
    brackets = [
        sign
        for sign in map(chr, range(0x11000))
        if unicodedata.category(sign) in {"Ps", "Pe"} and unicodedata.mirrored(sign)
    ]
    assert len(brackets) == 128
    assert all(mirrored(sign) != sign and mirrored(mirrored(sign)) == sign for sign in brackets)


def test_quotation_marks_and_comparisons_have_theirs() -> None:
    assert [mirrored(sign) for sign in "«‹<≤a–"] == ["»", "›", ">", "≥", "a", "–"]


@given(
    st.text(
        alphabet="abאבجد 123٤.,:()[]«»\u0301\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )
)
def test_every_character_stands_once_and_its_level_is_above_the_paragraphs(text: str) -> None:
    base = base_level(text)
    levels = line_levels(text, levels_of(text, base), base)

    assert sorted(visual_order(levels)) == list(range(len(text)))
    assert all(base <= level <= 126 for level in levels)


@given(st.text(alphabet="abc 123.,()é"))
def test_text_without_letters_to_the_left_stands_as_it_comes(text: str) -> None:
    assert visual_order(levels_of(text)) == list(range(len(text)))
